"""The page that leads to a running service is so: its statements and environments are what is run."""

import http.client
import json
import re
import shutil
import ssl
import subprocess
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, fields
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
from tests.e2e.production import Gunicorn, free_port, server_environment
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
        owner, web_, follow, sign, backup = (
            env_of(name, socket, tmp_path) for name in ("owner", "web", "follow", "sign", "backup")
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

        def is_proved() -> None:
            """The log is signed and verified, under a login that only reads it."""
            for words in (("sign", "--once"), ("verify",)):
                said = uof(*words, env=sign, where=tmp_path)
                assert (said.returncode, said.stderr) == (0, "")

        works()
        is_proved()
        taken = uof("backup", "content", "--keys", "ring", env=backup, where=tmp_path)
        assert (taken.returncode, taken.stderr) == (0, "")
        execute(socket, renaming())
        back = uof("restore", "content", "--keys", "ring", env=owner, where=tmp_path)
        assert (back.returncode, back.stderr) == (0, "")
        execute(socket, [one for one in logins if one.startswith("GRANT CONNECT")])
        works()
        is_proved()


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


@dataclass(frozen=True)
class Proxy:
    """nginx as the page has it, on ports of its own."""

    program: str
    where: Path
    plain: int
    secure: int

    @property
    def configuration(self) -> Path:
        return self.where / "nginx.conf"

    def run(self, *more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.program, "-c", self.configuration, "-e", self.where / "errors", *more],
            capture_output=True,
            text=True,
            timeout=60,
        )

    def ask(
        self, path: str, *, headers: dict[str, str] | None = None
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Over TLS, as a browser would: the status, the headers and the body."""
        context = ssl.create_default_context(cafile=str(self.where / "certificate.pem"))
        context.check_hostname = False
        opened = http.client.HTTPSConnection("127.0.0.1", self.secure, context=context, timeout=60)
        with closing(opened):
            opened.request("GET", path, headers=headers or {})
            answer = opened.getresponse()
            return answer.status, answer.headers, answer.read()


@pytest.fixture
def proxy(tmp_path: Path) -> Proxy:
    """The page's configuration, with this machine's ports and places in it."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    if not program:
        pytest.skip("nginx is not here")
    made = Proxy(program, tmp_path / "nginx", free_port(), free_port())
    made.where.mkdir(mode=0o755)
    tmp_path.chmod(0o755)
    certificate, key = a_certificate(made.where)
    text = (HERE / "nginx.conf").read_text()
    for named, here in {
        "/etc/uof/tls/certificate.pem": str(certificate),
        "/etc/uof/tls/key.pem": str(key),
        "/var/log/nginx/": f"{made.where}/",
        "listen 80;": f"listen 127.0.0.1:{made.plain};",
        "listen 443 ssl": f"listen 127.0.0.1:{made.secure} ssl",
    }.items():
        assert named in text
        text = text.replace(named, here)
    text = re.sub(r"listen \[::\].*\n", "\n", text)
    kept = "".join(
        f"{kind}_temp_path {made.where}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    made.configuration.write_text(
        f"pid {made.where}/pid;\nevents {{}}\nhttp {{\n{kept}{text}\n}}\n"
    )
    return made


def test_nginx_finds_nothing_wrong_with_the_proxy(proxy: Proxy) -> None:
    said = proxy.run("-t")

    assert said.returncode == 0, said.stderr
    assert "warn" not in said.stderr


def test_behind_the_proxy_it_is_served_over_tls_and_strangers_learn_nothing(
    proxy: Proxy, strict: Settings, tmp_path: Path
) -> None:
    server = Gunicorn(server_environment(strict, UOF_PROXIES="1", UOF_LOG_REQUESTS="yes"), tmp_path)
    upstream = proxy.configuration.read_text().replace("127.0.0.1:8001", f"127.0.0.1:{server.port}")
    proxy.configuration.write_text(upstream)
    try:
        server.start()
        assert proxy.run().returncode == 0
        try:
            status, headers, _ = proxy.ask("/signin", headers={"X-Request-Id": "f" * 32})
            _, _, ready = proxy.ask("/health/ready", headers={"X-Forwarded-For": "127.0.0.1"})
            hidden, _, _ = proxy.ask("/metrics")
            assert server.process
            written = server.process.errors
        finally:
            assert proxy.run("-s", "quit").returncode == 0
    finally:
        server.close()

    assert (status, hidden) == (200, 404)
    assert headers["Strict-Transport-Security"]
    assert headers["Content-Security-Policy"]
    # The proxy's own number, and no visitor's: it stands in both logs.
    number = headers["X-Request-Id"]
    assert number != "f" * 32
    assert number in (proxy.where / "uof.log").read_text()
    assert number in written
    assert json.loads(ready) == {"status": "ready"}


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
