"""What who decides about an edition looks at: what was checked of it, and which records moved its figures.

Decision. It is kept under a digest of everything that it was counted from, and counted again where it is
not there; whoever makes the files or approves them has it counted again. Consequence: pages are quick for
a force of any size, and nothing that was only kept decides. Kept by ``tests/releases/test_deciding.py``.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from domain.errors import DomainError
from domain.releases.release import Edition, Release
from domain.summary.causes import Cause
from domain.summary.checks import EditionCheck
from domain.summary.counting import Scope
from domain.summary.revisions import Records, Revision
from projections.releases.queries import EditionRow
from web.bootstrap import Services
from web.releases.counting import (
    Made,
    checks_of,
    records_to_count,
    stands_beside,
    why_exactly,
)
from web.releases.counting_again import counted_again
from web.releases.document import Document

CHECKS, WHY = "checks, in form 1", "why figures moved, in form 1"
MAKING, CHECKING, APPROVING = "files under way", "checks under way", "approval under way"
AT_ONCE = 5_000
"""Records that are counted while somebody waits for a page: a second or two."""


class NotCountedYetError(DomainError):
    """It is being counted from many records. Look again in a minute."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Why:
    """Why figures moved since the edition before."""

    moves: Sequence[Document]
    """Every figure that moved, also of tables that are treated before they are published."""
    records: Records
    """By how much which record moved it, for each cause."""


def checks_now(
    services: Services, release: Release, edition: Edition, counted: Made | None = None
) -> tuple[EditionCheck, ...]:
    """Every check of an edition, gone through now."""
    made = counted or counted_again(services, release, edition)
    with services.views.reading() as connection:
        beside = stands_beside(connection, _scope(release))
        found = checks_of(connection, made, beside)
    about = about_checks(release, edition, beside)
    services.counted_editions.keep(about, [asdict(one) for one in found])
    return found


def checks_kept(services: Services, release: Release, edition: Edition) -> tuple[EditionCheck, ...]:
    """Every check of an edition, as it was gone through last; now, if anything was published since.

    Raises:
        NotCountedYetError: they are many records, which are counted behind the page.

    """
    with services.views.reading() as connection:
        beside = stands_beside(connection, _scope(release))
    about = about_checks(release, edition, beside)
    kept = services.counted_editions.content(about)
    if kept is not None:
        return tuple(EditionCheck(**one) for one in kept)
    if takes_long(services, release, edition):
        services.behind.begin(
            about_work(CHECKING, release, edition), lambda: checks_now(services, release, edition)
        )
        raise NotCountedYetError
    return checks_now(services, release, edition)


def takes_long(services: Services, release: Release, edition: Edition) -> bool:
    """Whether an edition is of too many records to count it while somebody waits for a page."""
    with services.views.reading() as connection:
        beside = stands_beside(connection, _scope(release))
        return records_to_count(connection, release, edition, beside) > AT_ONCE


def about_work(what: str, release: Release, edition: Edition) -> str:
    """Under what it is kept how far something is that is done behind the page of an edition."""
    return _about(what, release, edition)


def why(services: Services, release: Release, edition: Edition) -> Why:
    """Why the figures of an edition moved since the one before it."""
    about = _about(WHY, release, edition)
    kept = services.counted_editions.content(about)
    if kept is None:
        kept = keep_why(services, release, edition, counted_again(services, release, edition))
    return Why(moves=kept["moves"], records=_records(kept["records"]))


def keep_why(services: Services, release: Release, edition: Edition, made: Made) -> dict[str, Any]:
    """Keep why figures moved, of an edition that was just counted."""
    kept = _plain(made, edition)
    services.counted_editions.keep(_about(WHY, release, edition), kept)
    return kept


def _scope(release: Release) -> Scope:
    return Scope(force=release.force, period=release.period)


def about_checks(release: Release, edition: Edition, beside: Sequence[EditionRow]) -> str:
    """Under what checks are kept that were gone through while these stood published beside it."""
    return _about(CHECKS, release, edition, *(one.files for one in beside))


def _about(what: str, release: Release, edition: Edition, *beside: Mapping[str, str]) -> str:
    """A digest of all that something is counted from: the same is counted from the same."""
    chain = [one.basis for one in release.published if one.number < edition.number]
    bases = [asdict(one) for one in (*chain, edition.basis)]
    said = [what, release.id, bases, dict(edition.facts.areas), beside]
    return sha256(orjson.dumps(said)).hexdigest()


def _plain(made: Made, edition: Edition) -> dict[str, Any]:
    revision = made.revision or Revision()
    return {
        "moves": why_exactly(made, edition),
        "records": [
            [*key, cause.value, [(str(record), by) for record, by in records.items()]]
            for (key, cause), records in revision.records.items()
        ],
    }


def _records(kept: Sequence[Any]) -> Records:
    return {
        ((table, row, column), Cause(cause)): Counter({UUID(record): by for record, by in records})
        for table, row, column, cause, records in kept
    }
