"""When a review falls due: by dated policies, by what a record says, and from the 18th birthday on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.codelists.answers import Absence, YesNo
from domain.codelists.forces import Force
from domain.codelists.injuries import SubjectInjuryLevel
from domain.codelists.outcomes import Outcome
from domain.codelists.perceptions import PerceivedAge
from domain.codelists.retention import RetentionGroup
from domain.errors import DomainError
from domain.retention.errors import (
    PolicyInThePastError,
    TooLongToCoolOffError,
    UnknownPeriodError,
)
from domain.retention.policy import (
    Policy,
    adult_on,
    group_of,
    in_force,
    months_before,
    months_on,
    review_on,
    set_policy,
)
from domain.retention.policy_events import Period
from tests.keepers import MANAGER, a_policy

INCIDENT = date(2026, 11, 19)
NO_ANSWER = Absence.NOT_ANSWERED


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ({}, RetentionGroup.ORDINARY),
        ({"referred": True}, RetentionGroup.REFERRED),
        ({"injury": SubjectInjuryLevel.MINOR}, RetentionGroup.ORDINARY),
        ({"injury": SubjectInjuryLevel.SEVERE}, RetentionGroup.GRAVE),
        ({"injury": SubjectInjuryLevel.DEATH, "referred": True}, RetentionGroup.GRAVE),
        ({"outcomes": (Outcome.ARRESTED, Outcome.FATALITY)}, RetentionGroup.GRAVE),
        ({"fired": YesNo.YES}, RetentionGroup.GRAVE),
        ({"fired": YesNo.NO}, RetentionGroup.ORDINARY),
    ],
)
def test_a_record_is_kept_by_the_gravest_of_what_it_says(
    said: dict[str, object], group: RetentionGroup
) -> None:
    nothing = {"injury": NO_ANSWER, "outcomes": NO_ANSWER, "fired": NO_ANSWER, "referred": False}

    assert group_of(**{**nothing, **said}) is group  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("age", "born", "adult"),
    [
        (PerceivedAge.FROM_18, NO_ANSWER, INCIDENT),
        (Absence.NOT_KNOWN, NO_ANSWER, INCIDENT),
        (PerceivedAge.FROM_11, NO_ANSWER, date(2033, 11, 19)),
        (PerceivedAge.UNDER_11, NO_ANSWER, date(2044, 11, 19)),
        # The date of birth says it better, also that somebody perceived as a child was none.
        (PerceivedAge.FROM_11, date(2009, 2, 3), date(2027, 2, 3)),
        (PerceivedAge.FROM_11, date(2000, 2, 3), INCIDENT),
        (PerceivedAge.FROM_18, date(2010, 2, 28), date(2028, 2, 28)),
        (PerceivedAge.FROM_18, date(2012, 2, 29), date(2030, 2, 28)),
        # Erased since: by the age that was perceived.
        (PerceivedAge.FROM_11, Absence.ERASED, date(2033, 11, 19)),
    ],
)
def test_the_period_of_a_child_begins_at_the_latest_18th_birthday(
    age: object, born: object, adult: date
) -> None:
    assert adult_on(INCIDENT, age=age, born=born) == adult


def test_a_review_is_due_when_the_period_of_its_group_is_over() -> None:
    periods = tuple(
        Period(group=group, months=months)
        for group, months in zip(RetentionGroup, (1200, 120, 84), strict=True)
    )
    policy = replace(a_policy(), periods=periods)
    adult = date(2033, 11, 19)

    due = [review_on(policy, group, incident=INCIDENT, adult=adult) for group in RetentionGroup]

    assert due == [date(2133, 11, 19), date(2043, 11, 19), date(2040, 11, 19)]
    from_incident = replace(policy, from_18th_birthday=False)
    ordinary = RetentionGroup.ORDINARY
    assert review_on(from_incident, ordinary, incident=INCIDENT, adult=adult) == date(2033, 11, 19)


def test_the_policy_of_a_day_is_the_last_that_had_begun_and_of_those_the_last_set() -> None:
    old, new = a_policy(since=date(2026, 1, 1)), a_policy(since=date(2027, 1, 1), months=120)
    mended = replace(new, source="Mended")

    assert in_force((), INCIDENT) is None
    assert in_force((old, new), date(2025, 12, 31)) is None
    assert in_force((new, old), INCIDENT) is old
    assert in_force((old, new, mended), date(2027, 1, 1)) is mended


@pytest.mark.parametrize(
    ("policy", "refusal"),
    [
        (a_policy(since=date(2026, 11, 19)), PolicyInThePastError),
        (a_policy(days=15), TooLongToCoolOffError),
        (a_policy(months=0), UnknownPeriodError),
        (a_policy(months=1201), UnknownPeriodError),
        (replace(a_policy(), periods=a_policy().periods[:2]), UnknownPeriodError),
    ],
)
def test_a_policy_that_cannot_be_is_refused(policy: Policy, refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        set_policy(
            policy,
            force=Force.NORTHSHIRE,
            version=0,
            today=date(2026, 11, 20),
            command=MANAGER.commands(),
        )


@given(day=some.dates(date(1990, 1, 1), date(2100, 1, 1)), months=some.integers(1, 1200))
def test_a_list_of_what_is_due_and_the_day_of_one_record_say_the_same(
    day: date, months: int
) -> None:
    last = months_before(day, months)

    assert months_on(last, months) <= day < months_on(last + timedelta(days=1), months)
