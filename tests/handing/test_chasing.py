"""What nobody acknowledges becomes a task for a named person, once; so does what somebody must say is still needed."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from comity.acts.acknowledge import acknowledge
from comity.acts.chase import chase
from comity.acts.hand_out import hand_out
from comity.acts.subscribe import Terms, owed, subscribe
from comity.clock import now as utc_now
from comity.policy.sessions import Session
from comity.records.declaration import kind_name
from comity.records.governance.review_task import ReviewTask
from comity.store.node import Node
from comity.store.pointing import of_classes
from comity.store.sealing import record_of
from tests.entering import enter_arrest
from tests.worlds import session_of

pytestmark = pytest.mark.anyio


async def tasks(node: Node, rule: str) -> list[ReviewTask]:
    """Give the tasks that a rule asked for."""
    found = await of_classes(node.pool, node.classes, lambda each: each.kind == kind_name(ReviewTask))
    read = [record_of(node.keyring, each) for each in found]
    return [each for each in read if isinstance(each, ReviewTask) and each.rule == rule]


async def _waiting(node: Node, clark: Session, minutes: int) -> None:
    await subscribe(node, clark, ["arrest"], terms=Terms(answer_minutes=minutes, escalate_to="clark"))
    await enter_arrest(node)
    await hand_out(node)


async def test_what_is_not_acknowledged_in_time_is_a_task_for_whom_it_escalates_to_once(node: Node) -> None:
    await _waiting(node, session_of(node, "clark"), 0)
    for _ in range(3):
        await chase(node)
    (task,) = await tasks(node, "hand_offs_are_acknowledged_in_time")
    assert task.assigned_to == "clark"


async def test_what_has_time_left_or_was_acknowledged_is_no_task(node: Node) -> None:
    clark = session_of(node, "clark")
    await _waiting(node, clark, 60)
    mine = await subscribe(node, clark, ["incident"], terms=Terms(answer_minutes=60))
    await enter_arrest(node)
    (view,) = await owed(node, clark, mine.id)
    await acknowledge(node, clark, mine.id, view.seq)
    await chase(replace(node, clock=lambda: utc_now() + timedelta(minutes=59)))
    assert await tasks(node, "hand_offs_are_acknowledged_in_time") == []
    await chase(replace(node, clock=lambda: utc_now() + timedelta(minutes=61)))
    (task,) = await tasks(node, "hand_offs_are_acknowledged_in_time")
    assert task.about is not None
    assert task.about.id != mine.id


async def test_whoever_must_say_that_it_is_still_needed_is_asked_a_month_before_and_it_pauses_after(node: Node) -> None:
    clark, now = session_of(node, "clark"), node.clock()
    near = await subscribe(node, clark, ["arrest"], terms=Terms(validate_by=now + timedelta(days=29)))
    await subscribe(node, clark, ["arrest"], terms=Terms(validate_by=now + timedelta(days=31)))
    for _ in range(2):
        await chase(node)
    (task,) = await tasks(node, "subscriptions_are_validated")
    assert task.about is not None
    assert task.about.id == near.id
    later = replace(node, clock=lambda: now + timedelta(days=30))
    async with node.subscriptions.handing_out:
        # First in the line: else the follower of the node, to which it is not later, may hand the arrest out.
        handing = asyncio.create_task(hand_out(later))
        await asyncio.sleep(0)
        await enter_arrest(node)
    await handing
    assert await owed(later, clark, near.id) == []
