"""A changed key: whoever believes the old one, the new one, or both, while both sign.

Spec: audit, 4.4 and 7.2, T32.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.proof.notes import Note, NotSignedError, VerifierKey, signatures_of
from domain.proof.policies import Policy
from tests.proof.test_signing import ORIGIN, at, proof
from web.proof import rotating
from web.proof.keys import is_signed, verifier_keys
from web.proof.rotating import LOG_KEY, LOG_VKEY, OVERLAP, UNTIL, rotate
from web.proof.signing import Signer, Witness
from web.settings import SettingsError

DAY = date(2026, 11, 26)


class Calendar:
    """A day that can be moved on."""

    def __init__(self) -> None:
        self.day = DAY

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    made = Calendar()
    monkeypatch.setattr(rotating.signing_keys, "__defaults__", (made,))
    monkeypatch.setattr(rotating.rotate, "__defaults__", (made,))
    return made


@pytest.fixture
def signer(tmp_path: Path, calendar: Calendar) -> Signer:
    made = Signer(folder=tmp_path / "signer", origin=ORIGIN)
    made.sign(at(3))
    return made


def believed(note: Note, *keys: VerifierKey) -> bool:
    """By whoever holds these keys, and by whoever has them in a policy."""
    policy = Policy.parsed(("".join(f"log {key}\n" for key in keys) + "quorum none\n").encode())
    found = set()
    for believe in (
        lambda: signatures_of(note, keys, is_signed),
        lambda: policy.refuse_unmet(note, is_signed),
    ):
        try:
            believe()
        except NotSignedError:
            found.add(False)
        else:
            found.add(True)
    (said,) = found
    return said


def test_old_and_new_sign_for_thirty_days_and_then_the_old_one_is_gone(
    signer: Signer, calendar: Calendar
) -> None:
    (old,) = verifier_keys(signer.folder / LOG_VKEY)
    before = signer.sign(at(3))

    new = rotate(signer.folder, ORIGIN).verifier

    during = [signer.sign(at(11), proof(3, 11))]
    calendar.day += OVERLAP
    during.append(signer.sign(at(20), proof(11, 20)))
    calendar.day += timedelta(days=1)
    after = signer.sign(at(30), proof(20, 30))
    assert [believed(before, *keys) for keys in sets(old, new)] == [True, False, True]
    for note in during:
        assert [believed(note, *keys) for keys in sets(old, new)] == [True, True, True]
    assert [believed(after, *keys) for keys in sets(old, new)] == [False, True, True]
    assert not list(signer.folder.glob(f"{UNTIL}*"))
    assert verifier_keys(signer.folder / LOG_VKEY) == (new, old)


def sets(old: VerifierKey, new: VerifierKey) -> Iterator[tuple[VerifierKey, ...]]:
    yield from ((old,), (new,), (old, new))


def test_a_witness_that_pinned_the_old_key_goes_on_until_it_is_told(
    signer: Signer, calendar: Calendar, tmp_path: Path
) -> None:
    witness = Witness(folder=tmp_path / "witness", name="witness.example")
    witness.pin(signer.folder)
    rotate(signer.folder, ORIGIN)

    witness.cosign(signer.sign(at(11), proof(3, 11)))
    calendar.day += OVERLAP + timedelta(days=1)
    later = signer.sign(at(20), proof(11, 20))
    with pytest.raises(NotSignedError):
        witness.cosign(later, proof(11, 20))

    new, old = verifier_keys(signer.folder / LOG_VKEY)
    (witness.folder / LOG_VKEY).write_text(f"{old}\n{new}\n")
    assert witness.cosign(later, proof(11, 20))


def test_an_old_key_is_still_its_owners_alone(signer: Signer) -> None:
    rotate(signer.folder, ORIGIN)

    (old,) = signer.folder.glob(f"{UNTIL}*")
    assert old.name == f"{UNTIL}{DAY + OVERLAP}"
    assert {old.stat().st_mode & 0o777, (signer.folder / LOG_KEY).stat().st_mode & 0o777} == {0o600}


def test_a_key_is_changed_once_at_a_time(signer: Signer, calendar: Calendar) -> None:
    rotate(signer.folder, ORIGIN)

    with pytest.raises(SettingsError, match="within the last thirty days"):
        rotate(signer.folder, ORIGIN)

    calendar.day += OVERLAP + timedelta(days=1)
    assert rotate(signer.folder, ORIGIN)


def test_before_there_is_a_key_none_is_changed(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no key in"):
        rotate(tmp_path, ORIGIN)
