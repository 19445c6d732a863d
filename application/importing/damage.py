"""What spreadsheets and transfers do to cells, recognised and explained; never put right by guessing."""

import re
from collections.abc import Callable
from datetime import date, timedelta

BAND_AS_DATE = re.compile(
    r"(20)?17-11(-01)?([ T]00:00(:00)?)?|(0?1/)?11/(20)?17|(11|nov)[-/ ](20)?17|(20)?17[-/ ]nov"
    r"|11[-/]17/\d{2,4}|0?1-nov-(20)?17",
    re.IGNORECASE,
)
"""What is left of the age band 11-17 when a spreadsheet takes it for November 2017."""
FORMULA_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
EXPONENT = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
DAY_NUMBER = re.compile(r"[34]\d{4}(\.\d+)?")
DAY_FRACTION = re.compile(r"0?[.,]\d{2,}")
FIRST_DAY_NUMBER = date(1899, 12, 30)
MISREAD = "Ãâ€"
"""Signs that UTF-8 leaves when it is read as Windows-1252."""


def _hidden(text: str) -> str:
    hidden = len(text) > 1 and set(text) == {"#"}
    return "a spreadsheet showed it in too narrow a column and saved the signs" if hidden else ""


def _formula(text: str) -> str:
    return "a spreadsheet saved the failure of a formula" if FORMULA_ERROR.fullmatch(text) else ""


def _rounded(text: str) -> str:
    rounded = EXPONENT.fullmatch(text)
    return "a spreadsheet took it for a number and rounded it" if rounded else ""


def _unreadable(text: str) -> str:
    return "a character of it was lost when the file was saved" if "\ufffd" in text else ""


def _misread(text: str) -> str:
    if not any(sign in text for sign in MISREAD):
        return ""
    return "the file was saved in another encoding than it was read in: save it as UTF-8"


GENERAL: tuple[Callable[[str], str], ...] = (_hidden, _formula, _rounded, _unreadable, _misread)


def explained(text: str) -> str:
    """What happened to a cell, as far as it can be told by looking at it; empty if it cannot."""
    return next((told for look in GENERAL if (told := look(text))), "")


def band_as_date(text: str) -> bool:
    """Whether this is the age band 11-17 after a spreadsheet took it for a date."""
    return bool(BAND_AS_DATE.fullmatch(text))


def day_as_number(text: str) -> str:
    """The day that a spreadsheet counts by this number; empty if it is none."""
    if not DAY_NUMBER.fullmatch(text):
        return ""
    return (FIRST_DAY_NUMBER + timedelta(days=int(float(text)))).isoformat()


def time_as_fraction(text: str) -> str:
    """The time that a spreadsheet keeps as this part of a day; empty if it is none."""
    if not DAY_FRACTION.fullmatch(text):
        return ""
    minutes = round(float(text.replace(",", ".")) * 24 * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" if minutes < 24 * 60 else ""
