"""What is wrong with a log, after all that happened to it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from application.log import RecordLog
from domain.event import Event
from domain.receipt import CommandCarriedOut
from domain.records.events import NoteAdded, Submitted
from tests.builders import WORDS
from tests.cluster.commands import Sent, Told, What

PAGE = 1000
KINDS = {What.SUBMIT: Submitted, What.ADD_NOTE: NoteAdded}


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What the log says of the commands that were sent."""

    acknowledged: int
    lost: int
    """Acknowledged, and not in the log with its receipt."""
    doubled: int
    """In the log more than once."""
    gaps: int
    """Aggregates whose versions do not count from one."""
    unreadable: int
    """Records whose sealed answers cannot be read: their keys are not there."""
    kept: int
    """In doubt, and found to have been kept."""
    anew: int
    """In doubt, and carried out when it was sent again."""
    unresolved: int
    """In doubt to the end."""

    @property
    def is_sound(self) -> bool:
        return not (self.lost or self.doubled or self.gaps or self.unreadable or self.unresolved)


def everything(log: RecordLog, *, after: int) -> list[Event]:
    """Every event after a position, in the order of the log."""
    events: list[Event] = []
    position = after
    while page := log.read(after=position, limit=PAGE):
        events += [one.event for one in page]
        position = page[-1].position
    return events


def findings(sent: Sequence[Sent], events: Sequence[Event]) -> Findings:
    """Hold what was told against what is there."""
    told = Counter(one.told for one in sent)
    caused = Counter((event.metadata.request, type(event)) for event in events)
    acknowledged = [one for one in sent if one.told.is_acknowledged]
    return Findings(
        acknowledged=len(acknowledged),
        lost=sum(_is_lost(one, caused) for one in acknowledged),
        doubled=sum(_times(one, caused) > 1 for one in sent),
        gaps=len(gaps(events)),
        unreadable=len(unreadable(events)),
        kept=told[Told.KEPT],
        anew=told[Told.ANEW],
        unresolved=told[Told.NOTHING],
    )


def _times(sent: Sent, caused: Counter[tuple[UUID, type[Event]]]) -> int:
    return caused[sent.key, KINDS[sent.what]]


def _is_lost(sent: Sent, caused: Counter[tuple[UUID, type[Event]]]) -> bool:
    return not _times(sent, caused) or not caused[sent.key, CommandCarriedOut]


def gaps(events: Iterable[Event]) -> list[UUID]:
    """The aggregates whose versions do not count from one, in the order of the log."""
    versions = defaultdict[UUID, list[int]](list)
    for event in events:
        versions[event.originator_id].append(event.originator_version)
    return [one for one, its in versions.items() if its != list(range(1, len(its) + 1))]


def unreadable(events: Iterable[Event]) -> list[UUID]:
    """The records of which a sealed answer cannot be read."""
    return [
        event.originator_id
        for event in events
        if isinstance(event, Submitted)
        and any(event.answers.get(name) != words for name, words in WORDS.items())
    ]


def longest_silence(sent: Iterable[Sent], *, after: float) -> float:
    """The longest time in which nothing was acknowledged, of those that end after a moment."""
    moments = sorted(one.at for one in sent if one.told.is_acknowledged)
    pauses = [later - earlier for earlier, later in pairwise(moments) if later >= after]
    return max(pauses, default=float("inf"))
