"""What each event does to the facts. Facts are written anew from the record's own coded account."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from functools import lru_cache, singledispatch
from typing import Any, get_args, get_origin
from uuid import UUID

from domain.clients.events import CLIENT_EVENTS
from domain.codec import encode_answer
from domain.codelists.answers import Absence
from domain.codelists.tactics import Tactic
from domain.counting.likeness import impact_group, location_group
from domain.counting.people import is_identified
from domain.counting.periods import Quarter
from domain.counting.quality import unmet
from domain.counting.rules import counted
from domain.counting.timeliness import minutes
from domain.disclosures.events import DISCLOSURE_EVENTS
from domain.event import Event
from domain.expected.events import EXPECTED_EVENTS
from domain.local_time import happened_at
from domain.people.events import PERSON_EVENTS
from domain.records.account import ANSWER_TYPES, QUESTIONS, Account
from domain.records.events import (
    RECORD_EVENTS,
    Accepted,
    Amended,
    Assessed,
    Disclosed,
    EncounterLinked,
    EncounterRuledOut,
    EncounterUnlinked,
    Imported,
    NoteAdded,
    Referred,
    Restored,
    Restricted,
    Returned,
    SubjectLinked,
    SubjectRuledOut,
    SubjectUnlinked,
    Submitted,
    Unrestricted,
    Withdrawn,
)
from domain.records.standing import Standing, after
from domain.records.tactics import CedUse, TacticUsed
from domain.releases.events import RELEASE_EVENTS
from domain.retention.events import KEEPING_EVENTS, RETENTION_EVENTS
from domain.sampling.events import SAMPLE_EVENTS
from projections.codes import joined
from projections.projection import PagedProjection
from projections.rows import Rows
from projections.standings import STANDING, standing_of, stored
from projections.statistics import national_facts
from projections.statistics.dimensions import (
    DIMENSIONS,
    NONE_CHOSEN,
    NOT_REPORTED,
    Dimension,
    absent,
)
from projections.statistics.sequences import written
from projections.statistics.states import states_of
from projections.statistics.tables import (
    fact_account,
    fact_ced_probe,
    fact_ced_use,
    fact_choice,
    fact_counted,
    fact_record,
    fact_tactic,
    metadata,
)

SEALED = "~sealed"
ANSWERED = "~answered"
"""States of a column whose codes are elsewhere."""

SEVERAL = tuple(
    question
    for question, kind in ANSWER_TYPES.items()
    if get_origin(kind) is tuple and not {TacticUsed, CedUse} & set(get_args(kind))
)
"""The questions with several codes for an answer."""


@singledispatch
def project(event: Event, position: int, rows: Rows) -> None:
    """Take an event into the facts."""
    raise NotImplementedError(type(event))


@project.register
def _(event: Submitted, position: int, rows: Rows) -> None:
    times = {"started_at": event.started_at, "submitted_at": event.metadata.at}
    _enter(event, position, times, rows)


@project.register
def _(event: Imported, position: int, rows: Rows) -> None:
    source = event.metadata.source
    times = {"started_at": None, "submitted_at": source.at if source else None}
    _enter(event, position, times, rows)


def _enter(
    event: Submitted | Imported, position: int, times: Mapping[str, datetime | None], rows: Rows
) -> None:
    record = event.originator_id
    rows.insert(
        fact_record,
        {
            "record": record,
            "reference": event.reference,
            "force": event.force.value,
            "officer": event.officer,
            "rank": event.rank.value if event.rank else None,
            "edition": event.edition.value,
            "counts": True,
            "given_back": False,
            "encounter": None,
            "subject": None,
            "imported": isinstance(event, Imported),
            **times,
            **stored(after(event, Standing())),
        },
    )
    rows.insert(fact_account, {"record": record, "account": event.account})
    team = event.supervisor if isinstance(event, Submitted) else None
    counted = {
        "record": record,
        "position": position,
        "counts": True,
        "force": event.force.value,
        "officer": event.officer,
        "team": str(team) if team else "",
        "encounter": None,
        "subject": None,
        "reviewed_after": None,
        "returned": 0,
        "mended": NONE_CHOSEN,
        "mended_for": NONE_CHOSEN,
    }
    rows.insert(fact_counted, counted)
    _state(event, event.account, rows)


@project.register
def _(event: Amended, position: int, rows: Rows) -> None:
    record = event.originator_id
    before = rows.read(fact_account, record, "account")["account"]
    account = before.with_changes(event.answers)
    mended = _mended(event, rows)
    _change(event, rows, edition=event.edition.value, given_back=False)
    rows.update(fact_account, record, account=account)
    rows.update(fact_counted, record, position=position, **mended)
    _state(event, account, rows)


@project.register
def _(event: Returned, position: int, rows: Rows) -> None:
    times = rows.read(fact_counted, event.originator_id, "returned")["returned"] + 1
    _change(event, rows, given_back=True)
    rows.update(fact_counted, event.originator_id, returned=times)
    _review(event, position, rows)


@project.register
def _(event: Accepted, position: int, rows: Rows) -> None:
    _change(event, rows, given_back=False)
    _review(event, position, rows)


@project.register
def _(event: Referred, position: int, rows: Rows) -> None:
    _change(event, rows)
    if not event.rules:
        # A rule that fires is nobody's review.
        _review(event, position, rows)


@project.register
def _(event: Assessed, position: int, rows: Rows) -> None:
    _change(event, rows)


@project.register
def _(event: Withdrawn, position: int, rows: Rows) -> None:
    _change(event, rows, counts=False)
    rows.update(fact_counted, event.originator_id, position=position, counts=False)


@project.register
def _(event: Restored, position: int, rows: Rows) -> None:
    _change(event, rows, counts=True)
    rows.update(fact_counted, event.originator_id, position=position, counts=True)


@project.register
def _(event: EncounterLinked, position: int, rows: Rows) -> None:
    _belong(event, position, rows, encounter=event.encounter)


@project.register
def _(event: EncounterUnlinked, position: int, rows: Rows) -> None:
    _belong(event, position, rows, encounter=None)


@project.register
def _(event: SubjectLinked, position: int, rows: Rows) -> None:
    _belong(event, position, rows, subject=event.subject)


@project.register
def _(event: SubjectUnlinked, position: int, rows: Rows) -> None:
    _belong(event, position, rows, subject=None)


def _belong(event: Event, position: int, rows: Rows, **to: UUID | None) -> None:
    """What the record is linked to, or to nothing any more."""
    _change(event, rows, **to)
    rows.update(fact_counted, event.originator_id, position=position, **to)


def _mended(event: Amended, rows: Rows) -> dict[str, str]:
    """What was changed, and why, by an amendment that answers a return."""
    record = event.originator_id
    if not rows.read(fact_record, record, "given_back")["given_back"]:
        return {}
    before = rows.read(fact_counted, record, "mended", "mended_for")
    changed = {*_codes(before["mended"]), *event.answers}
    reasons = {*_codes(before["mended_for"]), event.reason.value}
    return {
        "mended": joined(one for one in QUESTIONS if one in changed) if changed else NONE_CHOSEN,
        "mended_for": joined(sorted(reasons)),
    }


def _codes(text: str) -> list[str]:
    return [] if text == NONE_CHOSEN else text.split()


def _review(event: Event, position: int, rows: Rows) -> None:
    """When it was first looked at, in minutes from when it was recorded."""
    record = event.originator_id
    rows.update(fact_counted, record, position=position)
    if rows.read(fact_counted, record, "reviewed_after")["reviewed_after"] is not None:
        return
    recorded = rows.read(fact_record, record, "submitted_at")["submitted_at"]
    source = event.metadata.source
    reviewed = source.at if source else event.metadata.at
    if recorded and reviewed:
        rows.update(fact_counted, record, reviewed_after=minutes(recorded, reviewed))


def _state(event: Submitted | Imported | Amended, account: Account, rows: Rows) -> None:
    """The facts of an account: stated once a page, of the account as it is at the page's end."""
    record = event.originator_id

    def work_out() -> None:
        facts = _facts(account)
        recorded = rows.read(fact_record, record, "submitted_at")["submitted_at"]
        rows.update(fact_record, record, **facts)
        rows.update(
            fact_counted,
            record,
            **_counted(account, facts),
            national=national_facts.of(account),
            unmet=_unmet(account, event.metadata.at),
            states=states_of(facts),
            recorded_after=_recorded_after(account, recorded),
            identified=is_identified(account),
        )
        _list(record, account, rows)

    rows.settle(record, work_out)


