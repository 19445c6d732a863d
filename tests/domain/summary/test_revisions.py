"""Whatever happens to records, what moved a figure adds up to its difference."""

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.summary.causes import Cause
from domain.summary.counting import RunningFigures
from domain.summary.revisions import DoesNotAddUpError, Revision, Step, change, check, follow
from domain.summary.versions import RecordVersion
from domain.summary.ways import NEWEST
from tests.domain.summary.records import SCOPE, VERSIONS, a_version

HISTORIES = st.lists(VERSIONS, max_size=12)
OFFICERS = ("counted", "officers", "records")
ENCOUNTERS = ("counted", "encounters", "records")


def _figures(standing: dict[UUID, RecordVersion]) -> RunningFigures:
    tally = RunningFigures(SCOPE, NEWEST)
    for version in standing.values():
        tally.add(version)
    return tally


@given(before=HISTORIES, after=HISTORIES)
def test_steps_lead_from_one_count_to_the_other(
    before: list[RecordVersion], after: list[RecordVersion]
) -> None:
    standing = {version.record: version for version in before}
    tally = _figures(standing)
    earlier, steps = tally.figures, []
    for place, version in enumerate(after):
        steps.append(
            Step(
                position=place,
                record=version.record,
                cause=Cause.AMENDED if version.record in standing else Cause.ADDED,
                before=standing.get(version.record),
                after=version,
            )
        )
        standing[version.record] = version

    revision = follow(tally, steps)

    later = _figures(standing).figures
    check(revision, earlier, later)
    assert tally.figures == later


@given(VERSIONS)
def test_what_is_added_and_taken_away_again_leaves_nothing(version: RecordVersion) -> None:
    tally = RunningFigures(SCOPE, NEWEST)

    tally.add(version)
    tally.remove(version)

    assert tally.figures == {}


def test_an_officer_counts_once_however_many_records_they_have() -> None:
    tally = RunningFigures(SCOPE, NEWEST)
    tally.add(a_version(1))

    second = tally.moved(None, a_version(2))
    last = tally.moved(a_version(1), None)

    assert OFFICERS not in second
    assert OFFICERS not in last
    assert tally.figures[OFFICERS] == 1


def test_records_of_an_encounter_are_one_and_others_each_their_own() -> None:
    tally = RunningFigures(SCOPE, NEWEST)
    for record in (1, 2):
        tally.add(a_version(record, encounter=UUID(int=71)))
    tally.add(a_version(3))

    assert tally.figures[ENCOUNTERS] == 2


def test_a_revision_that_does_not_add_up_is_refused() -> None:
    revision = Revision()
    revision.note(OFFICERS, Cause.ADDED, 1)

    with pytest.raises(DoesNotAddUpError):
        check(revision, {OFFICERS: 1}, {OFFICERS: 3})


def test_a_new_rule_moves_figures_of_no_record_in_particular() -> None:
    revision = Revision()

    change(revision, Cause.RULE, {OFFICERS: 4, ENCOUNTERS: 1}, {OFFICERS: 6, ENCOUNTERS: 1})

    assert revision.parts == {OFFICERS: Counter({Cause.RULE: 2})}
    assert revision.causes == {}
