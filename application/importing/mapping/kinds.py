"""What kind of answer a question of ours takes, and which ways of reading lead to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType
from typing import Any, get_args, get_origin
from uuid import UUID

from application.importing.mapping.ways import NONE_OF_THEM, Said
from domain.codelists.answers import Absence
from domain.codelists.codelist import CodeList
from domain.codelists.tactics import Tactic
from domain.records.account import ANSWER_TYPES
from domain.records.tactics import CedUse, TacticUsed

ABSENCES = (
    Absence.NOT_ASKED,
    Absence.NOT_APPLICABLE,
    Absence.NOT_KNOWN,
    Absence.REFUSED,
    Absence.NOT_ANSWERED,
)
"""What a source may say instead of an answer."""

NONE = "none"
"""The target for a word that means: none of them."""

WAYS: Mapping[Any, tuple[str, ...]] = MappingProxyType(
    {
        date: ("date",),
        time: ("time",),
        int: ("number",),
        str: ("text", "slug", "values"),
        UUID: ("people",),
        CedUse: (),
    }
)
"""The ways of reading that lead to a value; codes are read by ``values`` or ``bands``."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of answer that a question takes."""

    member: Any
    """A code list, or the type of a value."""
    several: bool
    steps: bool

    @property
    def is_coded(self) -> bool:
        return issubclass(self.member, CodeList)

    @property
    def ways(self) -> tuple[str, ...]:
        return ("values", "bands") if self.is_coded else WAYS[self.member]

    @property
    def targets(self) -> tuple[str, ...]:
        """Everything that a word may be said to mean."""
        codes = tuple(str(code) for code in self.member) if self.is_coded else ()
        return (*codes, *((NONE,) if self.several else ()), *map(str, ABSENCES))

    def said(self, targets: tuple[str, ...]) -> Said:
        """What a word says, given what the mapping makes of it.

        Raises:
            KeyError: one of the targets is none of this question's.

        """
        if len(targets) == 1 and targets[0] in ABSENCES:
            return Absence(targets[0])
        return tuple(self._member(target) for target in targets)

    def _member(self, target: str) -> Any:
        if self.several and target == NONE:
            return NONE_OF_THEM
        if not self.is_coded:
            return target
        if target not in self.targets or target in ABSENCES:
            raise KeyError(target)
        return self.member(target)


def kind_of(question: str) -> Kind:
    answer = ANSWER_TYPES[question]
    if get_origin(answer) is not tuple:
        return Kind(answer, several=False, steps=False)
    (member,) = (one for one in get_args(answer) if one is not Ellipsis)
    if member is TacticUsed:
        return Kind(Tactic, several=True, steps=True)
    return Kind(member, several=True, steps=False)
