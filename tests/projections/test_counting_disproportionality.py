"""Records by perception, area and officer are what SQL says straight of a raw file, on both engines."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from domain.codelists.editions import RecordType
from domain.codelists.perceptions import PerceivedEthnicity
from domain.counting.disproportion import compare
from domain.counting.periods import Quarter
from domain.counting.populations import By
from projections.people.queries import supervisors
from projections.statistics.disproportionality import Perceived, perceived, together
from projections.statistics.slices import Slice
from tests.builders import CROWD
from tests.people import COLLEAGUE, OFFICER, SUPERVISOR
from tests.projections import raw_file
from tests.projections.asking import asking
from tests.projections.happening import reading, submitted
from web.bootstrap import Services

YEAR = Slice(since=Quarter(2025, 1), until=Quarter(2025, 4))
IN_YEAR = "IncidentDate >= '2025-04-01'"
WORDS = {
    By.ETHNICITY: ("SubjectEthnicity", raw_file.ETHNICITIES),
    By.GENDER: ("SubjectGender", {"Male": "male", "Female": "female", "": "~not-answered"}),
    By.AGE: (
        "SubjectAge",
        {"11-17": "11-to-17", "18-34": "18-to-34", "35-49": "35-to-49", "": "~not-answered"},
    ),
}


@pytest.fixture(scope="module")
def file(taken_over: raw_file.TakenOver) -> Iterator[duckdb.DuckDBPyConnection]:
    with raw_file.counted_in(taken_over.path) as counted:
        yield counted


def on_both(services: Services, wanted: Slice, by: By) -> Perceived:
    with services.analysis._facts() as connection:
        on_facts = perceived(asking(connection), wanted, by=by)
    with services.analysis.asking() as asked:
        assert asked.in_columns
        assert perceived(asked.ask, wanted, by=by) == on_facts
    return on_facts


@pytest.mark.parametrize("by", By)
def test_records_by_perception_and_area(
    taken_over: raw_file.TakenOver, file: duckdb.DuckDBPyConnection, by: By
) -> None:
    column, words = WORDS[by]
    areas = {label: code for code, label in raw_file.AREAS.items()}
    rows = file.execute(
        f"""select Borough, coalesce({column}, ''), count(*) from raw where {IN_YEAR} group by 1, 2"""
    ).fetchall()
    expected: dict[str, dict[str, int]] = {}
    for area, word, number in rows:
        expected.setdefault(areas[area], {})[words[word]] = number

    found = on_both(taken_over.services, YEAR, by)

    assert found.areas == expected
    assert found.records == sum(number for *_, number in rows)
    assert found.crowd == 0
    # Who made these records is not known, and they are nobody's but count all the same.
    assert found.officers == {None: found.all}


def test_rates_are_counts_over_numbers_whoever_divides(
    taken_over: raw_file.TakenOver, file: duckdb.DuckDBPyConnection
) -> None:
    numbers = {"white": 90_000, "black": 7_000, "asian": 11_000, "mixed": 3_000, "other": 2_000}
    rows = dict(
        file.execute(
            f"""with people(word, number) as (values ('White', 90000), ('Black (or Black British)',
                7000), ('Asian (or Asian British)', 11000), ('Mixed', 3000), ('Other', 2000)),
            counted as (select case SubjectEthnicity when 'Chinese' then 'Asian (or Asian British)'
                else SubjectEthnicity end as word, count(*) as n from raw where {IN_YEAR} group by 1)
            select word, n / number / max(case word when 'White' then n / number end) over ()
            from counted join people using (word)"""
        ).fetchall()
    )

    found = on_both(taken_over.services, YEAR, By.ETHNICITY)

    made = compare(found.all, numbers, by=By.ETHNICITY, unknown=0)
    for one in made[1:]:
        word = next(word for word, code in raw_file.ETHNICITIES.items() if code == one.group.code)
        assert one.relative is not None
        assert one.relative.value == pytest.approx(rows[word])


@pytest.fixture
def counted(services: Services) -> Iterator[Services]:
    """Four records of two officers of one team, and one of a crowd."""
    black: dict[str, Any] = {"perceived_ethnicity": PerceivedEthnicity.BLACK}
    submitted(services)
    submitted(services, **black, area="north")
    submitted(services, by=COLLEAGUE, **black)
    submitted(services, by=COLLEAGUE, incident_date=date(2026, 6, 1))
    # Officers may say of a crowd how they perceived it; it is nobody in particular all the same.
    submitted(services, **{**CROWD, **black})
    services.analysis.prepare()
    yield services
    services.analysis.close()


def test_crowds_are_told_and_take_no_part(counted: Services) -> None:
    found = on_both(counted, Slice(since=Quarter(2026, 3)), By.ETHNICITY)

    assert found.all == {"white": 1, "black": 2}
    assert found.crowd == 1
    only = on_both(counted, Slice(kinds=frozenset({RecordType.CROWD.value})), By.ETHNICITY)
    assert (only.records, only.crowd) == (0, 1)


def test_officers_are_put_together_by_who_supervises_them(counted: Services) -> None:
    found = on_both(counted, Slice(), By.ETHNICITY)
    with reading(counted) as connection:
        of = supervisors(connection, counted.settings.force)

    assert found.officers == {
        OFFICER.id: {"white": 1, "black": 1},
        COLLEAGUE.id: {"white": 1, "black": 1},
    }
    assert of == {OFFICER.id: SUPERVISOR.id, COLLEAGUE.id: SUPERVISOR.id}
    assert together(found.officers, of) == {SUPERVISOR.id: {"black": 2, "white": 2}}
    assert together({**found.officers, None: {"white": 9}}, {}) == {}
