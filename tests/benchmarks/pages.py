"""How long every kind of page takes over a large installation of made-up forces.

``python -m tests.benchmarks.pages [force]`` measures the installation that the settings in the
environment name (``uof demo --force all --records 500000`` makes one), through the application and
without a network: milliseconds to the whole page, of twenty times. The limit is what a page may take
at the 95th percentile (spec: ux, 4), and of a report or a file a second: the specification limits the time of its
engine alone, and who waits for longer than a second begins to think of something else. The first time,
when nothing is at hand yet, stands apart.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from statistics import median
from time import perf_counter
from uuid import uuid4

from flask.testing import FlaskClient

from domain.access_log.codes import Asking
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from projections.register.queries import Filter, RegisterRow, Seen, search
from tests.benchmarks.figures import short
from tests.installations import follow
from web.app import create_app
from web.bootstrap import Services, bootstrap
from web.demo.people import PASSWORD
from web.settings import Settings
from web.settling import settled

TIMES = 20
SOME = 20_000
"""Records among which there is one of an encounter and, if people are known at all, one about somebody."""
LIMIT_MS, LIMIT_OF_REPORTS_MS = 200, 1_000
REPORTS = ("/reports/", "/return")
ORIGIN = {"Sec-Fetch-Site": "same-origin"}
HEAD = ("who", "page", "median ms", "95th", "slowest", "first", "limit", "within it")


@dataclass(frozen=True, kw_only=True)
class Timed:
    """One page: its first answer, and the ones after it."""

    who: str
    address: str
    first: float
    after: Sequence[float]

    @property
    def p95(self) -> float:
        return sorted(self.after)[int(len(self.after) * 0.95) - 1]

    @property
    def limit(self) -> int:
        is_report = self.address.startswith(REPORTS) or self.address.endswith(".csv")
        return LIMIT_OF_REPORTS_MS if is_report else LIMIT_MS


def main() -> None:
    force = sys.argv[1] if len(sys.argv) > 1 else "metropolitan"
    # Whoever measures is asked nothing; that they look is logged as ever.
    settings = replace(Settings.from_environment(), purpose=Asking.OFF)
    with closing(bootstrap(settings)) as services:
        began = perf_counter()
        services.analysis.prepare()
        filled = perf_counter() - began
        database = "PostgreSQL" if services.settings.database else "SQLite"
        _say(f"## {database}, {_number_of_records(services):,} records", "")
        _say(f"| {' | '.join(HEAD)} |", f"|{' --- |' * len(HEAD)}")
        for one in _measured(services, force):
            within = "yes" if one.p95 <= one.limit else "no"
            times = (median(one.after), one.p95, max(one.after), one.first, one.limit)
            _say(f"| {one.who} | `{one.address}` | {' | '.join(map(short, times))} | {within} |")
        _say("", f"{services.log.last_position():,} events and receipts in the log.")
        _say(f"The copy in columns filled in {short(filled)} s, once a process.")


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def _measured(services: Services, force: str) -> Iterator[Timed]:
    app = create_app(services)
    settled()
    for who, addresses in _pages(services, Force(force)).items():
        client = app.test_client()
        _sign_in(client, f"{force}-{who}")
        for address in addresses:
            yield _timed(who, address, lambda client=client, address=address: _get(client, address))


def _pages(services: Services, force: Force) -> Mapping[str, Sequence[str]]:
    anybodys = _rows(services, Seen(everything=True, force=force), Filter())[0]
    officer = services.accounts.holder(f"{force}-officer")
    assert officer
    # Not those that only name the officer, who may not amend them.
    recorded = Filter(officers=frozenset({officer}))
    own = _rows(services, Seen(by=officer), recorded)[0]
    accepted = _rows(
        services, Seen(by=officer), replace(recorded, statuses=frozenset({"accepted"}))
    )[0]
    some = _rows(services, Seen(everything=True, force=force), Filter(), size=SOME)
    together = next(row.encounter for row in some if row.encounter)
    known = [f"/subjects/{row.subject}" for row in some if row.subject][:1]
    _appoint(services, force, "administrator", Role.ADMINISTRATOR)
    _appoint(services, force, "keeper", Role.RECORDS_MANAGER)
    waiting = Filter(statuses=frozenset({"submitted"}))
    to_review = _rows(services, Seen(everything=True, force=force), waiting)[0]
    return {
        "administrator": [
            "/admin/people",
            f"/admin/people/{officer}",
            "/admin/people/new",
            "/admin/clients",
            "/admin/webhooks",
        ],
        "keeper": ["/retention", "/retention.csv", f"/retention/{anybodys.reference}"],
        "officer": [
            "/",
            "/records/new",
            f"/records/{own.reference}",
            f"/records/{own.reference}/amend",
            f"/records/{own.reference}/amend/tactics",
            f"/records/{own.reference}/note",
            f"/records/{accepted.reference}/history",
        ],
        "supervisor": [
            "/",
            "/review",
            "/review?show=overdue",
            "/review?tactic=ced&flag=injury",
            "/reports/tactics",
            "/reports/records",
            "/reports/effectiveness",
            "/reports/coverage",
            "/review/encounters",
            "/review/missing",
            "/review/delegation",
        ],
        "standards": [
            "/review",
            "/referrals",
            "/search",
            "/search?page=200",
            "/search?reference=0417",
            "/search?flag=injury&tactic=ced",
            f"/records/{anybodys.reference}",
            f"/records/{anybodys.reference}.pdf",
            f"/records/{anybodys.reference}/history",
            f"/records/{anybodys.reference}/as-at?version=1",
            f"/records/{anybodys.reference}/compare",
            f"/records/{anybodys.reference}/access",
            f"/records/{anybodys.reference}/proof",
            f"/records/{anybodys.reference}/disclosures",
            f"/records/{anybodys.reference}/link",
            f"/records/{anybodys.reference}/link-person",
            f"/records/{anybodys.reference}/restrict",
            f"/encounters/{together}",
            *known,
            f"/review/{to_review.reference}",
            f"/review/{to_review.reference}/accept",
            f"/review/{to_review.reference}/return",
            "/review/encounters",
            "/review/reciprocal",
            "/emergencies",
            "/receipts",
            "/imports",
            "/reports/records?tactic=ced&ethnicity=black",
            "/audit",
            "/audit.csv",
            "/audit/alerts",
            f"/audit/people/{officer}",
            "/disclosures",
            "/disclosures/new",
            "/verification",
            "/verify",
        ],
        "analyst": [
            "/reports",
            "/reports/tactics",
            f"/reports/tactics?force={force}",
            "/reports/tactics?ethnicity=black&age=18-to-34&reason=effect-arrest",
            "/reports/tactics.csv",
            "/reports/tactics.svg",
            "/reports/people-and-encounters",
            "/reports/effectiveness",
            "/reports/effectiveness?tactic=ced",
            "/reports/effectiveness.csv",
            "/reports/disproportionality",
            "/reports/disproportionality/teams.csv",
            "/reports/quality",
            "/reports/timeliness",
            "/reports/coverage",
            "/reports/facts",
            "/return",
            "/return/tables/4",
            "/releases",
            "/releases/new",
            "/publications",
            "/settings",
            "/help",
        ],
    }


def _appoint(services: Services, force: Force, what: str, role: Role) -> None:
    """A made-up force has neither: whoever is appointed comes with an installation of its own."""
    username = f"{force}-{what}"
    if services.accounts.holder(username):
        return
    person = uuid4()
    services.people.found(
        person,
        name=f"Made-up {role.label}",
        collar_number=what.upper(),
        force=force,
        rank=Rank.STAFF,
        role=role,
    )
    services.accounts.share_password({person: username}, password=PASSWORD)
    follow(services)


def _rows(
    services: Services, seen: Seen, wanted: Filter, *, size: int = 1
) -> Sequence[RegisterRow]:
    with services.views.reading() as connection:
        return search(connection, wanted, seen=seen, size=size).rows


def _number_of_records(services: Services) -> int:
    with services.views.reading() as connection:
        return search(connection, Filter(), seen=Seen(everything=True), size=1).total


def _sign_in(client: FlaskClient, username: str) -> None:
    form = {"username": username, "password": PASSWORD}
    answer = client.post("/signin", data=form, headers=ORIGIN)
    if answer.status_code >= 400 or "/signin" in answer.headers.get("Location", ""):
        sys.exit(f"{username} cannot sign in: {answer.status_code}")


def _get(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        sys.exit(f"{address} answers {answer.status_code}")


def _timed(who: str, address: str, get: Callable[[], None]) -> Timed:
    took = []
    for _ in range(TIMES + 1):
        began = perf_counter()
        get()
        took.append((perf_counter() - began) * 1000)
    return Timed(who=who, address=address, first=took[0], after=took[1:])


if __name__ == "__main__":
    main()
