"""Whoever administers the database can change what it holds, triggers or not: fsck finds each change."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from comity.store.log.notes import Checkpoint, Signer, sign
from comity.store.log.tree import Frontier, leaf_hash
from comity.store.node import Node
from tests.conftest import Server
from tests.store.drafting import draft_for, fsck, person
from tests.store.grown import ENTRIES, Grown, grow, keep, put_back, superuser

pytestmark = pytest.mark.anyio

TAMPERINGS = dict(
    re.findall(r"^-- (.+) --\n((?:[^-\n].*\n)+)", Path(__file__).with_name("tamperings.sql").read_text(), re.MULTILINE)
)


@pytest.fixture(scope="module")
async def grown(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Grown:
    return await grow(server, tmp_path_factory.mktemp("grown"))


@pytest.fixture(scope="module")
async def kept(grown: Grown) -> AsyncIterator[Node]:
    async with grown.copy() as node:
        await keep(node)
        yield node


@pytest.fixture
async def mended(kept: Node) -> AsyncIterator[Node]:
    yield kept
    await put_back(kept)


async def test_nothing_is_found_where_nothing_was_done(grown: Grown) -> None:
    async with grown.copy() as node:
        report = await fsck(node)
        assert (report.findings, report.entries, report.checkpoints) == ([], ENTRIES, 7)


def test_the_list_of_tamperings_is_read_whole() -> None:
    assert len(TAMPERINGS) == 72


@pytest.mark.parametrize("name", TAMPERINGS)
async def test_fsck_finds_what_was_done_behind_the_applications_back(mended: Node, name: str) -> None:
    assert (await fsck(mended)).findings == []
    async with superuser(mended.dsn) as connection:
        done = [await connection.execute(each) for each in TAMPERINGS[name].split(";") if each.strip()]
        assert all(not said.endswith(" 0") for said in done), f"nothing was done: {done}"
    assert (await fsck(mended)).findings


async def shortened(node: Node, size: int) -> None:
    """Take the last entries away as well as the owner of the database can: nothing in it contradicts anything else."""
    async with superuser(node.dsn) as connection:
        await connection.execute("delete from entry where seq >= $1", size)
        await connection.execute("delete from record where not exists (select from entry e where e.record = id)")
        await connection.execute(
            "update record r set (seq, version, tokens) = (select e.seq, e.version, r.tokens from entry e"
            " where e.record = r.id order by version desc limit 1) where seq >= $1",
            size,
        )
        await connection.execute("delete from hand_off where seq >= $1", size)
        await connection.execute("delete from checkpoint where size > $1", size)
        await connection.execute("delete from tile where (index + 1) * 256 > $1", size)
        rows = await connection.fetch("select commitment from entry order by seq")
        frontier = Frontier().extended(leaf_hash(row["commitment"]) for row in rows)
        await connection.execute("update log_head set size = $1, frontier = $2", size, frontier.encoded())


async def test_a_log_that_was_cut_short_without_a_trace_is_found_by_what_the_keyring_remembers(grown: Grown) -> None:
    async with grown.copy() as node:
        await shortened(node, 430)
        found = {finding.where for finding in (await fsck(node)).findings}
        assert "checkpoint 630" in found


async def test_a_database_turned_back_to_a_backup_is_found(grown: Grown) -> None:
    async with grown.copy() as backup, grown.copy() as later:
        await later.writer.append([draft_for(person())])
        await later.log.publish()
        signed = later.keyring.remembered_head()
        assert signed is not None
        backup.keyring.remember_head(*signed)
        assert [f.where for f in (await fsck(backup)).findings] == ["checkpoint 631", "checkpoint 631"]


async def test_a_head_signed_by_another_key_is_found(grown: Grown) -> None:
    async with grown.copy() as node:
        root = Frontier.decoded(await node.pool.fetchval("select frontier from log_head")).root()
        stranger = Signer.from_seed(node.log.signer.name, b"s" * 32)
        note = sign(Checkpoint(stranger.name, ENTRIES, root), stranger)
        async with superuser(node.dsn) as connection:
            await connection.execute("update checkpoint set note = $1 where size = $2", note, ENTRIES)
        assert [finding.where for finding in (await fsck(node)).findings] == [f"checkpoint {ENTRIES}"]
