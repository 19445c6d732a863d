"""The feed towards one system and another: the same officer under other names."""

from flask import Flask

from tests.people import OFFICER, STANDARDS
from tests.web import given
from tests.web.api.machine import Machine, a_client, a_token
from web.bootstrap import Services

FEED = "/api/changes"


def officer_in(machine: Machine) -> set[str]:
    changes = machine.get(FEED).get_json()["changes"]
    assert changes
    return {change["officer"] for change in changes}


def test_an_officer_has_one_pseudonym_towards_one_system(app: Flask, services: Services) -> None:
    given.submitted(services)
    given.submitted(services)
    client = a_client(services)
    one, two = (
        Machine(app, services, a_token(services, client=client, acts_as=STANDARDS)[1])
        for _ in range(2)
    )

    assert len(officer_in(one)) == 1
    assert officer_in(one) == officer_in(two)


def test_two_systems_know_an_officer_under_two_names(app: Flask, services: Services) -> None:
    given.submitted(services)
    one, two = (Machine(app, services, a_token(services, acts_as=STANDARDS)[1]) for _ in range(2))

    assert officer_in(one) != officer_in(two)


def test_nobody_is_named_in_the_feed(standards: Machine, services: Services) -> None:
    given.submitted(services, narrative_action="Sealed narrative")

    text = standards.get(FEED).text

    for word in (str(OFFICER.id), OFFICER.collar_number, OFFICER.name, "Sealed"):
        assert word not in text
    assert "handcuffing-compliant" in text


def test_a_feed_is_read_on_from_where_it_stopped(standards: Machine, services: Services) -> None:
    records = [str(given.submitted(services).id) for _ in range(3)]
    told, after = [], 0

    for _ in range(100):
        content = standards.get(FEED, after=after, limit=1).get_json()
        told += [one["record"] for one in content["changes"]]
        after = content["next"]
        if not content["more"]:
            break

    assert told == records
