from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.importing import running
from application.importing.csv_file import look_at
from application.importing.identity import KEY, Identities
from application.importing.imports import Imports
from application.importing.jobs import JobState, Tally
from application.importing.running import Importing
from domain.codelists.forces import Force
from domain.event import Event, Source
from domain.records.events import Imported
from tests.application.in_memory import InMemory, in_memory
from tests.importing import Heard, JobsInMemory, a_line, asked_for, table, the_layout


@pytest.fixture
def jobs() -> JobsInMemory:
    return JobsInMemory()


@pytest.fixture
def importing(memory: InMemory, jobs: JobsInMemory) -> Importing:
    return Importing(imports=Imports(memory.log, memory.clock), jobs=jobs, clock=memory.clock)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 3)


def lines(number: int) -> list[Mapping[str, str]]:
    """Different lines; each fifth cannot be a record, each third has a gap."""
    return [
        a_line(
            IncidentTime=f"10:{n:02}",
            MainDuty="Area car" if n % 5 == 4 else "ARV",
            SubjectGender="" if n % 3 == 0 else "Male",
        )
        for n in range(number)
    ]


def put(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8", newline="")
    return path


def take(importing: Importing, path: Path, heard: Heard | None = None, **more: bool) -> Tally:
    found = look_at(path)
    layout = the_layout(
        found.headings,
        source=Source(file=found.name, digest=found.digest, line=1),
        identities=Identities(layout="mps", force=Force.NORTHSHIRE),
    )
    return importing.take_over(found, layout, asked_for(path), heard or Heard(), **more)


def judge(importing: Importing, path: Path, heard: Heard | None = None) -> Tally:
    found = look_at(path)
    layout = the_layout(found.headings, source=Source(file=found.name, digest=found.digest, line=1))
    return importing.judge(found, layout, asked_for(path), heard or Heard())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return put(tmp_path / "legacy.csv", table(*lines(20)))


def test_every_line_is_taken_or_rejected(importing: Importing, path: Path) -> None:
    tally = take(importing, path)

    assert (tally.lines, tally.taken, tally.already, tally.rejected) == (20, 16, 0, 4)
    assert tally.with_findings == 6
    ((rule, question, _),) = tally.findings
    assert (rule, question) == ("answers-every-question-asked", "perceived_gender")


def test_every_event_names_the_file_its_digest_and_the_line(
    memory: InMemory, importing: Importing, path: Path
) -> None:
    before = memory.log.last_position()

    take(importing, path)

    events = [one.event for one in memory.log.read(after=before, limit=100)]
    sources = [one.metadata.source for one in events if isinstance(one, Imported)]
    assert {(one.file, one.digest) for one in sources if one} == {
        ("legacy.csv", look_at(path).digest)
    }
    assert [one.line for one in sources if one] == [n + 2 for n in range(20) if n % 5 != 4]


def test_a_dry_run_tells_the_same_and_saves_nothing(
    memory: InMemory, importing: Importing, jobs: JobsInMemory, path: Path
) -> None:
    before = memory.log.last_position()

    judged = judge(importing, path)

    assert memory.log.last_position() == before
    assert jobs.jobs == {}
    assert judged == take(importing, path)


def test_the_same_file_again_changes_nothing(
    memory: InMemory, importing: Importing, path: Path
) -> None:
    take(importing, path)
    before = memory.log.last_position()

    again = take(importing, path)

    assert memory.log.last_position() == before
    assert (again.taken, again.already, again.rejected) == (0, 16, 4)


@pytest.mark.parametrize("batches", range(1, 8))
def test_an_import_that_was_stopped_ends_as_if_it_was_not(
    memory: InMemory, importing: Importing, jobs: JobsInMemory, path: Path, batches: int
) -> None:
    with pytest.raises(KeyboardInterrupt):
        take(importing, path, Heard(stops_after=batches))

    heard = Heard()
    tally = take(importing, path, heard)

    assert (tally.taken, tally.already, tally.rejected) == (16, 0, 4)
    assert tally.with_findings == 6
    assert len(heard.rejections) == 4
    (job,) = jobs.jobs.values()
    assert (job.state, job.taken, job.already) == (JobState.FINISHED, 16, 0)


def test_a_batch_that_was_saved_and_not_remembered_is_found(
    memory: InMemory, importing: Importing, jobs: JobsInMemory, path: Path
) -> None:
    def forgetful(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    jobs.proceed = forgetful  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        take(importing, path)
    del jobs.proceed  # type: ignore[attr-defined]

    tally = take(importing, path)

    assert (tally.taken, tally.already) == (16, 0)


def test_what_was_there_before_stays_told_apart_after_a_stop(
    importing: Importing, tmp_path: Path
) -> None:
    take(importing, put(tmp_path / "some.csv", table(*lines(20)[5:9])))
    everything = put(tmp_path / "all.csv", table(*lines(20)))
    with pytest.raises(KeyboardInterrupt):
        take(importing, everything, Heard(stops_after=4))

    tally = take(importing, everything)

    assert (tally.taken, tally.already, tally.rejected) == (12, 4, 4)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    damage=st.lists(
        st.tuples(
            st.integers(0, 20_000),
            st.binary(max_size=6) | st.sampled_from([b'"', b"\n", b",,", b";", b"\x00", b"\xff"]),
        ),
        max_size=12,
    )
)
def test_no_line_of_a_damaged_file_is_lost_and_each_problem_says_where(
    importing: Importing, tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, bytes]]
) -> None:
    intact = table(*lines(20)).encode()
    headings = intact.index(b"\n") + 1
    content = bytearray(intact)
    for at, piece in damage:
        start = headings + at % (len(intact) - headings)
        content[start : start + len(piece)] = piece
    path = tmp_path_factory.mktemp("damaged") / "legacy.csv"
    path.write_bytes(content)

    heard = Heard()
    tally = judge(importing, path, heard)

    assert tally.lines == len(list(look_at(path).lines()))
    assert tally.lines == len(heard.records) + len(heard.rejections)
    for one in heard.rejections:
        assert one.problems
        assert all(problem.line == one.line and problem.sentence for problem in one.problems)


