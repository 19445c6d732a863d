"""Filters of lists: every one of them stands in the address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from domain.codelists.tactics import CED_TACTICS, HANDCUFFING, Tactic
from projections.register.flags import Flag
from projections.register.queries import Filter

TACTICS: dict[str, tuple[str, tuple[Tactic, ...]]] = {
    "ced": ("Taser (CED)", CED_TACTICS),
    "baton": ("Baton", (Tactic.BATON_DRAWN, Tactic.BATON_USED)),
    "spray": (
        "Irritant spray",
        (Tactic.CS_DRAWN, Tactic.CS_USED, Tactic.PAVA_DRAWN, Tactic.PAVA_USED),
    ),
    "firearm": ("Firearm", (Tactic.FIREARM_AIMED, Tactic.FIREARM_FIRED)),
    "dog": ("Dog", (Tactic.DOG_DEPLOYED, Tactic.DOG_BITE)),
    "handcuffing": ("Handcuffing", HANDCUFFING),
}
"""Families of tactics, as a reviewer looks for them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """What the address asks for, as far as it is known."""

    tactics: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    words: str = ""

    @property
    def is_any(self) -> bool:
        return bool(self.tactics or self.flags or self.words)

    @property
    def filter(self) -> Filter:
        codes = {tactic.value for family in self.tactics for tactic in TACTICS[family][1]}
        return Filter(tactics=frozenset(codes), flags=frozenset(flag.value for flag in self.flags))


def read(args: MultiDict[str, str]) -> Chosen:
    return Chosen(
        tactics=tuple(code for code in args.getlist("tactic") if code in TACTICS),
        flags=tuple(Flag(code) for code in args.getlist("flag") if code in set(Flag)),
        words=args.get("words", "").strip(),
    )


def page_number(args: MultiDict[str, str]) -> int:
    text = args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def address_of(endpoint: str, args: MultiDict[str, str], **place: Any) -> Callable[[int], str]:
    """The address of another page of the same list; ``place`` is what the address itself names."""
    kept = {key: args.getlist(key) for key in args if key != "page" and key not in place}
    return lambda number: url_for(endpoint, page=number, **kept, **place)  # type: ignore[arg-type]
