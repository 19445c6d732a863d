"""An edition is prepared, checked, approved by a second person, published at its time, and never changed."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from domain.codelists.forces import Force
from domain.codelists.releases import GroundForAbandoning, ReasonForEdition
from domain.codelists.roles import Role
from domain.event import Event
from domain.releases import errors
from domain.releases.events import File
from domain.releases.facts import FOUR_WEEKS, NO_FACTS, Facts
from domain.releases.period import Period
from domain.releases.release import Basis, Release, Stage, fold, nothing_yet
from tests.fakes import NOON
from tests.people import ANALYST, STANDARDS, SUPERVISOR

PERIOD = Period(2026, 2)
AFTER = date(2026, 10, 1)
BASIS = Basis(position=100, counting_rules=1, code_lists=1, layout=1)
FILES = (File(name="figures.csv", sha256="a" * 64),)
LATER = NOON + timedelta(days=1)
FIRST = ReasonForEdition.FIRST


class Story:
    """A release to which things happen, one after the other."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    @property
    def release(self) -> Release:
        return fold(self.events) or nothing_yet(Force.NORTHSHIRE, PERIOD)

    def then(self, event: Event) -> "Story":
        self.events.append(event)
        return self

    def prepared(self, **said: Any) -> "Story":
        asked: dict[str, Any] = {"reason": FIRST, "notice": None, "today": AFTER, "basis": BASIS}
        asked["facts"] = NO_FACTS
        both = self.release.prepare(command=ANALYST.commands(), **{**asked, **said})
        self.events.extend(both)
        return self

    def announced(self, at: datetime) -> "Story":
        return self.then(self.release.announce(at, command=ANALYST.commands()))

    def checked(self) -> "Story":
        return self.then(self.release.check(FILES, BASIS, command=ANALYST.commands()))

    def approved(self, *, by: Any = STANDARDS, files: Any = FILES, at: Any = LATER) -> "Story":
        return self.then(self.release.approve(files, publish_at=at, command=by.commands()))

    def published(self, *, at: Any = LATER) -> "Story":
        return self.then(self.release.publish(command=SUPERVISOR.commands(at=at, role=Role.SYSTEM)))

    def all_published(self) -> "Story":
        return self.prepared().checked().approved().published()


def test_an_edition_goes_from_one_stage_to_the_next() -> None:
    story = Story().prepared()
    steps = (story.checked, story.approved, story.published)
    first = story.release.editions[-1].stage

    stages = [step().release.editions[-1].stage for step in steps]

    assert [first, *stages] == [Stage.PREPARED, Stage.CHECKED, Stage.APPROVED, Stage.PUBLISHED]
    edition = story.release.published[0]
    assert (edition.number, edition.basis, edition.files) == (1, BASIS, FILES)
    assert (edition.prepared_by, edition.approved_by) == (ANALYST.id, STANDARDS.id)


def test_a_period_that_is_not_over_is_not_prepared() -> None:
    with pytest.raises(errors.NotOverError):
        Story().prepared(today=date(2026, 9, 30))


def test_one_edition_at_a_time_is_under_way() -> None:
    with pytest.raises(errors.UnderWayError):
        Story().prepared().prepared()


def test_nobody_approves_what_they_prepared_or_checked() -> None:
    with pytest.raises(errors.SecondPersonError):
        Story().prepared().checked().approved(by=ANALYST)


def test_what_was_not_checked_is_not_approved() -> None:
    with pytest.raises(errors.NotAtThisStageError):
        Story().prepared().approved()


def test_files_that_were_made_on_another_basis_are_not_its_own() -> None:
    release = Story().prepared().release
    other = Basis(position=99, counting_rules=1, code_lists=1, layout=1)

    with pytest.raises(errors.NotAtThisStageError):
        release.check(FILES, other, command=ANALYST.commands())


def test_only_the_files_that_were_looked_at_are_approved() -> None:
    others = (File(name="figures.csv", sha256="b" * 64),)

    with pytest.raises(errors.ApprovedOtherFilesError):
        Story().prepared().checked().approved(files=others)


def test_a_time_of_publication_lies_ahead() -> None:
    with pytest.raises(errors.InThePastError):
        Story().prepared().checked().approved(at=NOON - timedelta(seconds=1))


def test_nothing_is_published_before_its_time() -> None:
    with pytest.raises(errors.TooEarlyError):
        Story().prepared().checked().approved().published(at=LATER - timedelta(seconds=1))


