"""Records, encounters and people are what DuckDB counts in lists of what happened, from first to last."""

import csv
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import duckdb
import pytest

from domain.codelists.answers import Absence
from domain.counting.people import Belongs, Known, Tally
from domain.counting.periods import Quarter
from domain.event import Event
from domain.records.history import fold
from domain.records.record import UseOfForceRecord
from projections.statistics.marks import ENCOUNTER, SUBJECT
from projections.statistics.people import Counted as Found
from projections.statistics.people import people
from projections.statistics.queries import count
from projections.statistics.slices import Slice
from tests.builders import CROWD, a_submission
from tests.installations import follow
from tests.people import COLLEAGUE, OFFICER
from tests.projections.asking import asking
from tests.projections.happening import (
    Happens,
    about,
    about_nobody,
    amended,
    linked,
    reading,
    restored,
    restricted,
    submitted,
    told_apart,
    unlinked,
    withdrawn,
)
from web.bootstrap import Services

SEED, RECORDS = 20261126, 160
FIRST = date(2025, 11, 1)
YEAR = Slice(since=Quarter(2025, 3), until=Quarter(2026, 2))
NAMESPACE = uuid5(NAMESPACE_OID, "raw lists")
RAW = ("record", "day", "area", "kind", "identifier", "name", "born")
STEPS = ("number", "record", "what", "which")


def id_of(text: str) -> UUID:
    return uuid5(NAMESPACE, text)


def draw(records: Path, steps: Path) -> None:
    """Write two lists: what was recorded, and what was then done with it, one after the other."""
    chance = random.Random(SEED)

    def one(*words: str) -> str:
        return chance.choice(words)

    with records.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(RAW)
        for number in range(RECORDS):
            day = FIRST + timedelta(days=chance.randrange(240))
            kind = one("individual", "individual", "individual", "crowd")
            known = chance.random() < 0.5
            name = one("", "somebody") if known else ""
            said = (one("", "NS/1") if known else "", name, one("", "1990-05-17") if name else "")
            writer.writerow([f"r{number}", day.isoformat(), one("central", "north"), kind, *said])
    with steps.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(STEPS)
        for number, step in enumerate(_steps(chance)):
            writer.writerow([number, *step])


