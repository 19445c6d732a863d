"""Other systems: what they are, and the tokens they hold."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for

from application.carrying_out import Done
from domain.access.policy import Permission
from domain.clients.scopes import Scope
from domain.errors import DomainError
from domain.local_time import LOCAL, begins
from projections.clients import queries
from web.auth import tokens
from web.current import names, requester, services
from web.forms.loading import Problem
from web.pages.free_text import LONGEST, TOO_LONG
from web.security import remember_position, requires

blueprint = Blueprint("clients", __name__)

LONGEST_NAME = 60
USUAL = timedelta(days=90)
"""How long a token is offered to hold."""


@blueprint.get("/admin/clients")
@requires(Permission.MANAGE_PEOPLE)
def clients() -> Any:
    """Every system by name, with how many of its tokens open something now."""
    with services().views.reading() as connection:
        rows = queries.clients(connection, at=services().clock.now())
    return render_template("clients/clients.html", rows=rows)


@blueprint.route("/admin/clients/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def register() -> Any:
    """Make a system known. It can do nothing until it is given a token."""
    typed = {key: request.form.get(key, "").strip() for key in ("name", "purpose")}
    wrong = _missing(typed) if request.method == "POST" else []
    if request.method == "POST" and not wrong:
        asked = requester()
        done = services().clients.register(asked.request, **typed, requester=asked)
        answer = redirect(url_for("clients.client", client=done.aggregate))
        return remember_position(answer, done.position)
    return render_template("clients/new.html", typed=typed, problems=wrong), 422 if wrong else 200


def _missing(typed: dict[str, str]) -> list[Problem]:
    wrong = []
    if not 0 < len(typed["name"]) <= LONGEST_NAME:
        sentence = f"Enter what the system is called, in at most {LONGEST_NAME} characters"
        wrong.append(Problem(question="name", sentence=sentence, href="#name"))
    if not typed["purpose"] or len(typed["purpose"]) > LONGEST:
        sentence = TOO_LONG if typed["purpose"] else "Enter what it is for"
        wrong.append(Problem(question="purpose", sentence=sentence, href="#purpose"))
    return wrong


@blueprint.get("/admin/clients/<uuid:client>")
@requires(Permission.MANAGE_PEOPLE)
def client(client: UUID) -> Any:
    return _page(client, [])


@blueprint.post("/admin/clients/<uuid:client>")
@requires(Permission.MANAGE_PEOPLE, fresh=True)
def change(client: UUID) -> Any:
    """Issue a token, which is shown once, or revoke one."""
    act = CHANGES.get(request.form.get("change", ""))
    if act is None:
        abort(400)
    try:
        return act(client)
    except FieldWrongError as refused:
        return _page(client, [refused.problem]), 422
    except DomainError as error:
        problem = Problem(question="", sentence=error.sentence, href="#main-content")
        return _page(client, [problem]), 422


class FieldWrongError(Exception):
    """A field of the page is not filled in as it must be."""

    def __init__(self, question: str, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = Problem(question=question, sentence=sentence, href=f"#{question}")


def _issue(client: UUID) -> Any:
    asked = requester()
    text, drawn = tokens.draw(client)
    done = services().clients.issue(
        client,
        uuid5(asked.request, "token"),
        digest=drawn.digest,
        acts_as=person_named("acts_as", required=False),
        scopes=[Scope(code) for code in request.form.getlist("scope") if code in set(Scope)],
        expires_at=_end(),
        requester=asked,
    )
    if done.repeated:
        # What was drawn the first time was shown then, and is kept nowhere.
        return _again(client, done)
    found = services().clients.client(client)
    page = render_template("clients/issued.html", client=found, token=text)
    return remember_position(make_response(page), done.position)


def _revoke(client: UUID) -> Any:
    try:
        token = UUID(request.form.get("token", ""))
    except ValueError:
        abort(400)
    return _again(client, services().clients.revoke(client, token, requester=requester()))


CHANGES: dict[str, Callable[[UUID], Any]] = {"issue": _issue, "revoke": _revoke}


def _again(client: UUID, done: Done) -> Any:
    answer = redirect(url_for("clients.client", client=client))
    return remember_position(answer, done.position)


def person_named(field: str, *, required: bool = True) -> UUID | None:
    """The person whose collar number was typed.

    Raises:
        FieldWrongError: there is nobody with it.

    """
    number = request.form.get(field, "").strip()
    if not number and not required:
        return None
    found = services().directory.with_numbers([number], force=services().settings.force)
    if number not in found:
        sentence = f"There is nobody with collar number {number}. Check it"
        raise FieldWrongError(field, sentence if number else "Enter a collar number")
    return found[number]


def _end() -> datetime:
    """The end of the day that was typed, by the local clock."""
    try:
        day = date.fromisoformat(request.form.get("until", "").strip())
        return begins(day + timedelta(days=1))
    except (ValueError, OverflowError):
        raise FieldWrongError("until", "Enter a date, like 2027-03-31") from None


def _page(client: UUID, wrong: list[Problem]) -> str:
    found, now = services().clients.client(client), services().clock.now()
    with services().views.reading() as connection:
        rows = queries.tokens(connection, client)
    usual = (now + USUAL).astimezone(LOCAL).date().isoformat()
    return render_template(
        "clients/client.html",
        client=found,
        tokens=rows,
        used=services().token_uses.last(row.token for row in rows),
        called=names(one for row in rows for one in (row.acts_as, row.issued_by) if one),
        now=now,
        scopes=[(scope.value, scope.label) for scope in Scope],
        chosen=request.form.getlist("scope"),
        typed=request.form,
        until=request.form.get("until", usual),
        problems=wrong,
    )
