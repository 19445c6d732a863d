"""Records written in the Metropolitan layout: codes in the publisher's words, and no free text.

Decision. Nothing of a record is left out in silence. Of the newest layout two columns are not known
by name, and are not written; the older one, of 271 columns, has no room for two answers, and a
record that gives one is refused. Cells hold words of closed lists, numbers, days and times, so that
no spreadsheet can take one for a formula. Consequence: what is written can be read again and says
the same. Kept by ``tests/application/test_metropolitan.py``.
"""

from collections.abc import Sequence

from application.importing.metropolitan.columns import COLUMNS
from application.importing.metropolitan.layout import HEADINGS
from application.importing.metropolitan.parts import AreaWord, TooMuchError
from domain.codelists.reasons import EDITION_2023
from domain.records.account import Account

OLDER = tuple(index for index, one in enumerate(HEADINGS) if one.since < EDITION_2023)
LATER = tuple(index for index, one in enumerate(HEADINGS) if one.since >= EDITION_2023)
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def headings(*, newest: bool) -> list[str]:
    """The headings of the newest layout, or of the one of 271 columns."""
    return [one.text for index, one in enumerate(HEADINGS) if newest or index in OLDER]


def cells(account: Account, *, area_word: AreaWord, newest: bool) -> Sequence[str]:
    """A line: a cell for each heading, empty where there is no answer.

    Raises:
        TooMuchError: the layout has no room for an answer.

    """
    written = [cell for part in COLUMNS for cell in part.write(account, area_word)]
    if any(cell.startswith(RUNS_AS_FORMULA) for cell in written):
        raise TooMuchError(
            "a number of it begins with a sign that a spreadsheet would calculate with"
        )
    if newest:
        return written
    for index in LATER:
        if written[index] == "Yes":
            raise TooMuchError(f"it gives an answer that came later, “{HEADINGS[index].text}”")
    return [written[index] for index in OLDER]
