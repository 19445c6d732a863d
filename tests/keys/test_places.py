"""Every place that holds something of a record is answered for, so that a new one is not forgotten."""

import pytest

from tests.keepers import EVERY_GROUP, approve, propose
from tests.web.given import Given
from web.adapters.tables import work_metadata
from web.bootstrap import Services
from web.keys.purging import ANSWERED, NOTHING_THERE

TABLES = [table.name for table in work_metadata.sorted_tables]


@pytest.mark.parametrize("table", TABLES)
def test_a_durable_table_has_a_handler_or_a_reason_why_there_is_nothing(table: str) -> None:
    assert (table in ANSWERED) != (table in NOTHING_THERE)


def test_nobody_answers_for_a_table_that_is_not_there() -> None:
    assert {*ANSWERED, *NOTHING_THERE} == set(TABLES)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_every_handler_that_is_named_is_there(services: Services) -> None:
    places = {one.place for one in services.erasing.handlers}

    assert set(ANSWERED.values()) <= places
    assert "read models" in places


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_read_models_report_once_they_have_taken_in_that_it_was_approved(
    services: Services, record: Given
) -> None:
    propose(services, record.id)
    approve(services, record.id)
    handler = next(one for one in services.erasing.handlers if one.place == "read models")
    version = services.retention.record(record.id).version

    assert handler.purge(record.id, EVERY_GROUP, event=version) == 0
    assert handler.purge(record.id, EVERY_GROUP, event=version + 1) is None
