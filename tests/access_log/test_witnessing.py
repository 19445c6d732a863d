"""The access log's own tree, seen by witnesses over the network as the log's is (spec: audit, 4.5)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import time

import pytest

from application.verifying import Verdict
from domain.proof.checkpoints import Checkpoint
from domain.proof.notes import Note
from tests.access_log.test_sealing import an_entry
from tests.proof.witnessing import HonestWitness, serving
from web.access_log.checkpointing import FOLDER, AccessCheckpointing, access_checkpointing
from web.access_log.sealing import Sealer
from web.access_log.verifying import AccessReport, places_of, verify_access
from web.adapters.stores import WORK
from web.bootstrap import Services
from web.proof.keys import verifier_keys
from web.proof.publishing import AGAIN_SECONDS, policy_in
from web.proof.rotating import LOG_VKEY
from web.proof.signing import NEWEST


@pytest.fixture
def witness() -> HonestWitness:
    return HonestWitness("other-force.example")


@pytest.fixture
def address(witness: HonestWitness) -> Iterator[str]:
    with serving(witness) as url:
        yield url


class World:
    """A log of looks of which one witness over the network knows."""

    def __init__(self, services: Services, witness: HonestWitness, address: str) -> None:
        self.services, self.written = services, 0
        self.sealer = Sealer(services.stores.engine(WORK), f"{_origin(services)}/access")
        self.look(2)
        first = access_checkpointing(services.settings, services.stores)
        first.checkpoint()
        (self.key,) = verifier_keys(first.signer.folder / LOG_VKEY)
        witness.know(first.signer.origin, self.key.public)
        self.policy = services.settings.data / "policy"
        self.policy.write_text(
            f"log {self.key}\nwitness other {witness.vkey} {address}\nquorum other\n"
        )
        self.settings = replace(services.settings, policy=self.policy)

    def look(self, times: int) -> None:
        for _ in range(times):
            self.services.access_log.write(an_entry(self.written))
            self.written += 1
        self.sealer.seal()

    @property
    def signs(self) -> AccessCheckpointing:
        return access_checkpointing(self.settings, self.services.stores)

    @property
    def newest(self) -> Path:
        return self.settings.published_folder / FOLDER / NEWEST

    def verify(self) -> AccessReport:
        places = places_of(
            self.settings.signer_folder,
            self.settings.witness_folder,
            published=self.settings.published_folder,
            policy=policy_in(self.policy),
        )
        return verify_access(self.services.stores, places, now=self.services.clock.now)


def _origin(services: Services) -> str:
    return services.checkpointing.signer.origin


@pytest.fixture
def world(services: Services, witness: HonestWitness, address: str) -> World:
    return World(services, witness, address)


def test_what_grew_is_cosigned_published_and_counts(world: World) -> None:
    assert world.verify().verdict is Verdict.UNDECIDED
    world.look(3)

    world.signs.checkpoint()
    world.look(1)
    world.signs.checkpoint()

    seen = Note.parsed(world.newest.read_bytes())
    assert Checkpoint.parsed(seen.text).size == world.written
    report = world.verify()
    assert (report.verdict, report.witnessed) == (Verdict.PROVED, world.written)


def test_a_witness_that_is_away_holds_up_nobody_and_is_asked_again(
    world: World, witness: HonestWitness
) -> None:
    witness.misbehave = lambda _: (500, "text/plain", b"")
    world.look(1)
    signs = world.signs

    signs.checkpoint()
    assert not world.newest.exists()
    witness.misbehave = lambda _: None
    assert signs.publication is not None
    signs.publication.clock = lambda: time() + AGAIN_SECONDS
    signs.look()

    assert Checkpoint.parsed(Note.parsed(world.newest.read_bytes()).text).size == world.written


def test_what_was_rewritten_with_every_key_of_the_house_is_told_by_the_witness(
    world: World, witness: HonestWitness
) -> None:
    world.look(3)
    world.signs.checkpoint()
    origin = world.signs.signer.origin
    size, _ = witness.seen[origin]

    witness.seen[origin] = (size, b"x" * 32)
    world.look(1)
    signs = world.signs
    signs.checkpoint()

    assert signs.publication is not None
    assert [type(one).__name__ for one in signs.publication.problems.values()] == ["DisputedError"]


def test_a_policy_that_does_not_name_it_asks_nobody(world: World, witness: HonestWitness) -> None:
    other = services_key(world)
    world.policy.write_text(world.policy.read_text().replace(str(world.key), other))
    before = witness.asked
    world.look(1)

    world.signs.checkpoint()

    assert world.signs.publication is None
    assert witness.asked == before


def services_key(world: World) -> str:
    """The key of the log itself."""
    world.services.checkpointing.checkpoint()
    (key, *_) = verifier_keys(world.services.settings.signer_folder / LOG_VKEY)
    return str(key)
