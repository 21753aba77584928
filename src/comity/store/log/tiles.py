"""The log as files that anyone can fetch and keep: C2SP tlog-tiles.

A tile is up to 256 hashes of one level, 32 bytes each, end to end; tile level ``l`` holds the tree's nodes of level
``8 * l``. An entry bundle holds the data of up to 256 leaves, which in Comity's log are commitments and nothing more.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from comity.errors import Absent, Invalid, Unverified
from comity.store.log.tree import HASH_BYTES, Frontier, Node, Read

WIDTH = 256
HEIGHT = 8

_LENGTH_BYTES = 2
_SIZE_BYTES = 8
_NUMBER = "(?:x[0-9]{3}/)*[0-9]{3}"
_PATH = re.compile(rf"tile/(entries|0|[1-9][0-9]?)/({_NUMBER})(?:\.p/([1-9][0-9]{{0,2}}))?")
_LEVELS = 64


@dataclass(frozen=True)
class Tile:
    """A place for hashes: ``width`` is 256 for a complete tile and less for the rightmost one of a level."""

    level: int
    index: int
    width: int = WIDTH

    def path(self) -> str:
        """Where it is served, below the log's prefix (tlog-tiles, "Merkle Tree")."""
        return f"tile/{self.level}/{_numbered(self.index, self.width)}"


@dataclass(frozen=True)
class Bundle:
    """A place for entries, as wide as the tile of level 0 beside it."""

    index: int
    width: int = WIDTH

    def path(self) -> str:
        """Where it is served, below the log's prefix (tlog-tiles, "Log entries")."""
        return f"tile/entries/{_numbered(self.index, self.width)}"


@dataclass(frozen=True)
class CompleteTile:
    """A tile that will never change again; ``hashes`` are its 8,192 bytes."""

    level: int
    index: int
    hashes: bytes


@dataclass(frozen=True)
class Edge:
    """The tiles still growing at the right edge of a tree: for each level its hashes so far, fewer than 256.

    Complete tiles are written once and may then be forgotten here: an edge stays below 8 KB a level.
    """

    size: int = 0
    partial: tuple[bytes, ...] = ()

    def extended(self, leaf_hashes: Iterable[bytes]) -> "tuple[Edge, tuple[CompleteTile, ...]]":
        """The edge after these leaves, and every tile that they completed, lower levels first."""
        new, done, level = list(leaf_hashes), list[CompleteTile](), 0
        size, partial = self.size + len(new), list(self.partial)
        while new:
            partial += [b""] * (level + 1 - len(partial))
            full, partial[level] = _cut(partial[level] + b"".join(new))
            first = (size >> HEIGHT * (level + 1)) - len(full)
            done += [CompleteTile(level, first + at, hashes) for at, hashes in enumerate(full)]
            new, level = [tile_root(hashes) for hashes in full], level + 1
        return Edge(size, tuple(partial)), tuple(done)

    def tiles(self) -> dict[Node, bytes]:
        """The hashes of each growing tile, by level and index; empty tiles are left out."""
        found = enumerate(self.partial)
        return {(level, self.size >> HEIGHT * (level + 1)): hashes for level, hashes in found if hashes}

    def frontier(self) -> Frontier:
        """The frontier of the same tree."""
        peaks = []
        for hashes in reversed(self.partial):
            width, first = len(hashes) // HASH_BYTES, 0
            for count in (1 << bit for bit in reversed(range(HEIGHT)) if width >> bit & 1):
                peaks.append(tile_root(hashes[first * HASH_BYTES : (first + count) * HASH_BYTES]))
                first += count
        return Frontier(self.size, tuple(peaks))

    def encoded(self) -> bytes:
        """The size as 8 big-endian bytes, then the hashes of each level, the lowest first."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self.partial)

    @classmethod
    def decoded(cls, stored: bytes) -> "Edge":
        """The edge that ``encoded`` wrote; anything else is ``Unverified``."""
        size, at, partial = int.from_bytes(stored[:_SIZE_BYTES], "big"), _SIZE_BYTES, list[bytes]()
        for width in _widths(size):
            partial.append(stored[at : at + width * HASH_BYTES])
            at += width * HASH_BYTES
        if len(stored) != at:
            raise Unverified("the stored edge of the log is damaged", remedy="Rebuild it with edge_at from the tiles.")
        return cls(size, tuple(partial))


def edge_at(size: int, read: Read) -> Edge:
    """The edge of the tree of ``size`` leaves, rebuilt from its nodes."""
    partial = []
    for level, width in enumerate(_widths(size)):
        first = (size >> HEIGHT * (level + 1)) * WIDTH
        partial.append(b"".join(read(level * HEIGHT, first + at) for at in range(width)))
    return Edge(size, tuple(partial))


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of the tree of ``size`` leaves, level by level; on each level at most the last one is partial."""
    for level, width in enumerate(_widths(size)):
        full = size >> HEIGHT * (level + 1)
        yield from (Tile(level, index) for index in range(full))
        if width:
            yield Tile(level, full, width)


