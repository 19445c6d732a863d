"""Every setting is read, a wrong one is told by its name, and an unknown one stops the start."""

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.access_log.alerts import Thresholds
from domain.access_log.codes import Asking
from domain.access_log.keeping import Kept
from domain.codelists.forces import Force
from domain.people.proposals import RolesBy
from domain.records.reciprocal import Limit
from web.settings import Settings, SettingsError

READ: dict[str, tuple[str, str, Any]] = {
    "UOF_DATA": ("data", "/somewhere", Path("/somewhere")),
    "UOF_DATABASE": ("database", "postgresql://uof@/uof", "postgresql://uof@/uof"),
    "UOF_KEYS_DATABASE": ("keys_database", "postgresql://uof@/keys", "postgresql://uof@/keys"),
    "UOF_EPOCH_KEY": ("epoch_key", "/run/epoch.key", Path("/run/epoch.key")),
    "UOF_FORCE": ("force", "leicestershire", Force.LEICESTERSHIRE),
    "UOF_ORIGIN": ("origin", "northshire.police.uk/log/1", "northshire.police.uk/log/1"),
    "UOF_SIGNER": ("signer", "/run/signer", Path("/run/signer")),
    "UOF_WITNESS": ("witness", "/mnt/witness", Path("/mnt/witness")),
    "UOF_CERTIFICATES": ("certificates", "/run/certificates", Path("/run/certificates")),
    "UOF_RECEIPTS": ("receipts", "/run/receipts", Path("/run/receipts")),
    "UOF_VERIFIER": ("verifier", "/run/verifier", Path("/run/verifier")),
    "UOF_VERIFY": ("verify", "no", False),
    "UOF_POLICY": ("policy", "/etc/uof/policy", Path("/etc/uof/policy")),
    "UOF_PUBLISHED": ("published", "/srv/published", Path("/srv/published")),
    "UOF_SIGN": ("sign", "no", False),
    "UOF_AREAS": ("areas", "a=One; b-2 = Two ;", {"a": "One", "b-2": "Two"}),
    "UOF_CONTACT": ("contact", "statistics@northshire.example", "statistics@northshire.example"),
    "UOF_FOLLOWS_CODE": ("follows_code", "yes", True),
    "UOF_BRAND_COLOUR": ("brand_colour", "#aabbcc", "#aabbcc"),
    "UOF_HOST": ("host", "0.0.0.0", "0.0.0.0"),
    "UOF_PORT": ("port", "8080", 8080),
    "UOF_SECURE_COOKIES": ("secure_cookies", "Yes", True),
    "UOF_FOLLOW": ("follow", "no", False),
    "UOF_IDLE_MINUTES": ("idle_minutes", " 20 ", 20),
    "UOF_SESSION_HOURS": ("session_hours", "10", 10),
    "UOF_LOCAL_ACCOUNTS": ("local_accounts", "no", False),
    "UOF_SECOND_FACTOR": ("second_factor", "yes", True),
    "UOF_STEP_UP_MINUTES": ("step_up_minutes", "5", 5),
    "UOF_ROLES_BY": ("roles_by", "two", RolesBy.TWO),
    "UOF_BREACHED_PASSWORDS": ("breached_passwords", "/srv/sha1.txt", Path("/srv/sha1.txt")),
    "UOF_PASSWORD_WORDS": ("password_words", "kestrel;mill lane", "kestrel;mill lane"),
    "UOF_ADDRESS": ("address", "https://uof.example", "https://uof.example"),
    "UOF_OIDC_ISSUER": ("oidc_issuer", "https://login.example", "https://login.example"),
    "UOF_OIDC_CLIENT": ("oidc_client", "an-id", "an-id"),
    "UOF_OIDC_SECRET": ("oidc_secret", "/etc/uof/secret", Path("/etc/uof/secret")),
    "UOF_OIDC_TENANT": ("oidc_tenant", "a-tenant", "a-tenant"),
    "UOF_OIDC_SUBJECT": ("oidc_subject", "oid", "oid"),
    "UOF_OIDC_CONTEXT_CLAIM": ("oidc_context_claim", "acrs", "acrs"),
    "UOF_OIDC_SIGN_IN_CONTEXT": ("oidc_sign_in_context", "c2", "c2"),
    "UOF_OIDC_STEP_UP_CONTEXT": ("oidc_step_up_context", "c1", "c1"),
    "UOF_DRAFT_DAYS": ("draft_days", "7", 7),
    "UOF_OVERDUE_HOURS": ("overdue_hours", "24", 24),
    "UOF_PROXIES": ("proxies", "1", 1),
    "UOF_WORKERS": ("workers", "5", 5),
    "UOF_THREADS": ("threads", "4", 4),
    "UOF_ALLOW_WEAK": ("allow_weak", "yes", True),
    "UOF_NEWER_TABLES": ("newer_tables", "yes", True),
    "UOF_LOG_REQUESTS": ("log_requests", "no", False),
    "UOF_MONITOR_TOKEN": ("monitor_token", "a-token", "a-token"),
    "UOF_MONITOR_PORT": ("monitor_port", "9101", 9101),
    "UOF_MOST_BEHIND": ("most_behind", "50", 50),
    "UOF_API_PER_MINUTE": ("api_per_minute", "60", 60),
    "UOF_API_BURST": ("api_burst", "10", 10),
    "UOF_TELL": ("tell", "no", False),
    "UOF_PURPOSE": ("purpose", "always", Asking.ALWAYS),
    "UOF_ACCESS_KEPT": (
        "access_kept",
        "2027-01-01=10; 2026-01-01=12",
        (Kept(since=date(2026, 1, 1), years=12), Kept(since=date(2027, 1, 1), years=10)),
    ),
    "UOF_ACCESS_ALERTS": (
        "access_alerts",
        "2026-01-01=records:9,people:8,again:7,night:6,begins:22,ends:5",
        (
            Thresholds(
                since=date(2026, 1, 1), records=9, people=8, again=7, night=6, begins=22, ends=5
            ),
        ),
    ),
    "UOF_RECIPROCAL_REVIEWS": (
        "reciprocal_reviews",
        "2027-01-01=most:5,days:30; 2026-01-01=most:0,days:90",
        (
            Limit(since=date(2026, 1, 1), most=0, days=90),
            Limit(since=date(2027, 1, 1), most=5, days=30),
        ),
    ),
}
"""A value of each setting, and what becomes of it."""

