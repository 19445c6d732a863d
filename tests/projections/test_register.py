"""One row a record: what the register makes of each event."""

from datetime import date, time, timedelta
from uuid import uuid4

from domain.codelists.answers import Absence, YesNo
from domain.codelists.editions import FormEdition
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.statuses import RecordStatus
from domain.codelists.tactics import Tactic
from projections.register import queries
from projections.register.tables import register, register_account, register_colleague
from tests.builders import CED_FIRED, CROWD, used
from tests.fakes import NOON
from tests.people import COLLEAGUE, OFFICER, STANDARDS, SUPERVISOR
from tests.projections.happening import (
    accepted,
    amended,
    assessed,
    linked,
    noted,
    reading,
    referred,
    restored,
    restricted,
    returned,
    submitted,
    unlinked,
    unrestricted,
    withdrawn,
)
from web.bootstrap import Services

LATER = NOON + timedelta(hours=1)


def test_a_submission_becomes_a_row(services: Services) -> None:
    record = submitted(services, reference="UOF-26-000007", at=NOON)

    row = record.row(register)
    assert (row.reference, row.force, row.officer, row.rank) == (
        "UOF-26-000007",
        Force.NORTHSHIRE,
        OFFICER.id,
        Rank.CONSTABLE,
    )
    assert (row.version, row.status, row.edition) == (1, "submitted", FormEdition.NATIONAL_2023)
    assert (row.incident_date, row.incident_time) == (date(2026, 11, 19), time(22, 41))
    assert (row.area, row.record_type) == ("central", "individual")
    assert (row.submitted_at, row.changed_at) == (NOON, NOON)
    assert (row.decided_at, row.decided_by, row.encounter) == (None, None, None)
    assert (row.times_returned, row.restricted) == (0, False)


def test_a_row_says_which_tactic_a_reviewer_should_see_first_and_how_many_there_were(
    services: Services,
) -> None:
    steps = used(Tactic.COMMUNICATIONS, Tactic.BATON_USED, Tactic.GROUND_RESTRAINT)

    record = submitted(services, tactics=steps)

    row = record.row(register)
    assert (row.tactic, row.tactics_used) == (Tactic.BATON_USED, 3)


def test_a_tactic_that_was_used_twice_is_found_once(services: Services) -> None:
    steps = used(Tactic.BATON_USED, Tactic.SHIELD, Tactic.BATON_USED)

    record = submitted(services, tactics=steps)

    assert record.row(register).tactics == " baton-used shield "


def test_an_amendment_describes_the_record_anew(services: Services) -> None:
    record = submitted(services, tactics=used(Tactic.SHIELD), colleagues=(COLLEAGUE.id,))

    record.then(
        amended(
            at=LATER,
            area="north",
            incident_date=date(2023, 3, 31),
            tactics=used(Tactic.BATON_USED),
            colleagues=(STANDARDS.id,),
        )
    )

    row = record.row(register)
    assert (row.version, row.area, row.incident_date) == (2, "north", date(2023, 3, 31))
    assert (row.tactic, row.edition) == (Tactic.BATON_USED, FormEdition.NATIONAL_2017)
    assert (row.submitted_at, row.changed_at) == (NOON, LATER)
    assert row.tactics == " baton-used "
    assert [one.person for one in record.rows(register_colleague)] == [STANDARDS.id]


def test_a_second_amendment_keeps_what_the_first_one_said(services: Services) -> None:
    record = submitted(services)

    record.then(amended(area="north"), amended(single_crewed=YesNo.YES))

    account = record.row(register_account).account
    assert (record.row(register).area, account.single_crewed) == ("north", "yes")


def test_an_answer_that_is_taken_back_is_gone_from_the_row(services: Services) -> None:
    record = submitted(services, colleagues=(COLLEAGUE.id,))

    record.then(amended(colleagues=Absence.NOT_ANSWERED))

    assert record.rows(register_colleague) == []
    assert "colleagues" not in record.row(register_account).account.answers


def test_the_status_follows_the_review(services: Services) -> None:
    record = submitted(services)
    review = (
        noted(),
        returned(),
        amended(area="north"),
        accepted(),
        amended(area="coast"),
        referred(),
        amended(area="north"),
        assessed(),
        withdrawn(),
        restored(),
    )

    seen = [RecordStatus(record.then(happens).row(register).status) for happens in review]

    assert seen == [
        RecordStatus.SUBMITTED,
        RecordStatus.RETURNED,
        RecordStatus.SUBMITTED,
        RecordStatus.ACCEPTED,
        RecordStatus.SUBMITTED,
        RecordStatus.REFERRED,
        RecordStatus.REFERRED,
        RecordStatus.SUBMITTED,
        RecordStatus.WITHDRAWN,
        RecordStatus.SUBMITTED,
    ]


def test_a_referral_by_a_rule_leaves_the_review_where_it_is(services: Services) -> None:
    record = submitted(services, **CED_FIRED)

    row = record.row(register)
    assert (row.status, row.version) == ("submitted", 2)
    assert row.decided_at is None


def test_a_decision_says_who_and_when(services: Services) -> None:
    record = submitted(services).then(accepted(at=LATER))

    row = record.row(register)
    assert (row.decided_by, row.decided_at) == (SUPERVISOR.id, LATER)


def test_returns_are_counted(services: Services) -> None:
    record = submitted(services)

    record.then(returned(), amended(area="north"), returned())

    assert record.row(register).times_returned == 2


def test_a_note_moves_the_version_and_nothing_else_of_the_review(services: Services) -> None:
    record = submitted(services).then(accepted())
    before = record.row(register)

    record.then(noted(at=LATER))

    after = record.row(register)
    assert (after.version, after.changed_at) == (before.version + 1, LATER)
    assert (after.status, after.decided_at) == (before.status, before.decided_at)


def test_a_record_is_in_an_encounter_until_it_is_taken_out(services: Services) -> None:
    encounter = uuid4()
    record = submitted(services).then(linked(encounter))
    together = record.row(register).encounter

    record.then(unlinked())

    assert together == encounter
    assert record.row(register).encounter is None


def test_a_record_is_restricted_until_it_is_released(services: Services) -> None:
    record = submitted(services).then(restricted())
    hidden = record.row(register).restricted

    record.then(unrestricted())

    assert hidden
    assert not record.row(register).restricted


def test_a_crowd_is_told_apart(services: Services) -> None:
    record = submitted(services, **CROWD)

    assert record.row(register).record_type == "crowd"


def test_what_happens_to_one_record_changes_no_other(services: Services) -> None:
    other = submitted(services)
    before = other.row(register)

    submitted(services).then(amended(area="north"), returned(), restricted())

    assert other.row(register) == before


def test_a_record_is_found_by_its_reference(services: Services) -> None:
    submitted(services, reference="UOF-26-000001")
    wanted = submitted(services, reference="UOF-26-000002")

    with reading(services) as connection:
        found = queries.by_reference(connection, "UOF-26-000002")
        missing = queries.by_reference(connection, "UOF-26-000003")

    assert found and found.record == wanted.id
    assert missing is None


def test_two_records_with_one_reference_do_not_stop_the_register(services: Services) -> None:
    # References are given by a counter beside the log; the log itself does not enforce them.
    first = submitted(services, reference="UOF-26-000001", at=NOON)
    second = submitted(services, reference="UOF-26-000001", at=LATER)

    with reading(services) as connection:
        found = queries.by_reference(connection, "UOF-26-000001")

    assert found and found.record == first.id
    assert second.row(register).reference == "UOF-26-000001"
