"""How an insider of the tests works, and how what they did is verified and taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from tests.proof.conftest import Signed, places
from web.adapters.stores import RECORDS
from web.proof.verifying import EVERYTHING, Report, Wanted, checkpoints, verify_on


@contextmanager
def undone(signed: Signed) -> Iterator[Connection]:
    """A connection on which an insider works, and whose work is taken back."""
    engine = signed.services.stores.engine(RECORDS)
    with engine.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


def verified(
    signed: Signed,
    connection: Connection,
    *,
    signer: Path | None = None,
    wanted: Wanted = EVERYTHING,
) -> Report:
    kept = places(signed.settings, signer=signer)
    return verify_on(connection, kept, checkpoints(kept), wanted=wanted)
