"""The read models from the shell: followed by a process of its own, looked at, and built again."""

import json
import re
import signal
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from projections.projection import tracking
from projections.register.tables import register
from projections.registry import PROJECTIONS
from tests import installations
from tests.e2e.serving import Process, of_installation, served, uof
from tests.e2e.submissions import Officer, moments
from tests.e2e.visitor import Visitor
from tests.people import ADMINISTRATOR, OFFICER, OTHER_SUPERVISOR
from tests.web.given import submitted
from web.settings import Settings

FOLLOWING = "Following. Stop with Ctrl-C."
LOOKS = 30
"""A page after one's own write waits for the read models by itself, up to two seconds a look."""
STATUS = re.compile(r"^(\S+) +position (\d+), (\d+) behind$", re.MULTILINE)


@pytest.fixture
def without_keys(settings: Settings) -> dict[str, str]:
    """The environment of a process that has no way to any key."""
    return {**of_installation(settings), "UOF_KEYS_DATABASE": "", "UOF_EPOCH_KEY": ""}


def behind(env: dict[str, str], where: Path) -> dict[str, int]:
    """How many positions each read model is behind, as the command says."""
    said = uof("projections", "status", env=env, where=where)
    assert (said.returncode, said.stderr) == (0, "")
    return {name: int(number) for name, _, number in STATUS.findall(said.stdout)}


def test_read_models_follow_in_a_process_that_has_no_keys(
    settings: Settings, without_keys: dict[str, str], tmp_path: Path
) -> None:
    with served(of_installation(settings, UOF_FOLLOW="no"), tmp_path) as server:
        officer = Officer(OFFICER, Visitor(lambda: server.url), moments(0, of=1))
        officer.sign_in()
        first, second = officer.record(), officer.record()
        assert not {first, second} & shown_to(officer)

        with Process("projections", "follow", env=without_keys, where=tmp_path) as follower:
            follower.wait_for(FOLLOWING)
            assert comes_to(officer, first, second)
            assert comes_to(officer, first, second, officer.record())

            assert follower.stop() == 0
            lines = [json.loads(line) for line in follower.errors.splitlines()]
            assert [line["event"] for line in lines] == ["following"]

    assert set(behind(without_keys, tmp_path).values()) == {0}


def comes_to(officer: Officer, *references: str) -> bool:
    """Whether an officer's start page shows records, now or in a while."""
    return any(shown_to(officer) >= set(references) for _ in range(LOOKS))


def shown_to(officer: Officer) -> set[str]:
    return officer.visitor.get("/").references


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda one: one.name)
def test_following_ends_when_it_is_told_to(
    number: signal.Signals, sqlite: Settings, tmp_path: Path
) -> None:
    with Process("projections", "follow", env=of_installation(sqlite), where=tmp_path) as follower:
        follower.wait_for(FOLLOWING)

        assert follower.stop(number) == 0


def test_the_status_says_how_far_each_read_model_has_come(
    settings: Settings, without_keys: dict[str, str], tmp_path: Path
) -> None:
    assert behind(without_keys, tmp_path) == dict.fromkeys(PROJECTIONS, 0)
    with installations.opened(settings) as services:
        before = services.log.last_position()
        services.people.assign_supervisor(
            OFFICER.id, OTHER_SUPERVISOR.id, requester=ADMINISTRATOR.asks()
        )
        come = services.log.last_position() - before

    assert come
    assert behind(without_keys, tmp_path) == dict.fromkeys(PROJECTIONS, come)


def test_the_status_names_what_another_version_built(sqlite: Settings, tmp_path: Path) -> None:
    people = tracking.c.projection == "people"
    with installations.opened(sqlite) as services, services.views.engine().begin() as connection:
        connection.execute(update(tracking).where(people).values(version=0))

    said = uof("projections", "status", env=of_installation(sqlite), where=tmp_path)

    outdated = [line for line in said.stdout.splitlines() if "built by another version" in line]
    assert [line.split()[0] for line in outdated] == ["people"]


def test_a_rebuild_says_that_nothing_differed(
    settings: Settings, without_keys: dict[str, str], tmp_path: Path
) -> None:
    with installations.opened(settings) as services:
        submitted(services)

    said = uof("projections", "rebuild", env=without_keys, where=tmp_path)

    assert (said.returncode, said.stderr) == (0, "")
    bar, *rest = said.stdout.splitlines()
    assert bar.startswith("Rebuilding")
    assert rest == ["The read models are rebuilt. Nothing differed."]


def test_a_rebuild_says_what_differed_and_puts_it_right(
    settings: Settings, without_keys: dict[str, str], tmp_path: Path
) -> None:
    with installations.opened(settings) as services:
        record = submitted(services)
        with services.views.engine().begin() as connection:
            connection.execute(delete(register))

    said = uof("projections", "rebuild", env=without_keys, where=tmp_path)

    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.splitlines()[1:] == [
        "register: 0 rows only before, 1 only now",
        "The read models are rebuilt. The rebuilt ones are live now.",
    ]
    with installations.opened(settings) as services, services.views.reading() as connection:
        assert connection.execute(select(register.c.reference)).scalars().all() == [
            record.reference
        ]
