"""From "Start a record" to the receipt, section by section."""

from datetime import date, time

import pytest

from domain.codelists.answers import Absence
from tests.builders import CED_FIRED
from tests.people import COLLEAGUE, OFFICER, SUPERVISOR
from tests.web import given
from tests.web.client import Shown
from tests.web.conftest import SignIn
from tests.web.pages.sections import EVERY, GO_ON, INCIDENT, LATER, TACTICS, filled_in
from web.bootstrap import Services
from web.forms.schemas import SCHEMAS, title


def started(browser_of: SignIn, button: str = "Force on one person") -> Shown:
    """The first section of a new record."""
    page = browser_of(OFFICER).open("/").follow("Start a record").press(button)
    return page.follow("Incident")


def checked(browser_of: SignIn, services: Services, **changes) -> Shown:
    draft = given.a_draft(services, **changes)
    return browser_of(OFFICER).open(f"/records/{draft.reference}/check")


def test_a_record_is_made_section_by_section(browser_of: SignIn, services: Services) -> None:
    page = filled_in(started(browser_of), *EVERY)

    assert page.heading == "Check your answers before submitting"
    assert page.answers["When did you use force?"] == "19 November 2026"
    assert page.answers["What time did it start?"] == "22:41"
    assert page.answers["What affected your decision to use force?"] == "None of these"
    page = page.press("Submit record")
    assert page.heading == "Record submitted"
    assert f"Sgt 2210 {SUPERVISOR.name} will review it" in page.text
    assert page.follow("See this record").heading == "Record UOF-26-000001"


def test_each_section_leads_to_the_next_that_is_asked(browser_of: SignIn) -> None:
    page, seen = started(browser_of), []

    for typed in EVERY:
        seen.append(page.heading)
        page = page.press(GO_ON, typed)

    assert seen == [title(section) for section in SCHEMAS if section != "ced"]


def test_a_submitted_record_is_no_draft_any_more(browser_of: SignIn, services: Services) -> None:
    page = checked(browser_of, services).press("Submit record")

    assert services.drafts.of(OFFICER.id) == ()
    home = page.follow("Your records")
    assert [table.all("caption")[0].text for table in home.main.all("table")] == ["Awaiting review"]


def test_a_section_that_is_saved_for_later_is_as_it_was_left(browser_of: SignIn) -> None:
    page = started(browser_of)
    some = {"single_crewed": "no", "incident_date-day": "19", "area": "north"}

    page = page.press(LATER, some)

    assert page.heading == "Your draft record"
    page = page.follow("Incident")
    assert page.values("single_crewed") == ["no"]
    assert page.values("area") == ["north"]
    assert page.values("incident_date-day") == ["19"]


def test_what_cannot_be_read_is_shown_again_as_it_was_typed(browser_of: SignIn) -> None:
    page = started(browser_of)
    wrong = {**INCIDENT, "incident_date-month": "Smarch", "incident_time": "half past two"}

    page = page.press(GO_ON, wrong)

    assert page.status == 422
    assert page.errors == {
        "#incident_date-month": "Enter the month as a number",
        "#incident_time": "Enter a time, like 14:30",
    }
    assert page.values("incident_date-month") == ["Smarch"]
    assert page.values("incident_time") == ["half past two"]
    assert page.values("single_crewed") == ["no"]
    assert page.browser.open(page.path).values("incident_time") == ["half past two"]


def test_a_section_that_is_left_empty_says_what_to_do_about_each_question(
    browser_of: SignIn,
) -> None:
    page = started(browser_of).press(GO_ON)

    assert page.status == 422
    assert page.errors["#incident_date-day"] == "Enter the date you used force"
    assert page.errors["#main_duty"] == "Select your main duty"
    assert "#place" not in page.errors


