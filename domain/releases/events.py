"""Everything that can happen to a release. Nothing of it is personal: it is made to be published."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.codelists.forces import Force
from domain.codelists.releases import GroundForAbandoning, ReasonForEdition
from domain.event import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """A file of an edition, by the digest of its bytes."""

    name: str
    sha256: str
    """In hexadecimal."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """An area of the force, and the name under which it is published."""

    code: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Announced(Event):
    """Readers were told when the next edition of a period is to be public."""

    TOPIC: ClassVar[str] = "release.announced"

    force: Force
    year: int
    """In which the financial year begins."""
    quarter: int | None
    """None: the whole year."""
    publish_at: datetime


@dataclass(frozen=True, kw_only=True)
class Prepared(Event):
    """An edition was begun: everything that its figures hang on is in this event."""

    TOPIC: ClassVar[str] = "release.prepared"

    force: Force
    year: int
    """In which the financial year begins."""
    quarter: int | None
    """None: the whole year."""
    edition: int
    position: int
    """The log position as far as records are counted."""
    counting_rules: int
    code_lists: int
    layout: int
    """Of the files."""
    reason: ReasonForEdition
    notice: str | None
    """What readers are told of a later edition, on top of its page."""


@dataclass(frozen=True, kw_only=True)
class Described(Event):
    """What an edition says of the force itself: it is printed in the files, so it is pinned with them."""

    TOPIC: ClassVar[str] = "release.described"

    edition: int
    areas: tuple[Area, ...]
    contact: str | None
    """Where readers ask."""
    early_access: tuple[str, ...]
    """The posts whose holders see the figures before they are public."""
    follows_code: bool
    """Whether the force applies the Code of Practice for Statistics, voluntarily."""


@dataclass(frozen=True, kw_only=True)
class Checked(Event):
    """Its files were made and its checks were gone through."""

    TOPIC: ClassVar[str] = "release.checked"

    edition: int
    files: tuple[File, ...]


@dataclass(frozen=True, kw_only=True)
class Approved(Event):
    """A second person agreed to these very files and set the time of publication."""

    TOPIC: ClassVar[str] = "release.approved"

    edition: int
    publish_at: datetime


@dataclass(frozen=True, kw_only=True)
class Abandoned(Event):
    """An edition will not be published."""

    TOPIC: ClassVar[str] = "release.abandoned"

    edition: int
    ground: GroundForAbandoning


@dataclass(frozen=True, kw_only=True)
class Published(Event):
    """An edition is public, and stays so."""

    TOPIC: ClassVar[str] = "release.published"

    edition: int


RELEASE_EVENTS: frozenset[type[Event]] = frozenset(
    {Announced, Prepared, Described, Checked, Approved, Abandoned, Published}
)
"""All of them, for whoever takes in every one or none."""
