"""What whoever signs a log holds on to: a tree may only grow, and what it was stays its beginning."""

from collections.abc import Sequence

from domain.proof.checkpoints import Checkpoint
from domain.proof.merkle import EMPTY, is_consistent


class NotGrownError(Exception):
    """A log says of itself what does not follow from what it said before."""


class AnotherLogError(NotGrownError):
    """This is the checkpoint of another log."""


class ShrunkError(NotGrownError):
    """The log was larger before: its end was cut off, or an old copy was put in its place."""


class ForkedError(NotGrownError):
    """The log is not what it was: an event was changed, added or taken away before its end."""


def refuse_unless_grown(
    last: Checkpoint | None, new: Checkpoint, proof: Sequence[bytes] = ()
) -> None:
    """Refuse a checkpoint that is not shown to begin with the last one; the first begins with nothing.

    Raises:
        NotGrownError: it shrank, it forked, it is of another log, or nothing shows that it is not.

    """
    if new.size == 0 and new.root != EMPTY:
        raise ForkedError
    if last is None:
        return
    if new.origin != last.origin:
        raise AnotherLogError
    if new.size < last.size:
        raise ShrunkError
    if last.size and not is_consistent(
        old=last.size, old_root=last.root, new=new.size, new_root=new.root, proof=proof
    ):
        raise ForkedError
