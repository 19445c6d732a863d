"""How an import from another system went: counts, and no content of any line."""

from marshmallow import fields, validate

from application.importing.jobs import JobState
from domain.codelists.forces import Force
from web.api.schemas.parts import Document, Whole


class Finding(Document):
    """A rule that some of the imported records do not meet."""

    rule = fields.String(required=True)
    question = fields.String(required=True)
    detail = fields.String(required=True, metadata={"description": "What to do"})
    records = fields.Integer(required=True)


class Import(Document):
    """One import, as far as it has come."""

    id = fields.UUID(required=True)
    file = fields.String(required=True)
    digest = fields.String(required=True, metadata={"description": "SHA-256 of what was read"})
    layout = fields.String(required=True)
    force = fields.Enum(Force, by_value=True, required=True)
    state = fields.Enum(JobState, by_value=True, required=True)
    started_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)
    lines = fields.Integer(
        required=True, metadata={"description": "Taken over, there already, or rejected"}
    )
    taken = fields.Integer(required=True)
    already = fields.Integer(required=True)
    rejected = fields.Integer(required=True)
    to_mend = fields.Integer(
        required=True, metadata={"description": "Records taken over that have findings"}
    )
    findings = fields.List(fields.Nested(Finding), required=True)


class Imports(Document):
    """Some imports, the newest first."""

    imports = fields.List(fields.Nested(Import), required=True)
    next = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The page to read on with; null at the end"},
    )


class Page(Document):
    """Which part of the list."""

    page = Whole(
        load_default=1,
        validate=validate.Range(min=1, max=10**6, error="Send a number from 1 to 1,000,000"),
    )
