"""Every setting: its name in the environment, its default and its meaning."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from domain.access_log import alerts, keeping
from domain.access_log.alerts import Thresholds
from domain.access_log.codes import Asking
from domain.access_log.keeping import Kept
from domain.codelists.forces import Force
from domain.people.proposals import RolesBy
from domain.proof.notes import is_name
from domain.records import reciprocal
from domain.records.reciprocal import Limit

OUT_OF_FORCE = "out-of-force"
"""The area of force used outside the force's own ground (spec: domain, R18)."""


class SettingsError(Exception):
    """A setting is missing or wrong; the message is a sentence that says what to do."""


class Colour(str):
    """A colour as ``#rrggbb``: it stands in a stylesheet, so nothing else may."""

    __slots__ = ()


class Origin(str):
    """The name of a log in what is signed of it: an address without a scheme."""

    __slots__ = ()


class Port(int):
    """A port to serve on; 0 is any free one."""


def setting(name: str, meaning: str, *, default: str = "", secret: bool = False) -> Any:
    """A field read from the environment; its text is turned into the field's type."""
    return field(metadata={"name": name, "meaning": meaning, "default": default, "secret": secret})


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What an installation decides. Read once, at start, by ``bootstrap``."""

    data: Path = setting("UOF_DATA", "Directory of the SQLite databases and keys", default="data")
    database: str = setting(
        "UOF_DATABASE", "PostgreSQL URL of the log and the read models; empty means SQLite"
    )
    keys_database: str = setting(
        "UOF_KEYS_DATABASE",
        "PostgreSQL URL of the key ring, another database; who serves needs it, who follows does not",
    )
    epoch_key: Path | None = setting(
        "UOF_EPOCH_KEY", "File of the epoch key; empty means a file in UOF_DATA"
    )
    force: Force = setting("UOF_FORCE", "Code of the force", default=Force.NORTHSHIRE.value)
    origin: Origin = setting(
        "UOF_ORIGIN",
        "Name of the log in what is signed of it, given once, by the first uof db upgrade;"
        " empty means one made of the force",
    )
    signer: Path | None = setting(
        "UOF_SIGNER",
        "Folder of whoever signs the log: key, last tree, checkpoints; empty means one in UOF_DATA",
    )
    witness: Path | None = setting(
        "UOF_WITNESS",
        "Folder of a witness, elsewhere, who sees what is signed; empty means one in UOF_DATA",
    )
    certificates: Path | None = setting(
        "UOF_CERTIFICATES",
        "Folder of the key that signs certificates of erasure; empty means one in UOF_DATA",
    )
    receipts: Path | None = setting(
        "UOF_RECEIPTS",
        "Folder of the key that signs receipts, and of the last month's; empty means one in UOF_DATA",
    )
    verifier: Path | None = setting(
        "UOF_VERIFIER",
        "Folder of whoever verifies: how far it came, so that it goes on there; empty means one in"
        " UOF_DATA",
    )
    verify: bool = setting(
        "UOF_VERIFY",
        "Verify the log every quarter of an hour beside the process that serves from SQLite",
        default="yes",
    )
    policy: Path | None = setting(
        "UOF_POLICY",
        "File that says which logs, witnesses and quorum are believed, and where witnesses are asked"
        " (c2sp.org/tlog-policy); empty means the witness of UOF_WITNESS alone",
    )
    published: Path | None = setting(
        "UOF_PUBLISHED",
        "Folder of the checkpoints that enough witnesses saw, which anybody may read;"
        " empty means one in UOF_DATA",
    )
    sign: bool = setting(
        "UOF_SIGN", "Sign the log in the process that serves from SQLite", default="yes"
    )
    areas: Mapping[str, str] = setting(
        "UOF_AREAS",
        "The force's areas, as code=Label pairs with semicolons between",
        default="central=Northshire Central; north=Northshire North; coast=Northshire Coast",
    )
    contact: str = setting(
        "UOF_CONTACT",
        "Where readers of what is published ask, as it is printed; empty means nothing is printed",
    )
    follows_code: bool = setting(
        "UOF_FOLLOWS_CODE",
        "Say in what is published that the force applies the Code of Practice for Statistics"
        " voluntarily",
        default="no",
    )
    brand_colour: Colour = setting(
        "UOF_BRAND_COLOUR", "Colour of the header, as #rrggbb", default="#12304f"
    )
    host: str = setting("UOF_HOST", "Address to serve on", default="127.0.0.1")
    port: Port = setting("UOF_PORT", "Port to serve on", default="8000")
    secure_cookies: bool = setting(
        "UOF_SECURE_COOKIES", "Send cookies over TLS only: yes behind a proxy", default="no"
    )
    follow: bool = setting(
        "UOF_FOLLOW", "Keep the read models up to date in this process", default="yes"
    )
    idle_minutes: int = setting(
        "UOF_IDLE_MINUTES", "Minutes without a request after which a session ends", default="15"
    )
    session_hours: int = setting(
        "UOF_SESSION_HOURS", "Hours after which a session ends whatever happens", default="8"
    )
    local_accounts: bool = setting(
        "UOF_LOCAL_ACCOUNTS",
        "Let people sign in by a password of this service: no where everybody has a force account",
        default="yes",
    )
    second_factor: bool = setting(
        "UOF_SECOND_FACTOR",
        "Ask who signs in by a password for a code from their phone too: yes for real records",
        default="no",
    )
    step_up_minutes: int = setting(
        "UOF_STEP_UP_MINUTES",
        "Minutes for which who has just shown who they are may change roles, erase and disclose",
        default="10",
    )
    roles_by: RolesBy = setting(
        "UOF_ROLES_BY",
        "How many administrators it takes to give a role: one, or two for real records, where one"
        " proposes and another one confirms",
        default="one",
    )
    breached_passwords: Path | None = setting(
        "UOF_BREACHED_PASSWORDS",
        "File of digests of breached passwords, in their order, as Pwned Passwords publishes it",
    )
    password_words: str = setting(
        "UOF_PASSWORD_WORDS",
        "Words of the force, with semicolons between, that make a password easier to guess",
    )
    address: str = setting(
        "UOF_ADDRESS", "Where people reach the pages, as https://uof.northshire.police.uk"
    )
    oidc_issuer: str = setting(
        "UOF_OIDC_ISSUER", "Issuer of the force's identity provider; empty means there is none"
    )
    oidc_client: str = setting("UOF_OIDC_CLIENT", "Id under which it knows this service")
    oidc_secret: Path | None = setting(
        "UOF_OIDC_SECRET", "File of the secret for it; empty means a public client"
    )
    oidc_tenant: str = setting(
        "UOF_OIDC_TENANT", "Tenant that people must be of, for Entra ID; empty means any"
    )
    oidc_subject: str = setting(
        "UOF_OIDC_SUBJECT",
        "Claim that says who somebody is: sub, or oid for Entra ID",
        default="sub",
    )
    oidc_context_claim: str = setting(
        "UOF_OIDC_CONTEXT_CLAIM",
        "Claim that says how somebody signed in: acr, or acrs for Entra ID",
        default="acr",
    )
    oidc_sign_in_context: str = setting(
        "UOF_OIDC_SIGN_IN_CONTEXT", "What it must say to sign in; empty means anything"
    )
    oidc_step_up_context: str = setting(
        "UOF_OIDC_STEP_UP_CONTEXT",
        "What it must say before roles are changed, and before erasing and disclosing",
    )
    draft_days: int = setting(
        "UOF_DRAFT_DAYS", "Days after which an untouched draft is discarded", default="30"
    )
    overdue_hours: int = setting(
        "UOF_OVERDUE_HOURS", "Hours of waiting that make a review overdue", default="72"
    )
    api_per_minute: int = setting(
        "UOF_API_PER_MINUTE", "Requests that a machine token may send in a minute", default="600"
    )
    api_burst: int = setting(
        "UOF_API_BURST", "Requests that it may send at once after a pause", default="100"
    )
    tell: bool = setting(
        "UOF_TELL", "Tell other systems of what happens from this process", default="yes"
    )

    proxies: int = setting(
        "UOF_PROXIES", "Reverse proxies before the server that say who asked, and how", default="0"
    )
    workers: int = setting("UOF_WORKERS", "Processes that serve, in production", default="3")
    threads: int = setting("UOF_THREADS", "Threads of each process that serves", default="8")
    allow_weak: bool = setting(
        "UOF_ALLOW_WEAK",
        "Start on PostgreSQL with what is too weak for real records, on this machine alone",
        default="no",
    )
    newer_tables: bool = setting(
        "UOF_NEWER_TABLES",
        "Start on tables that a later release made: to go back by one release",
        default="no",
    )
    log_requests: bool = setting(
        "UOF_LOG_REQUESTS", "Write a line of JSON for each request", default="yes"
    )
    monitor_token: str = setting(
        "UOF_MONITOR_TOKEN",
        "What monitoring sends as a bearer token to read metrics; empty means this machine alone",
        secret=True,
    )
    monitor_port: Port = setting(
        "UOF_MONITOR_PORT",
        "Port on which a follower tells this machine its health and metrics; 0 means it does not",
        default="0",
    )
    most_behind: int = setting(
        "UOF_MOST_BEHIND",
        "Log positions that a read model may be behind before the service is not ready",
        default="1000",
    )

    purpose: Asking = setting(
        "UOF_PURPOSE",
        "When somebody must say why they look: off, sensitive (searches, files, professional"
        " standards) or always",
        default="sensitive",
    )
    access_kept: tuple[Kept, ...] = setting(
        "UOF_ACCESS_KEPT",
        "For how many years what is in the access log is kept, as day=years with semicolons between",
        default="2017-04-01=12",
    )
    access_alerts: tuple[Thresholds, ...] = setting(
        "UOF_ACCESS_ALERTS",
        "From when on which looks stand out, as day=name:number,name:number with semicolons between",
        default=alerts.STANDARD,
    )
    reciprocal_reviews: tuple[Limit, ...] = setting(
        "UOF_RECIPROCAL_REVIEWS",
        "How many records two people may review of each other, and within how many days, as"
        " day=most:number,days:number with semicolons between",
        default=reciprocal.STANDARD,
    )

    @property
    def is_embedded(self) -> bool:
        """Whether one process serves everything from SQLite files."""
        return not self.database

    @property
    def log_origin(self) -> str:
        """The name that a new log is given."""
        return self.origin or f"{self.force}.use-of-force-records.invalid/1"

    @property
    def epoch_key_file(self) -> Path:
        """Where the epoch key is."""
        return self.epoch_key or self.data / "epoch.key"

    @property
    def signer_folder(self) -> Path:
        """Where the signer keeps its key, the last tree and its checkpoints."""
        return self.signer or self.data / "signer"

    @property
    def witness_folder(self) -> Path:
        """Where the witness keeps the same of its own."""
        return self.witness or self.data / "witness"

    @property
    def certificates_folder(self) -> Path:
        """Where the key is that signs certificates of erasure."""
        return self.certificates or self.data / "certificates"

    @property
    def receipts_folder(self) -> Path:
        """Where the key is that signs receipts."""
        return self.receipts or self.data / "receipts"

    @property
    def verifier_folder(self) -> Path:
        """Where whoever verifies remembers how far it came."""
        return self.verifier or self.data / "verifier"

    @property
    def published_folder(self) -> Path:
        """Where the checkpoints are kept that enough have seen."""
        return self.published or self.data / "published"

    @property
    def area_options(self) -> Mapping[str, str]:
        """The areas an officer may choose, the force's own and then outside it."""
        return {**self.areas, OUT_OF_FORCE: "Outside the force area"}

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read every setting.

        Raises:
            SettingsError: one is missing, wrong or unknown.

        """
        known = {entry.metadata["name"] for entry in fields(cls)}
        if unknown := {name for name in environment if name.startswith("UOF_")} - known:
            raise SettingsError(f"{min(unknown)} is not a setting. Check its spelling.")
        read = {entry.name: _read(entry.metadata, entry.type, environment) for entry in fields(cls)}
        if DB_FUNCTIONS in environment:
            raise SettingsError(
                f"Remove {DB_FUNCTIONS}: with it the event-sourcing library loses events."
            )
        return cls(**read)


DB_FUNCTIONS = "POSTGRES_ENABLE_DB_FUNCTIONS"
"""The library's own option. Nothing of ours reads it; who sets it expects what must not happen
(spec: eventsourcing, 3.1)."""


def _read(metadata: Mapping[str, Any], kind: Any, environment: Mapping[str, str]) -> Any:
    name = metadata["name"]
    text = environment.get(name, "").strip() or metadata["default"]
    try:
        return PARSERS[kind](text)
    except (ValueError, KeyError):
        message = f"{name} is {text!r}, but it must be {EXPECTED[kind]}. {metadata['meaning']}."
        raise SettingsError(message) from None


LAST_PORT = 65_535


def _number(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _port(text: str) -> Port:
    # Sockets take a number that is too large for another one, and serve where nobody looks.
    if _number(text) > LAST_PORT:
        raise ValueError(text)
    return Port(text)


def _yes_or_no(text: str) -> bool:
    return {"yes": True, "no": False}[text.lower()]


def _pairs(text: str) -> Mapping[str, str]:
    pairs = [pair.split("=", 1) for pair in text.split(";") if pair.strip()]
    areas = {code.strip(): label.strip() for code, label in pairs}
    if not all(re.fullmatch(r"[a-z0-9-]{1,40}", code) and label for code, label in areas.items()):
        raise ValueError(text)
    return areas


def _colour(text: str) -> Colour:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError(text)
    return Colour(text)


def _origin(text: str) -> Origin:
    if text and not is_name(text):
        raise ValueError(text)
    return Origin(text)


def _text(text: str) -> str:
    return text


PARSERS: Mapping[Any, Any] = {
    str: _text,
    Path: Path,
    Path | None: lambda text: Path(text) if text else None,
    Force: Force,
    Colour: _colour,
    Origin: _origin,
    Mapping[str, str]: _pairs,
    int: _number,
    Port: _port,
    bool: _yes_or_no,
    Asking: Asking,
    RolesBy: RolesBy,
    tuple[Kept, ...]: keeping.kept,
    tuple[Thresholds, ...]: alerts.thresholds,
    tuple[Limit, ...]: reciprocal.limits,
}

EXPECTED: Mapping[Any, str] = {
    Force: "the code of a force, such as leicestershire",
    Mapping[str, str]: "pairs such as central=Northshire Central; north=Northshire North",
    Colour: "a colour, such as #12304f",
    Origin: "an address without a scheme, such as northshire.police.uk/use-of-force/1",
    int: "a whole number",
    Port: f"a number up to {LAST_PORT}",
    bool: "yes or no",
    Asking: "off, sensitive or always",
    RolesBy: "one or two",
    tuple[Kept, ...]: "days with years, such as 2026-04-01=12",
    tuple[Thresholds, ...]: f"days with numbers, such as {alerts.STANDARD}",
    tuple[Limit, ...]: f"days with numbers, such as {reciprocal.STANDARD}",
}
