"""What is published, for everybody: releases, each with every edition that was ever published."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Blueprint, Response, abort, render_template
from markupsafe import Markup

from domain.access.policy import Permission
from domain.codelists.forces import Force
from domain.releases.facts import Announcement
from domain.releases.period import Period
from domain.releases.release import Edition, Stage
from projections.releases import queries
from projections.releases.queries import Coming, EditionRow
from web.current import services
from web.releases.document import Document
from web.releases.drawing import on_a_page
from web.releases.files import DOCUMENT
from web.releases.words import (
    CAVEATS,
    TREATMENTS,
    early_access,
    file_in_words,
    standing,
    title_of,
)
from web.security import requires

blueprint = Blueprint("publications", __name__)

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "svg": "image/svg+xml",
    "zip": "application/zip",
}
A_YEAR = 31_536_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Public:
    """An edition as everybody sees it, among the others of its release."""

    row: EditionRow
    document: Document
    editions: Sequence[EditionRow]

    @property
    def is_newest(self) -> bool:
        return self.row == self.editions[0]


@blueprint.get("/publications")
@requires(Permission.EVERYBODY)
def publications() -> Any:
    """Every release, the newest period first, and what is announced."""
    with services().views.reading() as connection:
        published = queries.editions(connection, stages=[Stage.PUBLISHED])
        coming = queries.coming(connection)
    return render_template(
        "publications/list.html",
        releases=queries.newest(published),
        coming=coming,
        now=services().clock.now(),
        contact=services().settings.contact,
    )


@blueprint.get("/publications/method")
@requires(Permission.EVERYBODY)
def method() -> Any:
    """How records are counted, and what the figures are not."""
    settings = services().settings
    return render_template(
        "publications/method.html",
        caveats=CAVEATS,
        treatments=TREATMENTS,
        standing=standing(follows_code=settings.follows_code),
        contact=settings.contact,
    )


@blueprint.get("/publications/revisions-policy")
@requires(Permission.EVERYBODY)
def revisions_policy() -> Any:
    """When figures are revised, and how it is told."""
    return render_template("publications/revisions_policy.html")


@blueprint.get("/publications/<force>/<period>")
@requires(Permission.EVERYBODY)
def release(force: str, period: str) -> Any:
    """The newest edition of a release."""
    return _shown(_public(force, period, None))


@blueprint.get("/publications/<force>/<period>/editions/<int:number>")
@requires(Permission.EVERYBODY)
def edition(force: str, period: str, number: int) -> Any:
    """An edition, unchanged for ever."""
    return _shown(_public(force, period, number))


@blueprint.get("/publications/<force>/<period>/editions/<int:number>/changes")
@requires(Permission.EVERYBODY)
def changes(force: str, period: str, number: int) -> Any:
    """Why figures moved since the edition before."""
    public = _public(force, period, number)
    if public.document["revision"] is None:
        abort(404)
    return render_template(
        "publications/changes.html", public=public, made=public.document, title=title_of
    )


@blueprint.get("/publications/<force>/<period>/editions/<int:number>/data/<name>")
@requires(Permission.EVERYBODY)
def data(force: str, period: str, number: int, name: str) -> Any:
    """A file of an edition: the bytes that were approved, or none."""
    row = _row(_rows(force, period), number)
    answer = _file(row.files.get(name), name, f"{force}-{period}-{name}")
    answer.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return answer


def file_of(edition: Edition, name: str, called: str) -> Response:
    """A file of an edition that may not be public yet."""
    digests = {one.name: one.sha256 for one in edition.files}
    return _file(digests.get(name), name, called)


def _file(sha256: str | None, name: str, called: str) -> Response:
    """The bytes that the log has the digest of, or none."""
    if sha256 is None:
        abort(404)
    content = services().published_files.content(sha256)
    if content is None:
        abort(503)
    kind = name.rpartition(".")[2]
    answer = Response(content, content_type=TYPES[kind])
    shown = "inline" if kind == "svg" else f'attachment; filename="{called}"'
    answer.headers["Content-Disposition"] = shown
    answer.set_etag(sha256)
    return answer


def _shown(public: Public) -> Any:
    made = public.document
    publisher = made["publisher"]
    return render_template(
        "publications/release.html",
        public=public,
        is_final=_is_final(public.row),
        made=made,
        title=title_of(made),
        tables={table["code"]: table for table in made["tables"]},
        files={name: file_in_words(name, made) for name in public.row.files},
        announced=_announced(public),
        following=_next(public.row),
        seen_early=early_access(publisher["early_access"]),
        standing=standing(follows_code=publisher["follows_code"]),
        charts={
            name: _chart(public.row, name) for name in public.row.files if name.endswith("svg")
        },
    )


def _announced(public: Public) -> Announcement | None:
    """What readers were told of the day of this edition, before it came."""
    row = public.row
    before = [one.published_at for one in public.editions if one.edition < row.edition]
    since = max((one for one in before if one), default=None)
    with services().views.reading() as connection:
        told = queries.announcements(connection, force=row.force, period=row.period)
    return next(
        (
            one.told
            for one in told
            if row.published_at
            and one.told.at < row.published_at
            and (since is None or one.told.at > since)
        ),
        None,
    )


def _next(row: EditionRow) -> Coming | None:
    """The next that the force is to publish."""
    now = services().clock.now()
    with services().views.reading() as connection:
        coming = queries.coming(connection, force=row.force)
    return next((one for one in coming if one.publish_at > now), None)


def _is_final(row: EditionRow) -> bool:
    """A quarter is revised until its year is published (revisions policy)."""
    if row.period.quarter is None:
        return True
    year = Period(row.period.year)
    with services().views.reading() as connection:
        return bool(
            queries.editions(connection, force=row.force, period=year, stages=[Stage.PUBLISHED])
        )


def _chart(row: EditionRow, name: str) -> Markup:
    content = services().published_files.content(row.files[name])
    # It is the file that was approved: its digest is the one in the log.
    return Markup(on_a_page(content.decode()) if content else "")  # noqa: S704


def _public(force: str, period: str, number: int | None) -> Public:
    rows = _rows(force, period)
    row = rows[0] if number is None else _row(rows, number)
    content = services().published_files.content(row.files.get(DOCUMENT, ""))
    if content is None:
        # It was published and is not what it was: nothing is shown in its place.
        abort(503)
    return Public(row=row, document=orjson.loads(content), editions=rows)


def _rows(force: str, period: str) -> tuple[EditionRow, ...]:
    try:
        wanted, of = Period.named(period), Force(force)
    except ValueError:
        abort(404)
    with services().views.reading() as connection:
        found = queries.editions(connection, force=of, period=wanted, stages=[Stage.PUBLISHED])
    if not found:
        abort(404)
    return found


def _row(rows: Sequence[EditionRow], number: int) -> EditionRow:
    found = next((one for one in rows if one.edition == number), None)
    if found is None:
        abort(404)
    return found
