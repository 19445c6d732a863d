"""Making an edition: everything recorded so far, its files, and whether they are still the same."""

from collections.abc import Mapping, Sequence
from datetime import datetime
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
from web.releases.deciding import checks_now, keep_why
from web.releases.document import LAYOUT
from web.releases.files import files
from web.settings import Settings


class DoesNotHoldError(DomainError):
    """The figures of this edition do not agree with each other, so nobody can approve it."""


class DoubtsError(DomainError):
    """Say that you approve it although some checks do not hold."""


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
    if counted.revision:
        # Who decides about it looks at that next.
        keep_why(services, found, edition, counted)
    kept = [
        services.published_files.keep(name, content)
        for name, content in files(counted.document).items()
    ]
    return services.releases.check(release, kept, edition.basis, requester=requester)


def approve(
    services: Services,
    release: Release,
    edition: Edition,
    *,
    publish_at: datetime,
    although: bool,
    requester: Requester,
) -> Done:
    """Agree to the files of an edition. It is counted again: nothing that was kept decides.

    Raises:
        DoubtsError: a check does not hold, and it was not said that this is known.

    """
    if not although and not all(one.holds for one in checks_now(services, release, edition)):
        raise DoubtsError
    return services.releases.approve(
        release.id, edition.files, publish_at=publish_at, requester=requester
    )


def made_again(services: Services, release: Release, edition: Edition) -> Mapping[str, bytes]:
    """The files of an edition, from the read models.

    Raises:
        NotCaughtUpError: they have not come so far.

    """
    return files(counted_again(services, release, edition).document)
