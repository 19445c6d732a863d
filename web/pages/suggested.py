"""Records that are probably of one encounter, or about one person, until somebody says whether they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for

from application.carrying_out import Done
from application.linking import Suggested
from domain.access.policy import Permission
from domain.codelists.answers import Absence
from domain.codelists.codelist import CodeList
from domain.codelists.reasons import GroundForLinking, GroundForLinkingSubject
from domain.encounters.suggesting import Pair, Strength
from domain.errors import DomainError
from domain.records.record import UseOfForceRecord
from projections.register.window import Window, window
from web.current import context, may, me, names, requester, seen, services, team
from web.forms.in_words import in_words
from web.forms.loading import Problem
from web.reports.grids import duration
from web.security import remember_position, requires

blueprint = Blueprint("suggested", __name__)

Code = TypeVar("Code", bound=CodeList)
MINUTE = timedelta(minutes=1)
SAME, DIFFERENT = "same", "different"
ENCOUNTER, PERSON = "encounter", "person"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """What suggests that records belong together."""

    words: str
    alike: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Which record, with which others; none where it is all of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A suggestion, as the page asks it."""

    about: str
    """An encounter, or a person."""
    ground: CodeList
    strength: Strength | None
    records: tuple[UseOfForceRecord, ...]
    because: tuple[Ground, ...]
    joined: bool
    """Whether some of them are linked to each other already."""


@blueprint.get("/review/encounters")
@requires(Permission.LINK)
def suggested() -> Any:
    """What is suggested of some days; which days stands in the address."""
    return _page()


@blueprint.post("/review/encounters")
@requires(Permission.LINK)
def decide() -> Any:
    """Say of the ticked records of one suggestion that they belong together, or that they do not."""
    records = [found for text in request.form.getlist("record") if (found := _id(text))]
    if len(records) < 2:
        sentence = "Select two records at least"
        return _page(Problem(question="", sentence=sentence, href="#main-content"))
    try:
        done = _decided(records)
    except DomainError as error:
        return _page(Problem(question="", sentence=error.sentence, href="#main-content"))
    same = "same" if request.form.get("decision") == SAME else "different"
    about = PERSON if request.form.get("about") == PERSON else ENCOUNTER
    told = f"{same}-{about}"
    return remember_position(redirect(_address(request.form, told, records)), done.position)


def _decided(records: Sequence[UUID]) -> Done:
    linking, ground = services().linking, request.form.get("ground", "")
    same = request.form.get("decision") == SAME
    if request.form.get("about") == PERSON:
        if not same:
            return linking.rule_out_subject(records, requester=requester())
        why = _coded(GroundForLinkingSubject, ground) or GroundForLinkingSubject.TOLD
        return linking.link_subject(records, ground=why, requester=requester())
    if not same:
        return linking.rule_out(records, requester=requester())
    reason = _coded(GroundForLinking, ground) or GroundForLinking.TOLD
    return linking.link(records, ground=reason, requester=requester())


def _page(*problems: Problem) -> Any:
    asked: Mapping[str, str] = request.form if request.method == "POST" else request.args
    areas = services().settings.area_options
    area = asked.get("area", "") if asked.get("area", "") in areas else ""
    until = _day(asked.get("until", ""))
    everybody = may(Permission.SEARCH)
    with services().views.reading() as connection:
        compared = window(
            connection,
            seen=seen(),
            officers=None if everybody else team(),
            upto=until,
            areas={area} if area else (),
        )
    found = services().linking.suggested(compared.records, by=me())
    page = render_template(
        "review/encounters.html",
        suggestions=_shown(found),
        told=_told(found),
        ruled_out=_ruled_out(found),
        window=compared,
        compared=len(found.records),
        untimed=found.untimed,
        earlier=_earlier(compared, area),
        areas=list(areas.items()),
        area=area,
        until=until.isoformat() if until else "",
        names=names(record.officer for record in found.records.values()),
        where=_where,
        who=_who,
        problems=list(problems),
    )
    return page, 422 if problems else 200


def _shown(found: Suggested) -> list[Shown]:
    encounters = [
        Shown(
            about=ENCOUNTER,
            ground=one.ground,
            strength=one.strength,
            records=tuple(found.records[record] for record in one.records),
            because=_grounds(found, one.pairs),
            joined=one.encounter is not None,
        )
        for one in found.encounters
    ]
    people = [
        Shown(
            about=PERSON,
            ground=same.ground,
            strength=None,
            records=(records := tuple(found.records[record] for record in same.records)),
            because=(Ground(words=same.ground.label),),
            joined=any(record.subject for record in records),
        )
        for same in found.subjects
    ]
    return [*encounters, *people]


