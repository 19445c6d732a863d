"""The main points of a summary are computed: each is a number beside something."""

from datetime import date
from uuid import UUID

from domain.codelists.injuries import SubjectInjured
from domain.codelists.tactics import Tactic
from domain.counting.periods import Quarter
from domain.releases.period import Period
from domain.summary.counting import RunningFigures, Scope, Summary
from domain.summary.main_points import coverage_in_words, main_points
from domain.summary.versions import RecordVersion
from domain.summary.ways import NEWEST
from tests.builders import CED_FIRED, CROWD, used
from tests.domain.summary.records import SCOPE, a_version

LONG_AGO = Quarter(2017, 1)


def _said(*versions: RecordVersion, scope: Scope = SCOPE, first: Quarter = LONG_AGO) -> list[str]:
    tally = RunningFigures(scope, NEWEST)
    for version in versions:
        tally.add(version)
    summary = Summary(scope=scope, ways=NEWEST, figures=tally.figures, first=first)
    return [f"{one.figure} {one.words}" for one in main_points(summary)]


def test_records_are_told_beside_those_of_a_year_before() -> None:
    now = [a_version(number) for number in (1, 2, 3)]
    then = [a_version(number, incident_date=date(2025, 8, 1)) for number in (4, 5)]

    assert _said(*now, *then)[0] == "3 records, 50.0% more than in July to September 2025 (2)"
    assert _said(*now)[0] == "3 records, and none is held of July to September 2025"
    assert _said(*now[:2], *then)[0] == "2 records, as many as in July to September 2025"
    assert _said(now[0], *then)[0].startswith("1 record, 50.0% fewer")


def test_a_year_is_told_beside_the_year_before() -> None:
    year = Scope(force=SCOPE.force, period=Period(2026))
    then = a_version(2, incident_date=date(2026, 3, 31))

    assert _said(a_version(1), then, scope=year)[0] == "1 record, as many as in the year before"


def test_a_year_of_which_only_some_is_held_is_compared_with_nothing() -> None:
    year = Scope(force=SCOPE.force, period=Period(2026))
    then = a_version(2, incident_date=date(2026, 3, 31))

    found = _said(a_version(1), then, scope=year, first=Quarter(2025, 4))

    assert found[0] == "1 record, and only some are held of the year before"


def test_the_most_frequent_tactic_is_told_and_never_communications() -> None:
    talked = [
        a_version(number, tactics=used(Tactic.COMMUNICATIONS, Tactic.SHIELD)) for number in (1, 2)
    ]
    other = a_version(3, tactics=used(Tactic.COMMUNICATIONS, Tactic.BATON_USED))

    found = _said(*talked, other)

    assert found[1] == (
        "2 records with the most frequent tactic, “Shield” (66.7% of those that name one)"
    )


def test_tasers_and_injuries_are_told() -> None:
    found = _said(
        a_version(1, **CED_FIRED),
        a_version(2),
        a_version(3, subject_injured=SubjectInjured.UNKNOWN),
    )

    assert "1 record with a Taser; in 1 of them (100.0%) it was discharged" in found
    assert "0 records of an injured person (0.0% of those that say; 1 do not)" in found


def test_of_nothing_little_is_told() -> None:
    assert _said() == ["0 records, and none is held of July to September 2025"]


def test_people_are_estimated_from_the_records_in_which_they_are_told_apart() -> None:
    linked = [a_version(number, subject=UUID(int=81)) for number in (1, 2)]
    identified = a_version(3, subject_identifier="NOM-1")
    unknown = [a_version(number) for number in (4, 5, 6)]

    found = _said(*linked, identified, *unknown, a_version(7, **CROWD))

    assert (
        "4 people is the estimate, if all records were like the 50.0% in which people are told apart"
    ) in found


def test_coverage_is_told_with_its_base_or_said_to_be_unknown() -> None:
    loaded = {
        ("coverage", "arrest", "matched"): 7,
        ("coverage", "ced", "open"): 1,
        ("coverage", "ced", "explained"): 5,
    }

    assert coverage_in_words(loaded) == (
        "87.5% of 8 entries of other systems have the record that is due;"
        " for 5 more it was explained why there is none"
    )
    assert coverage_in_words({}).startswith("nothing was loaded")
