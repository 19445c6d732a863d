"""T41: no planted word in any file before an erasure, and nothing that leads to one after it.

Everything that the installation keeps is searched, database files with their write-ahead logs and the whole
cluster of PostgreSQL among them, and the backups that were taken before. What leads to a word is the secret
of its key, or an epoch key that opens it.
"""

from collections.abc import Iterator
from pathlib import Path

import psycopg

from domain.codelists.field_groups import FieldGroup
from tests import keepers
from tests.application.searching import files, found_in
from tests.builders import WORDS
from tests.fakes import FakeClock
from tests.figures import Tell
from tests.keys.conftest import Epochs
from tests.keys.ring import what_opens
from tests.keys.test_erasing import wraps
from tests.people import SUPERVISOR
from tests.web.given import Given
from web.backups.taking import back_up
from web.bootstrap import Services
from web.keys.epoch_keys import keys_in

NOTE = "planted-note-of-the-reviewer"


def everything(services: Services, *more: Path) -> Iterator[bytes]:
    """Every file there is of an installation, and in other folders."""
    for folder in (services.settings.data, *more):
        yield from files(folder)
    if not services.stores.is_embedded:
        with psycopg.connect(services.settings.database, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
            row = connection.execute("SHOW data_directory").fetchone()
            assert row is not None
        yield from files(Path(row[0]))


def test_no_word_is_there_before_and_nothing_leads_to_one_after(
    services: Services,
    record: Given,
    epochs: Epochs,
    *,
    clock: FakeClock,
    tmp_path: Path,
    figure: Tell,
) -> None:
    services.records.add_note(record.id, NOTE, requester=SUPERVISOR.asks())
    words = {*map(str, WORDS.values()), NOTE}
    before = tmp_path / "before"
    back_up(services.settings, before / "content", before / "keys")
    assert found_in(everything(services, before), {*words, record.reference}) == {record.reference}
    old_wraps = wraps(services)
    old_keys = keys_in(services.settings.epoch_key_file)
    ring = services.erasing.ring
    secrets = [
        ring.for_writing(record.id, FieldGroup(group)).secret
        for group in services.retention.kept(record.id).sealed
    ]

    keepers.propose(services, record.id)
    keepers.approve(services, record.id)
    clock.advance(days=14)
    epochs.change()

    sought = [*(word.encode() for word in words), *secrets, *old_keys]
    hits = sum(one in content for content in everything(services, before) for one in sought)
    assert hits == 0, "0 plaintext, 0 secrets, 0 dead epoch keys"
    left = [content for content in everything(services, before) if len(content) == 32]
    # Whatever file is as long as an epoch key is tried as one.
    opened = what_opens(old_wraps, (*keys_in(services.settings.epoch_key_file), *left))
    assert opened == {}
    figure(f"{len(sought)} words, secrets and dead epoch keys sought in every file: {hits} found")
