"""What a password must be: long, not easy to guess, and not known from a breach. Nothing else.

Decision. No rule about digits and signs, and none to change it now and then (NCSC, password guidance;
ASVS 6.2). Length counts, and guesses: zxcvbn tries common passwords, words, names, dates, walks on the
keyboard and repetitions, and with them the person's own name and number and the force's words, which
are what somebody here would try first. A force may hold it against the file that Pwned Passwords
publishes, which is searched where it lies: nothing is asked of anybody outside. Kept by
``tests/web/test_password_rules.py``. (Spec: audit, ASVS 6.1.2, 6.2.1 to 6.2.12.)
"""

import hashlib
import re
from collections.abc import Iterable
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO

SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 128
MOST_GUESSED = 72
"""Characters that are guessed at: the rest can make it only harder."""
GUESSES = 10**9
"""More than anybody tries against a limit of attempts, in the life of the service."""
OUR_WORDS = (
    "police",
    "constabulary",
    "constable",
    "officer",
    "sergeant",
    "inspector",
    "supervisor",
    "administrator",
    "force",
    "useofforce",
    "record",
    "records",
    "custody",
    "warrant",
    "taser",
    "handcuff",
    "handcuffs",
    "collar",
    "password",
)
"""What everybody here thinks of first; the force's name and places are added to them."""


def wrong_with(password: str, *, words: Iterable[str] = (), breached: Path | None = None) -> str:
    """What to do about a password that somebody wants to have; empty if it will do."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Enter at least {SHORTEST_PASSWORD} characters"
    if len(password) > LONGEST_PASSWORD:
        return f"Enter at most {LONGEST_PASSWORD} characters"
    if is_easy(password, words):
        return (
            "Enter a password that is harder to guess. Words that do not belong together are good"
        )
    if breached and is_breached(password, breached):
        return "Enter another password: this one is known from a breach"
    return ""


def is_easy(password: str, words: Iterable[str]) -> bool:
    """Whether somebody who knows where it is from would come upon it."""
    from zxcvbn import zxcvbn

    known = {part for word in (*OUR_WORDS, *words) for part in _parts(word)}
    found = zxcvbn(password[:MOST_GUESSED], user_inputs=sorted(known))
    return bool(found["guesses"] < GUESSES)


def _parts(word: str) -> set[str]:
    """A name of several words is guessed by each of them, and by all of them run together."""
    parts = re.findall(r"\w+", word.lower())
    return {part for part in (*parts, "".join(parts)) if len(part) > 2}


def is_breached(password: str, file: Path) -> bool:
    """Whether a file of sorted lines of SHA-1 digests, each perhaps with a count, holds this one's."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with file.open("rb") as opened:
        low, high = 0, opened.seek(0, SEEK_END)
        while low < high:
            middle = (low + high) // 2
            start, line = _line_from(opened, middle)
            if not line or line[: len(wanted)] > wanted:
                high = middle
            elif line[: len(wanted)] == wanted:
                return True
            else:
                low = start + len(line)
    return False


def _line_from(opened: BinaryIO, position: int) -> tuple[int, bytes]:
    """The first line that begins at a position or after it, and where it begins."""
    opened.seek(max(position - 1, 0))
    if position:
        opened.readline()
    return opened.tell(), opened.readline().upper()
