"""Erasing: how soon a record is unreadable, and what a change of the epoch takes for each million keys.

Beside it what it cannot do without, in the same run: unwrapping and wrapping as many keys, and nothing else.
(Spec: audit, 7.2.)
"""

import time
from collections.abc import Iterator
from secrets import token_bytes
from uuid import uuid4

from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap

from domain.codelists.field_groups import FieldGroup
from tests import installations, keepers
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, Measured, Spread, Table, short
from tests.builders import WORDS
from tests.fakes import FakeClock
from tests.web import given
from web.bootstrap import Services, install
from web.cli.keys import change

GOALS = ("erase", "epoch")
BATCH, MILLION = 5_000, 1_000_000


def measure(bench: Bench) -> Iterator[Measured]:
    """On SQLite: what is unwrapped and wrapped is the same on both."""
    settings, clock = installations.sqlite_settings(bench.new_folder()), FakeClock()
    install(settings)
    with installations.opened(settings, clock) as services:
        # By the clock that is moved, from the beginning.
        installations.populate(services)
        keepers.appoint(services)
        erased = Spread.of(_erased(services) for _ in range(bench.sizes.rounds))
        for _ in range(0, bench.sizes.keys, BATCH):
            wanted = [(uuid4(), FieldGroup.NARRATIVE) for _ in range(BATCH)]
            services.erasing.ring.prepare(wanted)
        clock.advance(days=14)
        began, worked = time.perf_counter(), time.process_time()
        ended = services.erasing.end(change(services, bench.new_folder() / "backup"))
        passed, worked = time.perf_counter() - began, time.process_time() - worked
    keys = ended.changed.keys
    floor = _wrapped_anew(keys)
    yield Figure(goal="erase", value=erased, note="from an approval to a record that nobody reads")
    yield Figure(
        goal="epoch",
        value=Spread.of([worked * MILLION / keys]),
        note=f"{keys:,} keys, the backup and its trial among it; time on the processor",
    )
    yield Table(
        title="A change of the epoch, SQLite",
        head=("what", "figure"),
        rows=(
            ("keys", f"{keys:,}"),
            ("s, by the clock", short(passed)),
            ("unwrapping and wrapping as many keys alone, s of the processor", short(floor)),
            ("epoch ÷ that", short(worked / floor)),
        ),
    )


def _erased(services: Services) -> float:
    record = given.submitted(services, **WORDS)
    keepers.propose(services, record.id)
    began = time.perf_counter()
    keepers.approve(services, record.id)
    return time.perf_counter() - began


def _wrapped_anew(keys: int) -> float:
    old, new = token_bytes(32), token_bytes(32)
    wrapped = aes_key_wrap(old, token_bytes(32))
    began = time.process_time()
    for _ in range(keys):
        aes_key_wrap(new, aes_key_unwrap(old, wrapped))
    return time.process_time() - began
