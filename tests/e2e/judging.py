"""What is wrong with an installation after whatever happened to it, in sentences; nothing is right."""

from collections.abc import Collection, Iterable, Mapping
from itertools import groupby

from domain.event import Event
from domain.records.events import Submitted
from projections.rebuild import rebuild
from tests.e2e.submissions import Intended, Officer, faults, intended_in
from web.bootstrap import Services

EVERYTHING = 1_000_000


def verdict(services: Services, officers: Iterable[Officer]) -> list[str]:
    """Everything that is wrong, once nobody works any more and the read models have caught up."""
    intended: list[Intended] = []
    acknowledged: dict[Intended, str] = {}
    for officer in officers:
        intended += officer.intended
        acknowledged |= officer.acknowledged
    return judged(services, intended, acknowledged)


def judged(
    services: Services, intended: Collection[Intended], acknowledged: Mapping[Intended, str]
) -> list[str]:
    """The log against what people meant and were told, and the read models against the log."""
    # With the keys: an event whose key was lost cannot be read.
    recorded = services.log.read(after=0, limit=EVERYTHING)
    positions = [one.position for one in recorded]
    events = [one.event for one in recorded]
    submitted = [event for event in events if isinstance(event, Submitted)]
    references = {intended_in(event): event.reference for event in submitted}
    return [
        *faults(intended, acknowledged, map(intended_in, submitted)),
        *(
            f"{one} was acknowledged as {name} and is {references[one]}"
            for one, name in acknowledged.items()
            if references.get(one, name) != name
        ),
        *([] if positions == sorted(set(positions)) else ["positions are not in order"]),
        *gaps(events),
        *(f"not caught up: {one}" for one in services.views.status() if one.behind),
        *(f"unlike a rebuild: {one}" for one in rebuild(services.views, services.reader)),
    ]


def gaps(events: Iterable[Event]) -> list[str]:
    """Aggregates whose versions do not count from one without a gap, in the order of the log."""
    by_aggregate = sorted(events, key=lambda event: event.originator_id)
    found = []
    for aggregate, its in groupby(by_aggregate, key=lambda event: event.originator_id):
        versions = [event.originator_version for event in its]
        if versions != list(range(1, len(versions) + 1)):
            found.append(f"versions of {aggregate}: {versions}")
    return found
