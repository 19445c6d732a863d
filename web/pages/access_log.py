"""Who looked: at a record, by a person, by any filter, and what stands out."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request

from domain.access.policy import Permission
from domain.access_log.alerts import LONGEST, Alert
from domain.access_log.codes import Action, Channel, Purpose
from domain.access_log.errors import OwnLookingError
from domain.access_log.purposes import is_case_reference
from domain.codelists.codelist import CodeList
from domain.dated import holding
from domain.local_time import LOCAL
from projections.people import confidences
from projections.register import queries as register
from web.access_log import asking, comparing, standing_out
from web.access_log.asking import Looked, Reader, Wanted
from web.current import may, me, myself, name, names, services, systems, today
from web.pages import filters
from web.pages.finding import record as find
from web.pages.record import tabs
from web.pages.report_files import attached
from web.security import requires

blueprint = Blueprint("access_log", __name__)

DAYS = timedelta(days=6)
"""Before the last day that is looked at, unless somebody says otherwise: a week."""
NOBODY = "Nobody signed in"


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One entry in words."""

    look: Looked
    who: str
    through: str
    records: tuple[tuple[str, int], ...]
    """The first of them, each by its reference and version."""
    more: int


@blueprint.get("/records/<reference>/access")
@requires(Permission.READ_ACCESS)
def of_record(reference: str) -> Any:
    """Who looked at a record, which version, and what they did with it."""
    found = find(reference, Permission.READ_ACCESS)
    page = asking.page(
        services().access_log.engine,
        Wanted(record=found.id),
        reader(),
        number=filters.page_number(request.args),
    )
    return render_template(
        "access_log/record.html",
        record=found,
        officer=name(found.officer, found.rank),
        tabs=tabs(found),
        page=page,
        rows=described(page.rows, {found.id: found.reference}),
        address=filters.address_of("access_log.of_record", request.args, reference=reference),
        hides=not may(Permission.READ_CONFIDENTIAL_ACCESS),
        searches=may(Permission.SEARCH_ACCESS),
    )


@blueprint.get("/audit")
@requires(Permission.SEARCH_ACCESS)
def search() -> Any:
    """By person, record, action, purpose, case and day; all of it in the address."""
    wanted = _wanted()
    with services().views.reading() as connection:
        decides = may(Permission.APPROVE_CONFIDENCE)
        waiting = confidences.waiting(connection, myself().force) if decides else 0
    page = asking.page(
        services().access_log.engine,
        wanted,
        reader(),
        number=filters.page_number(request.args),
    )
    return render_template(
        "access_log/search.html",
        waiting=waiting,
        page=page,
        rows=described(page.rows),
        wanted=wanted,
        **_typed(wanted),
        address=filters.address_of("access_log.search", request.args),
        query=request.args.to_dict(flat=False),
        hides=not may(Permission.READ_CONFIDENTIAL_ACCESS),
    )


@blueprint.get("/audit.csv")
@requires(Permission.SEARCH_ACCESS)
def search_as_csv() -> Any:
    """The same as a file, every record of it."""
    wanted = _wanted()
    found = asking.every(services().access_log.engine, wanted, reader())
    return attached(as_csv(HEADINGS, map(cells, described(found, most=None))), "access-log.csv")


@blueprint.get("/audit/people/<uuid:person>")
@requires(Permission.SEARCH_ACCESS)
def of_person(person: UUID) -> Any:
    """What somebody looked at. Nobody reads what they themselves did."""
    if person == me():
        raise OwnLookingError
    wanted = _wanted(person=person)
    page = asking.page(
        services().access_log.engine,
        wanted,
        reader(),
        number=filters.page_number(request.args),
    )
    return render_template(
        "access_log/person.html",
        person=person,
        called=name(person),
        page=page,
        rows=described(page.rows),
        wanted=wanted,
        **_typed(wanted),
        address=filters.address_of("access_log.of_person", request.args, person=person),
        hides=not may(Permission.READ_CONFIDENTIAL_ACCESS),
    )


@blueprint.get("/audit/alerts")
@requires(Permission.SEARCH_ACCESS)
def alerts() -> Any:
    """What stands out in some days, each with why."""
    since, until = _days()
    found = _alerts(since, until)
    references = _references(one.record for one in found)
    settings = services().settings
    return render_template(
        "access_log/alerts.html",
        alerts=found,
        names=names(one.person for one in found),
        references=references,
        since=since,
        until=until,
        thresholds=settings.access_alerts,
        now=holding(settings.access_alerts, today()),
        kept=holding(settings.access_kept, today()),
        hides=not may(Permission.READ_CONFIDENTIAL_ACCESS),
    )


@blueprint.get("/audit/alerts.csv")
@requires(Permission.SEARCH_ACCESS)
def alerts_as_csv() -> Any:
    """The same as a file."""
    since, until = _days()
    found = _alerts(since, until)
    called, references = (
        names(one.person for one in found),
        _references(one.record for one in found),
    )
    rows = (
        (
            one.kind.value,
            called.get(one.person, "") if one.person else "",
            references.get(one.record, "") if one.record else "",
            one.day.isoformat() if one.day else "",
            one.number,
            one.why,
        )
        for one in found
    )
    return attached(
        as_csv(("kind", "person", "record", "day", "number", "why"), rows), "alerts.csv"
    )


