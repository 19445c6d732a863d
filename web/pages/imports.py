"""What was imported from other systems, and what of it is to mend."""

from typing import Any

from flask import Blueprint, render_template, request

from domain.access.policy import Permission
from projections.register.flags import Flag
from web.current import myself, services
from web.forms.schemas import WORDS
from web.pages import filters
from web.security import requires

blueprint = Blueprint("imports", __name__)


@blueprint.get("/imports")
@requires(Permission.SEE_IMPORTS)
def imports() -> Any:
    """The newest first, with what came of each."""
    number = filters.page_number(request.args)
    return render_template(
        "imports.html",
        page=services().import_jobs.page(force=myself().force, number=number),
        words=WORDS,
        to_mend=Flag.TO_MEND,
        address=filters.address_of("imports.imports", request.args),
    )
