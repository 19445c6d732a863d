"""T44 and T45: what is wrong with the key ring is told, and nothing else is."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, insert, select, text, update

from application.codec import from_json, to_json
from application.ports import KeyMissingError, OpenedKeys
from application.sealing import Place, SealBrokenError, seal, unseal
from domain.codec import uuid_of
from domain.codelists.field_groups import FieldGroup
from tests.fakes import FakeKeyRing
from tests.keys.ring import POSTGRESQL, SQLITE
from tests.keys.test_erasing import checked
from tests.keys.two_keys import two_key_ciphertext
from tests.people import STANDARDS
from tests.web.given import Given
from web.adapters.stores import KEYS
from web.adapters.tables import data_keys
from web.bootstrap import Services

Act = Callable[[Any], Any]


def behind_the_ring(services: Services, act: Act) -> None:
    """What whoever owns the database can do, once they have got round what it refuses."""
    guards = SQLITE if services.stores.is_embedded else POSTGRESQL
    with services.stores.engine(KEYS).begin() as connection:
        for statement in guards.down:
            connection.execute(text(statement))
        act(connection)
        for statement in guards.up:
            connection.execute(text(statement))


def of(record: Given, group: FieldGroup = FieldGroup.NARRATIVE) -> Any:
    return (data_keys.c.stream == record.id) & (data_keys.c.field_group == group.value)


def swapped(record: Given) -> Act:
    def act(connection: Any) -> None:
        groups = (FieldGroup.NARRATIVE, FieldGroup.IDENTITY)
        first, second = (
            connection.execute(select(data_keys.c.wrapped).where(of(record, group))).scalar_one()
            for group in groups
        )
        for group, wrapped in zip(groups, (second, first), strict=True):
            connection.execute(update(data_keys).where(of(record, group)).values(wrapped=wrapped))

    return act


TAMPERED: dict[str, tuple[Callable[[Given], Act], str]] = {
    "row removed": (
        lambda record: lambda one: one.execute(delete(data_keys).where(of(record))),
        "has no key any more, and no event erased it: ALARM",
    ),
    "key destroyed": (
        lambda record: (
            lambda one: one.execute(update(data_keys).where(of(record)).values(wrapped=None))
        ),
        "lost its key, and no event erased it: ALARM",
    ),
    "key held back": (
        lambda record: (
            lambda one: one.execute(
                update(data_keys).where(of(record)).values(quarantined_at=text("created_at"))
            )
        ),
        "is held back, and no event says so",
    ),
    "keys swapped": (swapped, "is not what the log committed to"),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_what_was_done_to_the_ring_is_told_with_the_record(
    services: Services, record: Given, how: str
) -> None:
    make, words = TAMPERED[how]
    assert checked(services).faults == [], "no alarm without a reason"

    behind_the_ring(services, make(record))

    faults = checked(services).faults
    assert any(record.reference in one and words in one for one in faults), faults


def test_a_key_that_is_gone_without_an_event_stops_whoever_reads(
    services: Services, record: Given
) -> None:
    behind_the_ring(services, TAMPERED["row removed"][0](record))

    with pytest.raises(KeyMissingError):
        services.records.read(record.id, by=STANDARDS.id)


@pytest.mark.parametrize(
    "act",
    [
        lambda one: one.execute(delete(data_keys)),
        lambda one: one.execute(
            update(data_keys).where(data_keys.c.wrapped.is_(None)).values(wrapped=b"back")
        ),
    ],
    ids=["deleted", "brought back"],
)
def test_the_ring_refuses_to_forget_and_to_bring_back(
    services: Services, record: Given, act: Act
) -> None:
    services.erasing.ring.destroy(record.id, FieldGroup.NARRATIVE)

    refused = pytest.raises(Exception, match=r"never deleted|stays so")
    with refused, services.stores.engine(KEYS).begin() as connection:
        act(connection)


def test_a_key_of_another_epoch_is_not_added(services: Services, record: Given) -> None:
    """By a process that still has the epoch key of yesterday: the key would be lost with that."""
    with services.stores.engine(KEYS).begin() as connection:
        row = dict(connection.execute(select(data_keys).where(of(record))).mappings().one())
        named = {"number": 2, "epoch": "another", "at": row["created_at"]}
        schema = "" if services.stores.is_embedded else "keys."
        connection.execute(
            text(
                f"INSERT INTO {schema}epochs (number, epoch, begun_at) VALUES (:number, :epoch, :at)"
            ),
            named,
        )

    stale = {**row, "id": record.id, "stream": record.id, "field_group": "welfare"}
    refused = pytest.raises(Exception, match="another epoch")
    with refused, services.stores.engine(KEYS).begin() as connection:
        connection.execute(insert(data_keys).values(**stale))


def test_a_ciphertext_that_opens_under_two_keys_fails_its_commitment() -> None:
    """AES-GCM is not bound to its key: without the commitment another text would be read (T44)."""
    ring, group = FakeKeyRing(), FieldGroup.NARRATIVE
    place = Place(stream=STANDARDS.id, version=1, topic="made-up")
    stored = seal("Officer struck the person twice.", ring=ring, place=place, group=group)
    true, false = AESGCM.generate_key(256), AESGCM.generate_key(256)
    nonce, ciphertext = two_key_ciphertext(true, false, place.bound_to(group.value))
    assert AESGCM(true).decrypt(nonce, ciphertext, place.bound_to(group.value))
    assert AESGCM(false).decrypt(nonce, ciphertext, place.bound_to(group.value))
    forged = {**stored, "e": base64.b64encode(nonce + ciphertext).decode()}

    for secret in (true, false):
        keys = OpenedKeys(secrets={uuid_of(stored["k"]): secret})
        with pytest.raises(SealBrokenError):
            unseal(forged, ring=keys, place=place, group=group.value)


def test_the_same_part_untouched_opens() -> None:
    """The negative control."""
    ring, group = FakeKeyRing(), FieldGroup.NARRATIVE
    place = Place(stream=STANDARDS.id, version=1, topic="made-up")
    stored = from_json(to_json(seal("Words.", ring=ring, place=place, group=group)))

    assert unseal(stored, ring=ring, place=place, group=group.value) == "Words."
