"""Nothing but a token of the provider for us, for this sign-in and of now says who somebody is (T68).

Spec: audit, 6.2, rows 9.1, 9.2 and 10.5. Each forged token differs from a good one in one thing.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from joserfc.jwk import KeySet

from tests.fakes import NOON
from tests.web.provider.forging import (
    ACCESS_TOKEN,
    BY,
    EC,
    FOREIGN,
    ISSUER,
    KEY,
    NONCE,
    NOW,
    SUBJECT,
    TENANT,
    Make,
    by_public_key,
    by_shared_secret,
    claims,
    part,
    published,
    rsa,
    token,
    unsigned,
    with_header,
    with_payload,
    with_signature,
)
from web.auth.provider.configured import Configured
from web.auth.provider.id_tokens import LEEWAY, OLDEST, Identified, TokenRefusedError, identified

KEYS = KeySet.import_key_set(published())


def read(text: str, *, keys: KeySet = KEYS, by: Configured = BY, at: int = 0) -> Identified:
    now = NOON + timedelta(seconds=at)
    return identified(text, keys, by=by, nonce=NONCE, access_token=ACCESS_TOKEN, now=now)


@pytest.mark.parametrize(
    ("key", "algorithm"), [(KEY, "RS256"), (KEY, "PS256"), (EC, "ES256")], ids=["RS", "PS", "ES"]
)
def test_a_good_token_says_who_it_is(key: object, algorithm: str) -> None:
    found = read(token(key=key, header={"alg": algorithm}))

    assert found == Identified(subject=SUBJECT, contexts=frozenset(), shown_at=None)


FORGED: dict[str, Make] = {
    # Who signed it, and how it wants to be checked.
    "algorithm none": unsigned,
    "algorithm None": lambda: unsigned(alg="None"),
    "algorithm none, with a signature": lambda: unsigned() + part(b"signature"),
    "no algorithm": lambda: unsigned(alg=None),
    "the public key as a shared secret": by_public_key,
    "another algorithm that is asymmetric": lambda: token(header={"alg": "RS512"}),
    "a shared secret": lambda: by_shared_secret(b"made-up-secret"),
    "the key of somebody else": lambda: token(key=FOREIGN),
    "a key that is not published": lambda: token(key=rsa("unknown")),
    "no id of a key": lambda: token(header={"kid": None}),
    "the id of another key": lambda: token(header={"kid": "curve"}),
    "an id that is no text": lambda: with_header(kid=["current"]),
    "a path as id of a key": lambda: with_header(kid="../../dev/null"),
    "a key of its own in the header": lambda: token(
        key=FOREIGN, header={"jwk": FOREIGN.as_dict(private=False)}
    ),
    "an address of keys in the header": lambda: token(
        key=FOREIGN, header={"jku": "http://localhost:1/keys"}
    ),
    "something critical that nobody knows": lambda: with_header(crit=["new"], new=True),
    "an altered content": lambda: with_payload(claims(sub="7a1f-administrator")),
    "no signature": lambda: with_signature(""),
    "half a signature": lambda: token()[:-20],
    "a signature of something else": lambda: with_signature(
        token(claims(sub="7a1f-administrator")).rpartition(".")[2]
    ),
    "an altered header": lambda: with_header(typ="at+jwt"),
    # Whom it is from, and for.
    "another issuer": lambda: token(claims(iss="http://localhost:10")),
    "an issuer that begins alike": lambda: token(claims(iss=f"{ISSUER}.example")),
    "the issuer with a slash": lambda: token(claims(iss=f"{ISSUER}/")),
    "no issuer": lambda: token(claims(iss=None)),
    "another tenant": lambda: token(claims(tid="another-tenant")),
    "no tenant": lambda: token(claims(tid=None)),
    "another audience": lambda: token(claims(aud="another-service")),
    "no audience": lambda: token(claims(aud=None)),
    "an empty audience": lambda: token(claims(aud=[])),
    "several audiences, and nobody authorised": lambda: token(
        claims(aud=[BY.client, "another-service"])
    ),
    "another party authorised": lambda: token(
        claims(aud=[BY.client, "another-service"], azp="another-service")
    ),
    # When.
    "expired": lambda: token(claims(exp=NOW - LEEWAY - 1)),
    "no end": lambda: token(claims(exp=None)),
    "an end that is no number": lambda: token(claims(exp="tomorrow")),
    "an end that never comes": lambda: token(claims(exp=float("nan"))),
    "not yet": lambda: token(claims(nbf=NOW + LEEWAY + 1)),
    "from the future": lambda: token(claims(iat=NOW + LEEWAY + 1)),
    "old, and good for years": lambda: token(claims(iat=NOW - OLDEST - 1, exp=NOW + 10**8)),
    "no time of issue": lambda: token(claims(iat=None)),
    # For which sign-in.
    "another nonce": lambda: token(claims(nonce="of-another-sign-in")),
    "no nonce": lambda: token(claims(nonce=None)),
    "an empty nonce": lambda: token(claims(nonce="")),
    "another access token": lambda: token(claims(at_hash=part(b"0" * 16))),
    # Who.
    "nobody": lambda: token(claims(sub=None)),
    "an empty subject": lambda: token(claims(sub="")),
    "a mail address as subject": lambda: token(claims(sub="ada@northshire.example")),
    "a name as subject": lambda: token(claims(sub="Ada Finch")),
    "a subject that is a number": lambda: token(claims(sub=7)),
    "an endless subject": lambda: token(claims(sub="7" * 256)),
    "a time of showing that is no time": lambda: token(claims(auth_time="now")),
    # No token at all.
    "nothing": lambda: "",
    "words": lambda: "not a token",
    "three empty parts": lambda: "..",
    "five parts": lambda: "a.b.c.d.e",
    "no JSON": lambda: f"{part(b'no')}.{part(b'JSON')}.{part(b'here')}",
    "a list": lambda: f"{part([])}.{part([])}.{part(b'x')}",
}


@pytest.mark.parametrize("make", FORGED.values(), ids=FORGED)
def test_a_forged_token_is_refused(make: Make) -> None:
    with pytest.raises(TokenRefusedError):
        read(make())


def test_a_token_is_good_within_the_drift_of_clocks_and_no_longer() -> None:
    text = token(claims(nbf=NOW))

    assert read(text, at=-LEEWAY).subject == SUBJECT
    assert read(text, at=300 + LEEWAY - 1).subject == SUBJECT
    for moment in (-LEEWAY - 1, 300 + LEEWAY + 1):
        with pytest.raises(TokenRefusedError):
            read(text, at=moment)


def test_a_key_signs_only_what_it_is_published_for() -> None:
    """One that is for encrypting, or for another algorithm, signs nothing; nor does one of two alike."""
    assert read(token(), keys=KeySet.import_key_set(published(KEY, use="sig", alg="RS256")))

    for keys in (published(KEY, use="enc"), published(KEY, alg="PS256"), published(KEY, FOREIGN)):
        with pytest.raises(TokenRefusedError):
            read(token(), keys=KeySet.import_key_set(keys))


def test_an_object_id_is_taken_where_the_settings_say_so_and_nothing_in_its_place() -> None:
    entra = replace(BY, subject_claim="oid")

    assert read(token(claims(oid="0f8c-4d3e")), by=entra).subject == "0f8c-4d3e"
    with pytest.raises(TokenRefusedError, match="subject"):
        read(token(), by=entra)


def test_contexts_are_read_from_both_claims() -> None:
    found = read(token(claims(acr="mfa", acrs=["c1", "c2", 3], auth_time=NOW)))

    assert found.contexts == {"mfa", "c1", "c2"}
    assert found.shown_at == NOON


def test_a_tenant_is_asked_for_where_one_is_set() -> None:
    assert read(token(claims(tid=None)), by=replace(BY, tenant="")).subject == SUBJECT
    assert read(token(claims(tid=TENANT))).subject == SUBJECT
