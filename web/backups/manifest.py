"""What stands in a backup: written last, so that a backup without one is not finished."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from web.settings import SettingsError

NAME = "manifest.json"
FORMAT = 1
CONTENT, KEY_RING = "content", "keys"
CHUNK = 1 << 20


class BackupError(SettingsError):
    """A backup cannot be taken or used; the message is a sentence that says why."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """A backup of content or of keys."""

    format: int
    holds: str
    """``content`` or ``keys``."""
    product: str
    """The version of the product that took it."""
    database: str
    """``sqlite`` or ``postgresql``."""
    server: str
    """The version of the database."""
    taken_at: str
    revisions: Mapping[str, str]
    """Which tables each store had."""
    files: Mapping[str, str]
    """The digest of each file."""
    events: int = 0
    last_position: int = 0
    log: str = ""
    """The digest of every event in its order, whatever the database makes of its bytes."""

    def write(self, directory: Path) -> None:
        text = json.dumps(asdict(self), indent=2, sort_keys=True)
        (directory / NAME).write_text(f"{text}\n", encoding="utf-8")


def digest_of(file: Path) -> str:
    found = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def checked(directory: Path, *, holds: str) -> Manifest:
    """The manifest of a backup, once every file is what it was when it was written.

    Raises:
        BackupError: it is not finished, not of this kind, or damaged.

    """
    manifest = _read(directory)
    if manifest.format != FORMAT:
        raise BackupError(f"The backup in {directory} was taken by a newer version. Install that.")
    if manifest.holds != holds:
        raise BackupError(f"The backup in {directory} holds {manifest.holds} and not {holds}.")
    for name, digest in manifest.files.items():
        file = directory / name
        if not file.is_file() or digest_of(file) != digest:
            raise BackupError(f"The backup in {directory} is damaged: {name} is not as it was.")
    return manifest


def _read(directory: Path) -> Manifest:
    try:
        given: dict[str, Any] = json.loads((directory / NAME).read_text(encoding="utf-8"))
        return Manifest(**given)
    except FileNotFoundError:
        raise BackupError(
            f"There is no {NAME} in {directory}: it is no backup, or one that was not finished."
        ) from None
    except (OSError, ValueError, TypeError):
        raise BackupError(f"The backup in {directory} is damaged: {NAME} cannot be read.") from None
