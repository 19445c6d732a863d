"""The record holds the national form (spec: domain, 1.2), column by column of the published layout."""

import csv
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from domain.codelists.ced import ProbeBack, ProbeFront
from domain.codelists.codelist import CodeList
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.locations import LocationType
from domain.codelists.outcomes import Outcome
from domain.codelists.reasons import ReasonForForce
from domain.records.account import ANSWER_TYPES, QUESTIONS
from domain.records.tactics import MOST_CED_USES, MOST_TACTICS, CedUse

LAYOUT = (
    Path(__file__).parents[2]
    / ".."
    / "shared"
    / "data"
    / "mps_use_of_force_schema"
    / "columns_fy2020_21.csv"
)
YEAR_OF_LAYOUT = date(2021, 3, 31)

ONE_COLUMN = {
    "IncidentDate": "incident_date",
    "IncidentTime": "incident_time",
    "Borough": "area",
    "PrimaryConduct": "primary_conduct",
    "AssaultedBySubject": "officer_assaulted",
    "ThreatenedWithWeapon": "threatened_with",
    "AssaultedWithWeapon": "assaulted_with",
    "MainDuty": "main_duty",
    "SingleCrewed": "single_crewed",
    "TrainedCED": "ced_trained",
    "CarryingCED": "ced_carried",
    "CED Used": "ced_used",
    "CED Device Serial No": "ced_serial",
    "Firearms Aimed": "firearm_aimed",
    "Firearms Fired": "firearm_fired",
    "SubjectAge": "perceived_age",
    "SubjectGender": "perceived_gender",
    "SubjectEthnicity": "perceived_ethnicity",
    "PhysicalDisability": "physical_condition",
    "MentalDisability": "mental_condition",
    "StaffInjured": "officer_injured",
    "StaffInjuryIntentional": "officer_injury_intentional",
    "StaffInjuryLevel": "officer_injury_level",
    "StaffMedProvided": "officer_medical_provided",
    "SubjectInjured": "subject_injured",
    "SubjectNatureOfInjury": "subject_injury_level",
    "SubjectMedOffered": "subject_medical_offered",
    "SubjectMedProvided": "subject_medical_provided",
}
"""Questions with a column of their own."""

A_COLUMN_A_CODE: dict[str, tuple[str, type[CodeList]]] = {
    "Incident Location: ": ("locations", LocationType),
    "Impact Factor: ": ("impact_factors", ImpactFactor),
    "Reason for Force: ": ("reasons", ReasonForForce),
    "Outcome: ": ("outcomes", Outcome),
}
"""Questions with a column for each of their codes."""

OF_EACH_CED_USE = {
    "Drawn": "drawn",
    "Aimed": "aimed",
    "Arced": "arced",
    "Red-Dotted": "red_dotted",
    "Drive Stun": "drive_stun",
    "Drive Stun Repeat Application": "drive_stun_repeated",
    "Angle Drive Stun": "angle_drive_stun",
    "Fired": "fired",
    "Fired Cartridge Number": "cartridge_number",
    "Fired 5 Secs Cycle Interrupted": "cycle_interrupted",
    "Fired Repeat Cycle Same Cartridge": "cycle_repeated",
    "Fired Total Number Of Cycles": "cycles",
    "Fired Cycle Extended Beyond 5 Secs": "cycle_extended",
    "Fired Miss With One Probe": "missed_one_probe",
    "Fired Miss With Both Probes": "missed_both_probes",
}
"""Items 19 to 33: a column for each, in each of four blocks."""

CED_BLOCKS = ("CED", "CED2", "CED3", "CED4")


def tactic_columns() -> Iterator[str]:
    for step in range(1, MOST_TACTICS + 1):
        yield f"Tactic {step}"
        # The publisher's own oddity.
        yield f"Effective {step}" if step < MOST_TACTICS else f"Tactic Effective {step}"


def ced_columns(block: str) -> Iterator[str]:
    for heading in OF_EACH_CED_USE:
        # A slip of find and replace on the publisher's side: "CED2 ArCED2" (spec: domain, 1.3 H).
        slipped = heading == "Arced" and block != "CED"
        yield f"{block} Ar{block}" if slipped else f"{block} {heading}"


def probe_columns(block: str) -> Iterator[str]:
    yield from (f"{block} Front {place}" for place in ProbeFront)
    yield from (f"{block} Back {place.label}" for place in ProbeBack)


def accounted_for() -> set[str]:
    """The columns that are one of our questions or a field of a use of a CED."""
    columns = {*ONE_COLUMN, *tactic_columns()}
    for block in CED_BLOCKS:
        columns |= {*ced_columns(block), *probe_columns(block)}
    return columns


@pytest.fixture(scope="module")
def layout() -> list[str]:
    """The published column headings, in order."""
    if not LAYOUT.exists():
        pytest.skip("the published layout is not beside this repository")
    with LAYOUT.open(newline="") as opened:
        return [row["column_heading"] for row in csv.DictReader(opened)]


