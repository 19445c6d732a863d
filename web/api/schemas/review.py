"""A reviewer's decision."""

from marshmallow import fields, validate

from domain.codelists.assessments import Assessment
from domain.records.account import QUESTIONS
from web.api.schemas.parts import Document, Text


class NoteToPin(Document):
    """What to look at again; without a question it is about the whole record."""

    question = fields.String(
        validate=validate.OneOf(list(QUESTIONS), error="There is no such question on the form")
    )
    text = Text()


class Return(Document):
    """What the officer is to look at."""

    notes = fields.List(
        fields.Nested(NoteToPin), required=True, validate=validate.Length(min=1, max=100)
    )


class Acceptance(Document):
    """That the record is accepted as it stands, perhaps with advice to its officer."""

    advice = Text(required=False)


class Referral(Document):
    """Why professional standards should see the record."""

    explanation = Text()


class AssessmentMade(Document):
    """What professional standards found."""

    outcome = fields.Enum(Assessment, by_value=True, required=True)
    explanation = Text()
