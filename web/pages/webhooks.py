"""What other systems are told of as it happens, where, and whether they have it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for

from domain.access.policy import Permission
from domain.clients.client import Client, is_safe
from domain.clients.errors import AddressNotSafeError
from domain.clients.scopes import Told
from domain.errors import NotFoundError
from projections.clients import queries
from projections.paging import Numbered
from web.current import names, requester, services, whole_number
from web.forms.loading import Problem
from web.pages import filters
from web.pages.clients import FieldWrongError, person_named
from web.security import remember_position, requires
from web.webhooks.signing import new_secret
from web.webhooks.states import MessageState

blueprint = Blueprint("webhooks", __name__)

PAGE = 25


@blueprint.get("/admin/webhooks")
@requires(Permission.MANAGE_PEOPLE)
def webhooks() -> Any:
    """Every address, with what waits and what was given up."""
    with services().views.reading() as connection:
        rows = queries.webhooks(connection)
    return render_template(
        "webhooks/webhooks.html",
        rows=rows,
        counts=services().webhooks.counts(),
        waiting=MessageState.WAITING,
        dead=MessageState.DEAD,
    )


@blueprint.route("/admin/webhooks/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def register() -> Any:
    """Say what a system is told, and where. The secret that signs it is shown once."""
    wrong: list[Problem] = []
    if request.method == "POST":
        asked, wrong = _asked()
        if asked:
            return _register(asked)
    with services().views.reading() as connection:
        systems = queries.clients(connection, at=services().clock.now())
    page = render_template(
        "webhooks/new.html",
        systems=[(str(row.client), row.name) for row in systems],
        kinds=[(told.value, told.label) for told in Told],
        chosen=request.form.getlist("told"),
        typed=request.form,
        problems=wrong,
    )
    return page, 422 if wrong else 200


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """Whom to tell of what, where, as whom."""

    client: Client
    address: str
    told: list[Told]
    acts_as: UUID


def _asked() -> tuple[_Asked | None, list[Problem]]:
    """What was filled in, or everything that is wrong with it, in the order of the page."""
    wrong: list[Problem] = []
    client, acts_as = None, None
    try:
        client = services().clients.known(UUID(request.form.get("client", "")))
    except (ValueError, NotFoundError):
        wrong.append(FieldWrongError("client", "Select a system").problem)
    address = request.form.get("address", "").strip()
    if not is_safe(address):
        wrong.append(FieldWrongError("address", AddressNotSafeError().sentence).problem)
    told = [Told(code) for code in request.form.getlist("told") if code in set(Told)]
    if not told:
        wrong.append(
            FieldWrongError("told", "Select at least one thing that it is told of").problem
        )
    try:
        acts_as = person_named("acts_as")
    except FieldWrongError as refused:
        wrong.append(refused.problem)
    if client is None or acts_as is None or wrong:
        return None, wrong
    return _Asked(client=client, address=address, told=told, acts_as=acts_as), []


def _register(asked: _Asked) -> Any:
    by = requester()
    webhook, position = uuid5(by.request, "webhook"), services().log.last_position()
    done = services().clients.tell(
        asked.client.id,
        webhook,
        address=asked.address,
        acts_as=asked.acts_as,
        told=asked.told,
        requester=by,
    )
    if done.repeated:
        answer = redirect(url_for("webhooks.webhook", webhook=webhook))
    else:
        secret = new_secret()
        services().webhooks.add(webhook, client=asked.client.id, secret=secret, position=position)
        page = render_template("webhooks/registered.html", called=asked.client.name, secret=secret)
        answer = make_response(page)
    return remember_position(answer, done.position)


@blueprint.get("/admin/webhooks/<uuid:webhook>")
@requires(Permission.MANAGE_PEOPLE)
def webhook(webhook: UUID) -> Any:
    """What an address was told and was not."""
    row, number = _row(webhook), filters.page_number(request.args)
    messages, total = services().webhooks.messages(webhook, number=number, size=PAGE)
    return render_template(
        "webhooks/webhook.html",
        row=row,
        acts_as=names([row.acts_as]).get(row.acts_as, ""),
        messages=messages,
        states=MessageState,
        page=Numbered(total=total, number=number, size=PAGE),
        address=filters.address_of("webhooks.webhook", request.args, webhook=webhook),
    )


@blueprint.post("/admin/webhooks/<uuid:webhook>")
@requires(Permission.MANAGE_PEOPLE)
def change(webhook: UUID) -> Any:
    """Stop telling an address, or send one message again."""
    row = _row(webhook)
    if request.form.get("change") == "again":
        position = whole_number(request.form.get("position", ""))
        if position is None or row.removed_at is not None:
            abort(400)
        services().webhooks.send_again(webhook, position)
        services().telling.wake()
        return redirect(url_for("webhooks.webhook", webhook=webhook))
    if request.form.get("change") != "remove":
        abort(400)
    done = services().clients.stop_telling(row.client, webhook, requester=requester())
    services().webhooks.forget(webhook)
    return remember_position(redirect(url_for("webhooks.webhooks")), done.position)


def _row(webhook: UUID) -> queries.WebhookRow:
    with services().views.reading() as connection:
        found = queries.webhooks(connection, only=webhook)
    if not found:
        raise NotFoundError
    return found[0]
