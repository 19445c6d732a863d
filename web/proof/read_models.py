"""Read models as a layer of a verification: what pages show is what follows from the log."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from application.verifying import Examination, Layer
from projections.projection import UnknownEventError
from projections.rebuild import Progress
from projections.rechecking import Odd, UnreadableError, not_comparable, recheck
from projections.views import NotPreparedError
from web.adapters import sqlite
from web.adapters.stores import VIEWS
from web.bootstrap import ReadModels
from web.proof.verifying import Check


def following_from_the_log(models: ReadModels, progress: Progress) -> Check:
    """A check that builds the read models anew beside everything, and compares."""

    def check(_: Connection, examined: Examination) -> None:
        try:
            live = models.views.engine()
            others = not_comparable(live)
            with _aside() as built:
                for one in recheck(live, built, models.reader, progress):
                    _tell(examined, one)
        except NotPreparedError:
            examined.undecided.append("There are no read models to compare.")
        except SQLAlchemyError as error:
            said = type(error).__name__
            examined.undecided.append(f"The read models could not be compared: {said}.")
        except (UnknownEventError, ValueError):
            # What stands in the log is told by its own layers.
            examined.undecided.append("The read models could not be built again from this log.")
        else:
            if others:
                examined.undecided.append(
                    f"Read models that another version built were not compared: {', '.join(others)}."
                )

    return check


@contextmanager
def _aside() -> Iterator[Engine]:
    """A place for read models that nobody else sees, thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="uof-verify-") as folder:
        engine = sqlite.engine(Path(folder) / "views.db", sqlite.FILLING)
        try:
            yield engine.execution_options(schema_translate_map={VIEWS: None})
        finally:
            engine.dispose()


def _tell(examined: Examination, one: Odd | UnreadableError) -> None:
    if isinstance(one, UnreadableError):
        examined.tell(Layer.READ_MODEL, f"rows of {one.table} hold what was never written there")
        return
    key = ", ".join(map(str, one.key))
    what = "does not follow from the log" if one.is_live else "follows from the log and is missing"
    examined.tell(Layer.READ_MODEL, f"the row {key} of {one.table} {what}", record=one.record)
