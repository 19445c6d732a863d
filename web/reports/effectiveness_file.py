"""Whether tactics worked, as rows of values: one a figure, whatever it is about."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.codelists.tactics import Tactic
from domain.counting.effectiveness import Of, Worked
from projections.statistics.dimensions import BY_NAME, UNKNOWN
from projections.statistics.effectiveness import SPLITS, Effectiveness
from web.reports.effectiveness import POSITIONS, alike
from web.reports.options import Options, answers
from web.reports.rows import Row, Value, part

WAYS: Mapping[str, str] = {code: code.lstrip("~").replace("-", "_") for code in UNKNOWN}
"""The ways of not answering, as they stand in the name of a column."""

COLUMNS = (
    "about",
    "tactic",
    "tactic_label",
    "category",
    "category_label",
    "times_used",
    "effective",
    "not_effective",
    *(f"unanswered_{way}" for way in WAYS.values()),
    "share_effective",
    "share_effective_low",
    "share_effective_high",
    "if_unanswered_had_not",
    "if_unanswered_had",
    "records",
)
NO_FIGURES: Mapping[str, Value] = dict.fromkeys(
    one for one in COLUMNS[5:] if not one.startswith("unanswered_")
)
Splits = Mapping[str, Mapping[str, Mapping[Tactic, Worked]]]


def rows(counted: Effectiveness, splits: Splits, *, areas: Options) -> Iterator[Row]:
    """Everything that is counted of every tactic."""
    for tactic, of in counted.of.items():
        yield _row("all", tactic, "", "", of.worked) | {"records": of.records}
        yield _compared(counted, tactic)
        for number, label in POSITIONS.items():
            worked = of.by_position.get(number, Worked())
            yield _row("position", tactic, str(number), label, worked)
        yield from _next(tactic, of)
        for about, said in (("person-injured", of.person), ("officer-injured", of.officer)):
            for code, label in answers(BY_NAME[about], areas).items():
                if code in said:
                    yield _about(about, tactic, code, label) | {"records": said[code]}
        for name in SPLITS:
            for code, label in answers(BY_NAME[name], areas).items():
                if tactic in splits[name].get(code, {}):
                    yield _row(name, tactic, code, label, splits[name][code][tactic])


def _next(tactic: Tactic, of: Of) -> Iterator[dict[str, Any]]:
    about = "next-after-failure"
    for after, worked in of.then.items():
        if after:
            yield _row(about, tactic, after.value, after.label, worked)
        else:
            nothing = _about(about, tactic, "nothing", "Nothing was used after it")
            yield nothing | {"times_used": worked.times}


def _about(about: str, tactic: Tactic, code: str = "", label: str = "") -> dict[str, Any]:
    return {
        "about": about,
        "tactic": tactic.value,
        "tactic_label": tactic.label,
        "category": code,
        "category_label": label,
        "unanswered": {},
        **NO_FIGURES,
    }


def _row(about: str, tactic: Tactic, code: str, label: str, worked: Worked) -> dict[str, Any]:
    had_not, had = worked.bounds or (None, None)
    return {
        **_about(about, tactic, code, label),
        "times_used": worked.times,
        "effective": worked.yes,
        "not_effective": worked.no,
        "unanswered": {way: worked.unanswered[code] for code, way in WAYS.items()},
        **part("share_effective", worked.rate),
        "if_unanswered_had_not": had_not,
        "if_unanswered_had": had,
    }


def _compared(counted: Effectiveness, tactic: Tactic) -> dict[str, Any]:
    shown = alike(counted.compared[tactic])
    about = _about("like-with-like", tactic, label=shown.why_not)
    return {**about, **part("share_effective", shown.estimate)}
