"""The stored key ring: only wrapped keys are kept, and the epoch key's file is looked after."""

from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from application.ports import KeyMissingError
from domain.codelists.field_groups import FieldGroup
from tests.application.together import at_the_same_moment
from tests.fakes import FakeClock
from web.adapters.key_ring import StoredKeyRing
from web.adapters.stores import KEYS, Stores
from web.adapters.tables import data_keys
from web.keys.epoch_keys import EpochKeys, epoch_key
from web.settings import SettingsError

EPOCH = EpochKeys.of(b"k" * 32)
NARRATIVE = FieldGroup.NARRATIVE


@pytest.fixture
def ring(stores: Stores, clock: FakeClock) -> StoredKeyRing:
    return StoredKeyRing(stores.engine(KEYS), EPOCH, clock)


def kept(stores: Stores) -> list[object]:
    with stores.engine(KEYS).connect() as connection:
        return list(connection.execute(select(data_keys)).mappings())


def test_a_key_is_kept_only_wrapped(ring: StoredKeyRing, stores: Stores) -> None:
    key = ring.for_writing(uuid4(), NARRATIVE)

    (row,) = kept(stores)

    assert key.secret not in row["wrapped"]
    assert len(row["wrapped"]) == 40  # AES key wrap adds eight bytes (RFC 3394)


def test_another_epoch_key_opens_nothing(
    ring: StoredKeyRing, stores: Stores, clock: FakeClock
) -> None:
    key = ring.for_writing(uuid4(), NARRATIVE)
    other = StoredKeyRing(stores.engine(KEYS), EpochKeys.of(b"x" * 32), clock)

    with pytest.raises(KeyMissingError):
        other.for_reading(key.id)


def test_a_key_survives_a_restart(ring: StoredKeyRing, stores: Stores, clock: FakeClock) -> None:
    record = uuid4()
    key = ring.for_writing(record, NARRATIVE)

    again = StoredKeyRing(stores.engine(KEYS), EPOCH, clock)

    assert again.for_writing(record, NARRATIVE) == key
    assert again.for_reading(key.id) == key.secret


def test_a_destroyed_key_leaves_its_row_without_the_key(
    ring: StoredKeyRing, stores: Stores, clock: FakeClock
) -> None:
    """The row stays, so that no second key can appear (spec: eventsourcing, 3.7)."""
    record = uuid4()
    ring.for_writing(record, NARRATIVE)
    when = clock.advance(hours=1)

    ring.destroy(record, NARRATIVE)

    (row,) = kept(stores)
    assert (row["stream"], row["wrapped"], row["destroyed_at"]) == (record, None, when)


def test_a_destroyed_key_stays_destroyed_after_a_restart(
    ring: StoredKeyRing, stores: Stores, clock: FakeClock
) -> None:
    record = uuid4()
    key = ring.for_writing(record, NARRATIVE)
    ring.destroy(record, NARRATIVE)

    again = StoredKeyRing(stores.engine(KEYS), EPOCH, clock)

    assert again.for_reading(key.id) is None


def test_a_key_destroyed_elsewhere_is_gone_here_at_once(
    ring: StoredKeyRing, stores: Stores, clock: FakeClock
) -> None:
    record = uuid4()
    key = ring.for_writing(record, NARRATIVE)
    ring.for_reading(key.id)

    StoredKeyRing(stores.engine(KEYS), EPOCH, clock).destroy(record, NARRATIVE)

    assert ring.for_reading(key.id) is None


def test_eight_writers_at_once_make_one_key(ring: StoredKeyRing, stores: Stores) -> None:
    record = uuid4()

    keys = at_the_same_moment([partial(ring.for_writing, record, NARRATIVE)] * 8)

    assert len({key.secret for key in keys}) == 1
    assert len(kept(stores)) == 1


def test_eight_who_prepare_at_once_get_the_same_keys(ring: StoredKeyRing, stores: Stores) -> None:
    records = [uuid4() for _ in range(20)]
    orders = [[(one, NARRATIVE) for one in records], [(one, NARRATIVE) for one in records[::-1]]]

    prepared = at_the_same_moment([partial(ring.prepare, order) for order in orders * 4])

    assert all(one.keys == prepared[0].keys for one in prepared)
    assert len(kept(stores)) == len(records)


def test_more_keys_are_prepared_than_one_question_has_room_for(
    ring: StoredKeyRing, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.adapters.key_ring.MOST_STREAMS", 3)
    wanted = [(uuid4(), NARRATIVE) for _ in range(10)]

    first, again = ring.prepare(wanted), ring.prepare(wanted)

    assert first.keys == again.keys
    assert len({key.secret for key in first.keys.values() if key}) == len(kept(stores)) == 10


def test_prepared_keys_do_not_show_their_secrets(ring: StoredKeyRing) -> None:
    assert "secret" not in repr(ring.prepare([(uuid4(), NARRATIVE)]))


def test_the_first_start_makes_an_epoch_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    file = tmp_path / "epoch.key"

    key = epoch_key(file, create=True)

    assert len(key) == 32
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_next_start_finds_the_same_epoch_key(tmp_path: Path) -> None:
    file = tmp_path / "epoch.key"

    assert epoch_key(file, create=True) == epoch_key(file, create=True)


def test_no_two_installations_have_the_same_epoch_key(tmp_path: Path) -> None:
    one, other = (epoch_key(tmp_path / name, create=True) for name in ("one", "other"))

    assert one != other


def test_in_production_an_epoch_key_is_never_made_up(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Set UOF_EPOCH_KEY"):
        epoch_key(tmp_path / "epoch.key", create=False)

    assert not (tmp_path / "epoch.key").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_an_epoch_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = _file(tmp_path, b"k" * 32, mode)

    with pytest.raises(SettingsError, match="chmod 600"):
        epoch_key(file, create=False)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_an_epoch_key_of_the_wrong_length_is_refused(tmp_path: Path, size: int) -> None:
    file = _file(tmp_path, b"k" * size, 0o600)

    with pytest.raises(SettingsError, match="32 bytes"):
        epoch_key(file, create=True)


def test_a_directory_is_no_epoch_key(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no epoch key"):
        epoch_key(tmp_path, create=False)


def _file(directory: Path, content: bytes, mode: int) -> Path:
    file = directory / "epoch.key"
    file.write_bytes(content)
    file.chmod(mode)
    return file
