"""The clock is moved while events are written (A15, A16), and what shows it: T21.

Nothing of a moved clock contradicts the tree: every leaf and every root is as it was written. What shows
it are the events before and after, and the moments in which a witness saw the log. (Spec: audit, 3.1, 3.2
and 7.2.)
"""

import random
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from application.verifying import Layer, Row, Verdict
from tests.fakes import NOON
from tests.figures import Tell
from tests.proof.attacking import undone
from tests.proof.conftest import Signed
from tests.proof.histories import Insider
from tests.proof.signing_by_hand import Hands, recorded_at, spread
from web.proof import reading
from web.proof.verifying import Report, Wanted, checkpoints, verify_on

TIMES = 20
SHIFTS = {
    "a day back": timedelta(days=-1),
    "two hours back": timedelta(hours=-2),
    "two hours on": timedelta(hours=2),
    "a day on": timedelta(days=1),
}
APART = timedelta(minutes=7)


def written(
    connection: Connection, folder: Path, rows: Sequence[Row], *, seen: Sequence[int] = ()
) -> tuple[Insider, Hands]:
    """A log that was written like this, and signed when it had so many events, and at its end."""
    insider = Insider(connection)
    insider.unguard()
    insider.rewrite(rows)
    log = insider.rows()
    hands = Hands(folder, reading.origin(connection))
    for size in (*seen, len(log)):
        hands.sign(log[:size], NOON + APART * size)
    return insider, hands


def examined(connection: Connection, hands: Hands, wanted: Wanted | None = None) -> Report:
    places = hands.places()
    now = NOON + APART * 1000
    return verify_on(connection, places, checkpoints(places), wanted=wanted or Wanted(now=now))


@pytest.mark.parametrize("shift", SHIFTS)
def test_a_clock_that_was_moved_for_a_while_is_shown(
    signed: Signed, tmp_path: Path, figure: Tell, shift: str
) -> None:
    for time in range(TIMES):
        chance = random.Random(f"{shift} {time}")
        folder = tmp_path / str(time)
        folder.mkdir()
        with undone(signed) as connection:
            rows = spread(Insider(connection).rows(), apart=APART)
            begin, length = chance.randrange(1, len(rows)), chance.randrange(1, 6)
            for at in range(begin, min(begin + length, len(rows))):
                rows[at] = recorded_at(rows[at], NOON + APART * at + SHIFTS[shift])
            _, hands = written(connection, folder, rows)
            report = examined(connection, hands)

        assert report.verdict is Verdict.TAMPERED
        assert {one.layer for one in report.examined.findings} == {Layer.TIME}
        # The one that was moved, or the first that was not again.
        assert begin <= (report.examined.findings[0].index or 0) <= begin + length
    figure(f"a clock moved {shift} (A15, A16): {TIMES} of {TIMES} shown, by times alone")


def test_a_clock_that_nobody_moved_is_not_suspected(signed: Signed, tmp_path: Path) -> None:
    """With what commands of one moment and clocks of several machines differ by."""
    chance = random.Random(1)
    with undone(signed) as connection:
        rows = [
            recorded_at(row, NOON + APART * at + timedelta(seconds=chance.uniform(-29, 29)))
            for at, row in enumerate(Insider(connection).rows())
        ]
        _, hands = written(connection, tmp_path, rows, seen=[9, 20, 31])
        report = examined(connection, hands)

    assert report.verdict is Verdict.PROVED
    assert report.examined.findings == []


@pytest.mark.parametrize("signed", ["sqlite"], indirect=True)
def test_what_was_written_long_after_the_event_before_it_is_held_against_witnesses(
    signed: Signed, tmp_path: Path
) -> None:
    """Two hours back in a quiet night precede nothing; but the log was seen without it meanwhile."""
    with undone(signed) as connection:
        rows = spread(Insider(connection).rows(), apart=APART)
        late = len(rows) - 1
        rows[late] = recorded_at(rows[late], NOON + APART * late + timedelta(hours=3))
        insider, hands = written(connection, tmp_path, rows[:late])
        hands.sign(insider.rows(), NOON + APART * late + timedelta(hours=5))
        before = examined(connection, hands)
        insider.rewrite(rows)
        hands.sign(insider.rows(), NOON + APART * late + timedelta(hours=6))
        begun = before.examined.proved_at
        assert begun is not None
        since = examined(connection, hands, Wanted(begun=begun))

    assert before.verdict is Verdict.PROVED
    (finding,) = since.examined.findings
    assert (finding.layer, finding.index) == (Layer.TIME, late)
    assert finding.what == "recorded 2:00:00 before a witness saw the log without it"


@pytest.mark.parametrize("signed", ["sqlite"], indirect=True)
def test_what_says_that_it_was_recorded_after_a_witness_had_seen_it_is_shown(
    signed: Signed, tmp_path: Path
) -> None:
    with undone(signed) as connection:
        rows = spread(Insider(connection).rows(), apart=APART)
        last = len(rows) - 1
        rows[last] = recorded_at(rows[last], NOON + APART * last + timedelta(days=1))
        _, hands = written(connection, tmp_path, rows)
        report = examined(connection, hands)

    (finding,) = report.examined.findings
    assert (finding.layer, finding.index) == (Layer.TIME, last)
    assert "after a witness had seen it" in finding.what


@pytest.mark.parametrize("signed", ["sqlite"], indirect=True)
def test_nothing_was_recorded_at_a_moment_yet_to_come(signed: Signed, tmp_path: Path) -> None:
    with undone(signed) as connection:
        rows = spread(Insider(connection).rows(), apart=APART)
        _, hands = written(connection, tmp_path, rows, seen=())
        now = NOON + APART * (len(rows) - 2)
        report = examined(connection, hands, Wanted(now=now))

    (finding,) = report.examined.findings
    assert (finding.index, finding.what) == (
        len(rows) - 1,
        "recorded at a moment that is yet to come",
    )