def _steps(chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """Links that are made, undone and made anew, and what else may happen meanwhile."""
    for number in range(RECORDS):
        record = f"r{number}"
        for what, undone, share in (("encounter", "alone", 0.6), ("subject", "nobody", 0.5)):
            while chance.random() < share:
                yield record, what, f"{what}{chance.randrange(25)}"
                if chance.random() < 0.7:
                    break
                yield record, undone, ""
        if chance.random() < 0.1:
            yield record, "withdrawn", ""
            if chance.random() < 0.5:
                yield record, "restored", ""
        if chance.random() < 0.1:
            yield record, "restricted", ""
        if chance.random() < 0.1:
            yield record, "told apart", ""


DONE: dict[str, Callable[[str], Happens]] = {
    "encounter": lambda which: linked(id_of(which)),
    "alone": lambda _: unlinked(),
    "subject": lambda which: about(id_of(which)),
    "nobody": lambda _: about_nobody(),
    "withdrawn": lambda _: withdrawn(),
    "restored": lambda _: restored(),
    "restricted": lambda _: restricted(),
    "told apart": lambda _: told_apart(id_of("somebody else’s")),
}


def events_of(line: dict[str, str], steps: Sequence[dict[str, str]]) -> Sequence[Event]:
    """The history that the lists tell of a record. A crowd is about nobody, whatever they say."""
    crowd = line["kind"] == "crowd"
    said: dict[str, Any] = {
        "subject_identifier": line["identifier"] or Absence.NOT_ANSWERED,
        "subject_name": line["name"] or Absence.NOT_ANSWERED,
        "subject_date_of_birth": date.fromisoformat(line["born"])
        if line["born"]
        else Absence.NOT_ANSWERED,
    }
    events = list(
        a_submission(
            record=id_of(line["record"]),
            incident_date=date.fromisoformat(line["day"]),
            area=line["area"],
            **(CROWD if crowd else said),
        )
    )
    for step in steps:
        if crowd and step["what"] in ("subject", "nobody"):
            continue
        record = fold(None, events)
        assert isinstance(record, UseOfForceRecord)
        events += DONE[step["what"]](step["which"])(record)
    return events


SQL = """
    with last as (
        select record, what, which, number,
               case when what in ('encounter', 'alone') then 'e'
                    when what in ('subject', 'nobody') then 's'
                    when what in ('withdrawn', 'restored') then 'w' end as about
        from steps
    ), final as (
        select record, about, arg_max(what, number) as what, arg_max(which, number) as which
        from last where about is not null group by all
    ), stands as (
        select raw.*,
               (select which from final where final.record = raw.record and what = 'encounter') as encounter,
               (select which from final where final.record = raw.record and what = 'subject') as subject,
               coalesce(identifier, '') != ''
                   or (coalesce(name, '') != '' and coalesce(born, '') != '') as identified,
               (case when month(cast(day as date)) < 4 then year(cast(day as date)) - 1
                     else year(cast(day as date)) end) as year,
               ((month(cast(day as date)) + 8) % 12) // 3 + 1 as quarter
        from raw
        where not exists (
            select 1 from final where final.record = raw.record and what = 'withdrawn'
        )
    )
    select {by}
        count(*) as records,
        count(*) filter (kind = 'crowd') as crowds,
        count(encounter) as in_encounters,
        count(distinct encounter) as encounters,
        count(subject) filter (kind != 'crowd') as linked,
        count(distinct subject) filter (kind != 'crowd') as subjects,
        count(*) filter (kind != 'crowd' and subject is null and identified) as identified
    from stands where {where} {group}
"""


@dataclass(frozen=True)
class Counted:
    """Records that were taken in, and the lists that tell of them."""

    services: Services
    records: Path
    steps: Path

    def raw(self, where: str = "true", *, by: str = "") -> list[Any]:
        """What DuckDB counts in the lists."""
        query = SQL.format(
            by=f"{by}," if by else "", where=where, group=f"group by {by}" if by else ""
        )
        with duckdb.connect() as connection:
            for name, path in (("raw", self.records), ("steps", self.steps)):
                connection.execute(
                    f"create table {name} as select * from"
                    f" read_csv('{path}', all_varchar = true, header = true)"
                )
            connection.execute("alter table steps alter number type integer")
            return connection.execute(query).fetchall()

    def on_facts(self, wanted: Slice = YEAR) -> Found:
        with self.services.analysis._facts() as connection:
            return people(lambda query: connection.execute(query).all(), wanted)

    @contextmanager
    def columns(self) -> Iterator[Any]:
        with self.services.analysis.asking() as asked:
            assert asked.in_columns
            yield asked.ask


@pytest.fixture
def made(services: Services, tmp_path: Path) -> Iterator[Counted]:
    records, steps = tmp_path / "records.csv", tmp_path / "steps.csv"
    draw(records, steps)
    with records.open(encoding="utf-8") as opened:
        lines = list(csv.DictReader(opened))
    with steps.open(encoding="utf-8") as opened:
        done = list(csv.DictReader(opened))
    for some in _batches(lines):
        services.log.append_written(
            services.log.write(
                [
                    event
                    for line in some
                    for event in events_of(
                        line, [one for one in done if one["record"] == line["record"]]
                    )
                ]
            )
        )
    follow(services)
    services.analysis.prepare()
    yield Counted(services, records, steps)
    services.analysis.close()


def _batches(lines: Sequence[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    rest = iter(lines)
    while some := list(islice(rest, 40)):
        yield some


def figures(tally: Tally) -> tuple[int, ...]:
    return (
        tally.records,
        tally.crowds,
        tally.in_encounters,
        tally.encounters,
        tally.linked,
        tally.subjects,
        tally.identified,
    )


def test_every_figure_is_what_another_tool_counts_in_the_lists(made: Counted) -> None:
    (every,) = made.raw()
    quarters = {Quarter(row[0], row[1]): row[2:] for row in made.raw(by="year, quarter")}
    (north,) = made.raw("area = 'north'")

    with made.columns() as ask:
        found = people(ask, YEAR)
        of_north = people(ask, Slice(answers={"area": frozenset({"north"})}))

    assert all(every), "there is an example of everything"
    assert figures(found.all) == every
    assert {one: figures(tally) for one, tally in found.quarters.items()} == quarters
    assert figures(of_north.all) == north


def test_what_spans_quarters_is_once_in_each_and_once_in_all(made: Counted) -> None:
    found = made.on_facts()

    parts = found.quarters.values()

    assert sum(one.records for one in parts) == found.all.records
    assert sum(one.encounters for one in parts) > found.all.encounters
    assert sum(one.subjects for one in parts) > found.all.subjects


def test_the_facts_and_their_copy_give_the_same_figures(made: Counted) -> None:
    with made.columns() as ask:
        for wanted in (
            YEAR,
            Slice(since=Quarter(2026, 1), until=Quarter(2026, 1)),
            Slice(marks={ENCOUNTER: frozenset({"alone"})}),
            Slice(marks={SUBJECT: frozenset({"linked", "identified"})}, persons=True),
            Slice(forces=frozenset({"kent"})),
        ):
            assert people(ask, wanted) == made.on_facts(wanted)


def test_every_figure_leads_to_as_many_records(made: Counted) -> None:
    tally = made.on_facts().all

    def records(name: str, code: Any, *, persons: bool = False) -> int:
        wanted = Slice(marks={name: frozenset({code.value})}, persons=persons)
        with reading(made.services) as connection:
            return count(asking(connection), wanted)

    assert records(ENCOUNTER, Belongs.LINKED) == tally.in_encounters
    assert records(ENCOUNTER, Belongs.ALONE) == tally.unlinked
    assert records(SUBJECT, Known.LINKED, persons=True) == tally.linked
    assert records(SUBJECT, Known.IDENTIFIED, persons=True) == tally.identified
    assert records(SUBJECT, Known.UNKNOWN, persons=True) == tally.unknown


def of_all(services: Services) -> Tally:
    with services.analysis._facts() as connection:
        return people(lambda query: connection.execute(query).all(), Slice()).all


def test_a_link_a_mistake_and_an_amendment_move_the_figures_at_once(services: Services) -> None:
    one, other = submitted(services), submitted(services, by=COLLEAGUE)
    encounter, somebody = id_of("encounter"), id_of("somebody")

    def stand() -> tuple[int, ...]:
        tally = of_all(services)
        return tally.all_encounters, tally.at_least, tally.at_most, tally.told_apart

    before = stand()
    for record in (one, other):
        record.then(linked(encounter), about(somebody))
    joined = stand()
    one.then(unlinked(), about_nobody())
    apart = stand()
    one.then(amended(by=OFFICER, subject_identifier="NS/1"))
    identified = stand()

    assert before == (2, 1, 2, 0)
    assert joined == (1, 1, 1, 2)
    assert apart == (2, 1, 2, 1)
    assert identified == (2, 1, 2, 2)


def test_the_copy_in_columns_learns_of_a_link(services: Services) -> None:
    one, other = submitted(services), submitted(services, by=COLLEAGUE)
    services.analysis.prepare()

    for record in (one, other):
        record.then(linked(id_of("encounter")), about(id_of("somebody")))
    with services.analysis.asking() as asked:
        found = people(asked.ask, Slice())

    assert asked.in_columns
    assert (found.all.encounters, found.all.subjects) == (1, 1)
    services.analysis.close()


def test_who_became_a_crowd_is_no_person_any_more(services: Services) -> None:
    record = submitted(services).then(about(id_of("somebody")))

    record.then(amended(**CROWD))

    tally = of_all(services)
    assert (tally.crowds, tally.linked, tally.subjects, tally.at_most) == (1, 0, 0, 0)
