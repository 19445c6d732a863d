"""Imports as they are remembered: how far each has come, so that a killed one goes on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from application.importing.jobs import Asked, Found, Job, JobState, Tally
from domain.codelists.forces import Force
from projections.paging import Numbered
from web.adapters.stores import reading
from web.adapters.tables import imported_alike, imports

PAGE = 20
MOST_AT_ONCE = 500
"""Names of records in one question: databases set a limit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class JobPage(Numbered):
    """Some of the imports, the newest first."""

    jobs: tuple[Job, ...]


class StoredImportJobs:
    """Kept in the ``work`` store: losing it loses counts and no record."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, asked: Asked, *, at: datetime) -> Job:
        begun = self._begun(asked)
        same = next((job for job in begun if job.asked.is_same(asked)), None)
        if same:
            return same
        job = Job.begun(asked, at=at)
        replaced = [one.id for one in begun]
        with self._engine.begin() as connection:
            connection.execute(
                update(imports)
                .where(imports.c.id.in_(replaced))
                .values(state=JobState.REPLACED.value)
            )
            connection.execute(insert(imports).values(**_identity(job), **_counts(Tally(), 0)))
        return job

    def proceed(self, job: Job, tally: Tally, *, last_line: int) -> None:
        self._update(job, _counts(tally, last_line))

    def finish(self, job: Job, tally: Tally, *, at: datetime) -> None:
        counts = _counts(tally, job.last_line)
        del counts["last_line"]
        self._update(job, {**counts, "state": JobState.FINISHED.value, "finished_at": at})

    def known_as(self, records: Iterable[UUID]) -> Mapping[UUID, UUID]:
        wanted, known = list(records), {}
        with reading(self._engine).connect() as connection:
            for start in range(0, len(wanted), MOST_AT_ONCE):
                some = wanted[start : start + MOST_AT_ONCE]
                query = select(imported_alike).where(imported_alike.c.content.in_(some))
                known.update({row.content: row.record for row in connection.execute(query)})
        return known

    def remember(self, alike: Mapping[UUID, UUID]) -> None:
        for content, record in alike.items():
            try:
                with self._engine.begin() as connection:
                    connection.execute(
                        insert(imported_alike).values(content=content, record=record)
                    )
            except IntegrityError:
                # Another import remembered it in the meantime.
                continue

    def page(self, *, force: Force | None = None, number: int = 1, size: int = PAGE) -> JobPage:
        """Imports of a force, or of all; the newest first."""
        which = [imports.c.force == force.value] if force else []
        newest = (imports.c.started_at.desc(), imports.c.id)
        query = select(imports).where(*which).order_by(*newest)
        with reading(self._engine).connect() as connection:
            counted = select(func.count()).select_from(imports).where(*which)
            total = connection.execute(counted).scalar_one()
            rows = connection.execute(query.limit(size).offset((number - 1) * size)).all()
        return JobPage(jobs=tuple(map(_job, rows)), total=total, number=number, size=size)

    def get(self, job: UUID) -> Job | None:
        """An import by its id; none if there is no such one."""
        with reading(self._engine).connect() as connection:
            row = connection.execute(select(imports).where(imports.c.id == job)).one_or_none()
        return _job(row) if row else None

    def _begun(self, asked: Asked) -> tuple[Job, ...]:
        query = select(imports).where(
            imports.c.digest == asked.digest,
            imports.c.force == asked.force.value,
            imports.c.state == JobState.RUNNING.value,
        )
        with reading(self._engine).connect() as connection:
            return tuple(map(_job, connection.execute(query.order_by(imports.c.started_at)).all()))

    def _update(self, job: Job, values: Mapping[str, Any]) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(imports).where(imports.c.id == job.id).values(**values))


def _identity(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "file": job.asked.file,
        "digest": job.asked.digest,
        "layout": job.asked.layout,
        "force": job.asked.force.value,
        "options": job.asked.options,
        "state": job.state.value,
        "started_at": job.started_at,
    }


def _counts(tally: Tally, last_line: int) -> dict[str, Any]:
    return {
        "last_line": last_line,
        "taken": tally.taken,
        "already": tally.already,
        "rejected": tally.rejected,
        "with_findings": tally.with_findings,
        "findings": [[one.rule, one.question, one.sentence, one.records] for one in tally.found],
        "already_lines": [list(one) for one in tally.already_lines],
    }


def _job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        asked=Asked(
            file=row.file,
            digest=row.digest,
            layout=row.layout,
            force=Force(row.force),
            options=row.options,
        ),
        state=JobState(row.state),
        started_at=row.started_at,
        finished_at=row.finished_at,
        last_line=row.last_line,
        taken=row.taken,
        already=row.already,
        rejected=row.rejected,
        with_findings=row.with_findings,
        found=tuple(
            Found(rule=rule, question=question, sentence=sentence, records=records)
            for rule, question, sentence, records in row.findings
        ),
        already_lines=tuple((first, last) for first, last in row.already_lines),
    )
