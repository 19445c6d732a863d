"""Figures of New Jersey's reports, each counted twice: in the published files, and in our read models.

The first count knows nothing of the mapping. It is written from what the publisher says of the files:
a report may name several subjects; the lists about subjects do not say about which, so they say
something of one person only where a report has one; everything else is said of each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from sqlalchemy import Engine, text

from projections.projection import SCHEMA

TABLES = (
    "subject",
    "incident",
    "incident_location_type",
    "incident_video_type",
    "incident_officer_injury_type",
    "incident_subject_force_type",
    "incident_subject_resistance",
    "incident_subject_perceived_condition",
    "incident_subject_injury",
    "incident_subject_medical_treatment",
    "incident_subject_reason_not_arrested",
)

PEOPLE = """
create view reported as select form_id, count(*) as subjects from subject group by form_id;
create view people as
    select s.*, r.subjects, s.form_id || '-' || s."index" as person
    from subject s join reported r using (form_id)
    where s.type is distinct from 'Animal';
create view alone as select * from people where subjects = 1;
"""
"""Force on an animal is no record; ``alone`` are the people of whom the lists say something."""

FORCE = {
    "unarmed-skills": (
        "Used arms/hands",
        "Used arms",
        "Used arm bar on",
        "Used pressure points on",
        "Used take down on",
        "Used fists/punch",
        "Used legs/kicks",
        "Used head",
    ),
    "pava-used": ("Discharged Chemical at", "High Volume OC Spray"),
    "cs-used": ("CS Gas",),
    "ced-fired": ("Used CED on",),
    "ced-arced": ("CED Spark Display",),
    "firearm-aimed": ("Pointing Firearm",),
    "firearm-fired": ("Discharged Firearm at",),
    "dog-bite": ("Canine bit (apprehension)", "Canine bit (spontaneous)"),
    "baton-used": ("Compliance hold with impact weapon- not a strike",),
    "other": (
        "Other",
        "Struck",
        "Used Less-lethal device on",
        "Intent to strike with a motor vehicle",
    ),
}
PLACES = {
    "street": ("Street",),
    "dwelling": ("Residence",),
    "police-station": ("Police Station",),
    "hospital": ("Hospital",),
    "licensed": ("Alcohol Establishment (bar, club, casino)",),
    "other": ("Other", "Business", "School", "Restaurant", "Jail/Prison", "Court House"),
}
ETHNICITIES = {
    "white": ("White",),
    "black": ("Black",),
    "asian": ("Asian",),
    "mixed": ("Two or more races",),
    "other": ("Hispanic", "American Indian", "Other"),
}
SEVERE = "('Fracture/dislocation', 'Concussion', 'Gunshot wound')"
MINOR = "('Complaint of pain', 'Contusion/bruise', 'Abrasion/Laceration/Puncture')"
RANKS_OF_RESISTANCE = {
    "Active Assailant": 5,
    "Aggressive resistance (attempt to attack or harm)": 5,
    "Threatening Assailant": 5,
    "Active Resistor": 4,
    "Resistive tension (stiffening tighening muscles)": 4,
    "Attempt to flee": 4,
    "Verbal": 3,
    "Passive Resistor": 2,
    "Non-response (consciously ignoring)": 2,
    "Dead-weight tactics (going limp)": 2,
}
CONDUCTS = {5: "aggressive", 4: "active", 3: "verbal", 2: "passive"}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure, or one for each of several codes, in both places."""

    name: str
    published: str
    ours: str


def _coded(column: str, codes: Mapping[str, tuple[str, ...]]) -> str:
    """A word as the code under which it should be counted."""
    cases = " ".join(
        f"when {column} in ({', '.join(_quoted(word) for word in words)}) then '{code}'"
        for code, words in codes.items()
    )
    return f"case {cases} end"


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def _column(question: str) -> str:
    return f"select q_{question}, count(*) from fact_record group by 1"


def _choices(question: str) -> str:
    return f"select code, count(*) from fact_choice where question = '{question}' group by 1"


def _levels(table: str, column: str, people: str) -> str:
    return f"""
        select level, count(*) from (
            select person, case when bool_or({column} in {SEVERE}) then 'severe'
                                when bool_or({column} in {MINOR}) then 'minor' end as level
            from {people} join {table} using (form_id) group by person
        ) where level is not null group by 1
    """


RESISTED = " ".join(
    f"when {_quoted(word)} then {rank}" for word, rank in RANKS_OF_RESISTANCE.items()
)
CONDUCT = " ".join(f"when {rank} then '{conduct}'" for rank, conduct in CONDUCTS.items())

