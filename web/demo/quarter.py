"""The quarter before: what the made-up force recorded in it, and what it published of it, twice.

It is long enough ago that both editions lie before the fortnight of the story.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any

from application.carrying_out import Done
from domain.codelists.reasons import ReasonForAmendment, ReasonForWithdrawal
from domain.codelists.releases import ReasonForEdition
from domain.counting.periods import Quarter
from domain.local_time import LOCAL, happened_at
from domain.records.history import fold
from domain.releases.facts import FOUR_WEEKS
from domain.releases.period import Period
from projections import following
from web.bootstrap import Services
from web.demo.generating import answering
from web.demo.generating.chance import below
from web.demo.generating.moments import time_on
from web.demo.generating.roster import Member
from web.demo.generating.tactics import done_on, spray_of
from web.demo.people import ANALYST, OFFICER, OFFICER_2, STANDARDS, SUPERVISOR, Account, key
from web.releases import making
from web.releases.publishing import publish_due

RECORDS, LATE, AMENDED, WITHDRAWN = 90, 6, 8, 3
SEED = 1
AGO = timedelta(days=45)
"""So long ago the quarter has ended at least, that all of this lies before the fortnight."""
FIRST, SECOND = timedelta(days=21), timedelta(days=30)
"""After its end: when its editions are published."""
NEXT = timedelta(days=147)
"""After the end of the quarter: when the next one is to be published. It lies ahead on any day."""
EARLY = ("Chief Constable", "Head of Communications")
IN_THE_MORNING, BEFORE = time(9, 30), timedelta(hours=2)
NOTICE = "Records that came late or were amended are in this edition."

Moved = Callable[[datetime], None]
"""Sets the clock of the story."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A record of the quarter, as its officer submitted it."""

    name: str
    officer: Account
    answers: Mapping[str, Any]
    at: datetime


def quarter_of(today: date) -> Quarter:
    """The quarter that is told."""
    return Quarter.of(today - AGO).earlier(1)


def tell(services: Services, today: date, moved: Moved) -> None:
    """Let the quarter happen, and publish it twice. Taken again, it does nothing."""
    quarter = quarter_of(today)
    ended = quarter.earlier(-1).first_day
    made = list(_made(services, quarter))
    told = ended + FIRST - FOUR_WEEKS
    announce = partial(_announce, services, moved)
    period = Period(quarter.year, quarter.number)
    for one in (one for one in made[:-LATE] if one.at < _morning(told)):
        _submit(services, one, moved)
    announce(period, ended + FIRST, told=told)
    for one in (one for one in made[:-LATE] if one.at >= _morning(told)):
        _submit(services, one, moved)
    publish = partial(_publish, services, period, moved)
    publish(ended + FIRST, reason=ReasonForEdition.FIRST)
    moved(_morning(ended + FIRST) + BEFORE)
    for one in made[-LATE:]:
        _submit(services, one, None)
    for one in made[:AMENDED]:
        _amend(services, one)
    for one in made[AMENDED : AMENDED + WITHDRAWN]:
        _withdraw(services, one)
    publish(ended + SECOND, reason=ReasonForEdition.RESUBMISSION, notice=NOTICE)
    after = quarter.earlier(-1)
    announce(Period(after.year, after.number), ended + NEXT, told=ended + SECOND)


