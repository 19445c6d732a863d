"""A raw file in the Metropolitan layout with an answer of every kind, and SQL straight on it.

The lines are drawn here, word by word, and counted in DuckDB from the file itself: neither knows of our
records, their facts, or how either is counted.
"""

import csv
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from application.importing.csv_file import look_at
from application.importing.identity import KEY, Identities
from application.importing.imports import Imports
from application.importing.jobs import Asked
from application.importing.metropolitan import writing
from application.importing.metropolitan.layout import layout_of
from application.importing.running import Importing
from domain.codelists.forces import Force
from domain.codelists.tactics import Tactic
from domain.event import Source
from tests.importing import Heard, JobsInMemory
from tests.installations import follow
from web.bootstrap import Services

TACTICS = {
    "Tactical Communications": Tactic.COMMUNICATIONS,
    "Compliant Handcuffing": Tactic.COMPLIANT_HANDCUFFING,
    "Non-Compliant Handcuffing": Tactic.NON_COMPLIANT_HANDCUFFING,
    "Limb/Body Restraints": Tactic.LIMB_RESTRAINTS,
    "Ground Restraint": Tactic.GROUND_RESTRAINT,
    "Unarmed Skills (including pressure points, strikes, restraints and take-downs)": (
        Tactic.UNARMED_SKILLS
    ),
    "Baton Drawn": Tactic.BATON_DRAWN,
    "Baton Used": Tactic.BATON_USED,
    "Irritant Spray - PAVA Used": Tactic.PAVA_USED,
    "CED (Taser) Drawn": Tactic.CED_DRAWN,
    "CED (Taser) Red-Dotted": Tactic.CED_RED_DOTTED,
    "CED (Taser) Fired": Tactic.CED_FIRED,
    "Other/Improvised": Tactic.OTHER,
}
CONDUCT = {
    "Compliant": "compliant",
    "Passive resistance": "passive",
    "Active resistance": "active",
    "Aggressive resistance": "aggressive",
    "": "~not-answered",
}
FACTORS = {
    "Possesion of a weapon": "weapon",
    "Alcohol": "alcohol",
    "Drugs": "drugs",
    "Mental Health": "mental-health",
    "Size/Gender/Build": "size",
}
PLACES = {
    "Street/Highway": "street",
    "Retail Premises": "retail",
    "Dwelling": "dwelling",
    "Custody Block": "custody",
    "Ambulance": "ambulance",
}
ETHNICITIES = {
    "White": "white",
    "Black (or Black British)": "black",
    "Asian (or Asian British)": "asian",
    "Chinese": "chinese",
    "Mixed": "mixed",
    "Other": "other",
    "Don't know": "dont-know",
    "": "~not-answered",
}
AREAS = {"central": "Northshire Central", "north": "Northshire North"}


@dataclass(frozen=True)
class TakenOver:
    """A file, and the installation that imported it."""

    path: Path
    services: Services


def draw(path: Path, *, lines: int = 500, seed: int = 20261126) -> None:
    """Write the file."""
    chance = random.Random(seed)
    headings = [*writing.headings(newest=False), KEY]
    with path.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, headings, restval="")
        writer.writeheader()
        for number in range(lines):
            writer.writerow({**_line(chance), KEY: f"line {number}"})


def _line(chance: random.Random) -> dict[str, str]:
    def one(*words: str) -> str:
        return chance.choice(words)

    line = {
        # April 2025 to March 2026, and the quarter before.
        "IncidentDate": one("2025-02-11", "2025-04-01", "2025-08-30", "2025-12-31", "2026-03-31"),
        "IncidentTime": f"{chance.randrange(24):02}:{chance.randrange(60):02}",
        "Borough": one(*AREAS.values()),
        "PrimaryConduct": one(*CONDUCT),
        "SubjectEthnicity": one(*ETHNICITIES),
        "SubjectGender": one("Male", "Male", "Female", ""),
        "SubjectAge": one("11-17", "18-34", "35-49", ""),
        "SubjectInjured": one("Yes", "No", "No", "Unknown", ""),
        "StaffInjured": one("Yes", "No", "No", ""),
    }
    for group, words in (("Impact Factor", FACTORS), ("Incident Location", PLACES)):
        if chance.random() < 0.9:
            line |= {f"{group}: {word}": one("Yes", "No", "No") for word in words}
    for step in range(1, chance.randrange(1, 8)):
        worked = "Tactic Effective 20" if step == 20 else f"Effective {step}"
        line |= {f"Tactic {step}": one(*TACTICS), worked: one("Yes", "Yes", "Yes", "No", "No", "")}
    return line


def take_over(services: Services, path: Path) -> None:
    """Import the file, and let the read models take it in."""
    found = look_at(path)
    source = Source(file=found.name, digest=found.digest, line=1)
    layout = layout_of(
        found.headings,
        source=source,
        identities=Identities(layout="mps", force=Force.NORTHSHIRE),
        areas=AREAS,
        said={},
    )
    asked = Asked(
        file=found.name, digest=found.digest, layout="mps", force=Force.NORTHSHIRE, options=""
    )
    importing = Importing(
        imports=Imports(services.log, services.clock), jobs=JobsInMemory(), clock=services.clock
    )
    tally = importing.take_over(found, layout, asked, Heard(), trusted=True)
    assert (tally.rejected, tally.already) == (0, 0)
    follow(services)


@contextmanager
def counted_in(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file as it is, and a row for each step: ``used(line, step, tactic, worked)``."""
    with duckdb.connect() as connection:
        connection.execute(
            "create table raw as select row_number() over () as line, *"
            f" from read_csv('{path}', all_varchar = true, header = true)"
        )
        steps = " union all ".join(
            f"""select line, {step} as step, "Tactic {step}" as tactic,
                coalesce("{"Tactic Effective 20" if step == 20 else f"Effective {step}"}", '')
                as worked from raw where "Tactic {step}" is not null"""
            for step in range(1, 21)
        )
        connection.execute(f"create table used as {steps}")
        yield connection