def reader() -> Reader:
    """Who reads the log here, and what of it they may read."""
    return Reader(person=me(), confidential=may(Permission.READ_CONFIDENTIAL_ACCESS))


def _alerts(since: date, until: date) -> list[Alert]:
    using, asked = services(), reader()
    engine, thresholds = using.access_log.engine, using.settings.access_alerts
    of_the_log = standing_out.alerts(
        engine, since=since, until=until, reader=asked, thresholds=thresholds
    )
    of_what_is_known = comparing.alerts(
        engine,
        using.views,
        using.directory,
        since=since,
        until=until,
        reader=asked,
        thresholds=thresholds,
    )
    return [*of_the_log, *of_what_is_known]


def _wanted(*, person: UUID | None = None) -> Wanted:
    given = request.args
    words, reference = given.get("words", "").strip(), given.get("record", "").strip().upper()
    case = given.get("case", "").strip().upper()
    persons = None
    if words and person is None:
        matching = services().directory.matching(words, force=services().settings.force)
        persons = frozenset(one.person for one in matching)
    since, until = _days()
    return Wanted(
        person=person,
        persons=persons,
        record=_record(reference) if reference else None,
        actions=_codes(Action, "action"),
        purposes=_codes(Purpose, "purpose"),
        channels=_codes(Channel, "channel"),
        since=since,
        until=until,
        case_reference=case if is_case_reference(case) else "",
    )


def _typed(wanted: Wanted) -> dict[str, Any]:
    """What the form shows as chosen, and offers."""
    return {
        "words": request.args.get("words", "").strip(),
        "reference": request.args.get("record", "").strip().upper(),
        "case": wanted.case_reference,
        "since": wanted.since.isoformat() if wanted.since else "",
        "until": wanted.until.isoformat() if wanted.until else "",
        "actions": [(one.value, one.label) for one in Action],
        "purposes": [(one.value, one.label) for one in Purpose],
        "action": next(iter(wanted.actions), ""),
        "purpose": next(iter(wanted.purposes), ""),
    }


NO_RECORD = UUID(int=0)


def _record(reference: str) -> UUID:
    """The record that is meant; of one that there is not, no entry can be found."""
    with services().views.reading() as connection:
        row = register.by_reference(connection, reference)
    return row.record if row else NO_RECORD


def _codes(kind: type[CodeList], asked: str) -> frozenset[str]:
    return frozenset(request.args.getlist(asked)) & frozenset(one.value for one in kind)


def _days() -> tuple[date, date]:
    """The days that are looked at: a week up to now, if none are said."""
    until = _day("until") or today()
    since = _day("since") or until - DAYS
    return max(since, until - LONGEST), until


def _day(asked: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(asked, ""))
    except ValueError:
        return None


def described(
    looks: Sequence[Looked],
    known: Mapping[UUID, str] | None = None,
    *,
    most: int | None = asking.SHOWN,
) -> list[Row]:
    """Entries in words; by default with the first of their records alone."""
    shown = {
        record: None
        for one in looks
        for record, _ in (one.records if most is None else one.records[:most])
    }
    references = known or _references(shown)
    called = names(one.person for one in looks)
    through = systems(one.via for one in looks)
    found = []
    for one in looks:
        listed = one.records if most is None else one.records[:most]
        found.append(
            Row(
                look=one,
                who=called.get(one.person, "Somebody unknown") if one.person else NOBODY,
                through=through.get(one.via, "") if one.via else "",
                records=tuple(
                    (references.get(record, str(record)), version) for record, version in listed
                ),
                more=len(one.records) - len(listed),
            )
        )
    return found


def _references(records: Iterable[UUID | None]) -> Mapping[UUID, str]:
    wanted = {one for one in records if one is not None}
    with services().views.reading() as connection:
        return register.references(connection, wanted)


HEADINGS = (
    *("at", "person", "action", "channel", "place", "purpose", "case_reference", "confidential"),
    *("broke_glass", "system", "recipient", "session", "device", "terms", "filters", "hits"),
    *("records", "number"),
)


def cells(row: Row) -> tuple[Any, ...]:
    """An entry as a line of a file, under ``HEADINGS``."""
    look = row.look
    narrowed = (f"{name}={value}" for name, values in look.filters.items() for value in values)
    return (
        written(look.at),
        row.who,
        look.action.value,
        look.channel.value,
        look.place,
        look.purpose.value,
        look.case_reference,
        "yes" if look.confidential else "no",
        "yes" if look.broke_glass else "no",
        row.through,
        look.recipient,
        look.session,
        look.device,
        " ".join(look.terms),
        " ".join(narrowed),
        "" if look.hits is None else look.hits,
        " ".join(f"{reference}:{version}" for reference, version in row.records),
        look.number,
    )


def written(at: datetime) -> str:
    """A moment as files have it, by the clock on the wall."""
    return at.astimezone(LOCAL).isoformat(timespec="seconds")


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A file of some lines."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue()
