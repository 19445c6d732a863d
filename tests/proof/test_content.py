"""What is sealed is what its commitment says: keys exchanged, two keys for one ciphertext, keys gone.

T44 and T45; spec: audit, 4.6, 5.2 and 7.2.
"""

import base64
import json
import secrets
from dataclasses import dataclass
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from sqlalchemy import delete, update

from application import opening
from application.codec import to_json
from application.opening import Opened
from application.sealing import NONCE_BYTES, Place, commitment
from application.verifying import Examination, Layer, Row
from domain.codelists.field_groups import FieldGroup
from tests.keys.ring import POSTGRESQL, SQLITE
from tests.proof import two_keys
from tests.proof.histories import write
from web.adapters.key_ring import StoredKeyRing
from web.adapters.stores import KEYS
from web.adapters.tables import data_keys
from web.bootstrap import Services, epoch_keys
from web.proof import reading

NARRATIVE = FieldGroup.NARRATIVE


@pytest.fixture
def sealed(services: Services) -> Services:
    write(services, records=3)
    return services


def ring_of(services: Services) -> StoredKeyRing:
    epoch = epoch_keys(services.settings, create=False)
    return StoredKeyRing(services.stores.engine(KEYS), epoch, services.clock)


def rows_of(services: Services) -> list[Row]:
    with reading.looking_at_log(services.stores) as connection:
        return list(reading.rows(connection))


def examined(
    services: Services,
    *,
    rows: list[Row] | None = None,
    erasures: opening.Erasures | None = None,
) -> tuple[Examination, Opened]:
    found = Examination("log", ())
    counted = opening.examine(found, rows or rows_of(services), ring_of(services), erasures)
    return found, counted


def a_narrative(services: Services) -> Row:
    return next(one for one in rows_of(services) if b'"narrative":{' in one.state)


def test_what_nobody_touched_opens_to_its_commitment(sealed: Services) -> None:
    found, counted = examined(sealed)

    assert found.findings == []
    assert counted.groups > 10
    assert counted.erased == 0


def test_a_key_that_was_exchanged_for_another_is_shown(sealed: Services) -> None:
    row = a_narrative(sealed)
    _, epoch = epoch_keys(sealed.settings, create=False).using
    wrapped = aes_key_wrap(epoch, secrets.token_bytes(32))
    with sealed.stores.engine(KEYS).begin() as connection:
        connection.execute(
            update(data_keys)
            .where(data_keys.c.stream == row.originator_id, data_keys.c.field_group == NARRATIVE)
            .values(wrapped=wrapped)
        )

    found, _ = examined(sealed)

    shown = {(one.layer, one.record) for one in found.findings}
    assert shown == {(Layer.CONTENT, row.originator_id)}
    assert {one.what for one in found.findings} == {
        "narrative: what is sealed is not what its commitment says"
    }


def test_a_key_whose_row_was_taken_away_was_not_erased(sealed: Services) -> None:
    """T45."""
    row = a_narrative(sealed)
    with sealed.stores.engine(KEYS).begin() as connection:
        # Whoever owns the database gets round what it refuses everybody.
        for statement in (SQLITE if sealed.stores.is_embedded else POSTGRESQL).down:
            connection.exec_driver_sql(statement)
        connection.execute(
            delete(data_keys).where(
                data_keys.c.stream == row.originator_id, data_keys.c.field_group == NARRATIVE
            )
        )

    found, _ = examined(sealed)

    assert {(one.record, one.what) for one in found.findings} == {
        (row.originator_id, "narrative: its key is gone, and nobody erased it")
    }


def test_a_key_that_does_not_unwrap_names_its_own_record_alone(sealed: Services) -> None:
    row = a_narrative(sealed)
    with sealed.stores.engine(KEYS).begin() as connection:
        connection.execute(
            update(data_keys)
            .where(data_keys.c.stream == row.originator_id, data_keys.c.field_group == NARRATIVE)
            .values(wrapped=bytes(40))
        )

    found, _ = examined(sealed)

    assert {one.record for one in found.findings} == {row.originator_id}


