"""Injuries the officer believes were suffered, and medical help."""

from dataclasses import dataclass

from domain.codelists.answers import Absence, YesNo
from domain.codelists.field_groups import FieldGroup
from domain.codelists.injuries import OfficerInjuryLevel, SubjectInjured, SubjectInjuryLevel
from domain.records.question import IF_YES, asks


@dataclass(frozen=True, kw_only=True)
class Injuries:
    """Injuries of officer and subject (items 43 to 50), as the officer believes them to be."""

    subject_injured: SubjectInjured | Absence = asks(
        47, required=True, headings=("SubjectInjured",)
    )
    subject_injury_level: SubjectInjuryLevel | Absence = asks(
        48, required=True, when=("subject_injured", IF_YES), headings=("SubjectNatureOfInjury",)
    )
    serious_injury: YesNo | Absence = asks(
        required=True,
        when=("subject_injury_level", (SubjectInjuryLevel.SEVERE, SubjectInjuryLevel.DEATH)),
        offers=(Absence.NOT_KNOWN,),
    )
    subject_injury_detail: str | Absence = asks(
        when=("subject_injured", IF_YES), sealed=FieldGroup.MEDICAL
    )
    subject_medical_offered: YesNo | Absence = asks(
        49, required=True, when=("subject_injured", IF_YES), headings=("SubjectMedOffered",)
    )
    subject_medical_provided: YesNo | Absence = asks(
        50,
        required=True,
        when=("subject_medical_offered", IF_YES),
        headings=("SubjectMedProvided",),
    )
    officer_injured: YesNo | Absence = asks(43, required=True, headings=("StaffInjured",))
    officer_injury_intentional: YesNo | Absence = asks(
        44, required=True, when=("officer_injured", IF_YES), headings=("StaffInjuryIntentional",)
    )
    officer_injury_level: OfficerInjuryLevel | Absence = asks(
        45, required=True, when=("officer_injured", IF_YES), headings=("StaffInjuryLevel",)
    )
    officer_medical_provided: YesNo | Absence = asks(
        46,
        required=True,
        when=("officer_injured", IF_YES),
        offers=(Absence.REFUSED,),
        headings=("StaffMedProvided",),
    )
    officer_injury_detail: str | Absence = asks(
        when=("officer_injured", IF_YES), sealed=FieldGroup.WELFARE
    )