FIGURES = (
    Figure(
        name="records",
        published="select 'all', count(*) from people",
        ours="select 'all', count(*) from fact_record where imported",
    ),
    Figure(
        name="reports",
        published="select 'all', count(distinct form_id) from people",
        ours="""select 'all', count(distinct substr(reference, 1, length(reference) - 2))
                from fact_record""",
    ),
    Figure(
        name="kinds of record",
        published="""select case type when 'Person' then 'individual'
                       when 'Unknown Subject(s)' then 'crowd' else '~not-answered' end, count(*)
                     from people group by 1""",
        ours=_column("record_type"),
    ),
    Figure(
        name="records by tactic",
        published=f"""select {_coded("force_type", FORCE)} as tactic, count(distinct person)
                      from alone join incident_subject_force_type using (form_id) group by 1""",
        ours="select tactic, count(distinct record) from fact_tactic group by 1",
    ),
    Figure(
        name="steps by tactic",
        published=f"""select {_coded("force_type", FORCE)} as tactic, count(*)
                      from alone join incident_subject_force_type using (form_id) group by 1""",
        ours="select tactic, count(*) from fact_tactic group by 1",
    ),
    Figure(
        name="first step",
        published=f"""select {_coded("force_type", FORCE)} as tactic, count(*)
                      from alone join (select form_id, arg_min(force_type, "index"::int) force_type
                                       from incident_subject_force_type group by 1) using (form_id)
                      group by 1""",
        ours="select tactic, count(*) from fact_tactic where step = 1 group by 1",
    ),
    Figure(
        name="firearms aimed",
        published="""select 'yes', count(distinct person) from alone
                     join incident_subject_force_type using (form_id)
                     where force_type = 'Pointing Firearm' having count(*) > 0""",
        ours=_column("firearm_aimed") + " having q_firearm_aimed = 'yes'",
    ),
    Figure(
        name="ages",
        published="""select case when age is null then '~none' when age::int <= 10 then 'under-11'
                       when age::int <= 17 then '11-to-17' when age::int <= 34 then '18-to-34'
                       when age::int <= 49 then '35-to-49' when age::int <= 64 then '50-to-64'
                       else '65-and-over' end, count(*) from people group by 1""",
        ours="""select case when substr(q_perceived_age, 1, 1) = '~' then '~none'
                  else q_perceived_age end, count(*) from fact_record group by 1""",
    ),
    Figure(
        name="genders",
        published="""select case gender when 'Male' then 'male' when 'Female' then 'female'
                       when 'Non-Binary/X' then 'other' else '~none' end, count(*)
                     from people group by 1""",
        ours="""select case when substr(q_perceived_gender, 1, 1) = '~' then '~none'
                  else q_perceived_gender end, count(*) from fact_record group by 1""",
    ),
    Figure(
        name="ethnicities",
        published=f"""select coalesce({_coded("race", ETHNICITIES)}, '~none'), count(*)
                      from people group by 1""",
        ours="""select case when substr(q_perceived_ethnicity, 1, 1) = '~' then '~none'
                  else q_perceived_ethnicity end, count(*) from fact_record group by 1""",
    ),
    Figure(
        name="subjects injured",
        published="""select case injured when 'True' then 'yes' when 'False' then 'no'
                       else '~not-answered' end, count(*) from people group by 1""",
        ours=_column("subject_injured"),
    ),
    Figure(
        name="subjects' injury levels",
        published=_levels("incident_subject_injury", "subject_injury", "alone"),
        ours="""select q_subject_injury_level, count(*) from fact_record
                where substr(q_subject_injury_level, 1, 1) <> '~' group by 1""",
    ),
    Figure(
        name="subjects' medical help",
        published="""
            select helped, count(*) from (
                select person, case when bool_or(subject_medical_treatment <> 'Refused')
                                    then 'yes' else 'no' end as helped
                from alone join incident_subject_medical_treatment using (form_id)
                where subject_medical_treatment <> 'Unknown' group by person
            ) group by 1""",
        ours="""select q_subject_medical_provided, count(*) from fact_record
                where substr(q_subject_medical_provided, 1, 1) <> '~' group by 1""",
    ),
    Figure(
        name="officers injured",
        published="""select case when form_id in (select form_id from incident_officer_injury_type)
                       then 'yes' else 'no' end, count(*) from people group by 1""",
        ours=_column("officer_injured"),
    ),
    Figure(
        name="officers' injury levels",
        published=_levels("incident_officer_injury_type", "officer_injury_type", "people"),
        ours="""select q_officer_injury_level, count(*) from fact_record
                where substr(q_officer_injury_level, 1, 1) <> '~' group by 1""",
    ),
    Figure(
        name="places",
        published=f"""select {_coded("location_type", PLACES)} as place, count(distinct person)
                      from people join incident_location_type using (form_id) group by 1""",
        ours=_choices("locations"),
    ),
    Figure(
        name="body-worn video",
        published="""select case when form_id in (select form_id from incident_video_type
                                                  where video_type = 'Body Worn') then 'yes'
                       when video_footage = 'No' then 'no' else '~not-answered' end, count(*)
                     from people join incident using (form_id) group by 1""",
        ours=_column("video_recorded"),
    ),
    Figure(
        name="areas",
        published="""select lower(replace(replace(replace(agency_name, '.', ''), '''', '-'), ' ', '-')),
                       count(*) from people join incident using (form_id) group by 1""",
        ours=_column("area"),
    ),
    Figure(
        name="quarters",
        published="""select strftime(d - interval 3 month, '%Y') || '/' || quarter(d - interval 3 month),
                       count(*) from (select incident_date_1::date as d from people
                       join incident using (form_id)) group by 1""",
        ours="""select cast(year as text) || '/' || cast(quarter as text), count(*)
                from fact_record group by 1""",
    ),
    Figure(
        name="outcomes",
        published="""
            select outcome, count(distinct person) from (
                select person, 'arrested' as outcome from people where arrested = 'True'
                union all
                select person, case reason_not_arrested when 'Subject Fled' then 'made-off'
                                 when 'Deceased' then 'fatality' else 'other' end
                from alone join incident_subject_reason_not_arrested using (form_id)
            ) group by 1""",
        ours=_choices("outcomes"),
    ),
    Figure(
        name="conduct",
        published=f"""
            select case rank {CONDUCT} end, count(*) from (
                select person, max(case subject_resistance {RESISTED} end) as rank
                from alone join incident_subject_resistance using (form_id) group by 1
            ) where rank is not null group by 1""",
        ours="""select q_primary_conduct, count(*) from fact_record
                where substr(q_primary_conduct, 1, 1) <> '~' group by 1""",
    ),
    Figure(
        name="mental condition",
        published="""
            select noted, count(*) from (
                select person, case when bool_or(perceived_condition like 'Potential Mental%')
                                    then 'yes' else 'no' end as noted
                from alone join incident_subject_perceived_condition using (form_id)
                where perceived_condition like 'Potential Mental%'
                   or perceived_condition like 'No unusual%' group by person
            ) group by 1""",
        ours="""select q_mental_condition, count(*) from fact_record
                where substr(q_mental_condition, 1, 1) <> '~' group by 1""",
    ),
    Figure(
        name="impact factors",
        published="""
            select case when perceived_condition like 'Potential Mental%' then 'mental-health'
                        else 'other' end, count(distinct person)
            from alone join incident_subject_perceived_condition using (form_id)
            where perceived_condition not like 'No unusual%' group by 1""",
        ours=_choices("impact_factors"),
    ),
    Figure(
        name="officers",
        published="""select 'known', count(distinct officer_name_id) from people
                     join incident using (form_id)
                     union all select 'records of nobody known', count(*) from people
                     join incident using (form_id) where officer_name_id is null""",
        ours="""select 'known', count(distinct officer) from fact_record
                union all select 'records of nobody known', count(*) from fact_record
                where officer is null""",
    ),
)


