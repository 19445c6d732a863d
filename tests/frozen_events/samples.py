"""Samples as files: an event as it is stored, in JSON."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.persistence import StoredEvent

FOLDER = Path(__file__).parent / "samples"
NAME = re.compile(r"(?P<topic>[a-z-]+\.[a-z-]+)\.v(?P<version>[0-9]+)(\.[a-z-]+)?")


@dataclass(frozen=True, kw_only=True)
class Name:
    """The parts of a sample's name."""

    topic: str
    version: int

    @classmethod
    def of(cls, name: str) -> "Name":
        found = NAME.fullmatch(name)
        if found is None:
            raise ValueError(f"{name} is not topic.vN or topic.vN.special")
        return cls(topic=found["topic"], version=int(found["version"]))


def names(folder: Path = FOLDER) -> list[str]:
    return sorted(file.stem for file in folder.glob("*.json"))


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.json").read_text()


def stored(name: str) -> StoredEvent:
    """A sample, as the log would give it."""
    sample = json.loads(text_of(name))
    return StoredEvent(
        originator_id=UUID(sample["originator_id"]),
        originator_version=sample["originator_version"],
        topic=sample["topic"],
        state=sample["state"].encode(),
    )


def write(name: str, event: StoredEvent, folder: Path) -> None:
    """Write a sample that does not exist yet.

    Raises:
        FileExistsError: it does; a sample is never changed.

    """
    sample = {
        "originator_id": str(event.originator_id),
        "originator_version": event.originator_version,
        "topic": event.topic,
        "state": event.state.decode(),
    }
    with (folder / f"{name}.json").open("x") as opened:
        opened.write(json.dumps(sample, indent=2, ensure_ascii=False) + "\n")


def unsealed_parts(event: StoredEvent) -> Any:
    """The stored form without what is drawn at random: nonce, blind, and so the ciphertext."""
    state = json.loads(event.state)
    drawn = {"c", "e"}
    sealed = {
        group: {key: value for key, value in content.items() if key not in drawn}
        for group, content in state["s"].items()
    }
    return {**state, "s": sealed}
