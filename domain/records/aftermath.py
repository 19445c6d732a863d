"""What came of it, and where else it is written down."""

from dataclasses import dataclass

from domain.codelists.answers import Absence
from domain.codelists.field_groups import FieldGroup
from domain.codelists.outcomes import Outcome
from domain.records.question import IF_YES, asks


@dataclass(frozen=True, kw_only=True)
class Aftermath:
    """The outcome (item 51) and the references under which other systems know the incident."""

    outcomes: tuple[Outcome, ...] | Absence = asks(51, required=True, headings=("Outcome:",))
    incident_reference: str | Absence = asks(sealed=FieldGroup.REFERENCES)
    crime_reference: str | Absence = asks(sealed=FieldGroup.REFERENCES)
    custody_reference: str | Absence = asks(sealed=FieldGroup.REFERENCES)
    stop_search_reference: str | Absence = asks(sealed=FieldGroup.REFERENCES)
    video_reference: str | Absence = asks(
        when=("video_recorded", IF_YES), sealed=FieldGroup.REFERENCES
    )


@dataclass(frozen=True, kw_only=True)
class Narrative:
    """The officer's rationale under the headings of the national decision model."""

    narrative_information: str | Absence = asks(sealed=FieldGroup.NARRATIVE)
    narrative_assessment: str | Absence = asks(sealed=FieldGroup.NARRATIVE)
    narrative_powers: str | Absence = asks(sealed=FieldGroup.NARRATIVE)
    narrative_options: str | Absence = asks(sealed=FieldGroup.NARRATIVE)
    narrative_action: str | Absence = asks(sealed=FieldGroup.NARRATIVE)
