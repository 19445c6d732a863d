"""Archives hang on what is in them, and on nothing else."""

import io
from zipfile import ZIP_STORED, ZipFile

from web.archives import archived


def test_nothing_in_it_hangs_on_a_clock_a_compressor_or_a_system() -> None:
    archive = ZipFile(io.BytesIO(archived([("b", b"two" * 1000), ("a", b"one")])))
    entries = archive.infolist()

    assert [entry.filename for entry in entries] == ["b", "a"]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.compress_type for entry in entries} == {ZIP_STORED}
    assert {entry.create_system for entry in entries} == {3}
    assert archive.read("b") == b"two" * 1000


def test_the_same_entries_make_the_same_archive() -> None:
    assert archived([("a", b"one")]) == archived(iter([("a", b"one")]))
    assert archived([("a", b"one")]) != archived([("a", b"two")])
