"""The writer gives every group its places or none, whoever else writes at the same time."""

import asyncio
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from comity.errors import ComityError, Conflict, Reused
from comity.ids import new_id
from comity.policy.clauses import HandlingClass
from comity.store.entries import Entry
from comity.store.node import Node
from tests.store.drafting import SERIES, arrest, draft_for, fsck, person

pytestmark = pytest.mark.anyio

_PLACES = "select seq from entry order by seq"


async def places(node: Node) -> list[int]:
    return [row["seq"] for row in await node.pool.fetch(_PLACES)]


async def test_many_groups_at_once_get_dense_places_and_each_group_its_own_run(node: Node) -> None:
    groups = [[draft_for(person(f"Name{n}")) for _ in range(n % 4 + 1)] for n in range(200)]
    written = await asyncio.gather(*(node.writer.append(group) for group in groups))
    for group, entries in zip(groups, written, strict=True):
        assert [e.id for e in entries] == [d.id for d in group]
        assert [e.seq for e in entries] == list(range(entries[0].seq, entries[0].seq + len(group)))
    assert await places(node) == list(range(sum(map(len, groups))))
    assert (await fsck(node)).findings == []


async def test_a_group_is_written_wholly_or_not_at_all(node: Node) -> None:
    (first,) = await node.writer.append([draft_for(person())])
    stale = [draft_for(person("New")), draft_for(person("Corrected"), id=first.id, replaces=7)]
    good = [draft_for(person("Other")), draft_for(person("Right"), id=first.id, replaces=1)]
    results = await asyncio.gather(*map(node.writer.append, [stale, good, stale]), return_exceptions=True)
    assert [type(r) for r in results] == [Conflict, tuple, Conflict]
    assert await places(node) == [0, 1, 2]


async def test_of_many_corrections_of_one_version_one_wins(node: Node) -> None:
    (first,) = await node.writer.append([draft_for(person())])
    racing = [node.writer.append([draft_for(person(f"Name{n}"), id=first.id, replaces=1)]) for n in range(50)]
    results = await asyncio.gather(*racing, return_exceptions=True)
    assert sum(isinstance(r, tuple) for r in results) == 1
    assert sum(isinstance(r, Conflict) for r in results) == 49
    assert await places(node) == [0, 1]
    assert (await fsck(node)).findings == []


async def test_a_record_entered_and_corrected_in_one_group_is_current_in_its_last_version(node: Node) -> None:
    id = new_id()
    await node.writer.append([draft_for(person(), id=id), draft_for(person("Corrected"), id=id, replaces=1)])
    assert await node.pool.fetchval("select version from record where id = $1", id) == 2
    assert (await fsck(node)).findings == []


async def test_an_id_is_given_to_one_record_only_and_the_others_of_the_batch_are_written(node: Node) -> None:
    id = new_id()
    await node.writer.append([draft_for(person(), id=id)])
    groups = [[draft_for(person("Twin"), id=id)], [draft_for(person("Other"))], [draft_for(person("Third"))]]
    results = await asyncio.gather(*map(node.writer.append, groups), return_exceptions=True)
    assert [type(r) for r in results] == [Conflict, tuple, tuple]
    assert await places(node) == [0, 1, 2]


async def test_two_new_records_of_one_id_in_one_group_are_a_conflict(node: Node) -> None:
    id = new_id()
    with pytest.raises(Conflict):
        await node.writer.append([draft_for(person(), id=id), draft_for(person("Twin"), id=id)])
    assert await places(node) == []


async def test_ten_racers_with_each_of_a_hundred_keys_make_one_entry_each(node: Node) -> None:
    bodies = {f"key-{n}": person(f"Name{n}") for n in range(100)}
    drafts = [draft_for(body, key=key) for _ in range(10) for key, body in bodies.items()]
    entries = [entry for (entry,) in await asyncio.gather(*(node.writer.append([d]) for d in drafts))]
    assert len({e.seq for e in entries}) == 100
    assert sum(not e.replayed for e in entries) == 100
    assert await places(node) == list(range(100))


async def test_a_key_for_another_body_is_refused_also_within_one_batch(node: Node) -> None:
    groups = [[draft_for(person("One"), key="k")], [draft_for(person("Two"), key="k")]]
    results = await asyncio.gather(*map(node.writer.append, groups), return_exceptions=True)
    assert [type(r) for r in results] == [tuple, Reused]
    assert await places(node) == [0]


async def test_what_the_database_refuses_stops_nobody_else(node: Node) -> None:
    too_wide = HandlingClass("person", "hart-pd", (Random(1).randbytes(50_000).hex(),))
    unwritable: list[dict[str, Any]] = [
        {"member": "\0"},
        {"member": "\ud800"},
        {"handling": too_wide},
        {"record": object()},
    ]
    for bad in [replace(draft_for(person()), **wrong) for wrong in unwritable]:
        groups = [[draft_for(person("One"))], [bad], [draft_for(person("Two"))]]
        results = await asyncio.wait_for(
            asyncio.gather(*map(node.writer.append, groups), return_exceptions=True), timeout=20
        )
        assert [type(r) for r in results] == [tuple, ComityError, tuple]
    assert await places(node) == list(range(8))
    assert (await fsck(node)).findings == []


async def test_numbers_of_refused_groups_are_given_to_the_next(node: Node) -> None:
    (first,) = await node.writer.append([draft_for(arrest(), minting=SERIES)])
    stale = [draft_for(arrest(), minting=SERIES), draft_for(arrest(), id=first.id, replaces=9)]
    good = [draft_for(arrest(), minting=SERIES)]
    results = await asyncio.gather(*map(node.writer.append, [stale, good]), return_exceptions=True)
    assert [type(r) for r in results] == [Conflict, tuple]
    facts = await node.pool.fetch("select facts ->> 'arrest_number' as number from entry order by seq")
    assert [row["number"] for row in facts] == ["HPD-A2026-000001", "HPD-A2026-000002"]


async def test_whoever_gives_up_waiting_is_written_all_the_same_and_holds_nobody_up(node: Node) -> None:
    waiting = [asyncio.create_task(node.writer.append([draft_for(person(f"Name{n}"))])) for n in range(40)]
    await asyncio.sleep(0)
    for task in waiting[::2]:
        task.cancel()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert sum(isinstance(r, tuple) for r in results) == 20
    (last,) = await node.writer.append([draft_for(person("Last"))])
    assert isinstance(last, Entry)
    assert await places(node) == list(range(41))
