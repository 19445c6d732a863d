"""The edges of what a verification says, which a small fault would move (spec: audit, 3.1, 4.6 and 7.2, T3)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from application import leaves
from application.codec import from_json, to_json
from application.verifying import (
    NOWHERE,
    Examination,
    Layer,
    Promised,
    Reached,
    Row,
    Signed,
    Verdict,
    nothing_earlier,
    stream_id,
)
from domain.proof.receipts import Receipt
from tests.application.test_leaves import ORIGIN, REGISTERED, SALT
from tests.application.test_verifying import LOG, STREAMS, changed, examined, signed

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def recorded(*moments: datetime) -> list[Row]:
    """Events of one stream each, recorded at these moments."""
    made = []
    for index, at in enumerate(moments):
        state = from_json(REGISTERED.state)
        state["m"]["at"] = at.isoformat()
        stored = replace(REGISTERED, originator_id=UUID(int=index + 1), state=to_json(state))
        found = leaves.leaf(leaves.body(ORIGIN, stored, SALT), leaves.FIRST)
        given = (stored.originator_id, 1, stored.topic, stored.state)
        made.append(Row(index + 1, *given, index, SALT, found))
    return made


def told(found: Examination) -> list[tuple[Layer, int | None, str]]:
    return [(one.layer, one.index, one.what) for one in found.findings]


def test_the_names_of_layers_and_verdicts_are_for_machines_and_stay() -> None:
    assert [one.value for one in Layer] == [
        "numbers",
        "row",
        "checkpoint",
        "witness",
        "time",
        "receipt",
        "read model",
        "content",
    ]
    assert [(one.value, one.exit_code) for one in Verdict] == [
        ("proved", 0),
        ("tampering shown", 1),
        ("could not decide", 2),
    ]


def test_a_thousand_findings_are_told_one_by_one() -> None:
    rows = [Row(1, STREAMS[0], 1, "x", b"", None, None, None)] * 600

    _, found = examined(rows)

    # Each has no leaf, and all but the first have the version of the one before.
    assert (len(found.findings), found.found) == (1000, 1199)


@pytest.mark.parametrize(
    ("back", "is_shown"),
    [
        (MINUTE, False),
        (MINUTE + MICROSECOND, True),
        (timedelta(seconds=61), True),
        (2 * HOUR, True),
    ],
)
def test_an_event_is_recorded_a_minute_before_the_last_at_most(
    back: timedelta, *, is_shown: bool
) -> None:
    _, found = examined(recorded(NOON, NOON - back), signed(0))

    shown = [(Layer.TIME, 1, f"recorded {_seconds(back)} before the leaf before it")]
    assert told(found) == (shown if is_shown else [])


def _seconds(by: timedelta) -> timedelta:
    return timedelta(seconds=int(by.total_seconds()))


@pytest.mark.parametrize(
    ("after", "is_shown"), [(MINUTE, False), (MINUTE + MICROSECOND, True), (3 * HOUR, True)]
)
def test_an_event_is_recorded_a_minute_after_now_at_most(
    after: timedelta, *, is_shown: bool
) -> None:
    found = Examination(ORIGIN, (), now=NOON)
    found.read(recorded(NOON, NOON + after))

    shown = [(Layer.TIME, 1, "recorded at a moment that is yet to come")]
    assert told(found) == (shown if is_shown else [])


def seen(log: Sequence[Row], size: int, at: datetime) -> Signed:
    return replace(signed(size, log=log), seen_at=at)


@pytest.mark.parametrize(
    ("after", "is_shown"), [(MINUTE, False), (MINUTE + MICROSECOND, True), (2 * HOUR, True)]
)
def test_an_event_is_recorded_a_minute_after_it_was_seen_at_most(
    after: timedelta, *, is_shown: bool
) -> None:
    log = recorded(NOON - HOUR, NOON + after, NOON + after)

    _, found = examined(log[:2], seen(log, 2, NOON))

    what = f"recorded {_seconds(after)} after a witness had seen it"
    assert told(found) == ([(Layer.TIME, 1, what)] if is_shown else [])


@pytest.mark.parametrize(
    ("before", "is_shown"), [(MINUTE, False), (MINUTE + MICROSECOND, True), (2 * HOUR, True)]
)
def test_an_event_that_was_not_seen_is_recorded_a_minute_before_at_most(
    before: timedelta, *, is_shown: bool
) -> None:
    log = recorded(NOON - 5 * HOUR, NOON - before, NOON)

    _, found = examined(log, seen(log, 1, NOON))

    what = f"recorded {_seconds(before)} before a witness saw the log without it"
    assert told(found) == ([(Layer.TIME, 1, what)] if is_shown else [])


def test_the_last_of_several_moments_in_which_it_was_seen_counts() -> None:
    log = recorded(NOON - 5 * HOUR, NOON - 2 * HOUR, NOON)

    _, found = examined(log, seen(log, 1, NOON), seen(log, 1, NOON - 3 * HOUR))

    assert [one.index for one in found.findings] == [1]


def test_the_event_that_was_recorded_last_is_told_once() -> None:
    log = recorded(NOON + HOUR, NOON + HOUR - MINUTE, NOON + 2 * HOUR)

    _, found = examined(log, seen(log, 2, NOON), seen(log, 3, NOON + 5 * HOUR))

    assert [(one.layer, one.index) for one in found.findings] == [(Layer.TIME, 0)]


def test_of_several_events_of_one_moment_the_first_is_told() -> None:
    log = recorded(NOON + HOUR, NOON + HOUR)

    _, found = examined(log, seen(log, 2, NOON))

    assert [(one.layer, one.index) for one in found.findings] == [(Layer.TIME, 0)]


def promised(row: Row, **changes: object) -> Promised:
    receipt = Receipt(
        origin=ORIGIN,
        record=row.originator_id,  # type: ignore[arg-type]
        version=row.originator_version,
        index=row.leaf_index or 0,
        leaf=row.leaf_hash or b"",
        at=NOON,
    )
    return Promised(receipt=replace(receipt, **changes), kept="a drawer")  # type: ignore[arg-type]


def with_receipts(*promises: Promised) -> Examination:
    found = Examination(ORIGIN, [signed(8)], promised=promises)
    found.read(LOG)
    found.finish()
    return found


def test_a_receipt_that_names_what_the_log_holds_is_kept() -> None:
    found = with_receipts(promised(LOG[3]), promised(LOG[9]), promised(LOG[3]))

    assert (found.findings, found.kept_promises) == ([], 3)


IS_ANOTHER = "the event at its place in the log is another one"


def broken(promise: Promised, what: str) -> str:
    return f"receipt {promise.receipt.code} in a drawer does not hold: {what}"


@pytest.mark.parametrize(
    "changes", [{"record": UUID(int=99)}, {"version": 7}, {"leaf": bytes(32)}, {"index": 4}]
)
def test_a_receipt_that_names_something_else_does_not_hold(changes: dict[str, object]) -> None:
    found = with_receipts(promised(LOG[3], **changes))

    (one,) = found.findings
    assert (one.layer, found.kept_promises) == (Layer.RECEIPT, 0)
    assert one.what == broken(promised(LOG[3], **changes), IS_ANOTHER)
    assert one.index == changes.get("index", 3)


@pytest.mark.parametrize("index", [10, 11, 500])
def test_a_receipt_for_what_is_beyond_the_end_does_not_hold(index: int) -> None:
    found = with_receipts(promised(LOG[3], index=index))

    assert told(found)[0][:2] == (Layer.RECEIPT, index)
    what = broken(promised(LOG[3], index=index), "the log has 10 leaves: the event is gone")
    assert found.findings[0].what == what


def test_a_code_that_somebody_wrote_down_is_found_or_not() -> None:
    at = datetime.fromisoformat(from_json(REGISTERED.state)["m"]["at"])
    code = promised(LOG[3], at=at).receipt.code
    found = Examination(ORIGIN, [signed(8)], codes=frozenset({code, "XXXX-0000"}))
    found.read(LOG)

    assert found.finish() is Verdict.UNDECIDED
    assert found.found_codes == {code}
    assert found.undecided == [
        (
            "No event of the log has the code XXXX-0000: it was written down wrongly, or what it named"
            " was changed or dropped."
        )
    ]


def test_why_nothing_can_be_said_is_said() -> None:
    _, empty = examined([])
    _, unseen = examined(LOG, signed(10, Layer.CHECKPOINT))

    assert empty.undecided == ["There is no event to verify."]
    assert unseen.undecided == [
        (
            "No witness was found that saw the log. Whoever owns the database can have written all of"
            " it anew."
        )
    ]


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"leaf_index": 4}, "the leaf is number 4, and not 3"),
        ({"leaf_index": None}, "this event has no leaf"),
        ({"salt": None}, "this event has no leaf"),
        ({"leaf_hash": None}, "this event has no leaf"),
        ({"leaf_hash": bytes(31)}, "the stored event is not the one that was recorded"),
        ({"leaf_hash": "0" * 32}, "the stored event is not the one that was recorded"),
        ({"state": b"{}"}, "the stored event is not the one that was recorded"),
        ({"originator_version": 3}, "version 3 follows version 1"),
        ({"originator_version": 1}, "version 1 follows version 1"),
    ],
)
def test_what_is_wrong_with_an_event_is_said(changes: dict[str, object], what: str) -> None:
    _, found = examined(changed(3, **changes), signed(3))

    first = found.findings[0]
    assert (first.what, first.index, first.record) == (what, 3, STREAMS[0])


def test_a_stream_is_told_by_its_id_however_it_is_stored() -> None:
    assert stream_id(STREAMS[0].hex) == STREAMS[0] == stream_id(STREAMS[0])
    for other in ("x", str(STREAMS[0]), "", UUID(int=255).hex.upper(), "zz" * 16):
        assert stream_id(other) == other


def test_an_event_whose_stream_is_stored_as_text_is_the_same_event() -> None:
    rows = [one._replace(originator_id=one.originator_id.hex) for one in LOG]  # type: ignore[union-attr]

    verdict, found = examined(rows, signed(10))

    assert (verdict, found.tree.size) == (Verdict.PROVED, 10)


def test_a_stream_begins_with_its_first_version() -> None:
    assert nothing_earlier(STREAMS[0], 5) == (0, leaves.FIRST)
    _, found = examined(LOG[3:], signed(0))

    assert "version 2 follows version 0" in [one.what for one in found.findings]


def test_what_was_proved_is_gone_on_from() -> None:
    first = Examination(ORIGIN, [signed(6)])
    first.read(LOG)
    assert first.finish() is Verdict.PROVED
    begun = first.proved_at
    assert begun is not None
    assert (begun.size, begun.last) == (6, LOG[5].leaf_hash)
    last = {row.originator_id: (row.originator_version, row.leaf_hash or b"") for row in LOG[:6]}

    since = Examination(
        ORIGIN,
        [signed(2), signed(6), signed(9)],
        begun=begun,
        earlier=lambda stream, _: last[stream],
    )
    assert since.begins_where_it_was_left(10, LOG[5].leaf_hash)
    since.read(LOG[6:])

    assert since.finish() is Verdict.PROVED
    assert (since.proved, since.witnessed, since.tree.root()) == (9, 9, first.tree.root())
    assert since.proved_at is not None
    assert begun.moment is not None
    assert since.proved_at.moment == begun.moment


def test_what_was_signed_where_it_is_gone_on_from_is_held_against_it() -> None:
    first = Examination(ORIGIN, [signed(6)])
    first.read(LOG[:6])
    begun = first.proved_at
    assert begun is not None
    forged = signed(6, log=a_log_of_others())

    good, bad = (Examination(ORIGIN, [one], begun=begun) for one in (signed(6), forged))
    for found in (good, bad):
        found.read([])

    assert (good.finish(), good.witnessed) == (Verdict.PROVED, 6)
    assert bad.finish() is Verdict.TAMPERED


def a_log_of_others() -> list[Row]:
    return [one._replace(leaf_hash=bytes(32)) for one in LOG]


def test_of_a_log_that_nobody_saw_nothing_is_proved() -> None:
    _, found = examined(LOG)

    assert (found.proved, found.witnessed, found.kept_promises) == (0, 0, 0)
    assert found.proved_at is None


def test_a_log_that_was_proved_and_is_another_one_is_not_gone_on_from() -> None:
    begun = replace(NOWHERE, size=6, hashes=(bytes(32), bytes(32)), last=b"x" * 32)
    short, other, good = (Examination(ORIGIN, (), begun=begun) for _ in range(3))

    assert not short.begins_where_it_was_left(5, None)
    assert not other.begins_where_it_was_left(6, b"y" * 32)
    assert good.begins_where_it_was_left(6, b"x" * 32)
    assert told(short) == [
        (
            Layer.WITNESS,
            None,
            "the log has 5 leaves, and had 6 when it was verified last: its end is gone",
        )
    ]
    what = "the leaf at which it was verified last is another one, or gone"
    assert told(other) == [(Layer.WITNESS, 5, what)]
    assert Examination(ORIGIN, ()).begins_where_it_was_left(0, None)


def test_nothing_is_where_everything_begins() -> None:
    assert Reached(hashes=(), size=0, moment=None, seen=None, last=b"") == NOWHERE
