"""A quarter is published, two hundred things happen, and it is published again (spec: ux, 7.3)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from domain.codelists.releases import ReasonForEdition
from domain.releases.release import Edition
from domain.summary.counting import Scope
from projections.versions.summary import figures
from tests.releases import quarter
from tests.releases.quarter import Told, happened_after, published, recorded, release
from web.bootstrap import Services
from web.releases import making
from web.releases.counting import at, made, why_exactly
from web.releases.files import DOCUMENT
from web.releases.verifying import verified

RECORDS = 300
TOLD = Told()


@pytest.fixture
def twice(services: Services) -> Iterator[Services]:
    """Two editions of a quarter, and what happened between them."""
    records = recorded(services, RECORDS)
    published(services, ReasonForEdition.FIRST)
    happened_after(services, records, TOLD)
    published(services, ReasonForEdition.RESUBMISSION, "Many records of August came late.")
    return services


def _document(services: Services, edition: Edition) -> dict[str, Any]:
    (digest,) = [one.sha256 for one in edition.files if one.name == DOCUMENT]
    content = services.published_files.content(digest)
    assert content is not None
    found: dict[str, Any] = orjson.loads(content)
    return found


def _cells(document: dict[str, Any]) -> dict[tuple[str, str, str], int]:
    """The figures of tables to which nothing was done, without their sums."""
    return {
        (table["code"], row["code"], column["code"]): cell
        for table in document["tables"]
        if table["treatment"] == "none"
        for row in table["rows"]
        for column, cell in zip(table["columns"], row["cells"], strict=True)
        if "~total" not in (row["code"], column["code"]) and cell
    }


def test_the_story(twice: Services) -> None:
    """One story, told once on each database: to publish twice costs more than to look at it."""
    services = twice
    first, second = release(services).published
    before, after = _document(services, first), _document(services, second)

    _every_difference_adds_up(before, after)
    _every_cell_adds_up(services)
    _every_cause_has_its_records(after)
    _both_are_made_again_byte_for_byte(services)
    _both_are_made_again_from_the_log_alone(services)


def _every_difference_adds_up(before: dict[str, Any], after: dict[str, Any]) -> None:
    was, now = _cells(before), _cells(after)
    differences = {
        key: now.get(key, 0) - was.get(key, 0)
        for key in was.keys() | now.keys()
        if now.get(key, 0) != was.get(key, 0)
    }
    explained = {
        (move["table"], move["row"], move["column"]): sum(one["moved"] for one in move["parts"])
        for move in after["revision"]["moves"]
    }
    assert len(differences) > 60
    assert {key: moved for key, moved in explained.items() if moved} == differences


def _every_cell_adds_up(services: Services) -> None:
    """Those of tables that are rounded or have hidden figures too: for who may know them."""
    first, second = release(services).published
    scope = Scope(force=services.settings.force, period=quarter.PERIOD)
    with services.views.reading() as connection:
        was, now = (figures(connection, scope, at(one.basis)) for one in (first, second))
        moves = why_exactly(made(connection, release(services), second), second)
    parts = {
        (one["table"], one["row"], one["column"]): sum(part["moved"] for part in one["parts"])
        for one in moves
    }
    moved = {key: now.get(key, 0) - was.get(key, 0) for key in was.keys() | now.keys()}
    assert {key: by for key, by in parts.items() if by} == {k: by for k, by in moved.items() if by}
    assert any(code == "area-by-ethnicity" for code, _, _ in parts)


def _every_cause_has_its_records(after: dict[str, Any]) -> None:
    told = Counter({one["code"]: one["records"] for one in after["revision"]["causes"]})
    # A record of the quarter before, or one amended back and forth, is of no figure here.
    assert 0 < told["added"] <= TOLD.added
    assert 0 < told["withdrawn"] <= TOLD.withdrawn
    assert 0 < told["restored"] <= TOLD.restored
    assert 0 < told["relinked"] <= TOLD.linked
    assert 0 < told["amended"] <= TOLD.amended


def _both_are_made_again_byte_for_byte(services: Services) -> None:
    found = release(services)
    for edition in found.published:
        again = making.made_again(services, found, edition)
        kept = {one.name: services.published_files.content(one.sha256) for one in edition.files}
        assert again == kept


def _both_are_made_again_from_the_log_alone(services: Services) -> None:
    found = release(services)
    for edition in found.published:
        results = verified(services.reader, found, edition)
        assert [one.name for one in results] == [one.name for one in edition.files]
        assert all(one.same for one in results)


def test_an_edition_that_says_something_else_is_found_out(services: Services) -> None:
    recorded(services, 5)
    edition = published(services, ReasonForEdition.FIRST)
    recorded(services, 1, since=5, seed=quarter.SEED + 9)
    found = release(services)
    (first,) = found.published

    from dataclasses import replace

    later = replace(first, basis=replace(first.basis, position=services.log.last_position()))

    assert edition == first
    same = {one.name: one.same for one in verified(services.reader, found, later)}
    assert not same["figures.csv"]
