"""What a person chose for themselves: a theme, and the facts of their shift."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, insert, select, update

from application.codec import from_json, to_json
from domain.codec import CodecError, decode_answer, encode_answer
from domain.records.account import Answers
from web.adapters.stores import asking
from web.adapters.tables import preferences

THEMES: Mapping[str, str] = MappingProxyType(
    {"system": "Same as my device", "light": "Light", "dark": "Dark"}
)
SHIFT = ("area", "main_duty", "single_crewed", "ced_trained", "ced_carried")
"""Facts that stay the same for a shift. Nothing that is a judgement is among them (ux, 4)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """A person's own settings."""

    theme: str = "system"
    shift: Answers = field(default_factory=dict)


class Preferences:
    """Kept for the person alone; nobody else reads them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, person: UUID) -> Choices:
        query = select(preferences).where(preferences.c.person == person)
        with asking(self._engine).connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return Choices()
        return Choices(theme=row.theme, shift=_readable(from_json(row.shift.encode())))

    def set(self, person: UUID, choices: Choices) -> None:
        shift = {name: encode_answer(answer) for name, answer in choices.shift.items()}
        values = {"theme": choices.theme, "shift": to_json(shift).decode()}
        with self._engine.begin() as connection:
            changed = connection.execute(
                update(preferences).where(preferences.c.person == person).values(**values)
            )
            if not changed.rowcount:
                connection.execute(insert(preferences).values(person=person, **values))


def _readable(shift: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that this version still knows; a code that is gone is asked again."""
    known = {}
    for name, answer in shift.items():
        try:
            known[name] = decode_answer(name, answer)
        except CodecError:
            continue
    return known
