"""Why a published figure moved between two editions."""

from domain.codelists.codelist import CodeList


class Cause(CodeList):
    """What happened to a record, or to how it is counted, after the earlier edition."""

    ADDED = "added", "Recorded or imported later"
    AMENDED = "amended", "Amended"
    WITHDRAWN = "withdrawn", "Withdrawn"
    RESTORED = "restored", "Restored after a withdrawal"
    RELINKED = "relinked", "Linked to an encounter or a person, or no longer"
    RECODED = "recoded", "Codes taken together or apart"
    RULE = "rule", "A counting rule changed"
    LOADED = "loaded", "Expected encounters loaded later"
    MATCHED = "matched", "Expected encounters matched with a record, or no longer"
    EXPLAINED = "explained", "Expected encounters explained, or opened again"