def test_lines_that_say_the_same_are_as_many_records(importing: Importing, tmp_path: Path) -> None:
    path = put(tmp_path / "twins.csv", table(a_line(), a_line(), a_line()))

    assert take(importing, path).taken == 3
    assert take(importing, path).already == 3


def test_a_mended_line_is_one_record_however_often_it_is_imported(
    importing: Importing, path: Path, tmp_path: Path
) -> None:
    heard = Heard()
    take(importing, path, heard)
    mended = [
        {KEY: one.key, **lines(20)[one.line - 2], "MainDuty": "ARV"} for one in heard.rejections
    ]
    rejects = put(tmp_path / "rejects.csv", table(*mended, headings=list(mended[0])))

    assert take(importing, rejects).taken == 4
    assert take(importing, rejects).already == 4
    otherwise = [{**one, "MainDuty": "AFO"} for one in mended]
    mended_otherwise = put(tmp_path / "other.csv", table(*otherwise, headings=list(mended[0])))
    assert take(importing, mended_otherwise).already == 4


def test_the_original_mended_in_place_makes_no_second_record(
    importing: Importing, path: Path, tmp_path: Path
) -> None:
    heard = Heard()
    take(importing, path, heard)
    (first, *_) = heard.rejections
    twin = {**lines(20)[first.line - 2], "MainDuty": "ARV"}
    rejects = put(tmp_path / "rejects.csv", table({KEY: first.key, **twin}, headings=[KEY, *twin]))
    take(importing, rejects)

    original = [{**one, "MainDuty": "ARV"} if one == lines(20)[4] else one for one in lines(20)]
    tally = take(importing, put(tmp_path / "mended.csv", table(*original)))

    assert (tally.taken, tally.already, tally.rejected) == (0, 17, 3)


def test_a_mended_line_that_says_the_same_as_another_is_a_record_of_its_own(
    importing: Importing, tmp_path: Path
) -> None:
    good, bad = a_line(MainDuty="ARV"), a_line(MainDuty="Area car")
    heard = Heard()
    take(importing, put(tmp_path / "two.csv", table(good, bad)), heard)
    key = heard.rejections[0].key

    mended = put(tmp_path / "rejects.csv", table({KEY: key, **good}, headings=[KEY, *good]))
    assert take(importing, mended).taken == 1

    both = take(importing, put(tmp_path / "both.csv", table(good, good)))
    assert (both.taken, both.already) == (0, 2)


def test_the_trusted_path_saves_the_same_and_counts_no_findings(
    memory: InMemory, importing: Importing, path: Path
) -> None:
    before = memory.log.last_position()

    tally = take(importing, path, trusted=True)

    saved = [one.event for one in memory.log.read(after=before, limit=100)]
    assert (tally.taken, tally.rejected, tally.with_findings) == (16, 4, 0)
    by_the_rules = in_memory()
    take(
        Importing(
            imports=Imports(by_the_rules.log, by_the_rules.clock),
            jobs=JobsInMemory(),
            clock=by_the_rules.clock,
        ),
        path,
    )
    ruled = [one.event for one in by_the_rules.log.read(after=0, limit=100)]
    assert [_content(one) for one in saved] == [_content(one) for one in ruled]


def _content(event: Event) -> dict[str, object]:
    """What an event says, whichever import it came in by."""
    return vars(event) | {"metadata": replace(event.metadata, request=UUID(int=0))}
