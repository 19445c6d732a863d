"""A program of tomorrow: with another code, another label, another line, another check and another force's
name.
"""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from domain.codelists.answers import Absence
from domain.codelists.codelist import CodeList
from domain.codelists.forces import Force
from domain.codelists.locations import LocationType
from domain.codelists.tactics import Tactic
from domain.counting import groupings, quality
from domain.counting.groupings import Kind, Line
from domain.records.account import Account
from domain.summary.causes import Cause

NET, SINCE = "net", date(2026, 7, 1)
ROAD, LATER_ON = "Road, street or highway", "Came later"
UNLIT = "unlit-place"


def comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this program that one, until the end of the test."""
    net = _add(monkeypatch, Tactic, NET, "Net", SINCE)
    monkeypatch.setattr(LocationType.STREET, "label", ROAD)
    monkeypatch.setattr(Cause.ADDED, "label", LATER_ON)
    monkeypatch.setattr(Absence.NOT_KNOWN, "label", "Nobody knew")
    monkeypatch.setattr(Force.NORTHSHIRE, "label", "Northshire and Coast Police")
    monkeypatch.setattr(groupings, "LINES", tuple(_lines(net)))
    _add_check(monkeypatch)


def _add(
    monkeypatch: pytest.MonkeyPatch, codes: type[CodeList], code: str, label: str, since: date
) -> CodeList:
    """What a line more in the source of a code list does."""
    member = str.__new__(codes, code)
    for name, value in (
        ("_value_", code),
        ("_name_", code.upper()),
        ("label", label),
        ("since", since),
        ("until", date.max),
    ):
        setattr(member, name, value)
    monkeypatch.setitem(codes._member_map_, code.upper(), member)  # type: ignore[arg-type]
    monkeypatch.setitem(codes._value2member_map_, code, member)
    monkeypatch.setattr(codes, "_member_names_", [*codes._member_names_, code.upper()])
    return member


def _lines(net: CodeList) -> Iterator[Line]:
    """The lines of the return with a net among all tactics, and another name for what is used most."""
    tactic = frozenset({Tactic(net)})
    for line in groupings.LINES:
        label = "Empty-handed skills" if line.code == "unarmed-skills" else line.label
        more = tactic if line.code == "total" else frozenset[Tactic]()
        yield Line(
            code=line.code,
            label=label,
            kind=line.kind,
            tactics=line.tactics | more,
            depth=line.depth,
        )
    yield Line(code=NET, label="Net", kind=Kind.TACTIC, tactics=tactic, depth=0)


def _add_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that no record meets."""
    unmet_today = quality._unmet

    def unmet(account: Account, at: datetime) -> Iterator[str]:
        yield from unmet_today(account, at)
        yield UNLIT

    check = quality.Check(code=UNLIT, label="Unlit place", kind=quality.CONTRADICTION, rule=None)
    monkeypatch.setattr(quality, "CHECKS", (*quality.CHECKS, check))
    monkeypatch.setattr(quality, "_unmet", unmet)
