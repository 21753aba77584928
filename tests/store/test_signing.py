"""A node signs only what goes on from what it signed before; what was changed under a signed head stays unsigned."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from random import Random

import pytest

from comity.errors import Unverified
from comity.following.publishing import publish_at_intervals
from comity.store.log.tiles import Edge
from comity.store.log.tree import Frontier, leaf_hash
from comity.store.node import Node, open_node
from tests.conftest import Server
from tests.store.drafting import draft_for, person
from tests.store.grown import ENTRIES, Grown, grow, superuser

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def grown(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Grown:
    return await grow(server, tmp_path_factory.mktemp("grown"))


@pytest.fixture
async def node(grown: Grown) -> AsyncIterator[Node]:
    async with grown.copy() as node:
        yield node


async def rewritten(node: Node, where: str) -> None:
    """Change a commitment as the owner of the database can, and the head with it, so that they agree."""
    async with superuser(node.dsn) as connection:
        await connection.execute(f"update entry set commitment = sha256(commitment) where {where}")  # noqa: S608 - a literal below
        rows = await connection.fetch("select commitment from entry order by seq")
        frontier = Frontier().extended(leaf_hash(row["commitment"]) for row in rows)
        await connection.execute("update log_head set frontier = $1", frontier.encoded())


async def go_on(node: Node) -> None:
    """Enter more by a process that was started after the change."""
    async with open_node(node.dsn, node.keyring._folder) as later:
        await later.writer.append([draft_for(person())])


async def test_a_log_that_goes_on_is_signed(node: Node) -> None:
    await go_on(node)
    head = await node.log.publish()
    assert head is not None
    assert head.size == ENTRIES + 1
    assert await node.log.publish() is None


@pytest.mark.parametrize("where", ["seq = 600", "seq = 629", "seq in (520, 521)"])
async def test_a_change_in_the_growing_tile_is_not_signed_over(node: Node, where: str) -> None:
    await rewritten(node, where)
    await go_on(node)
    with pytest.raises(Unverified, match="not those that were signed"):
        await node.log.publish()


async def test_a_change_far_below_is_not_signed_over(node: Node) -> None:
    await rewritten(node, "seq = 3")
    await go_on(node)
    with pytest.raises(Unverified, match="not that of its entries"):
        await node.log.publish()


async def test_a_change_far_below_that_reached_the_tiles_is_not_signed_over(node: Node) -> None:
    await rewritten(node, "seq = 3")
    async with superuser(node.dsn) as connection:
        rows = await connection.fetch("select commitment from entry where seq < 256 order by seq")
        hashes = b"".join(leaf_hash(row["commitment"]) for row in rows)
        await connection.execute("update tile set hashes = $1 where level = 0 and index = 0", hashes)
    await go_on(node)
    with pytest.raises(Unverified):
        await node.log.publish()


async def test_a_missing_entry_is_not_signed_over(node: Node) -> None:
    await go_on(node)
    async with superuser(node.dsn) as connection:
        await connection.execute("delete from entry where seq = 630")
    with pytest.raises(Unverified, match="missing"):
        await node.log.publish()


async def test_a_database_turned_back_is_not_signed_again(grown: Grown) -> None:
    async with grown.copy() as backup, grown.copy() as later:
        await later.writer.append([draft_for(person()) for _ in range(9)])
        await later.log.publish()
        remembered = later.keyring.remembered_head()
        assert remembered is not None
        backup.keyring.remember_head(*remembered)
        await backup.writer.append([draft_for(person("Other")) for _ in range(3)])
        with pytest.raises(Unverified, match="older than the head of 639 entries"):
            await backup.log.publish()


async def test_a_node_that_may_not_sign_says_so_in_its_log_and_goes_on(
    node: Node, caplog: pytest.LogCaptureFixture
) -> None:
    await rewritten(node, "seq = 3")
    await go_on(node)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await publish_at_intervals(node, 0.05)
    assert "comity fsck" in caplog.text


def test_an_edge_and_a_frontier_are_of_one_tree() -> None:
    leaves = [hashlib.sha256(str(n).encode()).digest() for n in range(3000)]
    edge, frontier, chance, at = Edge(), Frontier(), Random(1), 0
    while at < len(leaves):
        assert edge.frontier() == frontier
        some = leaves[at : at + chance.choice((1, 1, 2, 3, 50, 255, 256, 257))]
        at += len(some)
        edge, frontier = edge.extended(some)[0], frontier.extended(some)
    for size in (1, 255, 256, 257, 65_535, 65_536, 65_537, 65_793):
        many = [leaves[n % 3000] for n in range(size)]
        assert Edge().extended(many)[0].frontier() == Frontier().extended(many)
