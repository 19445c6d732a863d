"""A file of what another system knows of: what its lines say, and a sentence for what is wrong."""

from datetime import UTC, datetime
from uuid import UUID, uuid5

import pytest

from application.expected.file import (
    ExpectedFile,
    RejectedRow,
    Row,
    UnusableHeadingsError,
    expected_file,
    unread,
)
from domain.codelists.expected import ExpectedKind
from domain.codelists.forces import Force
from domain.event import Source
from tests.fakes import NOON
from tests.people import OFFICER

SOURCE = Source(file="arrests.csv", digest="5e" * 32, line=1)
HEADINGS = ("kind", "reference", "date", "time", "officer", "area", "device")
NUMBERS = {OFFICER.collar_number: OFFICER.id}


def a_file(headings: tuple[str, ...] = HEADINGS, kind: ExpectedKind | None = None) -> ExpectedFile:
    return expected_file(
        headings,
        source=SOURCE,
        force=Force.NORTHSHIRE,
        kind=kind,
        areas={"central": "Northshire Central"},
        holder=NUMBERS.get,
        name=lambda force, said: uuid5(UUID(int=0), f"{force.value} {said}"),
        now=NOON,
    )


def read(**cells: str) -> Row | RejectedRow:
    line = {
        "kind": "arrest",
        "reference": "AR/77",
        "date": "2026-07-19",
        "time": "22:41",
        "officer": OFFICER.collar_number,
        "area": "Northshire Central",
        "device": "",
    }
    return a_file().read(7, {**line, **cells})


def kept(**cells: str) -> Row:
    row = read(**cells)
    assert isinstance(row, Row), row
    return row


def test_a_line_says_what_is_known_of_an_encounter() -> None:
    row = kept()

    assert (row.kind, row.officer, row.area) == (ExpectedKind.ARREST, OFFICER.id, "central")
    assert (row.reference, row.device, row.source.line) == ("AR/77", None, 7)
    assert row.happened_at == datetime(2026, 7, 19, 21, 41, tzinfo=UTC), "summer time in the file"


@pytest.mark.parametrize("day", ["19/07/2026", "19/07/26", "19-Jul-2026", "19 July 2026"])
@pytest.mark.parametrize("clock", ["22:41", "22:41:00", "2241", "10:41 PM"])
def test_day_and_time_are_read_as_people_write_them(day: str, clock: str) -> None:
    assert kept(date=day, time=clock).happened_at == kept().happened_at


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"kind": "stop"}, "“stop” is no kind of encounter"),
        ({"date": "2026-02-30"}, "“2026-02-30” is no day"),
        ({"time": "late"}, "“late” is no time"),
        ({"date": "2027-01-01"}, "It lies in the future"),
        ({"date": "2016-01-01"}, "It lies before 1 April 2017"),
        ({"reference": "", "officer": ""}, "There is neither a reference nor an officer"),
        ({"device": "Ada Bell"}, "The device is no serial number"),
        ({"reference": "R" * 61}, "The reference has more than 60 characters"),
        ({"area": "?!"}, "“?!” cannot be the name of an area"),
    ],
)
def test_what_cannot_be_is_rejected_with_what_to_do(cells: dict[str, str], sentence: str) -> None:
    row = read(**cells)

    assert isinstance(row, RejectedRow)
    assert row.sentence.startswith(sentence)
    assert (row.line, next(iter(cells.values())) in row.cells) == (7, True)


def test_the_same_encounter_has_the_same_id_however_it_is_written() -> None:
    assert kept(reference="ar 77", time="21:00").encounter == kept().encounter
    assert kept(reference="AR/78").encounter != kept().encounter
    assert kept(kind="custody").encounter != kept().encounter


def test_without_a_reference_officer_and_time_say_which_it_is() -> None:
    assert kept(reference="").encounter == kept(reference="", area="").encounter
    assert kept(reference="").encounter != kept(reference="", time="22:42").encounter


def test_an_officer_whom_nobody_knows_is_told_and_the_line_kept() -> None:
    file = a_file()

    cells = ("ced", "C1", "2026-07-19", "22:41", "9999", "", "X-1")

    row = file.read(2, dict(zip(HEADINGS, cells, strict=True)))

    assert isinstance(row, Row)
    assert row.officer is None
    assert file.unknown_officers == {"9999"}


def test_headings_are_known_in_several_spellings_and_a_file_may_be_of_one_kind() -> None:
    file = a_file(("Custody_Number", "Arrival Date", "ARRIVAL TIME"), ExpectedKind.CUSTODY)

    row = file.read(
        2, {"Custody_Number": "CU1", "Arrival Date": "2026-07-19", "ARRIVAL TIME": "22:41"}
    )

    assert isinstance(row, Row)
    assert (row.kind, row.reference) == (ExpectedKind.CUSTODY, "CU1")


@pytest.mark.parametrize(
    ("headings", "sentence"),
    [
        (("reference", "date"), "There is no column time, kind."),
        (("kind", "date", "time"), "There is no column reference or officer."),
        (("kind", "date", "time", "officer", "Collar number"), "mean the same"),
    ],
)
def test_a_file_that_lacks_a_column_is_refused(headings: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(UnusableHeadingsError, match=sentence):
        a_file(headings)


def test_columns_of_which_nothing_is_read_are_told() -> None:
    assert unread((*HEADINGS, "Name", "Problem")) == ["Name"]