@pytest.mark.parametrize(
    ("when", "href", "sentence"),
    [
        (("21", "11", "2026"), "#incident_date-day", "must be today or in the past"),
        (("31", "3", "2017"), "#incident_date-day", "must be on or after 1 April 2017"),
    ],
)
def test_a_date_that_cannot_be_is_refused(
    browser_of: SignIn, when: tuple[str, str, str], href: str, sentence: str
) -> None:
    parts = dict(zip(("day", "month", "year"), when, strict=True))
    typed = {f"incident_date-{part}": value for part, value in parts.items()}

    page = started(browser_of).press(GO_ON, {**INCIDENT, **typed})

    assert sentence in page.errors[href]


def test_an_answer_to_a_follow_up_that_is_not_asked_is_dropped(
    browser_of: SignIn, services: Services
) -> None:
    page = started(browser_of)

    page.press(GO_ON, {**INCIDENT, "video_recorded": "yes", "no_video_reason": "not-issued"})

    (draft,) = services.drafts.of(OFFICER.id)
    assert draft.account.no_video_reason is Absence.NOT_ANSWERED


def test_a_text_that_is_too_long_is_refused_and_kept(browser_of: SignIn) -> None:
    page = started(browser_of).press(GO_ON, {**INCIDENT, "place": "x" * 501})

    assert page.errors == {"#place": "Enter no more than 500 characters"}
    assert page.values("place") == ["x" * 501]


def test_a_section_answered_in_two_windows_is_saved_once_and_loses_nothing(
    browser_of: SignIn,
) -> None:
    first = started(browser_of)
    second = first.browser.open(first.path)
    first.press(LATER, single_crewed="yes")

    page = second.press(GO_ON, {**INCIDENT, "place": "Typed in the second window"})

    assert page.status in (409, 422)
    assert page.values("place") == ["Typed in the second window"]
    assert "another window" in " ".join(page.errors.values())


def test_the_script_in_the_background_saves_like_a_button(
    browser_of: SignIn, services: Services
) -> None:
    page = started(browser_of)
    form = {"version": page.values("version")[0], "single_crewed": "yes"}
    background = {"X-Requested-With": "autosave"}

    answer = page.browser.post(page.path, form, **background)

    assert answer.json == {"message": "Saved at 12:00", "version": 2}
    (draft,) = services.drafts.of(OFFICER.id)
    assert draft.account.single_crewed == "yes"
    late = page.browser.post(page.path, form, **background)
    assert late.status_code == 409


def test_a_draft_is_told_apart_from_nothing_by_the_task_list(browser_of: SignIn) -> None:
    page = filled_in(started(browser_of), INCIDENT)

    page = page.browser.open(page.path.partition("/edit")[0])

    tasks = {
        item.all("a")[0].text: item.with_class("govuk-task-list__status")[0].text
        for item in page.main.with_class("govuk-task-list__item")
    }
    assert tasks["Incident"] == "Completed"
    assert tasks["The person"] == "Incomplete"
    assert tasks["Your account"] == "Optional"
    assert "Taser" not in tasks


def test_the_check_page_lists_what_is_missing_and_offers_no_submission(
    browser_of: SignIn, services: Services
) -> None:
    page = checked(browser_of, services, main_duty=Absence.NOT_ANSWERED, outcomes=())

    assert "Submit record" not in page.buttons
    page = page.follow("Select your main duty")
    assert page.heading == "Incident"


def test_every_gap_leads_to_its_control(browser_of: SignIn, services: Services) -> None:
    page = filled_in(started(browser_of))
    reference = page.path.split("/")[2]
    check = page.browser.open(f"/records/{reference}/check")
    gaps = [href for href in check.links().values() if "#" in href and "/edit/" in href]

    assert len(gaps) > 15
    for gap in gaps:
        address, _, control = gap.partition("#")
        ids = {one.get("id") for one in page.browser.open(address).root.walk()}
        assert control in ids, gap


