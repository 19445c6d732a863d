"""What a token may be used for, and what another system may be told of."""

from domain.codelists.codelist import CodeList
from domain.event import Event
from domain.records.events import Accepted, Referred, Withdrawn


class Scope(CodeList):
    """A use of the API. It narrows what the person acted for may do, and never widens it."""

    RECORDS_READ = "records-read", "Read and list records"
    RECORDS_WRITE = "records-write", "Submit, amend, add notes, withdraw and restore"
    REVIEWS_WRITE = "reviews-write", "Return, accept, refer and assess"
    HISTORY_READ = "history-read", "Read histories, past versions and what changed"
    CHANGES_READ = "changes-read", "Follow what happens to records, without anything personal"
    IMPORTS_READ = "imports-read", "Read how imports went"
    REPORTS_READ = "reports-read", "Read counts of records, in every report"
    FACTS_READ = (
        "facts-read",
        "Read the coded facts of records, without whose they are: to analyse, not to publish",
    )
    ACT_FOR_OFFICERS = "act-for-officers", "Act for the officer whom a request names"


class Told(CodeList):
    """What happens to a record that another system can be told of as it happens."""

    ACCEPTED = "accepted", "A record was accepted"
    REFERRED = "referred", "A record went to professional standards"
    WITHDRAWN = "withdrawn", "A record was withdrawn"


KINDS: dict[type[Event], Told] = {
    Accepted: Told.ACCEPTED,
    Referred: Told.REFERRED,
    Withdrawn: Told.WITHDRAWN,
}
