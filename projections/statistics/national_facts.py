"""What the national return asks of a record beside what reports are sliced by, worked out once.

``national`` are the tactics of the return for which a record counts; several stand in one text with a
space before and after each, and none is an empty text.
"""

from domain.codelists.answers import Absence, YesNo
from domain.counting.national.rules import Counted, counted_nationally
from domain.counting.national.tactics import NationalTactic
from domain.records.account import Account
from projections.codes import joined


def of(account: Account) -> str:
    """The tactics of a record, in the order of the list, so that the same ones are the same text."""
    steps = () if isinstance(account.tactics, Absence) else account.tactics
    counted = counted_nationally(
        [step.tactic for step in steps], ced_used=account.ced_used is YesNo.YES
    )
    return joined(one for one in NationalTactic if one in counted) if counted else ""


def counted_in(text: str) -> Counted:
    """The tactics that a text of them stands for."""
    return frozenset(map(NationalTactic, text.split()))
