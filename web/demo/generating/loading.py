"""Putting a generated force into an installation: never among real people, and as often as one likes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from application.log import RecordLog
from application.ports import Entry
from domain.codelists.forces import Force
from domain.errors import DomainError
from domain.people.events import AccountIssued
from web.bootstrap import Services, bootstrap
from web.demo.generating.careers import GENERATOR, signing_in
from web.demo.generating.chronicle import Chronicle
from web.demo.generating.lanes import Telling, Written, merged
from web.demo.generating.wanted import Wanted, number_in
from web.demo.people import ACCOUNTS, PASSWORD
from web.settings import Settings

BATCH = 2_000
"""Events in one transaction: some five hundred records."""
MANY_ENTRIES = 1_000

Progress = Callable[[int], None]
"""Told of how many records more are in the log; they may have been there before."""


class RealPeopleError(DomainError):
    """There are people here who are not made up. Generate into an installation of its own: set UOF_DATA or UOF_DATABASE to an empty one."""


class OtherwiseGeneratedError(DomainError):
    """One of these forces was generated already with another seed, number, dates or words. Repeat those, or generate into an empty installation."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SignIn:
    """An account to look around with."""

    username: str
    name: str
    force: Force


@dataclass(frozen=True, kw_only=True, slots=True)
class Generated:
    """What a run did."""

    events: int
    """Appended by it; none when everything was there already."""
    accounts: Sequence[SignIn]


def generate(
    settings: Settings,
    wanted: Wanted,
    *,
    lanes: int = 1,
    progress: Progress = lambda _more: None,
) -> Generated:
    """Generate what is wanted, or what is still missing of it.

    Raises:
        RealPeopleError, OtherwiseGeneratedError: nothing was changed.
        LaneEndedError: another process ended; what is in the log stays, and the next run goes on.

    """
    with closing(bootstrap(settings)) as services:
        chronicle = Chronicle(wanted)
        _refuse_mixing(services, chronicle)
        if _is_complete(services.log, chronicle):
            events = 0
            progress(wanted.records)
        else:
            _register(services, chronicle)
            events = _append(services, _telling(services, chronicle), lanes, progress)
        return Generated(events=events, accounts=_sign_in(services, chronicle))


def _refuse_mixing(services: Services, chronicle: Chronicle) -> None:
    wanted = chronicle.wanted
    known = services.directory.everybody()
    ours = {member.id for roster in chronicle.rosters.values() for member in roster.members}
    small = {account.id for account in ACCOUNTS}
    for person in known.keys() - ours - small:
        registered = services.log.events_of(person, upto=1)
        if not registered or registered[0].metadata.actor != GENERATOR:
            raise RealPeopleError
        if known[person] in wanted.forces:
            raise OtherwiseGeneratedError
    if not known and services.log.last_position():
        # Events of people whom nobody can name: it cannot be told whose they are.
        raise RealPeopleError
    for key in _keys(services.log, chronicle):
        if not wanted.is_named_by(key):
            raise OtherwiseGeneratedError


def _keys(log: RecordLog, chronicle: Chronicle) -> Iterator[UUID]:
    """Which runs registered the people who are here already, force by force."""
    for roster in chronicle.rosters.values():
        if registered := log.events_of(roster.members[0].id, upto=1):
            yield registered[0].metadata.request


def _is_complete(log: RecordLog, chronicle: Chronicle) -> bool:
    """Whether everything is there: accounts are the last thing that happens."""
    return all(
        any(isinstance(event, AccountIssued) for event in log.events_of(member.id))
        for roster in chronicle.rosters.values()
        for member in signing_in(chronicle.wanted, roster).values()
    )


def _register(services: Services, chronicle: Chronicle) -> None:
    """Name everybody before they are in the log, as the pages do."""
    known = services.directory.everybody()
    missing = (
        Entry(
            person=member.id,
            name=member.name,
            collar_number=member.collar_number,
            force=force,
        )
        for force, roster in chronicle.rosters.items()
        for member in roster.members
        if member.id not in known
    )
    while some := list(islice(missing, MANY_ENTRIES)):
        services.directory.add_all(some)


def _telling(services: Services, chronicle: Chronicle) -> Telling:
    """What the lanes must know; reference numbers are set aside before anything is in the log."""
    begun = next(_keys(services.log, chronicle), None)
    return Telling(
        settings=services.settings,
        wanted=chronicle.wanted,
        references_after=number_in(begun)
        if begun
        else services.references.reserve(chronicle.plan.numbers),
        resumed=begun is not None,
    )


def _append(services: Services, telling: Telling, lanes: int, progress: Progress) -> int:
    appended = 0
    with merged(telling, services.log, lanes=lanes) as events:
        for batch in _batches(events):
            stored = [one.stored for one in batch if one.stored]
            if stored:
                services.log.append_written(stored)
            appended += len(stored)
            progress(sum(one.is_record for one in batch))
    return appended


def _batches(events: Iterator[Written]) -> Iterator[list[Written]]:
    while batch := list(islice(events, BATCH)):
        yield batch


def _sign_in(services: Services, chronicle: Chronicle) -> Sequence[SignIn]:
    """Give the accounts a password, those that have none yet."""
    accounts = {
        member: SignIn(username=f"{force}-{what}", name=member.name, force=force)
        for force, roster in chronicle.rosters.items()
        for what, member in signing_in(chronicle.wanted, roster).items()
    }
    missing = {
        member.id: account.username
        for member, account in accounts.items()
        if not services.accounts.username_of(member.id)
    }
    services.accounts.share_password(missing, password=PASSWORD)
    return tuple(accounts.values())
