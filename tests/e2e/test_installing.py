"""The page that leads to a running service is so: its statements and environments are what is run."""

import re
import shutil
import subprocess
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import web.production
from tests import postgres
from tests.e2e.production import Gunicorn
from tests.e2e.serving import Process, environment, uof
from tests.e2e.test_following import FOLLOWING
from tests.e2e.visitor import Visitor
from tests.postgres import binaries
from tests.requirements import need
from web.settings import Settings

HERE = Path(web.production.__file__).parent
PAGE = (HERE / "README.md").read_text(encoding="utf-8")
ENVIRONMENTS = sorted((HERE / "environment").glob("*.env"))
UNITS = sorted((HERE / "systemd").iterdir())
NAMES = {entry.metadata["name"] for entry in fields(Settings)}


def statements() -> list[list[str]]:
    """What the page has psql run, block by block."""
    blocks = re.findall(r"psql <<'SQL'\n(.*?)SQL\n", PAGE, re.DOTALL)
    return [re.findall(r"\S.*?;", block, re.DOTALL) for block in blocks]


def renaming() -> list[str]:
    """What it has psql run before a restore."""
    return re.findall(r"-c '([^']+)'", PAGE)


def execute(socket: Path, given: list[str]) -> None:
    with psycopg.connect(host=str(socket), user="uof", dbname="postgres", autocommit=True) as db:
        for statement in given:
            db.execute(statement)


def settings_in(file: Path) -> dict[str, str]:
    lines = (line.strip() for line in file.read_text().splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def env_of(name: str, socket: Path, where: Path) -> dict[str, str]:
    """An environment of the page, with the places of this machine in it."""
    kept = where / name
    kept.mkdir(exist_ok=True, mode=0o700)
    given = settings_in(HERE / "environment" / "common.env") | settings_in(
        HERE / "environment" / f"{name}.env"
    )
    for setting in ("UOF_DATABASE", "UOF_KEYS_DATABASE"):
        if setting in given:
            given[setting] = given[setting].replace("@127.0.0.1/", "@/") + f"?host={socket}"
    if "UOF_EPOCH_KEY" in given:
        given["UOF_EPOCH_KEY"] = str(where / "epoch.key")
    return environment(**{**given, "UOF_DATA": str(kept)})


def test_the_page_leads_from_an_empty_cluster_to_a_running_service_and_back_from_a_backup(
    tmp_path: Path,
) -> None:
    need(binaries(), "PostgreSQL is not installed: apt-get install postgresql")
    (tmp_path / "epoch.key").write_bytes(b"k" * 32)
    (tmp_path / "epoch.key").chmod(0o600)
    databases, logins = statements()
    found = ("people", "found", "--name=Ada", "--collar-number=1", "--username=ada")
    with postgres.cluster() as socket:
        owner, web_, follow, backup = (
            env_of(name, socket, tmp_path) for name in ("owner", "web", "follow", "backup")
        )
        execute(socket, databases)
        assert uof("db", "upgrade", env=owner, where=tmp_path).returncode == 0
        execute(socket, logins)
        said = uof(*found, env=owner, where=tmp_path).stdout
        password = said.split()[-1]

        def works() -> None:
            """Everything starts, under its own login, and the administrator signs in."""
            server = Gunicorn(web_, tmp_path)
            with Process("projections", "follow", env=follow, where=tmp_path) as follower:
                follower.wait_for(FOLLOWING)
                try:
                    server.start()
                    assert server.answers("/health/ready")
                    visitor = Visitor(lambda: server.url)
                    assert visitor.sign_in("ada", password).status == 302
                finally:
                    server.close()

        works()
        taken = uof("backup", "content", "--keys", "ring", env=backup, where=tmp_path)
        assert (taken.returncode, taken.stderr) == (0, "")
        execute(socket, renaming())
        back = uof("restore", "content", "--keys", "ring", env=owner, where=tmp_path)
        assert (back.returncode, back.stderr) == (0, "")
        execute(socket, [one for one in logins if one.startswith("GRANT CONNECT")])
        works()


@pytest.mark.parametrize("file", [*ENVIRONMENTS, *UNITS], ids=lambda file: file.name)
def test_every_setting_that_is_named_is_one(file: Path) -> None:
    named = set(re.findall(r"UOF_[A-Z_]+(?==)", file.read_text()))

    assert named <= NAMES


def test_every_environment_can_be_read() -> None:
    for file in ENVIRONMENTS:
        assert Settings.from_environment(settings_in(file))


def test_no_environment_but_the_servers_and_the_owners_leads_to_the_epoch_key() -> None:
    leading = {file.stem for file in ENVIRONMENTS if "UOF_EPOCH_KEY" in settings_in(file)}

    assert leading == {"web", "owner"}
    assert "UOF_KEYS_DATABASE" not in settings_in(HERE / "environment" / "follow.env")


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_systemd_finds_nothing_wrong_with_a_unit(file: Path, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not here")
    for unit in UNITS:
        name = unit.name.replace("@.", "@1.")
        # Whatever is started is not installed here.
        text = re.sub(r"/opt/uof/current/bin/\w+", "/bin/true", unit.read_text())
        (tmp_path / name).write_text(text)

    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / file.name.replace("@.", "@1.")],
        capture_output=True,
        text=True,
    )

    assert (said.returncode, said.stderr) == (0, "")


def test_nginx_finds_nothing_wrong_with_the_proxy(tmp_path: Path) -> None:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    if not nginx:
        pytest.skip("nginx is not here")
    certificate, key = a_certificate(tmp_path)
    text = (
        (HERE / "nginx.conf")
        .read_text()
        .replace("/etc/uof/tls/certificate.pem", str(certificate))
        .replace("/etc/uof/tls/key.pem", str(key))
        .replace("/var/log/nginx/", f"{tmp_path}/")
        .replace("listen 80;", "listen 127.0.0.1:18080;")
        .replace("listen 443 ssl", "listen 127.0.0.1:18443 ssl")
    )
    text = re.sub(r"listen \[::\].*\n", "\n", text)
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n")

    said = subprocess.run(
        [nginx, "-t", "-c", whole, "-e", tmp_path / "errors"], capture_output=True, text=True
    )

    assert said.returncode == 0, said.stderr
    assert "warn" not in said.stderr


def a_certificate(where: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "records.force.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    files = where / "certificate.pem", where / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files
