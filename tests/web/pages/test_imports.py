from flask import Flask

from application.importing.jobs import Asked, Tally
from domain.codelists.forces import Force
from tests.people import ADMINISTRATOR, STANDARDS
from tests.web.conftest import SignIn
from web.bootstrap import Services


def an_import(services: Services, name: str, *, force: Force = Force.NORTHSHIRE) -> None:
    asked = Asked(file=name, digest="5e" * 32, layout="mps", force=force)
    tally = Tally(taken=1_200, rejected=3, with_findings=7)
    tally.findings["answers-every-question-asked", "single_crewed", "Answer this question"] = 7
    services.import_jobs.proceed(
        services.import_jobs.begin(asked, at=services.clock.now()), tally, last_line=1_204
    )


def test_an_import_is_shown_with_its_counts_and_what_is_to_mend(
    app: Flask, services: Services, browser_of: SignIn
) -> None:
    an_import(services, "legacy.csv")

    page = browser_of(STANDARDS).client.get("/imports").text

    for said in ("legacy.csv", "Not finished", "1,203", "1,200", "Answer this question"):
        assert said in page
    assert 'href="/search?flag=to-mend"' in page


def test_who_cannot_search_is_not_sent_there(
    app: Flask, services: Services, browser_of: SignIn
) -> None:
    an_import(services, "legacy.csv")

    page = browser_of(ADMINISTRATOR).client.get("/imports").text

    assert "legacy.csv" in page
    assert "/search" not in page


def test_imports_of_another_force_are_not_shown(
    app: Flask, services: Services, browser_of: SignIn
) -> None:
    an_import(services, "theirs.csv", force=Force.WILTSHIRE)

    page = browser_of(STANDARDS).client.get("/imports").text

    assert "theirs.csv" not in page
    assert "Nothing was imported yet" in page
