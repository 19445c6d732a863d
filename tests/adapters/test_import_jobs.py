from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from application.importing.jobs import Asked, JobState, Tally
from domain.codelists.forces import Force
from domain.records.finding import Finding
from web.bootstrap import Services

ASKED = Asked(file="legacy.csv", digest="5e" * 32, layout="mps", force=Force.NORTHSHIRE)
GAP = Finding(
    rule="answers-every-question-asked",
    question="single_crewed",
    sentence="Answer this question",
    blocks=True,
)


def a_tally() -> Tally:
    tally = Tally()
    tally.take([GAP])
    tally.take([])
    for line in (4, 5, 9):
        tally.leave(line)
    tally.reject()
    return tally


def test_what_came_of_an_import_is_remembered(services: Services) -> None:
    jobs, now = services.import_jobs, services.clock.now()
    begun = jobs.begin(ASKED, at=now)
    jobs.proceed(begun, a_tally(), last_line=9)
    jobs.finish(begun, a_tally(), at=now + timedelta(minutes=1))

    job = jobs.get(begun.id)
    assert job is not None
    assert (job.asked, job.state, job.last_line) == (ASKED, JobState.FINISHED, 9)
    assert (job.lines, job.taken, job.already, job.rejected) == (6, 2, 3, 1)
    assert job.with_findings == 1
    assert [(one.rule, one.question, one.records) for one in job.found] == [
        (GAP.rule, GAP.question, 1)
    ]
    assert [job.was_there(line) for line in (3, 4, 5, 6, 9)] == [False, True, True, False, True]
    assert job.finished_at == now + timedelta(minutes=1)


def test_the_same_import_goes_on_whatever_the_file_is_called(services: Services) -> None:
    jobs, now = services.import_jobs, services.clock.now()
    begun = jobs.begin(ASKED, at=now)
    jobs.proceed(begun, a_tally(), last_line=9)

    again = jobs.begin(replace(ASKED, file="copy.csv"), at=now)

    assert (again.id, again.last_line) == (begun.id, 9)


def test_what_was_finished_or_is_read_otherwise_begins_anew(services: Services) -> None:
    jobs, now = services.import_jobs, services.clock.now()
    first = jobs.begin(ASKED, at=now)
    jobs.finish(first, a_tally(), at=now)
    second = jobs.begin(ASKED, at=now)
    third = jobs.begin(replace(ASKED, options="other words"), at=now)

    assert len({first.id, second.id, third.id}) == 3
    states = {job.id: job.state for job in jobs.page().jobs}
    assert states == {
        first.id: JobState.FINISHED,
        second.id: JobState.REPLACED,
        third.id: JobState.RUNNING,
    }


def test_imports_are_listed_by_force_the_newest_first(services: Services) -> None:
    jobs, now = services.import_jobs, services.clock.now()
    for number in range(3):
        asked = replace(ASKED, digest=str(number) * 64)
        jobs.begin(asked, at=now + timedelta(hours=number))
    jobs.begin(replace(ASKED, force=Force.WILTSHIRE), at=now)

    page = jobs.page(force=Force.NORTHSHIRE, size=2)

    assert page.total == 3
    assert [job.asked.digest[0] for job in page.jobs] == ["2", "1"]
    assert jobs.get(UUID(int=1)) is None


def test_twins_of_mended_lines_are_remembered_once(services: Services) -> None:
    jobs = services.import_jobs
    jobs.remember({UUID(int=1): UUID(int=2)})
    jobs.remember({UUID(int=1): UUID(int=3)})

    asked_for = [UUID(int=number) for number in range(1, 1_500)]
    assert jobs.known_as(asked_for) == {UUID(int=1): UUID(int=2)}
