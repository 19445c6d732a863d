"""Signing in and out, as a person sees it."""

import pytest

from tests.people import ADMINISTRATOR, OFFICER, STANDARDS, SUPERVISOR
from tests.web.client import Browser

STARTS_AT = {
    OFFICER: "/",
    SUPERVISOR: "/review",
    STANDARDS: "/review",
    ADMINISTRATOR: "/admin/people",
}


@pytest.mark.parametrize("person", STARTS_AT, ids=lambda person: person.username)
def test_everybody_starts_where_their_work_is(nobody: Browser, person) -> None:
    page = nobody.sign_in(person)

    assert page.path == STARTS_AT[person]
    assert person.name in page.root.all("header")[0].text
