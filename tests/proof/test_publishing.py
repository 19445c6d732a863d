"""Witnesses over the network: honest, down, slow, with another key, lying, ahead; and who is enough.

Spec: audit, 7.2, T33.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from time import time

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.proof.checkpoints import Checkpoint
from domain.proof.notes import Note
from domain.proof.policies import Policy
from tests.proof.test_signing import LEAVES, ORIGIN, at, proof
from tests.proof.witnessing import PLAIN, SIZE, Answer, HonestWitness, serving
from web.proof.keys import is_signed, verifier_keys
from web.proof.publishing import (
    AGAIN_SECONDS,
    WITNESSES,
    Publication,
    QuorumMissingError,
    policy_of,
)
from web.proof.rotating import LOG_VKEY
from web.proof.signing import NEWEST, Signer, kept
from web.proof.witnesses import (
    AheadError,
    DisputedError,
    FalseError,
    SilentError,
    UnwillingError,
    WitnessError,
)
from web.settings import Settings, SettingsError

NAMES = ("one", "two", "three")


@dataclass
class World:
    """A log, three witnesses of which two are needed, and what publishes."""

    folder: Path
    signer: Signer
    witnesses: dict[str, HonestWitness] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    seconds: float = 5.0
    now: Callable[[], float] = time

    def policy(self, quorum: str = "group enough 2 one two three\nquorum enough\n") -> Policy:
        (key, *_) = verifier_keys(self.signer.folder / LOG_VKEY)
        lines = [
            f"witness {name} {one.vkey} {self.urls[name]}\n" for name, one in self.witnesses.items()
        ]
        return Policy.parsed(f"log {key}\n{''.join(lines)}{quorum}".encode())

    def publication(self, policy: Policy | None = None) -> Publication:
        return Publication(
            self.folder / "published",
            policy or self.policy(),
            seconds=self.seconds,
            clock=self.now,
        )

    def sign(self, size: int, since: int = 0) -> Note:
        return self.signer.sign(at(size), proof(since, size) if since else ())


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    signer = Signer(folder=tmp_path / "signer", origin=ORIGIN)
    signer.sign(at(3))
    (log,) = verifier_keys(signer.folder / LOG_VKEY)
    made = World(tmp_path, signer)
    with ExitStack() as servers:
        for name in NAMES:
            witness = HonestWitness(f"{name}.example")
            witness.know(ORIGIN, log.public)
            made.witnesses[name] = witness
            made.urls[name] = servers.enter_context(serving(witness))
        yield made


def proofs_to(size: int, leaves: Sequence[bytes] = LEAVES) -> Callable[[int], Sequence[bytes]]:
    return lambda old: proof(old, size, leaves)


def test_every_witness_cosigns_and_what_they_saw_is_kept_for_everybody(world: World) -> None:
    published = world.publication()

    seen = published.publish(world.sign(3), proofs_to(3))

    assert set(world.policy().seen_by(seen, is_signed)) == set(NAMES)
    folder = world.folder / "published"
    assert {content.decode() for _, content in kept(folder)} == {str(seen)}
    assert {path.stat().st_mode & 0o044 for path in folder.rglob("*")} == {0o044}
    assert len(list((folder / WITNESSES).iterdir())) == len(NAMES)
    assert not published.problems


def test_what_grew_is_proved_from_what_each_witness_saw_last(world: World) -> None:
    published = world.publication()
    published.publish(world.sign(3), proofs_to(3))

    seen = published.publish(world.sign(11, 3), proofs_to(11))

    assert set(world.policy().seen_by(seen, is_signed)) == set(NAMES)
    # One question each: nothing had to be asked twice.
    assert [one.asked for one in world.witnesses.values()] == [2, 2, 2]


def test_another_process_goes_on_where_the_last_one_was(world: World) -> None:
    world.publication().publish(world.sign(3), proofs_to(3))

    world.publication().publish(world.sign(11, 3), proofs_to(11))

    assert [one.asked for one in world.witnesses.values()] == [2, 2, 2]


def test_a_witness_that_saw_another_size_says_so_and_is_told_from_there(world: World) -> None:
    """409: somebody else told it, or what we knew of it is lost."""
    world.publication().publish(world.sign(3), proofs_to(3))
    for file in (world.folder / "published" / WITNESSES).iterdir():
        file.unlink()

    published = world.publication()
    published.publish(world.sign(11, 3), proofs_to(11))

    assert not published.problems
    assert [one.asked for one in world.witnesses.values()] == [3, 3, 3]


def test_the_same_tree_is_cosigned_again(world: World) -> None:
    """An hour later, so that silence is seen."""
    published = world.publication()
    published.publish(world.sign(3), proofs_to(3))

    published.publish(world.sign(3), proofs_to(3))

    assert not published.problems


def another_key(world: World) -> None:
    world.witnesses["one"].private = Ed25519PrivateKey.generate()


def at_another_time(world: World) -> None:
    world.witnesses["one"].misbehave = lambda _: (
        200,
        PLAIN,
        world.witnesses["one"].cosignature(str(at(3)), at=int(time()) - 3600),
    )


def of_another_tree(world: World) -> None:
    world.witnesses["one"].misbehave = lambda _: (
        200,
        PLAIN,
        world.witnesses["one"].cosignature(str(at(3, LEAVES[5:]))),
    )


def of_another_witness(world: World) -> None:
    world.witnesses["one"].misbehave = lambda _: (
        200,
        PLAIN,
        world.witnesses["two"].cosignature(str(at(3))),
    )


def with_a_note_of_its_own(world: World) -> None:
    """Its answer, put behind the checkpoint, would read as another text that it did sign."""
    text = f"{at(3)}\nmore\n"
    world.witnesses["one"].misbehave = lambda _: (
        200,
        PLAIN,
        b"more\n\n" + world.witnesses["one"].cosignature(text),
    )


def answering(status: int, body: bytes = b"", kind: str = PLAIN) -> Callable[[World], None]:
    def make(world: World) -> None:
        world.witnesses["one"].misbehave = lambda _: (status, kind, body)

    return make


def leading_elsewhere(world: World) -> None:
    """A redirection to a witness that would sign."""
    world.witnesses["one"].misbehave = lambda _: (
        307,
        PLAIN,
        f"{world.urls['two']}/add-checkpoint".encode(),
    )


def down(world: World) -> None:
    world.urls["one"] = "http://127.0.0.1:9"


def another_fork(world: World) -> None:
    world.witnesses["one"].seen[ORIGIN] = (3, at(3, LEAVES[5:]).root)


def ahead(world: World) -> None:
    world.witnesses["one"].seen[ORIGIN] = (11, at(11).root)


def unknown_log(world: World) -> None:
    world.witnesses["one"].logs.clear()


def unknown_key_of_the_log(world: World) -> None:
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    world.witnesses["one"].logs[ORIGIN] = [other]


def never_agreeing(world: World) -> None:
    """Each time it says that it saw another size."""
    sizes = iter(range(1, 100))

    def answer(_: bytes) -> Answer:
        return 409, SIZE, f"{next(sizes) % 3}\n".encode()

    world.witnesses["one"].misbehave = answer


WRONG: dict[Callable[[World], None], type[WitnessError]] = {
    another_key: FalseError,
    at_another_time: FalseError,
    of_another_tree: FalseError,
    of_another_witness: FalseError,
    with_a_note_of_its_own: FalseError,
    answering(200): FalseError,
    answering(200, b"fine\n"): FalseError,
    answering(200, b"\xff" * 20_000): FalseError,
    answering(409, b"03\n", SIZE): FalseError,
    answering(409, b"3", SIZE): FalseError,
    answering(409, b"3\n"): FalseError,
    answering(409, b"3\n" * 10_000, SIZE): FalseError,
    answering(400): UnwillingError,
    answering(429): UnwillingError,
    answering(500, b"x" * 100_000): UnwillingError,
    answering(204): UnwillingError,
    leading_elsewhere: UnwillingError,
    unknown_log: UnwillingError,
    unknown_key_of_the_log: UnwillingError,
    never_agreeing: UnwillingError,
    down: SilentError,
    another_fork: DisputedError,
    ahead: AheadError,
}


@pytest.mark.parametrize("wrong", WRONG, ids=lambda one: one.__qualname__)
def test_one_witness_that_does_wrong_is_told_and_the_others_are_enough(
    world: World, wrong: Callable[[World], None], caplog: pytest.LogCaptureFixture
) -> None:
    policy = world.policy()
    wrong(world)
    if wrong is down:
        policy = world.policy()
    note, published = world.sign(3), world.publication(policy)

    for _ in range(2):
        seen = published.publish(note, proofs_to(3))

    assert set(policy.seen_by(seen, is_signed)) == {"two", "three"}
    assert {name: type(error) for name, error in published.problems.items()} == {
        "one": WRONG[wrong]
    }
    assert caplog.messages == [f"a witness did not cosign: {WRONG[wrong].__name__}"]
    is_alarm = WRONG[wrong] in {FalseError, AheadError, DisputedError}
    assert caplog.records[0].levelno == (logging.ERROR if is_alarm else logging.WARNING)


def test_a_redirection_is_not_followed(world: World) -> None:
    leading_elsewhere(world)

    world.publication(world.policy("quorum none\n")).publish(world.sign(3), proofs_to(3))

    assert world.witnesses["two"].asked == 1


def test_a_slow_witness_holds_up_nobody_and_is_not_asked_twice_at_once(world: World) -> None:
    world.seconds = 0.2
    answered = threading.Event()

    def wait(_: bytes) -> None:
        answered.wait(30)

    world.witnesses["one"].misbehave = wait
    published = world.publication()

    for _ in range(3):
        seen = published.publish(world.sign(3), proofs_to(3))
        assert set(world.policy().seen_by(seen, is_signed)) == {"two", "three"}
    assert [type(one) for one in published.problems.values()] == [SilentError]
    assert world.witnesses["one"].asked == 1

    # When it answers at last, what it saw is known, and the next time it counts.
    answered.set()
    published._asking["one"].join()
    world.seconds = published.seconds = 5.0
    seen = published.publish(world.sign(11, 3), proofs_to(11))
    assert set(world.policy().seen_by(seen, is_signed)) == set(NAMES)


def test_what_too_few_saw_is_not_published_and_asked_for_again(world: World) -> None:
    now = 1000.0 + time()
    world.now = lambda: now
    for name in ("one", "two"):
        world.witnesses[name].misbehave = lambda _: (503, PLAIN, b"")
    published = world.publication()
    # The witnesses' clocks are the machine's.
    now -= 1000.0
    with pytest.raises(QuorumMissingError):
        published.publish(world.sign(3), proofs_to(3))
    assert not (world.folder / "published" / NEWEST).exists()

    world.witnesses["one"].misbehave = lambda _: None
    published.look()
    assert published.missing is not None
    now += AGAIN_SECONDS
    published.look()

    assert published.missing is None
    (newest, _) = (content for _, content in kept(world.folder / "published"))
    found = world.policy().seen_by(Note.parsed(newest), is_signed)
    assert set(found) == {"one", "three"}


def test_a_checkpoint_of_a_key_that_the_policy_does_not_know_is_not_published(world: World) -> None:
    policy = world.policy("quorum none\n")
    (world.signer.folder / "log.key").unlink()

    with pytest.raises(QuorumMissingError):
        world.publication(policy).publish(world.sign(11, 3), proofs_to(11))


def test_200_growths_are_cosigned_by_all(world: World) -> None:
    published, size = world.publication(), 3
    note = published.publish(world.sign(size), proofs_to(size))

    for _ in range(200):
        size, before = size + 3, size
        note = published.publish(world.sign(size, before), proofs_to(size))

    assert Checkpoint.parsed(note.text).size == 603
    assert set(world.policy().seen_by(note, is_signed)) == set(NAMES)
    assert not published.problems


def test_without_a_policy_everything_is_published(tmp_path: Path, world: World) -> None:
    note = world.sign(3)

    assert Publication(tmp_path / "other").publish(note, proofs_to(3)) == note
    assert (tmp_path / "other" / NEWEST).read_text() == str(note)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "There is no policy in"),
        ("quorum nobody\n", "is not a policy: line 1"),
        ("witness one {vkey} http://witness.example\nquorum one\n", "begins with https"),
        ("witness one {vkey} ftp://witness.example\nquorum one\n", "begins with https"),
    ],
)
def test_a_policy_that_cannot_be_used_stops_the_start(
    tmp_path: Path, text: str | None, said: str
) -> None:
    file = tmp_path / "policy"
    if text is not None:
        file.write_text(text.format(vkey=HonestWitness("one.example").vkey))

    with pytest.raises(SettingsError, match=said):
        policy_of(Settings.from_environment({"UOF_POLICY": str(file)}))


def test_no_policy_is_no_fault() -> None:
    assert policy_of(Settings.from_environment({})) is None
