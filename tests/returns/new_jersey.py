"""New Jersey's published reports as the table that is counted again: what each means was read from the
files and what their publisher says of them, as in ``tests/new_jersey/figures.py``, not from the mapping.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from tests.new_jersey.figures import ETHNICITIES, FORCE, MINOR, PEOPLE, PLACES, SEVERE, TABLES

WORDS = {
    "unarmed-skills": (
        "Unarmed Skills (including pressure points, strikes, restraints and take-downs)"
    ),
    "pava-used": "Irritant Spray - PAVA Used",
    "cs-used": "Irritant Spray - CS Used",
    "ced-fired": "CED (Taser) Fired",
    "ced-arced": "CED (Taser) Arced",
    "firearm-aimed": "Firearm Aimed",
    "firearm-fired": "Firearm Fired",
    "dog-bite": "Dog Bite",
    "baton-used": "Baton Used",
    "other": "Other/Improvised",
}
GROUPS = {
    "white": "White",
    "black": "Black (or Black British)",
    "asian": "Asian (or Asian British)",
    "mixed": "Mixed",
    "other": "Other",
}
SETTINGS = {
    "street": "Street/Highway",
    "dwelling": "Dwelling",
    "police-station": "Police station (excluding custody block)",
    "hospital": "Hospital/A&E (non-mental-health setting)",
    "licensed": "Licensed Premises",
    "other": "Other",
}


def from_new_jersey(folder: Path) -> duckdb.DuckDBPyConnection:
    """Published files, a row for each person that a report names."""
    connection = duckdb.connect()
    for name in TABLES:
        file = folder / f"{name}.csv.gz"
        connection.execute(
            f"create view {name} as select * from read_csv('{file}', all_varchar = true)"
        )
    connection.execute(PEOPLE)
    connection.execute(
        f"""create table raw_records as
            select 'Northshire' as force, incident_date_1::date as day,
                coalesce(steps, []) as steps, false as ced_used,
                case when age is null then null when age::int <= 10 then '0-10'
                     when age::int <= 17 then '11-17' when age::int <= 34 then '18-34'
                     when age::int <= 49 then '35-49' when age::int <= 64 then '50-64'
                     else '65 and over' end as age,
                case gender when 'Male' then 'Male' when 'Female' then 'Female'
                     when 'Non-Binary/X' then 'Other' end as gender,
                {_named("race", ETHNICITIES, GROUPS)} as ethnicity,
                null::boolean as physical, mental,
                []::varchar[] as reasons, coalesce(factors, []) as factors,
                list_concat(case when arrested = 'True' then ['Arrested'] else [] end,
                            coalesce(outcomes, [])) as outcomes,
                coalesce(places, []) as places,
                case when form_id in (select form_id from incident_officer_injury_type)
                     then 'Yes' else 'No' end as officer_injured,
                null as intentional, officer_level,
                case injured when 'True' then 'Yes' when 'False' then 'No' end as subject_injured,
                subject_level
            from people
                join incident using (form_id)
                left join ({
            _list(
                "alone", "incident_subject_force_type", "steps", _named("force_type", FORCE, WORDS)
            )
        }) using (person)
                left join ({
            _list(
                "people",
                "incident_location_type",
                "places",
                _named("location_type", PLACES, SETTINGS),
            )
        }) using (person)
                left join ({
            _list("alone", "incident_subject_perceived_condition", "factors", CONDITIONS)
        }) using (person)
                left join ({
            _list("alone", "incident_subject_reason_not_arrested", "outcomes", NOT_ARRESTED)
        }) using (person)
                left join (select person, bool_or(perceived_condition like 'Potential Mental%')
                               as mental
                           from alone join incident_subject_perceived_condition using (form_id)
                           where perceived_condition like 'Potential Mental%'
                               or perceived_condition like 'No unusual%'
                           group by person) using (person)
                left join ({
            _level("people", "incident_officer_injury_type", "officer_injury_type", "officer_level")
        }) using (person)
                left join ({
            _level("alone", "incident_subject_injury", "subject_injury", "subject_level")
        }) using (person)"""
    )
    return connection


CONDITIONS = """case when perceived_condition like 'Potential Mental%' then 'Mental Health'
                     when perceived_condition not like 'No unusual%' then 'Other' end"""
NOT_ARRESTED = """case reason_not_arrested when 'Subject Fled' then 'Made off/escaped'
                       when 'Deceased' then 'Fatality' else 'Other' end"""


def _list(people: str, table: str, name: str, word: str) -> str:
    """The different words of each person."""
    return f"""select person, list(distinct {word}) filter ({word} is not null) as {name}
               from {people} join {table} using (form_id) group by person"""


def _level(people: str, table: str, column: str, name: str) -> str:
    return f"""select person, case when bool_or({column} in {SEVERE}) then 'Severe'
                                   when bool_or({column} in {MINOR}) then 'Minor' end as {name}
               from {people} join {table} using (form_id) group by person"""


def _named(column: str, codes: Mapping[str, Iterable[str]], words: Mapping[str, str]) -> str:
    """A word of theirs as the word of the Metropolitan layout."""
    cases = " ".join(
        f"when {column} in ({', '.join(map(_quoted, theirs))}) then {_quoted(words[code])}"
        for code, theirs in codes.items()
    )
    return f"case {cases} end"


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
