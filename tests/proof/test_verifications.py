"""Going on from where the log was proved, keeping what came out, and saying when that was too long ago.

Spec: audit, 4.6 and 7.2, T25.
"""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from typing import Any, cast

import pytest

from application.verifying import NOWHERE, Layer, Reached, Verdict
from tests.fakes import NOON, FakeClock
from tests.proof.attacking import undone, verified
from tests.proof.conftest import Signed, places, witnesses_at
from tests.proof.histories import Insider, write
from web.adapters.stores import RECORDS
from web.bootstrap import Services
from web.proof.checkpointing import checkpointing
from web.proof.scheduled import (
    EVERY,
    FIRST,
    NIGHTLY,
    SINCE,
    WHOLE,
    Scheduled,
    in_a_process_of_its_own,
)
from web.proof.verifications import (
    OVERDUE,
    REMEMBERED,
    Scope,
    Verifications,
    remember,
    remembered,
    whoever_runs_this,
)
from web.proof.verifying import Report, Wanted, verify


@pytest.fixture
def begun(signed: Signed) -> Reached:
    """As far as a verification of the whole log proved."""
    with undone(signed) as connection:
        found = verified(signed, connection).examined.proved_at
    assert found
    return found


def test_what_was_proved_is_not_read_again(signed: Signed, begun: Reached) -> None:
    with undone(signed) as connection:
        report = verified(signed, connection, wanted=Wanted(begun=begun))
        whole = verified(signed, connection)

    assert report.verdict is Verdict.PROVED
    assert report.events == signed.size - begun.size < signed.size
    assert report.examined.tree.root() == whole.examined.tree.root()
    assert f"the first {begun.size} events" in report.not_checked[0]


def test_what_came_since_is_held_against_what_was_there(signed: Signed, begun: Reached) -> None:
    with undone(signed) as connection:
        insider = Insider(connection)
        insider.unguard()
        row = insider.rows()[begun.size]
        insider.event(row, topic="use-of-force-record.withdrawn")
        report = verified(signed, connection, wanted=Wanted(begun=begun))

    assert report.verdict is Verdict.TAMPERED
    assert [(one.layer, one.index) for one in report.examined.findings] == [(Layer.ROW, begun.size)]


@pytest.mark.parametrize("kept", [0, 1, 10, -1])
def test_a_log_that_does_not_reach_where_it_was_proved_is_shown(
    signed: Signed, begun: Reached, kept: int
) -> None:
    with undone(signed) as connection:
        insider = Insider(connection)
        insider.unguard()
        insider.rewrite(insider.rows()[: kept % begun.size])
        report = verified(signed, connection, wanted=Wanted(begun=begun))

    assert report.verdict is Verdict.TAMPERED
    assert "its end is gone" in report.examined.findings[0].what


def test_another_past_of_the_same_length_is_shown(signed: Signed, begun: Reached) -> None:
    with undone(signed) as connection:
        insider = Insider(connection)
        insider.unguard()
        log = insider.rows()
        insider.rewrite([*log[: begun.size - 2], *signed.others[: signed.size - begun.size + 2]])
        report = verified(signed, connection, wanted=Wanted(begun=begun))

    assert report.verdict is Verdict.TAMPERED
    assert Layer.WITNESS in {one.layer for one in report.examined.findings}


def test_a_checkpoint_that_comes_later_covers_what_came_since(services: Services) -> None:
    """Several steps, each from where the last one proved, come to what one step does."""
    begun = NOWHERE
    with witnesses_at(NOON):
        signs = checkpointing(services.settings, services.stores)
        for _ in range(3):
            write(services, records=1)
            signs.checkpoint()
            report = verify(services.stores, places(services.settings), wanted=Wanted(begun=begun))
            assert report.verdict is Verdict.PROVED
            assert report.examined.proved_at
            begun = report.examined.proved_at
    whole = verify(services.stores, places(services.settings))

    assert begun == whole.examined.proved_at


