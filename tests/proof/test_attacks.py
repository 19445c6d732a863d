"""What an insider can do who owns the database, at twenty places each: by which layer it shows.

The letters are those of the specification (audit, 3.1). A13 is in ``test_read_models.py``, A15 and A16 are
in ``test_times.py``, A17 and A18 in ``test_receipts.py``.
"""

import json
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from application.codec import to_json
from application.verifying import Layer, Row, Verdict
from domain.codelists.field_groups import FieldGroup
from domain.proof.checkpoints import Checkpoint
from domain.proof.merkle import Frontier
from tests.proof.attacking import undone, verified
from tests.proof.conftest import Signed
from tests.proof.histories import Insider, rows
from web.proof.rotating import LOG_KEY, LOG_VKEY
from web.proof.signing import DAYS, LOCK, TREE, Signer

TIMES = 20
NUMBERS, ROW, CHECKPOINT, WITNESS = Layer.NUMBERS, Layer.ROW, Layer.CHECKPOINT, Layer.WITNESS

Attack = Callable[[Insider, Signed, random.Random], None]


def a_row(insider: Insider, signed: Signed, chance: random.Random) -> Row:
    """Any event that a witness has seen."""
    return chance.choice(insider.rows()[: signed.witnessed])


def a1_edit_what_is_stored(insider: Insider, signed: Signed, chance: random.Random) -> None:
    row = a_row(insider, signed, chance)
    at = chance.randrange(len(row.state))
    state = bytearray(row.state)
    state[at] ^= 1
    insider.event(row, state=bytes(state))


def a1_edit_an_answer(insider: Insider, signed: Signed, chance: random.Random) -> None:
    row = a_row(insider, signed, chance)
    state = json.loads(row.state)
    state["d"]["added"] = "answer"
    insider.event(row, state=to_json(state))


def a2_edit_who(insider: Insider, signed: Signed, chance: random.Random) -> None:
    row = a_row(insider, signed, chance)
    state = json.loads(row.state)
    state["m"]["actor"] = "f" * 8 + state["m"]["actor"][8:]
    insider.event(row, state=to_json(state))


def a2_edit_what_kind(insider: Insider, signed: Signed, chance: random.Random) -> None:
    insider.event(a_row(insider, signed, chance), topic="use-of-force-record.withdrawn")


def a3_delete(insider: Insider, signed: Signed, chance: random.Random) -> None:
    insider.drop_event(a_row(insider, signed, chance))


def a3_delete_with_its_leaf(insider: Insider, signed: Signed, chance: random.Random) -> None:
    row = chance.choice(insider.rows()[: signed.witnessed - 1])
    insider.drop_event(row)
    insider.drop_leaf(row)


def renumbered(rows: Sequence[Row]) -> list[Row]:
    """The same with versions that count without a hole."""
    versions: dict[object, int] = {}
    found = []
    for row in rows:
        versions[row.originator_id] = versions.get(row.originator_id, 0) + 1
        found.append(row._replace(originator_version=versions[row.originator_id]))
    return found


def a4_delete_and_renumber(insider: Insider, signed: Signed, chance: random.Random) -> None:
    kept = insider.rows()
    kept.pop(chance.randrange(signed.witnessed))
    insider.rewrite(renumbered(kept))


def a5_swap(insider: Insider, signed: Signed, chance: random.Random) -> None:
    kept = insider.rows()
    at = chance.randrange(signed.witnessed - 1)
    kept[at], kept[at + 1] = kept[at + 1], kept[at]
    insider.rewrite(renumbered(kept))


def a6_insert_earlier(insider: Insider, signed: Signed, chance: random.Random) -> None:
    kept = insider.rows()
    at = chance.randrange(signed.witnessed)
    kept[at:at] = signed.others[:2]
    insider.rewrite(kept)


def a7_cut_the_end_off(insider: Insider, signed: Signed, chance: random.Random) -> None:
    insider.rewrite(insider.rows()[: chance.randrange(1, signed.witnessed)])


def a8_write_everything_anew(insider: Insider, signed: Signed, chance: random.Random) -> None:
    kept = insider.rows()
    at = chance.randrange(signed.witnessed)
    state = json.loads(insider.rows()[at].state)
    state["m"]["why"] = "another"
    kept[at] = kept[at]._replace(state=to_json(state))
    insider.rewrite(kept)


