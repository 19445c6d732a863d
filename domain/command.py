"""A request to change something, as the domain sees it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.codelists.roles import Role
from domain.event import Metadata, Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """Who asks, in which role, when, and under which key the request may be repeated."""

    by: UUID
    role: Role
    at: datetime
    request: UUID
    via: UUID | None = None
    source: Source | None = None

    def because(self, why: str) -> Metadata:
        """The metadata of an event that this command causes, with its coded ground."""
        return Metadata(
            actor=self.by,
            role=self.role,
            at=self.at,
            why=str(why),
            request=self.request,
            via=self.via,
            source=self.source,
        )