def published(folder: Path) -> dict[str, dict[str, int]]:
    """Every figure, counted in the files."""
    with duckdb.connect() as connection:
        for table in TABLES:
            file = folder / f"{table}.csv.gz"
            connection.execute(
                f"create view {table} as select * from read_csv('{file}', all_varchar = true)"
            )
        connection.execute(PEOPLE)
        return {
            figure.name: _counted(connection.execute(figure.published).fetchall())
            for figure in FIGURES
        }


def ours(engine: Engine) -> dict[str, dict[str, int]]:
    """Every figure, counted in the facts."""
    schemas = engine.get_execution_options().get("schema_translate_map", {})
    prefix = f"{schemas[SCHEMA]}." if schemas.get(SCHEMA) else ""
    with engine.connect() as connection:
        return {
            figure.name: _counted(
                connection.execute(text(figure.ours.replace("fact_", f"{prefix}fact_"))).all()
            )
            for figure in FIGURES
        }


def differences(
    one: Mapping[str, Mapping[str, int]], other: Mapping[str, Mapping[str, int]]
) -> dict[str, tuple[object, object]]:
    """The figures that are not the same, with what they are in both."""
    return {name: (one[name], other[name]) for name in one if one[name] != other[name]}


def _counted(rows: Any) -> dict[str, int]:
    return {str(code): int(count) for code, count in rows}
