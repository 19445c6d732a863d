"""Everything by which people show who they are, joined once by ``bootstrap``."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from application.ports import Clock, KeyRing
from web.auth.attempts import Attempts
from web.auth.begun import BegunSignIns
from web.auth.linked import LinkedAccounts
from web.auth.provider.configured import Configured, configured
from web.auth.second_factors import SecondFactors
from web.auth.sessions import Way
from web.settings import Settings

if TYPE_CHECKING:
    from web.auth.provider.client import Provider


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """What signing in is made of, beside accounts and sessions."""

    provider: "Provider | None"
    """The identity provider, if there is one."""
    linked: LinkedAccounts
    second_factors: SecondFactors
    begun: BegunSignIns
    stays_fresh: timedelta
    """How long it counts that somebody has just shown who they are."""


def identity(settings: Settings, work: Engine, ring: KeyRing, clock: Clock) -> Identity:
    """As the settings say.

    Raises:
        SettingsError: they do not hold together.

    """
    by = configured(settings)
    return Identity(
        provider=_provider(by, clock) if by else None,
        linked=LinkedAccounts(work),
        second_factors=SecondFactors(work, ring, clock, Attempts(work, clock)),
        begun=BegunSignIns(work, clock),
        stays_fresh=timedelta(minutes=settings.step_up_minutes),
    )


def ways(settings: Settings) -> Collection[Way]:
    """The ways of signing in that are open: a session of one that was switched off is over."""
    local = {Way.PASSWORD, Way.CODE} if settings.local_accounts else set()
    return frozenset(local | ({Way.PROVIDER} if settings.oidc_issuer else set()))


def _provider(by: Configured, clock: Clock) -> "Provider":
    # Not at the top: its libraries are a tenth of what a process loads, and most installations have none.
    from web.auth.provider.client import Provider

    return Provider(by, clock)