NUMBERS = [name for name, (_, _, value) in READ.items() if type(value) is int]
CHOICES = [name for name, (_, _, value) in READ.items() if type(value) is bool]


@pytest.mark.parametrize("name", READ)
def test_a_setting_is_read(name: str) -> None:
    field, given, expected = READ[name]

    settings = Settings.from_environment({name: given})

    assert getattr(settings, field) == expected


def test_every_setting_is_tested_here() -> None:
    assert {field.metadata["name"] for field in fields(Settings)} == set(READ)


@pytest.mark.parametrize("name", READ)
def test_a_setting_that_is_left_empty_has_its_default(name: str) -> None:
    assert Settings.from_environment({name: "  "}) == Settings.from_environment({})


def test_without_any_setting_there_is_an_installation_on_sqlite() -> None:
    settings = Settings.from_environment({})

    assert settings.is_embedded
    assert settings.host == "127.0.0.1"


@pytest.mark.parametrize("name", READ)
def test_every_setting_says_what_it_means(name: str) -> None:
    meanings = {field.metadata["name"]: field.metadata["meaning"] for field in fields(Settings)}

    assert meanings[name][0].isupper()


WRONG = [
    *((name, wrong) for name in NUMBERS for wrong in ("many", "-1", "1.5", "0x10")),
    *((name, wrong) for name in CHOICES for wrong in ("true", "1", "perhaps")),
    *(("UOF_AREAS", wrong) for wrong in ("central", "Central=One", "a=", "=One", "a b=One")),
    ("UOF_FORCE", "atlantis"),
    ("UOF_PURPOSE", "sometimes"),
    *(("UOF_ACCESS_KEPT", wrong) for wrong in ("12", "2026-01-01=0", "yesterday=5", ";")),
    *(
        ("UOF_RECIPROCAL_REVIEWS", wrong)
        for wrong in (
            "3",
            "2026-01-01=most:3",
            "2026-01-01=most:3,days:0",
            "today=most:3,days:9",
            ";",
        )
    ),
    *(
        ("UOF_ACCESS_ALERTS", wrong)
        for wrong in (
            "2026-01-01=records:9",
            "2026-01-01=records:0,people:8,again:7,night:6,begins:22,ends:5",
            "2026-01-01=records:9,people:8,again:7,night:6,begins:22,ends:24",
            "2026-13-01=records:9,people:8,again:7,night:6,begins:22,ends:5",
            ";",
        )
    ),
    *(("UOF_ORIGIN", wrong) for wrong in ("two words", "one+two")),
]


@pytest.mark.parametrize(("name", "wrong"), WRONG)
def test_a_wrong_value_is_told_by_the_name_of_its_setting(name: str, wrong: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({name: wrong})

    sentence = str(refused.value)
    assert sentence.startswith(f"{name} is '{wrong}', but it must be ")
    assert sentence.endswith(".")


def test_a_log_without_a_name_of_its_own_is_called_after_the_force() -> None:
    settings = Settings.from_environment({"UOF_FORCE": "leicestershire"})

    assert settings.log_origin == "leicestershire.use-of-force-records.invalid/1"
    assert Settings.from_environment({"UOF_ORIGIN": "a.example/1"}).log_origin == "a.example/1"


def test_signer_and_witness_are_beside_the_data_unless_they_are_elsewhere() -> None:
    settings = Settings.from_environment({"UOF_DATA": "/d", "UOF_WITNESS": "/mnt/w"})

    assert (settings.signer_folder, settings.witness_folder) == (Path("/d/signer"), Path("/mnt/w"))


def test_a_setting_that_there_is_not_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"^UOF_DATBASE is not a setting"):
        Settings.from_environment({"UOF_DATBASE": "postgresql://uof@/uof"})


def test_what_is_not_ours_in_the_environment_is_left_alone() -> None:
    assert Settings.from_environment({"PATH": "/bin", "UOFX": "1"}) == Settings.from_environment({})