def columns_of(account: Account) -> dict[str, str]:
    """What the column of each question holds; of the blank ones all at once."""
    stated = account.answers
    return {
        **_blank(tuple(account.blanks.values())),
        **{COLUMNS[question]: _stated(question, answer) for question, answer in stated.items()},
    }


@lru_cache(maxsize=1000)
def _blank(why: tuple[Absence, ...]) -> Mapping[str, str]:
    return {COLUMNS[question]: ABSENT[one] for question, one in zip(QUESTIONS, why, strict=True)}


def _stated(question: str, answer: Any) -> str:
    if isinstance(answer, Absence):
        return ABSENT[answer]
    if isinstance(answer, tuple):
        return ANSWERED if answer else NONE_CHOSEN
    if QUESTIONS[question].group is not None:
        return SEALED
    return str(encode_answer(answer))


COLUMNS = {question: f"q_{question}" for question in QUESTIONS}
ABSENT = {one: SEALED if one is Absence.UNOPENED else absent(one) for one in Absence}
"""How the ways of not answering stand in a column; what is closed to the reader was answered."""


def _facts(account: Account) -> dict[str, Any]:
    day = account.incident_date
    if isinstance(day, Absence):
        # No record is submitted without; the rules refuse it.
        raise TypeError("a record without an incident date")
    crowd, quarter = account.crowd_estimate, Quarter.of(day)
    return {
        "incident_day": day,
        "year": quarter.year,
        "quarter": quarter.number,
        "crowd_size": None if isinstance(crowd, Absence) else crowd,
        **columns_of(account),
    }


