from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.importing.candidate import Candidate, Rejected
from application.importing.metropolitan import writing
from application.importing.metropolitan.columns import COLUMNS
from application.importing.metropolitan.layout import UnknownCodeError, UnknownHeadingsError
from application.importing.metropolitan.parts import TooMuchError
from domain.codelists.answers import Absence, YesNo
from domain.codelists.ced import ProbeFront
from domain.codelists.duties import MainDuty
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.locations import LocationType
from domain.codelists.outcomes import Outcome
from domain.codelists.perceptions import PerceivedAge, PerceivedEthnicity
from domain.codelists.reasons import ReasonForForce
from domain.codelists.tactics import Tactic
from domain.codelists.threats import Threat
from domain.records.account import ANSWER_TYPES, QUESTIONS, Account
from domain.records.tactics import TacticUsed
from tests.domain.strategies import answers_to, values
from tests.importing import FIRED, LINE, a_line, made_of, the_layout
from tests.shared import metropolitan_headings

HEADINGS = writing.headings(newest=True)
IN_LAYOUT = {part.question for part in COLUMNS}


def record_of(line: Mapping[str, str], **more: Any) -> Candidate:
    made = made_of(line, **more)
    assert isinstance(made, Candidate), made
    return made


def answer_of(line: Mapping[str, str], question: str, **more: Any) -> Any:
    return record_of(line, **more).answers[question]


def problem_of(line: Mapping[str, str], heading: str, **more: Any) -> str:
    """The one sentence with which a line is rejected."""
    made = made_of(line, **more)
    assert isinstance(made, Rejected), made
    (problem,) = made.problems
    assert (problem.line, problem.heading) == (2, heading)
    return problem.sentence


def test_the_headings_are_the_published_ones_in_their_order() -> None:
    published = metropolitan_headings()
    if not published:
        pytest.skip("the published headings are not beside this repository")

    assert writing.headings(newest=False) == published


def test_a_line_becomes_typed_answers() -> None:
    answers = record_of(LINE).answers

    assert answers["incident_date"] == date(2021, 4, 27)
    assert answers["incident_time"] == time(22, 41)
    assert answers["locations"] == (LocationType.STREET,)
    assert answers["area"] == "central"
    assert answers["tactics"] == (
        TacticUsed(tactic=Tactic.COMMUNICATIONS, effective=YesNo.NO),
        TacticUsed(tactic=Tactic.COMPLIANT_HANDCUFFING, effective=YesNo.YES),
    )


def test_what_the_layout_has_no_column_for_was_not_asked() -> None:
    answers = record_of(dict.fromkeys(HEADINGS, "") | LINE).answers
    not_asked = {question for question, one in answers.items() if one is Absence.NOT_ASKED}

    assert not_asked == QUESTIONS.keys() - IN_LAYOUT


def test_what_the_file_has_no_column_for_was_not_asked_and_an_empty_cell_was_not_answered() -> None:
    without = {heading: cell for heading, cell in LINE.items() if heading != "MainDuty"}

    assert answer_of(without, "main_duty") is Absence.NOT_ASKED
    assert answer_of(a_line(MainDuty=""), "main_duty") is Absence.NOT_ANSWERED


def test_no_everywhere_is_none_and_nothing_anywhere_is_no_answer() -> None:
    factors = [heading for heading in LINE if heading.startswith("Impact Factor")]
    none, silent = dict.fromkeys(factors, "No"), dict.fromkeys(factors, "")

    assert answer_of(a_line(**none), "impact_factors") == ()
    assert answer_of(a_line(**silent), "impact_factors") is Absence.NOT_ANSWERED
    assert answer_of(LINE, "impact_factors") == (ImpactFactor.ALCOHOL,)


def test_weapons_are_named_with_commas_between() -> None:
    line = a_line(ThreatenedWithWeapon="Bladed weapon/object, Spit")

    assert answer_of(line, "threatened_with") == (Threat.BLADED, Threat.SPIT)


def test_a_taser_is_detailed_use_by_use() -> None:
    first, second = answer_of(a_line(**FIRED), "ced_uses")

    assert (first.fired, first.cartridge_number, first.cycles) == (YesNo.YES, "C-1", 2)
    assert first.probes_front == (ProbeFront.P3,)
    assert second.arced is YesNo.YES


