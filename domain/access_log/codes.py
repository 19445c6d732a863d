"""The words in which looks are logged. Every one is kept for as long as the log is."""

from domain.codelists.codelist import CodeList


class Action(CodeList):
    """What somebody did."""

    READ = "read", "Read"
    HISTORY = "history", "Read the history"
    LIST = "list", "Saw in a list"
    SEARCH = "search", "Searched"
    DRILL_DOWN = "drill-down", "Saw the records behind a figure"
    PRINT = "print", "Printed"
    EXPORT = "export", "Took away as a file"
    FIGURES = "figures", "Took away figures that name no record"
    CHANGE = "change", "Saw while changing"
    DISCLOSE = "disclose", "Given to another system"
    ACCESS_LOG = "access-log", "Read the log of looks"


OPENED = frozenset({Action.READ, Action.HISTORY, Action.PRINT, Action.EXPORT})
"""What opens a record, and does not just show that it is there."""

LOOKED_FOR = frozenset({Action.SEARCH, Action.EXPORT, Action.DISCLOSE})
"""What goes through records, or takes them away."""


class Channel(CodeList):
    """Through what it left."""

    PAGE = "page", "A page"
    API = "api", "The API"
    WEBHOOK = "webhook", "A message to another system"
    COMMAND = "command", "A command on the server"


class Purpose(CodeList):
    """Why somebody says that they look."""

    OWN_TASK = "own-task", "My own record or task"
    SUPERVISION = "supervision", "Supervising or reviewing"
    COMPLAINT = "complaint", "A complaint or a matter of conduct"
    CASE = "case", "A criminal or civil case, or an inquest"
    DISCLOSURE = "disclosure", "Subject access, freedom of information or another disclosure"
    ASSURANCE = "assurance", "Audit, scrutiny or quality"
    STATISTICS = "statistics", "The return, a publication or analysis"
    EMERGENCY = "emergency", "An emergency, in words that were said when it was opened"
    SYSTEM = "system", "What another system is registered for"
    NOT_SAID = "not-said", "Not said"


CHOSEN = tuple(
    one for one in Purpose if one not in (Purpose.EMERGENCY, Purpose.SYSTEM, Purpose.NOT_SAID)
)
"""What somebody may choose."""

OF_A_CASE = frozenset({Purpose.COMPLAINT, Purpose.CASE, Purpose.DISCLOSURE})
"""What belongs to a case, whose reference is asked for."""


class Asking(CodeList):
    """When a purpose is asked for: a setting of the installation (spec: decisions, 16)."""

    OFF = "off", "Never"
    SENSITIVE = "sensitive", "For searches, files and professional standards"
    ALWAYS = "always", "For every record but one's own"


class Term(CodeList):
    """What kind of words somebody searched for; the words themselves are kept nowhere."""

    REFERENCE = "reference", "A reference"
    NUMBER = "number", "A number"
    OFFICER = "officer", "An officer"
    OWN = "own-name", "Their own name or number"
    WORDS = "words", "Other words"
