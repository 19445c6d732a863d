"""The made-up people of the tests, and how they ask for things."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from application.access import Requester
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from domain.command import Command
from tests.fakes import NOON

NAMESPACE = UUID("7a4a5d0e-0c58-4b67-9ce5-0a8f3a1f6f01")


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A person of the tests, in the role they act in."""

    name: str
    collar_number: str
    rank: Rank
    role: Role

    @property
    def id(self) -> UUID:
        return uuid5(NAMESPACE, self.collar_number)

    @property
    def username(self) -> str:
        return self.name.split()[0].lower()

    def commands(self, *, at: datetime = NOON, role: Role | None = None) -> Command:
        """A command of theirs, each with a key of its own."""
        return Command(by=self.id, role=role or self.role, at=at, request=uuid4())

    def asks(self, request: UUID | None = None) -> Requester:
        """A request of theirs; give the key to send the same one again."""
        return Requester(person=self.id, request=request or uuid4())


OFFICER = Somebody(name="Ada Finch", collar_number="4127", rank=Rank.CONSTABLE, role=Role.OFFICER)
COLLEAGUE = Somebody(name="Ben Otter", collar_number="3310", rank=Rank.CONSTABLE, role=Role.OFFICER)
SUPERVISOR = Somebody(
    name="Cleo Wren", collar_number="2210", rank=Rank.SERGEANT, role=Role.SUPERVISOR
)
OTHER_SUPERVISOR = Somebody(
    name="Dov Heron", collar_number="2345", rank=Rank.SERGEANT, role=Role.SUPERVISOR
)
STANDARDS = Somebody(
    name="Effie Lark",
    collar_number="1105",
    rank=Rank.INSPECTOR,
    role=Role.PROFESSIONAL_STANDARDS,
)
ADMINISTRATOR = Somebody(
    name="Fay Stoat", collar_number="9001", rank=Rank.STAFF, role=Role.ADMINISTRATOR
)

SECOND_ADMINISTRATOR = Somebody(
    name="Hal Marten", collar_number="9021", rank=Rank.STAFF, role=Role.ADMINISTRATOR
)
"""Who confirms where roles take two; founded by the tests that need them."""

ANALYST = Somebody(name="Gil Crane", collar_number="9002", rank=Rank.STAFF, role=Role.ANALYST)

EVERYBODY = (OFFICER, COLLEAGUE, SUPERVISOR, OTHER_SUPERVISOR, STANDARDS, ADMINISTRATOR, ANALYST)
"""``OTHER_SUPERVISOR`` supervises nobody; ``SUPERVISOR`` the two officers."""

PASSWORD = "made-up-password"
