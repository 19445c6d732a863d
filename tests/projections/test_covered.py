"""The coverage beside published figures: what it was at a position, and why it moved since."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

import pytest

from domain.codelists.expected import ExpectedKind, ReasonForNone
from domain.codelists.forces import Force
from domain.counting.periods import Quarter
from domain.expected.encounter import State
from domain.releases.period import Period
from domain.summary.causes import Cause
from domain.summary.counting import Key, Scope
from domain.summary.covered import cause_of
from domain.summary.revisions import Revision
from domain.summary.ways import NEWEST
from projections.expected import queries as expected
from projections.versions import queries, summary
from tests import installations
from tests.expecting import an_expected, look
from tests.fakes import FakeClock
from tests.installations import follow
from tests.people import SUPERVISOR
from tests.projections.happening import Happening, reading, restored, submitted, withdrawn
from web.bootstrap import Services
from web.settings import Settings

PERIOD = Period(2026, 3)
SCOPE = Scope(force=Force.NORTHSHIRE, period=PERIOD)
OPEN: Key = ("coverage", "arrest", "open")
MATCHED: Key = ("coverage", "arrest", "matched")
EXPLAINED: Key = ("coverage", "arrest", "explained")


@pytest.fixture
def services(sqlite: Settings, clock: FakeClock) -> Iterator[Services]:
    """What the databases have to agree on is in one test below."""
    with installations.opened(sqlite, clock) as opened:
        yield opened


@pytest.fixture
def arrest(services: Services) -> UUID:
    """An arrest of the quarter that was loaded and looked for."""
    found = an_expected(services)
    follow(services)
    return found


@pytest.fixture
def record(services: Services, arrest: UUID) -> Happening:
    """The record that was found for it."""
    made = submitted(services)
    look(services)
    follow(services)
    return made


def at(services: Services) -> summary.At:
    follow(services)
    return summary.At(position=services.log.last_position(), ways=NEWEST)


def covered(services: Services, when: summary.At) -> dict[ExpectedKind, Counter[State]]:
    with reading(services) as connection:
        return queries.coverage(connection, SCOPE.force, PERIOD, position=when.position)


def parts(services: Services, earlier: summary.At) -> dict[Key, Counter[Cause]]:
    """Why the coverage moved since, of a revision that adds up."""
    found = revision(services, earlier)
    return {key: causes for key, causes in found.parts.items() if key[0] == "coverage"}


def revision(services: Services, earlier: summary.At) -> Revision:
    later = at(services)
    with reading(services) as connection:
        return summary.revision(connection, SCOPE, earlier, later)


def test_what_was_covered_at_a_position_stays_so_whatever_happens_after(
    services: Services, record: Happening
) -> None:
    edition = at(services)

    record.then(withdrawn())
    look(services)
    an_expected(services, reference="AR/SEALED/78", time="21:00")

    assert covered(services, edition) == {ExpectedKind.ARREST: Counter({State.MATCHED: 1})}
    assert covered(services, at(services)) == {ExpectedKind.ARREST: Counter({State.OPEN: 2})}


def test_another_force_and_another_quarter_are_not_counted(
    services: Services, arrest: UUID
) -> None:
    position = at(services).position
    with reading(services) as connection:
        for force, period in ((Force.KENT, PERIOD), (SCOPE.force, Period(2026, 2))):
            assert queries.coverage(connection, force, period, position=position) == {}
        year = queries.coverage(connection, SCOPE.force, Period(2026), position=position)
    assert year == {ExpectedKind.ARREST: Counter({State.OPEN: 1})}


def test_it_is_what_the_page_of_coverage_says(services: Services, record: Happening) -> None:
    quarter = Quarter(2026, 3)
    for happens in (withdrawn(), restored()):
        record.then(happens)
        found = covered(services, at(services))[ExpectedKind.ARREST]
        with reading(services) as connection:
            page = expected.coverage(connection, since=quarter, until=quarter)
        said = page.by_kind[ExpectedKind.ARREST]
        assert (said.open, said.matched) == (found[State.OPEN], found[State.MATCHED])


def test_what_is_loaded_and_matched_later_is_told_apart(services: Services, arrest: UUID) -> None:
    edition = at(services)

    made = submitted(services)
    an_expected(services, reference="AR/SEALED/78", time="21:00", officer="9999")
    look(services)

    assert parts(services, edition) == {
        OPEN: Counter({Cause.LOADED: 1, Cause.MATCHED: -1}),
        MATCHED: Counter({Cause.MATCHED: 1}),
    }
    why = revision(services, edition)
    assert why.records[MATCHED, Cause.MATCHED] == Counter({made.id: 1})
    assert (OPEN, Cause.LOADED) not in why.records


def test_a_withdrawn_record_is_the_cause_when_what_it_covered_is_open_again(
    services: Services, record: Happening
) -> None:
    edition = at(services)

    record.then(withdrawn())

    assert parts(services, edition) == {
        MATCHED: Counter({Cause.WITHDRAWN: -1}),
        OPEN: Counter({Cause.WITHDRAWN: 1}),
    }
    assert revision(services, edition).records[OPEN, Cause.WITHDRAWN] == {record.id: 1}


def test_that_somebody_looked_again_after_it_moves_nothing_more(
    services: Services, record: Happening
) -> None:
    edition = at(services)

    record.then(withdrawn())
    look(services)

    assert parts(services, edition)[OPEN] == Counter({Cause.WITHDRAWN: 1})


def test_a_record_that_was_restored_covers_again(services: Services, record: Happening) -> None:
    record.then(withdrawn())
    edition = at(services)

    record.then(restored())

    assert parts(services, edition) == {
        OPEN: Counter({Cause.RESTORED: -1}),
        MATCHED: Counter({Cause.RESTORED: 1}),
    }


def test_what_was_withdrawn_and_restored_moved_nothing_and_is_told(
    services: Services, record: Happening
) -> None:
    edition = at(services)

    record.then(withdrawn(), restored())

    assert parts(services, edition)[MATCHED] == Counter({Cause.WITHDRAWN: -1, Cause.RESTORED: 1})


def test_another_record_in_the_place_of_the_first_is_a_match_undone_and_made(
    services: Services, arrest: UUID, record: Happening
) -> None:
    edition = at(services)
    other = submitted(services, reference="UOF-26-000002")

    services.expecting.unmatch(arrest, requester=SUPERVISOR.asks())
    services.expecting.match(arrest, other.id, requester=SUPERVISOR.asks())

    assert parts(services, edition)[MATCHED] == Counter({Cause.MATCHED: 0})
    why = revision(services, edition)
    assert why.records[MATCHED, Cause.MATCHED] == Counter({record.id: -1, other.id: 1})


def test_both_databases_tell_the_same_story(settings: Settings, clock: FakeClock) -> None:
    with installations.opened(settings, clock) as services:
        an_expected(services, reference="AR/SEALED/78", time="21:00", officer="9999")
        first = an_expected(services)
        edition = at(services)
        made = submitted(services)
        look(services)
        follow(services)
        made.then(withdrawn(), restored(), withdrawn())
        look(services)
        services.expecting.explain(
            first, ReasonForNone.NO_FORCE, "Seen", requester=SUPERVISOR.asks()
        )

        assert covered(services, edition) == {ExpectedKind.ARREST: Counter({State.OPEN: 2})}
        assert parts(services, edition) == {
            OPEN: Counter(
                {Cause.MATCHED: -1, Cause.WITHDRAWN: 2, Cause.RESTORED: -1, Cause.EXPLAINED: -1}
            ),
            MATCHED: Counter({Cause.MATCHED: 1, Cause.WITHDRAWN: -2, Cause.RESTORED: 1}),
            EXPLAINED: Counter({Cause.EXPLAINED: 1}),
        }


def test_what_was_explained_is_told_and_so_is_that_it_was_opened_again(
    services: Services, arrest: UUID
) -> None:
    edition = at(services)
    services.expecting.explain(arrest, ReasonForNone.NO_FORCE, "Seen", requester=SUPERVISOR.asks())
    explained = at(services)

    assert parts(services, edition) == {
        OPEN: Counter({Cause.EXPLAINED: -1}),
        EXPLAINED: Counter({Cause.EXPLAINED: 1}),
    }
    services.expecting.reopen(arrest, requester=SUPERVISOR.asks())
    assert parts(services, explained)[OPEN] == Counter({Cause.EXPLAINED: 1})


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        (None, State.OPEN, Cause.LOADED),
        (State.OPEN, State.MATCHED, Cause.MATCHED),
        (State.MATCHED, State.OPEN, Cause.MATCHED),
        (State.OPEN, State.EXPLAINED, Cause.EXPLAINED),
        (State.EXPLAINED, State.OPEN, Cause.EXPLAINED),
    ],
)
def test_every_step_of_an_expected_encounter_has_its_cause(
    before: State | None, after: State, cause: Cause
) -> None:
    assert cause_of(before, after) is cause
