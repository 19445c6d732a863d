"""Stored events: which parts are sealed, what a reader without keys sees, and what erasing leaves."""

import json
from dataclasses import fields, replace
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.persistence import StoredEvent

from application.mapper import SealingMapper
from application.ports import KeyMissingError
from application.sealing import SealBrokenError
from domain.codec import CodecError
from domain.codelists.answers import Absence
from domain.codelists.field_groups import FieldGroup
from domain.codelists.reasons import ReasonForAmendment
from domain.event import ERASED, TOPICS, UNOPENED, Event
from domain.records.account import QUESTIONS
from domain.records.events import PinnedNote, Returned, Submitted
from tests.application.commands import COMMANDS, RecordCommand, asking, given, name_of
from tests.application.in_memory import InMemory
from tests.builders import MINOR_INJURY, WORDS, a_submission, a_submitted_record
from tests.fakes import FakeKeyRing
from tests.people import OFFICER

PLANTED = {
    **WORDS,
    **MINOR_INJURY,
    "subject_injury_detail": "Sealed graze",
}
GROUPS = {
    "place": FieldGroup.IDENTITY,
    "subject_name": FieldGroup.IDENTITY,
    "narrative_information": FieldGroup.NARRATIVE,
    "custody_reference": FieldGroup.REFERENCES,
    "subject_injury_detail": FieldGroup.MEDICAL,
}


@pytest.fixture
def ring() -> FakeKeyRing:
    return FakeKeyRing()


@pytest.fixture
def mapper(ring: FakeKeyRing) -> SealingMapper:
    return SealingMapper(ring)


def a_planted_submission() -> Submitted:
    return a_submission(**PLANTED)[0]


def state_of(stored: StoredEvent) -> dict[str, Any]:
    return json.loads(stored.state)


def with_state(stored: StoredEvent, **changes: Any) -> StoredEvent:
    return replace(stored, state=json.dumps({**state_of(stored), **changes}).encode())


@pytest.mark.parametrize("command", COMMANDS, ids=name_of)
def test_every_event_comes_back_as_it_was(memory: InMemory, command: RecordCommand) -> None:
    record = given(memory, command)
    command.do(memory, asking(memory, command, record))
    event = memory.last(record)
    mapper = SealingMapper(memory.ring)

    assert mapper.to_domain_event(mapper.to_stored_event(event)) == event


@pytest.mark.parametrize("command", COMMANDS, ids=name_of)
def test_no_words_of_an_event_are_stored_in_clear(memory: InMemory, command: RecordCommand) -> None:
    record = given(memory, command)
    words = "Unmistakable words"
    command.do(memory, asking(memory, command, record, words=words))

    stored = SealingMapper(memory.ring).to_stored_event(memory.last(record))

    assert words.encode() not in stored.state


def test_each_field_group_is_sealed_under_a_key_of_its_own(mapper: SealingMapper) -> None:
    sealed = state_of(mapper.to_stored_event(a_planted_submission()))["s"]

    assert set(sealed) == {"identity", "narrative", "references", "medical"}
    assert len({group["k"] for group in sealed.values()}) == 4


def test_codes_stay_clear_and_words_do_not(mapper: SealingMapper) -> None:
    state = state_of(mapper.to_stored_event(a_planted_submission()))

    assert state["d"]["answers"]["primary_conduct"] == "compliant"
    assert state["d"]["answers"]["area"] == "central"
    assert not set(PLANTED) & set(GROUPS) & set(state["d"]["answers"])


def test_an_absence_is_a_code_and_stays_clear(mapper: SealingMapper) -> None:
    """A sealed question that was not answered says so without its key."""
    (event,) = a_submission(subject_name=Absence.NOT_KNOWN)

    state = state_of(mapper.to_stored_event(event))

    assert state["d"]["answers"]["subject_name"] == {"absent": "not-known"}


def test_the_names_of_what_was_sealed_stay_clear(mapper: SealingMapper) -> None:
    sealed = state_of(mapper.to_stored_event(a_planted_submission()))["s"]

    assert sealed["identity"]["n"] == ["answers.place", "answers.subject_name"]


def test_metadata_stays_clear(mapper: SealingMapper) -> None:
    event = a_planted_submission()

    metadata = state_of(mapper.to_stored_event(event))["m"]

    assert metadata["actor"] == str(event.metadata.actor)
    assert metadata["why"] == "own-account"


@pytest.mark.parametrize("question", GROUPS)
def test_a_destroyed_group_reads_as_erased_and_the_others_stay(
    ring: FakeKeyRing, mapper: SealingMapper, question: str
) -> None:
    event = a_planted_submission()
    stored = mapper.to_stored_event(event)

    ring.destroy(event.originator_id, GROUPS[question])

    left = mapper.to_domain_event(stored).answers
    same_group = {one for one, group in GROUPS.items() if group is GROUPS[question]}
    assert {one for one in left if left[one] is Absence.ERASED} == same_group
    assert {one: left[one] for one in left.keys() - same_group} == {
        one: event.answers[one] for one in event.answers.keys() - same_group
    }


def test_what_is_erased_leaves_metadata_and_codes_as_they_were(
    ring: FakeKeyRing, mapper: SealingMapper
) -> None:
    event = a_planted_submission()
    stored = mapper.to_stored_event(event)

    for group in FieldGroup:
        ring.destroy(event.originator_id, group)

    left = mapper.to_domain_event(stored)
    assert left.metadata == event.metadata
    assert left.answers["tactics"] == event.answers["tactics"]
    assert list(left.answers) == list(event.answers)


def test_the_words_of_an_event_read_as_erased(ring: FakeKeyRing, mapper: SealingMapper) -> None:
    event = a_return()
    stored = mapper.to_stored_event(event)

    ring.destroy(event.originator_id, FieldGroup.NARRATIVE)

    assert mapper.to_domain_event(stored).notes is ERASED


