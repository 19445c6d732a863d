"""What a person chooses for themselves."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from domain.access.policy import Permission
from domain.records.account import Account
from web.adapters.preferences import SHIFT, THEMES, Choices
from web.auth.sessions import Way
from web.current import context, me, my_session, services
from web.forms.controls import Page, control
from web.forms.loading import load
from web.security import requires

blueprint = Blueprint("settings", __name__)


@blueprint.get("/settings")
@requires(Permission.SIGNED_IN)
def settings() -> Any:
    choices = services().preferences.of(me())
    return _page(choices, Page(account=Account.of(choices.shift), context=context()))


@blueprint.post("/settings")
@requires(Permission.SIGNED_IN)
def save() -> Any:
    typed = request.form.to_dict(flat=False)
    loaded = load(SHIFT, typed, Account(), context())
    theme = request.form.get("theme", "")
    choices = Choices(theme=theme if theme in THEMES else "system", shift=loaded.account.answers)
    services().preferences.set(me(), choices)
    return redirect(url_for("settings.settings", saved="yes"))


def _page(choices: Choices, page: Page) -> str:
    return render_template(
        "auth/settings.html",
        themes=THEMES,
        chosen=choices.theme,
        controls=[control(question, page) for question in SHIFT],
        has_password=my_session().way is not Way.PROVIDER,
        saved=request.args.get("saved") == "yes",
    )
