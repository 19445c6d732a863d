"""Why a record is kept, held back or erased, and by what its retention period is chosen."""

from domain.codelists.codelist import CodeList


class RetentionGroup(CodeList):
    """By what a retention policy tells records apart (spec: domain, 5.3; audit, 5.1)."""

    GRAVE = "grave", "Death, severe injury or a firearm discharged"
    REFERRED = "referred", "Referred to professional standards"
    ORDINARY = "ordinary", "Every other record"


class GroundForErasure(CodeList):
    """On which ground content is erased (Data Protection Act 2018, s. 47(1))."""

    RETENTION_OVER = "retention-over", "Its retention period is over and nothing needs it"
    NOT_LAWFUL = "not-lawful", "Keeping it would break a data protection principle, s. 47(1)(a)"
    LEGAL_DUTY = "legal-duty", "The law requires its erasure, s. 47(1)(b)"


class GroundForKeeping(CodeList):
    """Why a record is kept after its review, or is not erased after all (spec: audit, 5.1)."""

    POLICING_PURPOSE = "policing-purpose", "It is still needed for a policing purpose"
    EVIDENCE = "evidence", "It must be kept as evidence"
    PATTERN = "pattern", "It belongs to a pattern that is still looked at"
    MISTAKEN = "mistaken", "It was proposed by mistake"
    HELD = "held", "A legal hold was placed on it"


class GroundForHold(CodeList):
    """What a legal hold is for (spec: audit, 5.3)."""

    COMPLAINT = "complaint", "An open complaint"
    LITIGATION = "litigation", "A civil claim"
    INQUEST = "inquest", "An inquest"
    IOPC = "iopc", "The Independent Office for Police Conduct"
    CRIMINAL_CASE = "criminal-case", "A criminal case"
    OTHER = "other", "Another reason"
