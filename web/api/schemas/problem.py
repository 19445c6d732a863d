"""A refusal (RFC 9457)."""

from marshmallow import fields

from web.api.schemas.parts import Document


class Fault(Document):
    """One thing to put right, and where it is: in the content, the address or the headers."""

    pointer = fields.String(metadata={"description": "JSON Pointer (RFC 6901) into what was sent"})
    parameter = fields.String(metadata={"description": "Name of a parameter of the address"})
    header = fields.String(metadata={"description": "Name of a header"})
    question = fields.String(metadata={"description": "The question of the form that it is about"})
    detail = fields.String(required=True, metadata={"description": "What to do"})


class Problem(Document):
    """What is wrong, where, and what to do."""

    type = fields.String(required=True, metadata={"format": "uri-reference"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(required=True, metadata={"format": "uri-reference"})
    errors = fields.List(fields.Nested(Fault))
