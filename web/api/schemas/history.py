"""What happened to a record, and what differs between two of its versions."""

from marshmallow import fields

from domain.codelists.roles import Role
from domain.codelists.statuses import RecordStatus
from domain.records.account import QUESTIONS
from web.api.schemas.parts import Document, Gone, Person, Source, Version


class Changed(Document):
    """One question answered differently: the answers as a record gives them."""

    question = fields.String(required=True, metadata={"enum": list(QUESTIONS)})
    before = fields.Raw(required=True)
    after = fields.Raw(required=True)


class Said(Document):
    """Words that belong to what happened, under what they are."""

    label = fields.String(required=True)
    text = fields.String(required=True)


class Happened(Document):
    """One event."""

    version = Version(required=True)
    topic = fields.String(required=True)
    title = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    by = fields.Nested(Person, required=True)
    role = fields.Enum(Role, by_value=True, required=True)
    through = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The system through which it came; null when a page was used"},
    )
    source = fields.Nested(
        Source,
        required=True,
        allow_none=True,
        metadata={"description": "Where it was imported from; null if it happened here"},
    )
    said = fields.List(fields.Nested(Said), required=True)
    changes = fields.List(fields.Nested(Changed), required=True)


class History(Document):
    """Everything that happened to a record, the first first."""

    events = fields.List(fields.Nested(Happened), required=True)
    erased = fields.List(fields.Nested(Gone), required=True)


class AsAt(Document):
    """Which moment of a record: a version, or a moment."""

    version = Version()
    moment = fields.AwareDateTime()


class Between(Document):
    """Which two versions: the first and the last, if they are left out."""

    earlier = Version(data_key="from")
    later = Version(data_key="to")


class Comparison(Document):
    """What differs between two versions."""

    earlier = Version(required=True, data_key="from")
    later = Version(required=True, data_key="to")
    status_before = fields.Enum(RecordStatus, by_value=True, required=True)
    status_after = fields.Enum(RecordStatus, by_value=True, required=True)
    erased = fields.List(fields.Nested(Gone), required=True)
    changes = fields.List(fields.Nested(Changed), required=True)
