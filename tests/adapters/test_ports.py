"""The fakes of ``tests/fakes.py`` and the real adapters, held to the same sentences."""

from dataclasses import dataclass
from datetime import UTC, timedelta
from uuid import uuid4

import pytest

from application.ports import (
    Clock,
    CollarNumberTakenError,
    Directory,
    Entry,
    KeyDestroyedError,
    KeyMissingError,
    KeyRing,
)
from domain.codelists.field_groups import FieldGroup
from domain.codelists.forces import Force
from tests.fakes import FakeClock, FakeDirectory, FakeKeyRing
from web.adapters.clock import SystemClock
from web.adapters.directory import StoredDirectory
from web.adapters.key_ring import StoredKeyRing
from web.adapters.stores import KEYS, WORK, Stores
from web.keys.epoch_keys import EpochKeys

NARRATIVE, MEDICAL = FieldGroup.NARRATIVE, FieldGroup.MEDICAL
HERE, ELSEWHERE = Force.NORTHSHIRE, Force.LEICESTERSHIRE


@dataclass(frozen=True, kw_only=True)
class Ports:
    """One way of making each port."""

    clock: Clock
    ring: KeyRing
    directory: Directory


@pytest.fixture(params=["fakes", "real-sqlite", "real-postgresql"])
def ports(request: pytest.FixtureRequest) -> Ports:
    if request.param == "fakes":
        return Ports(clock=FakeClock(), ring=FakeKeyRing(), directory=FakeDirectory())
    stores: Stores = request.getfixturevalue(f"{request.param.removeprefix('real-')}_stores")
    clock = SystemClock()
    return Ports(
        clock=clock,
        ring=StoredKeyRing(stores.engine(KEYS), EpochKeys.of(b"k" * 32), clock),
        directory=StoredDirectory(stores.engine(WORK)),
    )


def test_a_clock_tells_the_time_in_utc(ports: Ports) -> None:
    now = ports.clock.now()

    assert now.tzinfo is not None
    assert now.utcoffset() == timedelta(0)
    assert now == now.astimezone(UTC)


def test_a_clock_does_not_go_back(ports: Ports) -> None:
    first, second = ports.clock.now(), ports.clock.now()

    assert first <= second


def test_a_group_keeps_its_key(ports: Ports) -> None:
    record = uuid4()

    first, second = (ports.ring.for_writing(record, NARRATIVE) for _ in range(2))

    assert first == second


def test_a_key_has_256_bits(ports: Ports) -> None:
    assert len(ports.ring.for_writing(uuid4(), NARRATIVE).secret) == 32


@pytest.mark.parametrize("what", ["another record", "another group"])
def test_each_record_and_group_has_a_key_of_its_own(ports: Ports, what: str) -> None:
    record = uuid4()
    one = ports.ring.for_writing(record, NARRATIVE)

    other = (
        ports.ring.for_writing(uuid4(), NARRATIVE)
        if what == "another record"
        else ports.ring.for_writing(record, MEDICAL)
    )

    assert other.id != one.id
    assert other.secret != one.secret


def test_what_was_sealed_with_a_key_is_read_with_it(ports: Ports) -> None:
    key = ports.ring.for_writing(uuid4(), NARRATIVE)

    assert ports.ring.for_reading(key.id) == key.secret


def test_a_destroyed_key_reads_as_none(ports: Ports) -> None:
    record = uuid4()
    key = ports.ring.for_writing(record, NARRATIVE)

    ports.ring.destroy(record, NARRATIVE)

    assert ports.ring.for_reading(key.id) is None


def test_a_destroyed_group_is_never_written_again(ports: Ports) -> None:
    record = uuid4()
    ports.ring.for_writing(record, NARRATIVE)
    ports.ring.destroy(record, NARRATIVE)

    for _ in range(2):
        with pytest.raises(KeyDestroyedError):
            ports.ring.for_writing(record, NARRATIVE)


def test_destroying_one_group_leaves_the_others(ports: Ports) -> None:
    record, other = uuid4(), uuid4()
    left = [
        ports.ring.for_writing(record, MEDICAL),
        ports.ring.for_writing(other, NARRATIVE),
    ]
    ports.ring.for_writing(record, NARRATIVE)

    ports.ring.destroy(record, NARRATIVE)

    assert [ports.ring.for_reading(key.id) for key in left] == [key.secret for key in left]


def test_destroying_what_never_was_changes_nothing(ports: Ports) -> None:
    ports.ring.destroy(uuid4(), NARRATIVE)


def test_destroying_twice_is_destroying_once(ports: Ports) -> None:
    record = uuid4()
    key = ports.ring.for_writing(record, NARRATIVE)

    ports.ring.destroy(record, NARRATIVE)
    ports.ring.destroy(record, NARRATIVE)

    assert ports.ring.for_reading(key.id) is None


def test_keys_prepared_together_are_those_that_are_made_one_by_one(ports: Ports) -> None:
    known, fresh = uuid4(), uuid4()
    before = ports.ring.for_writing(known, NARRATIVE)

    prepared = ports.ring.prepare([(known, NARRATIVE), (known, MEDICAL), (fresh, NARRATIVE)])

    assert prepared.for_writing(known, NARRATIVE) == before
    assert prepared.for_writing(known, MEDICAL) == ports.ring.for_writing(known, MEDICAL)
    assert prepared.for_writing(fresh, NARRATIVE) == ports.ring.for_writing(fresh, NARRATIVE)


def test_what_was_sealed_with_a_prepared_key_is_read_with_it(ports: Ports) -> None:
    record = uuid4()

    key = ports.ring.prepare([(record, NARRATIVE)]).for_writing(record, NARRATIVE)

    assert ports.ring.for_reading(key.id) == key.secret


