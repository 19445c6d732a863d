"""Loading what other systems know of, and finding the records of it: on both databases."""

from collections.abc import Sequence
from datetime import time
from uuid import UUID

import pytest

from application.carrying_out import KeyReusedError
from domain.access.errors import NotAllowedError
from domain.codelists.expected import GroundForMatching, ReasonForNone
from domain.errors import NotFoundError
from domain.expected.encounter import State
from domain.expected.errors import NotOpenError
from tests.builders import CED_FIRED
from tests.expecting import a_row, an_expected, look
from tests.installations import follow
from tests.people import ANALYST, COLLEAGUE, OFFICER, OTHER_SUPERVISOR, STANDARDS, SUPERVISOR
from tests.projections.happening import submitted, withdrawn
from web.bootstrap import Services


def state_of(services: Services, encounter: UUID) -> tuple[State, str | None]:
    found = services.expecting.read(encounter, by=STANDARDS.id)
    return found.state, found.ground.value if found.ground else None


def test_the_same_lines_again_change_nothing(services: Services) -> None:
    rows = [
        a_row(services),
        a_row(services, reference="AR/78"),
        a_row(services, reference="ar sealed 77"),
    ]
    force = services.settings.force

    first = services.expecting.load(rows, force=force)
    position = services.log.last_position()
    again = services.expecting.load(rows, force=force)

    assert (first.loaded, first.already) == (2, 1)
    assert (again.loaded, again.already) == (0, 3)
    assert services.log.last_position() == position


def test_a_dry_run_saves_nothing(services: Services) -> None:
    position = services.log.last_position()

    result = services.expecting.load([a_row(services)], force=services.settings.force, write=False)

    assert result.loaded == 1
    assert services.log.last_position() == position


def test_a_record_of_the_officer_about_that_time_is_found(services: Services) -> None:
    encounter = an_expected(services)
    record = submitted(services)

    result = look(services)

    assert (result.matched, result.open) == (1, 0)
    found = services.expecting.read(encounter, by=SUPERVISOR.id)
    assert (found.record, found.ground) == (record.id, GroundForMatching.OFFICER_AND_TIME)


def test_a_sealed_reference_finds_a_record_that_lies_farther_off(services: Services) -> None:
    encounter = an_expected(services, time="09:00")
    submitted(services, custody_reference="ar sealed 77")

    look(services)

    assert state_of(services, encounter) == (State.MATCHED, "reference")


def test_a_taser_download_finds_the_use_of_that_device(services: Services) -> None:
    taser = an_expected(services, kind="ced", time="12:00", device="X3000-0001")
    submitted(services)
    submitted(services, **CED_FIRED)

    look(services)

    assert state_of(services, taser) == (State.MATCHED, "device")


def test_what_has_no_record_stays_open_until_one_is_made(services: Services) -> None:
    encounter = an_expected(services)
    submitted(services, by=COLLEAGUE)
    follow(services)
    before = look(services)

    submitted(services, incident_time=time(22, 0))
    follow(services)
    after = look(services)

    assert (before.matched, before.open, after.matched) == (0, 1, 1)
    assert state_of(services, encounter)[0] is State.MATCHED


def test_looking_again_changes_nothing_more(services: Services) -> None:
    an_expected(services)
    submitted(services)
    look(services)
    follow(services)
    position = services.log.last_position()

    again = look(services)

    assert (again.matched, again.undone, again.open) == (0, 0, 0)
    assert services.log.last_position() == position


def test_a_record_is_of_one_arrest_also_when_they_are_loaded_apart(services: Services) -> None:
    first = an_expected(services)
    submitted(services)
    look(services)
    second = an_expected(services, reference="AR/78")
    follow(services)

    look(services)

    assert state_of(services, first)[0] is State.MATCHED
    assert state_of(services, second)[0] is State.OPEN


def test_what_a_withdrawn_record_covered_is_open_again(services: Services) -> None:
    encounter = an_expected(services)
    record = submitted(services)
    look(services)
    record.then(withdrawn())

    result = look(services)

    assert (result.undone, result.matched) == (1, 0)
    assert state_of(services, encounter)[0] is State.OPEN


def test_who_supervises_the_officer_follows_up_and_nobody_else(services: Services) -> None:
    encounter = an_expected(services)

    assert services.expecting.read(encounter, by=SUPERVISOR.id).id == encounter
    for other in (OTHER_SUPERVISOR, OFFICER, COLLEAGUE, ANALYST):
        with pytest.raises((NotFoundError, NotAllowedError)):
            services.expecting.read(encounter, by=other.id)


def test_where_no_officer_is_known_professional_standards_follow_up(services: Services) -> None:
    encounter = an_expected(services, officer="9999")

    assert services.expecting.read(encounter, by=STANDARDS.id).officer is None
    with pytest.raises(NotFoundError):
        services.expecting.read(encounter, by=SUPERVISOR.id)


def test_what_somebody_explained_is_not_looked_for(services: Services) -> None:
    encounter = an_expected(services)
    services.expecting.explain(
        encounter, ReasonForNone.NO_FORCE, "Seen on video", requester=SUPERVISOR.asks()
    )
    submitted(services)

    result = look(services)

    assert (result.matched, result.open) == (0, 0)
    assert state_of(services, encounter)[0] is State.EXPLAINED


def test_a_match_that_somebody_undid_is_not_made_again(services: Services) -> None:
    encounter = an_expected(services)
    submitted(services)
    look(services)

    services.expecting.unmatch(encounter, requester=SUPERVISOR.asks())
    follow(services)
    look(services)

    assert state_of(services, encounter) == (State.OPEN, None)


def test_the_same_request_explains_once(services: Services) -> None:
    encounter, asked = an_expected(services), SUPERVISOR.asks()

    def explain(reason: ReasonForNone) -> Sequence[int]:
        done = services.expecting.explain(encounter, reason, "Seen on video", requester=asked)
        return done.version, done.repeated

    assert explain(ReasonForNone.NO_FORCE) == (2, False)
    assert explain(ReasonForNone.NO_FORCE) == (2, True)
    with pytest.raises(KeyReusedError):
        explain(ReasonForNone.OTHER)


def test_what_is_settled_is_not_settled_twice(services: Services) -> None:
    encounter, record = an_expected(services), submitted(services)
    services.expecting.match(encounter, record.id, requester=SUPERVISOR.asks())

    with pytest.raises(NotOpenError):
        services.expecting.explain(
            encounter, ReasonForNone.NO_FORCE, "None", requester=SUPERVISOR.asks()
        )


def test_the_reference_is_sealed_and_the_id_does_not_tell_it(services: Services) -> None:
    encounter = an_expected(services)
    stored = services.log.recorder.select_events(encounter)

    assert all(b"SEALED" not in one.state for one in stored)
