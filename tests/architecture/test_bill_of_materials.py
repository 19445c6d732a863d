"""The bill of materials lists what is shipped, all of it, and under licences that we can keep to."""

import json
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.bill_of_materials import FILE

LOCK = Path(__file__).parents[2] / "requirements.lock"
LICENCES = (
    "Apache",
    "BSD",
    "LGPL-3.0-only",
    "MIT",
    "MPL",
    "Mozilla Public License",
    "PSF-2.0",
    "Zope Public License",
)
"""How the names begin or end of licences under which others' work may be shipped beside ours, which is
used as it is and not changed. Another one is looked at by somebody before it stands here."""


def components() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["components"]
    return listed


def pinned() -> set[tuple[str, str]]:
    """What the lock pins for where the product runs."""
    lines = (line.split(" \\")[0] for line in LOCK.read_text(encoding="utf-8").splitlines())
    requirements = [Requirement(line) for line in lines if line and not line.startswith((" ", "#"))]
    runs = {"sys_platform": "linux", "platform_system": "Linux", "python_version": "3.11"}
    return {
        (canonicalize_name(one.name), next(iter(one.specifier)).version)
        for one in requirements
        if one.marker is None or one.marker.evaluate(runs)
    }


def licences(component: dict[str, Any]) -> list[str]:
    stated = component.get("licenses", [])
    return [
        one.get("expression") or one["license"].get("id") or one["license"]["name"]
        for one in stated
    ]


def test_the_bill_lists_what_is_pinned_and_nothing_else() -> None:
    listed = {(canonicalize_name(one["name"]), one["version"]) for one in components()}

    # Something was pinned anew? make bom.
    assert listed == pinned()


@pytest.mark.parametrize("component", components(), ids=lambda one: one["name"])
def test_what_is_shipped_says_its_licence_and_we_can_keep_to_it(component: dict[str, Any]) -> None:
    stated = licences(component)

    assert stated
    assert all(any(known in one for known in LICENCES) for one in stated), stated


def test_the_bill_names_no_address() -> None:
    text = FILE.read_text(encoding="utf-8").replace("http://cyclonedx.org", "")

    assert "http" not in text