def test_a_destroyed_key_stays_destroyed_when_others_are_prepared(ports: Ports) -> None:
    record = uuid4()
    ports.ring.for_writing(record, NARRATIVE)
    ports.ring.destroy(record, NARRATIVE)

    prepared = ports.ring.prepare([(record, NARRATIVE), (record, MEDICAL)])

    with pytest.raises(KeyDestroyedError):
        prepared.for_writing(record, NARRATIVE)
    assert prepared.for_writing(record, MEDICAL) == ports.ring.for_writing(record, MEDICAL)


def test_a_key_destroyed_after_it_was_prepared_opens_nothing(ports: Ports) -> None:
    record = uuid4()
    key = ports.ring.prepare([(record, NARRATIVE)]).for_writing(record, NARRATIVE)

    ports.ring.destroy(record, NARRATIVE)

    assert ports.ring.for_reading(key.id) is None


def test_a_batch_has_the_keys_it_was_prepared_with_and_no_others(ports: Ports) -> None:
    record = uuid4()

    with pytest.raises(KeyError):
        ports.ring.prepare([(record, NARRATIVE)]).for_writing(record, MEDICAL)


def test_preparing_nothing_makes_nothing(ports: Ports) -> None:
    assert ports.ring.prepare([]).keys == {}


def test_a_key_that_never_was_is_missing_and_not_destroyed(ports: Ports) -> None:
    with pytest.raises(KeyMissingError):
        ports.ring.for_reading(uuid4())


def test_keys_opened_together_are_those_that_are_read_one_by_one(ports: Ports) -> None:
    record = uuid4()
    one, other = (ports.ring.for_writing(record, group) for group in (NARRATIVE, MEDICAL))

    opened = ports.ring.open([one.id, other.id])

    assert opened.for_reading(one.id) == one.secret
    assert opened.for_reading(other.id) == other.secret


def test_a_destroyed_key_is_opened_as_none_among_others(ports: Ports) -> None:
    record = uuid4()
    one, other = (ports.ring.for_writing(record, group) for group in (NARRATIVE, MEDICAL))
    ports.ring.destroy(record, NARRATIVE)

    opened = ports.ring.open([one.id, other.id])

    assert opened.for_reading(one.id) is None
    assert opened.for_reading(other.id) == other.secret


def test_a_key_that_never_was_is_missing_among_those_opened(ports: Ports) -> None:
    key = ports.ring.for_writing(uuid4(), NARRATIVE)

    opened = ports.ring.open([key.id, uuid4()])

    assert opened.for_reading(key.id) == key.secret
    with pytest.raises(KeyMissingError):
        opened.for_reading(uuid4())


def test_opening_nothing_finds_nothing(ports: Ports) -> None:
    assert ports.ring.open([]).secrets == {}


def test_the_directory_knows_whom_it_was_told(ports: Ports) -> None:
    person = uuid4()

    ports.directory.add(person, name="Ada Finch", collar_number="4127", force=HERE)

    assert ports.directory.entries([person]) == {
        person: Entry(person=person, name="Ada Finch", collar_number="4127", force=HERE)
    }


def test_the_directory_leaves_out_whom_it_does_not_know(ports: Ports) -> None:
    person = uuid4()
    ports.directory.add(person, name="Ada Finch", collar_number="4127", force=HERE)

    assert list(ports.directory.entries([uuid4(), person])) == [person]


def test_the_directory_is_asked_about_nobody(ports: Ports) -> None:
    assert ports.directory.entries([]) == {}


def test_adding_the_same_again_changes_nothing(ports: Ports) -> None:
    person = uuid4()

    for _ in range(2):
        ports.directory.add(person, name="Ada Finch", collar_number="4127", force=HERE)

    assert len(ports.directory.matching("Ada", force=HERE)) == 1


def test_a_collar_number_belongs_to_one_person_of_a_force(ports: Ports) -> None:
    ports.directory.add(uuid4(), name="Ada Finch", collar_number="4127", force=HERE)

    with pytest.raises(CollarNumberTakenError):
        ports.directory.add(uuid4(), name="Ben Otter", collar_number="4127", force=HERE)


def test_another_force_may_have_the_same_collar_number(ports: Ports) -> None:
    ports.directory.add(uuid4(), name="Ada Finch", collar_number="4127", force=HERE)
    ports.directory.add(uuid4(), name="Ben Otter", collar_number="4127", force=ELSEWHERE)

    assert [one.name for one in ports.directory.matching("4127", force=HERE)] == ["Ada Finch"]


@pytest.mark.parametrize("words", ["ada", "FINCH", "a F", "4127", "12"])
def test_people_are_found_by_a_part_of_their_name_or_number(ports: Ports, words: str) -> None:
    ports.directory.add(uuid4(), name="Ada Finch", collar_number="4127", force=HERE)
    ports.directory.add(uuid4(), name="Ben Otter", collar_number="3310", force=HERE)

    assert [one.name for one in ports.directory.matching(words, force=HERE)] == ["Ada Finch"]


@pytest.mark.parametrize("words", ["%", "_", "Ada%", "\\"])
def test_signs_of_a_pattern_are_looked_for_as_they_are(ports: Ports, words: str) -> None:
    ports.directory.add(uuid4(), name="Ada Finch", collar_number="4127", force=HERE)

    assert ports.directory.matching(words, force=HERE) == ()


def test_people_are_found_in_the_order_of_their_names(ports: Ports) -> None:
    for name, number in (("Cleo Wren", "3"), ("Ada Finch", "1"), ("Ben Otter", "2")):
        ports.directory.add(uuid4(), name=name, collar_number=number, force=HERE)

    found = [one.name for one in ports.directory.matching("e", force=HERE)]

    assert found == ["Ben Otter", "Cleo Wren"]
