from flask import Flask

from domain.codelists.forces import Force
from tests.people import ADMINISTRATOR, STANDARDS
from tests.web import given
from tests.web.conftest import SignIn
from web.bootstrap import Services


def test_an_import_is_shown_with_its_counts_and_what_is_to_mend(
    app: Flask, services: Services, browser_of: SignIn
) -> None:
    given.a_job(services, "legacy.csv", finished=False)

    page = browser_of(STANDARDS).client.get("/imports").text

    for said in ("legacy.csv", "Not finished", "1,205", "1,200", "Answer this question"):
        assert said in page
    assert 'href="/search?flag=to-mend"' in page


def test_who_cannot_search_is_not_sent_there(
    app: Flask, services: Services, browser_of: SignIn
) -> None:
    given.a_job(services, "legacy.csv")

    page = browser_of(ADMINISTRATOR).client.get("/imports").text

    assert "legacy.csv" in page
    assert "/search" not in page


def test_imports_of_another_force_are_not_shown(
    app: Flask, services: Services, browser_of: SignIn
) -> None:
    given.a_job(services, "theirs.csv", force=Force.WILTSHIRE)

    page = browser_of(STANDARDS).client.get("/imports").text

    assert "theirs.csv" not in page
    assert "Nothing was imported yet" in page
