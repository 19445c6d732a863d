"""What happened to records, without anything personal."""

from marshmallow import fields, validate

from domain.codelists.roles import Role
from web.api.schemas.parts import Document, Version, Whole

MOST, USUAL = 500, 100
LAST = 2**53 - 1


class Reading(Document):
    """Where to read on, and how far."""

    after = Whole(
        load_default=0,
        validate=validate.Range(min=0, max=LAST),
        metadata={"description": "The cursor: next of the answer before; 0 for the beginning"},
    )
    limit = Whole(
        load_default=USUAL,
        validate=validate.Range(min=1, max=MOST),
        metadata={"description": "How many positions of the log are looked at"},
    )


class Change(Document):
    """One event of a record that the person acted for may see."""

    position = fields.Integer(required=True)
    record = fields.UUID(required=True)
    reference = fields.String(required=True)
    version = Version(required=True)
    topic = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    role = fields.Enum(Role, by_value=True, required=True)
    why = fields.String(required=True)
    officer = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "A pseudonym: the same for one officer towards one system; null if unknown"
        },
    )
    content = fields.Dict(required=True, metadata={"description": "What the event says, in codes"})
    answers = fields.Dict(
        required=True,
        metadata={"description": "The answers it set; what is no code stands as absent: unopened"},
    )


class Feed(Document):
    """Some changes, in the order of the log, and where to read on."""

    changes = fields.List(fields.Nested(Change), required=True)
    next = fields.Integer(
        required=True,
        metadata={
            "description": "Send it as after. Positions have holes, and it moves on past what is not seen"
        },
    )
    more = fields.Boolean(required=True)
