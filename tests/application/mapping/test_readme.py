"""The worked example of the documentation works, and everything that may be written is in it."""

import re
from pathlib import Path

import pytest

from application.importing import mapping
from application.importing.imports import Imports, Taken
from application.importing.mapping.checking import check
from application.importing.mapping.joining import Joined
from application.importing.mapping.layout import MappedLayout
from application.importing.mapping.reading import mapping_of
from domain.codelists.answers import Absence
from domain.codelists.forces import Force
from domain.records.account import Account
from domain.records.record import UseOfForceRecord
from tests.application.in_memory import InMemory
from tests.people import OFFICER, STANDARDS

PACKAGE = Path(mapping.__file__).parent
README = (PACKAGE / "README.md").read_text()
BLOCK = re.compile(r"^```(\w+)(?: ([\w.-]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = {name or kind: text for kind, name, text in BLOCK.findall(README)}
MAPPING = BLOCKS["old-system.toml"]
SHOWN = ("perceived_age", "single_crewed", "outcomes", "tactics")
TAKEN = re.compile(
    r'\.(?:take|texts|one_of|code|table|tables|inside|words|anything|perhaps|several)\(\s*"([a-z-]+)"'
    r'|\.(?:take|perhaps|several)\(\w+, "([a-z-]+)"'
)


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    files = [tmp_path / name for name in BLOCKS if name.endswith(".csv")]
    for file in files:
        file.write_text(BLOCKS[file.name])
    return files


def test_the_example_has_no_mistakes_and_covers_its_files(paths: list[Path]) -> None:
    found = check(MAPPING, paths)

    assert found.is_clean
    assert {mistake.sentence for mistake in found.never_met} == set()


def test_the_example_makes_the_records_that_it_says(memory: InMemory, paths: list[Path]) -> None:
    source = Joined(mapping_of(MAPPING), paths)
    layout = MappedLayout(
        mapping_of(MAPPING),
        file=source.name,
        digest=source.digest,
        known={"4711": OFFICER.id}.get,
    )
    candidates = [
        layout.read(line.number, dict(zip(source.headings, line.cells, strict=True)))
        for line in source.lines()
    ]

    told = Imports(memory.log, memory.clock).take_over(candidates, force=Force.NORTHSHIRE)  # type: ignore[arg-type]

    records = [
        memory.records.read(one.candidate.record, by=STANDARDS.id)
        for one in told
        if isinstance(one, Taken)
    ]
    assert "".join(shown(record) for record in records) == BLOCKS["text"]
    assert [record.officer for record in records] == [OFFICER.id, OFFICER.id, None]


def shown(record: UseOfForceRecord) -> str:
    """A record as the documentation writes it."""
    events = f"{record.version} event{'s' if record.version > 1 else ''}"
    lines = [f"{record.reference} ({events})"]
    for question in SHOWN:
        answer = written(record.account, question)
        kept = record.words.get(question)
        if answer:
            in_theirs = (
                f", in their words “{', '.join(kept)}”" if kept and "other" in answer else ""
            )
            lines.append(f"  {question}: {answer}{in_theirs}")
    return "\n".join(lines) + "\n"


def written(account: Account, question: str) -> str:
    answer = getattr(account, question)
    if answer is Absence.NOT_ANSWERED:
        return ""
    if question == "tactics":
        return ", ".join(f"{step.tactic} ({step.effective})" for step in answer)
    return ", ".join(answer) if isinstance(answer, tuple) else str(answer)


def keys() -> set[str]:
    """Every key that the readers of a mapping file take."""
    found: set[str] = set()
    for module in PACKAGE.glob("*.py"):
        found |= {one or other for one, other in TAKEN.findall(module.read_text())}
    return found


def test_there_are_keys() -> None:
    assert len(keys()) > 30
    assert {"from", "values", "keep-words", "not-a-record", "time-zone"} <= keys()


@pytest.mark.parametrize("key", sorted(keys()))
def test_every_key_is_in_the_documentation(key: str) -> None:
    assert re.search(rf"(?<![\w-]){key}(?![\w-])", README)


def test_every_module_is_in_the_documentation() -> None:
    modules = {module.name for module in PACKAGE.glob("*.py")} - {"__init__.py"}

    assert not {module for module in modules if f"`{module}`" not in README}
