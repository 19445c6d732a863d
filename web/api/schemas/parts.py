"""Parts that several resources are made of."""

import re
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from domain.codelists.field_groups import FieldGroup
from web.pages.free_text import LONGEST

NUMBER_OF_A_PERSON = r"^[0-9A-Za-z]{1,20}$"
DATE = r"^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
UNKNOWN = {
    "unknown": "There is nothing of this name here. Remove it",
    "type": "Send an object",
}


class Document(Schema):
    """What is sent or given; what it does not name is refused."""

    error_messages = UNKNOWN


class Text(fields.String):
    """What somebody said: not empty, not endless, and nothing that cannot be kept."""

    def __init__(self, *, required: bool = True, longest: int = LONGEST, **kwargs: Any) -> None:
        # At least one character that is seen: the history must say why.
        seen = validate.Regexp(r"^[^\x00]*\S[^\x00]*$", error="Enter a few words")
        length = validate.Length(max=longest, error=f"Enter no more than {longest:,} characters")
        super().__init__(required=required, validate=[seen, length], **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        return text.replace("\r\n", "\n")


class Person(Document):
    """Somebody of the force."""

    id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "Null if it is not known who it is"},
    )
    called = fields.String(
        required=True,
        metadata={"description": "Rank, collar number and name, as they then were"},
    )


class Whole(fields.Integer):
    """A whole number in an address: digits, and nothing that Python would also read as one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not re.fullmatch("[0-9]{1,16}", str(value), re.ASCII):
            raise ValidationError("Send a whole number, like 3")
        return super()._deserialize(value, attr, data, **kwargs)


class Version(Whole):
    """A version of a record, counted from 1."""

    def __init__(self, **kwargs: Any) -> None:
        last = 2**31 - 1
        counted = validate.Range(min=1, max=last, error=f"Send a number from 1 to {last:,}")
        super().__init__(validate=counted, **kwargs)


class Day(fields.Date):
    """A day, written in one way."""

    def __init__(self, meaning: str) -> None:
        super().__init__(metadata={"description": meaning, "pattern": DATE})

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not re.fullmatch(DATE, str(value), re.ASCII):
            raise ValidationError("Send a date like 2026-03-27")
        return super()._deserialize(value, attr, data, **kwargs)


class Source(Document):
    """Where an imported record or event was found."""

    file = fields.String(required=True)
    digest = fields.String(required=True, metadata={"description": "SHA-256 of the file"})
    line = fields.Integer(required=True)
    at = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "When it happened there"}
    )
    by = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "Who did it there, if that is somebody who is known here"},
    )


class Gone(Document):
    """A group of sealed answers and words that cannot be read any more."""

    group = fields.Enum(FieldGroup, by_value=True, required=True)
    since = fields.AwareDateTime(required=True)
    event = Version(required=True)
    final = fields.Boolean(
        required=True, metadata={"description": "False while the erasure can be undone"}
    )
