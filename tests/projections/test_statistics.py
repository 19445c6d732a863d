"""What the reports and the national return are counted from."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from domain.codelists.answers import Absence, YesNo
from domain.codelists.ced import ProbeFront
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.editions import FormEdition
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.reasons import ReasonForForce
from domain.codelists.tactics import Tactic
from domain.records.tactics import CedUse, TacticUsed
from projections.statistics.tables import (
    fact_ced_probe,
    fact_ced_use,
    fact_choice,
    fact_counted,
    fact_record,
    fact_tactic,
)
from tests.builders import CED_FIRED, CROWD, a_submission, used
from tests.fakes import NOON
from tests.installations import follow
from tests.people import COLLEAGUE, OFFICER
from tests.projections.happening import (
    Happening,
    accepted,
    amended,
    assessed,
    linked,
    noted,
    referred,
    restored,
    restricted,
    returned,
    submitted,
    unlinked,
    withdrawn,
)
from web.bootstrap import Services

FIRED = CedUse(
    drawn=YesNo.YES,
    fired=YesNo.YES,
    cartridge_number="C-1",
    cycles=2,
    probes_front=(ProbeFront.P7, ProbeFront.P7),
    probes_back=(),
)
DRAWN = CedUse(drawn=YesNo.YES, aimed=Absence.NOT_KNOWN)


def test_a_record_is_counted_with_what_it_was_submitted_under(services: Services) -> None:
    record = submitted(services, at=NOON, reference="UOF-26-000009")

    row = record.row(fact_record)
    assert (row.reference, row.force, row.officer, row.rank) == (
        "UOF-26-000009",
        "northshire",
        OFFICER.id,
        "constable",
    )
    assert (row.edition, row.status, row.counts) == ("national-2023", "submitted", True)
    assert (row.started_at, row.submitted_at) == (NOON - timedelta(minutes=5), NOON)


def test_the_codes_of_a_question_with_several_answers_are_rows(services: Services) -> None:
    record = submitted(
        services,
        reasons=(ReasonForForce.PREVENT_ESCAPE, ReasonForForce.EFFECT_ARREST),
        impact_factors=(),
        colleagues=(COLLEAGUE.id,),
    )

    assert choices(record) == {
        ("colleagues", str(COLLEAGUE.id)),
        ("locations", "street"),
        ("outcomes", "arrested"),
        ("reasons", ReasonForForce.EFFECT_ARREST.value),
        ("reasons", ReasonForForce.PREVENT_ESCAPE.value),
    }


def test_a_code_that_was_chosen_twice_is_counted_once(services: Services) -> None:
    record = submitted(services, impact_factors=(ImpactFactor.ALCOHOL, ImpactFactor.ALCOHOL))

    assert ("impact_factors", "alcohol") in choices(record)


def test_tactics_are_counted_in_their_order_each_with_its_effect(services: Services) -> None:
    record = submitted(
        services,
        tactics=(
            *used(Tactic.SHIELD, effective=YesNo.NO),
            *used(Tactic.BATON_USED),
            *used(Tactic.SHIELD),
        ),
    )

    assert [(row.step, row.tactic, row.effective) for row in record.rows(fact_tactic)] == [
        (1, "shield", "no"),
        (2, "baton-used", "yes"),
        (3, "shield", "yes"),
    ]


def test_a_tactic_without_an_effect_says_so(services: Services) -> None:
    # No such record can be submitted today; the log keeps whatever was once.
    (event,) = a_submission()
    steps = (TacticUsed(tactic=Tactic.SHIELD),)

    services.log.append([replace(event, answers={**event.answers, "tactics": steps})])
    follow(services)

    assert Happening(services, event.originator_id).row(fact_tactic).effective == "~not-answered"


def test_each_use_of_a_ced_is_a_row_with_every_answer_of_it(services: Services) -> None:
    record = submitted(services, **{**CED_FIRED, "ced_uses": (DRAWN, FIRED)})

    first, second = record.rows(fact_ced_use)
    assert (first.use, first.drawn, first.aimed, first.fired, first.cycles) == (
        1,
        "yes",
        "~not-known",
        "~not-answered",
        "~not-answered",
    )
    assert (second.use, second.fired, second.cartridge_number, second.cycles) == (
        2,
        "yes",
        "C-1",
        "2",
    )
    assert (first.probes_front, second.probes_front, second.probes_back) == (
        "~not-answered",
        "~answered",
        "~none",
    )


def test_where_probes_struck_is_counted_once_a_place(services: Services) -> None:
    record = submitted(services, **{**CED_FIRED, "ced_uses": (DRAWN, FIRED)})

    found = [(row.use, row.side, row.place) for row in record.rows(fact_ced_probe)]

    assert found == [(2, "probes_front", "7")]


def test_there_is_a_column_for_every_answer_about_a_use(services: Services) -> None:
    assert {entry.name for entry in fields(CedUse)} == set(fact_ced_use.c.keys()) - {
        "record",
        "use",
    }


def test_an_amendment_replaces_the_facts(services: Services) -> None:
    record = submitted(services, **{**CED_FIRED, "ced_uses": (DRAWN, FIRED)})

    record.then(
        amended(
            tactics=used(Tactic.SHIELD),
            reasons=(ReasonForForce.PREVENT_ESCAPE,),
            incident_date=date(2023, 3, 31),
        )
    )

    row = record.row(fact_record)
    assert (row.edition, row.year, row.quarter) == (FormEdition.NATIONAL_2017, 2022, 4)
    assert (row.q_ced_used, row.q_tactics) == ("~not-asked", "~answered")
    assert [one.tactic for one in record.rows(fact_tactic)] == ["shield"]
    assert ("reasons", "effect-arrest") not in choices(record)
    assert (record.rows(fact_ced_use), record.rows(fact_ced_probe)) == ([], [])


def test_a_second_amendment_counts_on_from_the_first(services: Services) -> None:
    record = submitted(services).then(amended(area="north"), amended(single_crewed=YesNo.YES))

    row = record.row(fact_record)
    assert (row.q_area, row.q_single_crewed) == ("north", "yes")


@pytest.mark.parametrize(
    ("day", "period"), [(date(2026, 3, 31), (2025, 4)), (date(2026, 4, 1), (2026, 1))]
)
def test_a_record_counts_for_the_period_of_its_incident(
    services: Services, day: date, period: tuple[int, int]
) -> None:
    row = submitted(services, incident_date=day).row(fact_record)

    assert (row.incident_day, (row.year, row.quarter)) == (day, period)


@pytest.mark.parametrize("size", [200, None])
def test_a_crowd_has_a_size_if_somebody_could_tell(services: Services, size: int | None) -> None:
    estimate = Absence.NOT_KNOWN if size is None else size

    row = submitted(services, **{**CROWD, "crowd_estimate": estimate}).row(fact_record)

    assert row.crowd_size == size
    assert row.q_crowd_estimate == ("~not-known" if size is None else "200")
    assert row.q_perceived_age == "~not-applicable"


def test_the_status_follows_the_review(services: Services) -> None:
    record = submitted(services)
    review = (returned(), amended(area="north"), referred(), assessed(), accepted())

    seen = [record.then(happens).row(fact_record).status for happens in review]

    assert seen == ["returned", "submitted", "referred", "submitted", "accepted"]


def test_a_withdrawn_record_does_not_count_until_it_is_restored(services: Services) -> None:
    record = submitted(services)

    def counts() -> tuple[bool, bool]:
        return record.row(fact_record).counts, record.row(fact_counted).counts

    record.then(withdrawn())
    gone = counts()
    record.then(restored())

    assert gone == (False, False)
    assert counts() == (True, True)


def test_a_restricted_record_counts(services: Services) -> None:
    # Data Protection Act 2018, s. 46: hidden, not gone.
    record = submitted(services).then(restricted())

    assert record.row(fact_counted).counts


def test_what_reports_count_by_is_one_row_with_the_codes(services: Services) -> None:
    record = submitted(
        services,
        **{**CED_FIRED, "tactics": used(Tactic.CED_FIRED, Tactic.SHIELD, Tactic.CED_DRAWN)},
        reasons=(ReasonForForce.PREVENT_ESCAPE, ReasonForForce.EFFECT_ARREST),
        impact_factors=(),
    )

    row = record.row(fact_counted)

    assert (row.force, row.year, row.quarter, row.record_type) == (
        "northshire",
        2026,
        3,
        "individual",
    )
    assert row.tactics == " shield ced-fired "
    assert row.reasons == " prevent-escape effect-arrest "
    assert (row.impact_factors, row.mental_condition) == ("~none", "~not-known")


def test_what_the_national_return_asks_is_in_the_same_row(services: Services) -> None:
    record = submitted(services, **{**CED_FIRED, "primary_conduct": PrimaryConduct.COMPLIANT})
    row = record.row(fact_counted)

    assert row.national == " ced-fired "
    assert row.unmet == " compliant-met-with-more "
    assert row.officer_injury_level.startswith("~")
    after = record.then(amended(tactics=used(Tactic.CS_USED, Tactic.PAVA_USED)))
    assert after.row(fact_counted).national == " spray-used "


def test_a_row_says_which_event_changed_it_last(services: Services) -> None:
    record = submitted(services)
    first = record.row(fact_counted).position

    after = [
        record.then(happens).row(fact_counted).position
        for happens in (noted(), returned(), amended(area="north"), withdrawn(), restored())
    ]

    assert after[0] == first, "a note changes nothing that is counted"
    assert first < after[1] < after[2] < after[3] < after[4]


def test_records_of_one_encounter_are_told_until_they_are_taken_apart(services: Services) -> None:
    record = submitted(services).then(linked(COLLEAGUE.id))
    together = record.row(fact_record).encounter

    record.then(unlinked())

    assert together == COLLEAGUE.id
    assert record.row(fact_record).encounter is None


def test_a_note_changes_no_fact(services: Services) -> None:
    record = submitted(services)
    before = record.row(fact_record)

    record.then(noted())

    assert record.row(fact_record) == before


def choices(record: Happening) -> set[tuple[str, str]]:
    return {(row.question, row.code) for row in record.rows(fact_choice)}
