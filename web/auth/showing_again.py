"""The page on which somebody shows once more who they are."""

from flask import render_template

from web.auth.going_on import GoingOn
from web.auth.sessions import Way
from web.current import me, my_session, services
from web.forms.loading import Problem


def show_again(problems: list[Problem], going: GoingOn) -> str:
    """The page to show it on, with what waits to be sent when that is done."""
    return render_template(
        "auth/confirm.html",
        problems=problems,
        by_provider=my_session().way is Way.PROVIDER,
        asks_code=asks_code(),
        minutes=services().settings.step_up_minutes,
        next=going.next,
        resume=going.resume,
        kept=going.kept,
    )


def asks_code() -> bool:
    """Whether the person shows it by a code; who has no second factor does by the password."""
    return services().identity.second_factors.has(me())
