"""Handing records to somebody outside: choosing, deciding what is withheld, seeing it, confirming."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for

from domain.access.policy import Permission
from domain.codelists.disclosures import (
    KindOfDisclosure,
    LegalBasis,
    Part,
    ReasonForWithholding,
)
from domain.disclosures.disclosure import Terms
from domain.disclosures.errors import (
    MustBeWithheldError,
    NoRecipientError,
    NotThenError,
    NotYetError,
)
from domain.errors import DomainError, NotFoundError
from domain.local_time import LOCAL
from domain.records.disclosure import BEGINS_WITHHELD, Withheld, always_withheld
from projections.disclosures import queries
from web.current import me, myself, name, names, requester, services, whole_number
from web.disclosing.finishing import NotACheckpointError
from web.forms.loading import Problem
from web.pages.finding import may as may_read
from web.pages.finding import record as find
from web.pages.finding import record_id
from web.pages.free_text import LONGEST, TOO_LONG
from web.pages.record import tabs
from web.proof.proving import NotProvedError
from web.security import remember_position, requires

blueprint = Blueprint("disclosures", __name__)

PER_PAGE = 25
LONGEST_NAME = 200
WHERE = {
    NoRecipientError: "recipient",
    NotYetError: "date",
    NotThenError: "date",
    MustBeWithheldError: "withheld",
}
"""The field that a refusal is about; of others it is the choice of records."""
AT_FIRST = ("records", "date")


@dataclass(kw_only=True)
class Asked:
    """What was chosen so far, as it was typed, and what is wrong with it."""

    typed: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.typed.get(name, "").strip()

    def wrong(self, name: str, sentence: str) -> None:
        self.problems.append(Problem.at(name, sentence))

    @property
    def kind(self) -> KindOfDisclosure | None:
        return KindOfDisclosure(self["kind"]) if self["kind"] in set(KindOfDisclosure) else None

    def withheld(self, part: Part) -> str:
        """The reason for which a part is withheld; empty when it is disclosed."""
        kind = self.kind
        if kind and (f"withheld-{part}" not in self.typed or part in always_withheld(kind)):
            return BEGINS_WITHHELD[kind].get(part, "")
        return self[f"withheld-{part}"]


@blueprint.get("/disclosures")
@requires(Permission.READ_DISCLOSURES)
def disclosures() -> Any:
    """Everything that was disclosed, the newest first."""
    before = whole_number(request.args.get("before", ""))
    with services().views.reading() as connection:
        rows = queries.disclosures(connection, myself().force, before=before, limit=PER_PAGE + 1)
    return render_template(
        "disclosures/list.html", more=len(rows) > PER_PAGE, **_listed(rows[:PER_PAGE])
    )


@blueprint.get("/records/<reference>/disclosures")
@requires(Permission.READ_DISCLOSURES)
def of_record(reference: str) -> Any:
    """What was disclosed of one record."""
    found = find(reference, Permission.READ_DISCLOSURES)
    with services().views.reading() as connection:
        rows = queries.of_record(connection, found.id)
    return render_template(
        "disclosures/of_record.html",
        record=found,
        officer=name(found.officer, found.rank),
        tabs=tabs(found),
        **_listed(rows),
    )


@blueprint.get("/disclosures/new")
@requires(Permission.DISCLOSE)
def new() -> Any:
    """Which records, as at when and for what; then what of them is withheld."""
    asked = Asked(typed=request.args.to_dict())
    if "step" not in request.args:
        return _choose_page(asked)
    _chosen(asked)
    return _choose_page(asked) if asked.problems else _terms_page(asked)


@blueprint.post("/disclosures/new")
@requires(Permission.DISCLOSE, fresh=True)
def make() -> Any:
    """Show what would be disclosed, and disclose it when that is confirmed."""
    asked = Asked(typed=request.form.to_dict())
    records = _chosen(asked)
    if asked.problems:
        return _choose_page(asked)
    terms = None if asked["confirmed"] == "change" else _terms(asked)
    if terms is None or asked.problems:
        return _terms_page(asked)
    try:
        if asked["confirmed"] != "yes":
            return render_template(
                "disclosures/preview.html",
                asked=asked,
                terms=terms,
                document=services().disclosing.preview(records, terms, by=me()),
                parts=Part,
            )
        done, disclosure = services().disclosing.disclose(records, terms, requester=requester())
    except NotFoundError:
        raise
    except DomainError as error:
        asked.wrong(WHERE.get(type(error), "records"), error.sentence)
        is_of_first = asked.problems[-1].question in AT_FIRST
        return _choose_page(asked) if is_of_first else _terms_page(asked)
    answer = redirect(url_for("disclosures.show", disclosure=disclosure))
    return remember_position(answer, done.position)


@blueprint.get("/disclosures/<uuid:disclosure>")
@requires(Permission.READ_DISCLOSURES)
def show(disclosure: UUID) -> Any:
    """One disclosure: to whom, of what, and who took the bundle away."""
    return _page(disclosure)


@blueprint.post("/disclosures/<uuid:disclosure>/bundle")
@requires(Permission.DISCLOSE)
def bundle(disclosure: UUID) -> Any:
    """Take the bundle away. That somebody does is written down first."""
    previous = request.form.get("previous", "").replace("\r\n", "\n").strip()
    try:
        content = services().disclosing.bundle(
            disclosure, by=me(), previous=f"{previous}\n".encode() if previous else None
        )
    except NotFoundError:
        raise
    except NotProvedError as error:
        return _page(disclosure, Problem.at("", " ".join((error.__doc__ or "").split()))), 409
    except DomainError as error:
        question = "previous" if isinstance(error, NotACheckpointError) else ""
        return _page(disclosure, Problem.at(question, error.sentence)), 409
    disposition = f'attachment; filename="disclosure-{disclosure.hex[:8]}.zip"'
    headers = {"Content-Disposition": disposition}
    return Response(content, mimetype="application/zip", headers=headers)


def _page(disclosure: UUID, *problems: Problem) -> Any:
    reading, using = Permission.READ_DISCLOSURES, services().disclosures
    made = using.get(disclosure, by=me(), permission=reading)
    records = [using.record(one, by=me(), permission=reading) for one in made.records]
    downloads = services().disclosing.downloads(disclosure)
    people = {made.metadata.actor, *(one.person for one in downloads)}
    return render_template(
        "disclosures/show.html",
        made=made,
        records=records,
        readable=[one.id for one in records if may_read(Permission.READ, one)],
        downloads=downloads,
        names=names(people),
        problems=problems,
        previous=request.form.get("previous", ""),
    )


def _listed(rows: tuple[queries.DisclosureRow, ...]) -> dict[str, Any]:
    """Rows with whom they went to, which is sealed and so read from the log."""
    using, reading = services().disclosures, Permission.READ_DISCLOSURES
    made = {one.disclosure: using.get(one.disclosure, by=me(), permission=reading) for one in rows}
    return {"rows": rows, "made": made, "names": names(one.made_by for one in rows)}


def _choose_page(asked: Asked) -> Any:
    page = render_template(
        "disclosures/choose.html", asked=asked, kinds=KindOfDisclosure, problems=asked.problems
    )
    return page, 422 if asked.problems else 200


def _terms_page(asked: Asked) -> Any:
    page = render_template(
        "disclosures/terms.html",
        asked=asked,
        parts=Part,
        bases=LegalBasis,
        reasons=ReasonForWithholding,
        fixed=always_withheld(asked.kind) if asked.kind else (),
        problems=asked.problems,
    )
    return page, 422 if asked.problems else 200


def _chosen(asked: Asked) -> list[UUID]:
    """The records that were chosen, each of which the person may disclose."""
    found = []
    references = asked["records"].upper().replace(",", " ").split()
    if not references:
        asked.wrong("records", "Enter the reference of at least one record")
    for reference in references:
        try:
            found.append(services().disclosures.record(record_id(reference), by=me()).id)
        except NotFoundError:
            asked.wrong("records", f"There is no record {reference} that you may disclose")
    if asked.kind is None:
        asked.wrong("kind", "Select what it is for")
    if _moment(asked) is None:
        asked.wrong("date", "Enter a date, and a time like 14:30, or leave both empty")
    return found


def _terms(asked: Asked) -> Terms | None:
    """What was decided, once nothing of it is left open."""
    kind, as_at = asked.kind, _moment(asked)
    basis = LegalBasis(asked["basis"]) if asked["basis"] in set(LegalBasis) else None
    for name_, missing in (
        ("recipient", "Enter who receives it"),
        ("explanation", "Enter what they asked for"),
    ):
        longest = LONGEST_NAME if name_ == "recipient" else LONGEST
        if not asked[name_]:
            asked.wrong(name_, missing)
        elif len(asked[name_]) > longest:
            too_long = f"Enter no more than {longest} characters"
            asked.wrong(name_, too_long if name_ == "recipient" else TOO_LONG)
    if basis is None:
        asked.wrong("basis", "Select the legal basis")
    if kind is None or as_at is None or basis is None:
        return None
    withheld = []
    for part in Part:
        reason = asked.withheld(part)
        if reason and reason not in set(ReasonForWithholding):
            asked.wrong(f"withheld-{part}", "Select a reason, or that it is disclosed")
        elif reason:
            withheld.append(Withheld(part=part, reason=ReasonForWithholding(reason)))
    return Terms(
        kind=kind,
        basis=basis,
        recipient=asked["recipient"],
        explanation=asked["explanation"],
        as_at=as_at,
        withheld=tuple(withheld),
    )


def _moment(asked: Asked) -> datetime | None:
    """The last instant of a minute of the local clock; now when nothing was entered."""
    now = services().clock.now()
    if asked["as-at"]:
        # As it was shown: what is confirmed is what was seen.
        return _shown_moment(asked["as-at"])
    if not asked["date"]:
        return None if asked["time"] else now
    try:
        day = date.fromisoformat(asked["date"])
        clock = time.fromisoformat(asked["time"] or "23:59")
    except ValueError:
        return None
    at = clock.replace(second=59, microsecond=999_999, tzinfo=None)
    moment = datetime.combine(day, at, tzinfo=LOCAL).astimezone(UTC)
    # The minute, or the day, that is not over yet has come so far.
    started = datetime.combine(day, at.replace(second=0, microsecond=0), tzinfo=LOCAL)
    is_running = started <= now < moment or (
        not asked["time"] and day == now.astimezone(LOCAL).date()
    )
    return now if is_running else moment


def _shown_moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
