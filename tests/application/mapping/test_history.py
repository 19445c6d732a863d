"""What happened to a record where it was kept comes in as events with their own dates."""

from datetime import UTC, datetime
from typing import Any

import pytest

from application.importing.candidate import Candidate
from application.importing.imports import Imports, Taken
from domain.codelists.forces import Force
from domain.codelists.locations import LocationType
from domain.codelists.statuses import RecordStatus
from domain.records.events import Accepted, Amended, Imported, Returned
from tests.application.in_memory import InMemory
from tests.application.mapping.writing import DATE, a_mapping, mistakes, read, refused
from tests.people import STANDARDS

FILES = """
[[file]]
name = "forms"
file = "forms.csv"
key = "Form"
rows = "records"
[[file]]
name = "log"
file = "log.csv"
key = "Form"
rows = "many"
"""
QUESTIONS = """
[questions.locations]
from = "forms.Where"
values = { Street = "street", Road = "street", Shop = "retail" }
[questions.incident_time]
from = "forms.Time"
time = "%H:%M"
"""
EVENTS = """
[[event]]
is = "accepted"
at = { from = "log.When", format = "%d/%m/%Y %H:%M" }
by = "log.Who"
words = "log.Words"
when = { "log.What" = ["Approved"] }

[[event]]
is = "returned"
at = { from = "log.When", format = "%d/%m/%Y %H:%M" }
by = "log.Who"
words = "log.Words"
question = "log.Field"
questions = { Location = "locations", Time = "incident_time", Colour = [] }
when = { "log.What" = ["Sent back"] }

[[event]]
is = "amended"
at = { from = "log.When", format = "%d/%m/%Y %H:%M" }
by = "log.Who"
words = "log.Words"
question = "log.Field"
questions = { Location = "locations", Time = "incident_time", Colour = [] }
old = "log.Old"
new = "log.New"
when = { "log.What" = ["Changed"] }
"""
COLUMNS = ("What", "When", "Who", "Words", "Field", "Old", "New")
APPROVED = ("Approved", "03/05/2020 09:00", "S1", "Well written", "", "", "")
SENT_BACK = ("Sent back", "01/05/2020 09:00", "S1", "Which shop?", "Location", "", "")
CHANGED = ("Changed", "02/05/2020 09:00", "O1", "It was a shop", "Location", "Street", "Shop")


def a_history(events: str = EVENTS) -> str:
    return a_mapping(
        QUESTIONS,
        files=FILES,
        record='[record]\nkey = "forms.Form"\n',
        date=DATE.replace('"Date"', '"forms.Date"'),
        events=events,
    )


def line(*rows: tuple[str, ...], where: str = "Shop") -> dict[str, str]:
    """A joined line with these rows of the log."""
    log = {f"log.{name}": "\n".join(row[at] for row in rows) for at, name in enumerate(COLUMNS)}
    return {
        "forms.Form": "1",
        "forms.Date": "30/04/2020",
        "forms.Where": where,
        "records": "1",
        **log,
    }


def events(memory: InMemory, *rows: tuple[str, ...], **more: Any) -> tuple[Any, ...]:
    """The events that a line becomes."""
    candidate = read(a_history(), **line(*rows, **more))
    assert isinstance(candidate, Candidate), candidate
    imports = Imports(memory.log, memory.clock)
    (taken,) = imports.take_over([candidate], force=Force.NORTHSHIRE)
    assert isinstance(taken, Taken), taken
    return memory.log.events_of(candidate.record)


def test_each_comes_with_its_own_date_and_in_the_order_of_the_dates(memory: InMemory) -> None:
    found = events(memory, APPROVED, CHANGED, SENT_BACK)

    assert [type(event) for event in found] == [Imported, Returned, Amended, Accepted]
    assert [event.metadata.source.at for event in found[1:]] == [
        datetime(2020, 5, day, 8, tzinfo=UTC) for day in (1, 2, 3)
    ]
    assert len({event.metadata.source.by for event in found[1:]}) == 2


