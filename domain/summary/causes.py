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
    EXPECTED = (
        "expected",
        "Expected encounters loaded, matched or explained, or their record withdrawn or restored",
    )
