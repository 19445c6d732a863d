"""A record that was imported: where it was found, what is missing, and who mends it."""

from domain.codelists.answers import Absence, YesNo
from tests.people import OFFICER, STANDARDS, SUPERVISOR
from tests.web import given
from tests.web.conftest import SignIn
from web.bootstrap import Services

CREWED = "Were you single crewed?"


def test_it_says_where_it_was_found_and_what_to_mend(
    services: Services, browser_of: SignIn
) -> None:
    record = given.imported(services)

    page = browser_of(OFFICER).open(f"/records/{record.reference}")

    assert "Imported from legacy.csv, line 7, submitted there on 4 May 2020 at 10:30" in page.text
    assert "To mend: 1" in page.text
    assert f"{CREWED} Answer this question" in page.text


def test_its_officer_sees_on_the_start_page_that_it_is_to_be_mended(
    services: Services, browser_of: SignIn
) -> None:
    record = given.imported(services)

    page = browser_of(OFFICER).open("/")

    assert record.reference in page.text
    assert "To mend" in page.text


def test_professional_standards_find_what_is_to_be_mended(
    services: Services, browser_of: SignIn
) -> None:
    record = given.imported(services, officer=None)
    given.imported(services, single_crewed=YesNo.NO)

    page = browser_of(STANDARDS).open("/search?flag=to-mend")

    assert page.text.count(record.reference) == 1


def test_professional_standards_mend_a_record_of_an_unknown_officer(
    services: Services, browser_of: SignIn
) -> None:
    record = given.imported(services, officer=None)
    standards = browser_of(STANDARDS)

    assert "Officer not recorded" in standards.open(f"/records/{record.reference}").text
    page = standards.open(f"/records/{record.reference}/amend/incident")
    page.press("Save and continue", {"single_crewed": "no"})
    reason = standards.open(f"/records/{record.reference}/amend/reason")
    reason.press("Save the change", {"reason": "missing", "explanation": "The duty sheet says so."})

    assert services.records.read(record.id, by=STANDARDS.id).account.single_crewed is YesNo.NO


def test_the_history_names_the_source_and_its_digest(
    services: Services, browser_of: SignIn
) -> None:
    record = given.imported(services)

    page = browser_of(OFFICER).open(f"/records/{record.reference}/history")

    assert "Version 1: record imported by the system 20 November" in page.text
    assert "legacy.csv, line 7" in page.text
    assert "5e" * 32 in page.text
    assert "In its own words: Dealt with informally" in page.text


def test_a_record_without_a_time_is_shown_everywhere(
    services: Services, browser_of: SignIn
) -> None:
    record = given.imported(services, incident_time=Absence.NOT_ANSWERED)

    for somebody, address in (
        (OFFICER, "/"),
        (OFFICER, f"/records/{record.reference}"),
        (SUPERVISOR, f"/records/{record.reference}/history"),
        (STANDARDS, "/search"),
        (SUPERVISOR, f"/review/{record.reference}"),
    ):
        browser_of(somebody).open(address)