def a10_restore_and_carry_on(insider: Insider, signed: Signed, chance: random.Random) -> None:
    kept = insider.rows()[: chance.randrange(1, signed.witnessed)]
    insider.rewrite([*kept, *signed.others[: signed.size - len(kept)]])


def a11_move_to_another_record(insider: Insider, signed: Signed, chance: random.Random) -> None:
    all_rows = insider.rows()
    row = chance.choice(all_rows[: signed.witnessed])
    other = chance.choice([one for one in all_rows if one.originator_id != row.originator_id])
    free = 1 + max(
        one.originator_version for one in all_rows if one.originator_id == other.originator_id
    )
    stream = other.originator_id if insider.schema else other.originator_id.hex
    insider.event(row, originator_id=stream, originator_version=free)


def a12_swap_what_is_sealed(insider: Insider, signed: Signed, chance: random.Random) -> None:
    sealed = [one for one in insider.rows()[: signed.witnessed] if b'"narrative":{' in one.state]
    one, other = chance.sample(sealed, 2)
    mine, theirs = json.loads(one.state), json.loads(other.state)
    mine["s"]["narrative"]["e"], theirs["s"]["narrative"]["e"] = (
        theirs["s"]["narrative"]["e"],
        mine["s"]["narrative"]["e"],
    )
    for row, state in ((one, mine), (other, theirs)):
        insider.event(row, state=to_json(state))


def a14_edit_a_leaf(insider: Insider, signed: Signed, chance: random.Random) -> None:
    insider.leaf(a_row(insider, signed, chance), leaf_hash=chance.randbytes(32))


def a14_edit_a_salt(insider: Insider, signed: Signed, chance: random.Random) -> None:
    insider.leaf(a_row(insider, signed, chance), salt=chance.randbytes(16))


def a14_delete_a_leaf(insider: Insider, signed: Signed, chance: random.Random) -> None:
    insider.drop_leaf(a_row(insider, signed, chance))


ATTACKS: dict[Attack, set[Layer]] = {
    a1_edit_what_is_stored: {ROW},
    a1_edit_an_answer: {ROW},
    a2_edit_who: {ROW},
    a2_edit_what_kind: {ROW},
    a3_delete: {NUMBERS},
    a3_delete_with_its_leaf: {NUMBERS},
    a4_delete_and_renumber: {CHECKPOINT, WITNESS},
    a5_swap: {CHECKPOINT, WITNESS},
    a6_insert_earlier: {CHECKPOINT, WITNESS},
    a7_cut_the_end_off: {CHECKPOINT, WITNESS},
    a8_write_everything_anew: {CHECKPOINT, WITNESS},
    a10_restore_and_carry_on: {CHECKPOINT, WITNESS},
    a11_move_to_another_record: {ROW},
    a12_swap_what_is_sealed: {ROW},
    a14_edit_a_leaf: {ROW, CHECKPOINT, WITNESS},
    a14_edit_a_salt: {ROW},
    a14_delete_a_leaf: {NUMBERS},
}
"""Each with the layers that must show it; others may as well."""


def a_text_for_bytes(insider: Insider, row: Row) -> None:
    insider.event(row, state=row.state.decode())


def another_way_of_writing_the_stream(insider: Insider, row: Row) -> None:
    """No history of the record would find it any more."""
    insider.event(row, originator_id=str(row.originator_id))


def a_stream_that_is_no_uuid(insider: Insider, row: Row) -> None:
    insider.event(row, originator_id="x")


def bytes_for_a_topic(insider: Insider, row: Row) -> None:
    insider.event(row, topic=row.topic.encode())


def half_a_version(insider: Insider, row: Row) -> None:
    insider.event(row, originator_version=row.originator_version + 0.5)


def a_text_for_a_hash(insider: Insider, row: Row) -> None:
    insider.leaf(row, leaf_hash="x" * 32)


def a_text_for_a_salt(insider: Insider, row: Row) -> None:
    insider.leaf(row, salt="x" * 16)


@pytest.mark.parametrize("signed", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "attack",
    [
        a_text_for_bytes,
        another_way_of_writing_the_stream,
        a_stream_that_is_no_uuid,
        bytes_for_a_topic,
        half_a_version,
        a_text_for_a_hash,
        a_text_for_a_salt,
    ],
    ids=lambda attack: attack.__name__,
)
def test_what_only_a_file_can_hold_is_tampering_too(
    signed: Signed, attack: Callable[[Insider, Row], None]
) -> None:
    """SQLite keeps any type in any column. What cannot be read must not end as undecided."""
    with undone(signed) as connection:
        insider = Insider(connection)
        insider.unguard()
        row = insider.rows()[30]
        attack(insider, row)
        report = verified(signed, connection)

    assert report.verdict is Verdict.TAMPERED
    assert ROW in {one.layer for one in report.examined.findings}


