"""An expected encounter is looked for until its record is found or its absence explained."""

from datetime import timedelta
from uuid import UUID

import pytest

from domain.codelists.expected import (
    ExpectedKind,
    GroundForMatching,
    GroundForUnmatching,
    ReasonForNone,
)
from domain.codelists.forces import Force
from domain.event import Event
from domain.expected.encounter import ExpectedEncounter, State, fold
from domain.expected.errors import (
    NotExplainedError,
    NothingToUndoError,
    NotOpenError,
    OwnMissingRecordError,
)
from tests.fakes import NOON
from tests.people import OFFICER, SUPERVISOR

RECORD = UUID(int=7)
MISTAKEN = GroundForUnmatching.MISTAKEN


def an_arrest(*then: str) -> ExpectedEncounter:
    """An arrest to which things happened."""
    events: list[Event] = [
        ExpectedEncounter.load(
            UUID(int=1),
            force=Force.NORTHSHIRE,
            kind=ExpectedKind.ARREST,
            officer=OFFICER.id,
            happened_at=NOON - timedelta(days=1),
            area="central",
            device=None,
            known_as="AR/77",
            command=SUPERVISOR.commands(),
        )
    ]
    for what in then:
        events.append(happens(made_of(events), what))
    return made_of(events)


def made_of(events: list[Event]) -> ExpectedEncounter:
    found = fold(events)
    assert found is not None
    return found


def happens(found: ExpectedEncounter, what: str) -> Event:
    command = SUPERVISOR.commands()
    if what == "match":
        return found.match(RECORD, ground=GroundForMatching.PERSON, command=command)
    if what == "unmatch":
        return found.unmatch(ground=MISTAKEN, command=command)
    if what == "explain":
        return found.explain(ReasonForNone.NO_FORCE, "Seen on video", command=command)
    return found.reopen(command=command)


@pytest.mark.parametrize(
    ("then", "state", "record"),
    [
        ((), State.OPEN, None),
        (("match",), State.MATCHED, RECORD),
        (("match", "unmatch"), State.OPEN, None),
        (("explain",), State.EXPLAINED, None),
        (("explain", "reopen"), State.OPEN, None),
        (("explain", "reopen", "match"), State.MATCHED, RECORD),
    ],
)
def test_what_happens_makes_its_state(
    then: tuple[str, ...], state: State, record: UUID | None
) -> None:
    found = an_arrest(*then)

    assert (found.state, found.record, found.version) == (state, record, 1 + len(then))


@pytest.mark.parametrize(
    ("then", "what", "refusal"),
    [
        (("match",), "match", NotOpenError),
        (("explain",), "match", NotOpenError),
        (("match",), "explain", NotOpenError),
        ((), "unmatch", NothingToUndoError),
        (("explain",), "unmatch", NothingToUndoError),
        ((), "reopen", NothingToUndoError),
        (("match",), "reopen", NothingToUndoError),
    ],
)
def test_what_does_not_fit_its_state_is_refused(
    then: tuple[str, ...], what: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        happens(an_arrest(*then), what)


def test_nobody_explains_why_their_own_record_is_missing() -> None:
    with pytest.raises(OwnMissingRecordError):
        an_arrest().explain(ReasonForNone.NO_FORCE, "I used none", command=OFFICER.commands())


def test_an_explanation_has_words() -> None:
    with pytest.raises(NotExplainedError):
        an_arrest().explain(ReasonForNone.OTHER, "  ", command=SUPERVISOR.commands())


def test_a_record_that_somebody_took_away_is_remembered() -> None:
    assert an_arrest("match", "unmatch").refused == {RECORD}


def test_a_record_that_was_withdrawn_may_be_found_again() -> None:
    found = an_arrest("match")

    event = found.unmatch(ground=GroundForUnmatching.WITHDRAWN, command=SUPERVISOR.commands())

    assert event.record == RECORD
    assert an_arrest().refused == frozenset()
