"""A mapping file is refused with the line and the reason of every mistake in it."""

import pytest

from application.importing.mapping.reading import mapping_of
from application.importing.mapping.shipped import shipped
from tests.application.mapping.writing import (
    DATE,
    FILE,
    HEAD,
    RECORD,
    a_mapping,
    line_of,
    mistakes,
)

PLACES = """
[questions.locations]
from = "Where"
[questions.locations.values]
Street = "street"
"""


def with_places(old: str, new: str) -> str:
    assert old in PLACES
    return a_mapping(PLACES.replace(old, new))


def test_a_mapping_without_mistakes_is_taken() -> None:
    assert mistakes(a_mapping(PLACES)) == []


@pytest.mark.parametrize("text", shipped().values(), ids=shipped())
def test_the_mappings_that_come_with_the_product_have_none(text: str) -> None:
    assert mistakes(text) == []


@pytest.mark.parametrize("name", shipped())
def test_a_mapping_is_called_as_its_file(name: str) -> None:
    assert mapping_of(shipped()[name]).name == name


@pytest.mark.parametrize(
    ("text", "at", "sentence"),
    [
        (
            with_places('"street"', '"streat"'),
            "Street =",
            "questions.locations.values: “streat” is no code of this question. Did you mean “street”?",
        ),
        (
            with_places("[questions.locations.values]", 'key = "x"\n[questions.locations.values]'),
            'key = "x"',
            "questions.locations: “key” means nothing here. There is:",
        ),
        (
            with_places('from = "Where"', "from = 3"),
            "from = 3",
            "questions.locations: “from” must be text in quotation marks.",
        ),
        (
            with_places('Street = "street"', "Street = 3"),
            "Street = 3",
            "questions.locations.values: “Street” must be text in quotation marks, or a list of texts.",
        ),
        (
            with_places('Street = "street"', '" Street" = "street"'),
            '" Street"',
            "questions.locations.values: “ Street” begins or ends with a blank, or is one;",
        ),
        (
            with_places('from = "Where"', 'from = "Where"\nkeep-words = ["Shop"]'),
            "keep-words",
            "questions.locations: “Shop” is not among the values. There is: Street.",
        ),
        (
            with_places('from = "Where"', 'from = "Where"\npick = ["street"]'),
            "pick",
            "questions.locations: “pick” is for a question that takes one code.",
        ),
        (
            with_places('from = "Where"', 'from = "Where"\ntext = true'),
            "[questions.locations]",
            "questions.locations: say how it is read, by “values” or “bands”.",
        ),
        (
            with_places('from = "Where"', 'from = "Where"\nconstant = ["street"]'),
            "[questions.locations]",
            "questions.locations: say one of “from”, “parts” and “constant”, and",
        ),
        (
            with_places('from = "Where"', 'from = "Where"\notherwise = "unknown"'),
            "otherwise",
            "questions.locations: “otherwise” cannot be “unknown”. Did you mean “not-known”?",
        ),
        (
            a_mapping('[questions.video_recorded]\nfrom = "A"\nvalues = { Y = ["yes", "no"] }\n'),
            "values =",
            "questions.video_recorded.values: this question takes one code.",
        ),
        (
            a_mapping('[questions.ced_uses]\nfrom = "A"\ntext = true\n'),
            "[questions.ced_uses]",
            "questions.ced_uses: this question cannot be mapped: put it under [not-asked].",
        ),
        (
            a_mapping('[questions.tactics]\nconstant = ["other"]\n'),
            "constant",
            "questions.tactics: the tactics of every record cannot be the same.",
        ),
        (
            a_mapping('[questions.perceived_age]\nfrom = "A"\nbands = { under-11 = [10, 0] }\n'),
            "bands",
            "questions.perceived_age: the band of “under-11” must be [lowest, highest].",
        ),
        (
            a_mapping("[questions.locations]\nparts = []\n"),
            "[questions.locations]",
            "questions.locations: say one of “from”, “parts” and “constant”, and of “parts” at least",
        ),
        (
            a_mapping('[questions.perceived_age]\nfrom = "A"\nbands = { not-known = [0, 10] }\n'),
            "bands",
            "questions.perceived_age: “not-known” is no code of this question.",
        ),
        (
            a_mapping(
                '[questions.perceived_age]\nfrom = "A"\n'
                "bands = { under-11 = [0, 11], 11-to-17 = [11, 17] }\n"
            ),
            "bands",
            "questions.perceived_age: the band of “11-to-17” begins before another ends.",
        ),
        *(
            (
                a_mapping(date=DATE.replace("%d/%m/%Y", wrong)),
                "date =",
                f"questions.incident_date: “{wrong}” is no form in which it can be read: it needs %Y,",
            )
            for wrong in ("%d/%m", "%d/%d/%Y", "%Q", "dd/mm/yyyy")
        ),
        (
            a_mapping('[questions.place]\nfrom = "A"\ntext = "yes"\n'),
            'text = "yes"',
            "questions.place: “text” must be true.",
        ),
        (
            a_mapping('[questions.place]\nfrom = "A"\ntext = false\n'),
            "text = false",
            "questions.place: “text” is true, or left out.",
        ),
        (
            a_mapping(PLACES.replace("locations", "loccations")),
            "[questions.loccations]",
            "questions: “loccations” means nothing here. Did you mean “locations”?",
        ),
        (
            a_mapping(head=HEAD.replace('"northshire"', '"northshyre"')),
            "force =",
            "mapping: “force” cannot be “northshyre”. Did you mean “northshire”?",
        ),
        (
            a_mapping(head=HEAD.replace("version = 1", 'version = "1"')),
            "version",
            "mapping: “version” must be a whole number.",
        ),
        (
            a_mapping(head=HEAD.replace('name = "legacy"', 'name = "Old System"')),
            'name = "Old',
            "mapping: “Old System” is no name: use small letters, digits and hyphens.",
        ),
        (
            a_mapping(head=HEAD + 'time-zone = "London"\n'),
            "time-zone",
            "mapping: “London” is no time zone, such as Europe/London.",
        ),
        (
            a_mapping(head=HEAD.replace("licence", "license")),
            "license",
            "mapping: “license” means nothing here. Did you mean “licence”?",
        ),
        (
            a_mapping(files=FILE + 'unused = { Date = "It is used" }\n'),
            'from = "Date"',
            "questions.incident_date: “Date” is among the unused columns: take it out there or here.",
        ),
        (
            a_mapping(files=FILE + 'order = "Number"\n'),
            "order",
            "file: “order” numbers the rows of a list: it goes with rows = “many”.",
        ),
        (
            a_mapping(record=""),
            "[mapping]",
            "“[record]” is missing: it says what tells one record from another.",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_do(text: str, at: str, sentence: str) -> None:
    line = 1 if "[record]” is missing" in sentence else line_of(text, at)

    assert any(found.startswith(f"line {line}: {sentence}") for found in mistakes(text))


def test_a_word_that_stands_twice_is_told_with_its_line() -> None:
    text = with_places('Street = "street"', 'Street = "street"\nStreet = "other"')

    (found,) = mistakes(text)

    line = line_of(text, 'Street = "other"')
    assert found.startswith(f"line {line}: this is not TOML")


def test_a_text_that_ends_too_soon_is_told_with_a_line() -> None:
    assert mistakes('[mapping]\nname = "legacy')[0].startswith("line 2: this is not TOML")


def test_nothing_may_be_left_unsaid() -> None:
    text = a_mapping().replace('reasons = "The old form did not ask it"\n', "")

    (found,) = mistakes(text)

    assert "nothing is said of “reasons”" in found
    assert "give it a table, or a line under [not-asked]" in found


def test_what_was_not_asked_has_a_reason_and_no_rule() -> None:
    silent = a_mapping().replace('reasons = "The old form did not ask it"', 'reasons = " "')
    both = a_mapping(PLACES) + 'locations = "Both"\n'

    assert "“reasons” was not asked: say why it has no equivalent." in mistakes(silent)[0]
    assert "“locations” has a rule too: keep one of them." in mistakes(both)[0]


TWO_FILES = """
[[file]]
name = "forms"
file = "forms.csv"
key = "Form"
rows = "records"
[[file]]
name = "places"
file = "places.csv"
key = "Form"
rows = "many"
"""
JOINED_DATE = DATE.replace('"Date"', '"forms.Date"')


def joined(questions: str, *, files: str = TWO_FILES, key: str = '"forms.Form"') -> str:
    record = f"[record]\nkey = {key}\n"
    return a_mapping(questions, files=files, record=record, date=JOINED_DATE)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            joined(PLACES),
            "“Where” is in no file of this mapping: write the file’s name, a full stop and the heading.",
        ),
        (joined(PLACES.replace("Where", "places.")), "“places.” names no column:"),
        (
            joined("", files=TWO_FILES.replace('rows = "records"', 'rows = "one"')),
            "one file, and one alone, has rows = “records”.",
        ),
        (
            joined("", files=TWO_FILES.replace('"places"', '"forms"')),
            "two files are called “forms”: give each a name of its own.",
        ),
        (
            joined("", files=TWO_FILES.replace('key = "Form"\nrows = "many"', 'rows = "many"')),
            "“key” names the columns by which its rows belong to records.",
        ),
        (
            joined("", files=TWO_FILES.replace('key = "Form"', 'key = ["Form", "Year"]', 1)),
            "every file has as many key columns as the others.",
        ),
        (joined("", key='"places.Number"'), "“places.Number” is a list; a record has one of it."),
    ],
)
def test_mistakes_about_joined_files(text: str, sentence: str) -> None:
    assert any(sentence in found for found in mistakes(text))


def test_several_mistakes_are_told_in_the_order_of_the_lines() -> None:
    text = a_mapping(
        PLACES.replace("street", "streat"), head=HEAD.replace("northshire", "southshire")
    )

    lines = [int(found.split()[1].rstrip(":")) for found in mistakes(text)]

    assert len(lines) == 2
    assert lines == sorted(lines)


@pytest.mark.parametrize("text", ["", "[mapping]", "[questions]", RECORD, FILE, "file = 3"])
def test_a_mapping_that_is_hardly_begun_is_refused_and_nothing_breaks(text: str) -> None:
    assert len(mistakes(text)) > 1
