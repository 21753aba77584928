"""Whoever left receives nothing any more; what they alone had handed out is followed up, and colleagues keep on."""

import pytest

from comity.acts.administering import disable_by_operator
from comity.acts.subscribe import Terms, subscribe
from comity.following.recalling import chase_up, recall
from comity.records.codec import encode
from comity.records.governance.subscription import Way
from comity.store.node import Node
from tests.recall.worlds import (
    CANARY,
    OUTSIDE,
    OWN,
    OWNER,
    PARTNERS,
    WORLD,
    acting,
    enter_known,
    notices,
    pass_on,
    show,
    signing,
    tasks,
)

pytestmark = pytest.mark.anyio

ONE, TWO = PARTNERS[:2]


async def lived(node: Node) -> None:
    """Have members of two agencies subscribe, read and hand out."""
    id = await enter_known(node)
    terms = Terms(way=Way.WEBHOOK, address="https://one.example.org/")
    await subscribe(node, acting(node, ONE), ["person"], terms=terms)
    await subscribe(node, signing(node, ONE), ["person"])
    await subscribe(node, acting(node, TWO), ["person"])
    await show(node, ONE, id)
    for agency in (ONE, TWO):
        await pass_on(node, agency, id, OUTSIDE)


async def followed_up(node: Node) -> None:
    """Hold what was done to what must have been, twice over."""
    for _ in range(2):
        await recall(node)
        await chase_up(node)
    left = {(each.agency, each.wish.member) for each in (await node.subscriptions.refresh()).all.values()}
    assert left == {(ONE, f"{ONE}-signatory"), (TWO, f"{TWO}-worker")}
    found = [(owner, task) for owner, task in await tasks(node) if task.rule == "who_left_keeps_nothing"]
    assert sorted(owner for owner, _ in found) == sorted([ONE, ONE, OWNER])
    said = " ".join(encode(task).decode() for _, task in found)
    assert CANARY not in said
    assert OUTSIDE not in said
    # What the agency received stays with the agency.
    assert await notices(node) == []


async def test_whose_account_is_disabled(world: Node) -> None:
    await lived(world)
    await chase_up(world)
    assert await tasks(world) == []
    await disable_by_operator(world, f"{ONE}-worker", "She has retired.")
    await followed_up(world)


async def test_who_is_no_member_any_more(world: Node) -> None:
    await lived(world)
    await disable_by_operator(world, f"{ONE}-worker", "She has retired.")
    gone = WORLD.replace(f'key = "{ONE}-worker"', f'key = "{ONE}-newcomer"')
    await world.directories.activate(gone + OWN)
    await world.rulebook.refresh()
    await followed_up(world)
