"""What the settings say of signing in holds together, or the start says what does not."""

from pathlib import Path

import pytest

from web.auth.identity import ways
from web.auth.provider.configured import configured
from web.auth.sessions import Way
from web.settings import Settings, SettingsError

ENTRA = {
    "UOF_ADDRESS": "https://uof.northshire.example/",
    "UOF_OIDC_ISSUER": "https://login.example/0f8c/v2.0",
    "UOF_OIDC_CLIENT": "an-id",
    "UOF_OIDC_TENANT": "0f8c",
    "UOF_OIDC_SUBJECT": "oid",
    "UOF_OIDC_CONTEXT_CLAIM": "acrs",
    "UOF_OIDC_STEP_UP_CONTEXT": "c1",
}


def settings(**changes: str) -> Settings:
    return Settings.from_environment({**ENTRA, **changes})


def test_without_an_issuer_there_is_no_identity_provider() -> None:
    found = Settings.from_environment({})

    assert configured(found) is None
    assert ways(found) == {Way.PASSWORD, Way.CODE}


def test_what_is_set_is_asked_for() -> None:
    by = configured(settings())

    assert by is not None
    assert by.back == "https://uof.northshire.example/signin/provider/back"
    assert (by.tenant, by.subject_claim, by.step_up_context) == ("0f8c", "oid", "c1")
    assert ways(settings()) == set(Way)
    assert ways(settings(UOF_LOCAL_ACCOUNTS="no")) == {Way.PROVIDER}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"UOF_OIDC_ISSUER": "http://login.example"}, "UOF_OIDC_ISSUER must begin with https://"),
        ({"UOF_OIDC_ISSUER": "login.example"}, "UOF_OIDC_ISSUER must begin with https://"),
        ({"UOF_OIDC_ISSUER": "https://a@login.example"}, "UOF_OIDC_ISSUER must begin"),
        ({"UOF_OIDC_CLIENT": ""}, "Set UOF_OIDC_CLIENT"),
        ({"UOF_ADDRESS": ""}, "Set UOF_ADDRESS"),
        ({"UOF_ADDRESS": "http://uof.northshire.example"}, "UOF_ADDRESS must be like"),
        ({"UOF_ADDRESS": "https://northshire.example/uof"}, "UOF_ADDRESS must be like"),
        ({"UOF_OIDC_CONTEXT_CLAIM": "amr"}, "UOF_OIDC_CONTEXT_CLAIM must be acr, or acrs"),
        ({"UOF_OIDC_SUBJECT": "email"}, "UOF_OIDC_SUBJECT must be sub, or oid"),
        ({"UOF_OIDC_TENANT": ""}, "Set UOF_OIDC_TENANT"),
        ({"UOF_OIDC_SECRET": "/nowhere/secret"}, "There is no client secret in /nowhere/secret"),
        (
            {"UOF_OIDC_ISSUER": "", "UOF_LOCAL_ACCOUNTS": "no"},
            "UOF_LOCAL_ACCOUNTS is no, and there is no identity provider",
        ),
    ],
)
def test_what_does_not_hold_together_is_said_in_a_sentence(
    changes: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        configured(settings(**changes))

    assert str(raised.value).startswith(sentence)
    assert "\n" not in str(raised.value)


def test_a_secret_is_read_from_a_file_that_others_cannot_read(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("made-up\n")
    file.chmod(0o600)
    by = configured(settings(UOF_OIDC_SECRET=str(file)))
    assert by is not None
    assert by.secret == "made-up"

    file.chmod(0o644)
    with pytest.raises(SettingsError, match="Others can read the client secret"):
        configured(settings(UOF_OIDC_SECRET=str(file)))


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(SettingsError) as raised:
        configured(settings(UOF_OIDC_CLIENT="", UOF_ADDRESS="", UOF_OIDC_SUBJECT="email"))

    assert len(str(raised.value).splitlines()) == 3
