"""Every figure of effectiveness is what SQL says that is asked straight of a raw file, on both engines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import pytest

from domain.codelists.tactics import Tactic
from domain.counting.effectiveness import Worked
from domain.counting.periods import Quarter
from projections.statistics.dimensions import BY_NAME
from projections.statistics.effectiveness import Effectiveness, about, effectiveness, split
from projections.statistics.queries import count
from projections.statistics.sequences import NOTHING, StepWanted
from projections.statistics.slices import Slice
from tests.projections import raw_file
from tests.projections.asking import asking
from tests.projections.happening import reading
from web.bootstrap import Services

YEAR = Slice(since=Quarter(2025, 1), until=Quarter(2025, 4))
IN_YEAR = "line in (select line from raw where IncidentDate >= '2025-04-01')"
ALL = ("conduct", "impact", "location")

LIKENESS = """
create view alike as select line,
    case when "Impact Factor: Alcohol" is null then null
         when "Impact Factor: Possesion of a weapon" = 'Yes' then 'weapon'
         when "Impact Factor: Mental Health" = 'Yes' then 'disturbed'
         when "Impact Factor: Alcohol" = 'Yes' or "Impact Factor: Drugs" = 'Yes' then 'intoxicated'
         when "Impact Factor: Size/Gender/Build" = 'Yes' then 'other' else 'none' end as impact,
    list_distinct(list_filter([
        case when "Incident Location: Street/Highway" = 'Yes'
               or "Incident Location: Retail Premises" = 'Yes' then 'public' end,
        case when "Incident Location: Dwelling" = 'Yes' then 'dwelling' end,
        case when "Incident Location: Custody Block" = 'Yes' then 'police' end,
        case when "Incident Location: Ambulance" = 'Yes' then 'medical' end], lambda x: x is not null))
        as places,
    case when len(places) > 1 then 'several' else places[1] end as place,
    PrimaryConduct as conduct