def test_a_draft_with_gaps_is_not_submitted_even_by_a_form_made_by_hand(
    browser_of: SignIn, services: Services
) -> None:
    whole = checked(browser_of, services)
    lacking = given.a_draft(services, outcomes=Absence.NOT_ANSWERED)
    form = {"key": whole.values("key")[0]}

    page = whole.browser.send(f"/records/{lacking.reference}/check", form)

    assert page.heading == "Check your answers before submitting"
    assert len(services.drafts.of(OFFICER.id)) == 2


def test_the_same_submission_sent_twice_makes_one_record(
    browser_of: SignIn, services: Services
) -> None:
    page = checked(browser_of, services)
    first = page.press("Submit record")

    second = page.press("Submit record")

    assert second.heading == "Record submitted"
    assert second.path == first.path
    assert len(first.follow("Your records").rows) == 1


def test_starting_twice_with_one_form_starts_one_draft(
    browser_of: SignIn, services: Services
) -> None:
    page = browser_of(OFFICER).open("/records/new")

    first, second = page.press("Force on one person"), page.press("Force on one person")

    assert first.path == second.path
    assert len(services.drafts.of(OFFICER.id)) == 1


def test_a_record_of_about_the_same_time_is_pointed_out_before_a_second_is_made(
    browser_of: SignIn, services: Services
) -> None:
    known = given.submitted(services)

    page = checked(browser_of, services).press("Submit record")

    assert page.heading == "You have a record of about the same time"
    assert [row[0] for row in page.rows] == [known.reference]


@pytest.mark.parametrize(
    ("day", "at", "is_pointed_out"),
    [(20, time(0, 40), True), (20, time(0, 42), False), (19, time(0, 10), False)],
    ids=["an hour later", "more than an hour later", "almost a day earlier"],
)
def test_about_the_same_time_may_be_on_another_day(
    browser_of: SignIn, services: Services, day: int, at: time, *, is_pointed_out: bool
) -> None:
    given.submitted(services, incident_date=date(2026, 11, 19), incident_time=time(23, 41))

    page = checked(browser_of, services, incident_date=date(2026, 11, day), incident_time=at).press(
        "Submit record"
    )

    warned = page.heading == "You have a record of about the same time"
    assert warned is is_pointed_out


def test_the_second_record_is_made_when_it_is_about_another_person(
    browser_of: SignIn, services: Services
) -> None:
    given.submitted(services)
    page = checked(browser_of, services).press("Submit record")

    page = page.press("It is about another person: submit it")

    assert page.heading == "Record submitted"


def test_the_second_record_is_discarded_when_it_is_the_same(
    browser_of: SignIn, services: Services
) -> None:
    given.submitted(services)
    page = checked(browser_of, services).press("Submit record")

    page = page.follow("It is the same: discard this draft")
    page = page.press(page.buttons[-1])

    assert services.drafts.of(OFFICER.id) == ()


def test_a_record_of_a_colleague_is_not_pointed_out(browser_of: SignIn, services: Services) -> None:
    given.submitted(services, by=COLLEAGUE)

    assert checked(browser_of, services).press("Submit record").heading == "Record submitted"


def test_a_discarded_draft_is_gone(browser_of: SignIn, services: Services) -> None:
    draft = given.a_draft(services)
    browser = browser_of(OFFICER)
    page = browser.open(f"/records/{draft.reference}").follow("Discard this draft")

    page = page.press(page.buttons[-1])

    assert page.path == "/"
    browser.open(f"/records/{draft.reference}", status=404)


def test_a_draft_that_changed_since_is_not_discarded(
    browser_of: SignIn, services: Services
) -> None:
    draft = given.a_draft(services)
    page = browser_of(OFFICER).open(f"/records/{draft.reference}/discard")
    services.drafts.save(draft)

    page = page.press(page.buttons[-1])

    assert page.status == 412
    assert len(services.drafts.of(OFFICER.id)) == 1


