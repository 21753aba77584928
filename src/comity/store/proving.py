"""Signed heads of the log, the tiles under them, and the proofs that lead from an entry to a head."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property

import asyncpg

from comity.clock import Clock
from comity.errors import Absent, Unverified
from comity.store.directories import Directories
from comity.store.keyring import Keyring
from comity.store.log.notes import Checkpoint, Signer, open_checkpoint, sign
from comity.store.log.tiles import HEIGHT, WIDTH, CompleteTile, Edge, edge_at, holding, reader, tile_root
from comity.store.log.tree import Frontier, Node, Read, inclusion_nodes, inclusion_proof, leaf_hash
from comity.store.lost import reachable

_HEAD = "select frontier from log_head"
_LATEST = "select size, note from checkpoint order by size desc limit 1"
_SIGNED_SINCE = """
-- The first head that covers the entry.
select signed_at from checkpoint where size > $1 order by size limit 1
"""
_COMMITMENTS = "select commitment from entry where seq >= $1 and seq < $2 order by seq"
_TILES = """
select level, index, hashes from tile where (level, index) in (select * from unnest($1::int[], $2::bigint[]))
"""
_ADD_TILES = """
-- Keep tiles that are complete for good; another process may have kept them first.
insert into tile (level, index, hashes)
select * from unnest($1::int[], $2::bigint[], $3::bytea[]) on conflict do nothing
"""
_ADD_CHECKPOINT = "insert into checkpoint (size, note, signed_at) values ($1, $2, $3) on conflict do nothing"

# Leaves read at a time while catching up after a bulk load.
_STRIDE = 65_536


@dataclass(frozen=True)
class SignedHead:
    """A signed checkpoint: how many entries it covers, and the note."""

    size: int
    note: str


class Log:
    """The published side of the log; what it keeps can be made again from the entries."""

    def __init__(self, pool: asyncpg.Pool, keyring: Keyring, directories: Directories, clock: Clock) -> None:
        self._pool = pool
        self._keyring = keyring
        self._directories = directories
        self._clock = clock
        self._edge: Edge | None = None

    @cached_property
    def signer(self) -> Signer:
        """The key that signs for this log; its name is the origin in the directory, which never changes."""
        return Signer.from_seed(self._directories.current.origin, self._keyring.checkpoint_seed)

    async def latest(self) -> SignedHead | None:
        """Give the newest signed head, or None before the first."""
        async with reachable():
            row = await self._pool.fetchrow(_LATEST)
        return SignedHead(row["size"], row["note"]) if row else None

    async def publish(self) -> SignedHead | None:
        """Sign the head of the log as it is now, unless it is signed; tiles first, so that no proof waits.

        Unverified when the log does not go on from what was signed before: then nothing is signed until somebody looks.
        """
        remembered = self._keyring.remembered_head()
        frontier = Frontier.decoded(await self._pool.fetchval(_HEAD))
        latest = await self.latest()
        if remembered and (latest is None or latest.size < remembered[0]):
            raise _forked(f"The database is older than the head of {remembered[0]} entries that this node has signed.")
        if frontier.size == 0 or (latest and latest.size >= frontier.size):
            return None
        edge, done = await self._extended(self._edge or await self._signed_edge(latest), frontier.size)
        if edge.frontier() != frontier:
            raise _forked("The head of the log is not that of its entries.")
        await self._keep(done)
        self._edge = edge
        note = sign(Checkpoint(self.signer.name, frontier.size, frontier.root()), self.signer)
        await self._pool.execute(_ADD_CHECKPOINT, frontier.size, note, self._clock())
        await asyncio.to_thread(self._keyring.remember_head, frontier.size, note)
        return SignedHead(frontier.size, note)

    async def inclusion(self, seq: int, size: int) -> tuple[bytes, ...]:
        """Give the hashes that lead from an entry to the root of the first ``size`` entries."""
        (proof,) = await self.inclusions([seq], size)
        return proof

    async def inclusions(self, places: Sequence[int], size: int) -> list[tuple[bytes, ...]]:
        """Give for each of some entries the hashes that lead to the root of the first ``size``; read at once."""
        nodes = {node for seq in places for node in inclusion_nodes(seq, size)}
        # Neighbors share most of their paths, and each node is hashed out of a tile.
        read = cache(await self._read(nodes, size))
        return await asyncio.to_thread(lambda: [inclusion_proof(seq, size, read) for seq in places])

    async def signed_since(self, seq: int) -> datetime | None:
        """Give when a head was first signed that covers an entry; None while none does."""
        async with reachable():
            signed_at: datetime | None = await self._pool.fetchval(_SIGNED_SINCE, seq)
        return signed_at

    async def _signed_edge(self, latest: SignedHead | None) -> Edge:
        """Give the edge of the tree that was signed last, as the database has it, if that is still what was signed."""
        if latest is None:
            return Edge()
        edge = await self._edge_at(latest.size)
        signed = open_checkpoint(latest.note, self.signer.verifier)
        if (signed.size, signed.root) != (edge.size, edge.frontier().root()):
            raise _forked("The entries under the newest signed head are not those that were signed.")
        return edge

    async def _extended(self, edge: Edge, size: int) -> tuple[Edge, list[CompleteTile]]:
        done: list[CompleteTile] = []
        while edge.size < size:
            upto = min(size, edge.size + _STRIDE)
            leaves = [leaf_hash(each) for each in await self._commitments(edge.size, upto)]
            if len(leaves) != upto - edge.size:
                raise _forked("Entries are missing from the log.")
            edge, complete = edge.extended(leaves)
            done += complete
        return edge, done

    async def _keep(self, done: Iterable[CompleteTile]) -> None:
        if columns := list(zip(*((t.level, t.index, t.hashes) for t in done), strict=True)):
            await self._pool.execute(_ADD_TILES, *columns)

    async def _edge_at(self, size: int) -> Edge:
        nodes = [
            (level * HEIGHT, (size >> HEIGHT * (level + 1)) * WIDTH + at)
            for level in range(size.bit_length() // HEIGHT + 1)
            for at in range((size >> HEIGHT * level) % WIDTH)
        ]
        return edge_at(size, await self._read(nodes, size))

    async def _commitments(self, first: int, end: int) -> list[bytes]:
        return [row["commitment"] for row in await self._pool.fetch(_COMMITMENTS, first, end)]

    async def _read(self, nodes: Iterable[Node], size: int) -> Read:
        """Fetch the tiles that hold some nodes; those still growing are made from what is below them."""
        async with reachable():
            return reader(await self._tiles(nodes, size))

    async def _tiles(self, nodes: Iterable[Node], size: int) -> dict[Node, bytes]:
        wanted = {holding(node) for node in nodes}
        growing = {(level, index) for level, index in wanted if (index + 1) << HEIGHT * (level + 1) > size}
        below = {
            (level - 1, index * WIDTH + at)
            for level, index in growing
            if level
            for at in range((size >> HEIGHT * level) - index * WIDTH)
        }
        tiles = await self._complete((wanted - growing) | below)
        for level, index in growing:
            if level:
                children = range(index * WIDTH, size >> HEIGHT * level)
                tiles[level, index] = b"".join(tile_root(tiles[level - 1, child]) for child in children)
            else:
                tiles[level, index] = b"".join(map(leaf_hash, await self._commitments(index * WIDTH, size)))
        return tiles

    async def _complete(self, wanted: Iterable[Node]) -> dict[Node, bytes]:
        levels, indexes = zip(*wanted, strict=True) if wanted else ((), ())
        rows = await self._pool.fetch(_TILES, levels, indexes)
        return {(row["level"], row["index"]): row["hashes"] for row in rows}


def _forked(message: str) -> Unverified:
    return Unverified(
        message,
        remedy="Run comity fsck. If an older backup was restored on purpose, tell the witnesses of this log and take"
        " head.note out of the keyring.",
    )


def not_yet_signed() -> Absent:
    """Tell that an entry is younger than the newest signed head."""
    return Absent("The entry is not under a signed head yet.", remedy="Ask again in a second.")
