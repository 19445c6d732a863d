"""Roles come from the log at the moment of asking; the whole table of permissions, written out."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest

from domain.access.errors import NotAllowedError
from domain.access.policy import Permission
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from domain.errors import NotFoundError
from domain.people.errors import GrantInThePastError, OwnStandingError
from domain.records.record import UseOfForceRecord
from tests.application.in_memory import InMemory
from tests.builders import a_submitted_record
from tests.people import ADMINISTRATOR, OFFICER, STANDARDS, SUPERVISOR, Somebody

TABLE = """
    submit          officer                  own named supervises nothing
    read            officer                  own named
    read            supervisor               supervises
    read            professional-standards   own named supervises nothing
    read-history    officer                  own
    read-history    supervisor               supervises
    read-history    professional-standards   own named supervises nothing
    amend           officer                  own
    add-note        officer                  own
    add-note        supervisor               supervises
    add-note        professional-standards   own named supervises nothing
    withdraw        officer                  own
    withdraw        professional-standards   own named supervises nothing
    review          supervisor               supervises
    review          professional-standards   own named supervises nothing
    link            supervisor               supervises
    link            professional-standards   own named supervises nothing
    restrict        professional-standards   own named supervises nothing
    disclose        professional-standards   own named supervises nothing
    read-disclosures professional-standards  own named supervises nothing
    read-disclosures data-protection-officer own named supervises nothing
    see-queue       supervisor               own named supervises nothing
    see-queue       professional-standards   own named supervises nothing
    assess          professional-standards   own named supervises nothing
    follow-up       supervisor               supervises
    follow-up       professional-standards   own named supervises nothing
    see-referrals   professional-standards   own named supervises nothing
    search          professional-standards   own named supervises nothing
    read-reports    supervisor               own named supervises nothing
    read-reports    professional-standards   own named supervises nothing
    read-reports    analyst                  own named supervises nothing
    count-all-forces analyst                 own named supervises nothing
    prepare-release analyst                  own named supervises nothing
    approve-release analyst                  own named supervises nothing
    approve-release professional-standards   own named supervises nothing
    see-retention    records-manager         own named supervises nothing
    see-retention    data-protection-officer own named supervises nothing
    set-retention    records-manager         own named supervises nothing
    review-retention records-manager         own named supervises nothing
    approve-erasure  data-protection-officer own named supervises nothing
    undo-erasure     records-manager         own named supervises nothing
    undo-erasure     data-protection-officer own named supervises nothing
    hold             records-manager         own named supervises nothing
    hold             data-protection-officer own named supervises nothing
    hold             professional-standards  own named supervises nothing
    see-imports     professional-standards   own named supervises nothing
    see-imports     administrator            own named supervises nothing
    see-verification professional-standards  own named supervises nothing
    see-verification administrator           own named supervises nothing
    delegate        supervisor               own named supervises nothing
    break-glass     supervisor               own named supervises nothing
    review-emergencies professional-standards own named supervises nothing
    see-reciprocal  professional-standards   own named supervises nothing
    manage-people   administrator            own named supervises nothing
    read-access     officer                  own
    read-access     professional-standards   own named supervises nothing
    read-access     head-of-standards        own named supervises nothing
    read-access     outside-reviewer         own named supervises nothing
    read-access     data-protection-officer  own named supervises nothing
    search-access   professional-standards   own named supervises nothing
    search-access   head-of-standards        own named supervises nothing
    search-access   outside-reviewer         own named supervises nothing
    search-access   data-protection-officer  own named supervises nothing
    look-in-confidence professional-standards own named supervises nothing
    approve-confidence head-of-standards     own named supervises nothing
    approve-confidence outside-reviewer      own named supervises nothing
    review-looks    head-of-standards        own named supervises nothing
    review-looks    outside-reviewer         own named supervises nothing
    read-confidential-access head-of-standards own named supervises nothing
    read-confidential-access outside-reviewer own named supervises nothing
