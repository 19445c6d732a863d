from itertools import product

import pytest

from domain.access.errors import NotAllowedError
from domain.access.policy import TABLE, Permission, Relation, acting_role, holds
from domain.codelists.roles import Role

OPEN = (Permission.EVERYBODY, Permission.SIGNED_IN)
"""Permissions without a row in the table: they ask for no role."""

OFFICER, SUPERVISOR, STANDARDS = Role.OFFICER, Role.SUPERVISOR, Role.PROFESSIONAL_STANDARDS
ADMINISTRATOR, ANALYST = Role.ADMINISTRATOR, Role.ANALYST
HEAD, REVIEWER = Role.HEAD_OF_STANDARDS, Role.OUTSIDE_REVIEWER
RECORDS, DATA_PROTECTION = Role.RECORDS_MANAGER, Role.DATA_PROTECTION
OWN, NAMED, SUPERVISES = Relation.OWN, Relation.NAMED, Relation.SUPERVISES
IMPORTED, EMERGENCY = Relation.IMPORTED, Relation.EMERGENCY

TO_A_RECORD = {
    (Permission.READ, OFFICER, OWN),
    (Permission.READ, OFFICER, NAMED),
    (Permission.READ, SUPERVISOR, SUPERVISES),
    (Permission.READ, SUPERVISOR, EMERGENCY),
    (Permission.READ_ACCESS, OFFICER, OWN),
    (Permission.READ_HISTORY, OFFICER, OWN),
    (Permission.READ_HISTORY, SUPERVISOR, SUPERVISES),
    (Permission.AMEND, OFFICER, OWN),
    (Permission.AMEND, STANDARDS, IMPORTED),
    (Permission.ADD_NOTE, OFFICER, OWN),
    (Permission.ADD_NOTE, SUPERVISOR, SUPERVISES),
    (Permission.WITHDRAW, OFFICER, OWN),
    (Permission.REVIEW, SUPERVISOR, SUPERVISES),
    (Permission.LINK, SUPERVISOR, SUPERVISES),
    (Permission.FOLLOW_UP, SUPERVISOR, SUPERVISES),
}
"""What somebody may do because of how they stand to a record (spec: audit, 6.1)."""

WHATEVER_THE_RECORD = {
    (Permission.SUBMIT, OFFICER),
    (Permission.SEE_QUEUE, SUPERVISOR),
    (Permission.MANAGE_PEOPLE, ADMINISTRATOR),
    *((Permission.READ_REPORTS, role) for role in (SUPERVISOR, STANDARDS, ANALYST)),
    (Permission.COUNT_ALL_FORCES, ANALYST),
    (Permission.SEE_IMPORTS, ADMINISTRATOR),
    (Permission.SEE_VERIFICATION, ADMINISTRATOR),
    (Permission.PREPARE_RELEASE, ANALYST),
    (Permission.APPROVE_RELEASE, ANALYST),
    (Permission.DELEGATE, SUPERVISOR),
    (Permission.BREAK_GLASS, SUPERVISOR),
    *((Permission.READ_ACCESS, role) for role in (STANDARDS, HEAD, REVIEWER, DATA_PROTECTION)),
    *((Permission.SEARCH_ACCESS, role) for role in (STANDARDS, HEAD, REVIEWER, DATA_PROTECTION)),
    *((Permission.READ_DISCLOSURES, role) for role in (STANDARDS, DATA_PROTECTION)),
    *((Permission.READ_CONFIDENTIAL_ACCESS, role) for role in (HEAD, REVIEWER)),
    *((Permission.APPROVE_CONFIDENCE, role) for role in (HEAD, REVIEWER)),
    *((Permission.REVIEW_LOOKS, role) for role in (HEAD, REVIEWER)),
    *((Permission.SEE_RETENTION, role) for role in (RECORDS, DATA_PROTECTION)),
    *((Permission.UNDO_ERASURE, role) for role in (RECORDS, DATA_PROTECTION)),
    *((Permission.HOLD, role) for role in (RECORDS, DATA_PROTECTION, STANDARDS)),
    (Permission.SET_RETENTION, RECORDS),
    (Permission.REVIEW_RETENTION, RECORDS),
    (Permission.APPROVE_ERASURE, DATA_PROTECTION),
    *(
        (permission, STANDARDS)
        for permission in (
            Permission.READ,
            Permission.READ_HISTORY,
            Permission.ADD_NOTE,
            Permission.WITHDRAW,
            Permission.REVIEW,
            Permission.LINK,
            Permission.FOLLOW_UP,
            Permission.ASSESS,
            Permission.RESTRICT,
            Permission.DISCLOSE,
            Permission.LOOK_IN_CONFIDENCE,
            Permission.REVIEW_EMERGENCIES,
            Permission.SEE_RECIPROCAL,
            Permission.SEE_QUEUE,
            Permission.SEE_REFERRALS,
            Permission.SEARCH,
            Permission.SEE_IMPORTS,
            Permission.SEE_VERIFICATION,
            Permission.APPROVE_RELEASE,
        )
    ),
}
"""What a role may do to any record, or to none in particular."""