@dataclass
class Said:
    """What events say was erased."""

    erased: set[tuple[UUID, str]]

    def is_erased(self, record: UUID, group: str) -> bool:
        return (record, group) in self.erased


def test_what_was_erased_counts_as_erased(sealed: Services) -> None:
    row = a_narrative(sealed)
    assert isinstance(row.originator_id, UUID)
    ring_of(sealed).destroy(row.originator_id, NARRATIVE)

    found, counted = examined(sealed)
    assert (found.findings, counted.erased > 0) == ([], True)

    found, _ = examined(sealed, erasures=Said({(row.originator_id, NARRATIVE.value)}))
    assert found.findings == []


def test_a_key_that_was_destroyed_without_an_event_is_shown(sealed: Services) -> None:
    row = a_narrative(sealed)
    assert isinstance(row.originator_id, UUID)
    ring_of(sealed).destroy(row.originator_id, NARRATIVE)

    found, _ = examined(sealed, erasures=Said(set()))

    assert {one.what for one in found.findings} == {
        "narrative: its key was destroyed, and no event says so"
    }


def test_an_event_that_says_erased_while_the_key_lives_is_shown(sealed: Services) -> None:
    row = a_narrative(sealed)
    assert isinstance(row.originator_id, UUID)

    found, _ = examined(sealed, erasures=Said({(row.originator_id, NARRATIVE.value)}))

    assert {one.what for one in found.findings} == {
        "narrative: an event says that it was erased, and its key still opens it"
    }


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_one_ciphertext_that_two_keys_open_does_not_pass_for_what_was_committed_to(
    sealed: Services,
) -> None:
    """T44: both keys open it, and GCM finds nothing wrong with either."""
    row = a_narrative(sealed)
    assert isinstance(row.originator_id, UUID)
    place = Place(stream=row.originator_id, version=row.originator_version, topic=row.topic)
    blind, said = bytes(32), b'{"note":"No force was used at all."}'
    other = b'{"note":"The officer struck twice."}'
    contents = tuple((blind + one).ljust(80) for one in (said, other))
    keys, nonce = (secrets.token_bytes(32), secrets.token_bytes(32)), bytes(NONCE_BYTES)
    made = two_keys.opening_to_both(
        keys=keys,
        nonce=nonce,
        contents=(contents[0], contents[1]),
        bound_to=place.bound_to(NARRATIVE),
    )
    opened = [AESGCM(key).decrypt(nonce, made, place.bound_to(NARRATIVE)) for key in keys]
    assert opened[0][:80] == contents[0]
    assert opened[1][80:160] == contents[1]
    state = json.loads(row.state)
    # It was sealed, and committed to, as what the first key opens it to; then the key was exchanged.
    state["s"]["narrative"] |= {
        "e": base64.b64encode(nonce + made).decode(),
        "c": commitment(opened[0][:32], opened[0][32:]),
    }
    forged = row._replace(state=to_json(state))

    shown = []
    for key in keys:
        with sealed.stores.engine(KEYS).begin() as connection:
            connection.execute(
                update(data_keys)
                .where(data_keys.c.id == UUID(state["s"]["narrative"]["k"]))
                .values(
                    wrapped=aes_key_wrap(epoch_keys(sealed.settings, create=False).using[1], key)
                )
            )
        found, _ = examined(sealed, rows=[forged])
        shown.append([one.what for one in found.findings if one.what.startswith("narrative")])

    assert "commitment" in shown[1][0]
    assert not any("commitment" in one for one in shown[0])


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_nothing_that_was_opened_is_told(sealed: Services) -> None:
    rows = [one._replace(topic="another") for one in rows_of(sealed)]

    found, _ = examined(sealed, rows=rows)

    assert found.findings
    assert not any("Words" in one.what or "Note" in one.what for one in found.findings)