@pytest.fixture
def seen(services: Services) -> Services:
    """An installation whose log a witness saw."""
    write(services, records=2)
    with witnesses_at(NOON):
        checkpointing(services.settings, services.stores).checkpoint()
    return services


def report_of(services: Services, begun: Reached = NOWHERE) -> Report:
    return verify(services.stores, places(services.settings), wanted=Wanted(begun=begun))


def test_how_far_it_was_proved_is_remembered(seen: Services, tmp_path: Path) -> None:
    report = report_of(seen)

    remember(tmp_path / "verifier", report)

    found = remembered(tmp_path / "verifier", report.examined.origin)
    assert found == report.examined.proved_at != NOWHERE
    assert remembered(tmp_path / "verifier", "another.example/1") == NOWHERE
    assert remembered(tmp_path, report.examined.origin) == NOWHERE


@pytest.mark.parametrize(
    ("name", "value"),
    [("size", 3), ("size", "x"), ("hashes", []), ("hashes", None), ("last", "AA=="), ("seen", ...)],
)
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_memory_that_was_damaged_is_none_and_all_is_read(
    seen: Services, tmp_path: Path, name: str, value: object
) -> None:
    report = report_of(seen)
    remember(tmp_path, report)
    content = json.loads((tmp_path / REMEMBERED).read_text())
    if value is ...:
        del content[name]
    else:
        content[name] = value
    (tmp_path / REMEMBERED).write_text(json.dumps(content))

    assert remembered(tmp_path, report.examined.origin) == NOWHERE


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_what_showed_tampering_is_not_gone_on_from(seen: Services, tmp_path: Path) -> None:
    with seen.stores.engine(RECORDS).begin() as connection:
        insider = Insider(connection)
        insider.unguard()
        insider.event(insider.rows()[2], topic="another")

    remember(tmp_path, report_of(seen))

    assert not (tmp_path / REMEMBERED).exists()


@pytest.mark.parametrize("gone", ["witness", "checkpoint of the witness"])
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_going_on_without_a_witness_decides_nothing(seen: Services, gone: str) -> None:
    """T25: also where nothing came since, nothing checked is not proved."""
    begun = report_of(seen).examined.proved_at
    assert begun
    known = places(seen.settings)
    folder = seen.settings.witness_folder
    rmtree(folder if gone == "witness" else folder / "checkpoints")
    (folder / "checkpoint").unlink(missing_ok=True)

    report = verify(seen.stores, known, wanted=Wanted(begun=begun))

    assert report.verdict is Verdict.UNDECIDED
    assert report.verdict.exit_code == 2


def test_what_came_out_is_kept(seen: Services) -> None:
    kept, report = seen.verifications, report_of(seen)

    kept.keep(report, at=NOON, by="somebody@somewhere")
    kept.keep(
        report_of(seen, cast("Reached", report.examined.proved_at)),
        at=NOON + timedelta(minutes=15),
        by="somebody@somewhere",
    )

    second, first = kept.last()
    assert (first.scope, second.scope) == (Scope.WHOLE, Scope.SINCE)
    assert first.verdict is second.verdict is Verdict.PROVED
    assert (first.by, first.leaves, first.first_leaf) == (
        "somebody@somewhere",
        report.examined.tree.size,
        0,
    )
    assert second.first_leaf == first.witnessed
    assert first.report["layers"][:2] == ["numbers", "row"]


def test_whoever_runs_it_is_a_user_of_a_machine() -> None:
    assert "@" in whoever_runs_this()


