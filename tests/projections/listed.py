"""A log of given events: the port of read models to the log, without a log below it."""

from collections.abc import Iterable

from domain.event import Event, Recorded


class ListedLog:
    """Events at the positions 1, 2, 3 ... or at those that are given."""

    def __init__(self, events: Iterable[Event], *, positions: Iterable[int] | None = None) -> None:
        given = list(events)
        where = positions if positions is not None else range(1, len(given) + 1)
        self._recorded = [
            Recorded(position=position, event=event)
            for position, event in zip(where, given, strict=True)
        ]

    def read(self, *, after: int, limit: int) -> list[Recorded]:
        return [one for one in self._recorded if one.position > after][:limit]

    def last_position(self) -> int:
        return self._recorded[-1].position if self._recorded else 0
