"""Counting an edition from its basis: what its document is made of."""

from collections.abc import Sequence

from sqlalchemy import Connection

from domain.releases.release import Edition, Release
from domain.summary.counting import Scope
from domain.summary.ways import ways
from projections.versions.summary import At, figures, revision
from web.releases.document import Counted, Document, document, hidden_in


def made(connection: Connection, release: Release, edition: Edition) -> Document:
    """The document of an edition, counted from the read models as far as its position.

    What an earlier edition hid stays hidden, so each is made after the one before it.
    """
    chain = [one for one in release.published if one.number < edition.number]
    scope = Scope(force=release.force, period=release.period)
    found: Document | None = None
    for place, one in enumerate([*chain, edition]):
        found = _made(connection, scope, one, chain[:place], found)
    assert found is not None
    return found


def _made(
    connection: Connection,
    scope: Scope,
    edition: Edition,
    before: Sequence[Edition],
    document_before: Document | None,
) -> Document:
    now, earlier = at(edition), at(before[-1]) if before else None
    return document(
        Counted(
            scope=scope,
            edition=edition.number,
            basis=edition.basis,
            ways=now.ways,
            reason=edition.reason,
            notice=edition.notice,
            figures=figures(connection, scope, now),
            earlier=figures(connection, scope, earlier) if earlier else {},
            revision=revision(connection, scope, earlier, now) if earlier else None,
            hidden_before=hidden_in(document_before) if document_before else {},
        )
    )


def at(edition: Edition) -> At:
    """How and as of where an edition is counted."""
    basis = edition.basis
    return At(position=basis.position, ways=ways(basis.counting_rules, basis.code_lists))
