"""Who is in the made-up force, and how to sign in as them."""

from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from application.access import Requester
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role

PASSWORD = "northshire-demo"  # noqa: S105 - made up, for the made-up force
NAMESPACE = UUID("0f8c4d3e-8f0a-4d53-9a53-3f2a4f8f0d11")


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """A made-up person to sign in as."""

    username: str
    name: str
    collar_number: str
    rank: Rank
    role: Role
    does: str

    @property
    def id(self) -> UUID:
        return uuid5(NAMESPACE, self.username)

    def asks(self, step: str = "") -> Requester:
        """A request of theirs. A step has a key by its name: taken again, it does nothing."""
        return Requester(person=self.id, request=key(step) if step else uuid4())


def key(name: str) -> UUID:
    return uuid5(NAMESPACE, name)


OFFICER = Account(
    username="officer",
    name="Asha Patel",
    collar_number="4127",
    rank=Rank.CONSTABLE,
    role=Role.OFFICER,
    does="who records",
)
OFFICER_2 = Account(
    username="officer2",
    name="Tom Okafor",
    collar_number="3310",
    rank=Rank.CONSTABLE,
    role=Role.OFFICER,
    does="another officer of the same team",
)
SUPERVISOR = Account(
    username="supervisor",
    name="Owen Reid",
    collar_number="2210",
    rank=Rank.SERGEANT,
    role=Role.SUPERVISOR,
    does="who reviews their records",
)
STANDARDS = Account(
    username="standards",
    name="Mary Lloyd",
    collar_number="1105",
    rank=Rank.INSPECTOR,
    role=Role.PROFESSIONAL_STANDARDS,
    does="professional standards",
)
ADMINISTRATOR = Account(
    username="administrator",
    name="Ruth Adeyemi",
    collar_number="9001",
    rank=Rank.STAFF,
    role=Role.ADMINISTRATOR,
    does="who appoints people",
)
ANALYST = Account(
    username="analyst",
    name="Neil Grant",
    collar_number="9002",
    rank=Rank.STAFF,
    role=Role.ANALYST,
    does="who counts records",
)
RECORDS_MANAGER = Account(
    username="records",
    name="Joan Pryce",
    collar_number="9003",
    rank=Rank.STAFF,
    role=Role.RECORDS_MANAGER,
    does="who says how long records are kept",
)
DATA_PROTECTION = Account(
    username="protection",
    name="Sam Achebe",
    collar_number="9004",
    rank=Rank.STAFF,
    role=Role.DATA_PROTECTION,
    does="who approves erasures",
)
HEAD = Account(
    username="head",
    name="Iris Novak",
    collar_number="1101",
    rank=Rank.SUPERINTENDENT,
    role=Role.HEAD_OF_STANDARDS,
    does="who watches professional standards",
)
REVIEWER = Account(
    username="reviewer",
    name="Paul Dacosta",
    collar_number="9005",
    rank=Rank.STAFF,
    role=Role.OUTSIDE_REVIEWER,
    does="who watches them from outside",
)
ACCOUNTS = (
    OFFICER,
    OFFICER_2,
    SUPERVISOR,
    STANDARDS,
    HEAD,
    REVIEWER,
    ADMINISTRATOR,
    ANALYST,
    RECORDS_MANAGER,
    DATA_PROTECTION,
)
