"""T47: whenever a change of the epoch is killed, no living key is lost and no dead key lives.

The process that changes it is forked and ends at a step without another word, as by ``kill -9``; another
one ends what was begun, and may be killed too. ``EPOCH_KILLS=1000`` kills more of them.
"""

import os
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.figures import Tell
from tests.keys.ring import IDENTITY, Ring, ring_of, what_opens
from web.settings import Settings

KILLS = int(os.environ.get("EPOCH_KILLS", "100"))
KILLED = 9
STEPS = 13


@pytest.fixture
def ring(settings: Settings, folder: Path) -> Iterator[Ring]:
    with ring_of(settings, folder) as made:
        yield made


@pytest.fixture
def folder() -> Iterator[Path]:
    """In memory, if there is room: what is killed here is the process and not the disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as made:
        yield Path(made)


def killed_at(ring: Ring, step: int) -> bool:
    """Change the epoch in another process, which dies at a step; false when it got to its end before."""
    child = os.fork()
    if child == 0:
        # Its parent's connections are not for it.
        ring.engine.dispose(close=False)
        steps = count(1)

        def die(_: str) -> None:
            if next(steps) == step:
                os._exit(KILLED)

        try:
            ring.change(die).run(lambda: ring.doomed)
        except BaseException:  # noqa: BLE001 - a forked test must not go on as a second one
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED)
    return code == KILLED


def opened(ring: Ring) -> dict[object, object]:
    """What a process that starts now reads with every key, those of the doomed and held back apart."""
    given = ring.opened().open(ring.secrets)
    return {id_: secret for id_, secret in given.secrets.items() if secret is not None}


def test_no_living_key_is_lost_and_no_dead_key_lives(
    ring: Ring, settings: Settings, figure: Tell
) -> None:
    ring.fill()
    kept, kills, steps_seen = ring.keep(), 0, set[int]()
    old_keys, old_backup, before = ring.epoch_keys(), ring.rows(), opened(ring)
    for number in count():
        first = number % STEPS + 1
        ring.come_back(kept)

        if killed_at(ring, first):
            kills += 1
            steps_seen.add(first)
            # People go on working, whatever state it was left in.
            assert opened(ring) == before
            assert what_opens(ring.rows(), ring.epoch_keys()).items() >= ring.secrets.items()
            if number >= STEPS:
                kills += killed_at(ring, (number * 7) % 12 + 1)
                assert opened(ring) == before
        ring.change().run(lambda: ring.doomed)

        living = what_opens(ring.rows(), ring.epoch_keys())
        assert living == ring.secrets, "no living key is lost, and none of the dead is among them"
        assert opened(ring) == before
        assert len(ring.epoch_keys()) == 1
        assert old_keys[0] not in ring.epoch_keys()
        # T42: whoever kept a copy of the ring opens nothing of it with what is left.
        assert what_opens(old_backup, old_keys).items() >= ring.gone.items()
        assert what_opens(old_backup, ring.epoch_keys()) == {}
        made = ring.opened().for_writing(next(iter(ring.doomed)), IDENTITY)
        assert made.secret
        if kills >= KILLS:
            break
    assert steps_seen == set(range(1, STEPS + 1)), "each step was the last of somebody"
    on = "SQLite" if settings.is_embedded else "PostgreSQL"
    figure(f"{kills} kills at {STEPS} steps on {on}: 0 living keys lost, 0 dead keys alive")