def test_an_empty_block_before_a_filled_one_keeps_its_place() -> None:
    third_alone = {"CED3 Drawn": "Yes"}

    assert len(answer_of(a_line(**{"CED Drawn": ""}, **third_alone), "ced_uses")) == 3


def test_a_gap_among_the_tactics_is_remarked_and_their_order_kept() -> None:
    made = record_of(a_line(**{"Tactic 4": "Baton Used", "Effective 4": "Yes"}))

    assert [step.tactic for step in made.answers["tactics"]][-1] is Tactic.BATON_USED
    assert [(one.heading, one.line) for one in made.remarks] == [("Tactic 4", 2)]


def test_whether_no_tactic_worked_is_remarked() -> None:
    made = record_of(a_line(**{"Effective 7": "Yes"}))

    assert [one.heading for one in made.remarks] == ["Effective 7"]


@pytest.mark.parametrize(
    ("heading", "word", "question", "code"),
    [
        ("SubjectEthnicity", "Black", "perceived_ethnicity", PerceivedEthnicity.BLACK),
        ("SubjectEthnicity", "BLACK (OR BLACK BRITISH)", "perceived_ethnicity", PerceivedEthnicity.BLACK),
        ("SubjectEthnicity", "Don’t know", "perceived_ethnicity", PerceivedEthnicity.DONT_KNOW),
        ("SubjectAge", "11 - 17", "perceived_age", PerceivedAge.FROM_11),
        ("SubjectAge", "65+", "perceived_age", PerceivedAge.FROM_65),
        ("SubjectAge", "Under 11", "perceived_age", PerceivedAge.UNDER_11),
        ("MainDuty", "ARV", "main_duty", MainDuty.ARV),
        ("StaffInjured", "Yes (injured as a result of an assault)", "officer_injured", YesNo.YES),
        ("CED Used", "Taser X26", "ced_used", YesNo.YES),
        ("IncidentDate", "27/04/2021", "incident_date", date(2021, 4, 27)),
        ("IncidentDate", "27-Apr-21", "incident_date", date(2021, 4, 27)),
        ("IncidentDate", "2021-04-27 00:00:00", "incident_date", date(2021, 4, 27)),
        ("IncidentTime", "9:05", "incident_time", time(9, 5)),
        ("IncidentTime", "09:05:30", "incident_time", time(9, 5, 30)),
        ("Borough", "Out of Force", "area", "out-of-force"),
        ("Borough", "Barking & Dagenham", "area", "barking-and-dagenham"),
    ],
)  # fmt: skip
def test_words_are_understood_however_a_year_writes_them(
    heading: str, word: str, question: str, code: Any
) -> None:
    assert answer_of(a_line(**{heading: word}), question) == code


def test_unarmed_skills_are_known_with_and_without_escorting() -> None:
    for aside in ("", " (including escorting, pressure points, strikes)"):
        line = a_line(**{"Tactic 2": f"Unarmed Skills{aside}"})

        assert answer_of(line, "tactics")[-1].tactic is Tactic.UNARMED_SKILLS


@pytest.mark.parametrize(
    ("heading", "cell", "said"),
    [
        ("IncidentDate", "", "There is no date"),
        ("IncidentDate", "04/27/2021", "month before the day"),
        ("IncidentDate", "44313", "counts the day 2021-04-27"),
        ("IncidentDate", "#######", "too narrow a column"),
        ("IncidentDate", "yesterday", "is no day"),
        ("IncidentTime", "0.9451", "keeps the time 22:41"),
        ("IncidentTime", "quarter past", "is no time"),
        ("SubjectAge", "2017-11-01", "takes for a date. Enter 11-17"),
        ("SubjectAge", "Nov-17", "takes for a date. Enter 11-17"),
        ("SubjectAge", "17-Nov", "takes for a date. Enter 11-17"),
        ("SubjectAge", "01/11/2017", "takes for a date. Enter 11-17"),
        ("SubjectAge", "#N/A", "failure of a formula"),
        ("SubjectEthnicity", "Donâ€™t know", "save it as UTF-8"),
        ("SubjectEthnicity", "Don\ufffdt know", "a character of it was lost"),
        ("MainDuty", "Area car", "is not known. Enter one of: Patrol/response"),
        ("CED Device Serial No", "2.9E+11", "took it for a number"),
        ("CED Device Serial No", "borrowed", "is no serial number"),
        ("CED Fired Total Number Of Cycles", "several", "is no number of cycles"),
        ("Outcome: Arrested", "perhaps", "is not known. Enter one of: Yes, No"),
        ("Borough", "???", "cannot be the name of an area"),
    ],
)
def test_a_damaged_or_unknown_cell_is_explained(heading: str, cell: str, said: str) -> None:
    assert said in problem_of(a_line(**{heading: cell}), heading)


