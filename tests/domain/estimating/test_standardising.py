"""Like is compared with like: a worked example, and what must hold of any."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.estimating.intervals import share
from domain.estimating.standardising import standardised

# Charig and others 1986, British Medical Journal 292, 879: two treatments of kidney stones. The
# second looks better on the whole (83% and 78%) and is worse for small stones and for large ones.
OPEN = {"small": (81, 87), "large": (192, 263)}
KEYHOLE = {"small": (234, 270), "large": (55, 80)}
ALL = {"small": 87 + 270, "large": 263 + 80}


def test_what_looks_better_because_its_cases_are_easier_is_not() -> None:
    open_, keyhole = standardised(OPEN, ALL), standardised(KEYHOLE, ALL)

    assert open_ is not None
    assert keyhole is not None
    # By fractions: 357/700 of 81/87 and 343/700 of 192/263; the same of 234/270 and 55/80.
    assert open_.estimate.value == pytest.approx(
        float(Fraction(357, 700) * Fraction(81, 87) + Fraction(343, 700) * Fraction(192, 263))
    )
    assert keyhole.estimate.value == pytest.approx(
        float(Fraction(357, 700) * Fraction(234, 270) + Fraction(343, 700) * Fraction(55, 80))
    )
    assert round(open_.estimate.value, 3) == 0.833
    assert round(keyhole.estimate.value, 3) == 0.779


def test_of_one_circumstance_it_is_the_plain_share_with_its_interval() -> None:
    found = standardised({"all": (17, 20)}, {"all": 1})

    assert found is not None
    assert found.estimate == share(17, 20)
    assert (found.covered, found.worth) == (1, 20)


def test_what_never_happened_is_left_out_and_told() -> None:
    found = standardised({"easy": (9, 10)}, {"easy": 30, "hard": 70})

    assert found is not None
    assert (found.estimate.value, found.covered) == (0.9, 0.3)
    assert standardised({}, {"easy": 30}) is None
    assert standardised({"hard": (0, 0)}, {"hard": 5}) is None


COUNTS = st.tuples(st.integers(0, 40), st.integers(1, 40)).map(lambda two: (min(two), max(two)))


@settings(deadline=None)
@given(
    found=st.dictionaries(st.sampled_from("abcdef"), COUNTS, min_size=1),
    weights=st.fixed_dictionaries({one: st.integers(1, 50) for one in "abcdef"}),
)
def test_it_is_worth_no_more_answers_than_there_are(
    found: dict[str, tuple[int, int]], weights: dict[str, float]
) -> None:
    made = standardised(found, weights)

    assert made is not None
    assert made.worth <= sum(base for _, base in found.values()) * (1 + 1e-9)
    assert 0 <= made.estimate.low <= made.estimate.high <= 1


@settings(deadline=None)
@given(found=st.dictionaries(st.sampled_from("abcdef"), COUNTS, min_size=1))
def test_weighted_by_its_own_circumstances_it_is_the_plain_share(
    found: dict[str, tuple[int, int]],
) -> None:
    own = {kind: float(base) for kind, (_, base) in found.items()}
    yes, base = (sum(one[part] for one in found.values()) for part in (0, 1))

    made = standardised(found, own)

    assert made is not None
    assert made.estimate.value == pytest.approx(yes / base)
    assert made.worth == pytest.approx(base)
