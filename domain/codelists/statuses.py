"""Where a record stands."""

from domain.codelists.codelist import CodeList


class RecordStatus(CodeList):
    """The state of review. Drafts are not records yet and have none."""

    SUBMITTED = "submitted", "Awaiting review"
    RETURNED = "returned", "Returned to officer"
    ACCEPTED = "accepted", "Accepted"
    REFERRED = "referred", "With professional standards"
    IMPORTED = "imported", "Imported"
    WITHDRAWN = "withdrawn", "Withdrawn"
