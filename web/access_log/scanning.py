"""Which records an answer may name: everything in it that is written like a reference or an id."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

REFERENCE = re.compile(
    rb"(?<![A-Za-z0-9-])[A-Z][A-Z0-9]{1,9}(?:-[0-9A-Z]{2,14}){1,2}(?![A-Za-z0-9])"
)
"""``UOF-26-000001``, and those of other systems: capitals and digits in two or three groups."""
ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Named:
    """What may be the references and the ids of records, until the register says which are."""

    references: frozenset[str]
    ids: frozenset[UUID]

    def __bool__(self) -> bool:
        return bool(self.references or self.ids)

    def without(self, other: "Named") -> "Named":
        return Named(self.references - other.references, self.ids - other.ids)

    def within(self, other: "Named") -> "Named":
        return Named(self.references & other.references, self.ids & other.ids)


def named_in(content: bytes) -> Named:
    """What a text names."""
    return Named(
        frozenset(one.decode() for one in REFERENCE.findall(content)),
        frozenset(UUID(one.decode()) for one in set(ID.findall(content))),
    )


def named_by(texts: Iterable[str]) -> Named:
    """What somebody typed or followed: references are typed in any case."""
    written = "\n".join(texts)
    found, upper = named_in(written.lower().encode()), named_in(written.upper().encode())
    return Named(upper.references, found.ids)
