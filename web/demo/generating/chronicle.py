"""Everything that happened, in the order in which it happened.

Decision. Events are told in one order over all forces: by moment, and within a moment by force,
people before records, and number. Consequence: however many processes tell it, each its part, the
parts merge into the same log; and no more is held in memory than what is still open on a day. Kept
by ``tests/demo/test_repeating.py``.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta
from heapq import heappop, heappush
from random import Random
from uuid import UUID, uuid5

from domain.codelists.forces import Force
from domain.event import Event
from domain.local_time import LOCAL
from web.demo.generating import answering
from web.demo.generating.careers import career
from web.demo.generating.chance import chance, happens
from web.demo.generating.force_sizes import areas_of
from web.demo.generating.habits import LINKED, NAMES_A_BYSTANDER, NAMES_THE_OTHERS
from web.demo.generating.moments import time_of_match, time_on
from web.demo.generating.plan import Encounter, Plan
from web.demo.generating.roster import Member, Need, Roster
from web.demo.generating.stories import Story
from web.demo.generating.tactics import Done, done_on, done_to_a_crowd, spray_of
from web.demo.generating.wanted import Wanted

Key = tuple[float, int, int, int, int]
"""Moment, force, person or record, its number, version: the order of the log."""
PERSON, RECORD = 0, 1
Happening = tuple[Key, Event]


class Chronicle:
    """The whole telling, or one part of it of several."""

    def __init__(self, wanted: Wanted, *, references_after: int = 0) -> None:
        self.wanted = wanted
        self._after = references_after
        self.plan = Plan(wanted)
        self.rosters = {force: Roster(wanted, force) for force in wanted.forces}
        self._order = {force: number for number, force in enumerate(wanted.forces)}

    def told(self, *, part: int = 0, of: int = 1) -> Iterator[Happening]:
        """What happened, in order: all of it, or what falls to one part."""
        waiting: list[Happening] = []
        for happening in self._of_people(part, of):
            if happening[1].metadata.at == self.wanted.founded:
                yield happening
            else:
                heappush(waiting, happening)
        for day, encounters in self.plan.encounters():
            for encounter in encounters:
                if encounter.number % of == part:
                    for happening in self.of_encounter(encounter):
                        heappush(waiting, happening)
            # Of a later day nothing is known yet that happened before its midnight.
            midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=LOCAL).timestamp()
            while waiting and waiting[0][0][0] < midnight:
                yield heappop(waiting)
        while waiting:
            yield heappop(waiting)

    def _of_people(self, part: int, of: int) -> Iterator[Happening]:
        asked = self.wanted.key(after=self._after)
        for force, roster in self.rosters.items():
            for member in roster.members:
                if member.number % of == part:
                    events = career(self.wanted, roster, member, asked=asked)
                    yield from self._keyed(events, force, PERSON, member.number)

    def of_encounter(self, encounter: Encounter) -> Iterator[Happening]:
        """Everything that happened to the records of an encounter."""
        for record, story in self.stories(encounter):
            yield from self._keyed(story.tell(), encounter.force, RECORD, record)

    def _keyed(
        self, events: Iterable[Event], force: Force, kind: int, number: int
    ) -> Iterator[Happening]:
        place = self._order[force]
        for event in events:
            moment = event.metadata.at.timestamp()
            yield (moment, place, kind, number, event.originator_version), event

    def stories(self, encounter: Encounter) -> Iterator[tuple[int, Story]]:
        """The records of an encounter by number, each about to be told."""
        wanted, force, roster = self.wanted, encounter.force, self.rosters[encounter.force]
        source = chance(wanted.seed, force, "encounter", encounter.number)
        at = (time_of_match if encounter.is_crowd else _any_time(encounter))(source)
        seen = answering.scene(
            encounter.day, at, areas_of(force), source, is_crowd=encounter.is_crowd
        )
        subjects = {
            subject: answering.person(encounter.day, source)
            for _, subject in encounter.pairs
            if not encounter.is_crowd
        }
        spray = spray_of(wanted.seed, force)
        done = [
            done_to_a_crowd(source)
            if encounter.is_crowd
            else done_on(encounter.day, source, spray=spray)
            for _ in encounter.pairs
        ]
        officers = self._officers(encounter, done)
        linked = len(encounter.pairs) > 1 and happens(source, LINKED)
        for index, (who, whom) in enumerate(encounter.pairs):
            record = encounter.first_record + index
            own = chance(wanted.seed, force, "record", record)
            subject = subjects.get(whom)
            if subject and index:
                subject = answering.seen_by_another(subject, encounter.day, own)
            colleagues = self._named(officers, who, roster, own)
            answers = answering.answers(
                seen, subject, officers[who], done[index], own, colleagues=colleagues
            )
            if wanted.words:
                answers |= answering.in_words(
                    answers,
                    seen,
                    subject.name if subject else "",
                    chance(wanted.seed, force, "words", record),
                )
            yield (
                record,
                Story(
                    id=self.plan.record_id(force, record),
                    reference=self.plan.reference(encounter, record, after=self._after),
                    officer=officers[who],
                    roster=roster,
                    standards=roster.standards[record % len(roster.standards)],
                    answers=answers,
                    encounter=self.plan.encounter_id(encounter) if linked else None,
                    subject=self._subject(encounter, whom) if linked else None,
                    source=chance(wanted.seed, force, "story", record),
                    end=wanted.end,
                    words=wanted.words,
                ),
            )

    def _subject(self, encounter: Encounter, whom: int) -> UUID | None:
        """A person whom several records of an encounter are about, by an id of their own."""
        about = [one for _, one in encounter.pairs if one == whom]
        if encounter.is_crowd or len(about) == 1:
            return None
        return uuid5(self.plan.encounter_id(encounter), f"subject {whom}")

    def _officers(self, encounter: Encounter, done: list[Done]) -> list[Member]:
        """Each with what they needed in all that they did, and the colleagues beside the first."""
        wanted, roster = self.wanted, self.rosters[encounter.force]
        source = chance(wanted.seed, encounter.force, "officers", encounter.number)
        needs: dict[int, Need] = {}
        for (who, _), one in zip(encounter.pairs, done, strict=True):
            needs[who] = max(needs.get(who, Need.NOTHING), one.need, key=lambda need: need.value)
        found: list[Member] = []
        for need in needs.values():
            found.append(
                roster.beside(found[0], need, source, but=found)
                if found
                else roster.any(need, source)
            )
        return found

    def _named(
        self, officers: list[Member], who: int, roster: Roster, source: Random
    ) -> list[UUID]:
        """The colleagues a record names: never a supervisor, who could not review it then."""
        others = [one for index, one in enumerate(officers) if index != who]
        if not others and happens(source, NAMES_A_BYSTANDER):
            others = [roster.beside(officers[who], Need.NOTHING, source, but=officers)]
        elif not happens(source, NAMES_THE_OTHERS):
            others = []
        return [one.id for one in others if not one.supervises]


def _any_time(encounter: Encounter) -> Callable[[Random], time]:
    return lambda source: time_on(encounter.day, source)