def test_what_is_published_is_not_abandoned_any_more() -> None:
    story = Story().all_published()

    with pytest.raises(errors.NotAtThisStageError):
        story.release.abandon(GroundForAbandoning.FIGURES, command=ANALYST.commands())


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_an_edition_can_be_given_up_until_then_and_gives_its_number_back(steps: int) -> None:
    story = Story().prepared()
    for step in (story.checked, story.approved)[:steps]:
        step()
    story.then(story.release.abandon(GroundForAbandoning.FIGURES, command=ANALYST.commands()))

    again = story.prepared().release

    assert [one.number for one in again.editions] == [1, 1]
    assert again.edition(1).stage is Stage.PREPARED


def test_a_correction_is_another_edition_with_a_reason() -> None:
    story = Story().all_published()
    with pytest.raises(errors.NoReasonError):
        story.prepared()
    with pytest.raises(errors.NoReasonError):
        story.prepared(reason=ReasonForEdition.ERROR, notice=" ")

    story.prepared(reason=ReasonForEdition.ERROR, notice="Some records were counted twice.")

    assert story.release.under_way is not None
    assert story.release.under_way.number == 2
    assert story.release.published[0].number == 1


def test_a_scheduled_revision_needs_no_notice() -> None:
    story = Story().all_published().prepared(reason=ReasonForEdition.SCHEDULED)

    assert story.release.edition(2).reason is ReasonForEdition.SCHEDULED


def test_nothing_is_corrected_that_was_never_published() -> None:
    with pytest.raises(errors.NothingPublishedError):
        Story().prepared(reason=ReasonForEdition.ERROR, notice="Some records came late.")


def test_an_edition_never_says_less_of_the_log_than_the_one_before() -> None:
    earlier = Basis(position=99, counting_rules=1, code_lists=1, layout=1)

    with pytest.raises(errors.NothingBehindError):
        Story().all_published().prepared(basis=earlier, reason=ReasonForEdition.SCHEDULED)


@pytest.mark.parametrize("code", ["2026-q1", "2026-q4", "2026-27", "2099-00"])
def test_a_period_is_known_by_its_code(code: str) -> None:
    assert Period.named(code).code == code


@pytest.mark.parametrize("code", ["2026", "2026-q5", "2026-28", "2026-1", "q1"])
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=code):
        Period.named(code)


def test_a_year_ends_in_march() -> None:
    year = Period(2025)

    assert (year.label, year.last_day) == ("Year ending March 2026", date(2026, 3, 31))


def test_a_release_can_be_announced_before_anything_of_it_is_prepared() -> None:
    story = Story().announced(NOON + FOUR_WEEKS)

    told = story.release.announced

    assert told is not None
    assert told.is_in_good_time
    assert (told.at, story.release.editions) == (NOON, ())
    assert story.prepared().release.editions[0].number == 1


def test_who_is_told_late_can_see_it() -> None:
    told = Story().announced(NOON + FOUR_WEEKS - timedelta(seconds=1)).release.announced

    assert told is not None
    assert not told.is_in_good_time


def test_another_day_is_told_by_announcing_it_again() -> None:
    story = Story().announced(NOON + FOUR_WEEKS).announced(NOON + 2 * FOUR_WEEKS)

    assert story.release.announced is not None
    assert story.release.announced.publish_at == NOON + 2 * FOUR_WEEKS


def test_a_day_that_has_passed_or_lies_in_the_period_is_not_announced() -> None:
    with pytest.raises(errors.InThePastError):
        Story().announced(NOON)
    running = nothing_yet(Force.NORTHSHIRE, Period(NOON.year + 1, 1))
    with pytest.raises(errors.BeforeItsEndError):
        running.announce(NOON + FOUR_WEEKS, command=ANALYST.commands())


def test_an_edition_keeps_what_it_said_of_the_force_when_it_was_prepared() -> None:
    facts = Facts(
        areas={"north": "The north"},
        contact="statistics@northshire.example",
        early_access=("Chief Constable",),
        follows_code=True,
    )

    story = Story().prepared(facts=facts).checked().approved().published()
    story.prepared(reason=ReasonForEdition.SCHEDULED)

    assert [one.facts for one in story.release.editions] == [facts, NO_FACTS]


def test_an_announcement_is_of_the_edition_that_came_after_it() -> None:
    story = Story().announced(NOON + FOUR_WEEKS).all_published()
    story.prepared(reason=ReasonForEdition.SCHEDULED)
    first, second = story.release.editions

    assert story.release.told_of(first) == story.release.announced
    assert story.release.told_of(second) is None
    assert nothing_yet(Force.NORTHSHIRE, PERIOD).told_of(first) is None
