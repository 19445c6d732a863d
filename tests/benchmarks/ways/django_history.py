"""Django with django-simple-history: a history table beside the model, a whole row for each save."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from tests.benchmarks.ways.protocol import ONE_IN, PAGE, Changes, serve


class DjangoHistory:
    """One app with two models; the framework's defaults, and durability as ours."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        self._asked = asked
        settings.configure(
            INSTALLED_APPS=[
                "django.contrib.contenttypes",
                "django.contrib.auth",
                "simple_history",
            ],
            DATABASES={"default": _database(asked)},
            USE_TZ=True,
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        )
        django.setup()
        self._record, self._tactic = _models(asked)
        if asked["writer"] == 0:
            self._create()

    def submit(self, number: int) -> int:
        from django.db import transaction

        with transaction.atomic():
            record = self._record(**self._asked["record"], status="submitted", changed_by="officer")
            record.save()
            self._tactic.objects.bulk_create(
                self._tactic(record=record, step=step, **tactic)
                for step, tactic in enumerate(self._asked["tactics"])
            )
        found: int = record.pk
        return found

    def amend(self, record: int, number: int) -> None:
        self._change(record, "officer", self._asked["amendments"][number])

    def review(self, record: int) -> None:
        self._change(record, "supervisor", {"status": "accepted"})

    def settle(self) -> None:
        """Nothing is left to do."""

    def history(self, record: int) -> list[Changes]:
        asked = self._asked["record"]
        told: list[Changes] = []
        before = None
        for row in self._record.history.filter(id=record).order_by("history_id"):
            changes = row.diff_against(before).changes if before else ()
            told.append({one.field: (one.old, one.new) for one in changes if one.field in asked})
            before = row
        return told

    def as_at(self, record: int, moment: datetime) -> Mapping[str, Any]:
        stood = self._record.history.as_of(moment).get(id=record)
        return {name: getattr(stood, name) for name in self._asked["record"]}

    def fill(self, records: int) -> None:
        from django.db import connection

        names = [field.column for field in self._record._meta.fields if field.column != "id"]
        listed, table = ", ".join(names), self._record._meta.db_table
        with connection.cursor() as cursor:
            while self._record.objects.count() < records:
                cursor.execute(f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {table}")
            cursor.execute(f"UPDATE {table} SET status = 'accepted' WHERE id % {ONE_IN} <> 0")
            cursor.execute("ANALYZE")

    def queue(self) -> tuple[int, int]:
        waiting = self._record.objects.filter(status="submitted")
        return len(waiting.order_by("id")[:PAGE]), waiting.count()

    def size(self) -> int:
        from django.db import connection

        if self._asked["database"] == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return Path(settings.DATABASES["default"]["NAME"]).stat().st_size
        with connection.cursor() as cursor:
            cursor.execute(POSTGRES_SIZE)
            found: int = cursor.fetchone()[0]
        return found

    def _change(self, record: int, actor: str, changes: Mapping[str, Any]) -> None:
        from django.db import transaction

        with transaction.atomic():
            found = self._record.objects.select_for_update().get(pk=record)
            for name, value in {**changes, "changed_by": actor}.items():
                setattr(found, name, value)
            found.save()

    def _create(self) -> None:
        from django.core.management import call_command
        from django.db import connection

        # The history names the user who saved, so the users' tables are there too.
        call_command("migrate", verbosity=0)
        with connection.schema_editor() as editor:
            for model in (self._record, self._record.history.model, self._tactic):
                editor.create_model(model)


def _database(asked: Mapping[str, Any]) -> dict[str, Any]:
    if asked["database"] == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(Path(asked["folder"]) / "django.db"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    name, _, host = asked["url"].removeprefix("postgresql://uof@/").partition("?host=")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": "uof",
        "HOST": host,
        "CONN_MAX_AGE": None,
    }


def _models(asked: Mapping[str, Any]) -> tuple[Any, Any]:
    from django.db import models
    from simple_history.models import HistoricalRecords

    meta = type("Meta", (), {"app_label": "simple_history"})
    body = {
        "__module__": __name__,
        "Meta": meta,
        "status": models.TextField(db_index=True),
        "changed_by": models.TextField(),
        "history": HistoricalRecords(app="simple_history"),
        **{name: models.TextField(null=True) for name in asked["record"]},
    }
    record = type("Record", (models.Model,), body)
    tactic = type(
        "Tactic",
        (models.Model,),
        {
            "__module__": __name__,
            "Meta": meta,
            "record": models.ForeignKey(record, on_delete=models.PROTECT),
            "step": models.IntegerField(),
            "tactic": models.TextField(),
            "effective": models.TextField(),
        },
    )
    return record, tactic


POSTGRES_SIZE = """
SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = 'public'
"""

if __name__ == "__main__":
    serve(DjangoHistory)
