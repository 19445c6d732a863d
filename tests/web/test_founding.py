"""The first administrator, from the command line: by a password, or by the identity provider alone."""

from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from application.access import Requester
from domain.codelists.roles import Role
from domain.people.events import AccountIssued, AccountLinked
from tests import installations
from tests.people import OFFICER
from tests.web.client import Browser
from web.adapters.clock import SystemClock
from web.app import create_app
from web.auth.linked import Subject
from web.cli.main import cli

ISSUER = "https://login.example/0f8c/v2.0"
PROVIDER = {
    "UOF_LOCAL_ACCOUNTS": "no",
    "UOF_OIDC_ISSUER": ISSUER,
    "UOF_OIDC_CLIENT": "an-id",
    "UOF_ADDRESS": "https://uof.northshire.example",
}
WHO = ("--name", "Hal Rook", "--collar-number", "9003")


def found(data: Path, *words: str, **settings: str) -> Result:
    env = {"UOF_DATA": str(data), "UOF_FOLLOW": "no", **settings}
    return CliRunner(env=env).invoke(cli, ["people", "found", *WHO, *words])


@pytest.fixture
def data(prepared_sqlite: Path, tmp_path: Path) -> Path:
    return installations.copy_of(prepared_sqlite, tmp_path / "data")


def test_where_local_accounts_are_switched_off_the_first_one_is_linked(data: Path) -> None:
    said = found(data, "--subject", "7a1f-hal", **PROVIDER)

    assert said.exit_code == 0, said.output
    assert said.output == f"Hal Rook signs in at {ISSUER} as 7a1f-hal\n"
    with installations.opened(installations.sqlite_settings(data, **PROVIDER)) as services:
        person = services.identity.linked.person(Subject(issuer=ISSUER, id="7a1f-hal"))
        events = services.log.events_of(person)
        assert isinstance(events[-1], AccountLinked)
        assert not any(isinstance(event, AccountIssued) for event in events)
        browser = Browser(create_app(services), services)
        form = {"username": "hal", "password": "a password of any kind"}
        assert browser.post("/signin", form).status_code == 404, "there is no other way in"
    assert found(data, "--subject", "7a1f-hal", **PROVIDER).exit_code != 0, "is taken"


def test_two_are_founded_who_then_give_roles_together(data: Path) -> None:
    found(data, "--username", "hal")
    said = found(data, "--name", "Ida Pike", "--collar-number", "9024", "--username", "ida")
    assert said.exit_code == 0, said.output

    together = installations.sqlite_settings(data, UOF_ROLES_BY="two")
    with installations.opened(together, SystemClock()) as services:
        hal, ida = (services.accounts.holder(name) for name in ("hal", "ida"))
        assert hal is not None
        assert ida is not None
        done = services.role_proposals.propose_grant(
            OFFICER.id,
            Role.SUPERVISOR,
            since=None,
            until=None,
            requester=Requester(person=hal, request=uuid4()),
        )
        services.role_proposals.confirm(
            OFFICER.id, done.version, requester=Requester(person=ida, request=uuid4())
        )
        assert Role.SUPERVISOR in services.access.roles(OFFICER.id)


@pytest.mark.parametrize(
    ("words", "settings", "sentence"),
    [
        ((), {}, "Give a username, or an id at the identity provider."),
        (("--username", "hal", "--subject", "7a1f"), PROVIDER, "Give a username, or an id"),
        (("--subject", "7a1f"), {}, "Set UOF_OIDC_ISSUER"),
        (("--subject", "hal@northshire.example"), PROVIDER, "no name or mail address"),
        (("--username", "ada"), {}, "Another person signs in with this name."),
    ],
)
def test_what_cannot_be_is_said_and_nobody_is_registered(
    data: Path, words: tuple[str, ...], settings: dict[str, str], sentence: str
) -> None:
    said = found(data, *words, **settings)

    assert said.exit_code == 1
    assert sentence in said.output
