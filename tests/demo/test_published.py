"""The tables of the model are those that were published, where the published workbooks are at hand."""

import csv
from collections.abc import Iterator

import pytest

from domain.codelists.answers import Absence
from domain.codelists.codelist import CodeList
from domain.codelists.forces import Force
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.perceptions import PerceivedAge, PerceivedGender
from domain.codelists.reasons import ReasonForForce
from domain.codelists.tactics import Tactic
from tests.architecture.source import ROOT
from web.demo.generating import frequencies
from web.demo.generating.force_sizes import RECORDS, areas_of, shared_out
from web.demo.generating.frequencies import YEARS, Row

TIDY = ROOT.parent / "shared" / "data" / "home_office_use_of_force" / "tidy"
TOTALS = {2018: 313_137, 2019: 427_725, 2020: 491_984}

at_hand = pytest.mark.skipif(not TIDY.is_dir(), reason="the published workbooks are not at hand")


def rows(file: str) -> Iterator[dict[str, str]]:
    with (TIDY / file).open(encoding="utf-8-sig") as opened:
        yield from csv.DictReader(opened)


NAMES = {
    "Avon & Somerset": Force.AVON_AND_SOMERSET,
    "Devon & Cornwall": Force.DEVON_AND_CORNWALL,
    "London, City of": Force.CITY_OF_LONDON,
    "Metropolitan Police": Force.METROPOLITAN,
}


def force_named(name: str) -> Force:
    return NAMES.get(name) or Force(name.lower().replace(" ", "-"))


@at_hand
def test_the_sizes_of_forces_are_those_of_table_12() -> None:
    published = {
        force_named(row["police_force"]): int(row["incidents"])
        for row in rows("incidents_by_force.csv")
        if row["year_ending_march"] == "2020" and not row["police_force"].startswith("Total")
    }

    assert published == RECORDS


def test_there_are_43_forces_with_all_records_of_the_year() -> None:
    assert len(RECORDS) == 43
    assert sum(RECORDS.values()) == TOTALS[2020]


@pytest.mark.parametrize("records", [1, 42, 43, 44, 1_000, 999_999])
def test_every_record_is_shared_out(records: int) -> None:
    shares = shared_out(records, tuple(RECORDS))

    assert sum(shares.values()) == records
    assert all(
        abs(share - records * RECORDS[force] / TOTALS[2020]) < 1 for force, share in shares.items()
    )


def test_larger_forces_have_more_areas() -> None:
    assert len(areas_of(Force.METROPOLITAN)) > len(areas_of(Force.KENT)) >= 3


TABLE_1: dict[str, CodeList] = {
    "Compliant handcuffing": Tactic.COMPLIANT_HANDCUFFING,
    "Non-compliant handcuffing": Tactic.NON_COMPLIANT_HANDCUFFING,
    "Limb / Body restraints": Tactic.LIMB_RESTRAINTS,
    "Ground restraint": Tactic.GROUND_RESTRAINT,
    "Baton drawn": Tactic.BATON_DRAWN,
    "Baton used": Tactic.BATON_USED,
    "Irritant spray - drawn": Row.SPRAY_DRAWN,
    "Irritant spray - used": Row.SPRAY_USED,
    "Spit and bite guard": Tactic.SPIT_GUARD,
    "Shield": Tactic.SHIELD,
    "CED, of which": Row.CED,
    "Dog deployed": Tactic.DOG_DEPLOYED,
    "Dog bite": Tactic.DOG_BITE,
    "Other / improvised": Tactic.OTHER,
}


@at_hand
@pytest.mark.parametrize("ending", YEARS)
def test_tactics_are_those_of_table_1(ending: int) -> None:
    found = {}
    for row in rows("table1_tactics.csv"):
        if row["year_ending_march"] == str(ending) and row["tactic"] in TABLE_1:
            count = row["incidents_involving_tactic"] or row["times_tactic_reported"]
            found[TABLE_1[row["tactic"]]] = 100 * int(count) / TOTALS[ending]

    assert len(found) == len(TABLE_1)
    for code, percent in found.items():
        assert YEARS[ending].tactics[code] == pytest.approx(percent, abs=0.06), code


DIMENSIONS = {
    "Under 11 years": PerceivedAge.UNDER_11,
    "11 - 17 years": PerceivedAge.FROM_11,
    "18 - 34 years": PerceivedAge.FROM_18,
    "35 - 49 years": PerceivedAge.FROM_35,
    "50 - 64 years": PerceivedAge.FROM_50,
    "65 and over": PerceivedAge.FROM_65,
    "Male": PerceivedGender.MALE,
    "Female": PerceivedGender.FEMALE,
}


def dimension(ending: int, name: str) -> dict[str, float]:
    return {
        row["category"]: 100 * int(row["count"]) / TOTALS[ending]
        for row in rows("national_tactic_by_dimension.csv")
        if row["year_ending_march"] == str(ending)
        and row["dimension"] == name
        and row["tactic"] == "(incidents involving group)"
    }


@at_hand
@pytest.mark.parametrize("ending", YEARS)
def test_ages_and_genders_are_those_of_tables_2_and_3(ending: int) -> None:
    year = YEARS[ending]
    for name, shares in (("perceived_age", year.age), ("perceived_gender", year.gender)):
        published = dimension(ending, name)
        assert published
        for category, percent in published.items():
            if category in DIMENSIONS:
                assert shares[DIMENSIONS[category]] == pytest.approx(percent, abs=0.06), category
            if category == "Not reported":
                assert shares[Absence.NOT_KNOWN] == pytest.approx(percent, abs=0.06)


@at_hand
@pytest.mark.parametrize(
    ("name", "shares", "codes"),
    [
        ("reason_for_force", frequencies.REASONS, tuple(ReasonForForce)),
        ("impact_factor", frequencies.IMPACT_FACTORS, tuple(ImpactFactor)),
    ],
)
def test_reasons_and_factors_are_those_of_tables_6_and_7(
    name: str, shares: dict[CodeList, float], codes: tuple[CodeList, ...]
) -> None:
    published = dimension(2020, name)

    # The tables have them in the order of the form.
    ours = [shares[code] for code in codes if code in shares]
    assert ours == pytest.approx(list(published.values()), abs=0.06)