REWRITING = [
    a4_delete_and_renumber,
    a6_insert_earlier,
    a7_cut_the_end_off,
    a8_write_everything_anew,
    a10_restore_and_carry_on,
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_attack_is_shown_wherever_it_strikes(signed: Signed, attack: Attack) -> None:
    for time in range(TIMES):
        with undone(signed) as connection:
            insider = Insider(connection)
            insider.unguard()
            before = insider.rows()
            attack(insider, signed, random.Random(f"{attack.__name__} {time}"))
            after = insider.rows()
            report = verified(signed, connection)

        assert after != before
        assert report.verdict is Verdict.TAMPERED
        shown = {one.layer for one in report.examined.findings}
        assert ATTACKS[attack] <= shown, (time, shown)


@pytest.mark.parametrize("attack", [a1_edit_what_is_stored, a2_edit_who, a14_edit_a_leaf])
def test_the_first_thing_that_is_wrong_is_named(signed: Signed, attack: Attack) -> None:
    with undone(signed) as connection:
        insider = Insider(connection)
        insider.unguard()
        before = insider.rows()
        attack(insider, signed, random.Random(attack.__name__))
        changed = [new for old, new in zip(before, insider.rows(), strict=True) if old != new]
        report = verified(signed, connection)

    (row,) = changed
    first = report.examined.findings[0]
    assert (first.index, first.record) == (row.leaf_index, row.originator_id)
    assert first.version == row.originator_version


@pytest.mark.parametrize("attack", REWRITING, ids=lambda attack: attack.__name__)
def test_whoever_also_stole_the_key_is_shown_by_the_witness_alone(
    signed: Signed, attack: Attack, tmp_path: Path
) -> None:
    """A7, A9 and A10: everything is written anew and signed anew, and nothing of ours contradicts."""
    for time in range(TIMES):
        forged = tmp_path / str(time)
        with undone(signed) as connection:
            insider = Insider(connection)
            insider.unguard()
            attack(insider, signed, random.Random(f"{attack.__name__} {time}"))
            sign_anew(signed, forged, insider.rows())
            report = verified(signed, connection, signer=forged)

        assert report.verdict is Verdict.TAMPERED
        assert {one.layer for one in report.examined.findings} == {WITNESS}


def sign_anew(signed: Signed, forged: Path, log: Sequence[Row]) -> None:
    """A folder of the signer that remembers nothing else, made with the stolen key."""
    forged.mkdir()
    for name in (LOG_KEY, LOG_VKEY):
        shutil.copy(signed.settings.signer_folder / name, forged / name)
    tree = Frontier()
    for row in log:
        tree.append(row.leaf_hash or b"")
    origin = signed.checkpointing.signer.origin
    new = Checkpoint(origin=origin, size=tree.size, root=tree.root())
    Signer(folder=forged, origin=origin).sign(new)
    assert {one.name for one in forged.iterdir()} >= {TREE, LOCK, DAYS}


def test_an_untouched_log_raises_no_alarm(signed: Signed) -> None:
    with undone(signed) as connection:
        report = verified(signed, connection)
        whole = rows(connection)

    assert report.verdict is Verdict.PROVED
    assert report.examined.findings == []
    assert (report.examined.witnessed, report.examined.tree.size) == (signed.witnessed, len(whole))
    assert len(whole) == signed.size


def test_writing_the_same_log_anew_is_no_attack(signed: Signed) -> None:
    """The negative control: what the insider of these tests writes differs by the attack alone."""
    with undone(signed) as connection:
        insider = Insider(connection)
        insider.unguard()
        insider.rewrite(insider.rows())
        report = verified(signed, connection)

    assert report.verdict is Verdict.PROVED


def test_erasing_a_key_leaves_everything_proved(signed: Signed) -> None:
    """A leaf commits to what is sealed, and not to what it says."""
    with undone(signed) as connection:
        record = next(one for one in rows(connection) if b'"narrative":{' in one.state)
    ring = signed.services.log._ring
    ring.destroy(record.originator_id, FieldGroup.NARRATIVE)

    with undone(signed) as connection:
        assert verified(signed, connection).verdict is Verdict.PROVED
