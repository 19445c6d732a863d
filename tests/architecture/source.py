"""The product as a thing to look at: its files, its modules, its classes."""

import importlib
import pkgutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from domain.event import TOPICS, Event

ROOT = Path(__file__).parents[2]
PACKAGES = ("domain", "application", "projections", "web")


def project() -> dict[str, Any]:
    """The metadata of the project."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def sources() -> Iterator[Path]:
    """Every module of the product."""
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def import_all(*packages: str) -> None:
    """Import every module, so that every class is known."""
    for package in packages:
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            # A migration environment runs when it is imported.
            if not module.name.endswith((".env", ".__main__")):
                importlib.import_module(module.name)


def event_classes() -> list[type[Event]]:
    """Every kind of event of the product, by topic."""
    import_all("domain")
    ours = {topic: kind for topic, kind in TOPICS.items() if kind.__module__.startswith("domain.")}
    return [ours[topic] for topic in sorted(ours)]


def subclasses(kind: type) -> set[type]:
    """A class's subclasses, and theirs."""
    direct = set(kind.__subclasses__())
    return direct.union(*(subclasses(one) for one in direct))
