"""Why force was used, and why a record was changed."""

from datetime import date

from domain.codelists.codelist import CodeList

EDITION_2023 = date(2023, 4, 1)


class ReasonForForce(CodeList):
    """Reason for force, item 10 (spec: domain, 1.3 E).

    The Metropolitan layout has sixteen columns from 1 April 2023. One of the three new ones is
    known by name; the other two are not, and are not invented.
    """

    PROTECT_SELF = "protect-self", "Protect myself"
    PROTECT_PUBLIC = "protect-public", "Protect the public"
    PROTECT_SUBJECT = "protect-subject", "Protect the person"
    PROTECT_OFFICERS = "protect-officers", "Protect other officers"
    PREVENT_OFFENCE = "prevent-offence", "Prevent an offence"
    SECURE_EVIDENCE = "secure-evidence", "Secure evidence"
    EFFECT_SEARCH = "effect-search", "Effect a search"
    EFFECT_STOP_AND_SEARCH = "effect-stop-and-search", "Effect a stop and search", EDITION_2023
    EFFECT_ARREST = "effect-arrest", "Effect an arrest"
    METHOD_OF_ENTRY = "method-of-entry", "Method of entry"
    REMOVE_HANDCUFFS = "remove-handcuffs", "Remove handcuffs"
    PREVENT_HARM = "prevent-harm", "Prevent harm"
    PREVENT_ESCAPE = "prevent-escape", "Prevent escape"
    OTHER = "other", "Other"


class ReasonForAmendment(CodeList):
    """Why a submitted record is changed (spec: domain, section 10)."""

    ERROR = "error", "A mistake in the record"
    MISSING = "missing", "Something was missing"
    NEW_EVIDENCE = "new-evidence", "New evidence, such as video or a medical finding"
    SUBJECT_REQUEST = "subject-request", "The person asked for a correction"
    SUPERVISOR_QUERY = "supervisor-query", "My supervisor asked about it"
    OTHER = "other", "Another reason"


class ReasonForWithdrawal(CodeList):
    """Why a record no longer counts. It stays in the log and can be restored."""

    DUPLICATE = "duplicate", "It repeats another record"
    NO_FORCE = "no-force", "No force was used"
    WRONG_OFFICER = "wrong-officer", "It was recorded for the wrong officer"
    TEST = "test", "It was a test"
    OTHER = "other", "Another reason"


class GroundForRestriction(CodeList):
    """Why a record is hidden from ordinary use (Data Protection Act 2018, ss. 46(4), 47(2), (3))."""

    EVIDENCE = "evidence", "It must be kept as evidence"
    ACCURACY_CONTESTED = "accuracy-contested", "Its accuracy is contested and cannot be settled"


class GroundForLinking(CodeList):
    """Why records belong to one encounter."""

    SAME_INCIDENT = "same-incident", "The same incident reference"
    SAME_SUBJECT = "same-subject", "The same person, place and time"
    TOLD = "told", "An officer said so"
    LINKED_IN_ERROR = "linked-in-error", "It was linked by mistake"
    SAME_REFERENCE = "same-reference", "The same reference in another system"
    NAMED = "named", "One officer names the other, about the same time"
    SAME_OFFICER = "same-officer", "The same officer, about the same time and place"
    SAME_PLACE = "same-place", "The same area, kind of place and time, and no other like it"


class GroundForLinkingSubject(CodeList):
    """Why records are about one person, or are not after all."""

    SAME_IDENTIFIER = "same-identifier", "The same identifier"
    SAME_NAME_AND_BIRTH = "same-name-and-birth", "The same name and date of birth"
    VIDEO = "video", "Video shows the same person"
    TOLD = "told", "An officer said so"
    LINKED_IN_ERROR = "linked-in-error", "It was linked by mistake"
