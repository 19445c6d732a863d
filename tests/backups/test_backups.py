"""What was backed up comes back as it was, or a sentence says why not."""

import json
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text

from domain.codelists.field_groups import FieldGroup
from domain.records.events import Submitted
from projections.rebuild import rebuild
from tests import installations
from tests.application import searching
from tests.backups.conftest import Taken, brought_back, taken
from tests.builders import WORDS, a_submission
from tests.people import OFFICER, PASSWORD
from tests.proof.histories import Insider
from tests.web import given
from web.adapters.stores import KEYS, RECORDS, WORK
from web.backups.manifest import BackupError
from web.backups.restoring import restore
from web.backups.taking import back_up
from web.bootstrap import Services
from web.settings import Settings, SettingsError


@contextmanager
def opened(settings: Settings):
    with installations.opened(settings) as services:
        yield services


def events(services: Services) -> list[object]:
    return services.log.read(after=0, limit=100_000)


def test_everything_comes_back(settings: Settings, target: Settings, place: Taken) -> None:
    with opened(settings) as services:
        record = given.submitted(services, **WORDS)
        draft = given.a_draft(services, **WORDS)
        before = events(services)
        taken(settings, place)

    back = brought_back(target, place)

    assert back.is_readable
    with opened(target) as services:
        assert events(services) == before
        answers = services.records.read(record.id, by=OFFICER.id).account.answers
        assert answers["place"] == WORDS["place"]
        assert services.drafts.by_reference(draft.reference, officer=OFFICER.id) == draft
        assert services.accounts.person(OFFICER.username, PASSWORD) == OFFICER.id
        assert rebuild(services.views, services.reader) == ()


def test_work_goes_on_where_it_stopped(settings: Settings, target: Settings, place: Taken) -> None:
    with opened(settings) as services:
        last = services.log.append(a_submission())
        number = services.references.next(2026)
        taken(settings, place)

    brought_back(target, place)

    with opened(target) as services:
        assert services.log.append(a_submission()) > last
        assert services.references.next(2026) > number


def test_who_was_signed_in_is_not_any_more(
    settings: Settings, target: Settings, place: Taken
) -> None:
    with opened(settings) as services:
        token = services.sessions.start(OFFICER.id)
        assert services.sessions.find(token)
        taken(settings, place)

    brought_back(target, place)

    with opened(target) as services:
        assert services.sessions.find(token) is None


def test_a_backup_that_is_taken_while_people_write_is_of_one_moment(
    settings: Settings, target: Settings, place: Taken
) -> None:
    enough, written = threading.Event(), threading.Event()

    def write(services: Services) -> None:
        while not enough.is_set():
            reference = services.references.next(2026)
            services.log.append(a_submission(reference=reference, **WORDS))
            written.set()

    with opened(settings) as services:
        thread = threading.Thread(target=write, args=(services,))
        thread.start()
        try:
            assert written.wait(60)
            taken(settings, place)
        finally:
            enough.set()
            thread.join()
        after = services.log.last_position()

    back = brought_back(target, place)

    assert back.is_readable
    assert back.log.last_position <= after
    with opened(target) as services:
        references = {
            one.event.reference
            for one in services.log.read(after=0, limit=100_000)
            if isinstance(one.event, Submitted)
        }
        assert references
        # A number that stands in the log was given out before: it is not given again.
        assert services.references.next(2026) not in references


def test_neither_part_of_a_backup_can_be_read_alone(settings: Settings, place: Taken) -> None:
    with opened(settings) as services:
        given.submitted(services, **WORDS)
        given.a_draft(services, **WORDS)

    taken(settings, place)

    key = (settings.epoch_key or settings.data / "epoch.key").read_bytes()
    for directory in (place.content, place.keys):
        held = [file.read_bytes() for file in directory.rglob("*") if file.is_file()]
        assert searching.found_in(held, WORDS.values()) == set()
        assert not any(key in content for content in held)
    # The search finds what is there in clear.
    assert any(b"records" in file.read_bytes() for file in place.content.iterdir())


