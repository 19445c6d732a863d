from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.codelists.answers import Absence, YesNo
from domain.codelists.editions import FormEdition
from domain.codelists.injuries import OfficerInjuryLevel, SubjectInjuryLevel
from domain.codelists.outcomes import Outcome
from domain.codelists.reasons import ReasonForAmendment
from domain.codelists.statuses import RecordStatus
from domain.records.errors import (
    AccountHasGapsError,
    NoIncidentDateError,
    NotAwaitingReviewError,
    NothingChangedError,
    NotImportedError,
    NotTheOfficerError,
    OwnReviewError,
)
from domain.records.events import Amended, Imported, PinnedNote, Referred
from domain.records.record import UseOfForceRecord
from tests.builders import (
    SOURCE,
    a_submission,
    a_submitted_record,
    an_import,
    an_imported_record,
    and_then,
    imports,
)
from tests.fakes import NOON
from tests.people import COLLEAGUE, OFFICER, STANDARDS, SUPERVISOR, Somebody


def found(record: UseOfForceRecord) -> set[tuple[str, str]]:
    """The rules that an imported record does not meet, and where."""
    return {(finding.rule, finding.question) for finding in record.findings(at=NOON)}


def amends(record: UseOfForceRecord, *, by: Somebody = OFFICER, **changes: Any) -> UseOfForceRecord:
    events = record.amend(
        changes,
        reason=ReasonForAmendment.MISSING,
        explanation="It was missing",
        command=by.commands(),
    )
    return and_then(record, events)


def test_a_record_is_taken_over_as_it_was_found() -> None:
    (imported,) = an_import()

    assert isinstance(imported, Imported)
    assert imported.metadata.source == SOURCE
    assert imported.edition is FormEdition.NATIONAL_2017
    assert imported.words == {"outcomes": ("Dealt with informally",)}
    assert "single_crewed" not in imported.answers


def test_nothing_is_backdated() -> None:
    (imported,) = an_import()

    assert imported.metadata.at == NOON
    assert an_imported_record().submitted_at == SOURCE.at


def test_what_was_never_asked_is_no_gap_and_what_was_left_out_is() -> None:
    assert found(an_imported_record()) == {("answers-every-question-asked", "single_crewed")}


def test_a_contradiction_is_taken_over_and_found() -> None:
    record = an_imported_record(
        officer_injured=YesNo.NO,
        officer_injury_level=OfficerInjuryLevel.MINOR,
        subject_injury_level=SubjectInjuryLevel.DEATH,
    )

    assert ("answers-only-what-was-asked", "officer_injury_level") in found(record)
    assert ("records-a-death-as-a-fatality", "outcomes") in found(record)


def test_a_record_submitted_here_has_no_findings() -> None:
    assert a_submitted_record().findings(at=NOON) == ()


def test_a_day_before_recording_began_is_found_and_not_refused() -> None:
    record = an_imported_record(incident_date=date(2016, 12, 31))

    assert ("happened-since-recording-began", "incident_date") in found(record)


def test_a_record_without_a_day_cannot_be_one() -> None:
    with pytest.raises(NoIncidentDateError):
        an_import(incident_date=Absence.NOT_ANSWERED)


def test_nothing_is_imported_without_a_source() -> None:
    with pytest.raises(NotImportedError):
        UseOfForceRecord.take_over(
            an_imported_record().id,
            reference="LEG-1",
            force=an_imported_record().force,
            officer=None,
            rank=None,
            answers=an_imported_record().account.answers,
            words={},
            command=imports(source=None),
        )


def test_a_death_long_ago_is_not_referred_again() -> None:
    events = an_import(outcomes=(Outcome.FATALITY,))

    assert not any(isinstance(event, Referred) for event in events)


def test_an_imported_record_awaits_nobody() -> None:
    record = an_imported_record()

    assert record.status is RecordStatus.IMPORTED
    with pytest.raises(NotAwaitingReviewError):
        record.accept(advice="", command=SUPERVISOR.commands())


