"""What was found of a look of professional standards that the second line looked into."""

from domain.codelists.codelist import CodeList


class LookOutcome(CodeList):
    """What somebody found of one look of a sample."""

    IN_ORDER = "in-order", "In order"
    TO_ASK = "to-ask", "To be asked about"
    NOT_IN_ORDER = "not-in-order", "Not in order"