def test_a_long_cell_is_not_shown_whole() -> None:
    assert "x" * 41 not in problem_of(a_line(MainDuty="x" * 400), "MainDuty")


def test_every_problem_of_a_line_is_told_at_once() -> None:
    made = made_of(a_line(SubjectAge="old", MainDuty="Area car", IncidentDate=""))

    assert isinstance(made, Rejected)
    assert [one.heading for one in made.problems] == ["IncidentDate", "MainDuty", "SubjectAge"]


def test_a_word_can_be_mapped_on_the_spot_and_is_kept() -> None:
    made = record_of(a_line(MainDuty="Area car"), said={"area CAR": "response"})

    assert made.answers["main_duty"] is MainDuty.RESPONSE
    assert made.words == {"main_duty": ("Area car",)}


def test_a_word_can_be_mapped_to_the_reason_why_there_is_no_answer() -> None:
    line = a_line(SubjectGender="Not stated")

    assert answer_of(line, "perceived_gender", said={"Not stated": "not-known"}) is (
        Absence.NOT_KNOWN
    )


def test_a_damaged_age_band_can_be_mapped() -> None:
    line = a_line(SubjectAge="2017-11-01")

    assert answer_of(line, "perceived_age", said={"2017-11-01": "11-to-17"}) is PerceivedAge.FROM_11


def test_a_word_that_is_known_keeps_its_meaning() -> None:
    line = a_line(SubjectInjured="Unknown", SubjectGender="Unknown")
    made = record_of(line, said={"Unknown": "not-known"})

    assert made.answers["subject_injured"].value == "unknown"
    assert made.answers["perceived_gender"] is Absence.NOT_KNOWN


def test_a_code_that_is_none_of_ours_is_refused_with_what_may_have_been_meant() -> None:
    with pytest.raises(UnknownCodeError, match="Did you mean response"):
        made_of(LINE, said={"Area car": "respons"})


NEW_REASON = "Reason for Force: Prevent disorder"


def test_a_reason_that_is_not_known_by_name_is_refused_and_not_dropped() -> None:
    with pytest.raises(UnknownHeadingsError, match=r"--map .*--ignore"):
        the_layout([*LINE, NEW_REASON])


def test_a_column_can_be_mapped_or_left_out() -> None:
    line = a_line(**{NEW_REASON: "Yes"})
    mapped = record_of(line, said={NEW_REASON: "prevent-offence"})

    assert mapped.answers["reasons"] == (
        ReasonForForce.EFFECT_ARREST,
        ReasonForForce.PREVENT_OFFENCE,
    )
    assert mapped.words == {"reasons": (NEW_REASON,)}
    assert answer_of(line, "reasons", ignored=[NEW_REASON]) == (ReasonForForce.EFFECT_ARREST,)


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        ([*LINE, "Colour of hat"], "'Colour of hat' is not known"),
        ([*LINE, "Incident Date"], "mean the same"),
        (["Borough", "MainDuty"], "no column 'IncidentDate'"),
    ],
)
def test_headings_that_cannot_be_right_are_refused(headings: list[str], said: str) -> None:
    with pytest.raises(UnknownHeadingsError, match=said):
        the_layout(headings)


def test_the_later_columns_are_known() -> None:
    line = a_line(**{"Outcome: No Further Action": "Yes"})

    assert Outcome.NO_FURTHER_ACTION in answer_of(line, "outcomes")


def test_the_order_of_the_columns_plays_no_part() -> None:
    backwards = dict(reversed(LINE.items()))

    assert record_of(backwards).record == record_of(LINE).record


def area_word(code: str) -> str:
    return {"central": "Northshire Central", "out-of-force": "Out of force"}.get(code, code)


