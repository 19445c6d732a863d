"""What became of a message."""

from domain.codelists.codelist import CodeList


class MessageState(CodeList):
    """Whether another system has it."""

    WAITING = "waiting", "Waiting"
    DELIVERED = "delivered", "Delivered"
    DEAD = "dead", "Given up"
    WITHHELD = "withheld", "Withheld"