def test_a_crowd_record_asks_for_the_crowd_and_not_for_one_person(browser_of: SignIn) -> None:
    page = started(browser_of, "Force on a crowd")
    crowd = {**INCIDENT, "record_type": "crowd", "crowd_estimate": "1,200"}

    page = filled_in(page, crowd, {}, {"reasons": ["effect-arrest"], "impact_factors": ["none"],
                                       "officer_assaulted": "no"}, *EVERY[3:])  # fmt: skip

    assert page.heading == "Check your answers before submitting"
    assert page.answers["People in the crowd"] == "1200"
    assert page.press("Submit record").heading == "Record submitted"


def test_a_crowd_of_one_is_no_crowd(browser_of: SignIn) -> None:
    crowd = {**INCIDENT, "record_type": "crowd", "crowd_estimate": "1"}

    page = started(browser_of, "Force on a crowd").press(GO_ON, crowd)

    assert page.errors == {"#crowd_estimate": "Enter how many people were in the crowd, 2 or more"}


def test_nobody_knows_how_many_people_a_crowd_had(browser_of: SignIn, services: Services) -> None:
    crowd = {**INCIDENT, "record_type": "crowd", "crowd_estimate-absent": "not-known"}

    started(browser_of, "Force on a crowd").press(GO_ON, crowd)

    (draft,) = services.drafts.of(OFFICER.id)
    assert draft.account.crowd_estimate is Absence.NOT_KNOWN


def on_tactics(browser_of: SignIn, services: Services, **changes) -> Shown:
    draft = given.a_draft(services, tactics=Absence.NOT_ANSWERED, **changes)
    return browser_of(OFFICER).open(f"/records/{draft.reference}/edit/tactics")


def chosen(page: Shown) -> list[str]:
    """The tactics that stand in the form, in their order."""
    return [
        next((o.get("value") for o in one.all("option") if o.has("selected")), "")
        for one in page.main.all("select")
    ]


def test_tactics_are_put_in_the_order_in_which_they_were_used(
    browser_of: SignIn, services: Services
) -> None:
    page = on_tactics(browser_of, services)
    page = page.press("Add another tactic", {"tactics-0-tactic": "baton-drawn"})
    page = page.press("Add another tactic", {"tactics-1-tactic": "ground-restraint"})
    page = page.press("Add another tactic", {"tactics-2-tactic": "unarmed-skills"})

    page = page.press("Move up tactic 3, " + labels(page)[2])
    assert chosen(page) == ["baton-drawn", "unarmed-skills", "ground-restraint", ""]
    page = page.press("Remove tactic 1, " + labels(page)[0])
    assert chosen(page) == ["unarmed-skills", "ground-restraint", ""]
    effects = {f"tactics-{number}-effective": "yes" for number in (0, 1)}
    page.press(GO_ON, {**effects, "firearm_aimed": "no", "firearm_fired": "no"})

    (draft,) = services.drafts.of(OFFICER.id)
    assert [step.tactic.value for step in draft.account.tactics] == [
        "unarmed-skills",
        "ground-restraint",
    ]


def labels(page: Shown) -> list[str]:
    return [
        next(o.text for o in one.all("option") if o.has("selected") or not o.get("value"))
        if not any(o.has("selected") for o in one.all("option"))
        else next(o.text for o in one.all("option") if o.has("selected"))
        for one in page.main.all("select")
    ]


def test_the_effect_of_a_tactic_moves_with_it(browser_of: SignIn, services: Services) -> None:
    page = on_tactics(browser_of, services)
    first = {"tactics-0-tactic": "baton-drawn", "tactics-0-effective": "no"}
    page = page.press("Add another tactic", first)
    second = {"tactics-1-tactic": "ground-restraint", "tactics-1-effective": "yes"}
    page = page.press("Add another tactic", second)

    page = page.press("Move up tactic 2, " + labels(page)[1])

    assert page.values("tactics-0-effective") == ["yes"]
    assert page.values("tactics-1-effective") == ["no"]


