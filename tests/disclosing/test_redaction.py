"""What is withheld is in no byte of what is handed over, and what is disclosed can be read."""

import html
import json
import re
from uuid import UUID

import pytest

from domain.codelists.disclosures import KindOfDisclosure, Part, ReasonForWithholding
from domain.records.disclosure import BEGINS_WITHHELD
from tests.disclosing import pdf
from tests.disclosing.bundles import CANARIES, REVIEWED, files_of, terms
from tests.disclosing.conftest import Made
from tests.people import COLLEAGUE, EVERYBODY, OFFICER, STANDARDS, SUPERVISOR
from web.disclosing.document import Document

ALL = {
    part: [str(one).split("\n")[0] for one in words.values()] for part, words in CANARIES.items()
}
CANARY = {**ALL, Part.REVIEW: [REVIEWED]}
CANARY[Part.NARRATIVE] = [*CANARY[Part.NARRATIVE], "canary-narrative-three"]


def read(files: dict[str, bytes]) -> bytes:
    """Every byte that is handed over, with whatever is compressed in the PDF opened."""
    opened = b"".join(pdf.objects(files["disclosure.pdf"]).values())
    words = pdf.words(files["disclosure.pdf"]).encode()
    return b"\n".join([*files.values(), opened, words])


def page_of(files: dict[str, bytes]) -> str:
    return html.unescape(files["disclosure.html"].decode())


@pytest.mark.parametrize("kind", KindOfDisclosure)
def test_what_is_withheld_is_in_no_byte_of_any_file(made: Made, kind: KindOfDisclosure) -> None:
    files = files_of(made.bundles[kind])
    everything = read(files)

    for part in BEGINS_WITHHELD[kind]:
        for word in CANARY[part]:
            assert word.encode() not in everything, (part, word)
    assert b"canary-later-note" not in everything


@pytest.mark.parametrize("kind", KindOfDisclosure)
def test_what_is_disclosed_can_be_read_on_page_and_print(
    made: Made, kind: KindOfDisclosure
) -> None:
    files = files_of(made.bundles[kind])
    page, printed = page_of(files), pdf.words(files["disclosure.pdf"])

    for part in set(Part) - set(BEGINS_WITHHELD[kind]):
        for word in CANARY[part]:
            assert word in page, (part, word)
            assert "".join(word.split()) in printed, (part, word)


@pytest.mark.parametrize("kind", KindOfDisclosure)
def test_page_and_print_say_the_same(made: Made, kind: KindOfDisclosure) -> None:
    files = files_of(made.bundles[kind])
    printed = pdf.words(files["disclosure.pdf"])
    lines = re.findall(r"<p>(.*?)</p>", files["disclosure.html"].decode(), re.DOTALL)
    answers = [html.unescape(re.sub("<[^>]+>", "", line)) for line in lines[1:]]

    assert len(answers) > 30
    for answer in answers:
        # Of whole sentences only the print knows where a page ends.
        if len(answer) < 80:
            assert "".join(answer.split()) in printed, answer


def test_what_is_withheld_is_said_with_its_reason_where_it_would_stand(made: Made) -> None:
    page = page_of(files_of(made.bundles[KindOfDisclosure.SUBJECT_ACCESS]))

    # In its section and in its event; of a record in which nothing of it was recorded, nowhere.
    sentence = "Withheld. Injuries of the officer, in words: it is about somebody else."
    assert page.count(sentence) == 2
    assert page.count("Withheld. References to other systems: it was not asked for.") >= 2
    assert "What reviewers and professional standards wrote. It is about somebody else." in page


def test_officers_are_named_in_proceedings_and_numbered_elsewhere(made: Made) -> None:
    for kind, bundle in made.bundles.items():
        files = files_of(bundle)
        everything, page = read(files), page_of(files)
        named = kind is KindOfDisclosure.PROCEEDINGS

        assert (f"PC {OFFICER.collar_number} {OFFICER.name}" in page) is named
        assert ("Officer 1" in page) is not named
        if not named:
            for one in EVERYBODY:
                assert one.name.encode() not in everything
                assert one.name.replace(" ", "").encode() not in everything


def test_what_is_for_everybody_holds_no_day_time_number_or_person(made: Made) -> None:
    files = files_of(made.bundles[KindOfDisclosure.FREEDOM_OF_INFORMATION])
    everything, page = read(files), page_of(files)

    assert "November 2026" in page
    for word in ("19 November 2026", "22:41", "X3000-0001", "C-1", "UOF-26-000001"):
        assert word.encode() not in everything, word
        assert "".join(word.split()).encode() not in everything, word
    people: list[UUID] = [OFFICER.id, COLLEAGUE.id, SUPERVISOR.id]
    for one in people:
        assert one.bytes not in everything
        assert str(one).encode() not in everything
    assert "Taser" in page


def test_no_key_and_no_ciphertext_leaves(made: Made) -> None:
    (row, *_) = [
        one
        for one in made.services.log.recorder.select_events(made.records[0].id)
        if b'"e":' in one.state
    ]
    sealed = json.loads(row.state)["s"]
    everything = read(files_of(made.bundle))

    assert sealed
    for one in sealed.values():
        assert one["e"].encode() not in everything
        secret = made.services.disclosing.ring.for_reading(UUID(one["k"]))
        assert secret not in everything
        assert secret.hex().encode() not in everything


def test_markup_in_what_people_wrote_is_text_in_both(made: Made) -> None:
    files = files_of(made.bundle)

    assert b"canary-medical &lt;b&gt;&amp;amp; bruise" in files["disclosure.html"]
    assert "canary-narrative-two*$y$" in pdf.words(files["disclosure.pdf"])


def test_each_part_can_be_withheld_alone(made: Made) -> None:
    """Over the documents alone, which everything else is made of."""
    services = made.services
    for part in Part:
        decided = terms(
            KindOfDisclosure.PROCEEDINGS,
            made.as_at,
            withheld={part: ReasonForWithholding.PRIVILEGED},
        )
        found = services.disclosing.preview([made.records[0].id], decided, by=STANDARDS.id)

        assert isinstance(found, Document)
        said = repr(found)
        for other in Part:
            for word in CANARY[other]:
                assert (word in said) is (other is not part), (part, other, word)
