"""A record on paper: a tagged PDF, in which what people wrote is text and nothing else."""

import re
import zlib

import pytest

from tests.people import COLLEAGUE, OFFICER
from tests.web import given
from tests.web.conftest import SignIn
from web.adapters import printing
from web.bootstrap import Services

MARKUP = '#import "@preview/x:1" #panic("run") $ x^2 $ *bold* `raw` <label> @ref \\ // comment'


def test_a_record_is_printed(browser_of: SignIn, services: Services) -> None:
    record = given.submitted(services)

    answer = browser_of(OFFICER).client.get(f"/records/{record.reference}.pdf")

    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == f'inline; filename="{record.reference}.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_printed_record_is_tagged_for_screen_readers(
    browser_of: SignIn, services: Services
) -> None:
    record = given.submitted(services)

    content = browser_of(OFFICER).client.get(f"/records/{record.reference}.pdf").data

    everything = content + b"".join(_streams(content))
    assert b"/StructTreeRoot" in everything
    assert b"/Lang" in everything
    assert b"pdfuaid" in everything


def test_markup_in_what_people_wrote_is_not_run(browser_of: SignIn, services: Services) -> None:
    record = given.submitted(services, narrative_action=MARKUP, place=MARKUP)

    answer = browser_of(OFFICER).client.get(f"/records/{record.reference}.pdf")

    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")


def test_what_is_written_reaches_typst_as_data_and_never_as_its_program(
    browser_of: SignIn, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def compiled(source: str, **options) -> bytes:
        seen.append((source, options["sys_inputs"]))
        return b"%PDF-"

    monkeypatch.setattr(printing.typst, "compile", compiled)
    record = given.submitted(services, narrative_action=MARKUP)

    browser_of(OFFICER).client.get(f"/records/{record.reference}.pdf")

    ((source, inputs),) = seen
    assert source == str(printing.TEMPLATE)
    assert "@preview" in inputs["record"]
    assert not re.search(r"\beval\b", printing.TEMPLATE.read_text(encoding="utf-8"))


def test_nobody_prints_what_they_may_not_read(browser_of: SignIn, services: Services) -> None:
    record = given.submitted(services)

    browser_of(COLLEAGUE).open(f"/records/{record.reference}.pdf", status=404)


def _streams(content: bytes) -> list[bytes]:
    found = []
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            found.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return found
