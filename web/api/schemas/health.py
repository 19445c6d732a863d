"""That the API answers."""

from marshmallow import fields, validate

from web.api.schemas.parts import Document


class Health(Document):
    """Whether it answers."""

    status = fields.String(required=True, validate=validate.OneOf(["ok"]))
