"""What is installed is pinned, with its hashes; why it is installed is said."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, project

LOCKS = ("requirements.lock", "requirements-dev.lock")
each_lock = pytest.mark.parametrize("lock", LOCKS)
PINNED = re.compile(r"^([a-z0-9._-]+)(?:\[[a-z0-9,_-]+\])?==([^ \\;]+)", re.IGNORECASE)


def blocks(lock: str) -> list[str]:
    """The text of each pinned distribution."""
    text = (ROOT / lock).read_text()
    return [block for block in re.split(r"\n(?=\S)", text) if not block.startswith("#")]


def pinned(lock: str) -> dict[str, str]:
    found = (PINNED.match(block) for block in blocks(lock))
    return {_normal(match[1]): match[2] for match in found if match}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements() -> list[tuple[str, str]]:
    """Each direct dependency with what is written beside it."""
    text = (ROOT / "pyproject.toml").read_text()
    section = text.partition("\ndependencies = [\n")[2].partition("\n]")[0]
    lines = [line.strip() for line in section.splitlines()]
    return [
        (quoted[1], line.partition("#")[2].strip())
        for line in lines
        if (quoted := re.match(r'"([^"]+)"', line))
    ]


def name_of(requirement: str) -> str:
    return _normal(re.split(r"[\[<>=!~; ]", requirement)[0])


@each_lock
def test_every_distribution_is_pinned_with_hashes(lock: str) -> None:
    for block in blocks(lock):
        assert PINNED.match(block), block
        assert "--hash=sha256:" in block, block


@each_lock
def test_a_lock_names_no_address_and_no_folder(lock: str) -> None:
    text = (ROOT / lock).read_text()

    assert not re.search(r"https?:|file:|git\+|--index|--find-links|--trusted|@ ", text)
    assert str(Path.home()) not in text


def test_every_dependency_is_in_the_lock() -> None:
    wanted = {name_of(requirement) for requirement in project()["project"]["dependencies"]}

    assert wanted <= pinned("requirements.lock").keys()


def test_what_the_tests_need_is_in_the_lock_of_the_tests() -> None:
    wanted = project()["project"]["optional-dependencies"]["dev"]

    assert {name_of(requirement) for requirement in wanted} <= pinned(
        "requirements-dev.lock"
    ).keys()


def test_the_tests_run_on_what_is_shipped() -> None:
    shipped, tested = pinned("requirements.lock"), pinned("requirements-dev.lock")

    assert {name: tested.get(name) for name in shipped} == shipped


def test_the_reasons_are_read_beside_every_dependency() -> None:
    stated = [requirement for requirement, _ in requirements()]

    assert stated == project()["project"]["dependencies"]


@pytest.mark.parametrize(("requirement", "reason"), requirements())
def test_a_direct_dependency_is_justified(requirement: str, reason: str) -> None:
    assert len(reason.split()) >= 2, f"say beside {requirement} what it is for"


@pytest.mark.parametrize("requirement", [requirement for requirement, _ in requirements()])
def test_a_direct_dependency_has_a_lower_bound_or_a_pin(requirement: str) -> None:
    # Time zones are data: any edition will do, and the newest is best.
    assert ">=" in requirement or "==" in requirement or requirement == "tzdata"
