"""Which records are probably about one person: by what identifies somebody, and by nothing less.

How somebody was perceived says nothing of who they are: most people are perceived like many others, and
two officers perceive one person differently (spec: domain, 1.3 K and R13).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.codelists.answers import Absence
from domain.codelists.reasons import GroundForLinkingSubject
from domain.expected.matching import plainly
from domain.records.account import Account

IDENTIFIER, NAME, BIRTH = "subject_identifier", "subject_name", "subject_date_of_birth"


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """What a record says of who somebody is."""

    identifier: str = ""
    name: str = ""
    birth: date | None = None

    @classmethod
    def of(cls, account: Account) -> "Identity":
        """What an account says that was opened; of a crowd nothing."""
        if account.is_crowd:
            return cls()
        birth = account.subject_date_of_birth
        return cls(
            identifier=_written(account.subject_identifier),
            name=_written(account.subject_name),
            birth=None if isinstance(birth, Absence) else birth,
        )


def _written(answer: str | Absence) -> str:
    return "" if isinstance(answer, Absence) else plainly(answer)


def same_person(one: Identity, other: Identity) -> GroundForLinkingSubject | None:
    """Why two records are probably about one person, if anything says so."""
    if one.identifier and one.identifier == other.identifier:
        return GroundForLinkingSubject.SAME_IDENTIFIER
    if one.name and one.birth and (one.name, one.birth) == (other.name, other.birth):
        return GroundForLinkingSubject.SAME_NAME_AND_BIRTH
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Alike:
    """Records that are probably about one person."""

    records: tuple[UUID, ...]
    ground: GroundForLinkingSubject


def alike(identities: Sequence[tuple[UUID, Identity]]) -> list[Alike]:
    """Groups of records that say the same of who somebody is."""
    groups: list[list[tuple[UUID, Identity]]] = []
    for one in identities:
        group = next((group for group in groups if same_person(group[0][1], one[1])), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return [
        Alike(records=tuple(record for record, _ in group), ground=_weakest(group))
        for group in groups
        if len(group) > 1
    ]


def _weakest(group: Sequence[tuple[UUID, Identity]]) -> GroundForLinkingSubject:
    first, *others = (identity for _, identity in group)
    grounds = {ground for other in others if (ground := same_person(first, other))}
    return [one for one in GroundForLinkingSubject if one in grounds][-1]
