"""Each section of a summary begins with one sentence, worked out from what is published of it."""

from uuid import UUID

from domain.codelists.answers import Absence, YesNo
from domain.codelists.injuries import SubjectInjured
from domain.codelists.locations import LocationType
from domain.codelists.perceptions import PerceivedEthnicity
from domain.codelists.tactics import Tactic
from domain.disclosure.treatments import Treatment
from domain.summary.counting import RunningFigures, Summary
from domain.summary.findings import findings
from domain.summary.published import PublishedTable, published
from domain.summary.sections import SECTIONS, in_sections
from domain.summary.tables import BY_CODE
from domain.summary.versions import RecordVersion
from domain.summary.ways import NEWEST
from tests.builders import used
from tests.domain.summary.records import SCOPE, a_version


def _tables(*versions: RecordVersion) -> tuple[PublishedTable, ...]:
    running = RunningFigures(SCOPE, NEWEST)
    for version in versions:
        running.add(version)
    summary = Summary(scope=SCOPE, ways=NEWEST, figures=running.figures, first=SCOPE.series[0])
    return published(summary)


def _found(*versions: RecordVersion) -> dict[str, str]:
    return dict(findings(_tables(*versions), NEWEST.rules))


def test_records_are_told_with_their_officers_encounters_and_lateness() -> None:
    together = UUID(int=71)
    versions = [
        a_version(1, encounter=together),
        a_version(2, encounter=together, officer=UUID(int=2), recorded_at=None),
    ]

    assert _found(*versions)["records"] == (
        "2 records by 2 officers, counted as 1 encounter (2 of them linked to others); 0.0% of those that"
        " say when were made more than 24 hours after."
    )


def test_communications_are_in_no_sentence() -> None:
    versions = [
        a_version(1, tactics=used(Tactic.COMMUNICATIONS, Tactic.SHIELD, effective=YesNo.YES)),
        a_version(2, tactics=used(Tactic.COMMUNICATIONS, effective=YesNo.NO)),
    ]

    assert _found(*versions)["tactics"] == (
        "100.0% of records that name a tactic name “Shield”; officers said of 100.0% of 1 use that the"
        " tactic was effective."
    )


def test_two_that_are_named_as_often_are_both_told_and_of_three_none() -> None:
    places = (LocationType.STREET, LocationType.DWELLING, LocationType.LICENSED)
    versions = [a_version(number, locations=(one,)) for number, one in enumerate(places, start=1)]

    two, three = (_found(*versions[:many])["circumstances"] for many in (2, 3))

    assert "The place named most is “" in two
    assert "” and “" in two
    assert "place" not in three


def test_who_is_not_known_is_no_part_of_what_was_perceived() -> None:
    versions = [
        a_version(1, perceived_ethnicity=PerceivedEthnicity.WHITE),
        a_version(2, perceived_ethnicity=PerceivedEthnicity.DONT_KNOW),
        a_version(3, perceived_ethnicity=PerceivedEthnicity.DONT_KNOW),
    ]

    assert "ethnicity was “White” in 100.0%" in _found(*versions)["people"]


def test_injuries_are_shares_of_the_records_that_say() -> None:
    versions = [
        a_version(1, subject_injured=SubjectInjured.YES, officer_injured=YesNo.NO),
        a_version(2, subject_injured=SubjectInjured.NO, officer_injured=Absence.NOT_ANSWERED),
        a_version(3, subject_injured=SubjectInjured.UNKNOWN, officer_injured=YesNo.NO),
    ]

    assert _found(*versions)["injuries"] == (
        "Of those that say so, the person was injured in 50.0% of 2 records and the officer in 0.0% of"
        " 2 records."
    )


def test_of_nothing_nothing_is_found() -> None:
    assert _found() == {}


def test_no_table_that_hides_or_rounds_takes_part() -> None:
    versions = [a_version(number, area="north") for number in range(1, 4)]
    tables = _tables(*versions)

    plain = [one for one in tables if one.control.treatment is Treatment.NONE]

    assert len(plain) < len(tables)
    assert findings(plain, NEWEST.rules) == findings(tables, NEWEST.rules)


def test_every_table_is_in_one_section() -> None:
    placed = [code for section in SECTIONS for code in section.tables]

    assert len(placed) == len(set(placed))
    assert set(BY_CODE) <= set(placed)


def test_a_table_of_no_section_comes_last() -> None:
    found = in_sections(("tactics", "new-one"))

    assert [(one.code, one.tables) for one in found] == [
        ("tactics", ("tactics",)),
        ("more", ("new-one",)),
    ]
