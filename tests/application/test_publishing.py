"""The use cases of releases: who may do what to an edition, in which order, and once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from application.access import NotAllowedError
from application.carrying_out import Done, KeyReusedError
from application.log import RecordLog
from application.releases import Releases
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.releases import GroundForAbandoning, ReasonForEdition
from domain.codelists.roles import Role
from domain.errors import NotFoundError
from domain.releases import errors
from domain.releases.events import File, Published
from domain.releases.period import Period
from domain.releases.release import Basis, Release, Stage, release_id
from tests.application.in_memory import InMemory
from tests.application.together import at_the_same_moment
from tests.people import (
    ADMINISTRATOR,
    ANALYST,
    OFFICER,
    STANDARDS,
    SUPERVISOR,
    Somebody,
)

PERIOD = Period(2026, 2)
BASIS = Basis(position=7, counting_rules=1, code_lists=1, layout=1)
FILES = (File(name="figures.csv", sha256="a" * 64), File(name="edition.json", sha256="b" * 64))
OTHER_FILES = (replace(FILES[0], sha256="c" * 64), FILES[1])
FIRST, ERROR = ReasonForEdition.FIRST, ReasonForEdition.ERROR
HOUR = timedelta(hours=1)
SECOND_ANALYST = Somebody(name="Hal Coot", collar_number="9012", rank=Rank.STAFF, role=Role.ANALYST)
OTHER_FORCE = Somebody(name="Ida Rook", collar_number="9003", rank=Rank.STAFF, role=Role.ANALYST)


@dataclass(frozen=True)
class Story:
    """One release of the force, to which people do things."""

    memory: InMemory
    use: Releases

    @property
    def release(self) -> Release:
        return self.use.get(self.id)

    @property
    def id(self) -> UUID:
        return release_id(Force.NORTHSHIRE, PERIOD)

    @property
    def stages(self) -> list[Stage]:
        return [one.stage for one in self.release.editions]

    def prepare(self, by: Somebody = ANALYST, key: UUID | None = None, **said: Any) -> Done:
        asked = {"reason": FIRST, **said}
        return self.use.prepare(PERIOD, BASIS, **asked, requester=by.asks(key))

    def check(self, by: Somebody = ANALYST, key: UUID | None = None, **said: Any) -> Done:
        asked = {"files": FILES, "basis": BASIS, **said}
        return self.use.check(self.id, **asked, requester=by.asks(key))

    def approve(self, by: Somebody = STANDARDS, key: UUID | None = None, **said: Any) -> Done:
        asked = {"files": FILES, "publish_at": self.memory.clock.now() + HOUR, **said}
        return self.use.approve(self.id, **asked, requester=by.asks(key))

    def abandon(self, by: Somebody = STANDARDS, key: UUID | None = None, **said: Any) -> Done:
        asked = {"ground": GroundForAbandoning.FIGURES, **said}
        return self.use.abandon(self.id, **asked, requester=by.asks(key))

    def publish(self) -> int:
        return self.use.publish_due([self.id])

    def to(self, stage: Stage) -> "Story":
        """Bring an edition as far as this, in the ordinary way."""
        for step in (self.prepare, self.check, self.approve)[: list(Stage).index(stage) + 1]:
            step()
        if stage is Stage.PUBLISHED:
            self.memory.clock.advance(hours=1)
            assert self.publish() == 1
        return self


@pytest.fixture
def story(memory: InMemory) -> Story:
    for one, force in ((SECOND_ANALYST, Force.NORTHSHIRE), (OTHER_FORCE, Force.KENT)):
        memory.people.found(
            one.id,
            name=one.name,
            collar_number=one.collar_number,
            force=force,
            rank=one.rank,
            role=one.role,
        )
    return Story(memory, Releases(memory.log, memory.access))


def test_an_edition_is_prepared_checked_approved_and_published(story: Story) -> None:
    story.to(Stage.PUBLISHED)

    (edition,) = story.release.published
    assert (edition.number, edition.basis, edition.files) == (1, BASIS, FILES)
    assert (edition.prepared_by, edition.checked_by) == (ANALYST.id, ANALYST.id)
    assert edition.approved_by == STANDARDS.id
    assert story.release.under_way is None


@pytest.mark.parametrize("by", [OFFICER, SUPERVISOR, STANDARDS, ADMINISTRATOR])
def test_only_analysts_prepare_and_check(story: Story, by: Somebody) -> None:
    with pytest.raises(NotAllowedError):
        story.prepare(by)
    story.prepare()
    with pytest.raises(NotAllowedError):
        story.check(by)

    assert story.stages == [Stage.PREPARED]


@pytest.mark.parametrize("by", [OFFICER, SUPERVISOR, ADMINISTRATOR])
def test_only_analysts_and_standards_approve_and_give_up(story: Story, by: Somebody) -> None:
    story.to(Stage.CHECKED)

    for step in (story.approve, story.abandon):
        with pytest.raises(NotAllowedError):
            step(by)

    assert story.stages == [Stage.CHECKED]


def test_whoever_prepared_or_checked_it_does_not_approve_it(story: Story) -> None:
    story.prepare(ANALYST)
    story.check(SECOND_ANALYST)

    for one in (ANALYST, SECOND_ANALYST):
        with pytest.raises(errors.SecondPersonError):
            story.approve(one)
    story.approve(STANDARDS)

    assert story.stages == [Stage.APPROVED]


def test_a_second_analyst_may_approve_it(story: Story) -> None:
    story.to(Stage.CHECKED).approve(SECOND_ANALYST)

    assert story.release.editions[-1].approved_by == SECOND_ANALYST.id


def test_an_analyst_of_another_force_finds_nothing_of_it(story: Story) -> None:
    story.to(Stage.CHECKED)
    before = story.memory.log.last_position()

    for step in (story.check, story.approve, story.abandon):
        with pytest.raises(NotFoundError):
            step(OTHER_FORCE)

    assert story.memory.log.last_position() == before


def test_what_an_analyst_of_another_force_prepares_is_of_theirs(story: Story) -> None:
    done = story.prepare(OTHER_FORCE)

    assert done.aggregate == release_id(Force.KENT, PERIOD)
    assert story.use.get(done.aggregate).force is Force.KENT
    with pytest.raises(NotFoundError):
        story.use.get(story.id)


def test_what_is_no_release_is_not_found(story: Story) -> None:
    for aggregate in (uuid4(), OFFICER.id):
        with pytest.raises(NotFoundError):
            story.use.get(aggregate)
    assert story.use.of(Force.NORTHSHIRE, PERIOD).editions == ()


def test_of_two_who_prepare_at_once_one_does(story: Story) -> None:
    asked: list[Callable[[], Any]] = [
        lambda: story.prepare(ANALYST),
        lambda: story.prepare(SECOND_ANALYST),
    ]

    answers = at_the_same_moment(asked)

    assert [type(one) for one in answers].count(Done) == 1
    assert story.stages == [Stage.PREPARED]


STEPS: list[tuple[str, Stage | None, dict[str, Any]]] = [
    ("prepare", None, {"notice": "Something else"}),
    ("check", Stage.PREPARED, {"files": OTHER_FILES}),
    ("approve", Stage.CHECKED, {"publish_at": None}),
    ("abandon", Stage.CHECKED, {"ground": GroundForAbandoning.WORDS}),
]
"""Each step, how far an edition has come before it, and what another request would say."""


@pytest.mark.parametrize(("name", "before", "other"), STEPS, ids=[one[0] for one in STEPS])
def test_a_step_that_is_sent_again_with_its_key_is_taken_once(
    story: Story, name: str, before: Stage | None, other: dict[str, Any]
) -> None:
    if before:
        story.to(before)
    step, key = getattr(story, name), uuid4()

    first = step(key=key)
    position = story.memory.log.last_position()
    again = step(key=key)

    assert (again.version, first.repeated, again.repeated) == (first.version, False, True)
    assert story.memory.log.last_position() == position


@pytest.mark.parametrize(("name", "before", "other"), STEPS, ids=[one[0] for one in STEPS])
def test_a_key_that_is_used_again_for_something_else_is_refused(
    story: Story, name: str, before: Stage | None, other: dict[str, Any]
) -> None:
    if before:
        story.to(before)
    step, key = getattr(story, name), uuid4()
    step(key=key)
    position = story.memory.log.last_position()
    said = {**other}
    if "publish_at" in said:
        said["publish_at"] = story.memory.clock.now() + 2 * HOUR

    with pytest.raises(KeyReusedError):
        step(key=key, **said)

    assert story.memory.log.last_position() == position


def test_a_key_that_approved_some_files_approves_no_others(story: Story) -> None:
    story.to(Stage.CHECKED)
    key = uuid4()
    story.approve(key=key)

    with pytest.raises(KeyReusedError):
        story.approve(key=key, files=OTHER_FILES)


def test_files_that_were_made_anew_are_looked_at_anew(story: Story) -> None:
    story.to(Stage.CHECKED).check(files=OTHER_FILES)

    with pytest.raises(errors.ApprovedOtherFilesError):
        story.approve(files=FILES)
    story.approve(files=OTHER_FILES)

    assert story.release.editions[-1].files == OTHER_FILES


def test_it_is_not_published_before_its_time(story: Story) -> None:
    story.to(Stage.APPROVED)
    story.memory.clock.advance(minutes=59)
    early = story.publish()
    story.memory.clock.advance(minutes=1)

    assert (early, story.publish()) == (0, 1)
    assert story.stages == [Stage.PUBLISHED]


def test_what_nobody_approved_is_not_published(story: Story) -> None:
    story.to(Stage.CHECKED)
    story.memory.clock.advance(hours=2)

    assert story.publish() == 0
    assert story.stages == [Stage.CHECKED]


def test_it_is_published_once_however_often_that_is_tried(story: Story) -> None:
    story.to(Stage.PUBLISHED)
    before = story.memory.log.last_position()

    assert story.publish() == 0
    assert story.memory.log.last_position() == before


class Overtaken(Releases):
    """A process in whose way another one comes, between looking and publishing."""

    def __init__(self, log: RecordLog, memory: InMemory) -> None:
        super().__init__(log, memory.access)
        self.other = Releases(memory.log, memory.access)
        self.published_by_other = 0

    def get(self, release: UUID) -> Release:
        found = super().get(release)
        self.published_by_other += self.other.publish_due([release])
        return found


def test_of_two_who_publish_at_once_one_does_and_the_other_says_so(story: Story) -> None:
    story.to(Stage.APPROVED)
    story.memory.clock.advance(hours=1)
    second = Overtaken(story.memory.log, story.memory)

    assert second.publish_due([story.id]) == 0

    assert second.published_by_other == 1
    events = story.memory.log.events_of(story.id)
    assert [type(one) for one in events].count(Published) == 1


def test_a_correction_is_another_edition_and_the_first_stays_as_it_was(story: Story) -> None:
    story.to(Stage.PUBLISHED)
    (first,) = story.release.published

    with pytest.raises(errors.NoReasonError):
        story.prepare(reason=ERROR)
    story.prepare(reason=ERROR, notice="Some records were counted twice.")
    story.check(files=OTHER_FILES)
    story.approve(files=OTHER_FILES)
    story.memory.clock.advance(hours=1)
    assert story.publish() == 1

    before, after = story.release.published
    assert before == first
    assert (after.number, after.reason, after.files) == (2, ERROR, OTHER_FILES)
    assert after.notice == "Some records were counted twice."


def test_a_correction_counts_no_less_than_what_it_corrects(story: Story) -> None:
    story.to(Stage.PUBLISHED)
    earlier = replace(BASIS, position=BASIS.position - 1)

    with pytest.raises(errors.NothingBehindError):
        story.use.prepare(PERIOD, earlier, reason=ERROR, notice="Why", requester=ANALYST.asks())


def test_what_was_given_up_is_prepared_again_under_its_number(story: Story) -> None:
    story.to(Stage.APPROVED).abandon(ANALYST)
    story.memory.clock.advance(hours=2)
    assert story.publish() == 0

    story.to(Stage.CHECKED)

    assert story.stages == [Stage.ABANDONED, Stage.CHECKED]
    assert [one.number for one in story.release.editions] == [1, 1]


def test_a_check_of_another_edition_than_the_one_under_way_is_refused(story: Story) -> None:
    story.prepare()

    with pytest.raises(errors.NotAtThisStageError):
        story.check(basis=replace(BASIS, position=8))