def test_the_other_answers_of_the_page_survive_a_new_tactic(
    browser_of: SignIn, services: Services
) -> None:
    page = on_tactics(browser_of, services, firearm_aimed=Absence.NOT_ANSWERED)

    page = page.press("Add another tactic", firearm_aimed="no")

    assert page.values("firearm_aimed") == ["no"]


def test_a_record_holds_twenty_tactics_and_no_more(browser_of: SignIn, services: Services) -> None:
    page = on_tactics(browser_of, services)
    for number in range(19):
        typed = {f"tactics-{number}-tactic": "ground-restraint",
                 f"tactics-{number}-effective": "yes"}  # fmt: skip
        page = page.press("Add another tactic", typed)

    assert "Add another tactic" not in page.buttons
    assert "no more than 20 tactics" in page.text
    last = {"tactics-19-tactic": "baton-used", "tactics-19-effective": "no"}
    page.press(GO_ON, {**last, "firearm_aimed": "no", "firearm_fired": "no"})
    (draft,) = services.drafts.of(OFFICER.id)
    assert len(draft.account.tactics) == 20


def test_a_tactic_without_its_effect_is_refused_and_kept(
    browser_of: SignIn, services: Services
) -> None:
    page = on_tactics(browser_of, services)

    page = page.press(GO_ON, {"tactics-0-tactic": "baton-used"})

    assert page.errors == {"#tactics-0-tactic": "Select yes if each tactic was effective"}
    assert chosen(page) == ["baton-used"]


def test_talking_alone_is_no_use_of_force(browser_of: SignIn, services: Services) -> None:
    talk = {**TACTICS, "tactics-0-tactic": "communications"}

    page = on_tactics(browser_of, services).press(GO_ON, talk)

    assert "other than tactical communications" in page.errors["#tactics-0-tactic"]


def on_taser(browser_of: SignIn, services: Services) -> Shown:
    fired = {**CED_FIRED, "ced_uses": Absence.NOT_ANSWERED}
    draft = given.a_draft(services, **fired)
    return browser_of(OFFICER).open(f"/records/{draft.reference}/edit/ced")


FIRED = {"drawn": "yes", "fired": "yes", "cartridge_number": "C-1", "cycles": "2"}


def test_up_to_four_uses_of_a_taser_are_told_one_by_one(
    browser_of: SignIn, services: Services
) -> None:
    page = on_taser(browser_of, services)

    for _ in range(4):
        page = page.press("Add a use").press("Save this use", FIRED)

    assert "Add a use" not in page.buttons
    assert "no more than 4 uses" in page.text
    assert "Change use 4" in page.buttons
    (draft,) = services.drafts.of(OFFICER.id)
    assert len(draft.account.ced_uses) == 4
    page.browser.open(page.path + "/5", status=404)


def test_a_firing_says_which_cartridge_and_how_many_cycles(
    browser_of: SignIn, services: Services
) -> None:
    page = on_taser(browser_of, services).press("Add a use")

    page = page.press("Save this use", fired="yes")

    assert page.errors == {
        "#cartridge_number": "Enter the cartridge number",
        "#cycles": "Enter how many cycles there were",
    }
    assert page.values("fired") == ["yes"]


def test_a_use_of_a_taser_is_changed_and_removed(browser_of: SignIn, services: Services) -> None:
    page = on_taser(browser_of, services).press("Add a use").press("Save this use", FIRED)
    page = page.press("Add a use").press("Save this use", drawn="yes")

    page = page.press("Change use 2").press("Save this use", drawn="no")
    page = page.press("Change use 1").press("Remove this use")

    assert "Change use 2" not in page.buttons
    (draft,) = services.drafts.of(OFFICER.id)
    assert [use.drawn for use in draft.account.ced_uses] == ["no"]


def test_the_taser_is_asked_about_only_when_it_is_among_the_tactics(
    browser_of: SignIn, services: Services
) -> None:
    page = on_tactics(browser_of, services)

    page = page.press(GO_ON, {**TACTICS, "tactics-0-tactic": "ced-drawn"})

    assert page.heading == "Taser"
