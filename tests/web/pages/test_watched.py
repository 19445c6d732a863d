"""What monitoring is told, and who is told what."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text, update
from werkzeug.test import TestResponse

from projections.projection import tracking
from projections.registry import PROJECTIONS
from tests.builders import WORDS, a_submission
from tests.installations import follow
from tests.people import OFFICER, SUPERVISOR
from tests.web import given
from tests.web.conftest import SignIn
from web.adapters.stores import DURABLE, KEYS
from web.app import create_app
from web.bootstrap import Services
from web.pages.watched import FORWARDED

TOKEN = "a-token-of-the-monitoring"


def asked(services: Services, address: str, **more: Any) -> TestResponse:
    """An answer to whoever asks; from this machine, if nothing else is said."""
    return create_app(services).test_client().get(address, **more)


def with_(services: Services, **settings: Any) -> Services:
    return replace(services, settings=replace(services.settings, **settings))


FROM_ELSEWHERE: dict[str, Any] = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
WITH_TOKEN: dict[str, Any] = {"headers": {"Authorization": f"Bearer {TOKEN}"}}


def test_an_installation_in_order_is_ready(services: Services) -> None:
    answer = asked(services, "/health/ready")

    assert answer.status_code == 200
    assert answer.json == {
        "status": "ready",
        "stores": dict.fromkeys(DURABLE, "ok"),
        "projections": dict.fromkeys(PROJECTIONS, "ok"),
        "behind": dict.fromkeys(PROJECTIONS, 0),
        "verified": "not verified yet",
    }


def test_read_models_that_are_too_far_behind_are_said(services: Services) -> None:
    services.log.append(a_submission())

    answer = asked(with_(services, most_behind=0), "/health/ready")

    assert answer.status_code == 503
    assert answer.json["status"] == "not ready"
    assert set(answer.json["projections"].values()) == {"too far behind"}
    assert set(answer.json["behind"].values()) == {1}
    assert asked(services, "/health/ready").status_code == 200


def test_read_models_of_an_older_version_are_said(services: Services) -> None:
    with services.views.engine().begin() as connection:
        connection.execute(
            update(tracking).where(tracking.c.projection == "people").values(version=0)
        )

    answer = asked(services, "/health/ready")

    assert answer.status_code == 503
    projections = answer.json["projections"]
    assert "being built" in projections.pop("people")
    assert set(projections.values()) == {"ok"}


def test_read_models_of_a_newer_version_are_no_fault(services: Services) -> None:
    with services.views.engine().begin() as connection:
        connection.execute(update(tracking).values(version=1000))

    assert asked(services, "/health/ready").status_code == 200


def test_a_database_that_is_away_is_said(services: Services) -> None:
    file = services.settings.data / f"{KEYS}.db"
    services.stores.engine(KEYS).dispose()
    for one in services.settings.data.glob(f"{KEYS}.db*"):
        one.unlink()
    file.mkdir()

    answer = asked(services, "/health/ready")

    assert answer.status_code == 503
    assert answer.json["stores"] == {"records": "ok", "keys": "away", "work": "ok"}
    assert asked(services, "/health/live").status_code == 200


def test_tables_that_are_not_up_to_date_are_said(services: Services) -> None:
    with services.stores.engine(KEYS).begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))

    answer = asked(services, "/health/ready")

    assert answer.status_code == 503
    assert answer.json["stores"]["keys"] == "not up to date: uof db upgrade"


def test_tables_of_a_newer_version_are_no_fault(services: Services) -> None:
    with services.stores.engine(KEYS).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'keys_9999'"))

    assert asked(services, "/health/ready").status_code == 200


def through(header: str) -> dict[str, Any]:
    return {"headers": {header: "203.0.113.9"}}


@pytest.mark.parametrize(
    "how", [FROM_ELSEWHERE, *map(through, FORWARDED)], ids=lambda how: next(iter(how))
)
def test_others_learn_whether_it_is_ready_and_nothing_else(
    services: Services, how: dict[str, Any]
) -> None:
    assert asked(services, "/health/ready", **how).json == {"status": "ready"}
    assert asked(services, "/metrics", **how).status_code == 403


def test_who_has_the_token_learns_it_from_anywhere(services: Services) -> None:
    guarded = with_(services, monitor_token=TOKEN)

    assert "stores" in asked(guarded, "/health/ready", **FROM_ELSEWHERE, **WITH_TOKEN).json
    assert asked(guarded, "/metrics", **FROM_ELSEWHERE, **WITH_TOKEN).status_code == 200


@pytest.mark.parametrize("sent", ["Bearer", "Bearer ", f"Basic {TOKEN}", "Bearer ü", f"{TOKEN}"])
@pytest.mark.parametrize("expected", ["", TOKEN])
def test_another_token_is_none(services: Services, sent: str, expected: str) -> None:
    guarded = with_(services, monitor_token=expected)

    answer = asked(guarded, "/metrics", headers={"Authorization": sent}, **FROM_ELSEWHERE)

    assert answer.status_code == 403


def figures(services: Services) -> dict[str, float]:
    """Every figure by its name and labels, as Prometheus reads it."""
    written = asked(services, "/metrics").get_data(as_text=True)
    pairs = (line.rsplit(" ", 1) for line in written.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def test_how_the_installation_stands_is_told(services: Services) -> None:
    given.a_draft(services)
    position = services.log.append(a_submission())

    found = figures(services)

    assert found["uof_log_position"] == position
    assert found["uof_drafts"] == 1
    for name in PROJECTIONS:
        assert found[f'uof_projection_behind{{projection="{name}"}}'] == 1
        assert found[f'uof_projection_failed{{projection="{name}"}}'] == 0


@pytest.mark.parametrize(("refused", "told"), [("", 0), ("The log is not what it was.", 1)])
def test_monitoring_is_told_when_the_log_is_not_what_was_signed(
    services: Services, refused: str, told: int
) -> None:
    services.checkpointing.refused = refused

    assert figures(services)["uof_signing_refused"] == told


def difference(services: Services, do: Callable[[], object]) -> dict[str, float]:
    """What doing something adds to the figures: they are of the process, and this is not its first."""
    before = figures(services)
    do()
    after = figures(services)
    return {name: value - before.get(name, 0) for name, value in after.items()}


def test_requests_are_counted_by_route_and_status(services: Services, browser_of: SignIn) -> None:
    record = given.submitted(services)
    client = browser_of(OFFICER).client

    added = difference(services, lambda: client.get(f"/records/{record.reference}"))

    route = 'route="/records/<reference>"'
    assert added[f'uof_requests_total{{method="GET",{route},status="200"}}'] == 1
    assert added[f"uof_request_seconds_count{{{route}}}"] == 1
    assert added[f"uof_request_seconds_sum{{{route}}}"] > 0


def test_commands_are_counted_by_their_kind(services: Services) -> None:
    create_app(services)  # the first, which is told of commands

    added = difference(services, lambda: given.submitted(services).accepted())

    name = 'uof_commands_total{{kind="use-of-force-record.{}"}}'
    assert added[name.format("submitted")] >= 1
    assert added[name.format("accepted")] >= 1


def test_refusals_are_counted_by_their_name(services: Services, browser_of: SignIn) -> None:
    client = browser_of(OFFICER).client

    added = difference(services, lambda: client.get("/records/UOF-26-999999"))

    assert added['uof_refusals_total{kind="NotFoundError"}'] == 1


def test_no_figure_holds_anything_personal(services: Services, browser_of: SignIn) -> None:
    record = given.submitted(services, **WORDS)
    follow(services)
    for person in (OFFICER, SUPERVISOR):
        client = browser_of(person).client
        for address in ("", "/history", "/Sealed"):
            client.get(f"/records/{record.reference}{address}", query_string={"q": "Sealed"})

    # Names and labels: any number may be among the figures.
    lines = asked(services, "/metrics").get_data(as_text=True).splitlines()
    written = "\n".join(line.rpartition(" ")[0] for line in lines)

    assert record.reference not in written
    for word in ("Sealed", OFFICER.name, OFFICER.collar_number, str(OFFICER.id)):
        assert word not in written
