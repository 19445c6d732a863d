"""What records were at a position stays readable, and every step between two positions has its cause."""

from collections import Counter
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from domain.codelists.answers import Absence
from domain.codelists.forces import Force
from domain.codelists.perceptions import PerceivedEthnicity
from domain.codelists.tactics import Tactic
from domain.counting.periods import Quarter
from domain.releases.period import Period
from domain.summary.causes import Cause
from domain.summary.counting import BY_QUARTER, Key, Scope
from domain.summary.revisions import DoesNotAddUpError, Revision
from domain.summary.tables import CROSSED
from domain.summary.ways import NEWEST, Ways
from projections.statistics.slices import Slice
from projections.statistics.tactics import by_tactic
from projections.versions import summary
from tests.builders import CROWD, used
from tests.people import COLLEAGUE
from tests.projections.asking import asking
from tests.projections.happening import (
    Happening,
    about,
    about_nobody,
    amended,
    linked,
    reading,
    restored,
    submitted,
    unlinked,
    withdrawn,
)
from web.bootstrap import Services

QUARTER = Quarter(2026, 3)
SCOPE = Scope(force=Force.NORTHSHIRE, period=Period(2026, 3))
ENCOUNTER, PERSON = UUID(int=5), UUID(int=6)
RECORDS: Key = ("counted", "records", "records")
OFFICERS: Key = ("counted", "officers", "records")
ENCOUNTERS: Key = ("counted", "encounters", "records")
PEOPLE: Key = ("counted", "people", "records")
TOLD_APART: Key = ("counted", "told-apart", "records")


def _at(services: Services, ways: Ways = NEWEST) -> summary.At:
    return summary.At(position=services.log.last_position(), ways=ways)


def _figures(services: Services, at: summary.At) -> dict[Key, int]:
    with reading(services) as connection:
        return summary.figures(connection, SCOPE, at)


def _revision(services: Services, earlier: summary.At, later: summary.At) -> Revision:
    with reading(services) as connection:
        return summary.revision(connection, SCOPE, earlier, later)


def _some(services: Services) -> list[Happening]:
    """Records of two officers, one of a crowd, one of the quarter before."""
    return [
        submitted(services, reference="UOF-26-000001"),
        submitted(services, reference="UOF-26-000002", tactics=used(Tactic.BATON_USED)),
        submitted(services, reference="UOF-26-000003", by=COLLEAGUE, **CROWD),
        submitted(services, reference="UOF-26-000004", incident_date=Quarter(2026, 2).first_day),
    ]


def test_what_was_counted_stays_counted_whatever_happens_after(services: Services) -> None:
    first, second, third, fourth = _some(services)
    edition = _at(services)
    before = _figures(services, edition)

    first.then(amended(area="north", perceived_ethnicity=PerceivedEthnicity.BLACK))
    second.then(withdrawn())
    third.then(linked(ENCOUNTER))
    fourth.then(amended(incident_date=QUARTER.first_day))
    submitted(services, reference="UOF-26-000005")

    assert _figures(services, edition) == before
    assert before[RECORDS] == 3
    assert _figures(services, _at(services))[RECORDS] == 4


def test_tactics_are_counted_as_the_report_of_tactics_counts_them(services: Services) -> None:
    for happening in _some(services)[:2]:
        happening.then(amended(tactics=used(Tactic.SHIELD, Tactic.BATON_DRAWN, Tactic.DOG_BITE)))
    counted = _figures(services, _at(services))

    with reading(services) as connection:
        report = by_tactic(
            asking(connection),
            Slice(since=SCOPE.series[0], until=QUARTER, forces=frozenset({"northshire"})),
        )

    expected = {
        (BY_QUARTER, line, quarter.code): figure.records
        for (line, quarter), figure in report.figures.items()
    }
    assert {key: n for key, n in counted.items() if key[0] == BY_QUARTER} == expected
    assert {
        key[1]: n for key, n in counted.items() if key[0] == "tactics" and key[2] == "times"
    } == {
        line: figure.times
        for (line, quarter), figure in report.figures.items()
        if quarter == QUARTER
    }


def test_every_cause_of_a_difference_is_told_apart(services: Services) -> None:
    first, second, third, fourth = _some(services)
    second.then(withdrawn())
    edition = _at(services)

    first.then(amended(tactics=used(Tactic.BATON_USED)))
    second.then(restored())
    third.then(withdrawn(by=COLLEAGUE))
    fourth.then(amended(incident_date=QUARTER.first_day))
    added = submitted(services, reference="UOF-26-000005")
    revision = _revision(services, edition, _at(services))

    assert revision.parts[RECORDS] == Counter(
        {Cause.RESTORED: 1, Cause.WITHDRAWN: -1, Cause.AMENDED: 1, Cause.ADDED: 1}
    )
    assert revision.records[RECORDS, Cause.ADDED] == Counter({added.id: 1})
    assert revision.parts["tactics", "baton-used", "records"] == Counter(
        {Cause.AMENDED: 1, Cause.RESTORED: 1}
    )
    # The only record of an officer was withdrawn: they have none any more.
    assert revision.parts[OFFICERS] == Counter({Cause.WITHDRAWN: -1})
    moved = ("by-quarter", "records", "2026-q2")
    assert revision.parts[moved] == Counter({Cause.AMENDED: -1})


