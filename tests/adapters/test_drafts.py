"""Drafts: their officer's alone, sealed, never overwritten unseen, and gone when they are ended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from application.ports import KeyRing
from application.sealing import SealBrokenError
from domain.codelists.answers import Absence
from domain.errors import DomainError, NotFoundError
from tests.builders import CED_FIRED, WORDS, answers
from tests.fakes import NOON, FakeClock, FakeKeyRing
from tests.people import COLLEAGUE, OFFICER
from web.adapters.drafts import GROUP, Draft, DraftChangedError, Drafts
from web.adapters.stores import WORK, Stores
from web.adapters.tables import drafts as table

DAYS = 30


@pytest.fixture
def ring() -> FakeKeyRing:
    return FakeKeyRing()


@pytest.fixture
def drafts(stores: Stores, ring: KeyRing, clock: FakeClock) -> Drafts:
    return Drafts(stores.engine(WORK), ring, clock, days=DAYS)


def a_draft(**changes: Any) -> Draft:
    stated = {
        "id": uuid4(),
        "officer": OFFICER.id,
        "reference": "UOF-26-000001",
        "started_at": NOON,
        "saved_at": NOON,
        **changes,
    }
    return Draft(**stated)


def test_a_draft_comes_back_as_it_was_saved(drafts: Drafts) -> None:
    draft = a_draft(
        answers={**answers(**CED_FIRED, **WORDS), "mental_condition": Absence.NOT_KNOWN},
        typed={"incident_time": ["25", "7x"]},
    )

    kept = drafts.start(draft)

    assert kept == replace(draft, version=1)
    assert drafts.get(draft.id, officer=OFFICER.id) == kept


def test_a_draft_may_have_no_answers_yet(drafts: Drafts) -> None:
    kept = drafts.start(a_draft())

    assert (kept.answers, kept.typed) == ({}, {})


Look = Callable[[Drafts, Draft, UUID], object]

LOOKS: dict[str, Look] = {
    "list": lambda drafts, _, officer: drafts.of(officer),
    "reference": lambda drafts, draft, officer: drafts.by_reference(
        draft.reference, officer=officer
    ),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_draft_is_seen_by_its_officer(drafts: Drafts, look: str) -> None:
    draft = drafts.start(a_draft())

    assert LOOKS[look](drafts, draft, OFFICER.id) in (draft, (draft,))


@pytest.mark.parametrize("look", LOOKS)
def test_a_draft_is_seen_by_nobody_else(drafts: Drafts, look: str) -> None:
    draft = drafts.start(a_draft())

    assert not LOOKS[look](drafts, draft, COLLEAGUE.id)


def test_for_anybody_else_there_is_no_draft(drafts: Drafts) -> None:
    draft = drafts.start(a_draft())

    with pytest.raises(NotFoundError):
        drafts.get(draft.id, officer=COLLEAGUE.id)


def test_a_save_moves_the_version_and_the_moment(drafts: Drafts, clock: FakeClock) -> None:
    draft = drafts.start(a_draft())
    clock.advance(minutes=5)

    saved = drafts.save(replace(draft, answers={"area": "north"}))

    assert (saved.version, saved.answers) == (2, {"area": "north"})
    assert (saved.started_at, saved.saved_at) == (NOON, NOON + timedelta(minutes=5))


def test_a_save_over_another_windows_save_is_refused(drafts: Drafts) -> None:
    draft = drafts.start(a_draft())
    drafts.save(replace(draft, answers={"area": "north"}))

    with pytest.raises(DraftChangedError):
        drafts.save(replace(draft, answers={"area": "coast"}))

    assert drafts.get(draft.id, officer=OFFICER.id).answers == {"area": "north"}


def test_a_draft_that_was_ended_elsewhere_is_not_saved_back(drafts: Drafts) -> None:
    draft = drafts.start(a_draft())
    drafts.end(draft.id, officer=OFFICER.id)

    with pytest.raises(DomainError):
        drafts.save(draft)

    assert drafts.of(OFFICER.id) == ()


def test_a_second_draft_of_the_same_record_is_refused(drafts: Drafts) -> None:
    draft = drafts.start(a_draft())

    with pytest.raises(DraftChangedError):
        drafts.start(a_draft(id=draft.id))


def test_a_draft_of_another_officer_may_have_the_same_id(drafts: Drafts) -> None:
    """Nobody learns from an id that it is taken."""
    draft = drafts.start(a_draft())

    theirs = drafts.start(a_draft(id=draft.id, officer=COLLEAGUE.id))

    assert drafts.get(draft.id, officer=OFFICER.id).stream == draft.stream
    assert drafts.get(draft.id, officer=COLLEAGUE.id).stream == theirs.stream


def test_the_last_saved_comes_first(drafts: Drafts, clock: FakeClock) -> None:
    one, other = drafts.start(a_draft()), drafts.start(a_draft(reference="UOF-26-000002"))
    clock.advance(minutes=1)
    drafts.save(one)
    clock.advance(minutes=1)
    drafts.save(other)

    assert [draft.id for draft in drafts.of(OFFICER.id)] == [other.id, one.id]


def test_an_amendment_knows_which_version_it_started_from(drafts: Drafts) -> None:
    draft = drafts.start(a_draft(base_version=3))

    kept = drafts.get(draft.id, officer=OFFICER.id)

    assert (kept.base_version, kept.is_amendment) == (3, True)


def test_an_amendment_can_be_taken_to_a_newer_version(drafts: Drafts) -> None:
    draft = drafts.start(a_draft(base_version=3))

    saved = drafts.save(replace(draft, base_version=4))

    assert saved.base_version == 4


def test_a_new_record_is_no_amendment(drafts: Drafts) -> None:
    assert not drafts.start(a_draft()).is_amendment


def test_a_draft_that_was_ended_is_gone(drafts: Drafts) -> None:
    draft = drafts.start(a_draft())

    drafts.end(draft.id, officer=OFFICER.id)

    with pytest.raises(NotFoundError):
        drafts.get(draft.id, officer=OFFICER.id)


def test_ending_a_draft_destroys_its_key(drafts: Drafts, ring: FakeKeyRing) -> None:
    """A copy in a backup of the tables is unreadable from then on."""
    draft = drafts.start(a_draft())
    key = ring.for_writing(draft.stream, GROUP).id

    drafts.end(draft.id, officer=OFFICER.id)

    assert ring.for_reading(key) is None


def test_a_draft_that_is_ended_while_others_are_looked_at_is_left_out(
    drafts: Drafts, ring: FakeKeyRing
) -> None:
    """Another window ends it: its row was read, and its key is gone by now."""
    ended, kept = drafts.start(a_draft()), drafts.start(a_draft(reference="UOF-26-000002"))

    ring.destroy(ended.stream, GROUP)

    assert drafts.of(OFFICER.id) == (kept,)
    assert drafts.by_reference(ended.reference, officer=OFFICER.id) is None
    with pytest.raises(NotFoundError):
        drafts.get(ended.id, officer=OFFICER.id)


def test_ending_an_amendment_leaves_the_keys_of_its_record(
    drafts: Drafts, ring: FakeKeyRing
) -> None:
    record = uuid4()
    key = ring.for_writing(record, GROUP)
    draft = drafts.start(a_draft(id=record, base_version=1))

    drafts.end(draft.id, officer=OFFICER.id)

    assert ring.for_reading(key.id) == key.secret


def test_nobody_ends_another_officers_draft(drafts: Drafts) -> None:
    draft = drafts.start(a_draft())

    drafts.end(draft.id, officer=COLLEAGUE.id)

    assert drafts.get(draft.id, officer=OFFICER.id) == draft


def test_ending_what_is_gone_changes_nothing(drafts: Drafts) -> None:
    drafts.end(uuid4(), officer=OFFICER.id)


@pytest.mark.parametrize(("days", "left"), [(DAYS, 1), (DAYS + 1, 0)])
def test_a_draft_that_nobody_touched_is_forgotten_in_time(
    drafts: Drafts, clock: FakeClock, days: int, left: int
) -> None:
    drafts.start(a_draft())
    clock.advance(days=days)

    forgotten = drafts.end_untouched()

    assert forgotten == 1 - left
    assert len(drafts.of(OFFICER.id)) == left


def test_a_draft_that_was_saved_again_is_kept_from_then_on(
    drafts: Drafts, clock: FakeClock
) -> None:
    draft = drafts.start(a_draft())
    clock.advance(days=DAYS - 1)
    drafts.save(draft)
    clock.advance(days=DAYS - 1)

    assert drafts.end_untouched() == 0


def test_what_was_forgotten_cannot_be_read_from_a_copy(
    drafts: Drafts, ring: FakeKeyRing, clock: FakeClock
) -> None:
    draft = drafts.start(a_draft())
    key = ring.for_writing(draft.stream, GROUP).id
    clock.advance(days=DAYS + 1)

    drafts.end_untouched()

    assert ring.for_reading(key) is None


def test_no_word_and_no_code_of_a_draft_is_stored_in_clear(drafts: Drafts, stores: Stores) -> None:
    drafts.start(a_draft(answers=answers(**WORDS), typed={"incident_time": ["Sealed typing"]}))

    with stores.engine(WORK).connect() as connection:
        sealed = connection.execute(select(table.c.sealed)).scalar_one()

    assert "Sealed" not in sealed
    assert "compliant" not in sealed


@pytest.mark.parametrize("moved", ["another draft", "another version"])
def test_sealed_content_that_was_moved_does_not_open(
    drafts: Drafts, stores: Stores, moved: str
) -> None:
    draft = drafts.start(a_draft(answers={"area": "north"}))
    theirs = drafts.start(a_draft(officer=COLLEAGUE.id, answers={"area": "coast"}))
    query = select(table.c.sealed).where(table.c.stream == theirs.stream)
    with stores.engine(WORK).begin() as connection:
        sealed = connection.execute(query).scalar_one()
        values = {"sealed": sealed} if moved == "another draft" else {"version": 2}
        connection.execute(update(table).where(table.c.stream == draft.stream).values(**values))

    with pytest.raises(SealBrokenError):
        drafts.get(draft.id, officer=OFFICER.id)
