"""No read model disagrees with the record about where it stands, whatever happens to it."""

import random
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

import pytest
from sqlalchemy import select

from domain.errors import DomainError
from domain.records.events import RECORD_EVENTS, Imported, Submitted
from domain.records.standing import Standing
from domain.retention.events import KEEPING_EVENTS
from projections.register.tables import register
from projections.standings import standing_of
from projections.statistics.tables import fact_record
from projections.worklists.projector import tasks
from projections.worklists.tables import worklist, worklist_record
from tests.builders import CED_FIRED
from tests.projections.happening import (
    Happening,
    about,
    about_nobody,
    accepted,
    amended,
    assessed,
    disclosed,
    elsewhere_accepted,
    elsewhere_amended,
    elsewhere_returned,
    imported,
    linked,
    noted,
    reading,
    referred,
    restored,
    restricted,
    returned,
    submitted,
    told_apart,
    unlinked,
    unrestricted,
    withdrawn,
)
from tests.projections.keeping import everything_of_keeping
from web.bootstrap import Services

SEED = 27  # within so many steps everything has happened
STEPS = 28
ANYTHING = (
    about(UUID(int=2)),
    about_nobody(),
    elsewhere_accepted(),
    elsewhere_amended(),
    elsewhere_returned(),
    accepted(),
    amended(area="north"),
    amended(area="coast"),
    amended(**CED_FIRED),
    assessed(),
    disclosed(),
    linked(UUID(int=1)),
    noted(),
    referred(),
    restored(),
    restricted(),
    returned(),
    told_apart(UUID(int=3)),
    unlinked(),
    unrestricted(),
    withdrawn(),
)


ORDERS = {
    "withdrawn while referred, restored": ((referred(), withdrawn(), restored()), {"assess"}),
    "assessed while withdrawn": ((referred(), withdrawn(), assessed()), set()),
    "assessed while withdrawn, restored": (
        (referred(), withdrawn(), assessed(), restored()),
        {"review"},
    ),
    "accepted, amended": ((accepted(), amended(area="north")), {"review"}),
    "accepted, amended so that a rule fires": (
        (accepted(), amended(**CED_FIRED)),
        {"review", "assess"},
    ),
    "a rule fires, accepted": ((amended(**CED_FIRED), accepted()), {"assess"}),
    "a rule fires, returned, withdrawn": (
        (amended(**CED_FIRED), returned(), withdrawn()),
        {"assess"},
    ),
    "referred twice": ((amended(**CED_FIRED), referred()), {"assess"}),
    "referred twice, assessed": ((amended(**CED_FIRED), referred(), assessed()), {"review"}),
    "referred, assessed, referred": ((referred(), assessed(), referred()), {"assess"}),
    "returned, withdrawn, restored": ((returned(), withdrawn(), restored()), {"review"}),
    "accepted, withdrawn, restored": ((accepted(), withdrawn(), restored()), {"review"}),
    "held, reviewed for its retention and erased": (everything_of_keeping(UUID(int=4)), {"review"}),
    "restricted while referred": ((referred(), restricted(), noted()), {"assess"}),
}
"""What may happen in an order that somebody could get wrong, and what there is to do after it."""


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_after_every_order_of_events_there_is_to_do_what_the_record_says(
    services: Services, order: str
) -> None:
    happenings, expected = ORDERS[order]

    record = submitted(services).then(*happenings)

    assert waiting(record) == expected
    assert disagreeing(record) == []


@pytest.mark.parametrize("first", [submitted, imported])
def test_every_read_model_says_of_a_record_what_the_record_says(
    services: Services, first: Callable[[Services], Happening]
) -> None:
    chance = random.Random(SEED)  # the same walk every time
    record = first(services)
    disagreements = []

    for step in range(STEPS):
        something_that_may_happen_next(record, chance)
        disagreements += [(step, name) for name in disagreeing(record)]

    assert disagreements == []
    beginnings = {Submitted.__name__, Imported.__name__}
    assert (
        happened(record) - beginnings
        == {kind.__name__ for kind in RECORD_EVENTS - KEEPING_EVENTS} - beginnings
    )


def test_a_record_that_was_just_submitted_stands_at_the_beginning(services: Services) -> None:
    record = submitted(services)

    assert standing_of(record.row(register)._mapping) == Standing()


def disagreeing(record: Happening) -> list[str]:
    """The tables that say something else of it than the record folded from the log."""
    expected = record.record.standing
    found = [
        table.name
        for table in (register, worklist_record, fact_record)
        if standing_of(record.row(table)._mapping) != expected
    ]
    if waiting(record) != set(tasks(expected)):
        found.append(worklist.name)
    return found


def something_that_may_happen_next(record: Happening, chance: random.Random) -> None:
    for happens in chance.sample(ANYTHING, len(ANYTHING)):
        with suppress(DomainError):
            record.then(happens)
            return


def waiting(record: Happening) -> set[str]:
    query = select(worklist.c.task).where(worklist.c.record == record.id)
    with reading(record.services) as connection:
        return set(connection.execute(query).scalars())


def happened(record: Happening) -> set[str]:
    """Which kinds of events the walk met: one that it cannot meet is not compared."""
    return {type(event).__name__ for event in record.services.log.events_of(record.id)}