def written(account: Account, *, newest: bool = True) -> dict[str, str]:
    cells = writing.cells(account, area_word=area_word, newest=newest)
    return dict(zip(writing.headings(newest=newest), cells, strict=True))


def test_a_line_is_written_as_it_was_read() -> None:
    line = dict.fromkeys(writing.headings(newest=True), "") | a_line(**FIRED)
    again = written(Account.of(record_of(line).answers))
    said = {heading: cell for heading, cell in line.items() if cell}

    assert {heading: again[heading] for heading in said} == said


def _plain(question: str) -> st.SearchStrategy[Any]:
    serials = st.from_regex(r"[A-Za-z][0-9]{1,5}", fullmatch=True)
    if question == "area":
        return st.sampled_from(["central", "out-of-force", "barking-and-dagenham"])
    if question == "ced_serial":
        return serials
    if question == "ced_uses":
        uses = values(ANSWER_TYPES[question].__args__[0])
        numbers = st.integers(0, 9999) | st.just(Absence.NOT_ANSWERED)
        cartridges = serials | st.just(Absence.NOT_ANSWERED)
        numbered = st.builds(
            lambda use, cycles, cartridge: replace(use, cycles=cycles, cartridge_number=cartridge),
            uses,
            numbers,
            cartridges,
        )
        return st.lists(numbered, max_size=4).map(tuple)
    if question == "incident_date":
        return st.dates(date(2017, 4, 1), date(2030, 1, 1))
    return answers_to(question)


ACCOUNTS = st.fixed_dictionaries(
    {"incident_date": _plain("incident_date")},
    optional={question: _plain(question) for question in ANSWER_TYPES.keys() - {"incident_date"}},
).map(Account.of)


@settings(max_examples=60, deadline=None)
@given(account=ACCOUNTS)
def test_what_is_written_is_read_and_written_again_without_a_difference(account: Account) -> None:
    once = written(account)
    read = Account.of(record_of(once).answers)

    assert written(read) == once
    for question in IN_LAYOUT - {"incident_time", "ced_uses", "threatened_with", "assaulted_with"}:
        before, after = getattr(account, question), getattr(read, question)
        if isinstance(before, Absence) or before == ():
            assert isinstance(after, Absence) or after == ()
        elif question == "tactics":
            assert [step.tactic for step in after] == [step.tactic for step in before]
        elif isinstance(before, tuple):
            assert set(after) == set(before)
        else:
            assert after == before


def test_the_older_layout_refuses_what_it_has_no_column_for() -> None:
    account = Account.of(record_of(LINE).answers)
    later = account.with_changes({"outcomes": (Outcome.NO_FURTHER_ACTION,)})

    assert len(writing.cells(account, area_word=area_word, newest=False)) == 271
    with pytest.raises(TooMuchError, match="No Further Action"):
        writing.cells(later, area_word=area_word, newest=False)


def test_nothing_is_written_that_a_spreadsheet_would_calculate() -> None:
    account = Account.of(record_of(LINE).answers).with_changes({"ced_serial": "=1+1"})

    with pytest.raises(TooMuchError, match="calculate"):
        writing.cells(account, area_word=area_word, newest=True)


def test_more_steps_than_columns_are_refused() -> None:
    steps = (TacticUsed(tactic=Tactic.SHIELD),) * 21
    account = Account.of({"tactics": steps})

    with pytest.raises(TooMuchError, match="21 tactics"):
        writing.cells(account, area_word=area_word, newest=True)


@settings(max_examples=60, deadline=None)
@given(
    damage=st.dictionaries(
        st.sampled_from(writing.headings(newest=True)),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
        | st.sampled_from(["2017-11-01", "#N/A", "1E+9", "=1+1", "Yes", "44313", "0.5"]),
        max_size=12,
    )
)
def test_whatever_stands_in_a_line_it_is_a_record_or_told_why_not(damage: dict[str, str]) -> None:
    made = made_of(dict.fromkeys(writing.headings(newest=True), "") | LINE | damage)

    if isinstance(made, Rejected):
        assert made.problems
        assert all(one.line == 2 and one.heading and one.sentence for one in made.problems)
        assert {one.heading for one in made.problems} <= damage.keys()
    else:
        assert made.record
