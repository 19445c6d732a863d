"""What the mapping of New Jersey's reports decides."""

from typing import Any

import pytest

from application.importing.candidate import Candidate, Rejected
from application.importing.mapping.joining import headings
from application.importing.mapping.layout import MappedLayout
from application.importing.mapping.reading import mapping_of
from application.importing.mapping.shipped import shipped
from domain.codelists.answers import Absence
from domain.records.account import Account
from domain.records.question import codes_of

MAPPING = mapping_of(shipped()["new-jersey"])
LAYOUT = MappedLayout(MAPPING, file="subject.csv.gz", digest="5e" * 32)
REPORT = {
    "incident.form_id": "185256",
    "subject.index": "1",
    "subject.type": "Person",
    "subject.injured": "True",
    "incident.incident_date_1": "2021-11-26",
    "incident.agency_name": "Egg Harbor Twp PD",
    "incident.officer_injured": "False",
    "force.force_type": "Used take down on\nDischarged Chemical at",
    "resistance.subject_resistance": "Passive Resistor\nActive Resistor",
    "injury.subject_injury": "Complaint of pain\nFracture/dislocation",
    "treatment.subject_medical_treatment": "Refused\nHospital",
    "location.location_type": "Court House\nOther",
    "records": "1",
}
"""A joined line, made up from the published kinds of answer."""


def made(**cells: str) -> Candidate | Rejected:
    empty = dict.fromkeys(headings(MAPPING), "")
    given = {name.replace("__", "."): cell for name, cell in cells.items()}
    return LAYOUT.read(2, {**empty, **REPORT, **given})


def taken(**cells: str) -> Candidate:
    found = made(**cells)
    assert isinstance(found, Candidate), found
    return found


def codes(answer: Any) -> list[str]:
    return list(codes_of(answer))


def test_a_report_on_one_person_is_their_record() -> None:
    found = taken()

    assert found.reference == "NJ-185256-1"
    assert found.answers["area"] == "egg-harbor-twp-pd"
    assert codes(found.answers["tactics"]) == ["unarmed-skills", "pava-used"]
    assert found.answers["primary_conduct"] == "active"
    assert found.answers["subject_injury_level"] == "severe"
    assert found.answers["subject_medical_provided"] == "yes"
    assert codes(found.answers["locations"]) == ["other"]


def test_words_that_ours_do_not_quite_say_are_kept() -> None:
    words = taken().words

    assert words["tactics"] == ("Used take down on", "Discharged Chemical at")
    assert words["locations"] == ("Court House",)


def test_lists_about_subjects_are_nobodys_where_there_are_several() -> None:
    found = taken(records="2")

    for question in (
        "tactics",
        "primary_conduct",
        "subject_injury_level",
        "subject_medical_provided",
    ):
        assert question not in found.answers
    assert found.words["tactics"] == ("Used take down on", "Discharged Chemical at")
    assert codes(found.answers["locations"]) == ["other"]
    assert found.answers["subject_injured"] == "yes"


def test_a_word_nobody_knows_stops_the_line_also_where_it_is_nobodys() -> None:
    found = made(records="2", force__force_type="Used harsh language")

    assert isinstance(found, Rejected)
    assert "force.force_type" in {problem.heading for problem in found.problems}


def test_unknown_subjects_are_a_crowd_of_whom_nothing_more_is_asked() -> None:
    account = Account.of(taken(subject__type="Unknown Subject(s)").answers)

    assert account.is_crowd
    assert account.answer("perceived_age") is Absence.NOT_APPLICABLE
    assert account.answer("crowd_estimate") is Absence.NOT_ASKED


def test_an_animal_is_nobody() -> None:
    found = made(subject__type="Animal")

    assert isinstance(found, Rejected)
    assert [problem.heading for problem in found.problems] == ["subject.type"]


@pytest.mark.parametrize("kind", ["", "Other"])
def test_who_is_neither_person_nor_crowd_by_the_report_is_left_open(kind: str) -> None:
    found = taken(subject__type=kind)

    assert "record_type" not in found.answers
    assert found.words.get("record_type", ()) == ((kind,) if kind else ())


@pytest.mark.parametrize(
    ("injuries", "injured", "level"),
    [
        ("", "no", None),
        ("Complaint of pain", "yes", "minor"),
        ("Unknown", "yes", None),
        ("Contusion/bruise\nConcussion", "yes", "severe"),
    ],
)
def test_the_list_of_the_officers_injuries_is_believed_before_a_column_that_is_always_false(
    injuries: str, injured: str, level: str | None
) -> None:
    found = taken(**{"officer-injury__officer_injury_type": injuries})

    assert found.answers["officer_injured"] == injured
    assert found.answers.get("officer_injury_level") == level


@pytest.mark.parametrize(
    ("kinds", "footage", "expected"),
    [
        ("Motor Vehicle\nBody Worn", "Yes", "yes"),
        ("Motor Vehicle", "Yes", None),
        ("", "Yes", None),
        ("", "No", "no"),
        ("", "", None),
    ],
)
def test_body_worn_video_is_asked_about_and_no_other(
    kinds: str, footage: str, expected: str | None
) -> None:
    found = taken(video__video_type=kinds, incident__video_footage=footage)

    assert found.answers.get("video_recorded") == expected


@pytest.mark.parametrize(
    ("arrested", "reason", "expected"),
    [
        ("True", "", ["arrested"]),
        ("False", "Subject Fled", ["made-off"]),
        ("False", "Deceased", ["fatality"]),
        ("False", "Medical/Mental Health Incident", ["other"]),
        ("False", "", []),
    ],
)
def test_what_came_of_it(arrested: str, reason: str, expected: list[str]) -> None:
    found = taken(**{"subject__arrested": arrested, "not-arrested__reason_not_arrested": reason})

    assert codes(found.answers.get("outcomes", ())) == expected


def test_reasons_for_force_are_not_invented() -> None:
    assert taken().answers["reasons"] is Absence.NOT_ASKED
