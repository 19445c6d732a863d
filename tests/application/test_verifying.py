"""What a verification says of a log: what was shown, where, and what could not be decided.

Spec: audit, 4.6 and 7.2, T25.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from application import leaves
from application.verifying import (
    MOST_FINDINGS,
    Examination,
    Finding,
    Layer,
    Row,
    Signed,
    Verdict,
)
from domain.proof.checkpoints import Checkpoint
from domain.proof.merkle import Frontier
from tests.application.test_leaves import ORIGIN, REGISTERED, SALT

STREAMS = [UUID(int=number) for number in range(1, 4)]


def a_log(size: int) -> list[Row]:
    """Events of three streams in turn, each with its leaf."""
    made: list[Row] = []
    last: dict[UUID, bytes] = {}
    for index in range(size):
        stream = STREAMS[index % len(STREAMS)]
        stored = replace(
            REGISTERED, originator_id=stream, originator_version=1 + index // len(STREAMS)
        )
        body = leaves.body(ORIGIN, stored, SALT)
        last[stream] = leaves.leaf(body, last.get(stream, leaves.FIRST))
        made.append(
            Row(
                index + 1,
                stream,
                stored.originator_version,
                stored.topic,
                stored.state,
                index,
                SALT,
                last[stream],
            )
        )
    return made


LOG = a_log(10)


def signed(size: int, layer: Layer = Layer.WITNESS, log: Sequence[Row] = LOG) -> Signed:
    tree = Frontier()
    for row in log[:size]:
        tree.append(row.leaf_hash)
    checkpoint = Checkpoint(origin=ORIGIN, size=size, root=tree.root())
    return Signed(checkpoint=checkpoint, layer=layer, kept="the checkpoint")


def examined(rows: Sequence[Row], *known: Signed) -> tuple[Verdict, Examination]:
    found = Examination(ORIGIN, known)
    found.read(rows)
    return found.finish(), found


def changed(at: int, **changes: object) -> list[Row]:
    return [*LOG[:at], LOG[at]._replace(**changes), *LOG[at + 1 :]]


def test_a_log_that_a_witness_saw_is_proved_as_far_as_it_saw() -> None:
    verdict, found = examined(LOG, signed(4), signed(8))

    assert (verdict, verdict.exit_code) == (Verdict.PROVED, 0)
    assert (found.proved, found.witnessed, found.tree.size) == (8, 8, 10)


@pytest.mark.parametrize(
    ("rows", "known"),
    [
        ([], []),
        ([], [signed(0)]),
        (LOG, []),
        (LOG, [signed(8, Layer.CHECKPOINT)]),
        (LOG, [signed(0)]),
    ],
    ids=["nothing", "nothing seen", "nothing signed", "no witness", "seen when it was empty"],
)
def test_what_nobody_else_saw_is_not_proved(rows: list[Row], known: list[Signed]) -> None:
    verdict, found = examined(rows, *known)

    assert (verdict, verdict.exit_code) == (Verdict.UNDECIDED, 2)
    assert len(found.undecided) == 1


def test_tampering_is_shown_also_where_nobody_else_saw() -> None:
    verdict, _ = examined(changed(3, topic="other"))

    assert (verdict, verdict.exit_code) == (Verdict.TAMPERED, 1)


def test_one_changed_event_is_one_finding() -> None:
    """The leaves that follow it in its stream commit to its leaf, which is as it was."""
    _, found = examined(changed(3, topic="other"), signed(8))

    assert found.findings == [
        Finding(
            layer=Layer.ROW,
            what="the stored event is not the one that was recorded",
            index=3,
            record=STREAMS[0],
            version=2,
        )
    ]


def test_a_leaf_made_anew_shows_in_its_stream_and_in_the_tree() -> None:
    """Whoever makes one hash anew has to make all those that follow."""
    body = leaves.body(ORIGIN, LOG[3]._replace(topic="other"), SALT)
    forged = leaves.leaf(body, LOG[0].leaf_hash)

    _, found = examined(changed(3, topic="other", leaf_hash=forged), signed(3), signed(8))

    assert [(one.layer, one.index) for one in found.findings] == [
        (Layer.ROW, 6),
        (Layer.WITNESS, None),
    ]
    assert found.witnessed == 3


@pytest.mark.parametrize("size", range(1, 10))
def test_wherever_the_end_was_cut_off_the_witness_knows_of_more(size: int) -> None:
    verdict, found = examined(LOG[:size], signed(10))

    assert verdict is Verdict.TAMPERED
    assert [one.layer for one in found.findings] == [Layer.WITNESS]
    assert "its end is gone" in found.findings[0].what


def test_a_leaf_whose_event_is_gone_is_shown() -> None:
    found = Examination(ORIGIN, [signed(8)])
    found.read(LOG)

    found.extra_leaf(10)

    assert found.finish() is Verdict.TAMPERED
    assert found.findings[0].index == 10


def test_a_log_that_differs_everywhere_is_not_told_without_end() -> None:
    rows = [Row(1, STREAMS[0], 1, "x", b"", None, None, None)] * (MOST_FINDINGS + 10)

    _, found = examined(rows)

    assert len(found.findings) == MOST_FINDINGS
    assert found.found > MOST_FINDINGS
