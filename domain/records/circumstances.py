"""When and where it happened, and in what capacity the officer was there."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from domain.codelists.answers import Absence, YesNo
from domain.codelists.duties import MainDuty
from domain.codelists.editions import RecordType
from domain.codelists.field_groups import FieldGroup
from domain.codelists.locations import LocationType
from domain.codelists.video import NoVideoReason
from domain.records.question import IF_NO, IF_YES, asks


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """The incident, and the officer's part of the shift (items 1 to 4 and 11 to 14)."""

    record_type: RecordType | Absence = asks(required=True)
    crowd_estimate: int | Absence = asks(
        required=True, when=("record_type", (RecordType.CROWD,)), offers=(Absence.NOT_KNOWN,)
    )
    incident_date: date | Absence = asks(1, required=True, headings=("IncidentDate",))
    incident_time: time | Absence = asks(2, required=True, headings=("IncidentTime",))
    locations: tuple[LocationType, ...] | Absence = asks(
        3, required=True, headings=("Incident Location:",)
    )
    place: str | Absence = asks(sealed=FieldGroup.IDENTITY)
    area: str | Absence = asks(4, required=True, headings=("Borough",))
    main_duty: MainDuty | Absence = asks(11, required=True, headings=("MainDuty",))
    single_crewed: YesNo | Absence = asks(12, required=True, headings=("SingleCrewed",))
    ced_trained: YesNo | Absence = asks(13, required=True, headings=("TrainedCED",))
    ced_carried: YesNo | Absence = asks(
        14, required=True, when=("ced_trained", IF_YES), headings=("CarryingCED",)
    )
    video_recorded: YesNo | Absence = asks(required=True)
    no_video_reason: NoVideoReason | Absence = asks(required=True, when=("video_recorded", IF_NO))
    colleagues: tuple[UUID, ...] | Absence = asks()
