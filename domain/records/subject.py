"""The subject as the officer perceived them."""

from dataclasses import dataclass
from datetime import date

from domain.codelists.answers import Absence, YesNo
from domain.codelists.field_groups import FieldGroup
from domain.codelists.perceptions import PerceivedAge, PerceivedEthnicity, PerceivedGender
from domain.records.question import asks

COULD_NOT_TELL = (Absence.NOT_KNOWN,)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Who force was used on: perceptions (items 38 to 42), and identity where it is known."""

    perceived_age: PerceivedAge | Absence = asks(
        38, required=True, offers=COULD_NOT_TELL, not_for_crowd=True, headings=("SubjectAge",)
    )
    perceived_gender: PerceivedGender | Absence = asks(
        39, required=True, offers=COULD_NOT_TELL, not_for_crowd=True, headings=("SubjectGender",)
    )
    perceived_ethnicity: PerceivedEthnicity | Absence = asks(
        40, required=True, not_for_crowd=True, headings=("SubjectEthnicity",)
    )
    physical_condition: YesNo | Absence = asks(
        41,
        required=True,
        offers=COULD_NOT_TELL,
        not_for_crowd=True,
        headings=("PhysicalDisability",),
    )
    mental_condition: YesNo | Absence = asks(
        42, required=True, offers=COULD_NOT_TELL, not_for_crowd=True, headings=("MentalDisability",)
    )
    subject_name: str | Absence = asks(sealed=FieldGroup.IDENTITY)
    subject_date_of_birth: date | Absence = asks(sealed=FieldGroup.IDENTITY)
    subject_identifier: str | Absence = asks(sealed=FieldGroup.IDENTITY)
