"""What a file of residents or arrests must say, and what is said of one that does not."""

from datetime import date
from pathlib import Path

import pytest

from application.populations import Loaded, Populations, UnusablePopulationError, read
from domain.codelists.forces import Force
from domain.counting.populations import By, PopulationKind
from tests.fakes import FakeClock
from web.demo.populations import examples

HEADINGS = "population,kind,source,from,to,force,by,group,number"
SAME = "Residents,residents,A census,2021-03-21,2021-03-21,kent"
GOOD = (f"{SAME},ethnicity,white,900", f"{SAME},ethnicity,black,100", f"{SAME},gender,male,480")


class InMemory:
    """Keeps populations as the port promises."""

    def __init__(self) -> None:
        self.kept: list[Loaded] = []

    def add(self, loaded: Loaded) -> bool:
        if any(one.id == loaded.id for one in self.kept):
            return False
        self.kept.insert(0, loaded)
        return True

    def of(self, force: Force) -> tuple[Loaded, ...]:
        return tuple(one for one in self.kept if one.population.force is force)


def a_file(*lines: str, headings: str = HEADINGS) -> bytes:
    return "\n".join((headings, *lines, "")).encode()


def faults(*lines: str, headings: str = HEADINGS) -> tuple[str, ...]:
    with pytest.raises(UnusablePopulationError) as refused:
        read(a_file(*lines, headings=headings))
    assert all(fault in refused.value.sentence for fault in refused.value.faults)
    return refused.value.faults


def test_a_file_says_whose_the_numbers_are_from_where_and_of_when() -> None:
    found = read(a_file(*GOOD))

    assert (found.name, found.kind, found.source) == (
        "Residents",
        PopulationKind.RESIDENTS,
        "A census",
    )
    assert (found.force, found.since, found.until) == (
        Force.KENT,
        date(2021, 3, 21),
        date(2021, 3, 21),
    )
    assert found.numbers == {
        By.ETHNICITY: {"white": 900, "black": 100},
        By.GENDER: {"male": 480},
    }


def test_groups_are_known_by_code_or_by_label_and_columns_stand_in_any_order() -> None:
    headings = "number,group,by,force,to,from,source,kind,population"
    line = "12,Asian or Asian British,ethnicity,kent,2021-03-21,2021-03-21,A census,residents,R"

    assert read(a_file(line, headings=headings)).numbers == {By.ETHNICITY: {"asian": 12}}


def test_a_byte_order_mark_and_empty_lines_do_no_harm() -> None:
    assert read(b"\xef\xbb\xbf" + a_file("", *GOOD, ",,,,,,,,")) == read(a_file(*GOOD))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (f"{SAME},ethnicity,white,1.5", "number is “1.5”. Enter a whole number"),
        (f"{SAME},ethnicity,white,-1", "number is “-1”. Enter a whole number"),
        (f'{SAME},ethnicity,white,"1,000"', "number is “1,000”. Enter a whole number"),
        (f"{SAME},ethnicity,white,", "number is empty. Enter a whole number"),
        (f"{SAME},ethnicity,white,99999999999", "number is “99999999999”. Enter a whole"),
        (f"{SAME},ethnicity,chinese,9", "group is “chinese”. Of ethnicity there are: white, black"),
        (f"{SAME},height,tall,9", "by is “height”. Enter ethnicity or age or gender."),
        (f"{SAME.replace('kent', 'Kent')},gender,male,9", "force is “Kent”. Enter its code"),
        (f"{SAME.replace('residents', 'people')},gender,male,9", "kind is “people”. Enter res"),
        (f"{SAME.replace('2021-03-21', '21/3/2021')},gender,male,9", "from is “21/3/2021”. Enter"),
        (f"{SAME.replace('A census', '')},gender,male,9", "source is empty. Say what"),
        (f"{SAME.replace('A census', 'x' * 201)},gender,male,9", "source has more than 200"),
    ],
)
def test_each_fault_is_said_with_its_line(line: str, fault: str) -> None:
    found = faults(line)

    assert any(one.startswith(f"Line 2: {fault}") for one in found), found


def test_every_fault_is_said_at_once_and_nothing_is_loaded() -> None:
    store = InMemory()
    populations = Populations(store, FakeClock())

    with pytest.raises(UnusablePopulationError) as refused:
        populations.load(
            a_file(*GOOD, f"{SAME},gender,male,4", f"{SAME},age,old,x"), file="kent.csv"
        )

    assert [one.partition(":")[0] for one in refused.value.faults] == ["Line 6", "Line 6", "Line 5"]
    assert store.kept == []


def test_a_group_stands_once_however_it_is_written() -> None:
    assert faults(*GOOD, f"{SAME},ethnicity,White,4") == (
        "Line 5: ethnicity “White” was there before.",
    )


