"""Making an edition again from the log alone, and comparing it with what was approved.

Read models may have been changed by whoever can; so nothing is asked of them here. What an edition is
counted from is built anew, as far as its position, in a place that is thrown away after.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from domain.releases.release import Edition, Release
from projections import following
from projections.projection import LogReader
from web.adapters.published_files import file_of
from web.adapters.stores import Stores
from web.releases.counting import made
from web.releases.files import files
from web.settings import Settings

COUNTED_FROM = "versions"
"""The read model of which every figure is made."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """A file of an edition, and whether it was made again byte for byte."""

    name: str
    sha256: str
    """Which the log has of it; empty where the log has no such file."""
    again: str
    """Of what was made now."""

    @property
    def same(self) -> bool:
        return self.sha256 == self.again


def verified(log: LogReader, release: Release, edition: Edition) -> tuple[Verified, ...]:
    """Every file of an edition, made again from the log."""
    again = made_from(log, release, edition)
    digests = {name: file_of(name, content).sha256 for name, content in again.items()}
    named = {one.name: one.sha256 for one in edition.files}
    return tuple(
        Verified(name=name, sha256=named.get(name, ""), again=digests.get(name, ""))
        for name in dict.fromkeys([*named, *digests])
    )


def made_from(log: LogReader, release: Release, edition: Edition) -> Mapping[str, bytes]:
    """The files of an edition, from nothing but the log."""
    with _built(log, edition.basis.position) as connection:
        return files(made(connection, release, edition).document)


@contextmanager
def _built(log: LogReader, position: int) -> Iterator[Connection]:
    with TemporaryDirectory() as folder, closing(_stores(Path(folder))) as stores:
        engine = stores.views(1)
        following.create(engine)
        following.catch_up(engine, log, upto=position, only=(COUNTED_FROM,))
        with engine.connect() as connection:
            yield connection


def _stores(folder: Path) -> Stores:
    return Stores(Settings.from_environment({"UOF_DATA": str(folder)}))
