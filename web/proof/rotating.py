"""Changing the key of a log: for thirty days the old one signs beside the new one.

Decision. Both sign the same checkpoints, so that whoever believes one of them finds it there and learns of
the other; then the old one is destroyed. Consequence: nobody has to change at a certain moment, and what
the old key signed stays proved to whoever holds its public half. Kept by
``tests/proof/test_rotating.py``. (Spec: audit, 4.4 and 7.2, T32.)
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from web.proof.keys import SigningKey, signing_key
from web.settings import SettingsError

LOG_KEY, LOG_VKEY = "log.key", "log.vkey"
UNTIL = f"{LOG_KEY}.until-"
OVERLAP = timedelta(days=30)

Today = Callable[[], date]


def today() -> date:
    return datetime.now(UTC).date()


def signing_keys(folder: Path, origin: str, today: Today = today) -> Sequence[SigningKey]:
    """The keys that sign now: the newest, made when it is first needed, and the one that it takes the
    place of. One whose time is over is destroyed.
    """
    keys = [signing_key(folder / LOG_KEY, name=origin)]
    for file in sorted(folder.glob(f"{UNTIL}*")):
        if today() <= date.fromisoformat(file.name.removeprefix(UNTIL)):
            keys.append(signing_key(file, name=origin, public=folder / LOG_VKEY))
        else:
            file.unlink()
    return keys


def rotate(folder: Path, origin: str, today: Today = today) -> SigningKey:
    """Make a new key; the one there was signs beside it for thirty days.

    Raises:
        SettingsError: there is none yet, or one is being changed already.

    """
    if not (folder / LOG_KEY).exists():
        raise SettingsError(f"There is no key in {folder} yet. Run: uof sign")
    if len(signing_keys(folder, origin, today)) > 1:
        raise SettingsError("The key was changed within the last thirty days.")
    (folder / LOG_KEY).replace(folder / f"{UNTIL}{today() + OVERLAP}")
    return signing_keys(folder, origin, today)[0]
