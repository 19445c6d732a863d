"""Which records are probably about one person: by what identifies somebody, and by nothing less.

How somebody was perceived says nothing of who they are: most people are perceived like many others, and
two officers perceive one person differently (spec: domain, 1.3 K and R13).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.codelists.reasons import GroundForLinkingSubject


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """What a record says of who somebody is, and what people said of it."""

    record: UUID
    identifier: str = ""
    name: str = ""
    birth: date | None = None
    subject: UUID | None = None
    left: frozenset[UUID] = frozenset()
    about_others: frozenset[UUID] = frozenset()


def same_person(one: Identity, other: Identity) -> GroundForLinkingSubject | None:
    """Why two records are probably about one person, if anything says so."""
    if one.identifier and one.identifier == other.identifier:
        return GroundForLinkingSubject.SAME_IDENTIFIER
    if one.name and one.birth and (one.name, one.birth) == (other.name, other.birth):
        return GroundForLinkingSubject.SAME_NAME_AND_BIRTH
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Alike:
    """Records that are probably about one person; those that are linked to nobody yet come first."""

    records: tuple[UUID, ...]
    ground: GroundForLinkingSubject


def alike(identities: Sequence[Identity]) -> list[Alike]:
    """Groups of records that say the same of who somebody is, as far as nobody linked them yet."""
    groups: list[list[Identity]] = []
    for one in identities:
        group = next((group for group in groups if _may_join(one, group)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return [
        _alike(group)
        for group in groups
        if len(group) > 1 and any(one.subject is None for one in group)
    ]


def _may_join(one: Identity, group: Sequence[Identity]) -> bool:
    if not same_person(group[0], one) or any(_told_apart(one, other) for other in group):
        return False
    return len({other.subject for other in (one, *group)} - {None}) <= 1


def _told_apart(one: Identity, other: Identity) -> bool:
    return (
        other.record in one.about_others
        or one.record in other.about_others
        or other.subject in one.left
        or one.subject in other.left
    )


def _alike(group: Sequence[Identity]) -> Alike:
    first, *others = group
    grounds = {ground for other in others if (ground := same_person(first, other))}
    members = sorted(group, key=lambda one: one.subject is not None)
    return Alike(
        records=tuple(one.record for one in members),
        ground=[one for one in GroundForLinkingSubject if one in grounds][-1],
    )
