"""What a generated installation holds."""

import hashlib
from contextlib import closing

from web.bootstrap import bootstrap
from web.settings import Settings

EVERYTHING = 1_000_000


def digest(settings: Settings) -> str:
    """Of every event as it is stored: position, stream, version, topic and state."""
    found = hashlib.sha256()
    with closing(bootstrap(settings)) as services:
        for one in services.log.recorder.select_notifications(start=1, limit=EVERYTHING):
            place = (one.id, str(one.originator_id), one.originator_version, one.topic)
            found.update(repr((place, bytes(one.state))).encode())
    return found.hexdigest()


def opened(settings: Settings) -> str:
    """A digest of every event with its position and its words, whatever they are sealed with."""
    found = hashlib.sha256()
    with closing(bootstrap(settings)) as services:
        for one in services.log.read(after=0, limit=EVERYTHING):
            found.update(repr((one.position, one.event)).encode())
    return found.hexdigest()
