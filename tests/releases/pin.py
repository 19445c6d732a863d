"""Pin what the program says now as the next version of the code lists and of the counting rules:
``python -m tests.releases.pin 2027-04-01 "What it changed, for readers"``.

What is written is never changed: editions were counted by it. Before the first release of the program
nobody has published anything, and ``python -m tests.releases.pin again`` writes the newest version anew.
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
    newest = versions[max(versions)]
    return any(newest.get(key) != said for key, said in OF_TODAY[name]().items())


def pin(since: str, says: str, folder: Path = FOLDER) -> list[Path]:
    """The files that were written: none where nothing changed."""
    found = []
    for name in filter(differs, OF_TODAY):
        path = folder / f"{name}-{max(pinned(name)) + 1}.json"
        with path.open("x", encoding="utf-8") as file:
            file.write(_text(content(name, since, says)))
        found.append(path)
    return found


def again(folder: Path = FOLDER) -> list[Path]:
    """The newest versions, written anew."""
    found = []
    for name in filter(differs, OF_TODAY):
        number, newest = list(pinned(name).items())[-1]
        path = folder / f"{name}-{number}.json"
        path.write_text(_text({**newest, **OF_TODAY[name]()}), encoding="utf-8")
        found.append(path)
    return found


def content(name: str, since: str, says: str) -> dict[str, Any]:
    """What the next version would say."""
    recoded = {"recoded": {}} if name == LISTS else {}
    return {"since": since, "says": says, **recoded, **OF_TODAY[name]()}


def _text(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    given = sys.argv[1:]
    for written in again() if given == ["again"] else pin(*given):
        print(written)  # noqa: T201
