"""What a report may be asked for: the filters of its page, by the same names."""

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from domain.codelists.forces import Force
from domain.codelists.reasons import ReasonForAmendment
from domain.counting.people import Belongs, Known
from domain.counting.populations import GROUPS, By, PopulationKind
from domain.counting.rules import LABELS
from domain.records.account import QUESTIONS
from projections.statistics.dimensions import DIMENSIONS
from projections.statistics.effectiveness import CIRCUMSTANCES
from projections.statistics.marks import (
    ENCOUNTER,
    MENDED,
    MENDED_FOR,
    NATIONAL,
    RECORDED,
    RETURNED,
    REVIEWED,
    RULE,
    SUBJECT,
    TEAM,
    UNKNOWN,
)
from web.api.schemas.parts import Document, Whole
from web.reports import filters, options
from web.reports.marks import LINES_OF_THE_RETURN, RULE_LABELS
from web.returns.layout import FIRST_YEAR

QUARTER = r"^[12][0-9]{3}-q[1-4]$"
SPAN = r"^([0-9]{1,5}-([0-9]{1,5})?h|before|not-known)$"
HOURS = "Send hours such as 24-72h or 24-h, or not-known, or before"
MOST, USUAL = 5_000, 1_000


def _said(meaning: str) -> dict[str, str]:
    return {"description": meaning} if meaning else {}


def _one_of(codes: Iterable[str], meaning: str = "") -> fields.String:
    known = validate.OneOf(list(codes), error="It is not in the list")
    return fields.String(validate=known, metadata=_said(meaning))


def _like(pattern: str, meaning: str = "", *, error: str = "") -> fields.String:
    said = validate.Regexp(pattern, error=error or f"Send {meaning[0].lower()}{meaning[1:]}")
    return fields.String(validate=said, metadata=_said(meaning))


def _several(one: fields.Field[Any], meaning: str) -> fields.List[Any]:
    return fields.List(one, metadata=_said(meaning))


def _quarter(meaning: str) -> fields.String:
    return _like(QUARTER, f"{meaning}, such as 2026-q1, which is April to June 2026")


PERIOD: Mapping[str, fields.Field[Any]] = {
    filters.SINCE: _quarter("The first quarter"),
    filters.UNTIL: _quarter("The last quarter"),
    filters.FORCE: _several(_one_of([one.value for one in Force]), "Code of a force"),
}


def _dimension(name: str, one: Any) -> fields.List[Any]:
    meaning = f"{options.HEADINGS[name]}; a code after ~ is a way in which it is unknown"
    if name == "area":
        # Its codes are an installation's own.
        return _several(
            _like(r"^~?[a-z0-9][a-z0-9-]{0,39}$", error="Send the code of an area"), meaning
        )
    return _several(_one_of(options.answers(one, {})), meaning)


def _marks() -> dict[str, fields.Field[Any]]:
    way = "(not-asked|not-applicable|not-known|refused|not-answered|erased|any)"
    question = "|".join(QUESTIONS)
    return {
        RULE: _several(_one_of(RULE_LABELS), "A rule that records do not meet"),
        UNKNOWN: _several(
            _like(rf"^({question})\.{way}$", error="Send a question and a way"),
            "A question left open, and in which way, such as perceived_age.refused",
        ),
        RECORDED: _several(
            _like(SPAN, error=HOURS), "Hours until it was recorded, such as 24-h for over 24"
        ),
        REVIEWED: _several(_like(SPAN, error=HOURS), "Hours until it was reviewed"),
        RETURNED: _several(
            _like(r"^(any|1?[0-9]|20)$", error="Send a number, or any"), "How often it was returned"
        ),
        MENDED: _several(
            _one_of(["~none", *QUESTIONS]), "A question changed after the record was returned"
        ),
        MENDED_FOR: _several(
            _one_of([one.value for one in ReasonForAmendment]), "The reason given for that"
        ),
        NATIONAL: _several(_one_of(LINES_OF_THE_RETURN), "A line of the national return"),
        ENCOUNTER: _several(
            _one_of([one.value for one in Belongs]), "Linked to an encounter or not"
        ),
        SUBJECT: _several(
            _one_of([one.value for one in Known]), "How far it is known whom a record is about"
        ),
        TEAM: _several(fields.UUID(), "The person who supervised the officer"),
    }


SLICE: Mapping[str, fields.Field[Any]] = {
    **PERIOD,
    filters.KIND: _several(_one_of(options.KINDS), "Records of one person, or of a crowd"),
    filters.LINE: _several(_one_of(options.lines()), "Line of tactics: on one of them at least"),
    filters.ALSO: _one_of(LABELS, "A line of tactics that it is on as well"),
    filters.STEP: _like(
        r"^[a-z0-9~/-]{1,120}$", "A step of the sequence, as figures of pages lead to it"
    ),
    filters.PERSONS: _one_of([filters.YES], "No records of a crowd"),
    **{one.name: _dimension(one.name, one) for one in DIMENSIONS},
    **_marks(),
}
"""By name in an address: the filters of every report, all of them and in one way."""


def asking(*parts: Mapping[str, fields.Field[Any]]) -> Schema:
    """What an operation may be asked for."""
    named = {name: one for part in parts for name, one in part.items()}
    return Document.from_dict(dict(named))()


ANY_SLICE = asking(SLICE)
OF_EFFECTIVENESS = asking(
    SLICE,
    {"alike": _several(_one_of(CIRCUMSTANCES), "What like is compared with like by")},
)
OF_DISPROPORTIONALITY = asking(
    SLICE,
    {
        "by": _one_of([one.value for one in By], "What the groups differ in"),
        "group": _one_of(
            dict.fromkeys(one.code for by in By for one in GROUPS[by]),
            "The group whose share or rate areas are compared by",
        ),
        **{
            kind.value: fields.UUID(
                metadata={"description": f"Which loaded {kind.label.lower()}; the last if not said"}
            )
            for kind in PopulationKind
        },
    },
)
OF_FACTS = asking(
    SLICE,
    {
        "limit": Whole(
            load_default=USUAL,
            validate=validate.Range(min=1, max=MOST),
            metadata={"description": "How many rows at most"},
        ),
        "cursor": fields.String(
            validate=validate.Length(min=1, max=4000),
            metadata={
                "description": "Where to read on: next of the answer before, with the same filters"
            },
        ),
    },
)
OF_COVERAGE = asking(PERIOD)
OF_THE_RETURN = asking(
    {
        "year": Whole(
            validate=validate.Range(min=FIRST_YEAR, max=9999),
            metadata={"description": "The year in whose March the financial year ends"},
        ),
        filters.FORCE: PERIOD[filters.FORCE],
    },
)
