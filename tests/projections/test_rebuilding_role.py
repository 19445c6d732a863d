"""Whoever may build read models needs no more than that: neither keys nor the rights of the migrator.

Each rebuild throws away what an earlier one made, so one that leaves tables to the wrong owner is
found by the next. (Spec: decisions, 6 and 8; eventsourcing, 3.9.)
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from uuid import uuid4

import psycopg
import pytest

from projections.rebuild import rebuild
from projections.register.tables import register
from tests.projections.everything import everything_happens
from tests.projections.happening import submitted
from web.bootstrap import ReadModels, Services, read_models

pytestmark = pytest.mark.parametrize("settings", ["postgresql"], indirect=True)


@pytest.fixture
def builder(services: Services) -> Iterator[ReadModels]:
    """The read models as somebody opens them whose login is a member of one role."""
    login, url = f"builder_{uuid4().hex[:12]}", services.settings.database
    assert url is not None
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE ROLE "{login}" LOGIN IN ROLE uof_projector')
    own = replace(services.settings, database=url.replace("//uof@", f"//{login}@"))
    with closing(read_models(own)) as opened:
        yield opened


def test_it_rebuilds_again_and_again(services: Services, builder: ReadModels) -> None:
    everything_happens(services)

    differences = [rebuild(builder.views, builder.reader) for _ in range(3)]

    assert differences == [(), (), ()]


def test_the_server_follows_what_it_built_and_it_what_the_server_built(
    services: Services, builder: ReadModels
) -> None:
    submitted(services)

    differences = [rebuild(one.views, one.reader) for one in (builder, services, builder, services)]

    assert differences == [()] * 4
    assert submitted(services).row(register).version == 1