def kept_at(services: Services, after: timedelta) -> Verifications:
    services.verifications.keep(report_of(services), at=NOON + after, by="it")
    return services.verifications


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_what_was_verified_lately_raises_no_alarm(seen: Services) -> None:
    stands = kept_at(seen, timedelta()).standing(NOON + timedelta(minutes=59), since=NOON)

    assert (stands.overdue, stands.word, stands.is_alarming) == ((), "proved", False)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_what_was_not_verified_for_long_is_overdue(seen: Services) -> None:
    kept = kept_at(seen, timedelta())

    for scope, most in OVERDUE.items():
        before = kept.standing(NOON + most, since=NOON)
        after = kept.standing(NOON + most + timedelta(seconds=1), since=NOON)
        assert scope not in before.overdue
        assert scope in after.overdue
        assert (after.word, after.is_alarming) == ("overdue", True)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_what_was_never_verified_is_overdue_once_there_was_time(services: Services) -> None:
    most = OVERDUE[Scope.SINCE]

    soon = services.verifications.standing(NOON + most, since=NOON)
    late = services.verifications.standing(NOON + 2 * most, since=NOON)

    assert (soon.word, soon.is_alarming) == ("not verified yet", False)
    assert (late.word, late.is_alarming) == ("overdue", True)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_moment_that_is_yet_to_come_says_nothing(seen: Services) -> None:
    """Nobody silences the alarm for years with one line."""
    kept = kept_at(seen, timedelta(days=1000))

    assert kept.standing(NOON + timedelta(days=2), since=NOON).overdue == tuple(OVERDUE)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_tampering_is_said_until_the_whole_log_is_proved_again(seen: Services) -> None:
    begun = report_of(seen).examined.proved_at
    assert begun
    with seen.stores.engine(RECORDS).begin() as connection:
        insider = Insider(connection)
        insider.unguard()
        insider.event(insider.rows()[2], topic="another")
    kept = seen.verifications

    kept.keep(report_of(seen), at=NOON, by="it")
    kept.keep(report_of(seen, begun), at=NOON + timedelta(minutes=15), by="it")

    # What came since is well; what was found in the whole log is still there.
    stands = kept.standing(NOON + timedelta(minutes=16), since=NOON)
    assert stands.last
    assert stands.last.verdict is Verdict.PROVED
    assert (stands.word, stands.is_alarming) == ("tampering shown", True)


@dataclass
class Run:
    """A process that was started."""

    asked: Sequence[str]
    code: int | None = None
    ended: bool = False

    def poll(self) -> int | None:
        return self.code

    def terminate(self) -> None:
        self.ended = True

    def wait(self) -> int:
        return 0


@dataclass
class Runs:
    begun: list[Run] = field(default_factory=list)

    def __call__(self, asked: Sequence[str]) -> "subprocess.Popen[bytes]":
        self.begun.append(Run(asked))
        return cast("Any", self.begun[-1])


@pytest.fixture
def runs() -> Runs:
    return Runs()


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_process_that_serves_alone_starts_what_is_due(
    seen: Services, clock: FakeClock, runs: Runs, caplog: pytest.LogCaptureFixture
) -> None:
    scheduled = Scheduled(seen.verifications, clock, runs)

    scheduled.look()
    assert runs.begun == []
    clock.advance(seconds=FIRST.total_seconds())
    scheduled.look()
    scheduled.look()
    assert [one.asked for one in runs.begun] == [WHOLE]

    runs.begun[0].code = 0
    report = report_of(seen)
    seen.verifications.keep(report, at=clock.now(), by="it")
    clock.advance(seconds=EVERY.total_seconds() - 1)
    scheduled.look()
    assert len(runs.begun) == 1
    clock.advance(seconds=1)
    scheduled.look()
    assert runs.begun[1].asked == SINCE

    runs.begun[1].code = 1
    clock.advance(seconds=NIGHTLY.total_seconds())
    scheduled.look()
    assert runs.begun[2].asked == WHOLE
    assert caplog.messages == ["verifying the log ended with 1"]
    scheduled.close()
    assert runs.begun[2].ended


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_what_is_started_verifies_this_installation_and_keeps_what_came_out(
    seen: Services,
) -> None:
    """For real, once: a process of its own that is told nothing but where things are."""
    started = in_a_process_of_its_own(seen.settings)(SINCE)

    assert started.wait(timeout=120) == 0
    (kept,) = seen.verifications.last()
    assert (kept.verdict, kept.scope) == (Verdict.PROVED, Scope.WHOLE)
    assert (seen.settings.verifier_folder / REMEMBERED).exists()
