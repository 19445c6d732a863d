"""The tree as it is served: a mirror follows it, and nothing that was damaged is given out.

Spec: audit, 4.5 and 7.2, T14.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from werkzeug.test import Client, TestResponse

from domain.proof.checkpoints import Checkpoint
from domain.proof.notes import Note
from domain.proof.tiles import Tile, tiles_of
from tests import installations
from tests.builders import a_submission
from tests.domain.proof.trees import tree
from tests.fakes import FakeClock
from tests.proof.histories import Insider
from web.adapters.stores import RECORDS
from web.app import create_app
from web.bootstrap import Services
from web.proof.mirroring import A_MINUTE, tile_at
from web.proof.proving import Exported, export, newest
from web.proof.signing import NEWEST

EVENTS = 600
TILES = ("0/000", "0/001", "1/000.p/2")


@pytest.fixture(scope="module")
def served(
    prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Services, Client]]:
    """A log of more than two tiles, and whoever asks for them. What a test damages it mends."""
    data = tmp_path_factory.mktemp("mirrored") / "data"
    settings = installations.sqlite_settings(installations.copy_of(prepared_sqlite, data))
    with installations.opened(settings, FakeClock()) as services:
        services.log.append([event for _ in range(EVENTS) for event in a_submission()])
        services.checkpointing.checkpoint()
        yield services, Client(create_app(services))


@pytest.fixture
def services(served: tuple[Services, Client], clock: FakeClock) -> Services:
    found = served[0]
    # Nobody has asked for anything yet.
    found.mirror_limits._full_at.clear()
    return found


@pytest.fixture
def visitor(served: tuple[Services, Client], services: Services) -> Client:
    return served[1]


def get(visitor: Client, what: str) -> TestResponse:
    return visitor.get(f"/tlog/{what}")


def published(visitor: Client) -> Checkpoint:
    return Checkpoint.parsed(Note.parsed(get(visitor, "checkpoint").data).text)


def folded(content: bytes) -> bytes:
    hashes = [content[at : at + 32] for at in range(0, len(content), 32)]
    return tree(hashes).root()


def test_the_checkpoint_is_the_published_one_and_not_kept_by_caches(
    services: Services, visitor: Client
) -> None:
    found = get(visitor, "checkpoint")

    assert found.data == (services.settings.published_folder / NEWEST).read_bytes()
    assert found.content_type == "text/plain; charset=utf-8"
    assert found.headers["Cache-Control"] == "no-cache"


def test_a_mirror_puts_the_tree_together_from_its_tiles(visitor: Client) -> None:
    checkpoint = published(visitor)

    tiles = {tile.path: get(visitor, tile.path) for tile in tiles_of(checkpoint.size)}

    assert {one.status_code for one in tiles.values()} == {200}
    assert {one.content_type for one in tiles.values()} == {"application/octet-stream"}
    assert {one.headers["Cache-Control"] for one in tiles.values()} == {
        "public, max-age=31536000, immutable"
    }
    leaves = b"".join(
        tiles[tile.path].data for tile in tiles_of(checkpoint.size) if tile.level == 0
    )
    assert len(leaves) == 32 * checkpoint.size
    assert folded(leaves) == checkpoint.root
    assert tiles["tile/1/000.p/2"].data == b"".join(
        folded(tiles[f"tile/0/{index:03}"].data) for index in range(2)
    )


def test_a_partial_tile_of_an_earlier_checkpoint_is_still_there(visitor: Client) -> None:
    whole = get(visitor, "tile/0/000").data

    assert get(visitor, "tile/0/000.p/7").data == whole[: 7 * 32]
    assert get(visitor, "tile/1/000.p/1").data == folded(whole)


NOTHING = [
    "tile/0/003",
    "tile/0/002",
    "tile/0/002.p/200",
    "tile/1/000",
    "tile/1/000.p/3",
    "tile/2/000.p/1",
    "tile/0/x000/000",
    "tile/0/0",
    "tile/0/0000",
    "tile/00/000",
    "tile/64/000",
    "tile/-1/000",
    "tile/+1/000",
    "tile/\u0660/000",
    "tile/0/000.p/0",
    "tile/0/000.p/07",
    "tile/0/000.p/256",
    "tile/0/000.p/999",
    "tile/0/000/",
    "tile/0/" + "x999/" * 40 + "999",
    "tile/entries/000",
    "tile/entries/000.p/7",
    "tile/0",
    "",
]


@pytest.mark.parametrize("what", NOTHING)
def test_there_is_nothing_else(visitor: Client, what: str) -> None:
    """Neither what is written otherwise, nor what is not published, nor the entries."""
    assert get(visitor, what).status_code == 404


def test_only_reading_is_answered(visitor: Client) -> None:
    assert {
        visitor.post("/tlog/checkpoint").status_code,
        visitor.put("/tlog/checkpoint").status_code,
    } <= {403, 405}
    assert visitor.head("/tlog/tile/0/000").status_code == 200


@pytest.mark.parametrize("path", ["0/000", "1/x001/000.p/17", "63/x999/x999/999"])
def test_an_address_is_read_as_it_is_written(path: str) -> None:
    level, _, rest = path.partition("/")

    found = tile_at(level, rest)

    assert found is not None
    assert found.path == f"tile/{path}"


def test_what_was_written_since_is_not_given_out_before_it_is_published(
    services: Services, visitor: Client
) -> None:
    size = published(visitor).size
    services.log.append(a_submission())

    assert get(visitor, f"tile/0/002.p/{size - 512}").status_code == 200
    assert get(visitor, f"tile/0/002.p/{size - 511}").status_code == 404

    services.checkpointing.checkpoint()
    assert get(visitor, f"tile/0/002.p/{size - 511}").status_code == 200


@pytest.mark.parametrize("at", [3, 300, 599])
def test_a_leaf_that_was_changed_is_given_out_in_no_tile(
    services: Services, visitor: Client, at: int
) -> None:
    """Wherever it stands, and though its tile was given out before."""
    last = Tile(level=0, index=2, width=published(visitor).size - 512)
    held = Tile(level=0, index=at // 256).path if at < 512 else last.path
    before = get(visitor, held)
    assert before.status_code == 200
    with services.stores.engine(RECORDS).begin() as connection:
        insider = Insider(connection)
        insider.unguard()
        row = insider.rows()[at]
        insider.leaf(row, leaf_hash=sha256(b"other").digest())

    damaged = get(visitor, held)

    assert damaged.status_code == 503
    assert damaged.headers["Cache-Control"] == "no-cache"
    with services.stores.engine(RECORDS).begin() as connection:
        Insider(connection).leaf(row, leaf_hash=row.leaf_hash)
    assert get(visitor, held).data == before.data


def test_a_damaged_checkpoint_is_not_given_out_and_written_again(
    services: Services, visitor: Client
) -> None:
    file = services.settings.published_folder / NEWEST
    whole = file.read_bytes()
    for damaged in (b"", whole[:-1], whole.replace(b"\n", b"\r\n"), b"\xff" * 9):
        file.write_bytes(damaged)
        assert get(visitor, "checkpoint").status_code == 503
        assert get(visitor, "tile/0/000").status_code == 503
    file.write_bytes(whole.replace(str(published_size(whole)).encode(), b"9999", 1))
    assert get(visitor, "tile/0/000").status_code == 503

    services.checkpointing.checkpoint()

    assert published(visitor).size == published_size(whole)


def published_size(written: bytes) -> int:
    return Checkpoint.parsed(Note.parsed(written).text).size


def test_nothing_is_served_before_anything_is_published(
    services: Services, visitor: Client
) -> None:
    file = services.settings.published_folder / NEWEST
    away = file.rename(file.with_name("away"))

    assert get(visitor, "checkpoint").status_code == 404
    assert get(visitor, "tile/0/000").status_code == 404

    away.rename(file)


def test_who_asks_too_often_is_told_when_to_ask_again(services: Services, visitor: Client) -> None:
    for _ in range(A_MINUTE):
        assert get(visitor, "tile/0/x").status_code == 404

    refused = get(visitor, "checkpoint")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    # Others are not refused, and a minute later nobody is.
    other = visitor.get("/tlog/checkpoint", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert other.status_code == 200
    services.clock.advance(minutes=1)
    assert get(visitor, "checkpoint").status_code == 200


def test_exported_tiles_that_were_damaged_are_found_and_made_again(
    services: Services, tmp_path: Path
) -> None:
    seen = newest(services.settings.witness_folder)
    assert seen is not None
    first = export(services.stores, seen, tmp_path)
    whole = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    for name in TILES:
        file = tmp_path / "tile" / name
        content = bytearray(file.read_bytes())
        content[40] ^= 1
        file.write_bytes(content)
    (tmp_path / "tile" / "0" / "001").unlink()

    again = export(services.stores, seen, tmp_path)

    assert (first.new, first.mended) == (len(whole) - 1, 0)
    assert again == Exported(new=1, mended=2)
    assert {file: file.read_bytes() for file in whole} == whole
    assert export(services.stores, seen, tmp_path) == Exported()
