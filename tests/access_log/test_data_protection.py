"""What the data protection officer reads: who looked, and what was disclosed; never a record (spec: audit, 6.1)."""

from domain.codelists.disclosures import KindOfDisclosure, LegalBasis
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from domain.disclosures.disclosure import Terms
from tests.access_log.conftest import Installed, appoint
from tests.builders import WORDS
from tests.people import STANDARDS, SUPERVISOR, Somebody
from tests.standards import HEAD, approved
from tests.web import given

OFFICER = Somebody(
    name="Lou Nightjar", collar_number="9011", rank=Rank.STAFF, role=Role.DATA_PROTECTION
)


def test_they_read_who_looked_and_not_what_they_themselves_looked_at(embedded: Installed) -> None:
    record = given.submitted(embedded.services)
    embedded.browser_of(SUPERVISOR).open(f"/records/{record.reference}")
    appoint(embedded.services, OFFICER)
    browser = embedded.browser_of(OFFICER)

    page = browser.open(f"/records/{record.reference}/access")
    again = browser.open(f"/records/{record.reference}/access")
    everything = browser.open("/audit")
    refused = browser.open(f"/audit/people/{OFFICER.id}", status=403)

    assert [row[1:3] for row in page.rows] == [["Sgt 2210 Cleo Wren", "Read"]]
    assert again.rows == page.rows
    assert "Cleo Wren" in everything.text
    assert "Nightjar" not in "".join(cell for row in everything.rows for cell in row)
    assert "is read by somebody else" in refused.text
    assert browser.open("/audit/alerts").heading == "Looks that stand out"


def test_they_are_not_shown_what_was_looked_at_in_confidence(embedded: Installed) -> None:
    record = given.submitted(embedded.services)
    appoint(embedded.services, HEAD)
    approved(embedded.services, "CO/9/26")
    looking = embedded.browser_of(STANDARDS)
    looking.post("/purpose", {"purpose": "complaint", "case": "CO/9/26", "confidential": "yes"})
    looking.open(f"/records/{record.reference}")
    appoint(embedded.services, OFFICER)
    browser = embedded.browser_of(OFFICER)

    assert "Effie Lark" not in browser.open(f"/records/{record.reference}/access").text
    assert "CO/9/26" not in browser.open("/audit").text


def test_they_read_what_was_disclosed_and_take_nothing_away(embedded: Installed) -> None:
    services, record = embedded.services, given.submitted(embedded.services, **WORDS)
    embedded.clock.advance(hours=1)
    terms = Terms(
        kind=KindOfDisclosure.PROCEEDINGS,
        basis=LegalBasis.CORONER,
        recipient="HM Coroner",
        explanation="Inquest 12",
        as_at=services.clock.now(),
        withheld=(),
    )
    _, disclosure = services.disclosing.disclose([record.id], terms, requester=STANDARDS.asks())
    appoint(embedded.services, OFFICER)
    browser = embedded.browser_of(OFFICER)
    one, of_record = f"/disclosures/{disclosure}", f"/records/{record.reference}/disclosures"

    home, listed = browser.open("/"), browser.open("/disclosures")
    shown, tab = browser.open(one), browser.open(of_record)

    assert 'href="/disclosures"' in home.response.text
    for page in (listed, shown, tab):
        assert "HM Coroner" in page.text
        assert page.buttons == []
        assert "/disclosures/new" not in page.response.text
        assert f'href="/records/{record.reference}"' not in page.response.text
    assert browser.post(f"{one}/bundle", {}).status_code == 403
    assert browser.client.get("/disclosures/new").status_code == 403
    assert browser.client.get(f"/records/{record.reference}").status_code == 404
