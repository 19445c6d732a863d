"""The table of permissions: role and relation, and nothing that is not written here.

Spec: audit, section 6.1. The rules that protect a record whatever the role (nobody reviews their
own) are not here but in the record itself.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from domain.access.errors import NotAllowedError
from domain.codelists.codelist import CodeList
from domain.codelists.field_groups import FieldGroup
from domain.codelists.roles import Role


class Permission(CodeList):
    """Something a person may be allowed to do."""

    EVERYBODY = "everybody", "Without signing in"
    SIGNED_IN = "signed-in", "Any signed-in person"
    SUBMIT = "submit", "Make a record of their own"
    READ = "read", "Read a record"
    READ_HISTORY = "read-history", "Read a record's history"
    AMEND = "amend", "Amend a record"
    ADD_NOTE = "add-note", "Add a note to a record"
    WITHDRAW = "withdraw", "Withdraw or restore a record"
    REVIEW = "review", "Return, accept or refer a record"
    ASSESS = "assess", "Assess what was referred"
    LINK = "link", "Link records of one encounter or about one person"
    RESTRICT = "restrict", "Restrict a record"
    DISCLOSE = "disclose", "Disclose records to somebody outside"
    READ_DISCLOSURES = "read-disclosures", "Read what was disclosed, to whom and why"
    SEE_QUEUE = "see-queue", "See the review queue"
    SEE_REFERRALS = "see-referrals", "See what must be referred"
    SEARCH = "search", "Search all records of the force"
    FOLLOW_UP = "follow-up", "Follow up a record that is probably missing"
    READ_REPORTS = "read-reports", "Read counts of records"
    COUNT_ALL_FORCES = "count-all-forces", "Count the records of all forces"
    PREPARE_RELEASE = "prepare-release", "Prepare and check what is published"
    APPROVE_RELEASE = "approve-release", "Approve what is published, as a second person"
    SEE_RETENTION = "see-retention", "See what is kept, held back and erased"
    SET_RETENTION = "set-retention", "Say how long records are kept"
    REVIEW_RETENTION = "review-retention", "Keep a record after its review, or propose its erasure"
    APPROVE_ERASURE = "approve-erasure", "Approve an erasure, as a second person"
    UNDO_ERASURE = "undo-erasure", "Turn down or undo an erasure"
    HOLD = "hold", "Place a legal hold, or release one with a second person"
    SEE_IMPORTS = "see-imports", "See what was imported from other systems"
    SEE_VERIFICATION = "see-verification", "See whether the log was verified"
    DELEGATE = "delegate", "Have another supervisor act for oneself"
    BREAK_GLASS = "break-glass", "Open a record in an emergency"
    REVIEW_EMERGENCIES = "review-emergencies", "Look into records opened in an emergency"
    SEE_RECIPROCAL = "see-reciprocal", "See who reviews each other's records"
    MANAGE_PEOPLE = "manage-people", "Appoint people and revoke roles"
    READ_ACCESS = "read-access", "Read who looked at a record"
    SEARCH_ACCESS = "search-access", "Search the log of looks"
    LOOK_IN_CONFIDENCE = "look-in-confidence", "Look so that the officer is not shown it"
    APPROVE_CONFIDENCE = "approve-confidence", "Approve that somebody looks in confidence"
    REVIEW_LOOKS = "review-looks", "Look into a sample of the looks of professional standards"
    READ_CONFIDENTIAL_ACCESS = (
        "read-confidential-access",
        "Read who looked in confidence",
    )


class Relation(CodeList):
    """How a person stands to a record."""

    OWN = "own", "The officer who made it"
    NAMED = "named", "Named in it as having used force or been there"
    SUPERVISES = "supervises", "Supervises its officer now, or acts for who does"
    EMERGENCY = "emergency", "Opened it in an emergency, within the hour"
    IMPORTED = "imported", "It was imported, whoever made it"
    ANY = "any", "No relation is asked for"


Grants = Mapping[Permission, Mapping[Role, tuple[Relation, ...]]]

OWN, NAMED, SUPERVISES, EMERGENCY, IMPORTED, ANY = Relation
OFFICER, SUPERVISOR = Role.OFFICER, Role.SUPERVISOR
STANDARDS, ADMINISTRATOR = Role.PROFESSIONAL_STANDARDS, Role.ADMINISTRATOR
ANALYST = Role.ANALYST
HEAD, REVIEWER = Role.HEAD_OF_STANDARDS, Role.OUTSIDE_REVIEWER
RECORDS, DATA_PROTECTION = Role.RECORDS_MANAGER, Role.DATA_PROTECTION

TABLE: Grants = MappingProxyType(
    {
        Permission.SUBMIT: {OFFICER: (ANY,)},
        Permission.READ: {
            OFFICER: (OWN, NAMED),
            SUPERVISOR: (SUPERVISES, EMERGENCY),
            STANDARDS: (ANY,),
        },
        Permission.READ_HISTORY: {
            OFFICER: (OWN,),
            SUPERVISOR: (SUPERVISES,),
            STANDARDS: (ANY,),
        },
        Permission.AMEND: {OFFICER: (OWN,), STANDARDS: (IMPORTED,)},
        Permission.ADD_NOTE: {OFFICER: (OWN,), SUPERVISOR: (SUPERVISES,), STANDARDS: (ANY,)},
        Permission.WITHDRAW: {OFFICER: (OWN,), STANDARDS: (ANY,)},
        Permission.REVIEW: {SUPERVISOR: (SUPERVISES,), STANDARDS: (ANY,)},
        Permission.ASSESS: {STANDARDS: (ANY,)},
        Permission.LINK: {SUPERVISOR: (SUPERVISES,), STANDARDS: (ANY,)},
        Permission.RESTRICT: {STANDARDS: (ANY,)},
        Permission.DISCLOSE: {STANDARDS: (ANY,)},
        Permission.READ_DISCLOSURES: {STANDARDS: (ANY,), DATA_PROTECTION: (ANY,)},
        Permission.SEE_QUEUE: {SUPERVISOR: (ANY,), STANDARDS: (ANY,)},
        Permission.SEE_REFERRALS: {STANDARDS: (ANY,)},
        Permission.SEARCH: {STANDARDS: (ANY,)},
        Permission.FOLLOW_UP: {SUPERVISOR: (SUPERVISES,), STANDARDS: (ANY,)},
        Permission.READ_REPORTS: {SUPERVISOR: (ANY,), STANDARDS: (ANY,), ANALYST: (ANY,)},
        Permission.COUNT_ALL_FORCES: {ANALYST: (ANY,)},
        Permission.PREPARE_RELEASE: {ANALYST: (ANY,)},
        Permission.APPROVE_RELEASE: {ANALYST: (ANY,), STANDARDS: (ANY,)},
        Permission.SEE_RETENTION: {RECORDS: (ANY,), DATA_PROTECTION: (ANY,)},
        Permission.SET_RETENTION: {RECORDS: (ANY,)},
        Permission.REVIEW_RETENTION: {RECORDS: (ANY,)},
        Permission.APPROVE_ERASURE: {DATA_PROTECTION: (ANY,)},
        Permission.UNDO_ERASURE: {RECORDS: (ANY,), DATA_PROTECTION: (ANY,)},
        Permission.HOLD: {RECORDS: (ANY,), DATA_PROTECTION: (ANY,), STANDARDS: (ANY,)},
        Permission.SEE_IMPORTS: {STANDARDS: (ANY,), ADMINISTRATOR: (ANY,)},
        Permission.SEE_VERIFICATION: {STANDARDS: (ANY,), ADMINISTRATOR: (ANY,)},
        Permission.DELEGATE: {SUPERVISOR: (ANY,)},
        Permission.BREAK_GLASS: {SUPERVISOR: (ANY,)},
        Permission.REVIEW_EMERGENCIES: {STANDARDS: (ANY,)},
        Permission.SEE_RECIPROCAL: {STANDARDS: (ANY,)},
        Permission.MANAGE_PEOPLE: {ADMINISTRATOR: (ANY,)},
        Permission.READ_ACCESS: {
            OFFICER: (OWN,),
            STANDARDS: (ANY,),
            HEAD: (ANY,),
            REVIEWER: (ANY,),
            DATA_PROTECTION: (ANY,),
        },
        Permission.SEARCH_ACCESS: {
            STANDARDS: (ANY,),
            HEAD: (ANY,),
            REVIEWER: (ANY,),
            DATA_PROTECTION: (ANY,),
        },
        Permission.LOOK_IN_CONFIDENCE: {STANDARDS: (ANY,)},
        Permission.APPROVE_CONFIDENCE: {HEAD: (ANY,), REVIEWER: (ANY,)},
        Permission.REVIEW_LOOKS: {HEAD: (ANY,), REVIEWER: (ANY,)},
        Permission.READ_CONFIDENTIAL_ACCESS: {HEAD: (ANY,), REVIEWER: (ANY,)},
    }
)

WITHHELD_FROM_NAMED = frozenset({FieldGroup.NARRATIVE, FieldGroup.MEDICAL, FieldGroup.WELFARE})
"""Who is only named in a record reads its facts, and neither its officer's account, which would
colour their own, nor anybody's health."""

SEES_RESTRICTED = frozenset({STANDARDS, RECORDS, DATA_PROTECTION})
"""Restriction hides a record from ordinary use (Data Protection Act 2018, s. 47(2)). Who keeps records
keeps this one too; nothing that they may do shows them an answer."""


def holds(permission: Permission, roles: Collection[Role]) -> bool:
    """Whether somebody in these roles may do it to anything at all."""
    if permission in (Permission.EVERYBODY, Permission.SIGNED_IN):
        return True
    return any(role in TABLE[permission] for role in roles)


def acting_role(
    permission: Permission,
    *,
    roles: Collection[Role],
    relations: Collection[Relation] = (),
    restricted: bool = False,
) -> Role:
    """The role in which somebody does it.

    Raises:
        NotAllowedError: none of their roles allows it, given how they stand to the record.

    """
    for role, needed in TABLE[permission].items():
        if role not in roles or (restricted and role not in SEES_RESTRICTED):
            continue
        if ANY in needed or any(relation in relations for relation in needed):
            return role
    raise NotAllowedError
