"""What is worth knowing about a record before it is opened, gravest first (spec: ux, 4 and 10)."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from domain.codelists.answers import YesNo
from domain.codelists.injuries import OfficerInjuryLevel, SubjectInjured
from domain.codelists.perceptions import PerceivedAge
from domain.codelists.tactics import CED_TACTICS, Tactic
from projections.register.flags import Flag, flags, flags_in
from projections.register.tables import register
from tests.builders import CED_FIRED, CROWD, MINOR_INJURY, an_account, used
from tests.fakes import NOON
from tests.projections.happening import (
    Happening,
    accepted,
    amended,
    assessed,
    referred,
    submitted,
)
from web.bootstrap import Services

HURT: dict[str, Any] = {
    "officer_injured": YesNo.YES,
    "officer_injury_intentional": YesNo.NO,
    "officer_injury_level": OfficerInjuryLevel.MINOR,
    "officer_medical_provided": YesNo.NO,
}


def flagged(**changes: Any) -> list[Flag]:
    return list(flags(an_account(**changes), submitted_at=NOON))


def test_an_ordinary_record_has_none() -> None:
    assert flagged() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (MINOR_INJURY, [Flag.INJURY]),
        (HURT, [Flag.INJURY]),
        ({"subject_injured": SubjectInjured.UNKNOWN}, []),
        ({"tactics": used(Tactic.FIREARM_AIMED)}, [Flag.SERIOUS_TACTIC]),
        ({"tactics": used(Tactic.DOG_BITE)}, [Flag.SERIOUS_TACTIC]),
        ({"tactics": used(Tactic.DOG_DEPLOYED)}, []),
        ({"tactics": used(Tactic.BATON_USED)}, []),
        ({"tactics": used(Tactic.CED_DRAWN)}, [Flag.CED]),
        ({"tactics": used(Tactic.CED_FIRED)}, [Flag.SERIOUS_TACTIC, Flag.CED]),
        ({"perceived_age": PerceivedAge.UNDER_11}, [Flag.UNDER_18]),
        ({"perceived_age": PerceivedAge.FROM_11}, [Flag.UNDER_18]),
        ({"perceived_age": PerceivedAge.FROM_18}, []),
        ({"video_recorded": YesNo.NO}, [Flag.NO_VIDEO]),
        (CROWD, [Flag.CROWD]),
    ],
)
def test_an_answer_calls_for_its_flag(changes: dict[str, Any], expected: list[Flag]) -> None:
    assert flagged(**changes) == expected


@pytest.mark.parametrize("tactic", CED_TACTICS)
def test_every_level_of_a_ced_is_flagged(tactic: Tactic) -> None:
    assert Flag.CED in flagged(tactics=used(tactic))


@pytest.mark.parametrize(
    ("day", "clock", "late"),
    [
        # In London and not in UTC: in summer the clock is an hour ahead.
        (date(2026, 7, 1), time(13, 0), False),
        (date(2026, 7, 1), time(12, 59), True),
    ],
)
def test_a_record_is_late_when_more_than_a_day_has_passed(
    day: date, clock: time, *, late: bool
) -> None:
    account = an_account(incident_date=day, incident_time=clock)

    found = flags(account, submitted_at=datetime(2026, 7, 2, 12, 0, tzinfo=UTC))

    assert (Flag.LATE in found) is late


def test_the_gravest_comes_first() -> None:
    everything = {
        **CED_FIRED,
        **MINOR_INJURY,
        "perceived_age": PerceivedAge.FROM_11,
        "video_recorded": YesNo.NO,
        "incident_date": date(2026, 11, 1),
    }

    assert flagged(**everything) == [
        Flag.INJURY,
        Flag.SERIOUS_TACTIC,
        Flag.LATE,
        Flag.UNDER_18,
        Flag.CED,
        Flag.NO_VIDEO,
    ]


def test_a_record_is_marked_with_its_flags(services: Services) -> None:
    record = submitted(services, video_recorded=YesNo.YES, **MINOR_INJURY)

    assert marks(record) == {Flag.INJURY}


def test_an_amendment_changes_the_flags(services: Services) -> None:
    record = submitted(services, perceived_age=PerceivedAge.FROM_11)

    record.then(amended(perceived_age=PerceivedAge.FROM_18, **MINOR_INJURY))

    assert marks(record) == {Flag.INJURY}


def test_an_amendment_long_after_does_not_make_a_record_late(services: Services) -> None:
    record = submitted(services, at=NOON)

    record.then(amended(at=NOON.replace(month=12), area="north"))

    assert marks(record) == set()


def test_a_rule_that_fires_marks_the_record_until_it_is_assessed(services: Services) -> None:
    record = submitted(services, **CED_FIRED)
    fired = marks(record)

    record.then(assessed())

    assert Flag.REFERRAL in fired
    assert Flag.REFERRAL not in marks(record)


def test_neither_an_amendment_nor_a_decision_takes_a_referral_away(services: Services) -> None:
    record = submitted(services, **CED_FIRED)

    record.then(amended(area="north"), accepted())

    assert Flag.REFERRAL in marks(record)


def test_a_second_rule_that_fires_marks_the_record_once(services: Services) -> None:
    record = submitted(services, **CED_FIRED)

    record.then(amended(perceived_age=PerceivedAge.FROM_11))

    assert record.record.referrals == ("ced-discharged", "ced-discharged-under-18", "ced-under-18")
    assert Flag.REFERRAL in marks(record)


def test_a_referral_by_judgement_is_no_mandatory_one(services: Services) -> None:
    record = submitted(services).then(referred())

    assert marks(record) == set()


def marks(record: Happening) -> set[Flag]:
    return set(flags_in(record.row(register).flags))
