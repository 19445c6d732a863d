"""What a colleague reads who is only named in a record: its facts, and not its officer's account."""

import pytest

from domain.codelists.answers import YesNo
from domain.codelists.injuries import OfficerInjuryLevel
from tests.builders import MINOR_INJURY
from tests.people import COLLEAGUE, OFFICER, STANDARDS, SUPERVISOR, Somebody
from tests.web import given
from tests.web.conftest import SignIn
from tests.web.given import Given
from web.bootstrap import Services

ACCOUNT, MEDICAL, WELFARE = "What I thought", "What hurt him", "What hurt me"
PLACE, INCIDENT = "12 Market Street", "NS-0417"


@pytest.fixture
def record(services: Services) -> Given:
    return given.submitted(
        services,
        **MINOR_INJURY,
        colleagues=(COLLEAGUE.id,),
        place=PLACE,
        incident_reference=INCIDENT,
        narrative_assessment=ACCOUNT,
        subject_injury_detail=MEDICAL,
        officer_injured=YesNo.YES,
        officer_injury_intentional=YesNo.NO,
        officer_injury_level=OfficerInjuryLevel.MINOR,
        officer_medical_provided=YesNo.NO,
        officer_injury_detail=WELFARE,
    )


@pytest.mark.parametrize("words", [ACCOUNT, MEDICAL, WELFARE])
def test_a_named_colleague_reads_neither_the_account_nor_anybodys_health(
    browser_of: SignIn, record: Given, words: str
) -> None:
    page = browser_of(COLLEAGUE).open(f"/records/{record.reference}")

    assert words not in page.text
    assert "Sealed" in page.text


@pytest.mark.parametrize("words", [PLACE, INCIDENT])
def test_a_named_colleague_reads_the_facts_of_the_event(
    browser_of: SignIn, record: Given, words: str
) -> None:
    page = browser_of(COLLEAGUE).open(f"/records/{record.reference}")

    assert words in page.text


@pytest.mark.parametrize("reader", [OFFICER, SUPERVISOR, STANDARDS], ids=lambda one: one.username)
@pytest.mark.parametrize("words", [ACCOUNT, MEDICAL, WELFARE, PLACE, INCIDENT])
def test_the_officer_their_supervisor_and_professional_standards_read_all_of_it(
    browser_of: SignIn, record: Given, reader: Somebody, words: str
) -> None:
    page = browser_of(reader).open(f"/records/{record.reference}")

    assert words in page.text
