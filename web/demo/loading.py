"""Putting the made-up force into an installation."""

from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, time, timedelta

from application.people import People
from domain.local_time import LOCAL
from web.adapters.clock import SystemClock
from web.adapters.preferences import Choices
from web.bootstrap import Services, bootstrap
from web.demo.answers import SHIFT
from web.demo.people import ACCOUNTS, ADMINISTRATOR, OFFICER, OFFICER_2, PASSWORD, SUPERVISOR
from web.demo.populations import examples
from web.demo.quarter import quarter_of
from web.demo.quarter import tell as tell_quarter
from web.demo.story import STORY, Step
from web.settings import Settings

FOUNDED = timedelta(days=30)
"""How long before the quarter that is told the force was set up."""


class StoryClock:
    """Tells the time of the story, so that its events lie in the past and in their order."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def set(self, moment: datetime) -> None:
        self.moment = moment.astimezone(UTC)


def load(settings: Settings) -> bool:
    """Register the people, let the quarter and the fortnight happen; false if it happened already.

    Every step has a key of its own, so a load that was interrupted goes on where it stopped.
    """
    today = SystemClock().now()
    day = today.astimezone(LOCAL).date()
    founded = datetime.combine(quarter_of(day).first_day, time(9), tzinfo=LOCAL) - FOUNDED
    clock = StoryClock(founded.astimezone(UTC))
    with closing(bootstrap(settings, clock=clock)) as services:
        before = services.log.last_position()
        _register(services)
        tell_quarter(services, day, clock.set)
        for step, moment in _dated(STORY, today):
            clock.moment = moment
            step.take(services, step)
        # Arrests of a year that has passed: they are known once it has.
        clock.set(today)
        _populate(services)
        return services.log.last_position() > before


def _populate(services: Services) -> None:
    """What records are counted against, of the made-up force."""
    for file, content in examples().items():
        services.populations.load(content, file=file)


def _dated(steps: Iterable[Step], today: datetime) -> list[tuple[Step, datetime]]:
    day = today.astimezone(LOCAL).date()
    dated = [
        (
            step,
            datetime.combine(day - timedelta(days=step.days), step.at, tzinfo=LOCAL).astimezone(
                UTC
            ),
        )
        for step in steps
    ]
    return sorted(dated, key=lambda pair: pair[1])


def _register(services: Services) -> None:
    people: People = services.people
    for account in ACCOUNTS:
        if not services.log.events_of(account.id):
            people.found(
                account.id,
                name=account.name,
                collar_number=account.collar_number,
                force=services.settings.force,
                rank=account.rank,
                role=account.role,
            )
        if not services.accounts.username_of(account.id):
            services.accounts.set_password(account.id, username=account.username, password=PASSWORD)
    area = next(iter(services.settings.area_options))
    for officer in (OFFICER, OFFICER_2):
        asked = ADMINISTRATOR.asks(f"supervision {officer.username}")
        people.assign_supervisor(officer.id, SUPERVISOR.id, requester=asked)
        if not services.preferences.of(officer.id).shift:
            services.preferences.set(officer.id, Choices(shift={**SHIFT, "area": area}))