"""
"""Permission, role, and the relations to a record in which it holds. Spec: audit, 6.1."""

ALLOWED = {
    (permission, role, relation)
    for permission, role, *relations in (line.split() for line in TABLE.strip().splitlines())
    for relation in relations
}
KEEP_RESTRICTED = (Role.PROFESSIONAL_STANDARDS, Role.RECORDS_MANAGER, Role.DATA_PROTECTION)
"""From whom restriction hides nothing of what they may do: the last two may read no answer."""
RELATIONS = ("own", "named", "supervises", "nothing")
DECIDED = [one for one in Permission if one not in (Permission.EVERYBODY, Permission.SIGNED_IN)]
ANALYST = Somebody(name="Gil Swift", collar_number="5001", rank=Rank.STAFF, role=Role.ANALYST)


def _standing(memory: InMemory, role: Role, relation: str) -> tuple[UUID, UseOfForceRecord]:
    """Somebody in one role alone, and a record to which they stand in one relation alone."""
    who = Somebody(name="Gil Swift", collar_number="5001", rank=Rank.STAFF, role=role)
    memory.people.found(
        who.id,
        name=who.name,
        collar_number=who.collar_number,
        force=memory.access.person(OFFICER.id).force,
        rank=who.rank,
        role=role,
    )
    if relation == "supervises":
        memory.people.assign_supervisor(OFFICER.id, who.id, requester=ADMINISTRATOR.asks())
    if relation == "own":
        return who.id, a_submitted_record(by=who)
    return who.id, a_submitted_record(colleagues=(who.id,) if relation == "named" else ())


@pytest.mark.parametrize(
    ("permission", "role", "relation", "restricted"),
    list(product(DECIDED, Role, RELATIONS, (False, True))),
)
def test_a_permission_holds_for_who_is_in_the_table_and_nobody_else(
    memory: InMemory, permission: Permission, role: Role, relation: str, *, restricted: bool
) -> None:
    person, record = _standing(memory, role, relation)
    hidden = restricted and role not in KEEP_RESTRICTED

    may = memory.access.may(person, permission, replace(record, restricted=restricted))

    assert may is ((permission.value, role.value, relation) in ALLOWED and not hidden)


def test_every_permission_is_in_the_table() -> None:
    assert {permission for permission, _, _ in ALLOWED} == {one.value for one in DECIDED}


def test_somebody_who_is_not_registered_may_nothing(memory: InMemory) -> None:
    with pytest.raises(NotFoundError):
        memory.access.command(ANALYST.asks(), Permission.SUBMIT)


def test_a_revoked_role_ends_at_once(memory: InMemory) -> None:
    memory.people.revoke(OFFICER.id, Role.OFFICER, requester=ADMINISTRATOR.asks())

    with pytest.raises(NotAllowedError):
        memory.access.command(OFFICER.asks(), Permission.SUBMIT)


def test_a_role_granted_for_later_begins_then(memory: InMemory) -> None:
    since = memory.clock.now() + timedelta(days=1)
    memory.people.grant(
        OFFICER.id, Role.SUPERVISOR, since=since, until=None, requester=ADMINISTRATOR.asks()
    )

    before = memory.access.roles(OFFICER.id)
    memory.clock.advance(days=1)
    after = memory.access.roles(OFFICER.id)

    assert (before, after) == ({Role.OFFICER}, {Role.OFFICER, Role.SUPERVISOR})


def test_a_role_granted_until_a_moment_ends_there(memory: InMemory) -> None:
    until = memory.clock.now() + timedelta(days=1)
    memory.people.grant(
        OFFICER.id, Role.SUPERVISOR, since=None, until=until, requester=ADMINISTRATOR.asks()
    )

    before = memory.access.roles(OFFICER.id)
    memory.clock.advance(days=1)
    after = memory.access.roles(OFFICER.id)

    assert (before, after) == ({Role.OFFICER, Role.SUPERVISOR}, {Role.OFFICER})


def test_a_role_revoked_before_it_began_never_begins(memory: InMemory) -> None:
    since = memory.clock.now() + timedelta(days=1)
    memory.people.grant(
        OFFICER.id, Role.SUPERVISOR, since=since, until=None, requester=ADMINISTRATOR.asks()
    )
    memory.people.revoke(OFFICER.id, Role.SUPERVISOR, requester=ADMINISTRATOR.asks())

    memory.clock.advance(days=2)

    assert memory.access.roles(OFFICER.id) == {Role.OFFICER}


def test_a_role_is_not_granted_back_in_time(memory: InMemory) -> None:
    yesterday = memory.clock.now() - timedelta(days=1)

    with pytest.raises(GrantInThePastError):
        memory.people.grant(
            OFFICER.id,
            Role.SUPERVISOR,
            since=yesterday,
            until=None,
            requester=ADMINISTRATOR.asks(),
        )


def test_an_administrator_grants_themselves_nothing(memory: InMemory) -> None:
    with pytest.raises(OwnStandingError):
        memory.people.grant(
            ADMINISTRATOR.id,
            Role.PROFESSIONAL_STANDARDS,
            since=None,
            until=None,
            requester=ADMINISTRATOR.asks(),
        )


@pytest.mark.parametrize(
    "somebody", [OFFICER, SUPERVISOR, STANDARDS], ids=lambda who: who.role.value
)
def test_only_an_administrator_changes_somebodys_standing(
    memory: InMemory, somebody: Somebody
) -> None:
    with pytest.raises(NotAllowedError):
        memory.people.grant(
            OFFICER.id, Role.SUPERVISOR, since=None, until=None, requester=somebody.asks()
        )