def test_what_happened_elsewhere_comes_with_it_and_asks_nothing_of_anybody() -> None:
    record = an_imported_record()
    record = and_then(
        record,
        record.amended_elsewhere(
            {"area": "coast"},
            reason=ReasonForAmendment.ERROR,
            explanation="As their system says",
            command=imports(),
        ),
    )
    record = and_then(
        record,
        record.returned_elsewhere([PinnedNote(question="area", text="Where?")], command=imports()),
    )

    assert record.status is RecordStatus.IMPORTED
    assert record.account.area == "coast"


def test_a_record_accepted_elsewhere_is_accepted() -> None:
    record = an_imported_record()
    record = and_then(record, record.accepted_elsewhere(advice="", command=imports()))

    assert record.status is RecordStatus.ACCEPTED


def test_nothing_happened_elsewhere_to_a_record_made_here() -> None:
    with pytest.raises(NotImportedError):
        a_submitted_record().accepted_elsewhere(advice="", command=imports())


def test_nobody_says_of_now_that_it_happened_elsewhere() -> None:
    with pytest.raises(NotImportedError):
        an_imported_record().accepted_elsewhere(advice="", command=SUPERVISOR.commands())


def test_an_amendment_elsewhere_changes_something() -> None:
    with pytest.raises(NothingChangedError):
        an_imported_record().amended_elsewhere(
            {"area": "central"},
            reason=ReasonForAmendment.ERROR,
            explanation="As their system says",
            command=imports(),
        )


@pytest.mark.parametrize("somebody", [OFFICER, STANDARDS], ids=lambda who: who.role)
def test_its_officer_or_professional_standards_mend_it(somebody: Somebody) -> None:
    mended = amends(an_imported_record(), by=somebody, single_crewed=YesNo.NO)

    assert found(mended) == set()
    assert mended.status is RecordStatus.SUBMITTED


def test_a_record_of_an_unknown_officer_is_mended_by_professional_standards_alone() -> None:
    record = an_imported_record(officer=None)

    assert found(amends(record, by=STANDARDS, single_crewed=YesNo.NO)) == set()
    for somebody in (OFFICER, SUPERVISOR):
        with pytest.raises(NotTheOfficerError):
            amends(record, by=somebody, single_crewed=YesNo.NO)


def test_professional_standards_do_not_amend_what_was_submitted_here() -> None:
    with pytest.raises(NotTheOfficerError):
        amends(a_submitted_record(), by=STANDARDS, area="north")


def test_mending_one_gap_may_leave_another() -> None:
    record = an_imported_record(ced_trained=Absence.NOT_ANSWERED)

    assert found(amends(record, single_crewed=YesNo.NO)) == {
        ("answers-every-question-asked", "ced_trained")
    }


def test_an_amendment_adds_no_gap() -> None:
    with pytest.raises(AccountHasGapsError) as refused:
        amends(an_imported_record(), reasons=Absence.NOT_ANSWERED)

    assert [finding.question for finding in refused.value.findings] == ["reasons"]


def test_nobody_says_later_that_a_question_was_never_asked() -> None:
    with pytest.raises(AccountHasGapsError):
        amends(an_imported_record(), single_crewed=Absence.NOT_ASKED, area="north")


def test_an_officer_cannot_say_that_they_were_not_asked() -> None:
    with pytest.raises(AccountHasGapsError):
        a_submission(area=Absence.NOT_ASKED)


def test_who_amended_a_record_does_not_review_it() -> None:
    record = amends(an_imported_record(officer=None), by=STANDARDS, single_crewed=YesNo.NO)

    assert not record.may_be_reviewed_by(STANDARDS.id)
    assert record.may_be_reviewed_by(COLLEAGUE.id)
    with pytest.raises(OwnReviewError):
        record.accept(advice="", command=STANDARDS.commands())


def test_an_amendment_that_was_not_imported_is_looked_at() -> None:
    record = an_imported_record()
    record = and_then(record, record.accepted_elsewhere(advice="", command=imports()))
    mended = amends(record, single_crewed=YesNo.NO)

    assert mended.status is RecordStatus.SUBMITTED


def test_an_amendment_here_names_no_source() -> None:
    record = an_imported_record()
    (amended,) = record.amend(
        {"single_crewed": YesNo.NO},
        reason=ReasonForAmendment.MISSING,
        explanation="It was missing",
        command=replace(OFFICER.commands(), source=None),
    )

    assert isinstance(amended, Amended)
    assert amended.metadata.source is None
