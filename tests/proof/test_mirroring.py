"""The tree as it is served: a mirror follows it, and nothing that was damaged is given out.

Spec: audit, 4.5 and 7.2, T14.
"""

import random
from collections.abc import Iterator
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
from tests.proof.conftest import an_installation
from tests.proof.histories import Insider
from web.adapters.stores import RECORDS
from web.app import create_app
from web.bootstrap import Services
from web.proof.mirroring import A_MINUTE, tile_at
from web.proof.proving import Exported, export, newest
from web.proof.signing import NEWEST

EVENTS = 600
TIMES = 20


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Services, Client]]:
    """A log of more than two tiles, and whoever asks for them. What a test damages it mends."""
    data = tmp_path_factory.mktemp("mirrored") / "data"
    with installations.opened(an_installation(request, data), FakeClock()) as services:
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


def test_a_leaf_that_was_changed_is_given_out_in_no_tile(
    services: Services, visitor: Client
) -> None:
    """At twenty places, and though its tile was given out before."""
    size, chance = published(visitor).size, random.Random(5)
    last = Tile(level=0, index=2, width=size - 512).path
    with services.stores.engine(RECORDS).begin() as connection:
        insider = Insider(connection)
        insider.unguard()
        rows = insider.rows()[:size]
    places = [0, 255, 256, 512, size - 1, *(chance.randrange(size) for _ in range(TIMES - 5))]

    for at in places:
        held = Tile(level=0, index=at // 256).path if at < 512 else last
        before = get(visitor, held)
        assert before.status_code == 200
        with services.stores.engine(RECORDS).begin() as connection:
            Insider(connection).leaf(rows[at], leaf_hash=chance.randbytes(32))
        damaged = get(visitor, held)
        with services.stores.engine(RECORDS).begin() as connection:
            Insider(connection).leaf(rows[at], leaf_hash=rows[at].leaf_hash)

        assert damaged.status_code == 503, at
        assert damaged.headers["Cache-Control"] == "no-cache"
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
    """At twenty places, and one that is gone."""
    seen, chance = newest(services.settings.witness_folder), random.Random(6)
    assert seen is not None
    first = export(services.stores, seen, tmp_path)
    whole = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    tiles = sorted(file for file in whole if file.name != NEWEST)
    assert (first.new, first.mended) == (len(tiles), 0)

    for _ in range(TIMES):
        file = chance.choice(tiles)
        content = bytearray(whole[file])
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        file.write_bytes(content)
        assert export(services.stores, seen, tmp_path) == Exported(mended=1)
        assert file.read_bytes() == whole[file]

    tiles[0].unlink()
    assert export(services.stores, seen, tmp_path) == Exported(new=1)
    assert {file: file.read_bytes() for file in whole} == whole
