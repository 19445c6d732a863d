"""Shares, rates and their intervals as they are written."""

from dataclasses import dataclass

from domain.estimating.intervals import Estimate


def percent(part: float) -> str:
    """A share with one decimal as all beside it, never rounded to none or all of what it is not."""
    text = f"{100 * part:.1f}%"
    if text == "100.0%" and part < 1:
        return "over 99.9%"
    if text == "0.0%" and part > 0:
        return "under 0.1%"
    return text


def between(low: float, high: float) -> str:
    """The ends of an interval of a share."""
    return f"{percent(low)} to {percent(high)}"


def number(value: float) -> str:
    """A rate or a ratio, with as many decimals as mean something."""
    if value == float("inf"):
        return "no limit"
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


@dataclass(frozen=True, slots=True)
class Shown:
    """An estimate in words."""

    value: str
    interval: str


def shown_share(estimate: Estimate | None) -> Shown | None:
    if estimate is None:
        return None
    return Shown(percent(estimate.value), between(estimate.low, estimate.high))


def shown_number(estimate: Estimate | None) -> Shown | None:
    if estimate is None:
        return None
    return Shown(number(estimate.value), f"{number(estimate.low)} to {number(estimate.high)}")
