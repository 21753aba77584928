"""What is expunged is gone for good: from every channel, from the keyring, and from every copy of the database."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from comity.acts.correct import correct
from comity.acts.history import history
from comity.acts.prove import prove
from comity.acts.read import read, read_newest
from comity.acts.relieve import carry_out, resume
from comity.acts.search import search
from comity.errors import Absent, Conflict, Unavailable
from comity.settings import Settings
from comity.store.expunging import slots_of
from comity.store.keyring import SLOT_BYTES, Keyring
from comity.store.node import Node
from comity.store.rebuilding import rebuild
from comity.store.showing import whole_log
from comity.verify import verify
from tests.conftest import Server, app_on, database_at
from tests.relief.scenes import Case, confirmed, enter_case, enter_order, node_at, relieve, session_for
from tests.store.drafting import draft_for, fsck, person, silent
from tests.store.grown import superuser

pytestmark = pytest.mark.anyio

_CERTIFICATES = """
-- How many orders are certified.
select count(*) from record r join handling_class c on c.id = r.class_id where c.kind = 'relief-certificate'
"""


async def expunged(node: Node) -> Case:
    """Enter Ada's and Ben's case, and expunge Ada's arrest."""
    case = await enter_case(node)
    await relieve(node, "expunge", scope="arrest", records=[case.arrest])
    return case


async def is_gone(node: Node, case: Case) -> None:
    """See that nothing in the database tells of Ada's arrest but its places."""
    slots = await node.pool.fetch("select slot from entry where record = $1", case.arrest)
    assert slots
    assert all(node.keyring.is_destroyed(row["slot"]) for row in slots)
    rows = await node.pool.fetch("select * from entry where record = $1", case.arrest)
    left = {(r["class_id"], r["facts"], r["sealed"], r["request_digest"]) for r in rows}
    assert left == {(0, "{}", b"", None)}
    assert not await node.pool.fetchval("select count(*) from record where id = $1", case.arrest)
    with pytest.raises(Absent):
        await read(node, session_for(node, "lee"), case.arrest)


async def test_an_expunged_record_is_in_no_channel_and_its_number_is_not_given_again(city: Node) -> None:
    case = await expunged(city)
    lee = session_for(city, "lee")
    for id in (case.arrest, case.ada):
        for act in (read, history, prove):
            with pytest.raises(Absent):
                await act(city, lee, id)
        with pytest.raises(Absent):
            await correct(city, lee, id, b"{}", replaces=1)
    assert (await search(city, lee, "Quill")).views == []
    assert [view.id for view in await read_newest(city, lee, frozenset({"arrest"}))] == [case.bens_arrest]
    again = await enter_case(city)
    bens, next_one = [await read(city, lee, id) for id in (case.bens_arrest, again.arrest)]
    assert bens.fields["arrest_number"] < next_one.fields["arrest_number"]


async def test_the_log_verifies_and_the_places_confirm_nothing(city: Node) -> None:
    await is_gone(city, await expunged(city))
    await city.log.publish()
    assert (await fsck(city)).findings == []
    bundle = await whole_log(city)
    assert verify(bundle, city.log.signer.verifier.text(), withheld=3).ok
    assert bundle.count(b'"commitment"') == 3


async def test_what_is_rebuilt_holds_nothing_of_it_and_gives_no_number_twice(city: Node) -> None:
    case = await expunged(city)
    numbers = await city.pool.fetch("select * from number_series order by 1, 2")
    await rebuild(city, silent)
    assert (await fsck(city)).findings == []
    assert await city.pool.fetch("select * from number_series order by 1, 2") == numbers
    await is_gone(city, case)


async def test_what_was_cut_off_after_the_confirmation_is_taken_up_again(city: Node) -> None:
    case = await enter_case(city)
    await confirmed(city, await enter_order(city, "expunge", scope="arrest", records=[case.arrest]))
    (done,) = await resume(city)
    assert (await read(city, session_for(city, "clark"), done)).fields["count"] == 3
    assert await resume(city) == ()
    await is_gone(city, case)
    assert (await fsck(city)).findings == []


async def test_a_node_at_work_goes_on_with_what_was_confirmed_by_itself(server: Server, place: Path) -> None:
    dsn = await server.new_database()
    async with node_at(dsn, Settings(place).keyring) as node:
        case = await enter_case(node)
        await confirmed(node, await enter_order(node, "expunge", scope="arrest", records=[case.arrest]))
    async with app_on(dsn, place) as app:
        async with asyncio.timeout(20):
            while not await app.node.pool.fetchval(_CERTIFICATES):
                await asyncio.sleep(0.05)
        assert await resume(app.node) == ()
        await is_gone(app.node, case)


async def test_what_is_carried_out_twice_is_certified_and_told_once(city: Node) -> None:
    case = await enter_case(city)
    proposal = await confirmed(city, await enter_order(city, "expunge", scope="arrest", records=[case.arrest]))
    assert len({await carry_out(city, proposal) for _ in range(3)}) == 1
    kinds = await city.pool.fetch("select kind from entry join handling_class c on c.id = class_id")
    assert [row["kind"] for row in kinds].count("recall-notice") == 2
    assert [row["kind"] for row in kinds].count("relief-certificate") == 1


async def test_a_node_that_died_between_key_and_content_is_scrubbed_when_it_opens(
    server: Server, tmp_path: Path
) -> None:
    dsn = await server.new_database()
    async with node_at(dsn, tmp_path / "keys") as node:
        case = await enter_case(node)
        await confirmed(node, await enter_order(node, "expunge", scope="arrest", records=[case.arrest]))
        node.keyring.destroy(await slots_of(node.pool, [case.arrest]))
    async with node_at(dsn, tmp_path / "keys") as node:
        await is_gone(node, case)
        assert {finding.what for finding in (await fsck(node)).findings} == {
            "has lost its content or its key, and no expungement in the log names it"
        }
        await resume(node)
        await is_gone(node, case)


