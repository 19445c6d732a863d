"""People, their roles, and who supervises whom."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for

from application.carrying_out import Done
from application.ports import CollarNumberTakenError
from domain.access.policy import Permission
from domain.codelists.codelist import CodeList
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from domain.errors import DomainError
from domain.people.person import Person
from domain.people.proposals import PROPOSAL_STANDS, Step
from projections.paging import Numbered
from projections.people import queries as people_queries
from web.current import myself, name, requester, services
from web.forms.in_words import days
from web.forms.loading import Problem
from web.pages import account_changes, filters, role_changes
from web.pages.refused_fields import FieldMissingError, code
from web.security import remember_position, requires

blueprint = Blueprint("admin", __name__)

PAGE = 25


class Change(CodeList):
    """What an administrator changes about a person."""

    GRANT = "grant", "Grant a role"
    REVOKE = "revoke", "Revoke a role"
    CONFIRM = "confirm", "Confirm what another administrator proposed"
    DECLINE = "decline", "Decline it"
    WITHDRAW = "withdraw", "Withdraw what one proposed"
    RANK = "rank", "Change the rank"
    SUPERVISOR = "supervisor", "Say who supervises them"
    ACCOUNT = "account", "Give them an account"
    ENTRY = "entry", "Correct the name or the number"
    LINK = "link", "Link to their force account"
    UNLINK = "unlink", "Unlink from their force account"
    FACTOR = "factor", "Take their second factor away"
    SESSIONS = "sessions", "Sign them out everywhere"
    CLOSE = "close", "Close the account"
    REOPEN = "reopen", "Open the account again"


@blueprint.get("/admin/people")
@requires(Permission.MANAGE_PEOPLE)
def people() -> Any:
    """Everybody by name, or whom the words match, with the roles they hold now."""
    given, number = services(), filters.page_number(request.args)
    words = request.args.get("words", "").strip()
    found, total = given.directory.page(words, force=given.settings.force, number=number, size=PAGE)
    with given.views.reading() as connection:
        rows = people_queries.standing(connection, [entry.person for entry in found])
    supervisors = given.directory.entries(row.supervisor for row in rows.values() if row.supervisor)
    return render_template(
        "admin/people.html",
        listed=[(entry, rows[entry.person]) for entry in found if entry.person in rows],
        supervisors=supervisors,
        now=given.clock.now(),
        words=words,
        page=Numbered(total=total, number=number, size=PAGE),
        address=filters.address_of("admin.people", request.args),
        waiting=role_changes.waiting(),
    )


@blueprint.route("/admin/people/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE, fresh=True)
def register() -> Any:
    """Make somebody known. They can do nothing until they are granted a role."""
    typed = {key: request.form.get(key, "").strip() for key in ("name", "collar_number", "rank")}
    wrong: list[Problem] = []
    if request.method == "POST":
        wrong = _missing(typed)
        if not wrong:
            asked = requester()
            try:
                done = services().people.register(
                    asked.request,
                    name=typed["name"],
                    collar_number=typed["collar_number"],
                    rank=Rank(typed["rank"]),
                    requester=asked,
                )
            except CollarNumberTakenError as error:
                href = "#collar_number"
                wrong = [Problem(question="collar_number", sentence=error.sentence, href=href)]
            else:
                answer = redirect(url_for("admin.person", person=done.aggregate))
                return remember_position(answer, done.position)
    page = render_template(
        "admin/new.html",
        typed=typed,
        ranks=[(rank.value, _rank_label(rank)) for rank in Rank],
        problems=wrong,
    )
    return page, 422 if wrong else 200


def _missing(typed: dict[str, str]) -> list[Problem]:
    wrong = []
    if not typed["name"]:
        wrong.append(Problem(question="name", sentence="Enter their name", href="#name"))
    if not typed["collar_number"].isalnum():
        sentence = "Enter their collar number, letters and digits only"
        wrong.append(Problem(question="collar_number", sentence=sentence, href="#collar_number"))
    if typed["rank"] not in set(Rank):
        wrong.append(Problem(question="rank", sentence="Select their rank", href="#rank"))
    return wrong


def _rank_label(rank: Rank) -> str:
    return rank.value.replace("-", " ").capitalize() if rank is not Rank.PCSO else rank.label


@blueprint.get("/admin/people/<uuid:person>")
@requires(Permission.MANAGE_PEOPLE)
def person(person: UUID) -> Any:
    return _person_page(person, [])


@blueprint.post("/admin/people/<uuid:person>")
@requires(Permission.MANAGE_PEOPLE, fresh=True)
def change(person: UUID) -> Any:
    """One change at a time, each an event."""
    asked = request.form.get("change", "")
    if asked not in set(Change):
        abort(400)
    try:
        done = CHANGES[Change(asked)](person)
    except FieldMissingError as refused:
        return _person_page(person, [refused.problem]), 422
    except DomainError as error:
        problem = Problem(question="", sentence=error.sentence, href="#main-content")
        return _person_page(person, [problem]), 422
    if asked == Change.ACCOUNT and not done.repeated:
        return _account_page(person)
    answer = redirect(url_for("admin.person", person=person))
    return remember_position(answer, done.position)


def _change_rank(person: UUID) -> Done:
    rank = code("rank", Rank, "Select a rank")
    return services().people.change_rank(person, rank, requester=requester())


def _supervise(person: UUID) -> Done:
    number = request.form.get("supervisor", "").strip()
    if not number:
        return services().people.release_supervisor(person, requester=requester())
    force = services().settings.force
    found = services().directory.with_numbers([number], force=force)
    if number not in found:
        raise FieldMissingError(
            "supervisor", f"There is nobody with collar number {number}. Check it"
        )
    return services().people.assign_supervisor(person, found[number], requester=requester())


def _issue_account(person: UUID) -> Done:
    username = request.form.get("username", "").strip()
    if not re.fullmatch(r"[\w.@-]{2,60}", username):
        sentence = "Enter a name to sign in with: letters, digits, full stops, hyphens"
        raise FieldMissingError("username", sentence)
    if services().accounts.holder(username) not in (None, person):
        raise FieldMissingError("username", "Another person signs in with this name")
    return services().people.issue_account(person, requester=requester())


def _correct(person: UUID) -> Done:
    called, number = (request.form.get(key, "").strip() for key in ("name", "collar_number"))
    if not called:
        raise FieldMissingError("name", "Enter their name")
    if not number.isalnum():
        sentence = "Enter their collar number, letters and digits only"
        raise FieldMissingError("collar_number", sentence)
    return services().people.correct_entry(
        person, name=called, collar_number=number, requester=requester()
    )


def _account_page(person: UUID) -> Any:
    """The one page that shows a first password, after the event that says it was given."""
    username = request.form["username"].strip()
    services().sessions.end_all(person)
    return render_template(
        "admin/account.html",
        called=name(person),
        person=person,
        username=username,
        first=services().accounts.issue(person, username=username),
    )


CHANGES: dict[Change, Callable[[UUID], Done]] = {
    Change.GRANT: role_changes.grant,
    Change.REVOKE: role_changes.revoke,
    Change.CONFIRM: role_changes.confirm,
    Change.DECLINE: role_changes.decline,
    Change.WITHDRAW: role_changes.withdraw,
    Change.RANK: _change_rank,
    Change.SUPERVISOR: _supervise,
    Change.ACCOUNT: _issue_account,
    Change.ENTRY: _correct,
    Change.LINK: account_changes.link,
    Change.UNLINK: account_changes.unlink,
    Change.FACTOR: account_changes.remove_second_factor,
    Change.SESSIONS: account_changes.end_sessions,
    Change.CLOSE: account_changes.close,
    Change.REOPEN: account_changes.reopen,
}


def _person_page(person: UUID, wrong: list[Problem]) -> str:
    found: Person = services().access.person(person)
    if found.force is not myself().force:
        abort(404)
    held = found.roles_at(services().clock.now())
    takes_two = services().people.takes_two
    supervisor = services().directory.entries([found.supervisor] if found.supervisor else [])
    return render_template(
        "admin/person.html",
        person=found,
        called=name(person),
        supervisor=supervisor.get(found.supervisor) if found.supervisor else None,
        roles=[(role.value, role.label) for role in role_changes.GRANTABLE],
        held=[
            (role, takes_two(Step.REVOKE, role)) for role in role_changes.GRANTABLE if role in held
        ],
        by_two=takes_two(Step.GRANT, Role.OFFICER),
        stands=days(PROPOSAL_STANDS),
        proposals=role_changes.shown(found),
        ranks=[(rank.value, _rank_label(rank)) for rank in Rank],
        typed=request.form,
        entry=services().directory.entries([person]).get(person),
        now=services().clock.now(),
        username=services().accounts.username_of(person),
        linked=services().identity.linked.subject(person),
        has_second_factor=services().identity.second_factors.has(person),
        signed_in=services().sessions.of(person),
        problems=wrong,
    )
