"""Making an edition: everything recorded so far, its files, and whether they are still the same."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from application.access import Requester
from application.carrying_out import Done
from domain.codelists.releases import ReasonForEdition
from domain.errors import DomainError
from domain.releases.facts import Facts
from domain.releases.period import Period
from domain.releases.release import Basis, Edition, Release
from domain.summary.ways import NEWEST
from web.bootstrap import Services
from web.releases.counting_again import counted_again, wait_for
from web.releases.deciding import checks_now
from web.releases.document import LAYOUT
from web.releases.files import files
from web.settings import Settings


class DoesNotHoldError(DomainError):
    """The figures of this edition do not agree with each other, so nobody can approve it."""


def prepare(
    services: Services,
    period: Period,
    *,
    reason: ReasonForEdition,
    notice: str | None,
    early_access: Sequence[str] = (),
    requester: Requester,
) -> Done:
    """Begin an edition of everything recorded so far.

    Raises:
        NotCaughtUpError, and what ``Releases.prepare`` refuses.

    """
    position = services.log.last_position()
    wait_for(services, position)
    basis = Basis(
        position=position,
        counting_rules=NEWEST.rules.version,
        code_lists=NEWEST.lists.version,
        layout=LAYOUT,
    )
    return services.releases.prepare(
        period,
        basis,
        reason=reason,
        notice=notice,
        facts=facts_now(services.settings, early_access),
        requester=requester,
    )


def facts_now(settings: Settings, early_access: Sequence[str] = ()) -> Facts:
    """What an edition that is prepared now prints of the force."""
    return Facts(
        areas=settings.area_options,
        contact=settings.contact or None,
        early_access=tuple(early_access),
        follows_code=settings.follows_code,
    )


def check(services: Services, release: UUID, *, requester: Requester) -> Done:
    """Make the files of the edition that is being prepared, keep them, and say which they are.

    Raises:
        NotFoundError, NotAtThisStageError, NotCaughtUpError.
        DoesNotHoldError: its figures do not agree with each other.

    """
    found = services.releases.get(release)
    edition = found.editions[-1]
    counted = counted_again(services, found, edition)
    found_out = checks_now(services, found, edition, counted)
    if wrong := [one.words for one in found_out if one.blocks and not one.holds]:
        raise DoesNotHoldError(*wrong)
    kept = [
        services.published_files.keep(name, content)
        for name, content in files(counted.document).items()
    ]
    return services.releases.check(release, kept, edition.basis, requester=requester)


def made_again(services: Services, release: Release, edition: Edition) -> Mapping[str, bytes]:
    """The files of an edition, from the read models.

    Raises:
        NotCaughtUpError: they have not come so far.

    """
    return files(counted_again(services, release, edition).document)
