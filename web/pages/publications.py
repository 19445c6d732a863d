"""What is published, for everybody: releases, each with every edition that was ever published."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Blueprint, Response, abort, render_template
from markupsafe import Markup

from domain.access.policy import Permission
from domain.codelists.forces import Force
from domain.releases.period import Period
from domain.releases.release import Edition, Stage
from projections.releases import queries
from projections.releases.queries import EditionRow
from web.current import services
from web.releases.document import Document
from web.releases.files import DOCUMENT
from web.releases.words import CAVEATS, TREATMENTS, title_of
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
ORDER = (
    ("Records", ("counted", "coverage", "quality")),
    ("Tactics", ("tactics", "by-quarter", "ced", "effectiveness")),
    ("Circumstances", ("locations", "reasons", "impact-factors", "primary-conduct", "outcomes")),
    (
        "People",
        (
            "perceived-age",
            "perceived-gender",
            "age-by-gender",
            "perceived-ethnicity",
            "physical-condition",
            "mental-condition",
            "area-by-ethnicity",
        ),
    ),
    (
        "Injuries",
        (
            "subject-injured",
            "injured-by-ethnicity",
            "subject-injury-level",
            "officer-injured",
            "officer-injury-level",
        ),
    ),
)
"""The sections of a release's page, and the tables in each; what is in none comes last."""


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
        announced = queries.editions(connection, stages=[Stage.APPROVED])
    return render_template(
        "publications/list.html", releases=queries.newest(published), announced=announced
    )


@blueprint.get("/publications/method")
@requires(Permission.EVERYBODY)
def method() -> Any:
    """How records are counted, and what the figures are not."""
    return render_template("publications/method.html", caveats=CAVEATS, treatments=TREATMENTS)


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
    tables = {table["code"]: table for table in made["tables"]}
    named = [
        (title, [tables.pop(code) for code in codes if code in tables]) for title, codes in ORDER
    ]
    return render_template(
        "publications/release.html",
        public=public,
        is_final=_is_final(public.row),
        made=made,
        title=title_of(made),
        sections=[*named, ("More", list(tables.values()))],
        treatments={one.value: words for one, words in TREATMENTS.items()},
        charts={
            name: _chart(public.row, name) for name in public.row.files if name.endswith("svg")
        },
        caveats=CAVEATS,
    )


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
    return Markup(content.decode() if content else "")  # noqa: S704


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
