"""How an import went, for another system that waits for it."""

from uuid import uuid4

from domain.clients.scopes import Scope
from domain.codelists.forces import Force
from tests.people import OFFICER, STANDARDS
from tests.web import given
from tests.web.api.conftest import MachineOf
from tests.web.api.machine import Machine, a_token
from web.bootstrap import Services


def test_a_finished_import_is_told_with_its_counts_and_findings(
    services: Services, standards: Machine
) -> None:
    job = given.a_job(services, "legacy.csv")

    told = standards.get(f"/api/imports/{job}").json

    assert told["state"] == "finished"
    assert (told["lines"], told["taken"], told["already"], told["rejected"]) == (1205, 1200, 2, 3)
    assert told["to_mend"] == 7
    assert told["findings"] == [
        {
            "rule": "answers-every-question-asked",
            "question": "single_crewed",
            "detail": "Answer this question",
            "records": 7,
        }
    ]


def test_an_import_that_was_interrupted_is_still_running(
    services: Services, standards: Machine
) -> None:
    job = given.a_job(services, "legacy.csv", finished=False)

    told = standards.get(f"/api/imports/{job}").json

    assert told["state"] == "running"
    assert told["finished_at"] is None


def test_the_list_is_of_the_own_force(services: Services, standards: Machine) -> None:
    given.a_job(services, "ours.csv")
    theirs = given.a_job(services, "theirs.csv", force=Force.WILTSHIRE)

    told = standards.get("/api/imports").json

    assert [one["file"] for one in told["imports"]] == ["ours.csv"]
    assert told["next"] is None
    assert standards.get(f"/api/imports/{theirs}").status_code == 404


def test_there_is_no_import_of_an_unknown_id(standards: Machine) -> None:
    assert standards.get(f"/api/imports/{uuid4()}").status_code == 404


def test_a_token_needs_the_scope_and_its_person_the_permission(
    services: Services, machine_of: MachineOf, standards: Machine
) -> None:
    without = Machine(
        standards.app,
        services,
        a_token(services, acts_as=STANDARDS, scopes=[Scope.RECORDS_READ])[1],
    )

    assert without.get("/api/imports").status_code == 403
    assert machine_of(OFFICER).get("/api/imports").status_code == 403
