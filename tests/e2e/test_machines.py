"""Other systems from the shell: tokens, addresses, and the document of the API."""

from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.e2e.serving import environment, uof
from tests.installations import copy_of
from tests.people import OFFICER, STANDARDS
from web.auth import tokens


@pytest.fixture
def env(prepared_sqlite: Path, tmp_path: Path) -> dict[str, str]:
    """An installation with people in it."""
    return environment(UOF_DATA=str(copy_of(prepared_sqlite, tmp_path / "data")))


def said(env: dict[str, str], *words: str) -> str:
    ran = uof(*words, env=env, where=Path(env["UOF_DATA"]).parent)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def refused(env: dict[str, str], *words: str) -> str:
    ran = uof(*words, env=env, where=Path(env["UOF_DATA"]).parent)
    assert ran.returncode != 0
    assert "Traceback" not in ran.stderr
    return ran.stderr


ISSUE = ("token", "issue", "--system", "Custody system", "--scope", "records-read")


def test_a_token_is_issued_listed_and_revoked(env: dict[str, str]) -> None:
    number = ("--acts-as", OFFICER.collar_number)
    text = said(env, *ISSUE, "--purpose", "Submitting", *number).strip()
    second = said(env, *ISSUE, *number).strip()

    listed = said(env, "token", "list").splitlines()
    said(env, "token", "revoke", listed[0].split()[0])
    after = said(env, "token", "list")

    assert tokens.shown(text) is not None
    assert text != second
    assert len(listed) == 2
    assert all("Custody system  opens" in line and "never used" in line for line in listed)
    assert after.count("opens") == 1
    assert after.count("closed") == 1


def test_what_cannot_be_issued_is_refused_with_a_sentence(env: dict[str, str]) -> None:
    assert "--purpose" in refused(env, *ISSUE, "--acts-as", OFFICER.collar_number)
    purpose = (*ISSUE, "--purpose", "Submitting")
    assert "collar number 0000" in refused(env, *purpose, "--acts-as", "0000")
    assert "acts as somebody" in refused(env, *purpose)
    assert "is no scope" in refused(env, *purpose, "--scope", "everything")
    nowhere = "00000000-0000-4000-8000-000000000000"
    assert "There is no such token" in refused(env, "token", "revoke", nowhere)


def test_an_address_is_added_listed_delivered_to_and_removed(env: dict[str, str]) -> None:
    add = (
        *(
            "webhooks",
            "add",
            "--system",
            "Custody system",
            "--purpose",
            "Told",
            "--told",
            "accepted",
        ),
        *("--acts-as", STANDARDS.collar_number, "--address"),
    )
    assert "https://" in refused(env, *add, "http://custody.example/")
    secret = said(env, *add, "http://127.0.0.1:9/told").strip()

    listed = said(env, "webhooks", "list")
    delivered = said(env, "webhooks", "deliver", "--once")
    said(env, "webhooks", "remove", listed.split()[0])

    assert secret.startswith("whsec_")
    assert "http://127.0.0.1:9/told  accepted  0 waiting, 0 given up" in listed
    assert delivered == "0 messages tried.\n"
    assert said(env, "webhooks", "list") == ""


def test_the_document_is_printed_as_it_is_kept(env: dict[str, str]) -> None:
    assert said(env, "openapi") == (ROOT / "web/api/openapi.json").read_text(encoding="utf-8")
