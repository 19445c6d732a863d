"""How long every kind of page takes over a large installation of made-up forces.

``python -m tests.benchmarks.pages [force]`` measures the installation that the settings in the
environment name (``uof demo --force all --records 500000`` makes one), through the application and
without a network: milliseconds to the whole page, the median and the slowest of twenty, the first
one apart. The limit is what a page may take at the 95th percentile (spec: ux, 4); a report has none.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from flask.testing import FlaskClient

from domain.codelists.forces import Force
from projections.register.queries import Filter, Seen, search
from web.app import create_app
from web.bootstrap import Services, bootstrap
from web.demo.people import PASSWORD
from web.settings import Settings

TIMES = 20
LIMIT_MS = 200
ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True, kw_only=True)
class Timed:
    """One page: its first answer, and the ones after it."""

    who: str
    address: str
    first: float
    after: list[float]

    @property
    def is_within(self) -> bool:
        return sorted(self.after)[int(len(self.after) * 0.95) - 1] <= LIMIT_MS


def main() -> None:
    force = sys.argv[1] if len(sys.argv) > 1 else "metropolitan"
    with closing(bootstrap(Settings.from_environment())) as services:
        total = services.log.last_position()
        sys.stdout.write(f"{total:,} events in the log; {services.settings.database or 'SQLite'}\n")
        services.analysis.prepare()
        for one in _measured(services, force):
            mark = "" if one.is_within or "/reports" in one.address else f"  over {LIMIT_MS} ms"
            sys.stdout.write(
                f"{one.who:12}{one.address:70}{median(one.after):9.1f}{max(one.after):9.1f}"
                f"{one.first:9.1f}{mark}\n"
            )


def _measured(services: Services, force: str) -> Iterator[Timed]:
    app = create_app(services)
    for who, addresses in _pages(services, force).items():
        client = app.test_client()
        _sign_in(client, f"{force}-{who}")
        for address in addresses:
            yield _timed(who, address, lambda client=client, address=address: _get(client, address))


def _pages(services: Services, force: str) -> dict[str, list[str]]:
    reference = _newest(services, Force(force))
    return {
        "officer": ["/", "/records/new"],
        "supervisor": ["/review", "/review?show=overdue", "/review?tactic=ced&flag=injury"],
        "standards": [
            "/referrals",
            "/search",
            "/search?page=200",
            "/search?reference=0417",
            "/search?flag=injury&tactic=ced",
            f"/records/{reference}",
            f"/records/{reference}/history",
            f"/records/{reference}/as-at?version=1",
            f"/records/{reference}/compare",
        ],
        "analyst": [
            "/reports/tactics",
            f"/reports/tactics?force={force}",
            "/reports/tactics?ethnicity=black&age=18-to-34&reason=effect-arrest",
            "/reports/tactics.csv",
        ],
    }


def _newest(services: Services, force: Force) -> str:
    with services.views.reading() as connection:
        wanted = Seen(everything=True, force=force)
        found = search(connection, Filter(), seen=wanted, size=1)
        return found.rows[0].reference if found.rows else "none"


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
