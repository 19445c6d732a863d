"""Installations with a history that was signed and witnessed, on both databases."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from application.verifying import Layer, Row
from tests import installations
from tests.fakes import NOON
from tests.postgres import databases
from tests.proof.histories import others, write
from web.bootstrap import Services
from web.proof import reading
from web.proof.checkpointing import Checkpointing, checkpointing
from web.proof.keys import verifier_keys
from web.proof.rotating import LOG_VKEY
from web.proof.signing import WITNESS_VKEY
from web.proof.verifying import Place
from web.settings import Settings


def places(settings: Settings, *, signer: Path | None = None) -> list[Place]:
    """Where the checkpoints of an installation are, with the keys that its witness holds."""
    log = verifier_keys(settings.witness_folder / LOG_VKEY)
    seen = verifier_keys(settings.witness_folder / WITNESS_VKEY)
    return [
        Place(folder=signer or settings.signer_folder, layer=Layer.CHECKPOINT, log=log),
        Place(folder=settings.witness_folder, layer=Layer.WITNESS, log=log, witness=seen),
    ]


@dataclass(frozen=True)
class Signed:
    """A history that was signed when half of it was there, and when nearly all of it was."""

    services: Services
    checkpointing: Checkpointing
    witnessed: int
    size: int
    others: Sequence[Row]
    """Events that are not in it."""

    @property
    def settings(self) -> Settings:
        return self.services.settings


@contextmanager
def witnesses_at(moment: datetime) -> Iterator[None]:
    """What a witness's clock shows: the events of the tests have times of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("web.proof.keys.time.time", moment.timestamp)
        yield


def an_installation(request: pytest.FixtureRequest, data: Path) -> Settings:
    """A fresh installation with people in it, on the database that a fixture asks for."""
    if request.param == "sqlite":
        prepared = request.getfixturevalue("prepared_sqlite")
        return installations.sqlite_settings(installations.copy_of(prepared, data))
    data.mkdir()
    prepared = request.getfixturevalue("prepared_postgres")
    installations.epoch_key_in(data)
    made = databases(request.getfixturevalue("postgres"), like=prepared)
    return installations.postgres_settings(data, made)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def signed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Signed]:
    """One for all tests: what they do to it they take back."""
    settings = an_installation(request, tmp_path_factory.mktemp("signed") / "data")
    with installations.opened(settings) as services, witnesses_at(NOON):
        signs = checkpointing(settings, services.stores)
        write(services)
        signs.checkpoint()
        write(services, records=2)
        signs.checkpoint()
        witnessed = signs.size
        write(services, records=1)
        with reading.looking_at_log(services.stores) as connection:
            size = reading.number_of_leaves(connection)
        more = [one for _ in range(size // 2) for one in others(services)]
        yield Signed(services, signs, witnessed, size, more)