def _made(services: Services, quarter: Quarter) -> Iterator[Made]:
    areas = list(services.settings.area_options)
    spray = spray_of(SEED, services.settings.force)
    days = (quarter.earlier(-1).first_day - quarter.first_day).days
    for number in range(RECORDS):
        source = Random(f"{SEED} {number}")  # noqa: S311 - a story, and the same each time
        day = quarter.first_day + timedelta(days=number * days // RECORDS)
        at = time_on(day, source)
        seen = answering.scene(day, at, areas, source, is_crowd=False)
        subject = answering.person(day, source)
        account = (OFFICER, OFFICER_2)[number % 2]
        told = answering.answers(
            seen,
            subject,
            _member(account),
            done_on(day, source, spray=spray),
            source,
            colleagues=(),
        )
        words = answering.in_words(told, seen, subject.name, source)
        yield Made(
            name=f"{quarter.code} {number}",
            officer=account,
            answers={**told, **words},
            at=happened_at(day, at) + timedelta(minutes=60 + below(source, 240)),
        )


def _member(account: Account) -> Member:
    return Member(
        number=0,
        id=account.id,
        name=account.name,
        collar_number=account.collar_number,
        rank=account.rank,
        roles=(account.role,),
        ced_trained=True,
    )


def _submit(services: Services, made: Made, moved: Moved | None) -> None:
    if moved:
        moved(made.at)
    record = key(made.name)
    if services.log.events_of(record):
        return
    done = services.records.submit(
        record,
        reference=services.references.next(services.clock.now().year),
        started_at=services.clock.now(),
        answers=dict(made.answers),
        requester=made.officer.asks(f"submit {made.name}"),
    )
    services.reviews.accept(
        record, advice="", version=done.version, requester=SUPERVISOR.asks(f"accept {made.name}")
    )


def _amend(services: Services, made: Made) -> None:
    services.records.amend(
        key(made.name),
        {"area": list(services.settings.area_options)[-1], "single_crewed": _other(made)},
        reason=ReasonForAmendment.ERROR,
        explanation="I had put down the wrong area.",
        version=_version(services, made),
        requester=made.officer.asks(f"amend {made.name}"),
    )


def _other(made: Made) -> Any:
    said = made.answers["single_crewed"]
    return next(one for one in type(said) if one is not said)


def _withdraw(services: Services, made: Made) -> None:
    services.records.withdraw(
        key(made.name),
        reason=ReasonForWithdrawal.DUPLICATE,
        explanation="I recorded the same twice.",
        version=_version(services, made),
        requester=made.officer.asks(f"withdraw {made.name}"),
    )


def _version(services: Services, made: Made) -> int:
    found = fold(None, services.log.events_of(key(made.name)))
    assert found is not None
    return found.version


def _announce(services: Services, moved: Moved, period: Period, day: date, *, told: date) -> None:
    """Tell readers of a day; once, however often the story is taken."""
    if services.releases.of(services.settings.force, period).announced:
        return
    moved(_morning(told))
    services.releases.announce(
        period, _morning(day), requester=ANALYST.asks(f"announce {period.code}")
    )


def _publish(
    services: Services,
    period: Period,
    moved: Moved,
    day: date,
    *,
    reason: ReasonForEdition,
    notice: str | None = None,
) -> None:
    """An edition, prepared by the analyst and approved by professional standards two hours later."""
    name = f"{period.code} {reason.value}"
    released = services.releases.of(services.settings.force, period)
    if any(one.reason is reason for one in released.published):
        return
    moved(_morning(day) - BEFORE)
    _taken_in(services)
    release = released.id
    if released.under_way is None:
        making.prepare(
            services,
            period,
            reason=reason,
            notice=notice,
            early_access=EARLY,
            requester=ANALYST.asks(name),
        )
    making.check(services, release, requester=ANALYST.asks(f"check {name}"))
    checked = services.releases.get(release).editions[-1]
    _approved(services, checked.files, release, day, name)
    moved(_morning(day))
    _taken_in(services)
    publish_due(services.releases, services.views, services.clock)


def _approved(services: Services, files: Any, release: Any, day: date, name: str) -> Done:
    return services.releases.approve(
        release,
        files,
        publish_at=_morning(day),
        requester=STANDARDS.asks(f"approve {name}"),
    )


def _morning(day: date) -> datetime:
    return datetime.combine(day, IN_THE_MORNING, tzinfo=LOCAL)


def _taken_in(services: Services) -> None:
    following.catch_up(services.views.engine(), services.reader, only=("versions", "releases"))
