"""Generated records have the published shares, as nearly as a sample of them can.

A share is refused when it lies more than four standard errors from what was published. For one
share that happens once in 16,000 samples; there are about 100 shares a year and three years, so a
model that is right would fail for one seed in fifty. The seed is fixed. The rows that are so rare
that the normal law is rough for them (deaths, firing) are small numbers either way.
"""

from dataclasses import replace

import pytest

from domain.codelists.perceptions import PerceivedAge
from domain.codelists.reasons import ReasonForForce
from domain.codelists.tactics import Tactic
from tests.demo.shares import Name, Sample, beyond, published, sample_of
from web.demo.generating import frequencies
from web.demo.generating.frequencies import YEARS

RECORDS = 20_000
ERRORS = 4.0

each_year = pytest.mark.parametrize("ending", YEARS)


@each_year
def test_every_published_share_lies_within_sampling_error(ending: int) -> None:
    assert beyond(sample_of(ending, RECORDS), published(YEARS[ending]), errors=ERRORS) == {}


@each_year
@pytest.mark.parametrize("other", YEARS)
def test_the_records_of_one_year_are_told_from_those_of_another(ending: int, other: int) -> None:
    """The check bites: the years differ by a few per cent, here and there."""
    found = beyond(sample_of(ending, RECORDS), published(YEARS[other]), errors=ERRORS)

    assert bool(found) == (ending != other)


NOTICED = ERRORS + 3.0
"""Standard errors. A sample may lie three of them to the other side, and hardly ever more."""


@pytest.mark.parametrize(
    ("name", "most"),
    [
        (("tactic", Tactic.COMPLIANT_HANDCUFFING), 2.6),
        (("tactic", Tactic.SPIT_GUARD), 0.8),
        (("reason", ReasonForForce.REMOVE_HANDCUFFS), 1.3),
        (("age", PerceivedAge.FROM_18), 4.0),
        (("highest use", Tactic.CED_FIRED), 7.0),
    ],
    ids=str,
)
def test_a_share_that_is_a_little_off_is_noticed(name: Name, most: float) -> None:
    """``most`` is how many per cent of all the little comes to."""
    right, sample = published(YEARS[2020]), sample_of(2020, RECORDS)
    off = right[name] + NOTICED * sample.error(name, right[name])

    found = beyond(sample, {**right, name: off}, errors=ERRORS)

    assert list(found) == [name]
    assert off - right[name] < most


def test_what_encounters_share_is_allowed_for_and_no_more() -> None:
    sample = sample_of(2020, RECORDS)
    name = ("reason", ReasonForForce.OTHER)

    assert 1.2 < sample.clustering < 2.5
    assert sample.error(name, 7.0) == replace(sample, clustering=1.0).error(name, 7.0)


def tactics_of(sample: Sample) -> float:
    return sum(sample.counts["tactic", row] for row in frequencies.TACTICS) / sample.records


@each_year
def test_a_record_names_as_many_tactics_as_the_rows_come_to(ending: int) -> None:
    sample = sample_of(ending, RECORDS)

    assert tactics_of(sample) == pytest.approx(sum(YEARS[ending].tactics.values()) / 100, abs=0.025)


def test_a_record_names_as_many_reasons_and_factors_as_were_published() -> None:
    sample = sample_of(2020, RECORDS)
    per_record = {
        kind: sum(count for (what, _), count in sample.counts.items() if what == kind)
        / sample.records
        for kind in ("reason", "factor")
    }

    assert per_record["reason"] == pytest.approx(4.2, abs=0.1)
    assert per_record["factor"] == pytest.approx(1.9, abs=0.1)