def test_a_file_holds_one_population() -> None:
    other = SAME.replace("A census", "A guess").replace("kent", "essex")

    assert faults(*GOOD, f"{other},gender,female,9", f"{other},gender,other,9") == (
        "Line 5: source is “A guess”, and in line 2 it is “A census”. A file holds one population.",
        "Line 5: force is “essex”, and in line 2 it is “kent”. A file holds one population.",
    )


def test_a_period_ends_after_it_began() -> None:
    line = SAME.replace("2021-03-21,2021-03-21", "2021-03-21,2020-03-21")

    assert faults(f"{line},gender,male,9") == (
        "from, 2021-03-21, must not be after to, 2020-03-21.",
    )


def test_headings_that_are_missing_or_unknown_are_named() -> None:
    assert faults("1", headings="number,sex") == (
        f"Its first line must have the headings {HEADINGS.replace(',', ', ')}, each once.",
        "Missing: population, kind, source, from, to, force, by, group.",
        "Not known: sex.",
        "It may have area as well.",
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "Its first line must have the headings"),
        (a_file(), "It has no line beside its headings."),
        (b"\xff\xfe1", "It is not text in UTF-8."),
        (a_file(f"{SAME},gender,male"), "Line 2: it has 8 cells, and there are 9 headings."),
    ],
)
def test_what_is_no_such_file_is_told(content: bytes, fault: str) -> None:
    with pytest.raises(UnusablePopulationError) as refused:
        read(content)

    assert refused.value.faults[0].startswith(fault)


def test_what_was_loaded_is_kept_and_the_last_stands_first() -> None:
    store, clock = InMemory(), FakeClock()
    populations = Populations(store, clock)
    first, _ = populations.load(a_file(*GOOD), file="first.csv")
    second, is_new = populations.load(a_file(*GOOD[:2]), file="second.csv")

    again, was_new = populations.load(a_file(*GOOD), file="copy.csv")

    assert (is_new, was_new) == (True, False)
    assert again.id == first.id
    assert populations.of(Force.KENT) == (second, first)
    assert populations.of(Force.ESSEX) == ()
    assert first.file == "first.csv"


@pytest.mark.parametrize("name", examples())
def test_the_example_can_be_loaded_and_says_that_it_is_made_up(name: str) -> None:
    found = read(examples()[name])

    assert found.force is Force.NORTHSHIRE
    assert found.source == "Made up for the demonstration"
    assert found.numbers.keys() == set(By)
    assert len({sum(groups.values()) for groups in found.numbers.values()}) == 1
    assert found.kind.value == Path(name).stem


AREAS = {Force.KENT: {"east": "East Kent", "west": "West Kent"}}
WITH_AREA = "population,kind,source,from,to,force,area,by,group,number"


def test_a_line_may_be_of_an_area_by_its_code_or_its_name() -> None:
    content = a_file(
        f"{SAME},,ethnicity,white,900",
        f"{SAME},east,ethnicity,white,500",
        f"{SAME},West Kent,ethnicity,white,400",
        f"{SAME},west,ethnicity,black,60",
        headings=WITH_AREA,
    )

    found = read(content, AREAS)

    assert found.numbers == {By.ETHNICITY: {"white": 900}}
    assert found.areas == {
        "east": {By.ETHNICITY: {"white": 500}},
        "west": {By.ETHNICITY: {"white": 400, "black": 60}},
    }


def test_numbers_of_several_areas_are_added_up_where_all_of_them_have_one() -> None:
    found = read(
        a_file(
            f"{SAME},,ethnicity,white,900",
            f"{SAME},east,ethnicity,white,500",
            f"{SAME},west,ethnicity,white,400",
            f"{SAME},west,ethnicity,black,60",
            headings=WITH_AREA,
        )
    )

    assert found.within((), By.ETHNICITY) == {"white": 900}
    assert found.within(("west",), By.ETHNICITY) == {"white": 400, "black": 60}
    assert found.within(("east", "west"), By.ETHNICITY) == {"white": 900}
    assert found.within(("east", "~not-known"), By.ETHNICITY) == {}
    assert found.within(("east",), By.AGE) == {}


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["north,ethnicity,white,1"], "area is “north”. There are: east, west."),
        (
            ["east,ethnicity,white,1", "East Kent,ethnicity,white,2"],
            "Line 3: ethnicity “white” was there before.",
        ),
    ],
)
def test_an_area_that_there_is_not_or_that_comes_twice_is_said(
    lines: list[str], fault: str
) -> None:
    with pytest.raises(UnusablePopulationError) as refused:
        read(a_file(*(f"{SAME},{one}" for one in lines), headings=WITH_AREA), AREAS)

    (said,) = refused.value.faults
    assert fault in said


def test_of_a_force_whose_areas_are_not_known_here_any_code_will_do() -> None:
    good = a_file(f"{SAME},north-east,gender,male,1", headings=WITH_AREA)
    bad = a_file(f"{SAME},North East,gender,male,1", headings=WITH_AREA)

    assert list(read(good).areas) == ["north-east"]
    with pytest.raises(UnusablePopulationError, match="Enter its code, such as north"):
        read(bad)
