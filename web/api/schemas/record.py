"""A record as it is sent, changed and given."""

from typing import Any

from marshmallow import fields, validate

from domain.codelists.editions import FormEdition
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.reasons import ReasonForAmendment, ReasonForWithdrawal
from domain.codelists.statuses import RecordStatus
from domain.records.account import QUESTIONS
from projections.register.flags import Flag
from web.api.schemas.answers import AnswersField
from web.api.schemas.parts import Document, Gone, Person, Source, Text, Version


class Submission(Document):
    """An officer's whole account."""

    answers = AnswersField(required=True)
    started_at = fields.AwareDateTime(
        metadata={"description": "When the officer began to record; now, if it is left out"}
    )


class Amendment(Document):
    """Answers that change, and why."""

    reason = fields.Enum(ReasonForAmendment, by_value=True, required=True)
    explanation = Text()
    answers = AnswersField(
        required=True,
        metadata={
            "description": 'Only those that change; {"absent": "not-answered"} takes one out'
        },
    )


class Note(Document):
    """A later note; no answer changes."""

    text = Text()


class Withdrawal(Document):
    """Why the record no longer counts."""

    reason = fields.Enum(ReasonForWithdrawal, by_value=True, required=True)
    explanation = Text()


class Restoration(Document):
    """Why the record counts again."""

    explanation = Text()


class Receipt(Document):
    """What shows later that a record said this: a signed note (C2SP signed-note), and its code."""

    code = fields.String(required=True)
    note = fields.String(required=True)


class Done(Document):
    """What a request did."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    version = Version(required=True)
    position = fields.Integer(
        required=True,
        metadata={"description": "Send it in the header Position, and a list shows what was done"},
    )
    receipt = fields.Nested(
        Receipt,
        required=True,
        allow_none=True,
        metadata={"description": "Keep it outside the service; null if none could be given"},
    )


class PinnedNote(Document):
    """What a reviewer asked; ``question`` is null when it is about the whole record."""

    question = fields.String(
        required=True, allow_none=True, validate=validate.OneOf(list(QUESTIONS))
    )
    text = fields.String(required=True)


class GivenAnswers(AnswersField):
    """Every answer, or the reason why there is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=True, **kwargs)


class ToMend(Document):
    """A rule that an imported record does not meet."""

    rule = fields.String(required=True)
    question = fields.String(required=True, validate=validate.OneOf(list(QUESTIONS)))
    detail = fields.String(required=True, metadata={"description": "What to do"})


class Head(Document):
    """Which record it is, whose, and where it stands."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    version = Version(required=True)
    status = fields.Enum(RecordStatus, by_value=True, required=True)
    force = fields.Enum(Force, by_value=True, required=True)
    officer = fields.Nested(Person, required=True)


class Record(Head):
    """A record, as it is or as it was at a version."""

    rank = fields.Enum(Rank, by_value=True, required=True, allow_none=True)
    edition = fields.Enum(FormEdition, by_value=True, required=True)
    started_at = fields.AwareDateTime(required=True, allow_none=True)
    submitted_at = fields.AwareDateTime(required=True, allow_none=True)
    restricted = fields.Boolean(required=True)
    encounter = fields.UUID(required=True, allow_none=True)
    open_referrals = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Rules that call for a referral and were not assessed yet"},
    )
    notes = fields.List(
        fields.Nested(PinnedNote),
        required=True,
        metadata={"description": "What the last return asked"},
    )
    source = fields.Nested(
        Source,
        required=True,
        allow_none=True,
        metadata={"description": "Where it was imported from; null if it was submitted here"},
    )
    to_mend = fields.List(
        fields.Nested(ToMend),
        required=True,
        metadata={"description": "What is missing or contradictory in an imported record"},
    )
    erased = fields.List(
        fields.Nested(Gone),
        required=True,
        metadata={"description": "What cannot be read any more, of whichever version"},
    )
    answers = GivenAnswers()


class Listed(Head):
    """A record, as a list gives it."""

    restricted = fields.Boolean(required=True)
    encounter = fields.UUID(required=True, allow_none=True)
    incident_date = fields.Date(required=True, allow_none=True)
    incident_time = fields.String(required=True, allow_none=True)
    area = fields.String(required=True, allow_none=True)
    tactic = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The tactic that a reviewer should see first"},
    )
    tactics_used = fields.Integer(required=True)
    flags = fields.List(fields.Enum(Flag, by_value=True), required=True)
    submitted_at = fields.AwareDateTime(required=True, allow_none=True)
    imported = fields.Boolean(required=True)
    changed_at = fields.AwareDateTime(required=True)


class Listing(Document):
    """Some records, and where to read on."""

    records = fields.List(fields.Nested(Listed), required=True)
    next = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The cursor to read on with; null at the end"},
    )
