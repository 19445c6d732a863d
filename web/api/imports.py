"""How imports from other systems went, for whoever started one elsewhere and waits for it."""

from typing import Any
from uuid import UUID

from flask import Blueprint

from application.importing.jobs import Job
from domain.access.policy import Permission
from domain.clients.scopes import Scope
from domain.errors import NotFoundError
from web.api.operations import Operation, answer, operation
from web.api.schemas import imports
from web.current import myself, services

blueprint = Blueprint("api_imports", __name__, url_prefix="/api/imports")


@blueprint.get("")
@operation(
    Operation(
        permission=Permission.SEE_IMPORTS,
        scope=Scope.IMPORTS_READ,
        asks=imports.Page(),
        gives=imports.Imports(),
    )
)
def listing(asked: dict[str, Any]) -> Any:
    """List imports.

    Those of the force of the person acted for, the newest first.
    """
    page = services().import_jobs.page(force=myself().force, number=asked["page"])
    following = page.number + 1 if page.number < page.last else None
    return answer({"imports": [_given(job) for job in page.jobs], "next": following})


@blueprint.get("/<uuid:import_id>")
@operation(
    Operation(
        permission=Permission.SEE_IMPORTS,
        scope=Scope.IMPORTS_READ,
        gives=imports.Import(),
        problems=(404,),
    )
)
def one(import_id: UUID) -> Any:
    """Read an import.

    It is running until it is finished; one that was interrupted stays so until it is started again.
    """
    job = services().import_jobs.get(import_id)
    if job is None or job.asked.force is not myself().force:
        raise NotFoundError
    return answer(_given(job))


def _given(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "file": job.asked.file,
        "digest": job.asked.digest,
        "layout": job.asked.layout,
        "force": job.asked.force,
        "state": job.state,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "lines": job.lines,
        "taken": job.taken,
        "already": job.already,
        "rejected": job.rejected,
        "to_mend": job.with_findings,
        "findings": [
            {
                "rule": one.rule,
                "question": one.question,
                "detail": one.sentence,
                "records": one.records,
            }
            for one in job.found
        ],
    }