def test_a_key_ring_that_is_older_than_the_log_says_which_records_cannot_be_read(
    settings: Settings, target: Settings, place: Taken, tmp_path: Path
) -> None:
    earlier = Taken(tmp_path / "earlier", tmp_path / "earlier-keys")
    with opened(settings) as services:
        known = given.submitted(services, **WORDS)
        taken(settings, earlier)
        late = given.submitted(services, **WORDS)
        given.a_draft(services, **WORDS)
        taken(settings, place)

    back = brought_back(target, Taken(place.content, earlier.keys))

    assert back.unlocked.unreadable == (late.reference,)
    assert back.unlocked.drafts == 1
    assert not back.is_readable
    with opened(target) as services:
        answers = services.records.read(known.id, by=OFFICER.id).account.answers
        assert answers["place"] == WORDS["place"]


def test_what_was_erased_on_purpose_is_nothing_that_is_missing(
    settings: Settings, target: Settings, place: Taken
) -> None:
    with opened(settings) as services:
        record = given.submitted(services, **WORDS)
        ring = given_ring(services)
        ring.destroy(record.id, FieldGroup.IDENTITY)
        taken(settings, place)

    back = brought_back(target, place)

    assert back.unlocked.destroyed == 1
    assert back.is_readable


def given_ring(services: Services):
    return services.log.mapper._ring


def test_without_the_keys_everything_comes_back_that_is_not_sealed(
    settings: Settings, target: Settings, place: Taken
) -> None:
    with opened(settings) as services:
        record = given.submitted(services, **WORDS)
        taken(settings, place)

    back = restore(target, place.content, None)

    assert record.reference in back.unlocked.unreadable
    assert back.log.events == back.manifest.events
    with opened(target) as services, services.views.reading() as connection:
        assert services.log.last_position() == back.manifest.last_position
        assert connection


def test_another_epoch_key_opens_nothing_and_that_is_said(
    settings: Settings, target: Settings, place: Taken
) -> None:
    with opened(settings) as services:
        record = given.submitted(services, **WORDS)
        taken(settings, place)
    (target.data / "epoch.key").write_bytes(b"another key of thirty-two bytes.")

    back = brought_back(target, place)

    assert record.reference in back.unlocked.unreadable


def untouched(target: Settings) -> bool:
    """Whether a place still holds nothing."""
    if target.is_embedded:
        return [file.name for file in target.data.iterdir()] == ["epoch.key"]
    return not list(searching.tables(target.database))


def _flipped(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


@pytest.mark.parametrize("damage", [_flipped, _cut, Path.unlink], ids=lambda one: one.__name__)
@pytest.mark.parametrize("part", ["content", "keys"])
def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    settings: Settings, target: Settings, place: Taken, damage: Callable[[Path], None], part: str
) -> None:
    taken(settings, place)
    directory = getattr(place, part)
    damage(max(directory.iterdir(), key=lambda file: file.stat().st_size))

    with pytest.raises(BackupError, match=r"is damaged: \S+ is not as it was"):
        brought_back(target, place)

    assert untouched(target)


def test_a_backup_that_was_not_finished_is_refused(
    settings: Settings, target: Settings, place: Taken
) -> None:
    taken(settings, place)
    (place.content / "manifest.json").unlink()

    with pytest.raises(BackupError, match="not finished"):
        brought_back(target, place)

    assert untouched(target)


def _changed(directory: Path, **changes: object) -> None:
    file = directory / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"format": 2}, "taken by a newer version"),
        ({"holds": "keys"}, "holds keys and not content"),
        ({"database": "oracle"}, "The backup is of oracle"),
        ({"revisions": {"records": "records_9999"}}, "which is newer. Install it."),
        ({"unheard_of": 1}, "manifest.json cannot be read"),
    ],
    ids=str,
)
def test_a_backup_that_does_not_fit_is_refused(
    settings: Settings, target: Settings, place: Taken, changes: dict[str, object], sentence: str
) -> None:
    taken(settings, place)
    _changed(place.content, **changes)

    with pytest.raises(BackupError, match=sentence):
        brought_back(target, place)

    assert untouched(target)