def holding(node: Node) -> Node:
    """The level and index of the tile from which ``node`` can be read."""
    level, index = node
    return level // HEIGHT, (index << level % HEIGHT) // WIDTH


def reader(tiles: Mapping[Node, bytes]) -> Read:
    """A ``read`` for proofs that takes nodes from the tiles named by ``holding``; ``Unverified`` if one is missing."""

    def read(level: int, index: int) -> bytes:
        count = 1 << level % HEIGHT
        first = (index * count) % WIDTH
        hashes = tiles.get(holding((level, index)), b"")[first * HASH_BYTES : (first + count) * HASH_BYTES]
        if len(hashes) != count * HASH_BYTES:
            raise Unverified(f"node {index} of level {level} is in no tile", remedy="Publish the log's missing tiles.")
        return tile_root(hashes)

    return read


def tile_root(hashes: bytes) -> bytes:
    """The root over the hashes of a tile, as if they were leaf hashes."""
    return Frontier().extended(hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)).root()


def place(path: str) -> Tile | Bundle:
    """The tile or bundle that ``path`` names; ``Absent`` for any path that no log serves."""
    parts = _PATH.fullmatch(path)
    if parts is not None:
        kind, number, width = parts[1], int(parts[2].replace("x", "").replace("/", "")), int(parts[3] or WIDTH)
        found = Bundle(number, width) if kind == "entries" else Tile(int(kind), number, width)
        # Writing the path again keeps out x000/001 and .p/256, which would be second names for one thing.
        if found.path() == path and (kind == "entries" or int(kind) < _LEVELS):
            return found
    raise Absent("the log has nothing at this path", remedy="Take tile paths from the size of a signed checkpoint.")


def bundled(entries: Iterable[bytes]) -> bytes:
    """Up to 256 entries, each after its length as a big-endian uint16 (tlog-tiles, "Log entries")."""
    try:
        return b"".join(len(entry).to_bytes(_LENGTH_BYTES, "big") + entry for entry in entries)
    except OverflowError as wrong:
        raise Invalid("an entry is longer than 65,535 bytes", remedy="Bundle commitments, not records.") from wrong


def unbundled(bundle: bytes) -> tuple[bytes, ...]:
    """The entries in a bundle; ``Unverified`` if it breaks off or holds more than 256."""
    entries, at = [], 0
    while at < len(bundle):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(bundle[at:start], "big")
        entries.append(bundle[start:at])
    if at != len(bundle) or len(entries) > WIDTH:
        raise Unverified("the entry bundle is damaged", remedy="Fetch the bundle again from the log.")
    return tuple(entries)


def _numbered(index: int, width: int) -> str:
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    return "/".join(groups) + ("" if width == WIDTH else f".p/{width}")


def _widths(size: int) -> Iterator[int]:
    while size:
        yield size % WIDTH
        size //= WIDTH


def _cut(hashes: bytes) -> tuple[list[bytes], bytes]:
    whole = len(hashes) - len(hashes) % (WIDTH * HASH_BYTES)
    tiles = [hashes[at : at + WIDTH * HASH_BYTES] for at in range(0, whole, WIDTH * HASH_BYTES)]
    return tiles, hashes[whole:]
