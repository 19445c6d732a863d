"""Where what a report counts breaks: found by the code lists, as in releases (``domain/summary/breaks.py``)."""

from collections.abc import Iterable

from domain.counting.periods import Quarter
from domain.summary.breaks import Break, breaks
from domain.summary.tables import FORM
from domain.summary.ways import NEWEST
from projections.statistics.marks import RULE
from projections.statistics.slices import Slice


def breaks_of(wanted: Slice, *questions: str) -> tuple[Break, ...]:
    """The breaks inside the quarters of a report, in the lists that its figures hang on.

    Those are the lists of what it counts and of what it is narrowed by; whether a rule of the form is
    broken hangs on all of the form.
    """
    if wanted.since is None or wanted.until is None:
        return ()
    hangs_on = {*questions, *(one.question for one in wanted.asked)}
    if RULE in wanted.marks:
        hangs_on.add(FORM)
    found = breaks(wanted.since, wanted.until, NEWEST.lists)
    return tuple(one for one in found if one.question in hangs_on)


def in_quarter(found: Iterable[Break], quarter: Quarter) -> str:
    """What breaks in a quarter, in a line of a file."""
    return "; ".join(
        f"{one.day.isoformat()}: {one.words}" for one in found if one.quarter == quarter
    )


def on_a_chart(found: Iterable[Break]) -> tuple[str, ...]:
    """What broke, as it stands beneath the title of a chart that is alone."""
    return tuple(f"Break on {one.day.isoformat()}: {one.words}" for one in found)
