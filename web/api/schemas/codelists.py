"""The closed lists of the form, with the days from and until which each code is on it."""

from marshmallow import fields

from web.api.schemas.parts import Day, Document


class Code(Document):
    """A permitted answer."""

    code = fields.String(required=True)
    label = fields.String(required=True)
    since = fields.Date(
        required=True,
        allow_none=True,
        metadata={"description": "First incident date; null: always"},
    )
    until = fields.Date(
        required=True, allow_none=True, metadata={"description": "Last incident date; null: no end"}
    )


class CodeList(Document):
    """A list, and the questions that are answered from it."""

    name = fields.String(required=True)
    questions = fields.List(fields.String(), required=True)
    codes = fields.List(fields.Nested(Code), required=True)


class CodeLists(Document):
    """Every list."""

    codelists = fields.List(fields.Nested(CodeList), required=True)


class OnDay(Document):
    """Which edition."""

    on = Day("Only codes that are on the form for this incident date")
