"""What the national return asks of a record beside what reports are sliced by, worked out once.

A column of an answer holds its code, or with ``~`` before it why there is none. ``national`` are the
tactics of the return for which it counts; several stand in one text with a space before and after
each, and none is an empty text.
"""

from collections.abc import Mapping
from typing import Any

from domain.codelists.answers import Absence, YesNo
from domain.counting.national.rules import Counted, counted_nationally
from domain.counting.national.tactics import NationalTactic
from domain.records.account import Account
from projections.codes import joined

ANSWERS = ("officer_injury_intentional", "officer_injury_level", "subject_injury_level")
"""Questions of tables 10 and 11, beside those whether anybody was injured, by which every report counts."""

COLUMNS = ("national", *ANSWERS)


def of(account: Account, facts: Mapping[str, Any]) -> dict[str, str]:
    """The columns of a record with these facts."""
    steps = () if isinstance(account.tactics, Absence) else account.tactics
    counted = counted_nationally(
        [step.tactic for step in steps], ced_used=account.ced_used is YesNo.YES
    )
    return {
        # In the order of the list, so that the same tactics are the same text.
        "national": joined(one for one in NationalTactic if one in counted) if counted else "",
        **{question: facts[f"q_{question}"] for question in ANSWERS},
    }


def counted_in(text: str) -> Counted:
    """The tactics that a text of them stands for."""
    return frozenset(map(NationalTactic, text.split()))
