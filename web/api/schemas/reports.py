"""The figures of reports: those of their pages and of their CSV files, a row a figure."""

from typing import Any

from marshmallow import fields, validate

from projections.statistics import facts
from web.api.schemas.parts import Document


def _number(meaning: str = "") -> fields.Integer:
    return fields.Integer(
        required=True, allow_none=True, metadata={"description": meaning} if meaning else {}
    )


def _part(meaning: str = "") -> fields.Float:
    return fields.Float(
        required=True, allow_none=True, metadata={"description": meaning} if meaning else {}
    )


def _text(meaning: str = "") -> fields.String:
    return fields.String(
        required=True, allow_none=True, metadata={"description": meaning} if meaning else {}
    )


def _numbers(meaning: str) -> fields.Dict:
    return fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": meaning},
    )


class CoveredOfKind(Document):
    """Encounters of one kind that another system knows of."""

    kind = fields.String(required=True)
    due = fields.Integer(required=True, metadata={"description": "A record is due of them"})
    matched = fields.Integer(required=True, metadata={"description": "They have one"})
    explained = fields.Integer(required=True, metadata={"description": "They need none"})


class Covered(Document):
    """How many of the encounters that other systems know of have a record: of the period, the forces and
    the areas, whatever else is filtered by, which those systems do not know.
    """

    due = _number("Null if nothing was loaded")
    matched = _number()
    explained = _number()
    kinds = fields.List(fields.Nested(CoveredOfKind), required=True)
    areas = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Of which areas alone, as those systems say it; empty if of all"},
    )
    without_area = _number("Of some areas: encounters that name none, and are not among them")


class Report(Document):
    """What every report says of itself."""

    filters = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        required=True,
        metadata={"description": "What was counted, as it stands in an address"},
    )
    position = fields.Integer(
        required=True, metadata={"description": "Everything is counted up to this log position"}
    )
    behind = fields.Integer(
        required=True, metadata={"description": "Later entries of the log that are not counted yet"}
    )
    coverage = fields.Nested(Covered, required=True)


class TacticsRow(Document):
    """How many records are on a line of tactics in a quarter."""

    financial_year = _text()
    quarter = _text()
    quarter_label = _text()
    line = _text()
    line_label = _text()
    records = _number("Each once, however many lines below this one it is on")
    times_reported = _number("The lines below this one added up")
    breaks = _text(
        "What in this quarter makes it differ from those before by itself: a list of answers or the form"
        " changed, with the day; mostly empty"
    )
    left_unknown = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        data_key="unknown",
        metadata={
            "description": "Records that meet every other filter and leave one unknown, by filter and way"
        },
    )


class TacticsReport(Report):
    """Records by tactic and quarter."""

    rows = fields.List(fields.Nested(TacticsRow), required=True)


class EffectivenessRow(Document):
    """What officers said of the uses of a tactic: of all, or of those that a category tells apart."""

    about = _text("What tells the uses apart")
    tactic = _text()
    tactic_label = _text()
    category = _text()
    category_label = _text("For like with like: why there is no figure")
    times_used = _number()
    effective = _number()
    not_effective = _number()
    unanswered = _numbers("By the way in which there is no answer")
    share_effective = _part("Of those that answer; like with like: standardised")
    share_effective_low = _part("95% Wilson interval")
    share_effective_high = _part()
    if_unanswered_had_not = _part("The share if none of the unanswered had been effective")
    if_unanswered_had = _part()
    records = _number()


class EffectivenessReport(Report):
    """Which tactics work, as the officers who used them said. It cannot show that one works better."""

    rows = fields.List(fields.Nested(EffectivenessRow), required=True)


class DisproportionalityRow(Document):
    """A group: its records, beside people or arrests, or in an area."""

    about = _text("records, rate, area or area-rate")
    unit = _text("The area")
    by = _text()
    group = _text()
    group_label = _text()
    records = _number()
    records_unknown = _number("Records that leave it unknown, and are in no rate")
    population = _text()
    population_kind = _text()
    population_source = _text()
    population_from = fields.Date(required=True, allow_none=True)
    population_to = fields.Date(required=True, allow_none=True)
    number = _number("Residents or arrests")
    rate = _part("Records for each of them")
    rate_low = _part("95% exact Poisson interval")
    rate_high = _part()
    rate_if_all_unknown = _part(
        "The rate if every record of which it is unknown were of this group"
    )
    relative = _part("How many times the rate of the largest group")
    relative_low = _part()
    relative_high = _part("Null beside a value: without an end")
    records_of_known = _number("Records of the area of which it is known")
    share = _part()
    share_low = _part()
    share_high = _part()
    limit_low = _part("Between the limits lie 998 in 1,000 by chance alone")
    limit_high = _part()
    beyond_chance = _text("yes or no, of areas; empty where they have too few records to say")