@asynccontextmanager
async def older(server: Server, tmp_path: Path) -> AsyncIterator[tuple[Node, Case, str]]:
    """Give a node on which a case was expunged, and the address of a copy of its database from before."""
    dsn = await server.new_database()
    async with node_at(dsn, tmp_path / "keys") as node:
        case = await enter_case(node)
        await node.log.publish()
    name = dsn.partition("?")[0].rpartition("/")[2]
    async with superuser(server.dsn) as connection:
        await connection.execute(f'create database "{name}_before" template "{name}"')
    shutil.copy(tmp_path / "keys" / "slots", tmp_path / "slots.before")
    async with node_at(dsn, tmp_path / "keys") as node:
        await relieve(node, "expunge", scope="arrest", records=[case.arrest])
        await node.log.publish()
        yield node, case, database_at(dsn, f"{name}_before")


async def test_a_restored_older_database_does_not_bring_it_back(server: Server, tmp_path: Path) -> None:
    async with older(server, tmp_path) as (_, case, before), node_at(before, tmp_path / "keys") as restored:
        await is_gone(restored, case)
        assert (await read(restored, session_for(restored, "lee"), case.bens_arrest)).version == 1
        assert any("turned back" in finding.what for finding in (await fsck(restored)).findings)


async def test_a_restored_older_database_with_its_keys_does_not_bring_it_back(server: Server, tmp_path: Path) -> None:
    async with older(server, tmp_path) as (node, case, before):
        shutil.copy(tmp_path / "slots.before", tmp_path / "keys" / "slots")
        async with node_at(before, tmp_path / "keys") as restored:
            await is_gone(restored, case)
        await is_gone(node, case)


def test_an_older_copy_of_the_slots_is_destroyed_again_and_gives_no_slot_of_the_ledger(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    secrets = dict(ring.new_slot() for _ in range(1024))
    older_copy = (tmp_path / "slots").read_bytes()
    later, _ = ring.new_slot()
    ring.destroy([3, later])
    ring.close()
    (tmp_path / "slots").write_bytes(older_copy)
    again = Keyring(tmp_path)
    assert again.destroyed() == {3, later}
    assert again.is_destroyed(3)
    assert again.secret(4) == secrets[4]
    assert later == 1024 < again.new_slot()[0]
    assert older_copy[3 * SLOT_BYTES : 4 * SLOT_BYTES] not in (tmp_path / "slots").read_bytes()


def test_a_ledger_line_that_was_cut_off_destroys_nothing(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    ring.new_slot()
    (tmp_path / "expunged").write_text("5\n1")
    assert Keyring(tmp_path).destroyed() == {5}
    ring.destroy([7])
    assert Keyring(tmp_path).destroyed() == {5, 7}
    assert not ring.is_destroyed(1)


SILENT = {
    "a key is destroyed in silence": ("destroy", ""),
    "an entry is scrubbed in silence": ("", "update entry set class_id = 0, facts = '{}', sealed = '' where seq = $1"),
    "both are done in silence": ("destroy", "update entry set class_id = 0, facts = '{}', sealed = '' where seq = $1"),
}


@pytest.mark.parametrize("name", SILENT)
async def test_fsck_finds_what_is_destroyed_in_silence(city: Node, name: str) -> None:
    destroyed, statement = SILENT[name]
    case = await enter_case(city)
    (row,) = await city.pool.fetch("select seq, slot from entry where record = $1", case.bens_arrest)
    if destroyed:
        city.keyring.destroy([row["slot"]])
    if statement:
        async with superuser(city.dsn) as connection:
            await connection.execute(statement, row["seq"])
            await connection.execute("delete from record where id = $1", case.bens_arrest)
    assert any(str(case.bens_arrest) in finding.where for finding in (await fsck(city)).findings)


@pytest.mark.parametrize(
    "statement",
    [
        "update entry set facts = '{}' where seq = 1",
        "update entry set class_id = 0, facts = '{}', sealed = '', request_digest = null, slot = 9 where seq = 1",
        "update entry set class_id = 0, facts = '{}', sealed = '', request_digest = null, member = 'x' where seq = 1",
        "delete from entry where seq = 1",
    ],
)
async def test_an_entry_stays_final_but_for_the_one_way_of_expunging(city: Node, statement: str) -> None:
    await enter_case(city)
    async with city.pool.acquire() as connection:
        for allowed in ("", "yes"):
            await connection.execute("select set_config('comity.expunging', $1, false)", allowed)
            with pytest.raises(asyncpg.RestrictViolationError):
                await connection.execute(statement)


async def test_a_correction_that_races_with_an_expungement_leaves_nothing_behind(city: Node) -> None:
    case = await enter_case(city)
    order = await enter_order(city, "expunge", scope="arrest", records=[case.arrest])
    proposal = await confirmed(city, order)
    racing = [_correct_for_as_long_as_it_is_there(city, case.ada) for _ in range(3)]
    _, corrected = await asyncio.gather(carry_out(city, proposal), asyncio.gather(*racing))
    assert sum(corrected) > 0
    await is_gone(city, case)
    assert not await city.pool.fetchval("select count(*) from record where id = $1", case.ada)
    assert (await fsck(city)).findings == []


async def _correct_for_as_long_as_it_is_there(node: Node, id: UUID) -> int:
    done = 0
    while found := (await node.holding.held([id])).get(id):
        with suppress(Conflict, Unavailable):
            await node.writer.append([draft_for(person(f"Name{done}"), id=id, replaces=found.version)])
            done += 1
    return done
