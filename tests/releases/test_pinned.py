"""What an edition was counted and labelled by is data of its version: no file of it changes with the code."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from domain.codelists.perceptions import PerceivedEthnicity
from domain.codelists.releases import ReasonForEdition
from domain.codelists.tactics import Tactic
from domain.counting import rules
from domain.counting.periods import Quarter
from domain.releases.facts import NO_FACTS
from domain.releases.release import Basis
from domain.summary import ways as module
from domain.summary.causes import Cause
from domain.summary.counting import RunningFigures, Summary
from domain.summary.pinned.files import LISTS, RULES, pinned
from domain.summary.revisions import Step, follow
from domain.summary.tables import TABLES
from domain.summary.versions import RecordVersion
from domain.summary.ways import (
    CODE_LISTS,
    COUNTING_RULES,
    NEWEST,
    UnknownVersionError,
    Ways,
    code_lists,
    counting_rules,
    ways,
)
from tests.builders import CED_FIRED, CROWD, MINOR_INJURY, used
from tests.domain.summary.records import SCOPE, a_version
from tests.fakes import NOON
from tests.releases import pin, tomorrow
from tests.releases.tomorrow import UNLIT
from web.releases.document import LAYOUT, Counted, document
from web.releases.files import files, layout_of

Files = Mapping[str, bytes]
TACTICS = tuple(Tactic)
"""Those of today."""
KINDS: tuple[dict[str, Any], ...] = (CED_FIRED, MINOR_INJURY, CROWD, {})


def records() -> list[RecordVersion]:
    """One of each kind that a force has."""
    return [_record(number) for number in range(40)]


def _record(number: int) -> RecordVersion:
    said = {
        "tactics": used(TACTICS[number % 28], TACTICS[number * 7 % 28]),
        "perceived_ethnicity": list(PerceivedEthnicity)[number % 7],
        "area": ("central", "north")[number % 2],
        "recorded_at": (None, NOON)[number % 2],
        **KINDS[number % 4],
    }
    return a_version(number, **said)


def an_edition(counted_by: Ways, *more: RecordVersion) -> Files:
    """The files of a second edition, in which some records came late."""
    before, running = records(), RunningFigures(SCOPE, counted_by)
    for one in before:
        running.add(one)
    earlier = running.figures
    late = [a_version(100), *more]
    revision = follow(
        running,
        (
            Step(position=n, record=one.record, cause=Cause.ADDED, before=None, after=one)
            for n, one in enumerate(late)
        ),
    )
    was, now = (
        Summary(scope=SCOPE, ways=counted_by, figures=one, first=Quarter(2026, 1))
        for one in (earlier, running.figures)
    )
    basis = Basis(
        position=9,
        counting_rules=counted_by.rules.version,
        code_lists=counted_by.lists.version,
        layout=LAYOUT,
    )
    return files(
        document(
            Counted(
                summary=now,
                edition=2,
                basis=basis,
                reason=ReasonForEdition.SCHEDULED,
                notice=None,
                facts=NO_FACTS,
                before=[was],
                revision=revision,
                hidden_before={},
            )
        )
    )


def figures(made: Files) -> dict[tuple[str, str, str], dict[str, str]]:
    lines = csv.DictReader(made["figures.csv"].decode().splitlines())
    return {(one["table"], one["row"], one["column"]): one for one in lines}


def second_version(monkeypatch: pytest.MonkeyPatch) -> Ways:
    """What the program says now, as it would be pinned."""
    lists, counting = (
        pin.content(name, "2026-07-01", "Nets are a tactic") for name in (LISTS, RULES)
    )
    later = Ways(rules=counting_rules(2, counting, rules.counted), lists=code_lists(2, lists))
    for name, versions, one in (
        ("COUNTING_RULES", COUNTING_RULES, later.rules),
        ("CODE_LISTS", CODE_LISTS, later.lists),
    ):
        together = {**versions, 2: one}
        monkeypatch.setattr(module, name, together)
        for where in ("web.releases.tidy", "web.releases.drawings"):
            monkeypatch.setattr(f"{where}.{name}", together, raising=False)
    return later


def test_the_archive_says_what_it_is_of_and_what_each_of_its_files_is() -> None:
    archive = ZipFile(io.BytesIO(an_edition(ways(1, 1))["all.zip"]))

    said = " ".join(archive.read("README.txt").decode().split())

    assert said.startswith("Use of force, ")
    assert [name for name in archive.namelist() if name not in said] == ["README.txt"]
    assert "[c] hidden to protect identities" in said
    assert "README.txt" in archive.read("SHA256SUMS").decode()


def test_another_code_label_line_or_check_changes_no_file_of_an_old_edition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = an_edition(ways(1, 1))

    tomorrow.comes(monkeypatch)

    assert Tactic("net") in Tactic
    assert an_edition(ways(1, 1)) == before
    assert len(before) > 10


def test_an_edition_of_the_next_version_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    old = figures(an_edition(ways(1, 1)))
    tomorrow.comes(monkeypatch)
    netted = a_version(101, tactics=used(Tactic(tomorrow.NET)))

    made = an_edition(second_version(monkeypatch), netted)

    new = figures(made)
    assert new["tactics", "net", "records"]["value"] == "1"
    assert new["effectiveness", "net", "yes"]["row_label"] == "Net"
    assert new["by-quarter", "net", "2026-q1"]["value"] == "z"
    assert new["locations", "street", "records"]["row_label"] == tomorrow.ROAD
    assert new["tactics", "unarmed-skills", "records"]["row_label"] == "Empty-handed skills"
    assert new["quality", "contradiction", "records"]["value"] == "42"
    assert int(old["quality", "contradiction", "records"]["value"]) < 41
    assert tomorrow.LATER_ON in made["changes.csv"].decode()
    assert b"Northshire and Coast Police" in made["edition.json"]
    assert b"Net" in made["tactics.svg"]


def test_what_is_pinned_last_is_what_the_program_says(monkeypatch: pytest.MonkeyPatch) -> None:
    # Not so? ``python -m tests.releases.pin`` writes the next version; what is there stays as it is.
    assert [name for name in (LISTS, RULES) if pin.differs(name)] == []

    tomorrow.comes(monkeypatch)

    assert [name for name in (LISTS, RULES) if pin.differs(name)] == [LISTS, RULES]


def test_the_next_version_is_written_beside_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert pin.pin("2026-07-01", "Nets are a tactic", tmp_path) == []
    tomorrow.comes(monkeypatch)

    written = pin.pin("2026-07-01", "Nets are a tactic", tmp_path)

    assert [one.name for one in written] == ["lists-2.json", "rules-2.json"]
    with pytest.raises(FileExistsError):
        pin.pin("2026-07-01", "Something else", tmp_path)
    assert [one.name for one in pin.again(tmp_path)] == ["lists-1.json", "rules-1.json"]
    anew = json.loads((tmp_path / "rules-1.json").read_text(encoding="utf-8"))
    assert (anew["says"], UNLIT in anew["checks"]) == (COUNTING_RULES[1].says, True)


def test_every_version_says_what_it_is_and_every_question_of_a_table_has_its_codes() -> None:
    assert set(COUNTING_RULES) == set(pinned(RULES)) == set(module.COUNTED)
    for one in (*COUNTING_RULES.values(), *CODE_LISTS.values()):
        assert one.says and one.since.day == 1
    for table in TABLES:
        assert table.columns(NEWEST)
        assert table.rows(NEWEST)


@pytest.mark.parametrize("basis", [(2, 1), (1, 2)])
def test_an_edition_that_a_newer_program_counted_is_refused_with_a_sentence(
    basis: tuple[int, int],
) -> None:
    with pytest.raises(UnknownVersionError) as refused:
        ways(*basis)

    assert str(refused.value) == (
        "A newer version of the program counted this edition. Only that one can make it again."
    )


def test_and_so_is_one_that_a_newer_program_laid_out() -> None:
    with pytest.raises(UnknownVersionError):
        layout_of(LAYOUT + 1)