class DisproportionalityReport(Report):
    """On whom force is used. It shows where groups differ and not why."""

    rows = fields.List(fields.Nested(DisproportionalityRow), required=True)


class QualityRow(Document):
    """How many records do not meet a rule, leave a question open, or were returned."""

    table = _text("rules, questions or returns")
    code = _text()
    label = _text()
    way = _text("In which way a question is open")
    quarter = _text()
    records = _number()
    of = _number("Of how many records")


class QualityReport(Report):
    """What is missing in records and what contradicts itself."""

    rows = fields.List(fields.Nested(QualityRow), required=True)


class TimelinessRow(Document):
    """How long recording or reviewing took."""

    by = _text("What the records are told apart by")
    code = _text()
    label = _text()
    from_to = _text("happened-to-recorded, or recorded-to-reviewed")
    records = _number()
    known = _number("Of which both ends are known: what the rest is of")
    median_minutes = _number()
    ninetieth_percentile_minutes = _number()
    late = _number()
    late_after_hours = _number()
    missing = _number("Of which one end is not known, or has not come yet")
    before = _number("Which say that the end came first")
    minutes_over = _numbers("By the minutes that they took more than, up to the next")


class TimelinessReport(Report):
    """From happening to recording to review."""

    rows = fields.List(fields.Nested(TimelinessRow), required=True)


class PeopleRow(Document):
    """How many records, encounters or people there are, with what the figure rests on."""

    code = _text()
    label = _text()
    basis = _text("What is counted, in words")
    quarter = _text("A quarter, or all of them")
    figure = _part("Null where it cannot be estimated")
    of = _number("Of how many records")


class PeopleReport(Report):
    """Records, encounters and people counted apart."""

    rows = fields.List(fields.Nested(PeopleRow), required=True)


class CoverageRow(Document):
    """Encounters of a kind, force and quarter that another system knows of."""

    force = _text()
    quarter = _text()
    quarter_label = _text()
    kind = _text()
    kind_label = _text()
    due = _number("A record is due of them")
    matched = _number("They have one")
    open = _number("They have none, and nobody said why")
    explained = _number("They need none, and somebody said why")
    share_matched = _part("Of those due")


class CoverageReport(Report):
    """How many of the encounters that other systems know of have a record."""

    rows = fields.List(fields.Nested(CoverageRow), required=True)


class ReturnRow(Document):
    """A figure of a table of the national return, in the words of the return."""

    table = fields.Integer(required=True)
    police_force = fields.String(required=True)
    type_of_force = fields.String(required=True)
    tactic = fields.String(required=True)
    category = fields.String(required=True)
    count = _number("Null: not available")


class ReturnCheck(Document):
    """How many records of a force do not pass a check."""

    police_force = fields.String(required=True)
    rule = fields.String(required=True)
    check = fields.String(required=True)
    records = _number("Null: not available")
    of_records = fields.Integer(required=True)


class NationalReturn(Document):
    """The national return of a year. Nothing in it is rounded or hidden: it is not for publishing."""

    year = fields.Integer(required=True)
    position = fields.Integer(required=True)
    behind = fields.Integer(required=True)
    coverage = fields.Nested(Covered, required=True)
    checks = fields.List(fields.Nested(ReturnCheck), required=True)
    rows = fields.List(fields.Nested(ReturnRow), required=True)


class FactOfAnyRecord(Document):
    """Records of which everything that is given is the same: codes, and after ~ why there is none.
    Which record, whose, of which day and in whose words is not given.
    """

    financial_year = fields.String(required=True)
    quarter = fields.String(required=True)
    records = fields.Integer(required=True, metadata={"description": "How many are alike"})


def _of_fact(name: str) -> fields.Field[Any]:
    if name in facts.SEVERAL:
        return fields.List(fields.String(), required=True)
    return fields.Integer(required=True) if name == "returned" else fields.String(required=True)


Fact = FactOfAnyRecord.from_dict(
    {name: _of_fact(name) for name in facts.COLUMNS if name not in ("year", "quarter")}, name="Fact"
)


NOT_CONTROLLED = "none"
"""Control is a property of a table that is published, and facts are none (spec: ux, 7.2)."""


class FactsOfSlice(Document):
    """Some of the facts of a slice, and where to read on."""

    position = fields.Integer(required=True)
    behind = fields.Integer(required=True)
    disclosure_control = fields.String(
        required=True,
        validate=validate.OneOf([NOT_CONTROLLED]),
        metadata={
            "description": "What was done to the figures before they were given: not for publishing"
        },
    )
    facts = fields.List(fields.Nested(Fact), required=True)
    next = fields.String(
        required=True, allow_none=True, metadata={"description": "Null at the end"}
    )
