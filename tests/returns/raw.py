"""Raw files as the table that is counted again: a row a record."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

STEPS = [f"Tactic {number}" for number in range(1, 21)]


def from_metropolitan(paths: Mapping[str, Path]) -> duckdb.DuckDBPyConnection:
    """Files in the Metropolitan layout, by the name of the force in the return."""
    connection = duckdb.connect()
    for number, (force, path) in enumerate(paths.items()):
        made = "create table raw_records as" if number == 0 else "insert into raw_records"
        source = f"read_csv('{path}', all_varchar = true)"
        headings = [row[0] for row in connection.execute(f"describe from {source}").fetchall()]
        chosen = {
            name: _chosen(headings, prefix)
            for name, prefix in (
                ("reasons", "Reason for Force: "),
                ("factors", "Impact Factor: "),
                ("outcomes", "Outcome: "),
                ("places", "Incident Location: "),
            )
        }
        steps = ", ".join(f'"{one}"' for one in STEPS)
        lists = ", ".join(f"{sql} as {name}" for name, sql in chosen.items())
        connection.execute(
            f"""{made} select '{force.replace("'", "''")}' as force,
                "IncidentDate"::date as day,
                list_filter([{steps}], lambda one: one is not null) as steps,
                coalesce("CED Used" = 'Yes', false) as ced_used,
                "SubjectAge" as age, "SubjectGender" as gender, "SubjectEthnicity" as ethnicity,
                "PhysicalDisability" = 'Yes' as physical, "MentalDisability" = 'Yes' as mental,
                {lists},
                left("StaffInjured", 3) as officer_injured,
                "StaffInjuryIntentional" as intentional, "StaffInjuryLevel" as officer_level,
                "SubjectInjured" as subject_injured, "SubjectNatureOfInjury" as subject_level
                from {source}"""
        )
    return connection


def _chosen(headings: list[str], prefix: str) -> str:
    """The words of the columns in which a line says yes."""
    cases = ", ".join(
        f"""case when "{one}" = 'Yes' then '{one.removeprefix(prefix).replace("'", "''")}' end"""
        for one in headings
        if one.startswith(prefix)
    )
    return f"list_filter([{cases}], lambda one: one is not null)"
