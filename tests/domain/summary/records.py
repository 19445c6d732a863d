"""Versions of records that are made up: of one force, some officers and encounters, a few quarters."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from domain.codelists.forces import Force
from domain.codelists.perceptions import PerceivedEthnicity
from domain.codelists.tactics import Tactic
from domain.releases.period import Period
from domain.summary.counting import Scope
from domain.summary.versions import RecordVersion
from tests.builders import an_account, used
from tests.fakes import NOON

SCOPE = Scope(force=Force.NORTHSHIRE, period=Period(2026, 2))
FIRST_DAY = date(2026, 4, 1)


def a_version(record: int = 1, **said: Any) -> RecordVersion:
    """A record as it stands; of the period unless it says otherwise."""
    about: dict[str, Any] = {
        "force": Force.NORTHSHIRE,
        "counts": True,
        "officer": UUID(int=1),
        "encounter": None,
        "subject": None,
        "recorded_at": datetime(2026, 7, 5, 22, 30, tzinfo=UTC),
    }
    given = {name: said.pop(name) for name in list(said) if name in about}
    account = an_account(**{"incident_date": date(2026, 7, 5), **said})
    return RecordVersion(
        record=UUID(int=record), account=account, stated_at=NOON, **{**about, **given}
    )


VERSIONS = st.builds(
    a_version,
    record=st.integers(1, 6),
    counts=st.sampled_from([True, True, True, False]),
    officer=st.sampled_from([None, UUID(int=1), UUID(int=2)]),
    encounter=st.sampled_from([None, None, UUID(int=71), UUID(int=72)]),
    subject=st.sampled_from([None, None, UUID(int=81), UUID(int=82)]),
    recorded_at=st.sampled_from([None, NOON]),
    incident_date=st.integers(0, 200).map(lambda days: FIRST_DAY + timedelta(days=days)),
    tactics=st.lists(st.sampled_from(list(Tactic)), max_size=4).map(lambda few: used(*few)),
    perceived_ethnicity=st.sampled_from(list(PerceivedEthnicity)),
    area=st.sampled_from(["central", "north"]),
)
