"""An alarm within a quarter of an hour when nothing is published any more, for whatever reason.

Spec: audit, 7.2, T30.
"""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from domain.proof.notes import Note
from tests.builders import a_submission
from tests.e2e.serving import of_installation
from tests.fakes import NOON
from tests.proof.witnessing import HonestWitness, serving
from web.app import create_app
from web.bootstrap import Services
from web.cli.main import cli
from web.proof.checkpointing import HEARTBEAT, checkpointing
from web.proof.keys import verifier_keys
from web.proof.proving import NotProvedError
from web.proof.publishing import newest_of
from web.proof.rotating import LOG_VKEY
from web.proof.signing import NEWEST, WITNESS_VKEY
from web.proof.silence import Silence, silence
from web.settings import Settings

QUARTER = 15 * 60.0
AT_ONCE = NOON.timestamp()


@pytest.fixture
def published(services: Services) -> Path:
    """An installation whose whole log was published at noon."""
    services.checkpointing.checkpoint()
    file = services.settings.published_folder / NEWEST
    os.utime(file, (AT_ONCE, AT_ONCE))
    return file


def look(services: Services, after: float) -> Silence:
    return silence(services.settings, services.stores, lambda: AT_ONCE + after)


def test_an_hour_without_events_is_no_silence(services: Services, published: Path) -> None:
    found = look(services, HEARTBEAT + 60)

    assert not found.is_alarming
    assert found.waiting is None
    assert found.published == HEARTBEAT + 60


def test_a_heartbeat_that_does_not_come_is_heard_within_a_quarter_of_an_hour(
    services: Services, published: Path
) -> None:
    assert look(services, HEARTBEAT + QUARTER - 60).is_alarming


def test_an_event_that_is_not_published_is_heard_within_a_quarter_of_an_hour(
    services: Services, published: Path
) -> None:
    services.log.append(a_submission())

    happened = look(services, 0).waiting
    assert happened is not None
    early, late = look(services, 60 - happened), look(services, QUARTER - happened)
    assert not early.is_alarming
    assert late.is_alarming


@pytest.mark.parametrize("what", ["gone", "damaged"])
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_what_cannot_be_read_is_silence(services: Services, published: Path, what: str) -> None:
    if what == "gone":
        published.unlink()
    else:
        published.write_text("nothing")

    assert look(services, 0).is_alarming
    assert look(services, 0).published is None


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_monitoring_is_told(services: Services, published: Path) -> None:
    visitor = create_app(services).test_client()
    os.utime(published)
    fine = visitor.get("/metrics").text
    os.utime(published, (AT_ONCE, 0))
    silent = visitor.get("/metrics").text

    assert "uof_checkpoint_silent 0.0" in fine
    assert "uof_checkpoint_silent 1.0" in silent
    assert "uof_checkpoint_age_seconds" in fine


@pytest.fixture
def witness(sqlite: Settings) -> HonestWitness:
    return HonestWitness("witness.elsewhere.example")


def uof(settings: Settings, *arguments: str, policy: Path | None = None) -> Result:
    env = of_installation(settings) | ({"UOF_POLICY": str(policy)} if policy else {})
    return CliRunner().invoke(cli, arguments, env=env)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_policy_from_the_signer_to_whoever_verifies(
    services: Services, witness: HonestWitness, tmp_path: Path
) -> None:
    """The witness on this machine and one over the network, of which the policy wants both."""
    settings, policy = services.settings, tmp_path / "policy"
    services.checkpointing.checkpoint()
    (log,) = verifier_keys(settings.signer_folder / LOG_VKEY)
    (here,) = verifier_keys(settings.witness_folder / WITNESS_VKEY)
    witness.know(log.name, log.public)

    def believing(quorum: str, url: str = "", vkey: str = witness.vkey) -> Path:
        lines = (
            f"log {log}",
            f"witness here {here}",
            f"witness elsewhere {vkey} {url}",
            "group both all here elsewhere",
            quorum,
            "",
        )
        policy.write_text("\n".join(lines))
        return policy

    with serving(witness) as url:
        believing("quorum both", url)
        env = of_installation(settings) | {"UOF_POLICY": str(policy)}
        with_policy = Settings.from_environment(env)
        signs = checkpointing(with_policy, services.stores)
        signs.look()
        assert signs.publication.missing is None

    seen = newest_of(with_policy)
    assert seen is not None
    assert [key.name for key in seen.keys] == [log.name, here.name, witness.name]
    both = uof(settings, "verify", "--policy", str(policy))
    assert both.exit_code == 0, both.output
    assert "those that the witness saw" in both.output

    other = HonestWitness("other.example").vkey
    too_few = uof(settings, "verify", policy=believing("quorum both", vkey=other))
    assert too_few.exit_code == 2
    assert "No witness was found that saw the log" in too_few.output

    with pytest.raises(NotProvedError):
        newest_of(with_policy)

    assert uof(settings, "verify", policy=believing("quorum here")).exit_code == 0
    policy.write_text("quorum\n")
    wrong = uof(settings, "verify", "--policy", str(policy))
    assert wrong.exit_code == 2
    assert "is not a policy: line 1" in wrong.output

    believing("quorum both")
    file = settings.published_folder / NEWEST
    note = Note.parsed(file.read_bytes())
    lying = f"{note.text}\n{''.join(map(str, note.signatures[:2]))}".encode()
    lying += witness.cosignature(note.text.replace("\n", "/2\n", 1))
    file.write_bytes(lying)
    lied = uof(settings, "verify", "--policy", str(policy))
    assert lied.exit_code == 1
    assert "the signature of witness.elsewhere.example does not hold" in lied.output


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_status_says_who_is_silent_and_ends_with_an_alarm(
    services: Services, witness: HonestWitness, tmp_path: Path
) -> None:
    settings, policy = services.settings, tmp_path / "policy"
    services.checkpointing.checkpoint()
    (log,) = verifier_keys(settings.signer_folder / LOG_VKEY)
    policy.write_text(f"log {log}\nwitness W {witness.vkey} https://w.invalid\nquorum none\n")

    fine = uof(settings, "proof", "status", policy=policy)
    file = settings.published_folder / NEWEST
    os.utime(file, (0, 0))
    silent = uof(settings, "proof", "status", policy=policy)
    file.unlink()
    gone = uof(settings, "proof", "status", policy=policy)

    assert fine.exit_code == 0
    assert "Witness W has never cosigned, and is silent." in fine.output
    assert "0 minutes ago" in fine.output
    assert (silent.exit_code, gone.exit_code) == (1, 1)
    assert "Nothing was published for too long." in silent.output
    assert "There is no checkpoint in" in gone.output


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_no_witness_keeps_anybody_from_writing(
    services: Services, witness: HonestWitness, tmp_path: Path
) -> None:
    """T33: a witness that answers nothing holds up what is signed for a moment, and what is written never."""
    services.checkpointing.checkpoint()
    (log,) = verifier_keys(services.settings.signer_folder / LOG_VKEY)
    policy = tmp_path / "policy"
    policy.write_text(f"log {log}\nwitness W {witness.vkey} http://127.0.0.1:9\nquorum W\n")
    env = of_installation(services.settings) | {"UOF_POLICY": str(policy)}
    signs = checkpointing(Settings.from_environment(env), services.stores)

    services.log.append(a_submission())
    signs.look()

    assert signs.publication.missing is not None
    assert signs.refused == ""
    services.log.append(a_submission())
    signed = signs.checkpoint()
    assert signed.text == signs.publication.missing.text
    published = (services.settings.published_folder / NEWEST).read_bytes()
    assert Note.parsed(published).text != signed.text
