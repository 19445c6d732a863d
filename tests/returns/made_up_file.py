"""Files in the Metropolitan layout with every answer that a return counts by, and every contradiction."""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

from application.importing.metropolitan import writing

SEED = 20261126

TACTICS = (
    *["Compliant Handcuffing"] * 6,
    *["Non-Compliant Handcuffing"] * 4,
    *["Tactical Communications"] * 6,
    "Limb/Body Restraints",
    *["Ground Restraint"] * 2,
    *["Unarmed Skills (including pressure points, strikes, restraints and take-downs)"] * 4,
    "Baton Drawn",
    "Baton Used",
    "Irritant Spray - CS Drawn",
    "Irritant Spray - PAVA Drawn",
    "Irritant Spray - CS Used",
    "Irritant Spray - PAVA Used",
    "Spit Guard",
    "Shield",
    *["CED (Taser) Drawn"] * 2,
    *["CED (Taser) Aimed"] * 2,
    "CED (Taser) Arced",
    *["CED (Taser) Red-Dotted"] * 2,
    "CED (Taser) Drive Stun",
    "CED (Taser) Angle Drive Stun",
    "CED (Taser) Fired",
    "AEP Aimed",
    "AEP Fired",
    "Firearm Aimed",
    "Firearm Fired",
    "Dog Deployed",
    "Dog Bite",
    "Other/Improvised",
)
AGES = ("0-10", "11-17", "18-34", "18-34", "35-49", "50-64", "65 and over", "")
GENDERS = ("Male", "Male", "Female", "Other", "")
ETHNICITIES = (
    "White",
    "White",
    "Black (or Black British)",
    "Asian (or Asian British)",
    "Chinese",
    "Mixed",
    "Other",
    "Don't know",
    "",
)
CONDUCTS = ("Compliant", "Active resistance", "Aggressive resistance", "")
YES_NO = ("Yes", "No", "No", "")


def write(path: Path, records: int, *, since: date, until: date, seed: int = SEED) -> None:
    """Made-up records, dated from one day until another."""
    chance = random.Random(seed)
    newest = until >= date(2023, 4, 1)
    headings = writing.headings(newest=newest)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, headings, restval="")
        writer.writeheader()
        for _ in range(records):
            day = since + timedelta(days=chance.randrange((until - since).days + 1))
            line = _line(chance, headings, day)
            writer.writerow({name: word for name, word in line.items() if name in headings})


def _line(chance: random.Random, headings: list[str], day: date) -> dict[str, str]:
    line = {
        "IncidentDate": day.isoformat(),
        "IncidentTime": f"{chance.randrange(24):02}:{chance.randrange(60):02}",
        "Borough": chance.choice(("Northshire Central", "Northshire North", "")),
        "PrimaryConduct": chance.choice(CONDUCTS),
        "AssaultedBySubject": chance.choice(YES_NO),
        "MainDuty": "Patrol/response",
        "SingleCrewed": chance.choice(YES_NO),
        "TrainedCED": chance.choice(YES_NO),
        "CarryingCED": chance.choice(YES_NO),
        "SubjectAge": chance.choice(AGES),
        "SubjectGender": chance.choice(GENDERS),
        "SubjectEthnicity": chance.choice(ETHNICITIES),
        "PhysicalDisability": chance.choice(YES_NO),
        "MentalDisability": chance.choice(YES_NO),
        "Firearms Aimed": chance.choice(YES_NO),
        "Firearms Fired": "No",
        # What contradicts itself is counted as it was found.
        "StaffInjured": chance.choice((*YES_NO, "Yes - injured as a result of an assault")),
        "StaffInjuryIntentional": chance.choice(("Yes", "No", "", "")),
        "StaffInjuryLevel": chance.choice(("Minor", "Severe", "", "", "")),
        "StaffMedProvided": chance.choice(("Yes", "No", "", "")),
        "SubjectInjured": chance.choice(("Yes", "No", "No", "Unknown", "")),
        "SubjectNatureOfInjury": chance.choice(("Minor", "Severe", "Death", "", "", "")),
    }
    steps = [chance.choice(TACTICS) for _ in range(chance.choice((0, 1, 1, 2, 2, 3, 4, 7)))]
    for number, tactic in enumerate(steps, start=1):
        line[f"Tactic {number}"] = tactic
        line[f"Effective {number}"] = chance.choice(YES_NO)
    if any(one.startswith("CED") for one in steps):
        line |= {"CED Used": chance.choice(("Yes", "")), "CED Drawn": "Yes"}
    elif chance.random() < 0.03:
        # A tool that was used, of which no tactic says how.
        line["CED Used"] = "Yes"
    for prefix, share in (
        ("Incident Location: ", 0.12),
        ("Impact Factor: ", 0.2),
        ("Reason for Force: ", 0.25),
        ("Outcome: ", 0.3),
    ):
        # Some leave all of it blank, which is not the same as no everywhere.
        if chance.random() < 0.95:
            columns = [one for one in headings if one.startswith(prefix)]
            line |= {one: "Yes" if chance.random() < share else "No" for one in columns}
    if day < date(2023, 4, 1):
        for one in ("Reason for Force: Effect Stop and search", "Outcome: No Further Action"):
            line[one] = ""
    return line
