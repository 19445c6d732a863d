"""When somebody is asked why they look, and for how long what they said goes."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.access_log.codes import LOOKED_FOR, OF_A_CASE, Action, Asking, Purpose

HOLDS = timedelta(hours=1)
"""For how long what was said goes for everything else, unless it is said anew."""
CASE_REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9/. -]{1,38}[A-Z0-9]")
"""A reference and no sentence: capitals, digits and what stands between them. It has a digit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """Why somebody said that they look."""

    purpose: Purpose
    case_reference: str = ""
    confidential: bool = False
    at: datetime

    def holds(self, now: datetime) -> bool:
        return self.at <= now < self.at + HOLDS


def is_asked(asking: Asking, action: Action, *, own: bool, standards: bool) -> bool:
    """Whether somebody must say why. Nobody is asked about a record of their own; who opened one in an
    emergency said it then.
    """
    if own or asking is Asking.OFF:
        return False
    return asking is Asking.ALWAYS or action in LOOKED_FOR or standards


def is_asked_of_machines(
    asking: Asking, action: Action, *, own: bool, standards: bool, shows: bool
) -> bool:
    """Whether whoever looks through a machine must say why: where a person would be asked.

    The feed is read for what its system is registered for; ``shows`` is whether the answer shows a record.
    """
    if action is Action.DISCLOSE or not (shows or action is Action.EXPORT):
        return False
    return is_asked(asking, action, own=own, standards=standards)


def needs_case(purpose: Purpose) -> bool:
    return purpose in OF_A_CASE


def is_case_reference(text: str) -> bool:
    return bool(CASE_REFERENCE.fullmatch(text)) and any(one.isdigit() for one in text)
