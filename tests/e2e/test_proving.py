"""The commands that sign and verify, as people run them; and what others make of what they write."""

import json
import re
import sqlite3
import subprocess
from base64 import b64decode, b64encode
from contextlib import closing
from pathlib import Path
from shutil import copytree, which

import pytest
from click.testing import CliRunner, Result

from domain.access_log.codes import Action, Channel
from domain.access_log.entry import Entry
from domain.proof.inclusion import InclusionProof
from domain.proof.merkle import leaf_hash
from domain.proof.notes import VerifierKey
from tests import installations
from tests.e2e.production import SIGNER, by
from tests.e2e.serving import Process, of_installation, uof
from tests.installations import follow, opened
from tests.proof.histories import write
from tests.requirements import need
from web.cli.main import cli
from web.settings import Settings

PROVED, TAMPERED, UNDECIDED = 0, 1, 2


@pytest.fixture(scope="module")
def given(prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation with records, whose log a witness has seen."""
    data = tmp_path_factory.mktemp("proving") / "data"
    settings = installations.sqlite_settings(installations.copy_of(prepared_sqlite, data))
    with opened(settings) as services:
        write(services, records=2)
        follow(services)
    signed = uof("sign", "--once", env=of_installation(settings), where=data)
    assert signed.returncode == 0, signed.stderr
    return settings


@pytest.fixture
def data(given: Settings, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(copytree(given.data, tmp_path / "data"))


def env(data: Path) -> dict[str, str]:
    return of_installation(installations.sqlite_settings(data))


def tamper(data: Path, *statements: str) -> None:
    with closing(sqlite3.connect(data / "records.db")) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert connection.execute(statement).rowcount
        connection.commit()


def here(data: Path, *words: str) -> Result:
    """The command in this process: starting one for each sentence would be most of the time."""
    return CliRunner(env=env(data)).invoke(cli, words)


def test_an_untouched_log_is_proved_and_left_as_it_is(data: Path) -> None:
    before = {file.name: file.read_bytes() for file in data.glob("*.db")}

    said = uof("verify", env=env(data), where=data)

    assert said.returncode == PROVED, said.stderr
    assert "Verdict: proved." in said.stdout
    assert re.search(r"The first (\d+) events .* the first \1 those that the witness", said.stdout)
    assert {file.name: file.read_bytes() for file in data.glob("*.db")} == before


def test_machines_are_told_the_same(data: Path) -> None:
    said = here(data, "verify", "--json")

    told = json.loads(said.stdout)
    assert said.exit_code == PROVED
    assert (told["verdict"], told["findings"]) == ("proved", [])
    assert told["events"] == told["proved"] == told["witnessed"] > 0
    assert {one["layer"] for one in told["checkpoints"]} == {"checkpoint", "witness"}


def test_a_changed_event_is_named(data: Path) -> None:
    changed = 'CAST(replace(state, \'"why":"\', \'"why":"x\') AS BLOB)'
    tamper(data, f"UPDATE stored_events SET state = {changed} WHERE rowid = 20")

    told = here(data, "verify")
    for_machines = json.loads(here(data, "verify", "--json").stdout)

    assert told.exit_code == TAMPERED
    assert "Verdict: tampering shown." in told.stdout
    (finding,) = for_machines["findings"]
    assert (finding["layer"], finding["index"]) == ("row", 19)
    assert f"record {finding['record']}, version {finding['version']}" in told.stdout


def test_a_log_whose_end_was_cut_off_is_shown_and_not_signed_any_more(data: Path) -> None:
    last = "(SELECT max(leaf_index) FROM leaves)"
    tamper(
        data,
        "DELETE FROM stored_events WHERE rowid = (SELECT max(rowid) FROM stored_events)",
        f"DELETE FROM leaves WHERE leaf_index = {last}",
    )

    verified = here(data, "verify")
    signed = uof("sign", "--once", env=env(data), where=data)

    assert verified.exit_code == TAMPERED
    assert "its end is gone" in verified.stdout
    assert signed.returncode == 1
    assert "Not signed. The log was larger before" in signed.stderr


@pytest.mark.parametrize(
    ("gone", "sentence"),
    [
        (("witness",), "No witness was found that saw the log"),
        (("witness", "signer"), "No witness was found that saw the log"),
        (("records.db",), "It could not be decided"),
    ],
)
def test_what_cannot_be_decided_is_not_proved(
    data: Path, gone: tuple[str, ...], sentence: str
) -> None:
    for name in gone:
        (data / name).rename(data / f"{name} elsewhere")

    said = here(data, "verify")

    assert said.exit_code == UNDECIDED
    assert sentence in said.stdout + said.stderr
    assert "Traceback" not in said.stderr


def test_a_signer_goes_on_until_it_is_stopped_and_ends_when_it_must_not_sign(data: Path) -> None:
    for folder in ("signer", "witness"):
        (data / folder).rename(data / f"{folder} before")
    with Process("sign", env=env(data), where=data) as signer:
        signer.wait_for("Signing what is due")
        assert here(data, "verify").exit_code == PROVED
        assert signer.stop() == 0
    tamper(data, "UPDATE leaves SET leaf_hash = zeroblob(32) WHERE leaf_index = 3")

    ended = uof("sign", env=env(data), where=data)

    assert ended.returncode == 1
    assert "Not signed. The log is not what it was" in ended.stderr


def test_another_key_than_the_one_that_is_believed_proves_nothing(data: Path) -> None:
    other = VerifierKey("northshire.use-of-force-records.invalid/1", bytes(range(32)))

    said = here(data, "verify", "--log-key", str(other))
    nonsense = here(data, "verify", "--log-key", "a key")

    assert said.exit_code == TAMPERED
    assert "is not a checkpoint of this log" in said.stdout
    assert nonsense.exit_code == UNDECIDED


def test_a_witness_elsewhere_is_believed_when_both_folders_here_were_made_anew(
    data: Path, tmp_path: Path
) -> None:
    """Everything here was stolen and written anew; a copy of the witness's folder shows it."""
    elsewhere = Path(copytree(data / "witness", tmp_path / "elsewhere"))
    for folder in ("signer", "witness"):
        (data / folder).rename(data / f"{folder} before")
    tamper(
        data,
        "DELETE FROM stored_events WHERE rowid = (SELECT max(rowid) FROM stored_events)",
        "DELETE FROM leaves WHERE leaf_index = (SELECT max(leaf_index) FROM leaves)",
    )
    assert uof("sign", "--once", env=env(data), where=data).returncode == 0

    now = here(data, "verify")
    with_it = here(data, "verify", "--witness", str(elsewhere))

    assert now.exit_code == PROVED
    assert with_it.exit_code == TAMPERED


def test_the_proof_of_a_record_can_be_taken_away(data: Path, tmp_path: Path) -> None:
    said = here(data, "proof", "record", "UOF-26-000001", str(tmp_path / "out"))

    assert said.exit_code == 0, said.stderr
    files = sorted((tmp_path / "out").iterdir())
    assert len(files) >= 4
    for file in (tmp_path / "out").glob("*.tlog-proof"):
        proof = InclusionProof.parsed(file.read_bytes())
        entry = file.with_suffix(".leaf").read_bytes()
        assert proof.shows(leaf_hash(entry))
        assert not proof.shows(leaf_hash(entry + b"x"))


def test_a_record_that_there_is_not_has_no_proof(data: Path, tmp_path: Path) -> None:
    said = here(data, "proof", "record", "UOF-00-1", str(tmp_path / "out"))

    assert said.exit_code == 1
    assert "There is no record 'UOF-00-1'" in said.stderr


def test_tiles_are_written_for_a_mirror_and_hold_hashes_alone(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "mirror"
    said = here(data, "proof", "tiles", str(out))

    assert said.exit_code == 0, said.stderr
    (tile,) = (file for file in out.rglob("*") if file.is_file() and file.name != "checkpoint")
    size = int((out / "checkpoint").read_text().splitlines()[1])
    assert str(tile.relative_to(out)) == f"tile/0/000.p/{size}"
    assert len(tile.read_bytes()) == 32 * size


def test_another_program_agrees_with_the_signature(data: Path, tmp_path: Path) -> None:
    """OpenSSL, which knows neither our code nor the library that we sign with."""
    need(which("openssl"), "OpenSSL's command is not installed")
    checkpoint = (data / "signer" / "checkpoint").read_text()
    key = VerifierKey.parsed((data / "signer" / "log.vkey").read_text().strip())
    text, _, line = checkpoint.rpartition("\n\n")
    signature = b64decode(line.split()[-1])[4:]
    # Section 4 of RFC 8410: what stands before the 32 bytes of an Ed25519 key.
    der = bytes.fromhex("302a300506032b6570032100") + key.public
    pem = f"-----BEGIN PUBLIC KEY-----\n{b64encode(der).decode()}\n-----END PUBLIC KEY-----\n"
    for name, content in {
        "text": f"{text}\n".encode(),
        "signature": signature,
        "key": pem.encode(),
        "other": f"{text} \n".encode(),
    }.items():
        (tmp_path / name).write_bytes(content)

    def judged(name: str) -> int:
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key", "-rawin"]
        files = ["-in", name, "-sigfile", "signature"]
        return subprocess.run([*command, *files], cwd=tmp_path, capture_output=True).returncode

    assert judged("text") == 0
    assert judged("other") != 0


def test_in_production_signing_and_verifying_need_a_login_that_only_reads(
    strict: Settings, elsewhere: Path
) -> None:
    env = {
        **of_installation(strict),
        "UOF_DATA": str(elsewhere / "of the signer"),
        "UOF_DATABASE": by(SIGNER, strict.database),
        "UOF_KEYS_DATABASE": "",
        "UOF_EPOCH_KEY": "",
    }

    signed = uof("sign", "--once", env=env, where=elsewhere)
    verified = uof("verify", "--projections", "--keep", env=env, where=elsewhere)
    since = uof("verify", "--incremental", "--keep", env=env, where=elsewhere)

    assert signed.returncode == 0, signed.stderr
    assert since.returncode == PROVED, since.stdout + since.stderr
    assert verified.returncode == PROVED, verified.stdout + verified.stderr


def test_a_look_that_was_changed_is_named(data: Path) -> None:
    with opened(installations.sqlite_settings(data)) as services:
        entry = Entry(
            at=services.clock.now(),
            person=None,
            action=Action.READ,
            channel=Channel.PAGE,
            place="record.show",
        )
        services.access_log.write(entry)
        services.access_checkpointing.checkpoint()
    proved = here(data, "verify")
    with closing(sqlite3.connect(data / "work.db")) as connection, connection:
        connection.execute("DROP TRIGGER access_entries_never_updated")
        connection.execute("UPDATE access_entries SET place = 'elsewhere'")

    told = here(data, "verify")
    for_machines = json.loads(here(data, "verify", "--json").stdout)

    assert proved.exit_code == PROVED
    assert "1 looks are sealed, 0 not yet." in proved.stdout
    assert told.exit_code == TAMPERED
    assert "Verdict: proved." in told.stdout
    assert "Verdict on the access log: tampering shown." in told.stdout
    (finding,) = for_machines["access_log"]["findings"]
    assert (finding["layer"], finding["index"]) == ("row", 0)
