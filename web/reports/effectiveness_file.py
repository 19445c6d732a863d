"""Whether tactics worked, as a file of values: one line a figure, whatever it is about."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from domain.codelists.tactics import Tactic
from domain.counting.effectiveness import Of, Worked
from domain.estimating.intervals import Estimate
from projections.statistics.dimensions import BY_NAME, UNKNOWN
from projections.statistics.effectiveness import SPLITS, Effectiveness
from web.reports.effectiveness import POSITIONS, alike
from web.reports.options import Options, answers

HEADINGS = (
    "about",
    "tactic",
    "tactic_label",
    "category",
    "category_label",
    "times_used",
    "effective",
    "not_effective",
    *(f"unanswered_{code.lstrip('~').replace('-', '_')}" for code in UNKNOWN),
    "share_effective",
    "share_low",
    "share_high",
    "if_unanswered_had_not",
    "if_unanswered_had",
    "records",
    "log_position",
)
Splits = Mapping[str, Mapping[str, Mapping[Tactic, Worked]]]


def lines(counted: Effectiveness, splits: Splits, *, areas: Options, position: int) -> str:
    """Everything that is counted of every tactic."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADINGS, restval="")
    writer.writeheader()
    for row in _rows(counted, splits, areas):
        writer.writerow({**row, "log_position": position})
    return text.getvalue()


def _rows(counted: Effectiveness, splits: Splits, areas: Options) -> Iterator[dict[str, Any]]:
    for tactic, of in counted.of.items():
        yield _row("all", tactic, "", "", of.worked) | {"records": of.records}
        yield _compared(counted, tactic)
        for number, label in POSITIONS.items():
            yield _row("position", tactic, number, label, of.by_position.get(number, Worked()))
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


def _about(about: str, tactic: Tactic, code: Any = "", label: str = "") -> dict[str, Any]:
    return {
        "about": about,
        "tactic": tactic.value,
        "tactic_label": tactic.label,
        "category": code,
        "category_label": label,
    }


def _row(about: str, tactic: Tactic, code: Any, label: str, worked: Worked) -> dict[str, Any]:
    bounds = worked.bounds
    return {
        **_about(about, tactic, code, label),
        "times_used": worked.times,
        "effective": worked.yes,
        "not_effective": worked.no,
        **{
            f"unanswered_{way.lstrip('~').replace('-', '_')}": worked.unanswered[way]
            for way in UNKNOWN
        },
        **_share(worked.rate),
        "if_unanswered_had_not": _part(bounds[0]) if bounds else "",
        "if_unanswered_had": _part(bounds[1]) if bounds else "",
    }


def _compared(counted: Effectiveness, tactic: Tactic) -> dict[str, Any]:
    shown = alike(counted.compared[tactic])
    return {
        **_about("like-with-like", tactic, label=shown.why_not),
        **_share(shown.estimate),
    }


def _share(estimate: Estimate | None) -> dict[str, str]:
    if estimate is None:
        return {}
    ends = (estimate.value, estimate.low, estimate.high)
    return dict(zip(("share_effective", "share_low", "share_high"), map(_part, ends), strict=True))


def _part(value: float) -> str:
    return f"{value:.6f}"
