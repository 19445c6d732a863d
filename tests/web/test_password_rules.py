"""A password is long, hard to guess, and from no breach; there is no other rule (ASVS 6.1.2, 6.2)."""

import hashlib
from pathlib import Path

import pytest

from tests.people import OFFICER, PASSWORD
from tests.web.conftest import SignIn
from web.auth.password_rules import (
    LONGEST_PASSWORD,
    OUR_WORDS,
    SHORTEST_PASSWORD,
    is_breached,
    wrong_with,
)

WORDS = ("Northshire Police", "Northshire Central", "ada", "Ada Finch", "4127", "Operation Kestrel")
GOOD = (
    "kettle monday bl",
    "three words together",
    "GRÜN blau Ümlaut 9",
    "日本語のパスワードは長いです",
    "no digits and no signs here",
    "a" + " b" * 10 + " kestrel weather",
    "x!7Qz hbe0Lw 93,Kd",
)
EASY = (
    "x" * SHORTEST_PASSWORD,
    "password1234567",
    "passwordpassword",
    "qwertyuiopasdfgh",
    "123456789012345",
    "abcdefghijklmnopqrstuvwxyz",
    "northshirepolice1",
    "Northshire2026!!",
    "NorthshireCentral",
    "adafinch4127adafinch",
    "officer4127officer",
    "operationkestrel1",
    "policepolicepolice",
    "constable2026!!!",
    "iloveyouiloveyou",
)


@pytest.mark.parametrize("password", GOOD)
def test_whatever_is_long_and_not_guessed_will_do(password: str) -> None:
    long = password.ljust(SHORTEST_PASSWORD, "ß")[:LONGEST_PASSWORD]

    assert wrong_with(long, words=WORDS) == ""


@pytest.mark.parametrize("password", EASY)
def test_what_somebody_here_would_try_first_is_refused(password: str) -> None:
    assert wrong_with(password, words=WORDS).startswith("Enter a password that is harder to guess")


@pytest.mark.parametrize("word", [*OUR_WORDS, "northshire", "kestrel", "finch"])
def test_no_word_of_the_force_makes_a_password_with_a_year(word: str) -> None:
    password = f"{word}2026".ljust(SHORTEST_PASSWORD, "1")

    assert wrong_with(password, words=WORDS) != ""


def test_length_has_two_ends_and_both_are_in() -> None:
    words = "seven unlike kettles drift by a blue monday window "

    assert wrong_with(words[: SHORTEST_PASSWORD - 1]) == "Enter at least 15 characters"
    assert wrong_with(words[:SHORTEST_PASSWORD].replace(" ", "_")) == ""
    assert wrong_with((words * 3)[:LONGEST_PASSWORD]) == ""
    assert wrong_with((words * 3)[: LONGEST_PASSWORD + 1]) == "Enter at most 128 characters"


@pytest.fixture
def breached(tmp_path: Path) -> Path:
    """Digests of four hundred passwords in their order, each with how often it was seen."""
    digests = sorted(
        hashlib.sha1(f"breached {number}".encode()).hexdigest().upper() for number in range(400)
    )
    file = tmp_path / "breached.txt"
    file.write_text("".join(f"{one}:{place}\r\n" for place, one in enumerate(digests)))
    return file


def test_every_password_of_the_file_is_found_and_no_other(breached: Path) -> None:
    assert all(is_breached(f"breached {number}", breached) for number in range(400))
    assert not any(is_breached(f"not breached {number}", breached) for number in range(400))


def test_a_password_from_a_breach_is_refused(breached: Path) -> None:
    assert wrong_with("kettle monday blue", breached=breached) == ""
    breached.write_text(hashlib.sha1(b"kettle monday blue").hexdigest())

    assert wrong_with("kettle monday blue", breached=breached) == (
        "Enter another password: this one is known from a breach"
    )


def test_an_empty_file_knows_none(tmp_path: Path) -> None:
    file = tmp_path / "none.txt"
    file.touch()

    assert not is_breached("breached 1", file)


def test_the_page_says_so_with_the_words_of_the_force_and_of_the_person(
    browser_of: SignIn,
) -> None:
    page = browser_of(OFFICER).open("/settings/password")

    for easy in ("northshirepolice1", f"{OFFICER.username}finch4127ada"):
        page = page.press("Change password", old=PASSWORD, new=easy, again=easy)
        assert page.errors["#new"].startswith("Enter a password that is harder to guess")
        assert "maxlength" not in page.response.get_data(as_text=True), "paste what is long"
