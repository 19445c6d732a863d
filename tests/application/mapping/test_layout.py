"""What makes a line a record: its key, its date, its people."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from application.importing.candidate import Candidate, Rejected
from application.importing.mapping.layout import MappedLayout
from application.importing.mapping.reading import mapping_of
from domain.codelists.ranks import Rank
from tests.application.mapping.writing import HEAD, RECORD, a_mapping, read, refused

REGISTERED = UUID(int=9)


def candidate(text: str, **cells: str) -> Candidate:
    found = read(text, **cells)
    assert isinstance(found, Candidate), found
    return found


def test_the_same_key_is_the_same_record_whatever_else_is_mended() -> None:
    mended = a_mapping(head=HEAD.replace("version = 1", "version = 2"))

    assert candidate(a_mapping()).record == candidate(mended, Date="05/05/2020").record


def test_another_key_and_another_source_are_another_record() -> None:
    other = a_mapping(head=HEAD.replace('"legacy"', '"older"'))

    records = {
        candidate(a_mapping()).record,
        candidate(a_mapping(), Form="2").record,
        candidate(other).record,
    }

    assert len(records) == 3


def test_a_key_of_two_parts_is_not_that_of_their_sum() -> None:
    text = a_mapping(record='[record]\nkey = ["Form", "Person"]\n')

    one = candidate(text, Form="1", Person="11")
    other = candidate(text, Form="11", Person="1")

    assert one.record != other.record
    assert (one.reference, other.reference) == ("1-11", "11-1")


def test_a_reference_may_have_a_prefix_and_other_columns_than_the_key() -> None:
    text = a_mapping(record=RECORD + 'prefix = "OLD-"\nreference = ["Year", "Number"]\n')

    assert candidate(text, Year="2020", Number="77").reference == "OLD-2020-77"


def test_a_line_names_its_file_and_when_it_was_submitted() -> None:
    text = a_mapping(
        record=RECORD + 'submitted-at = { from = "Sent", format = "%d/%m/%Y %H:%M" }\n'
    )

    source = candidate(text, Sent="04/05/2020 10:30").source

    assert (source.file, source.line, source.digest) == ("forms.csv", 2, "5e" * 32)
    assert source.at == datetime(2020, 5, 4, 9, 30, tzinfo=UTC)
    assert candidate(text, Sent="").source.at is None


def test_the_clocks_are_those_of_the_source() -> None:
    text = a_mapping(
        head=HEAD + 'time-zone = "America/New_York"\n',
        record=RECORD + 'submitted-at = { from = "Sent", format = "%Y-%m-%d %H:%M" }\n',
    )

    assert candidate(text, Sent="2020-01-01 12:00").source.at == datetime(
        2020, 1, 1, 17, tzinfo=UTC
    )


def test_an_officer_of_the_source_stays_the_same_stranger() -> None:
    text = a_mapping(record=RECORD + 'officer = "Officer"\n')

    officer = candidate(text, Officer="4711").officer

    assert officer is not None
    assert candidate(text, Form="2", Officer="4711").officer == officer
    assert candidate(text, Officer="4712").officer != officer
    assert candidate(text, Officer="").officer is None


@pytest.mark.parametrize(("people", "found"), [("collar-numbers", True), ("their-own-ids", False)])
def test_a_collar_number_is_looked_up_only_where_the_mapping_says_that_it_is_one(
    people: str, *, found: bool
) -> None:
    text = a_mapping(record=RECORD + f'officer = "Officer"\npeople = "{people}"\n')
    layout = MappedLayout(mapping_of(text), file="f", digest="d", known={"4711": REGISTERED}.get)

    known, unknown = (
        layout.read(2, {"Form": "1", "Date": "04/05/2020", "Officer": number})
        for number in ("4711", "4712")
    )

    assert isinstance(known, Candidate)
    assert isinstance(unknown, Candidate)
    assert (known.officer == REGISTERED) is found
    assert unknown.officer not in (None, REGISTERED)


def test_a_rank_is_read_by_words() -> None:
    text = a_mapping(
        record=RECORD
        + 'rank = { from = "Rank", values = { PC = "constable", SGT = "sergeant", X = [] } }\n'
    )

    assert candidate(text, Rank="SGT").rank is Rank.SERGEANT
    assert candidate(text, Rank="X").rank is None
    assert candidate(text, Rank="").rank is None
    assert refused(text, Rank="Chief")[0][0] == "Rank"


def test_a_line_without_a_date_or_a_key_is_no_record() -> None:
    assert refused(a_mapping(), Date="") == [
        ("Date", "There is no date. Enter the day on which force was used.")
    ]
    assert refused(a_mapping(), Form=" ") == [
        ("Form", "It is empty, and no record can be told without it. Fill it in.")
    ]


def test_a_word_may_make_a_line_no_record_with_its_reason() -> None:
    text = a_mapping(
        record=RECORD + 'not-a-record = { from = "Kind", values = { Dog = "A dog is nobody." } }\n'
    )

    assert refused(text, Kind="Dog") == [("Kind", "A dog is nobody.")]
    assert isinstance(read(text, Kind="Person"), Candidate)


def test_everything_that_is_wrong_with_a_line_is_told_at_once() -> None:
    text = a_mapping(
        '[questions.incident_time]\nfrom = "Time"\ntime = "%H:%M"\n'
        '[questions.crowd_estimate]\nfrom = "Crowd"\nnumber = true\n'
    )

    found = read(text, Time="late", Crowd="many")

    assert isinstance(found, Rejected)
    assert {problem.heading for problem in found.problems} == {"Time", "Crowd"}
    assert found.cells == ("1", "04/05/2020", "late", "many")