def test_without_the_keys_everything_but_sealed_content_is_read(mapper: SealingMapper) -> None:
    event = a_planted_submission()
    stored = mapper.to_stored_event(event)

    read = SealingMapper(None).to_domain_event(stored)

    unopened = {one for one, answer in read.answers.items() if answer is Absence.UNOPENED}
    assert unopened == set(GROUPS)
    assert read.answers["area"] == "central"
    assert read.metadata == event.metadata


def test_without_the_keys_the_words_of_an_event_are_unopened(mapper: SealingMapper) -> None:
    stored = mapper.to_stored_event(a_return())

    assert SealingMapper(None).to_domain_event(stored).notes is UNOPENED


def test_without_the_keys_nothing_sealed_is_written() -> None:
    with pytest.raises(CodecError, match="key ring"):
        SealingMapper(None).to_stored_event(a_planted_submission())


@pytest.mark.parametrize("closed", ["erased", "unopened"])
def test_what_was_not_read_is_not_written(
    ring: FakeKeyRing, mapper: SealingMapper, closed: str
) -> None:
    """Writing it would put the gap in the place of the content."""
    event = a_planted_submission()
    stored = mapper.to_stored_event(event)
    if closed == "erased":
        ring.destroy(event.originator_id, FieldGroup.IDENTITY)
    reader = mapper if closed == "erased" else SealingMapper(None)

    with pytest.raises(CodecError, match="not read"):
        SealingMapper(FakeKeyRing()).to_stored_event(reader.to_domain_event(stored))


@pytest.mark.parametrize("gap", [ERASED, UNOPENED])
def test_a_gap_in_the_place_of_words_is_not_written(mapper: SealingMapper, gap: Any) -> None:
    with pytest.raises(CodecError, match="not read"):
        mapper.to_stored_event(replace(a_return(), notes=gap))


def test_a_lost_key_ring_stops_and_does_not_read_as_erased(mapper: SealingMapper) -> None:
    stored = mapper.to_stored_event(a_planted_submission())

    with pytest.raises(KeyMissingError):
        SealingMapper(FakeKeyRing()).to_domain_event(stored)


def test_sealed_content_of_another_record_does_not_open(mapper: SealingMapper) -> None:
    one, other = (mapper.to_stored_event(a_planted_submission()) for _ in range(2))

    with pytest.raises(SealBrokenError):
        mapper.to_domain_event(with_state(one, s=state_of(other)["s"]))


def test_an_event_moved_to_another_record_does_not_open(mapper: SealingMapper) -> None:
    stored = mapper.to_stored_event(a_planted_submission())

    with pytest.raises(SealBrokenError):
        mapper.to_domain_event(replace(stored, originator_id=uuid4()))


def test_an_event_moved_to_another_version_does_not_open(mapper: SealingMapper) -> None:
    stored = mapper.to_stored_event(a_planted_submission())

    with pytest.raises(SealBrokenError):
        mapper.to_domain_event(replace(stored, originator_version=2))


def test_groups_that_changed_places_do_not_open(mapper: SealingMapper) -> None:
    stored = mapper.to_stored_event(a_planted_submission())
    sealed = state_of(stored)["s"]
    swapped = {**sealed, "identity": sealed["narrative"], "narrative": sealed["identity"]}

    with pytest.raises(SealBrokenError):
        mapper.to_domain_event(with_state(stored, s=swapped))


def test_an_unknown_topic_is_refused(mapper: SealingMapper) -> None:
    stored = mapper.to_stored_event(a_planted_submission())

    with pytest.raises(CodecError, match="unknown topic"):
        mapper.to_domain_event(replace(stored, topic="use-of-force-record.not-yet"))


def test_a_newer_version_of_an_event_is_refused(mapper: SealingMapper) -> None:
    stored = mapper.to_stored_event(a_planted_submission())

    with pytest.raises(CodecError, match="newer"):
        mapper.to_domain_event(with_state(stored, v=Submitted.VERSION + 1))


def test_every_free_text_of_the_form_is_sealed_or_known_to_be_clear() -> None:
    """A question added with free text must be sealed; these two hold codes and a serial number."""
    from domain.records.account import ANSWER_TYPES

    clear = {
        name for name, kind in ANSWER_TYPES.items() if kind is str and QUESTIONS[name].group is None
    }

    assert clear == {"area", "ced_serial"}


def test_every_words_of_every_event_are_sealed() -> None:
    """A field that can be erased is one that must be sealed."""
    unsealed = {
        f"{topic}: {entry.name}"
        for topic, kind in TOPICS.items()
        for entry in fields(kind)
        if "Erased" in str(entry.type) or "Words" in str(entry.type)
        if entry.name not in kind.SEALED
    }

    assert unsealed == set()


def a_return() -> Event:
    (submitted,) = a_submission()
    return Returned(
        originator_id=submitted.originator_id,
        originator_version=2,
        metadata=submitted.metadata,
        notes=(PinnedNote(question="area", text="Which one?"),),
    )


def test_an_amendment_seals_its_reason_in_words(mapper: SealingMapper) -> None:
    (amended,) = a_submitted_record().amend(
        {"place": "Unmistakable place"},
        reason=ReasonForAmendment.MISSING,
        explanation="Unmistakable words",
        command=OFFICER.commands(),
    )

    state = state_of(mapper.to_stored_event(amended))

    assert state["d"]["reason"] == "missing"
    assert state["d"]["answers"] == {}
    assert state["s"]["narrative"]["n"] == ["explanation"]
    assert state["s"]["identity"]["n"] == ["answers.place"]
