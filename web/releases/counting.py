"""Counting an edition from its basis: what its document is made of, and what is checked of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection

from domain.releases.period import Period
from domain.releases.release import Basis, Edition, Release, Stage
from domain.summary.checks import Beside, EditionCheck, checks
from domain.summary.counting import Scope, Summary
from domain.summary.published import Hidden, published, treated_editions
from domain.summary.revisions import Revision
from domain.summary.ways import ways
from projections.releases import queries
from projections.releases.queries import EditionRow
from projections.versions.queries import number_standing
from projections.versions.summary import At, Count, count, explained
from web.releases.document import Counted, Document, hidden_in, moves, named
from web.releases.files import layout_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """An edition as it was counted."""

    document: Document
    summaries: Sequence[Summary]
    """Those of the editions before, and its own."""
    revision: Revision | None


def made(connection: Connection, release: Release, edition: Edition) -> Made:
    """An edition, counted from the read models as far as its position.

    What an earlier edition hid stays hidden, so each is laid out after the one before it.

    Raises:
        UnknownVersionError: a newer version of the program counted one of them.

    """
    *earlier, own = _chain(release, edition)
    scope = Scope(force=release.force, period=release.period)
    summaries: list[Summary] = []
    hidden: Hidden = {}
    last: Count | None = None
    for one in earlier:
        last = count(connection, scope, at(one.basis))
        hidden = hidden_in(_document(one, [*summaries, last.summary], None, hidden))
        summaries.append(last.summary)
    now = count(connection, scope, at(own.basis))
    summaries.append(now.summary)
    why = explained(connection, last, now) if last else None
    return Made(document=_document(own, summaries, why, hidden), summaries=summaries, revision=why)


def records_to_count(
    connection: Connection, release: Release, edition: Edition, beside: Sequence[EditionRow]
) -> int:
    """How many records are read to make an edition and go through its checks, those before it and those
    beside it among them.
    """
    own = [(release.period, one.basis) for one in _chain(release, edition)]
    every = [*own, *((one.period, one.basis) for one in beside)]
    return sum(
        number_standing(
            connection, release.force, (period.first, period.last), position=basis.position
        )
        for period, basis in every
    )


def checks_of(
    connection: Connection, found: Made, beside: Sequence[EditionRow]
) -> tuple[EditionCheck, ...]:
    """Everything that is checked of an edition, for who approves it: it says which table tells what
    another hides, and is not published.
    """
    *before, own = found.summaries
    return checks(own, before, found.revision, list(_treated(connection, beside)))


def stands_beside(connection: Connection, scope: Scope) -> list[EditionRow]:
    """What is published of the year that a quarter is of, and of its other quarters; or of the quarters
    of a year: every edition, the first of each period first.
    """
    year = Period(scope.period.year)
    others = [one for one in (year, *year.quarters) if one != scope.period]
    found = [_published(connection, scope, one) for one in others]
    # Quarters alone add up to nothing that is published.
    return [row for rows in found for row in rows] if scope.period == year or found[0] else []


def _published(connection: Connection, scope: Scope, period: Period) -> tuple[EditionRow, ...]:
    rows = queries.editions(connection, force=scope.force, period=period, stages=[Stage.PUBLISHED])
    return tuple(sorted(rows, key=lambda row: row.edition))


def _treated(connection: Connection, rows: Iterable[EditionRow]) -> Iterator[Beside]:
    """Every edition of each period, each of which hides what the ones before it hid."""
    for period, editions in groupby(rows, key=lambda row: row.period):
        summaries = [
            count(connection, Scope(force=one.force, period=period), at(one.basis)).summary
            for one in editions
        ]
        yield Beside(period=period, editions=list(treated_editions(summaries)))


def why_exactly(found: Made, edition: Edition) -> list[Document]:
    """Every figure that moved since the edition before, of treated tables too: for who may know them."""
    before, now = found.summaries[-2:]
    assert found.revision is not None
    tables = {one.code: named(one, edition.facts.areas) for one in published(now)}
    return list(moves(found.revision, before, now, tables))


def _document(
    edition: Edition, summaries: Sequence[Summary], why: Revision | None, hidden: Hidden
) -> Document:
    *before, own = summaries
    return layout_of(edition.basis.layout).document(
        Counted(
            summary=own,
            edition=edition.number,
            basis=edition.basis,
            reason=edition.reason,
            notice=edition.notice,
            facts=edition.facts,
            before=before,
            revision=why,
            hidden_before=hidden,
        )
    )


def _chain(release: Release, edition: Edition) -> list[Edition]:
    return [*(one for one in release.published if one.number < edition.number), edition]


def at(basis: Basis) -> At:
    """How and as of where an edition is counted.

    Raises:
        UnknownVersionError: a newer version of the program counted it.

    """
    return At(position=basis.position, ways=ways(basis.counting_rules, basis.code_lists))
