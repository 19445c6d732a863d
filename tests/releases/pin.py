"""Pin what the program says now as the next version of the code lists and of the counting rules:
``python -m tests.releases.pin 2027-04-01 "What it changed, for readers"``.

What is written is never changed: editions were counted by it. Version 1 was written in the same way.
"""

import json
import sys
from pathlib import Path
from typing import Any

from domain.summary import pinned as package
from domain.summary.pinned import today
from domain.summary.pinned.files import LISTS, RULES, pinned

FOLDER = Path(package.__file__).parent
OF_TODAY = {LISTS: today.lists, RULES: today.counting}


def differs(name: str) -> bool:
    """Whether the newest version says something else than the program does."""
    versions = pinned(name)
    newest = versions[max(versions)] if versions else {}
    return any(newest.get(key) != said for key, said in OF_TODAY[name]().items())


def pin(since: str, says: str, folder: Path = FOLDER) -> list[Path]:
    """The files that were written: none where nothing changed."""
    return [_write(name, since, says, folder) for name in (LISTS, RULES) if differs(name)]


def content(name: str, since: str, says: str) -> dict[str, Any]:
    """What the next version would say."""
    recoded = {"recoded": {}} if name == LISTS else {}
    return {"since": since, "says": says, **recoded, **OF_TODAY[name]()}


def _write(name: str, since: str, says: str, folder: Path) -> Path:
    path = folder / f"{name}-{max(pinned(name), default=0) + 1}.json"
    with path.open("x", encoding="utf-8") as file:
        file.write(json.dumps(content(name, since, says), ensure_ascii=False, indent=1) + "\n")
    return path


if __name__ == "__main__":
    for written in pin(*sys.argv[1:]):
        print(written)  # noqa: T201