from raw
"""


@dataclass(frozen=True)
class Both:
    """The file counted by SQL, and our two ways of answering."""

    file: duckdb.DuckDBPyConnection
    services: Services

    def ours(self, of: Callable[[Any], Any]) -> Any:
        """What both engines say, which is the same."""
        with self.services.analysis._facts() as connection:
            on_facts = of(asking(connection))
        with self.services.analysis.asking() as asked:
            assert asked.in_columns
            assert of(asked.ask) == on_facts
        return on_facts

    def effectiveness(self, wanted: Slice = YEAR) -> Effectiveness:
        found: Effectiveness = self.ours(lambda ask: effectiveness(ask, wanted, alike=ALL))
        return found

    def sql(self, query: str) -> list[Any]:
        return self.file.execute(query).fetchall()


@pytest.fixture(scope="module")
def both(taken_over: raw_file.TakenOver) -> Iterator[Both]:
    with raw_file.counted_in(taken_over.path) as file:
        file.execute(LIKENESS)
        yield Both(file, taken_over.services)


def said(worked: Worked) -> tuple[int, int, int]:
    assert worked.unanswered.keys() <= {"~not-answered"}
    return worked.yes, worked.no, worked.blank


COUNTED = "count(*) filter (worked = 'Yes'), count(*) filter (worked = 'No'), count(*) filter (worked = '')"


def test_uses_and_what_was_said_of_them(both: Both) -> None:
    rows = both.sql(f"select tactic, {COUNTED} from used where {IN_YEAR} group by 1")

    found = both.effectiveness()

    assert {tactic: said(of.worked) for tactic, of in found.of.items()} == {
        raw_file.TACTICS[word]: tuple(counts) for word, *counts in rows
    }
    assert [(found.records,)] == both.sql(f"select count(*) from raw where {IN_YEAR}")
    # The file must have something of everything, or this says nothing.
    assert len(rows) == len(raw_file.TACTICS)
    assert all(min(counts) > 0 for _, *counts in rows)


def test_positions_in_the_sequence(both: Both) -> None:
    rows = both.sql(
        f"select tactic, least(step, 4), {COUNTED} from used where {IN_YEAR} group by 1, 2"
    )

    found = both.effectiveness()

    assert {
        (tactic, at): said(worked)
        for tactic, of in found.of.items()
        for at, worked in of.by_position.items()
    } == {(raw_file.TACTICS[word], at): tuple(counts) for word, at, *counts in rows}


def test_what_followed_a_failure(both: Both) -> None:
    rows = both.sql(
        f"""with chain as (select *, lead(tactic) over by_line as after,
                           lead(worked) over by_line as after_worked
                           from used window by_line as (partition by line order by step))
            select tactic, after, after_worked, count(*) from chain
            where worked = 'No' and {IN_YEAR} group by all"""
    )
    answers = {"Yes": "yes", "No": "no", "": "~not-answered", None: ""}

    found = both.effectiveness()

    ours = {
        (tactic, after, answer): number
        for tactic, of in found.of.items()
        for after, worked in of.then.items()
        for answer, number in {"yes": worked.yes, "no": worked.no, **worked.unanswered}.items()
        if number
    }
    assert ours == {
        (raw_file.TACTICS[word], raw_file.TACTICS.get(after), answers[worked]): number
        for word, after, worked, number in rows
    }


@pytest.mark.parametrize(
    ("column", "which"), [("SubjectInjured", "person"), ("StaffInjured", "officer")]
)
def test_injuries_where_a_tactic_was_used(both: Both, column: str, which: str) -> None:
    rows = both.sql(
        f"""select tactic, coalesce("{column}", ''), count(distinct line)
            from used join raw using (line) where {IN_YEAR} group by 1, 2"""
    )

    found = both.effectiveness()

    assert {
        (tactic, answer): number
        for tactic, of in found.of.items()
        for answer, number in getattr(of, which).items()
    } == {
        (raw_file.TACTICS[word], answer.lower() or "~not-answered"): number
        for word, answer, number in rows
    }


def test_each_tactic_by_conduct(both: Both) -> None:
    rows = both.sql(
        f"""select coalesce(PrimaryConduct, ''), tactic, {COUNTED}
            from used join raw using (line) where {IN_YEAR} group by 1, 2"""
    )

    found = both.ours(lambda ask: split(ask, YEAR, BY_NAME["conduct"]))

    assert _flat(found) == {
        (raw_file.CONDUCT[conduct], raw_file.TACTICS[word]): tuple(counts)
        for conduct, word, *counts in rows
    }


@pytest.mark.parametrize(
    ("dimension", "group", "words"),
    [
        ("factor", "Impact Factor", raw_file.FACTORS),
        ("location", "Incident Location", raw_file.PLACES),
    ],
)
def test_each_tactic_by_factor_and_place(
    both: Both, dimension: str, group: str, words: dict[str, str]
) -> None:
    columns = {code: f'"{group}: {word}"' for word, code in words.items()}
    expected = {
        (code, raw_file.TACTICS[word]): tuple(counts)
        for code, condition in {
            **{code: f"{column} = 'Yes'" for code, column in columns.items()},
            "~none": " and ".join(f"{column} = 'No'" for column in columns.values()),
            "~not-answered": " and ".join(f"{column} is null" for column in columns.values()),
        }.items()
        for word, *counts in both.sql(
            f"""select tactic, {COUNTED} from used join raw using (line)
                where {condition} and {IN_YEAR} group by 1"""
        )
    }

    found = both.ours(lambda ask: split(ask, YEAR, BY_NAME[dimension]))

    assert _flat(found) == expected


def _flat(found: dict[str, dict[Tactic, Worked]]) -> dict[tuple[str, Tactic], tuple[int, int, int]]:
    return {
        (code, tactic): said(worked)
        for code, shares in found.items()
        for tactic, worked in shares.items()
    }


def test_the_comparison_of_like_with_like(both: Both) -> None:
    rows = both.sql(
        f"""with answered as (
                select tactic, conduct, impact, place, worked = 'Yes' as yes
                from used join alike using (line) where worked <> '' and {IN_YEAR}),
            known as (select * from answered
                      where conduct is not null and impact is not null and place is not null),
            weight as (select conduct, impact, place, count(*) as w from known
                       where tactic <> 'Tactical Communications' group by all),
            cell as (select tactic, conduct, impact, place, count(*) as n,
                            count(*) filter (yes) as y from known group by all),
            covered as (select *, w / sum(w) over (partition by tactic) as part
                        from cell join weight using (conduct, impact, place))
            select tactic, sum(part * y / n), sum(w) / (select sum(w) from weight),
                   1 / sum(part * part / n) from covered group by tactic"""
    )

    found = both.effectiveness()

    assert {raw_file.TACTICS[word] for word, *_ in rows} == found.compared.keys()
    for word, value, covered, worth in rows:
        made = found.compared[raw_file.TACTICS[word]].found
        assert made is not None
        assert made.estimate.value == pytest.approx(value)
        assert made.covered == pytest.approx(covered)
        assert made.worth == pytest.approx(worth)
    assert any(covered < 1 for _, _, covered, _ in rows)


def test_about_one_tactic_is_what_the_splits_say_of_it(both: Both) -> None:
    fired = Tactic.CED_FIRED

    found = both.ours(lambda ask: about(ask, replace(YEAR, step=StepWanted(tactic=fired)), fired))

    assert found == {
        name: {
            code: shares[fired]
            for code, shares in both.ours(lambda ask, n=name: split(ask, YEAR, BY_NAME[n])).items()
            if fired in shares
        }
        for name in ("conduct", "factor", "location")
    }


STEPS = {
    "baton-used": "tactic = 'Baton Used'",
    "baton-used/no": "tactic = 'Baton Used' and worked = 'No'",
    "baton-used/~": "tactic = 'Baton Used' and worked = ''",
    "baton-used/~not-answered": "tactic = 'Baton Used' and worked = ''",
    "baton-used//2": "tactic = 'Baton Used' and step = 2",
    "baton-used/yes/4": "tactic = 'Baton Used' and worked = 'Yes' and step >= 4",
    "baton-used/no//nothing": "tactic = 'Baton Used' and worked = 'No' and after is null",
    "baton-used/no//ced-fired": (
        "tactic = 'Baton Used' and worked = 'No' and after = 'CED (Taser) Fired'"
    ),
    "baton-used/no//ced-fired/yes": (
        "tactic = 'Baton Used' and worked = 'No' and after = 'CED (Taser) Fired'"
        " and after_worked = 'Yes'"
    ),
}


@pytest.mark.parametrize("code", STEPS)
def test_a_figure_leads_to_the_records_that_have_the_step(both: Both, code: str) -> None:
    wanted = replace(YEAR, step=StepWanted.named(code))
    ((expected,),) = both.sql(
        f"""with chain as (select *, lead(tactic) over by_line as after,
                           lead(worked) over by_line as after_worked
                           from used window by_line as (partition by line order by step))
            select count(distinct line) from chain where {STEPS[code]} and {IN_YEAR}"""
    )

    assert StepWanted.named(code).code == code
    with reading(both.services) as connection:
        assert count(asking(connection), wanted) == expected > 0
    assert both.effectiveness(wanted).records == expected


@pytest.mark.parametrize(
    "code",
    [
        "",
        "baton",
        "baton-used/maybe",
        "baton-used//5",
        "baton-used//0",
        f"baton-used//1/{NOTHING}",
        "baton-used/~//ced-fired",
        "baton-used/no//nothing/yes",
        "baton-used/no//truncheon",
        "baton-used/no//ced-fired/yes/more",
        "baton-used/no/1/ced-fired/%",
    ],
)
def test_what_is_no_step_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        StepWanted.named(code)


def test_records_of_which_a_filter_cannot_tell_are_told(both: Both) -> None:
    black = replace(YEAR, answers={"ethnicity": frozenset({"black"})})

    found = both.effectiveness(black)

    assert found.untold == {
        ("ethnicity", "~not-answered"): both.sql(
            f"select count(*) from raw where SubjectEthnicity is null and {IN_YEAR}"
        )[0][0],
        ("ethnicity", "dont-know"): both.sql(
            f"select count(*) from raw where SubjectEthnicity = 'Don''t know' and {IN_YEAR}"
        )[0][0],
    }
