"""The record that every way keeps: the long form, filled in, with three tactics; and what changes in it."""

import json
from datetime import date, time, timedelta
from typing import Any

from application.codec import to_json
from domain.codec import encode_answer
from domain.codelists.answers import Absence, YesNo
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.injuries import OfficerInjuryLevel, SubjectInjured, SubjectInjuryLevel
from domain.codelists.tactics import Tactic
from domain.records.account import Account, Answers
from domain.records.tactics import CedUse
from tests.builders import answers, used

YESTERDAY = date.today() - timedelta(days=1)  # noqa: DTZ011 - any day before today will do

NARRATIVE = (
    "We were called to a disturbance outside the shops and found two people shouting. I told them"
    " who I was and asked them to step back. One of them came towards me with something in his"
    " hand, and I told him again to stop and to drop it."
)
"""About as long as an officer writes for each of the five questions."""

FULL: Answers = answers(
    incident_date=YESTERDAY,
    incident_time=time(1, 12),
    place="Outside the shops in Market Street, Northshire Central",
    ced_trained=YesNo.YES,
    ced_carried=YesNo.YES,
    perceived_age=answers()["perceived_age"],
    subject_name="Somebody Made Up",
    subject_date_of_birth=date(1990, 4, 1),
    subject_identifier="NS/0417/26",
    mental_condition=Absence.NOT_KNOWN,
    primary_conduct=PrimaryConduct.AGGRESSIVE,
    officer_assaulted=YesNo.NO,
    impact_factors=(ImpactFactor.ALCOHOL, ImpactFactor.WEAPON),
    de_escalation=YesNo.YES,
    tactics=used(Tactic.COMMUNICATIONS, Tactic.CED_DRAWN, Tactic.COMPLIANT_HANDCUFFING),
    ced_used=YesNo.YES,
    ced_serial="X29-000417",
    ced_uses=(CedUse(drawn=YesNo.YES, aimed=YesNo.YES, fired=YesNo.NO),),
    subject_injured=SubjectInjured.YES,
    subject_injury_level=SubjectInjuryLevel.MINOR,
    subject_injury_detail="Graze to the left wrist, seen by the custody nurse.",
    subject_medical_offered=YesNo.YES,
    subject_medical_provided=YesNo.YES,
    officer_injured=YesNo.YES,
    officer_injury_intentional=YesNo.NO,
    officer_injury_level=OfficerInjuryLevel.MINOR,
    officer_medical_provided=YesNo.NO,
    officer_injury_detail="Grazed knuckle.",
    incident_reference="NS-0417",
    crime_reference="CR/1204/26",
    custody_reference="CU/0033/26",
    stop_search_reference="SS/0007/26",
    video_reference="BWV-000417",
    narrative_information=NARRATIVE,
    narrative_assessment=NARRATIVE,
    narrative_powers=NARRATIVE,
    narrative_options=NARRATIVE,
    narrative_action=NARRATIVE,
)
"""Every group of sealed fields is in it."""

AMENDMENTS: tuple[Answers, ...] = (
    {
        "single_crewed": YesNo.YES,
        "subject_injury_detail": "Graze to both wrists, seen by the custody nurse.",
    },
    {
        "impact_factors": (ImpactFactor.ALCOHOL, ImpactFactor.WEAPON, ImpactFactor.DRUGS),
        "narrative_options": f"{NARRATIVE} I had no time to step away.",
    },
)
EXPLANATION = "The custody nurse told me after I had submitted."
ADVICE = "Watched against the video; the account fits."


def as_columns(given: Answers) -> dict[str, Any]:
    """Answers as other ways keep them: a column each, several codes as a list."""
    return {name: _column(encode_answer(answer)) for name, answer in given.items()}


def whole_as_columns() -> dict[str, Any]:
    """Every question of the form as a column; what was not answered is empty."""
    asked = {name: getattr(Account.of(FULL), name) for name in Account.of({}).__dict__}
    return {
        name: None if answer is Absence.NOT_ANSWERED else _column(encode_answer(answer))
        for name, answer in asked.items()
        if name != "tactics"
    }


def tactics_as_rows() -> list[dict[str, Any]]:
    """The tactics, which other ways keep in a table of their own."""
    rows: list[dict[str, Any]] = json.loads(to_json(encode_answer(FULL["tactics"])))
    return rows


def _column(encoded: Any) -> Any:
    """A value that fits a column: text, or a number; lists and absences as JSON."""
    return encoded if isinstance(encoded, str | int) else to_json(encoded).decode()
