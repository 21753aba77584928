"""Every correction of what was shown is told to exactly those who got an earlier version, once, whatever is tried."""

from collections import defaultdict
from uuid import UUID

import pytest

from comity.acts.submit import submit
from comity.clock import now
from comity.following.recalling import recall
from comity.ids import new_id
from comity.policy.clauses import HandlingClass
from comity.records.codec import encode
from comity.records.governance.disclosure import Channel, Disclosure, Recipient
from comity.records.governance.recall_notice import Recall
from comity.records.references import Ref
from comity.store.entries import Draft
from comity.store.node import Node
from tests.entering import record
from tests.recall.worlds import (
    CANARY,
    OUTSIDE,
    OWNER,
    PARTNERS,
    acting,
    amend,
    dice,
    enter_known,
    found_by,
    kept,
    pass_on,
    show,
    tasks,
    told,
)

pytestmark = pytest.mark.anyio

ONE, TWO, THREE = PARTNERS[0], PARTNERS[1], PARTNERS[2]


async def corrections(node: Node) -> list[tuple[str, int | None, int | None]]:
    found = await told(node)
    assert {notice.effect for _, notice in found} <= {Recall.CORRECTED}
    return [(agency, notice.shown_version, notice.new_version) for agency, notice in found]


async def test_who_was_shown_the_earlier_version_is_told_which_one_replaces_it(world: Node) -> None:
    id = await enter_known(world)
    await show(world, ONE, id)
    await amend(world, id, 1)
    await show(world, TWO, id)
    assert await corrections(world) == [(ONE, 1, 2)]


async def test_its_owner_is_not_told_of_its_own_correction(world: Node) -> None:
    id = await enter_known(world)
    await show(world, OWNER, id)
    await amend(world, id, 1)
    assert await corrections(world) == []


async def test_corrections_that_nobody_fetched_in_between_add_none(world: Node) -> None:
    id = await enter_known(world)
    await show(world, ONE, id)
    for version in (1, 2, 3):
        await amend(world, id, version)
        await recall(world)
    assert await corrections(world) == [(ONE, 1, 2)]
    await show(world, ONE, id)
    await amend(world, id, 4)
    assert await corrections(world) == [(ONE, 1, 2), (ONE, 4, 5)]


async def test_who_answered_and_fetched_nothing_is_told_of_the_next_correction_too(world: Node) -> None:
    id = await enter_known(world)
    await show(world, ONE, id)
    await show(world, TWO, id)
    await amend(world, id, 1)
    await recall(world)
    for stored, outcome in zip(await kept(world, "recall-notice"), ("done", "nothing-kept"), strict=True):
        answer = record("recall-answer", notice=stored.id, outcome=outcome)
        await submit(world, acting(world, stored.handling.owner), answer)
    await amend(world, id, 2)
    # The second keeps nothing, so that there is nothing to replace.
    assert await corrections(world) == [(ONE, 1, 2), (TWO, 1, 2), (ONE, 1, 3)]


async def test_what_was_handed_on_is_told_too_and_what_went_outside_is_a_task_without_a_name(world: Node) -> None:
    id = await enter_known(world)
    await show(world, ONE, id)
    await pass_on(world, ONE, id, THREE)
    await pass_on(world, ONE, id, OUTSIDE)
    await pass_on(world, OWNER, id, OUTSIDE)
    await amend(world, id, 1)
    assert sorted(await corrections(world)) == [(ONE, 1, 2), (THREE, 1, 2)]
    reported = [(agency, task) for agency, task in await tasks(world) if task.rule == "recall_cannot_reach_outside"]
    assert [agency for agency, _ in reported] == [OWNER, OWNER]
    assert all(OUTSIDE not in encode(task).decode() for _, task in reported)


async def test_a_version_that_was_read_while_it_was_corrected_is_told_of_all_the_same(world: Node) -> None:
    id = await enter_known(world)
    await show(world, ONE, id)
    await amend(world, id, 1)
    await recall(world)
    # As if another had read version 1 before the correction, and it was written down after.
    recipient = Recipient(agency=TWO, member=f"{TWO}-worker", purpose="investigation", categories=(), basis=())
    late = Disclosure(
        occurred_at=now(), channel=Channel.READ, subjects=(Ref(id),), versions=(1,), recipients=(recipient,)
    )
    await world.writer.append([Draft(new_id(), late, HandlingClass("disclosure", OWNER), OWNER, "platform")])
    assert await corrections(world) == [(ONE, 1, 2), (TWO, 1, 2)]


async def test_two_hundred_corrections_are_told_to_exactly_those_who_got_it(world: Node) -> None:
    chance, expected = dice(5), list[tuple[str, UUID, int | None, int | None]]()
    versions = {await enter_known(world): 1 for _ in range(12)}
    newest = defaultdict[tuple[UUID, str], int](int)
    asked = defaultdict[tuple[UUID, str], int](int)
    corrected = 0
    while corrected < 200:
        id, agency = chance.choice(list(versions)), chance.choice(PARTNERS)
        match chance.choice(("read", "read", "search", "pass", "correct", "correct", "correct", "follow")):
            case "read":
                await show(world, agency, id)
                newest[id, agency] = versions[id]
            case "search":
                newest |= {(found, agency): versions[found] for found in await found_by(world, agency)}
            case "pass":
                to = chance.choice([each for each in PARTNERS if each != agency])
                await pass_on(world, agency, id, to)
                newest[id, to] = versions[id]
            case "correct":
                await amend(world, id, versions[id])
                versions[id] += 1
                corrected += 1
                for (shown, holder), version in newest.items():
                    if shown == id and version >= asked[id, holder]:
                        expected.append((holder, id, version, versions[id]))
                        asked[id, holder] = versions[id]
            case _:
                await recall(world)
    found = await told(world)
    assert sorted(
        (agency, notice.because.id, notice.shown_version, notice.new_version) for agency, notice in found
    ) == sorted(expected)
    assert {notice.effect for _, notice in found} == {Recall.CORRECTED}
    assert all(CANARY not in encode(notice).decode() for _, notice in found)