@pytest.mark.parametrize("name", ["events", "last_position", "log"])
def test_a_log_that_is_not_the_one_that_was_backed_up_is_noticed(
    settings: Settings, target: Settings, place: Taken, name: str
) -> None:
    taken(settings, place)
    _changed(place.content, **{name: 1})

    with pytest.raises(BackupError, match="not what was backed up"):
        brought_back(target, place)


def test_a_place_that_holds_something_is_left_as_it_is(
    settings: Settings, target: Settings, place: Taken
) -> None:
    taken(settings, place)
    brought_back(target, place)
    with opened(target) as services:
        position = services.log.append(a_submission())

    with pytest.raises(BackupError, match="nothing was changed"):
        brought_back(target, place)

    with opened(target) as services:
        assert services.log.last_position() == position


def test_without_an_epoch_key_nothing_is_brought_back(
    settings: Settings, target: Settings, place: Taken
) -> None:
    taken(settings, place)
    (target.data / "epoch.key").unlink()

    with pytest.raises(SettingsError, match="There is no epoch key"):
        brought_back(target, place)


def test_keys_and_content_are_kept_apart(settings: Settings, place: Taken) -> None:
    for keys in (place.content, place.content / "keys", place.content.parent):
        with pytest.raises(BackupError, match="apart"):
            back_up(settings, place.content, keys)

    assert not place.content.exists()


def test_a_directory_that_holds_something_is_not_written_to(
    settings: Settings, place: Taken
) -> None:
    taken(settings, place)
    before = sorted(place.content.iterdir())

    with pytest.raises(BackupError, match="is not empty"):
        back_up(settings, place.content, None)

    assert sorted(place.content.iterdir()) == before


def test_nobody_else_reads_a_backup(settings: Settings, place: Taken) -> None:
    taken(settings, place)

    for directory in (place.content, place.keys):
        assert directory.stat().st_mode & 0o077 == 0


def test_a_damaged_database_is_not_backed_up(sqlite: Settings, place: Taken) -> None:
    with opened(sqlite) as services:
        for _ in range(30):
            given.submitted(services)
    file = sqlite.data / "records.db"
    content = bytearray(file.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 512] = b"\xff" * 512
    file.write_bytes(content)

    with pytest.raises(BackupError, match="is damaged: SQLite finds faults"):
        back_up(sqlite, place.content, None)

    assert not (place.content / "manifest.json").exists()


def test_holes_in_a_log_are_noticed(settings: Settings, target: Settings, place: Taken) -> None:
    with opened(settings) as services:
        services.log.append(a_submission())
        # The log itself refuses a version without the one before it.
        with services.stores.engine(RECORDS).begin() as connection:
            insider = Insider(connection)
            insider.unguard()
            insider.event(insider.rows()[-1], originator_version=2)
        taken(settings, place)

    with pytest.raises(BackupError, match="has holes"):
        brought_back(target, place)


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_a_login_that_only_reads_is_enough_to_take_a_backup(
    settings: Settings, target: Settings, place: Taken, postgres: Path
) -> None:
    login = f"backup_{uuid4().hex[:8]}"
    with psycopg.connect(host=str(postgres), user="uof", dbname="postgres", autocommit=True) as db:
        db.execute(f"CREATE ROLE {login} LOGIN IN ROLE uof_backup")

    mine = {
        name: getattr(settings, name).replace("uof@", f"{login}@")
        for name in ("database", "keys_database")
    }

    taken(replace(settings, **mine), place)

    assert brought_back(target, place).is_readable


def test_the_stores_are_named_as_they_are_kept(settings: Settings, place: Taken) -> None:
    manifest = back_up(settings, place.content, place.keys)

    assert set(manifest.revisions) == {RECORDS, WORK}
    assert set(json.loads((place.keys / "manifest.json").read_text())["revisions"]) == {KEYS}
    with opened(settings) as services, services.stores.engine(RECORDS).connect() as connection:
        names = {True: "stored_events", False: "records.stored_events"}
        table = names[settings.is_embedded]
        assert (
            manifest.events
            == connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        )