def _grounds(found: Suggested, given: Iterable[Pair]) -> tuple[Ground, ...]:
    """Each ground once, and each record once with those that it is like: a crowd of officers makes many
    pairs, mostly on one ground.
    """
    told: dict[str, dict[str, list[str]]] = {}
    for pair in given:
        one, other = (found.records[which].reference for which in (pair.one, pair.other))
        alike = told.setdefault(f"{pair.ground.label}, {_apart(pair.apart)}", {})
        alike.setdefault(one, []).append(other)
    return tuple(
        Ground(words=words, alike=tuple((one, tuple(others)) for one, others in alike.items()))
        for words, alike in told.items()
    )


def _apart(span: timedelta) -> str:
    return f"{duration(span // MINUTE)} apart" if span >= MINUTE else "in the same minute"


def _where(record: UseOfForceRecord) -> str:
    """The area and the kind of place, in words."""
    given = (("area", record.account.area), ("locations", record.account.locations))
    return ", ".join(
        word
        for question, answer in given
        if not isinstance(answer, Absence)
        for word in in_words(question, answer, context())
    )


PERCEIVED = ("perceived_gender", "perceived_age", "perceived_ethnicity")


def _who(record: UseOfForceRecord) -> str:
    """How the person was perceived, as far as it helps to tell people apart."""
    account = record.account
    if account.is_crowd:
        return "A crowd"
    given = ((name, getattr(account, name)) for name in PERCEIVED)
    return ", ".join(
        word
        for question, answer in given
        if not isinstance(answer, Absence)
        for word in in_words(question, answer, context())
    )


def _earlier(compared: Window, area: str) -> str:
    day = compared.earlier
    return url_for("suggested.suggested", until=day.isoformat(), area=area or None) if day else ""


def _address(asked: Mapping[str, str], told: str, records: Sequence[UUID]) -> str:
    """The page again, which says what was done and where that is undone."""
    until = _day(asked.get("until", ""))
    return url_for(
        "suggested.suggested",
        until=until.isoformat() if until else None,
        area=asked.get("area") or None,
        told=told,
        record=[str(one) for one in records],
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What was just said of records, and where it can be undone."""

    same: bool
    about: str
    references: tuple[str, ...]
    href: str
    """The page of the encounter or of the person; empty for what was ruled out."""


def _told(found: Suggested) -> Told | None:
    """What the signed-in person said last, of records that the page compares."""
    decision, _, about = request.args.get("told", "").partition("-")
    asked = request.args.getlist("record")
    records = [found.records[one] for text in asked if (one := _id(text)) and one in found.records]
    if len(records) < 2 or about not in (ENCOUNTER, PERSON):
        return None
    first = records[0]
    to = first.subject if about == PERSON else first.encounter
    if decision == SAME and to is None:
        return None
    href = ""
    if decision == SAME and about == PERSON:
        href = url_for("subjects.show", subject=to)
    elif decision == SAME:
        href = url_for("encounters.show", encounter=to)
    references = tuple(one.reference for one in records)
    return Told(same=decision == SAME, about=about, references=references, href=href)


@dataclass(frozen=True, kw_only=True, slots=True)
class RuledOut:
    """Two records of which somebody said that they do not belong together."""

    about: str
    one: UseOfForceRecord
    other: UseOfForceRecord


def _ruled_out(found: Suggested) -> list[RuledOut]:
    """What was ruled out of the records that the page compares, and was not linked after all."""
    said: dict[tuple[str, frozenset[UUID]], RuledOut] = {}
    for record in found.records.values():
        for about, others in ((ENCOUNTER, record.ruled_out), (PERSON, record.about_others)):
            for other in sorted(others & found.records.keys()):
                pair = RuledOut(about=about, one=record, other=found.records[other])
                if not _belong(pair):
                    said.setdefault((about, frozenset((record.id, other))), pair)
    return list(said.values())


def _belong(pair: RuledOut) -> bool:
    one, other = pair.one, pair.other
    if pair.about == PERSON:
        return one.subject is not None and one.subject == other.subject
    return one.encounter is not None and one.encounter == other.encounter


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _coded(kind: type[Code], text: str) -> Code | None:
    return next((one for one in kind if one.value == text), None)
