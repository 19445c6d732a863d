"""Which identity provider there is, as the settings say, and what of them does not hold together."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from web.adapters.addresses import is_this_machine
from web.settings import Settings, SettingsError

BACK = "/signin/provider/back"
"""Where the identity provider sends people back to; it must be registered there."""
CONTEXT_CLAIMS = ("acr", "acrs")
"""The claim of the standard, and the list that Entra ID has beside it."""
SUBJECT_CLAIMS = ("sub", "oid")


@dataclass(frozen=True, kw_only=True, slots=True)
class Configured:
    """An identity provider, and what is asked of it."""

    issuer: str
    client: str
    secret: str
    address: str
    """Of our own pages."""
    tenant: str
    subject_claim: str
    context_claim: str
    sign_in_context: str
    step_up_context: str

    @property
    def back(self) -> str:
        return self.address + BACK

    @property
    def scope(self) -> str:
        """No more than who it is: Entra ID gives the object id with the profile alone."""
        return "openid" if self.subject_claim == "sub" else "openid profile"


def is_safe(address: str) -> bool:
    """Whether an address is spoken to over TLS, or is on this machine, for trying out."""
    parts = urlsplit(address)
    here = parts.scheme == "http" and is_this_machine(parts.hostname or "elsewhere")
    return bool(parts.hostname) and not parts.username and (parts.scheme == "https" or here)


def configured(settings: Settings) -> Configured | None:
    """The identity provider of the settings; none if there is none.

    Raises:
        SettingsError: with a sentence for each thing that does not hold together.

    """
    if wrong := list(_wrong(settings)):
        raise SettingsError("\n".join(wrong))
    if not settings.oidc_issuer:
        return None
    return Configured(
        issuer=settings.oidc_issuer,
        client=settings.oidc_client,
        secret=_secret(settings),
        address=settings.address.rstrip("/"),
        tenant=settings.oidc_tenant,
        subject_claim=settings.oidc_subject,
        context_claim=settings.oidc_context_claim,
        sign_in_context=settings.oidc_sign_in_context,
        step_up_context=settings.oidc_step_up_context,
    )


def _wrong(settings: Settings) -> Iterator[str]:
    if not settings.oidc_issuer:
        if not settings.local_accounts:
            yield (
                "UOF_LOCAL_ACCOUNTS is no, and there is no identity provider: nobody could sign in."
                " Set UOF_OIDC_ISSUER, or UOF_LOCAL_ACCOUNTS to yes."
            )
        return
    if not is_safe(settings.oidc_issuer):
        yield "UOF_OIDC_ISSUER must begin with https://"
    if not settings.oidc_client:
        yield "Set UOF_OIDC_CLIENT to the id under which the identity provider knows this service."
    if not settings.address:
        yield "Set UOF_ADDRESS: the identity provider sends people back to it."
    elif not is_safe(settings.address) or urlsplit(settings.address).path.strip("/"):
        yield "UOF_ADDRESS must be like https://uof.northshire.police.uk, without a path."
    if settings.oidc_context_claim not in CONTEXT_CLAIMS:
        yield "UOF_OIDC_CONTEXT_CLAIM must be acr, or acrs for Entra ID."
    if settings.oidc_subject not in SUBJECT_CLAIMS:
        yield "UOF_OIDC_SUBJECT must be sub, or oid for Entra ID."
    if settings.oidc_subject == "oid" and not settings.oidc_tenant:
        yield "Set UOF_OIDC_TENANT: an object id of Entra ID is one person's within a tenant alone."


def _secret(settings: Settings) -> str:
    file = settings.oidc_secret
    if file is None:
        return ""
    if not file.is_file():
        raise SettingsError(
            f"There is no client secret in {file}. Set UOF_OIDC_SECRET to its file."
        )
    if file.stat().st_mode & 0o077:
        raise SettingsError(f"Others can read the client secret in {file}. Run: chmod 600 {file}")
    return file.read_text(encoding="utf-8").strip()
