"""Tiles: the same tree, cut into files that other people's tools can read."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from comity.errors import Absent, Invalid, Unverified
from comity.store.log.tiles import (
    Bundle,
    Edge,
    Tile,
    bundled,
    edge_at,
    holding,
    place,
    reader,
    tile_root,
    tiles_of,
    unbundled,
)
from comity.store.log.tree import Frontier, inclusion_nodes, inclusion_proof, leaf_hash, verify_inclusion

CHANCE = Random(6962)
LEAVES = [leaf_hash(CHANCE.randbytes(32)) for _ in range(70_000)]


@pytest.mark.parametrize(
    "tile, path",
    [
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(0, 1234067, 10), "tile/0/x001/x234/067.p/10"),
        (Tile(1, 0), "tile/1/000"),
        (Tile(63, 999, 255), "tile/63/999.p/255"),
        (Bundle(1000), "tile/entries/x001/000"),
        (Bundle(7, 1), "tile/entries/007.p/1"),
    ],
)
def test_a_tile_is_served_at_the_path_the_specification_gives(tile: Tile | Bundle, path: str) -> None:
    assert tile.path() == path
    assert place(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/64/000",
        "tile/00/000",
        "tile/0/x000/001",
        "tile/0/1",
        "tile/0/0001",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/../000",
        "tile/0/000\n",
        "tile/0/\u0660\u0660\u0660",
        "tile/records/000",
        "",
    ],
)
def test_nothing_is_served_at_any_other_path(path: str) -> None:
    with pytest.raises(Absent):
        place(path)


def test_a_tree_of_70_000_has_the_tiles_that_the_specification_counts() -> None:
    tiles = list(tiles_of(70_000))
    assert sum(tile.level == 0 and tile.width == 256 for tile in tiles) == 273
    assert tiles[273:] == [Tile(0, 273, 112), Tile(1, 0), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles_of(0)) == []


@settings(max_examples=20)
@given(some.lists(some.integers(0, 70_000), max_size=5))
def test_tiles_grown_in_any_steps_hold_what_the_specification_says(stops: list[int]) -> None:
    edge, complete, at = Edge(), dict[tuple[int, int], bytes](), 0
    for stop in [*sorted(stops), 66_000]:
        edge, new = edge.extended(LEAVES[at : max(at, stop)])
        complete |= {(tile.level, tile.index): tile.hashes for tile in new}
        at = max(at, stop)
    tiles = edge.tiles() | complete
    assert {(tile.level, tile.index): tile.width * 32 for tile in tiles_of(at)} == {
        name: len(hashes) for name, hashes in tiles.items()
    }
    assert b"".join(tiles[0, index] for index in range(at // 256 + 1))[: at * 32] == b"".join(LEAVES[:at])
    assert tiles[1, 0][:32] == Frontier().extended(LEAVES[:256]).root()
    assert tiles[2, 0][:32] == Frontier().extended(LEAVES[:65536]).root()


@settings(max_examples=30)
@given(some.integers(1, 70_000), some.data())
def test_proofs_are_read_from_the_tiles_named_beforehand_and_from_no_others(size: int, data: some.DataObject) -> None:
    index = data.draw(some.integers(0, size - 1))
    edge, complete = Edge().extended(LEAVES[:size])
    every = edge.tiles() | {(tile.level, tile.index): tile.hashes for tile in complete}
    fetched = {name: every[name] for name in map(holding, inclusion_nodes(index, size))}
    proof = inclusion_proof(index, size, reader(fetched))
    root = Frontier().extended(LEAVES[:size]).root()
    verify_inclusion(LEAVES[index], proof, index=index, size=size, root=root)
    assert len(fetched) <= 6


def test_an_edge_survives_its_column_and_can_be_rebuilt_from_the_tiles() -> None:
    edge, complete = Edge().extended(LEAVES)
    assert Edge.decoded(edge.encoded()) == edge
    everything = edge.tiles() | {(tile.level, tile.index): tile.hashes for tile in complete}
    assert edge_at(70_000, reader(everything)) == edge
    assert Edge.decoded(Edge().encoded()) == Edge()


@pytest.mark.parametrize("damaged", [b"", b"\0" * 7, b"\0" * 9, b"\0" * 7 + b"\2" + b"\0" * 32, b"\xff" * 8])
def test_a_damaged_edge_is_unverified(damaged: bytes) -> None:
    with pytest.raises(Unverified):
        Edge.decoded(damaged)


def test_a_missing_or_short_tile_is_unverified_and_never_guessed() -> None:
    with pytest.raises(Unverified):
        reader({})(0, 0)
    with pytest.raises(Unverified):
        reader({(0, 0): LEAVES[0]})(1, 0)


def test_a_complete_tile_is_summed_up_in_one_hash_of_the_level_above() -> None:
    edge, (tile,) = Edge().extended(LEAVES[:256])
    assert edge.tiles() == {(1, 0): tile_root(tile.hashes)}


@given(some.lists(some.binary(max_size=100), max_size=256))
def test_entries_survive_their_bundle(entries: list[bytes]) -> None:
    assert unbundled(bundled(entries)) == tuple(entries)


@pytest.mark.parametrize("damaged", [b"\0", b"\0\2a", b"\0\0" * 257])
def test_a_broken_bundle_is_unverified(damaged: bytes) -> None:
    with pytest.raises(Unverified):
        unbundled(damaged)


def test_an_entry_too_long_for_a_bundle_is_refused() -> None:
    assert unbundled(bundled([bytes(65_535)])) == (bytes(65_535),)
    with pytest.raises(Invalid):
        bundled([bytes(65_536)])