def test_linking_moves_encounters_and_nothing_else(services: Services) -> None:
    first, second, *_ = _some(services)
    apart = _at(services)

    first.then(linked(ENCOUNTER))
    second.then(linked(ENCOUNTER))
    together = _at(services)
    second.then(unlinked())

    linking = _revision(services, apart, together)
    assert linking.parts[ENCOUNTERS] == Counter({Cause.RELINKED: -1})
    assert {key[1] for key in linking.moved} == {"encounters", "linked"}
    assert _revision(services, together, _at(services)).difference(ENCOUNTERS) == 1


def test_linking_persons_moves_people_and_those_told_apart_and_nothing_else(
    services: Services,
) -> None:
    nobody: dict[str, Any] = {"subject_identifier": Absence.NOT_ANSWERED}
    first, second = (
        submitted(services, reference=f"UOF-26-00000{number}", **nobody) for number in (1, 2)
    )
    apart = _at(services)
    assert {PEOPLE, TOLD_APART}.isdisjoint(_figures(services, apart))

    first.then(about(PERSON))
    second.then(about(PERSON))
    together = _at(services)
    second.then(about_nobody())

    linking = _revision(services, apart, together)
    assert linking.parts[PEOPLE] == Counter({Cause.RELINKED: 1})
    assert linking.parts[TOLD_APART] == Counter({Cause.RELINKED: 2})
    assert linking.records[TOLD_APART, Cause.RELINKED] == Counter({first.id: 1, second.id: 1})
    assert set(linking.moved) == {PEOPLE, TOLD_APART}
    undone = _revision(services, together, _at(services))
    assert undone.parts == {TOLD_APART: Counter({Cause.RELINKED: -1})}
    assert _figures(services, together)[PEOPLE] == 1


def test_records_are_held_from_the_quarter_of_the_first_that_counts(services: Services) -> None:
    def first() -> Quarter:
        with reading(services) as connection:
            return summary.count(connection, SCOPE, _at(services)).summary.first

    of_nothing = first()
    submitted(services, reference="UOF-26-000001")
    earlier = submitted(
        services, reference="UOF-26-000002", incident_date=Quarter(2025, 4).first_day
    )
    of_both = first()
    earlier.then(withdrawn())

    assert (of_nothing, of_both, first()) == (QUARTER, Quarter(2025, 4), QUARTER)


def test_a_year_counts_its_quarters_in_the_tables_that_cross_two_questions(
    services: Services,
) -> None:
    _some(services)
    scope = Scope(force=SCOPE.force, period=Period(2026))
    with reading(services) as connection:
        year, quarter = (
            summary.count(connection, one, _at(services)).summary for one in (scope, SCOPE)
        )

    crossed = {one.code for one in CROSSED}
    assert quarter.parts == ()
    assert [one.scope.period for one in year.parts] == list(Period(2026).quarters)
    assert year.parts[2].figures == {
        key: one for key, one in quarter.figures.items() if key[0] in crossed
    }
    assert [one.figures.get(RECORDS, 0) for one in year.parts] == [0, 1, 3, 0]


def test_what_happened_is_not_blamed_on_a_new_rule(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    _some(services)
    edition = _at(services)
    submitted(services, reference="UOF-26-000005")
    later = _at(services, Ways(rules=replace(NEWEST.rules, version=2), lists=NEWEST.lists))

    # The steps were lost, as they would be in a read model that somebody changed.
    monkeypatch.setattr(summary.queries, "steps", lambda *_, **__: [])

    with pytest.raises(DoesNotAddUpError):
        _revision(services, edition, later)


def test_a_change_undone_moves_nothing_and_is_told_nevertheless(services: Services) -> None:
    first, *_ = _some(services)
    edition = _at(services)

    first.then(withdrawn(), restored())
    revision = _revision(services, edition, _at(services))

    assert revision.difference(RECORDS) == 0
    assert revision.parts[RECORDS] == Counter({Cause.WITHDRAWN: -1, Cause.RESTORED: 1})


def test_a_changed_rule_and_a_changed_list_are_told_from_what_happened(services: Services) -> None:
    _some(services)
    edition = _at(services)
    submitted(services, reference="UOF-26-000005", tactics=used(Tactic.SHIELD))
    batons_are_shields = replace(
        NEWEST.lists, version=2, recoded={"tactics": {"baton-used": "shield"}}
    )
    all_or_nothing = replace(
        NEWEST.rules, version=2, counted=lambda tactics: frozenset(tactics) - {Tactic.SHIELD}
    )
    later = _at(services, Ways(rules=all_or_nothing, lists=batons_are_shields))

    revision = _revision(services, edition, later)

    assert revision.parts["tactics", "shield", "records"] == Counter(
        {Cause.ADDED: 1, Cause.RECODED: 1, Cause.RULE: -2}
    )
    assert revision.parts["tactics", "not-reported", "records"] == Counter({Cause.RULE: 2})
