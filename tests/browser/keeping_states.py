"""Records in every state that those who keep them can see."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from domain.codelists.field_groups import FieldGroup
from domain.codelists.retention import GroundForErasure, GroundForHold
from domain.local_time import LOCAL
from tests import keepers
from tests.installations import follow
from tests.keepers import MANAGER, PROTECTION
from web.bootstrap import Services
from web.cli.keys import change

PROPOSED, WITHHELD, HELD, ERASED, PLAIN = (f"UOF-26-00095{number}" for number in range(1, 6))
RECORDS = (PROPOSED, WITHHELD, HELD, ERASED, PLAIN)


def keep(services: Services, ids: Mapping[str, UUID]) -> None:
    """Appoint who keeps records, and bring each state about."""
    keepers.appoint(services)
    today = services.clock.now().astimezone(LOCAL).date()
    policy = keepers.a_policy(since=today, months=12, days=0)
    services.retention.set_policy(policy, requester=MANAGER.asks())
    erased, withheld, held, proposed = (ids[one] for one in (ERASED, WITHHELD, HELD, PROPOSED))
    _erase(services, erased)
    services.erasing.end(change(services, services.settings.data / "key-backup"))
    longer = replace(policy, cooling_off_days=14, source="A made-up schedule, set anew")
    services.retention.set_policy(longer, requester=MANAGER.asks())
    _erase(services, withheld)
    services.retention.place_hold(
        held,
        GroundForHold.INQUEST,
        "INQ-7",
        requester=MANAGER.asks(),
    )
    _propose(services, proposed)
    follow(services)


def _propose(services: Services, record: UUID) -> None:
    groups = (FieldGroup.IDENTITY, FieldGroup.NARRATIVE)
    services.retention.propose(
        record,
        groups,
        GroundForErasure.NOT_LAWFUL,
        requester=MANAGER.asks(),
    )


def _erase(services: Services, record: UUID) -> None:
    _propose(services, record)
    version = services.retention.record(record).version
    services.retention.approve(record, version=version, requester=PROTECTION.asks())
    follow(services)
