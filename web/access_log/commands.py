"""What leaves by a command on the server, logged before it does."""

import getpass

from domain.access_log.codes import Action, Channel
from domain.access_log.entry import Entry
from web.access_log.store import AccessLog
from web.adapters.clock import SystemClock
from web.adapters.stores import WORK, Stores


def log_export(stores: Stores) -> None:
    """Records are written to a file, which names none of them, by whoever is signed in on the server."""
    clock = SystemClock()
    AccessLog(stores.engine(WORK), clock).write(
        Entry(
            at=clock.now(),
            person=None,
            action=Action.EXPORT,
            channel=Channel.COMMAND,
            place="uof export",
            device=getpass.getuser(),
        )
    )