ASKING_FOR_A_ROLE = [permission for permission in Permission if permission not in OPEN]


def allowed(permission: Permission, role: Role, relation: Relation | None) -> bool:
    related = relation is not None and (permission, role, relation) in TO_A_RECORD
    return related or (permission, role) in WHATEVER_THE_RECORD


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", ASKING_FOR_A_ROLE)
def test_what_is_not_written_down_is_refused(permission: Permission, role: Role) -> None:
    for relation in (None, OWN, NAMED, SUPERVISES, EMERGENCY):
        relations = () if relation is None else (relation,)
        if allowed(permission, role, relation):
            assert acting_role(permission, roles=[role], relations=relations) is role
        else:
            with pytest.raises(NotAllowedError):
                acting_role(permission, roles=[role], relations=relations)


def test_every_permission_that_asks_for_a_role_has_a_row() -> None:
    assert set(TABLE) == set(ASKING_FOR_A_ROLE)


@pytest.mark.parametrize("permission", ASKING_FOR_A_ROLE)
def test_nobody_without_a_role_does_anything(permission: Permission) -> None:
    with pytest.raises(NotAllowedError):
        acting_role(permission, roles=(), relations=list(Relation))
    assert not holds(permission, roles=())


@pytest.mark.parametrize("permission", OPEN)
def test_what_is_open_to_everybody_asks_for_no_role(permission: Permission) -> None:
    assert holds(permission, roles=())


@pytest.mark.parametrize(("permission", "role"), list(product(ASKING_FOR_A_ROLE, Role)))
def test_somebody_holds_a_permission_if_there_is_anything_they_may_do_with_it(
    permission: Permission, role: Role
) -> None:
    anything = any(allowed(permission, role, relation) for relation in Relation)

    assert holds(permission, roles=[role]) is anything


@pytest.mark.parametrize("role", [ADMINISTRATOR, Role.ANALYST, Role.SYSTEM])
def test_who_runs_or_counts_the_system_reads_no_record(role: Role) -> None:
    for permission in (Permission.READ, Permission.READ_HISTORY, Permission.SEARCH):
        with pytest.raises(NotAllowedError):
            acting_role(permission, roles=[role], relations=[OWN, NAMED, SUPERVISES])


def test_the_role_that_allows_it_is_the_role_that_is_recorded() -> None:
    acting = acting_role(Permission.REVIEW, roles=[OFFICER, SUPERVISOR], relations=[SUPERVISES])

    assert acting is SUPERVISOR


def test_a_supervisor_reads_their_own_record_as_an_officer() -> None:
    assert acting_role(Permission.READ, roles=[SUPERVISOR, OFFICER], relations=[OWN]) is OFFICER


@pytest.mark.parametrize("permission", sorted({what for what, _, _ in TO_A_RECORD}))
def test_a_restricted_record_is_for_professional_standards_alone(permission: Permission) -> None:
    # Data Protection Act 2018, s. 47(2).
    # Who looked at it is read by the data protection officer too, and shows no answer.
    kept = {STANDARDS, DATA_PROTECTION} if permission is Permission.READ_ACCESS else {STANDARDS}
    others = [role for role in Role if role not in kept]

    with pytest.raises(NotAllowedError):
        acting_role(permission, roles=others, relations=[OWN, NAMED, SUPERVISES], restricted=True)


@pytest.mark.parametrize("permission", [Permission.READ, Permission.RESTRICT, Permission.REVIEW])
def test_professional_standards_still_reach_a_restricted_record(permission: Permission) -> None:
    assert acting_role(permission, roles=[STANDARDS], restricted=True) is STANDARDS


def test_somebody_who_is_also_of_professional_standards_acts_as_such_when_it_is_restricted() -> (
    None
):
    acting = acting_role(
        Permission.READ, roles=[OFFICER, STANDARDS], relations=[OWN], restricted=True
    )

    assert acting is STANDARDS
