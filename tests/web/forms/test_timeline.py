"""A record's history as a person reads it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from domain.codelists.answers import YesNo
from domain.codelists.assessments import Assessment
from domain.codelists.field_groups import FieldGroup
from domain.codelists.reasons import (
    GroundForLinking,
    GroundForRestriction,
    ReasonForAmendment,
    ReasonForWithdrawal,
)
from domain.event import ERASED, UNOPENED, Event
from domain.records import events as record_events
from domain.records.events import Accepted, NoteAdded, PinnedNote, Returned
from domain.records.record import UseOfForceRecord
from domain.retention.keeping import Gone
from tests.builders import CED_FIRED, a_submission, after, an_import, and_then
from tests.people import OFFICER, STANDARDS, SUPERVISOR
from tests.web.forms.typing import CONTEXT, NAMES
from web.forms.timeline import Item, timeline, title


def happened() -> tuple[Event, ...]:
    """Everything that can happen to a record, in an order in which it can."""
    record: UseOfForceRecord = after(*(events := a_submission(**CED_FIRED)))
    steps = (
        lambda one: one.add_note("Video was seen", command=SUPERVISOR.commands()),
        lambda one: one.give_back(
            (
                PinnedNote(question="", text="Look again"),
                PinnedNote(question="place", text="Where?"),
            ),
            command=SUPERVISOR.commands(),
        ),
        lambda one: one.amend(
            {"single_crewed": YesNo.YES},
            reason=ReasonForAmendment.ERROR,
            explanation="I was alone",
            command=OFFICER.commands(),
        ),
        lambda one: one.refer("It looks odd", command=SUPERVISOR.commands()),
        lambda one: one.assess(
            next(iter(Assessment)), "Nothing further", command=STANDARDS.commands()
        ),
        lambda one: one.withdraw(
            reason=ReasonForWithdrawal.DUPLICATE,
            explanation="Sent twice",
            command=OFFICER.commands(),
        ),
        lambda one: one.restore(explanation="It was not", command=OFFICER.commands()),
        lambda one: one.accept(advice="Say who was there", command=SUPERVISOR.commands()),
        lambda one: one.link(
            uuid4(), ground=GroundForLinking.SAME_INCIDENT, command=STANDARDS.commands()
        ),
        lambda one: one.unlink(
            ground=GroundForLinking.LINKED_IN_ERROR, command=STANDARDS.commands()
        ),
        lambda one: one.restrict(
            ground=next(iter(GroundForRestriction)),
            explanation="Looked into",
            command=STANDARDS.commands(),
        ),
        lambda one: one.unrestrict(explanation="Done", command=STANDARDS.commands()),
    )
    for step in steps:
        made = step(record)
        events = (*events, *made)
        record = and_then(record, made)
    return events


@pytest.fixture(scope="module")
def items() -> list[Item]:
    events = happened()
    return timeline(events, CONTEXT, called(events))


def called(events: Iterable[Event]) -> dict[tuple[UUID, datetime], str]:
    """How everybody was called when they did it."""
    done = ((event.metadata.actor, event.metadata.at) for event in events)
    return {(person, at): NAMES[person] for person, at in done}


def told(items: list[Item], title: str) -> list[tuple[str, str]]:
    (item,) = [one for one in items if one.title == title]
    return [(said.label, said.text) for said in item.said]


def test_every_event_is_told_with_its_version(items: list[Item]) -> None:
    assert [item.version for item in items] == list(range(1, len(items) + 1))
    assert all(item.title for item in items)


def test_each_kind_of_event_has_a_title() -> None:
    kinds = {
        kind
        for kind in vars(record_events).values()
        if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
    }
    default = title.dispatch(object)
    assert [kind for kind in kinds if title.dispatch(kind) is default] == []


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Record submitted", [("Form", "National form, 1 April 2023")]),
        ("Note added", [("Note", "Video was seen")]),
        ("Returned to officer", [("Note", "Look again"), ("Address or place", "Where?")]),
        ("Answers amended", [("Reason", "A mistake in the record"), ("Why", "I was alone")]),
        ("Record accepted with advice", [("Advice", "Say who was there")]),
        ("Record restored", [("Why", "It was not")]),
        ("Linked to an encounter", [("Ground", GroundForLinking.SAME_INCIDENT.label)]),
        ("Unlinked from an encounter", [("Ground", GroundForLinking.LINKED_IN_ERROR.label)]),
        ("Restriction lifted", [("Why", "Done")]),
    ],
)
def test_what_was_said_is_told_with_it(
    items: list[Item], title: str, said: list[tuple[str, str]]
) -> None:
    assert told(items, title) == said


def test_an_amendment_shows_what_it_changed(items: list[Item]) -> None:
    (item,) = [one for one in items if one.title == "Answers amended"]

    assert [(one.question, one.before.words, one.after.words) for one in item.changes] == [
        ("single_crewed", ("No",), ("Yes",))
    ]


def test_who_did_it_is_named_in_their_role(items: list[Item]) -> None:
    (item,) = [one for one in items if one.title == "Returned to officer"]

    assert (item.by, item.role) == (SUPERVISOR.name, SUPERVISOR.role)


def test_who_is_no_longer_known_is_not_invented() -> None:
    items = timeline(a_submission(), CONTEXT, {})

    assert items[0].by == "Somebody no longer known"


def test_what_was_imported_was_done_by_the_system() -> None:
    items = timeline(an_import(), CONTEXT, {})

    assert items[0].by == "the system"


GONE = Gone(at=datetime(2026, 5, 4, 9, 30, tzinfo=UTC), event=5, final=True)


@pytest.mark.parametrize(
    ("words", "text"), [(ERASED, "Erased on 4 May 2026 under event 5"), (UNOPENED, "Sealed")]
)
def test_words_that_cannot_be_read_say_why(words: object, text: str) -> None:
    context = replace(CONTEXT, gone={FieldGroup.NARRATIVE: GONE})
    sealed = {NoteAdded: "text", Returned: "notes", Accepted: "advice"}
    events = [
        replace(event, **{sealed[type(event)]: words}) if type(event) in sealed else event
        for event in happened()
    ]

    items = timeline(events, context, called(events))

    for name in ("Note added", "Returned to officer", "Record accepted with advice"):
        assert [said for _, said in told(items, name)] == [text]