def _counted(account: Account, facts: Mapping[str, Any]) -> dict[str, str]:
    """What reports count by, of a record with these facts."""
    tactics = counted(step.tactic for step in _steps(account.tactics))
    return {
        "year": facts["year"],
        "quarter": facts["quarter"],
        "record_type": facts["q_record_type"],
        **{one.column: _sliced(account, one, facts) for one in DIMENSIONS},
        # In the order of the list, so that the same tactics are the same text.
        "tactics": joined(one for one in Tactic if one in tactics) if tactics else NOT_REPORTED,
        "steps": written(_steps(account.tactics)),
        **_alike(account, facts),
    }


def _alike(account: Account, facts: Mapping[str, Any]) -> dict[str, str]:
    """The groups of circumstances that are alike, or why there is none."""
    factors, locations = account.impact_factors, account.locations
    impact = impact_group(factors) if isinstance(factors, tuple) else None
    location = location_group(locations) if isinstance(locations, tuple) else None
    return {
        "impact_group": impact.value if impact else facts["q_impact_factors"],
        "location_group": location.value if location else facts["q_locations"],
    }


def _unmet(account: Account, at: datetime) -> str:
    codes = unmet(account, at=at)
    return joined(codes) if codes else NONE_CHOSEN


def _recorded_after(account: Account, recorded: datetime | None) -> int | None:
    day, moment = account.incident_date, account.incident_time
    if recorded is None or isinstance(day, Absence) or isinstance(moment, Absence):
        return None
    return minutes(happened_at(day, moment), recorded)


def _sliced(account: Account, dimension: Dimension, facts: Mapping[str, Any]) -> str:
    state: str = facts[f"q_{dimension.question}"]
    return joined(getattr(account, dimension.question)) if state == ANSWERED else state


def _list(record: UUID, account: Account, rows: Rows) -> None:
    uses = list(enumerate(_steps(account.ced_uses), start=1))
    rows.replace(
        fact_choice,
        record,
        (
            {"record": record, "question": question, "code": str(code)}
            for question in SEVERAL
            for code in _choices(getattr(account, question))
        ),
    )
    rows.replace(
        fact_tactic,
        record,
        (
            {
                "record": record,
                "step": number,
                "tactic": step.tactic.value,
                "effective": _or_absent(step.effective),
            }
            for number, step in enumerate(_steps(account.tactics), start=1)
        ),
    )
    rows.replace(
        fact_ced_use,
        record,
        ({"record": record, "use": number, **_use(use)} for number, use in uses),
    )
    rows.replace(
        fact_ced_probe,
        record,
        (
            {"record": record, "use": number, "side": side, "place": place.value}
            for number, use in uses
            for side in ("probes_front", "probes_back")
            for place in dict.fromkeys(_steps(getattr(use, side)))
        ),
    )


def _choices(answer: Any) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(answer)) if isinstance(answer, tuple) else ()


def _steps(answer: Any) -> tuple[Any, ...]:
    return answer if isinstance(answer, tuple) else ()


def _use(use: CedUse) -> dict[str, str]:
    return {entry.name: _or_absent(getattr(use, entry.name)) for entry in fields(CedUse)}


def _or_absent(answer: Any) -> str:
    if isinstance(answer, Absence):
        return absent(answer)
    if isinstance(answer, tuple):
        return ANSWERED if answer else NONE_CHOSEN
    return str(answer)


def _change(event: Event, rows: Rows, **values: Any) -> None:
    record = event.originator_id
    standing = after(event, standing_of(rows.read(fact_record, record, *STANDING)))
    rows.update(fact_record, record, **stored(standing), **values)


IGNORED = KEEPING_EVENTS | {
    NoteAdded,
    Disclosed,
    EncounterRuledOut,
    SubjectRuledOut,
    Restricted,
    Unrestricted,
}
"""A restricted record still counts (Data Protection Act 2018, s. 46: it is hidden, not gone), and so does
one of which sealed content was erased: the facts are codes."""

PROJECTION = PagedProjection(
    name="statistics",
    version=5,
    metadata=metadata,
    project=project,
    handles=RECORD_EVENTS - IGNORED,
    ignores=IGNORED
    | PERSON_EVENTS
    | CLIENT_EVENTS
    | EXPECTED_EVENTS
    | RELEASE_EVENTS
    | DISCLOSURE_EVENTS
    | RETENTION_EVENTS
    | SAMPLE_EVENTS,
)