def test_a_record_is_taken_over_as_it_was_first_and_then_amended(memory: InMemory) -> None:
    imported, amended = events(memory, CHANGED)

    assert imported.answers["locations"] == (LocationType.STREET,)
    assert amended.answers == {"locations": (LocationType.RETAIL,)}
    assert amended.explanation == "It was a shop"


def test_it_ends_as_the_source_says_that_it_is_now(memory: InMemory) -> None:
    imported, *_ = events(memory, SENT_BACK, CHANGED, APPROVED)

    record = memory.records.read(imported.originator_id, by=STANDARDS.id)

    assert record.account.locations == (LocationType.RETAIL,)
    assert record.status is RecordStatus.ACCEPTED


def test_what_was_asked_comes_with_its_question(memory: InMemory) -> None:
    _, returned = events(memory, SENT_BACK)

    assert [(note.question, note.text) for note in returned.notes] == [("locations", "Which shop?")]


def test_an_answer_may_have_been_given_later_or_taken_back(memory: InMemory) -> None:
    given = ("Changed", "02/05/2020 09:00", "O1", "", "Location", "", "Shop")
    taken = ("Changed", "03/05/2020 09:00", "O1", "", "Location", "Shop", "")

    imported, first, second = events(memory, given, taken, where="")

    assert "locations" not in imported.answers
    assert first.answers == {"locations": (LocationType.RETAIL,)}
    assert first.explanation == "The source gives no reason."
    assert second.answers["locations"] == "not-answered"


def test_a_change_that_is_none_in_our_codes_is_left_out(memory: InMemory) -> None:
    same = ("Changed", "02/05/2020 09:00", "O1", "", "Location", "Street", "Road")
    foreign = ("Changed", "02/05/2020 10:00", "O1", "", "Colour", "red", "blue")

    assert len(events(memory, same, foreign, where="Road")) == 1


def test_a_history_that_does_not_lead_to_the_record_is_told() -> None:
    assert refused(a_history(), **line(CHANGED, where="Street")) == [
        (
            "log.New",
            "The history of locations does not end with what the record says now. Mend one of them.",
        )
    ]


@pytest.mark.parametrize(
    ("row", "heading"),
    [
        (("Approved", "yesterday", "S1", "", "", "", ""), "log.When"),
        (("Changed", "02/05/2020 09:00", "O1", "", "Shoe size", "1", "2"), "log.Field"),
        (("Changed", "02/05/2020 09:00", "O1", "", "Location", "Moon", "Shop"), "log.Old"),
    ],
)
def test_what_cannot_be_read_stops_the_line(row: tuple[str, ...], heading: str) -> None:
    assert heading in {column for column, _ in refused(a_history(), **line(row))}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('old = "log.Old"\n', "", "an amendment has “question”, “questions”, “old” and “new”."),
        ('is = "returned"', 'is = "accepted"\nold = "log.Old"', "“old” and “new” belong to"),
        ('is = "accepted"', 'is = "settled"', "“is” cannot be “settled”."),
        ('words = "log.Words"\nquestion', "question", "what was returned has “words”"),
        ('by = "log.Who"', 'by = "forms.Who"', "the columns of an event are all in one file."),
        ('Time = "incident_time"', 'Time = "incident_tme"', "“incident_tme” is no question."),
        ('Time = "incident_time"', 'Time = "reasons"', "“Time” changes a question that this"),
        (
            'questions = { Location = "locations", Time = "incident_time", Colour = [] }\n',
            "",
            "go together",
        ),
        ('at = { from = "log.When", format = "%d/%m/%Y %H:%M" }\n', "", "“at” is missing"),
    ],
)
def test_mistakes_about_events_are_told(old: str, new: str, sentence: str) -> None:
    assert old in EVENTS

    assert any(sentence in found for found in mistakes(a_history(EVENTS.replace(old, new))))
