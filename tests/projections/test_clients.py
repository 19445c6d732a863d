"""Which other systems there are, what they hold, and what they are told of."""

from datetime import timedelta

from domain.clients.scopes import Scope, Told
from projections.clients import queries
from tests.installations import follow
from tests.people import ADMINISTRATOR, OFFICER, STANDARDS
from tests.web.api.machine import a_client, a_token, a_webhook
from web.bootstrap import Services


def test_systems_are_listed_by_name_with_the_tokens_that_open_now(services: Services) -> None:
    second, first = a_client(services, name="Property"), a_client(services, name="Custody")
    a_token(services, client=first, days=1)
    token, _ = a_token(services, client=first)
    a_token(services, client=first)
    services.clients.revoke(first, token, requester=ADMINISTRATOR.asks())
    follow(services)
    now = services.clock.now()

    def listed(days: int) -> list[tuple[str, int]]:
        with services.views.reading() as connection:
            rows = queries.clients(connection, at=now + timedelta(days=days))
        return [(row.name, row.tokens) for row in rows]

    assert listed(0) == [("Custody", 2), ("Property", 0)]
    assert listed(1) == [("Custody", 1), ("Property", 0)]
    assert second != first


def test_a_token_is_shown_with_all_that_an_administrator_asks(services: Services) -> None:
    client = a_client(services)
    token, _ = a_token(services, client=client, scopes=(Scope.CHANGES_READ, Scope.RECORDS_READ))

    with services.views.reading() as connection:
        (row,) = queries.tokens(connection, client)

    assert (row.token, row.acts_as, row.issued_by) == (token, OFFICER.id, ADMINISTRATOR.id)
    assert row.scopes == (Scope.RECORDS_READ, Scope.CHANGES_READ)
    assert row.opens_at(services.clock.now())
    assert not row.opens_at(row.expires_at)


def test_the_system_of_a_token_is_known_when_it_no_longer_opens(services: Services) -> None:
    client = a_client(services)
    token, _ = a_token(services, client=client)
    services.clients.revoke(client, token, requester=ADMINISTRATOR.asks())
    follow(services)

    with services.views.reading() as connection:
        assert queries.names_of_tokens(connection, [token]) == {token: "Custody system"}


def test_what_a_system_is_told_of_is_listed_and_removed_ones_are_last(services: Services) -> None:
    client = a_client(services)
    removed = a_webhook(services, client=client)
    kept = a_webhook(services, client=client, told=(Told.WITHDRAWN,))
    services.clients.stop_telling(client, removed, requester=ADMINISTRATOR.asks())
    follow(services)

    with services.views.reading() as connection:
        rows = queries.webhooks(connection)
        (one,) = queries.webhooks(connection, only=kept)

    assert [row.webhook for row in rows] == [kept, removed]
    assert (one.called, one.acts_as, one.told) == (
        "Custody system",
        STANDARDS.id,
        (Told.WITHDRAWN,),
    )
    assert rows[1].removed_at == services.clock.now()
