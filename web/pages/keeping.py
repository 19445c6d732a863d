"""Deciding about a record that is kept: review, hold, erasure. Each step is a page that says what it means.

Which step asks for which permission stands at its head: who asks for more, such as a fresh sign-in before an
erasure, does it there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request

from application.carrying_out import Done
from application.retention import Kept
from domain.access.policy import Permission
from domain.codelists.codelist import CodeList
from domain.codelists.field_groups import FieldGroup
from domain.codelists.retention import GroundForErasure, GroundForHold, GroundForKeeping
from domain.errors import DomainError
from domain.retention.keeping import Stage
from domain.retention.policy import months_on
from web.current import requester, services, version
from web.forms.in_words import day, moment
from web.forms.loading import Problem
from web.pages.retention import back_to, look
from web.security import remember_position, requires

blueprint = Blueprint("keeping", __name__)

GROUNDS = tuple(one for one in GroundForKeeping if one is not GroundForKeeping.HELD)
KEEP = tuple(one for one in GROUNDS if one is not GroundForKeeping.MISTAKEN)
LONGEST_CASE = 100
YEAR = 12
"""Months: what a date of the next review is filled in with."""


@dataclass(kw_only=True)
class Asked:
    """What was sent, as far as it could be read, and what is wrong with it."""

    ground: Any = None
    groups: tuple[FieldGroup, ...] = ()
    until: date | None = None
    case: str = ""
    hold: UUID | None = None
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Step:
    """A page that asks what is needed for a decision, and then carries it out."""

    title: str
    advice: Sequence[str]
    button: str
    act: Callable[[Kept, Asked], Done]
    grounds: Sequence[CodeList] = ()
    legend: str = "Why?"
    asks_groups: bool = False
    asks_until: bool = False
    asks_case: bool = False
    asks_hold: Mapping[str, str] | None = None
    """The holds that can be chosen, in words by their ids."""
    warning: bool = False


@blueprint.route("/retention/<reference>/keep", methods=["GET", "POST"])
@requires(Permission.REVIEW_RETENTION)
def keep(reference: str) -> Any:
    """Keep a record after its review."""

    def act(found: Kept, asked: Asked) -> Done:
        assert asked.until is not None
        return services().retention.keep(
            found.record.id, asked.ground, asked.until, requester=requester()
        )

    step = Step(
        title="Keep this record after its review",
        advice=["It is reviewed again on the day you enter. Nothing happens to it by itself."],
        button="Keep record",
        act=act,
        grounds=KEEP,
        asks_until=True,
    )
    return _page(look(reference), step)


@blueprint.route("/retention/<reference>/propose", methods=["GET", "POST"])
@requires(Permission.REVIEW_RETENTION)
def propose(reference: str) -> Any:
    """Propose to erase content of a record."""

    def act(found: Kept, asked: Asked) -> Done:
        return services().retention.propose(
            found.record.id, asked.groups, asked.ground, requester=requester()
        )

    step = Step(
        title="Propose to erase content",
        advice=[
            "The data protection officer decides. Until then everything stays as it is.",
            (
                "What is erased is what was written in words: nobody will ever read it again, in no version"
                " and no backup. Answers by code stay, and the record is counted as before."
            ),
        ],
        button="Propose erasure",
        act=act,
        grounds=tuple(GroundForErasure),
        legend="On which ground?",
        asks_groups=True,
        warning=True,
    )
    return _page(look(reference), step)


@blueprint.route("/retention/<reference>/approve", methods=["GET", "POST"])
@requires(Permission.APPROVE_ERASURE, fresh=True)
def approve(reference: str) -> Any:
    """Approve as a second person what was proposed."""

    def act(found: Kept, asked: Asked) -> Done:
        return services().retention.approve(
            found.record.id, version=version(), requester=requester()
        )

    found = look(reference)
    days = found.policy.cooling_off_days if found.policy else 14
    step = Step(
        title="Approve this erasure",
        advice=[
            *_proposed(found),
            (
                "From the moment you approve nobody reads this content, neither here nor through another"
                " system."
            ),
            (
                f"You or the records manager can undo it for {days} days. After that it is made final with the"
                " next change of the key epoch, and nothing brings it back."
            ),
        ],
        button="Approve erasure",
        act=act,
        warning=True,
    )
    return _page(found, step)


@blueprint.route("/retention/<reference>/stop", methods=["GET", "POST"])
@requires(Permission.UNDO_ERASURE)
def stop(reference: str) -> Any:
    """Turn down what was proposed, or undo what was approved."""
    found = look(reference)
    approved = found.record.keeping.is_at(Stage.APPROVED, Stage.CONFIRMED)

    def act(found: Kept, asked: Asked) -> Done:
        decide = services().retention.undo if approved else services().retention.turn_down
        return decide(found.record.id, asked.ground, requester=requester())

    step = Step(
        title="Undo this erasure" if approved else "Turn this erasure down",
        advice=[
            *_proposed(found),
            "The content can be read again at once." if approved else "Everything stays as it is.",
        ],
        button="Undo erasure" if approved else "Turn down",
        act=act,
        grounds=GROUNDS,
    )
    return _page(found, step)


@blueprint.route("/retention/<reference>/hold", methods=["GET", "POST"])
@requires(Permission.HOLD)
def hold(reference: str) -> Any:
    """Place a legal hold."""

    def act(found: Kept, asked: Asked) -> Done:
        return services().retention.place_hold(
            found.record.id, asked.ground, asked.case, requester=requester()
        )

    step = Step(
        title="Place a legal hold",
        advice=[
            (
                "Nothing of this record is erased while a hold lasts. An erasure that is under way and can"
                " still be undone is undone by it. Two people release a hold."
            ),
        ],
        button="Place hold",
        act=act,
        grounds=tuple(GroundForHold),
        legend="What is it for?",
        asks_case=True,
    )
    return _page(look(reference, Permission.HOLD), step)


@blueprint.route("/retention/<reference>/release", methods=["GET", "POST"])
@requires(Permission.HOLD)
def release(reference: str) -> Any:
    """Ask for the release of a hold, or agree to it as a second person."""

    def act(found: Kept, asked: Asked) -> Done:
        assert asked.hold is not None
        one = found.record.keeping.hold(asked.hold)
        agreed = one is not None and one.release_asked_by is not None
        decide = services().retention.release if agreed else services().retention.ask_release
        return decide(found.record.id, asked.hold, requester=requester())

    found = look(reference, Permission.HOLD)
    holds = {
        str(one.id): f"{one.ground.label}, since {moment(one.placed_at)}"
        + (", release asked for" if one.release_asked_by else "")
        for one in found.record.keeping.holds
    }
    step = Step(
        title="Release a legal hold",
        advice=[
            "One person says that a hold is no longer needed, and another agrees. It lasts until then.",
        ],
        button="Release hold",
        act=act,
        asks_hold=holds,
        legend="Which hold?",
    )
    return _page(found, step)


def _page(found: Kept, step: Step) -> Any:
    asked = Asked()
    if request.method == "POST":
        asked = _asked(step)
        if not asked.problems:
            try:
                done = step.act(found, asked)
            except DomainError as error:
                asked.problems.append(Problem.at("", error.sentence))
            else:
                return remember_position(redirect(back_to(found)), done.position)
    left = [
        one for one in FieldGroup if one in found.sealed and one not in found.record.keeping.gone
    ]
    page = render_template(
        "retention/step.html",
        kept=found,
        record=found.record,
        step=step,
        back=back_to(found),
        typed=request.form,
        chosen=request.form.getlist("group"),
        left=left,
        nothing=_nothing(step, left),
        suggested=months_on(services().clock.now().date(), YEAR),
        problems=asked.problems,
    )
    return page, 422 if asked.problems else 200


def _nothing(step: Step, left: Sequence[FieldGroup]) -> str:
    """Why there is nothing to decide; empty if there is."""
    if step.asks_hold is not None and not step.asks_hold:
        return "No hold is on this record."
    if step.asks_groups and not left:
        return "Nothing is left that could be erased: this record has codes alone."
    return ""


def _asked(step: Step) -> Asked:
    """As the fields stand on the page, so that problems are told in that order."""
    asked = Asked()
    if step.asks_groups:
        _read_groups(asked)
    if step.grounds:
        codes = {one.value: one for one in step.grounds}
        asked.ground = codes.get(request.form.get("reason", ""))
        if asked.ground is None:
            asked.problems.append(Problem.at("reason", "Select a reason"))
    if step.asks_hold is not None:
        _read_hold(step.asks_hold, asked)
    if step.asks_until:
        _read_day(asked)
    if step.asks_case:
        _read_case(asked)
    return asked


def _read_hold(holds: Mapping[str, str], asked: Asked) -> None:
    named = request.form.get("reason", "")
    if named in holds:
        asked.hold = UUID(named)
    else:
        at = "reason" if holds else ""
        asked.problems.append(Problem.at(at, "Select a hold"))


def _read_groups(asked: Asked) -> None:
    named = request.form.getlist("group")
    asked.groups = tuple(one for one in FieldGroup if one.value in named)
    if not asked.groups:
        asked.problems.append(Problem.at("group", "Select what is to be erased"))


def _read_day(asked: Asked) -> None:
    try:
        asked.until = date.fromisoformat(request.form.get("until", "").strip())
    except ValueError:
        asked.problems.append(Problem.at("until", "Enter the day of the next review"))


def _read_case(asked: Asked) -> None:
    asked.case = request.form.get("case", "").strip()
    if len(asked.case) > LONGEST_CASE:
        asked.problems.append(Problem.at("case", f"Enter no more than {LONGEST_CASE} characters"))


def _proposed(found: Kept) -> list[str]:
    """What is proposed, and why."""
    erasure = found.record.keeping.erasure
    if erasure is None:
        return ["Nothing is proposed now."]
    groups = ", ".join(one.label.lower() for one in erasure.groups)
    when = day(erasure.proposed_at.date())
    return [f"To be erased: {groups}. Proposed on {when}. {erasure.ground.label}."]
