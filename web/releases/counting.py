"""Counting an edition from its basis: what its document is made of."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.releases.release import Edition, Release
from domain.summary.checks import Check, checks
from domain.summary.counting import Key, Scope
from domain.summary.published import published
from domain.summary.revisions import Revision
from domain.summary.ways import ways
from projections.versions.summary import At, figures, revision
from web.releases.document import Counted, Document, hidden_in, moves, named
from web.releases.files import LAYOUTS


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """An edition as it was counted: its document, and what was checked of it."""

    document: Document
    checks: tuple[Check, ...]
    """For who approves it, and not published: one says which table tells what another hides."""


def made(connection: Connection, release: Release, edition: Edition) -> Made:
    """An edition, counted from the read models as far as its position.

    What an earlier edition hid stays hidden, so each is made after the one before it.
    """
    chain = [one for one in release.published if one.number < edition.number]
    scope = Scope(force=release.force, period=release.period)
    counts: list[Mapping[Key, int]] = []
    found: Document = {"tables": []}
    why: Revision | None = None
    for place, one in enumerate([*chain, edition]):
        now, earlier = at(one), at(chain[place - 1]) if place else None
        counts.append(figures(connection, scope, now))
        why = revision(connection, scope, earlier, now) if earlier else None
        found = LAYOUTS[one.basis.layout].document(
            Counted(
                scope=scope,
                edition=one.number,
                basis=one.basis,
                ways=now.ways,
                reason=one.reason,
                notice=one.notice,
                facts=one.facts,
                figures=counts[-1],
                before=counts[:-1],
                revision=why,
                hidden_before=hidden_in(found),
            )
        )
    return Made(document=found, checks=checks(counts[-1], scope, counts[:-1], why))


def explained(connection: Connection, release: Release, edition: Edition) -> list[Document]:
    """Every figure that moved since the edition before, of treated tables too: for who may know them."""
    earlier = [one for one in release.published if one.number < edition.number][-1]
    scope = Scope(force=release.force, period=release.period)
    before, after = (figures(connection, scope, at(one)) for one in (earlier, edition))
    why = revision(connection, scope, at(earlier), at(edition))
    tables = {one.code: named(one, edition.facts.areas) for one in published(after, scope, {})}
    return list(moves(why, before, after, tables))


def at(edition: Edition) -> At:
    """How and as of where an edition is counted."""
    basis = edition.basis
    return At(position=basis.position, ways=ways(basis.counting_rules, basis.code_lists))
