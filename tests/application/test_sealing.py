"""Sealed content opens where it was sealed, with its key, unaltered; and nowhere else."""

import base64
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from application.ports import KeyDestroyedError, KeyMissingError
from application.sealing import Place, SealBrokenError, commitment, seal, unseal
from domain.codelists.field_groups import FieldGroup
from tests.fakes import FakeKeyRing

GROUP = FieldGroup.NARRATIVE
CONTENT = {"text": "Sealed words", "answers": {"place": "Here"}}


def a_place() -> Place:
    return Place(stream=uuid4(), version=3, topic="use-of-force-record.amended")


def _sealed(ring: FakeKeyRing, place: Place) -> dict[str, str]:
    return seal(CONTENT, ring=ring, place=place, group=GROUP)


def test_what_was_sealed_opens_again() -> None:
    ring, place = FakeKeyRing(), a_place()

    opened = unseal(_sealed(ring, place), ring=ring, place=place, group=GROUP.value)

    assert opened == CONTENT


def test_what_is_stored_holds_no_word_of_the_content() -> None:
    ring, place = FakeKeyRing(), a_place()

    stored = str(_sealed(ring, place))

    assert "Sealed" not in stored
    assert base64.b64encode(b"Sealed").decode()[:6] not in stored


def test_the_same_content_is_never_stored_the_same_way_twice() -> None:
    """Or two records with the same words would be known by it."""
    ring, place = FakeKeyRing(), a_place()

    first, second = _sealed(ring, place), _sealed(ring, place)

    assert first["e"] != second["e"]
    assert first["c"] != second["c"]


@pytest.mark.parametrize(
    "moved",
    [
        {"stream": UUID(int=7)},
        {"version": 4},
        {"topic": "use-of-force-record.restored"},
    ],
    ids=["another record", "another version", "another event"],
)
def test_content_that_was_moved_does_not_open(moved: dict[str, object]) -> None:
    ring, place = FakeKeyRing(), a_place()
    stored = _sealed(ring, place)

    with pytest.raises(SealBrokenError):
        unseal(stored, ring=ring, place=replace(place, **moved), group=GROUP.value)


def test_content_moved_to_another_group_does_not_open() -> None:
    ring, place = FakeKeyRing(), a_place()
    stored = _sealed(ring, place)

    with pytest.raises(SealBrokenError):
        unseal(stored, ring=ring, place=place, group=FieldGroup.MEDICAL.value)


def test_parts_of_a_place_cannot_shift_into_each_other() -> None:
    stream = uuid4()
    one = Place(stream=stream, version=1, topic="1a").bound_to("b")
    other = Place(stream=stream, version=11, topic="a").bound_to("b")

    assert one != other


@pytest.mark.parametrize("at", [0, 11, 12, 40, -1], ids=lambda at: f"byte {at}")
def test_an_altered_ciphertext_is_refused(at: int) -> None:
    ring, place = FakeKeyRing(), a_place()
    stored = _sealed(ring, place)
    raw = bytearray(base64.b64decode(stored["e"]))
    raw[at] ^= 1

    with pytest.raises(SealBrokenError):
        unseal(
            {**stored, "e": base64.b64encode(raw).decode()},
            ring=ring,
            place=place,
            group=GROUP.value,
        )


def test_an_altered_commitment_is_refused() -> None:
    ring, place = FakeKeyRing(), a_place()
    stored = _sealed(ring, place)
    altered = ("0" if stored["c"][0] != "0" else "1") + stored["c"][1:]

    with pytest.raises(SealBrokenError):
        unseal({**stored, "c": altered}, ring=ring, place=place, group=GROUP.value)


def test_a_commitment_needs_its_blind() -> None:
    """Without it nobody can try guesses of a short answer against what is stored."""
    assert commitment(b"a" * 32, b"yes") != commitment(b"b" * 32, b"yes")


def test_the_key_of_another_record_does_not_open_it() -> None:
    ring, place, other = FakeKeyRing(), a_place(), a_place()
    stored, foreign = _sealed(ring, place), _sealed(ring, other)

    with pytest.raises(SealBrokenError):
        unseal({**stored, "k": foreign["k"]}, ring=ring, place=place, group=GROUP.value)


def test_without_its_key_nothing_is_left() -> None:
    ring, place = FakeKeyRing(), a_place()
    stored = _sealed(ring, place)

    ring.destroy(place.stream, GROUP)

    assert unseal(stored, ring=ring, place=place, group=GROUP.value) is None


def test_nothing_is_sealed_under_a_destroyed_key() -> None:
    ring, place = FakeKeyRing(), a_place()
    _sealed(ring, place)
    ring.destroy(place.stream, GROUP)

    with pytest.raises(KeyDestroyedError):
        _sealed(ring, place)


def test_a_lost_key_is_not_taken_for_a_destroyed_one() -> None:
    place = a_place()
    stored = _sealed(FakeKeyRing(), place)

    with pytest.raises(KeyMissingError):
        unseal(stored, ring=FakeKeyRing(), place=place, group=GROUP.value)
