"""One force, some or all: what is counted, what a sum is called, and what is not available."""

import csv
import io
from pathlib import Path

import pytest

from domain.codelists.forces import Force
from tests.importing import a_line, table
from tests.installations import follow
from tests.projections.happening import submitted, withdrawn
from tests.returns.taking_over import cells, returned, take_over
from web.bootstrap import Services
from web.returns import checking, files
from web.returns.files import Return

FORCES = (Force.GWENT, Force.KENT, Force.SURREY)


@pytest.fixture
def services_of_three(sqlite_services: Services, tmp_path: Path) -> Services:
    """One record of Gwent, two of Kent and three of Surrey, and one of Surrey's a year later."""
    for number, force in enumerate(FORCES, start=1):
        lines = [
            a_line(IncidentDate="2019-06-01", IncidentTime=f"0{one}:00") for one in range(number)
        ]
        if force is Force.SURREY:
            lines.append(a_line(IncidentDate="2020-06-01"))
        path = tmp_path / f"{force.value}.csv"
        path.write_text(table(*lines), encoding="utf-8")
        take_over(sqlite_services, path, force)
    follow(sqlite_services)
    return sqlite_services


def incidents(made: Return) -> dict[str, int | str]:
    """Table 12 without the forces that have no records."""
    return {cell[1]: count for cell, count in cells(made).items() if cell[0] == 12 and count != ":"}


def test_all_forces_are_the_country(services_of_three: Services) -> None:
    made = returned(services_of_three, 2020)

    assert incidents(made) == {
        "Total England and Wales": 6,
        "Total South East": 5,
        "Kent": 2,
        "Surrey": 3,
        "Total Wales": 1,
        "Gwent": 1,
    }
    assert (made.scope.supplying, len(made.scope.forces)) == (3, 43)


def test_some_forces_are_not_called_the_country_nor_their_region(
    services_of_three: Services,
) -> None:
    assert incidents(returned(services_of_three, 2020, "kent", "gwent")) == {
        "Total of 2 forces in this return": 3,
        "Total South East (1 of 5 forces)": 2,
        "Kent": 2,
        "Total Wales (1 of 4 forces)": 1,
        "Gwent": 1,
    }


def test_one_force_alone_counts_its_own_records(services_of_three: Services) -> None:
    made = returned(services_of_three, 2020, "surrey")

    assert incidents(made)["Total of 1 force in this return"] == 3
    assert {cell[1] for cell in cells(made) if cell[0] == 14} == {
        "Total of 1 force in this return",
        "Surrey",
    }


def test_a_force_without_records_in_the_year_is_not_available(services_of_three: Services) -> None:
    found = cells(returned(services_of_three, 2021))

    assert found[12, "Kent", "", "", "Total"] == ":"
    assert found[12, "Total Wales", "", "", "Total"] == ":"
    assert {count for cell, count in found.items() if cell[:2] == (16, "Kent")} == {":"}


def test_earlier_years_stand_in_table_13_beside_this_one(services_of_three: Services) -> None:
    found = cells(returned(services_of_three, 2021))

    assert found[13, "Kent", "Less lethal weapons", "Total", "2019/20"] == 0
    assert found[13, "Kent", "Less lethal weapons", "Total", "2020/21"] == ":"


def test_uses_of_a_ced_that_are_not_what_was_published_are_marked(
    services_of_three: Services,
) -> None:
    published = {("2019/20", "Kent"): (1, *[0] * 10), ("2019/20", "Surrey"): (*[0] * 11,)}

    with services_of_three.analysis.asking() as asked:
        made = files.returned(asked.ask, 2021, frozenset(), position=1, earlier=published)

    (ced,) = (one for one in made.sheets if one.number == 13)
    assert [row.stub[2] for row in ced.rows if "(R)" in row.stub[2]] == ["Kent (R)"]
    assert {row.force for row in ced.rows if "Kent" in row.force} == {"Kent"}


def test_the_british_transport_police_are_counted_nationally_from_2024_on(
    sqlite_services: Services, tmp_path: Path
) -> None:
    path = tmp_path / "btp.csv"
    path.write_text(
        table(a_line(IncidentDate="2023-03-31"), a_line(IncidentDate="2023-04-01"), newest=True),
        encoding="utf-8",
    )
    take_over(sqlite_services, path, Force.BRITISH_TRANSPORT)
    follow(sqlite_services)

    before, after = (returned(sqlite_services, year) for year in (2023, 2024))

    assert incidents(before) == {}
    assert incidents(after)["British Transport Police"] == 1
    assert incidents(after)["Total England and Wales"] == 1
    own = returned(sqlite_services, 2023, "british-transport-police")
    assert incidents(own)["British Transport Police"] == 1


def test_a_withdrawn_record_does_not_count(sqlite_services: Services) -> None:
    submitted(sqlite_services)
    submitted(sqlite_services).then(withdrawn())

    made = returned(sqlite_services, 2027)

    assert incidents(made)["Northshire"] == made.checked.records == 1


def test_checks_say_what_is_to_look_at_and_missing_by_force(
    sqlite_services: Services, tmp_path: Path
) -> None:
    wrong = a_line(
        IncidentDate="2019-06-01",
        StaffInjuryLevel="Minor",
        SubjectAge="",
        **{"Reason for Force: Effect Arrest": "No"},
    )
    for force, lines in ((Force.KENT, [wrong]), (Force.GWENT, [a_line(IncidentDate="2019-06-01")])):
        path = tmp_path / f"{force.value}.csv"
        path.write_text(table(*lines), encoding="utf-8")
        take_over(sqlite_services, path, force)
    follow(sqlite_services)

    found = returned(sqlite_services, 2020).checked

    assert {code for (force, code), count in found.unmet.items() if force == "kent"} == {
        "officer-injury-denied",
        "no-reason",
    }
    assert (found.points("kent"), found.points("gwent")) == (2, 0)
    assert found.missing["kent"]["perceived_age"] == found.missing["kent"]["reasons"] == 1
    assert set(found.missing["gwent"].values()) == {0}
    written = list(csv.DictReader(io.StringIO(checking.lines(found))))
    assert [one for one in written if one["records"] == "1"] == [
        {
            "police_force": "Kent",
            "rule": rule,
            "check": words,
            "records": "1",
            "of_records": "1",
        }
        for rule, words in (
            ("2.3.5", "Detail of an injury to an officer who was not injured"),
            ("2.3.7", "No reason for force"),
            ("missing", "Perceived age"),
            ("missing", "Reason for force"),
        )
    ]
    assert sum(one["rule"] == "supply" for one in written) == 41


def test_a_record_from_before_recording_began_is_checked_and_in_no_year(
    sqlite_services: Services, tmp_path: Path
) -> None:
    path = tmp_path / "old.csv"
    path.write_text(table(a_line(IncidentDate="2016-06-01")), encoding="utf-8")
    take_over(sqlite_services, path, Force.KENT)
    follow(sqlite_services)

    made = returned(sqlite_services, 2018)

    assert made.checked.failing("before-recording-began") == 1
    assert made.checked.records == 0
    assert cells(made)[15, "Kent", "Less lethal weapons", "Total", "January to December 2016"] == 0
    assert cells(made)[14, "Kent", "Less lethal weapons", "Total", "January to March 2017"] == ":"


def test_the_period_of_a_year_is_said_in_days() -> None:
    assert files.period_of(2020) == "1 April 2019 to 31 March 2020"
