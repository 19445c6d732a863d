"""Percentages of what is shown, so that they tell nothing more than it does."""

from decimal import ROUND_HALF_UP, Decimal

from domain.disclosure.symbols import Shown, Symbol


def percentage(part: Shown, whole: Shown, *, decimals: int = 1) -> Decimal | Symbol:
    """A figure as percentage of another, both as they are shown (spec: ux, 7.2).

    Where one is hidden it is hidden; what rounds to zero stays low; of nothing there is no share, and
    of what rounds to zero none that is worth stating.
    """
    if Symbol.HIDDEN in (part, whole):
        return Symbol.HIDDEN
    if isinstance(part, Symbol):
        return part
    if isinstance(whole, Symbol):
        return Symbol.NOT_AVAILABLE if whole is Symbol.LOW else whole
    if not whole:
        return Symbol.NOT_APPLICABLE
    digit = Decimal(1).scaleb(-decimals)
    return (Decimal(100 * part) / whole).quantize(digit, ROUND_HALF_UP)