def test_every_published_column_belongs_to_a_question(layout: list[str]) -> None:
    ours = accounted_for()
    left = [
        heading
        for heading in layout
        if heading not in ours and not heading.startswith(tuple(A_COLUMN_A_CODE))
    ]

    assert len(layout) == 271
    assert left == []


def test_every_column_that_we_answer_is_published(layout: list[str]) -> None:
    assert accounted_for() <= set(layout)


@pytest.mark.parametrize("prefix", A_COLUMN_A_CODE)
def test_a_question_with_a_column_a_code_has_as_many_codes_as_columns(
    layout: list[str], prefix: str
) -> None:
    question, codes = A_COLUMN_A_CODE[prefix]

    columns = [heading for heading in layout if heading.startswith(prefix)]

    assert get_args(ANSWER_TYPES[question])[0] is codes
    assert len(codes.on(YEAR_OF_LAYOUT)) == len(columns)


def test_the_form_and_the_layout_name_the_same_questions() -> None:
    headed = {name for name, question in QUESTIONS.items() if question.headings}

    assert headed == {
        *ONE_COLUMN.values(),
        *(question for question, _ in A_COLUMN_A_CODE.values()),
        "tactics",
        "ced_uses",
    }


@pytest.mark.parametrize(("heading", "question"), ONE_COLUMN.items())
def test_a_question_knows_its_published_heading(heading: str, question: str) -> None:
    assert QUESTIONS[question].headings == (heading,)


def test_every_item_of_the_form_is_asked() -> None:
    of_the_account = {question.item for question in QUESTIONS.values() if question.item}
    effective = {16}  # With each step of item 15.
    of_each_use = set(range(19, 36))

    assert of_the_account | effective | of_each_use == set(range(1, 52))


def test_no_two_questions_are_the_same_item() -> None:
    items = [question.item for question in QUESTIONS.values() if question.item]

    assert len(items) == len(set(items))


def test_a_use_of_a_ced_has_the_fields_of_items_19_to_35_in_their_order() -> None:
    named = [*OF_EACH_CED_USE.values(), "probes_front", "probes_back"]

    assert [field.name for field in fields(CedUse)] == named
    assert len(named) == len(range(19, 36))


def test_there_are_as_many_uses_as_blocks() -> None:
    assert len(CED_BLOCKS) == MOST_CED_USES


MANDATORY = {1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 15, 36, 37, 38, 39, 40, 41, 42, 43, 47, 51}
CONDITIONS = {
    8: ("officer_assaulted", {"yes"}),
    14: ("ced_trained", {"yes"}),
    44: ("officer_injured", {"yes"}),
    45: ("officer_injured", {"yes"}),
    46: ("officer_injured", {"yes"}),
    48: ("subject_injured", {"yes"}),
    49: ("subject_injured", {"yes"}),
    50: ("subject_medical_offered", {"yes"}),
}
"""Spec: domain, 1.2, column "Req"."""

ITEMS = {question.item: question for question in QUESTIONS.values() if question.item}


@pytest.mark.parametrize("item", sorted(MANDATORY))
def test_a_mandatory_item_is_asked_of_everybody_and_required(item: int) -> None:
    assert ITEMS[item].required
    assert ITEMS[item].asked_when is None


@pytest.mark.parametrize("item", sorted(CONDITIONS))
def test_a_conditional_item_is_required_when_its_condition_holds(item: int) -> None:
    condition = ITEMS[item].asked_when

    assert condition is not None
    assert (condition.question, set(condition.codes)) == CONDITIONS[item]
    assert ITEMS[item].required


@pytest.mark.parametrize("item", [17, 18, 19])
def test_the_ced_block_is_asked_when_any_ced_tactic_is_listed(item: int) -> None:
    condition = ITEMS[item].asked_when

    assert condition is not None
    assert condition.question == "tactics"
    assert set(condition.codes) == {
        "ced-drawn",
        "ced-aimed",
        "ced-arced",
        "ced-red-dotted",
        "ced-drive-stun",
        "ced-angle-drive-stun",
        "ced-fired",
    }


def test_the_only_optional_item_is_what_the_officer_was_threatened_with() -> None:
    assert not ITEMS[7].required
    assert ITEMS[7].asked_when is None


CONTROL_FIELDS = {
    "record_type",
    "crowd_estimate",
    "place",
    "video_recorded",
    "no_video_reason",
    "colleagues",
    "subject_name",
    "subject_date_of_birth",
    "subject_identifier",
    "powers",
    "de_escalation",
    "serious_injury",
    "subject_injury_detail",
    "officer_injury_detail",
    "incident_reference",
    "crime_reference",
    "custody_reference",
    "stop_search_reference",
    "video_reference",
    "narrative_information",
    "narrative_assessment",
    "narrative_powers",
    "narrative_options",
    "narrative_action",
}
"""What a force needs beside the national form (spec: domain, 1.2 and section 10)."""


def test_the_control_fields_are_asked_beside_the_national_form() -> None:
    assert {name for name, question in QUESTIONS.items() if question.item is None} == CONTROL_FIELDS
