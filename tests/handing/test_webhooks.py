"""What happens is brought to whoever asked for it: in order, once, and as far as they may see it."""

import asyncio
from collections.abc import Callable

import pytest

from comity.acts.correct import correct
from comity.acts.hand_out import hand_out
from comity.acts.review_hand_offs import hand_offs_of, replay
from comity.acts.seal import seal, unseal
from comity.acts.subscribe import turn_secret
from comity.store.hand_offs import Which
from comity.store.node import Node
from tests.entering import enter_arrest, enter_person
from tests.handing.conftest import hook
from tests.handing.receivers import Receiver
from tests.worlds import session_of

pytestmark = pytest.mark.anyio


async def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)


async def test_a_court_hears_of_each_arrest_in_order_and_of_nothing_in_it(node: Node, receiver: Receiver) -> None:
    clark = session_of(node, "clark")
    standing = await hook(node, clark, receiver, "arrest")
    arrests = [(await enter_arrest(node)).entry.id for _ in range(5)]
    await until(lambda: len(receiver.effects) == 5)
    assert receiver.records == arrests
    assert receiver.numbers == [1, 2, 3, 4, 5]
    assert all("content" not in each["data"] and each["type"] == "comity.record.created" for each in receiver.tries)
    tally, items, _ = await hand_offs_of(node, clark, standing.id)
    assert (tally.given, tally.sent, tally.received) == (5, 5, 5)
    assert [each.record for each in items] == arrests


async def test_a_court_that_may_not_see_a_kind_is_never_told_of_it(node: Node, receiver: Receiver) -> None:
    standing = await hook(
        node, session_of(node, "clark"), receiver, "arrest", "diary-entry", "behavioral-health-evaluation"
    )
    await enter_person(node)
    arrest = (await enter_arrest(node)).entry.id
    await until(lambda: bool(receiver.effects))
    assert receiver.records == [arrest]
    assert (await hand_offs_of(node, session_of(node, "clark"), standing.id))[0].given == 1


async def test_a_correction_is_told_as_amended(node: Node, receiver: Receiver) -> None:
    await hook(node, session_of(node, "clark"), receiver, "arrest")
    entry = (await enter_arrest(node)).entry
    await correct(node, session_of(node, "lee"), entry.id, b'{"narrative": "Behind the bank."}', replaces=1)
    await until(lambda: len(receiver.effects) == 2)
    assert [each["data"]["event"] for each in receiver.effects.values()] == ["created", "amended"]
    assert [each["data"]["version"] for each in receiver.effects.values()] == [1, 2]


async def test_what_was_sealed_and_is_released_is_told_as_released(node: Node, receiver: Receiver) -> None:
    await hook(node, session_of(node, "clark"), receiver, "arrest")
    entry = (await enter_arrest(node)).entry
    await until(lambda: len(receiver.effects) == 1)
    await seal(node, [entry.id])
    await unseal(node, [entry.id])
    await until(lambda: len(receiver.effects) == 2)
    assert [each["data"]["event"] for each in receiver.effects.values()] == ["created", "released"]


async def test_what_is_refused_three_times_is_a_dead_letter_and_what_follows_goes_on(
    node: Node, receiver: Receiver
) -> None:
    clark = session_of(node, "clark")
    standing = await hook(node, clark, receiver, "arrest")
    receiver.status = 422
    first = (await enter_arrest(node)).entry.id
    await until(lambda: len(receiver.tries) == 3)
    receiver.status = 200
    second = (await enter_arrest(node)).entry.id
    await until(lambda: bool(receiver.effects))
    assert receiver.records == [second]
    tally, dead, _ = await hand_offs_of(node, clark, standing.id, which=Which.DEAD)
    assert tally.dead == 1
    assert [(each.record, each.attempts, each.fault) for each in dead] == [(first, 3, "It answered 422.")]
    await replay(node, clark, standing.id)
    await until(lambda: len(receiver.effects) == 2)
    assert receiver.records == [second, first]


async def test_whoever_answers_410_is_told_nothing_more_until_replayed(node: Node, receiver: Receiver) -> None:
    clark = session_of(node, "clark")
    standing = await hook(node, clark, receiver, "arrest")
    receiver.status = 410
    arrests = [(await enter_arrest(node)).entry.id]
    await until(lambda: len(receiver.tries) == 1)
    arrests.append((await enter_arrest(node)).entry.id)
    await asyncio.sleep(1.2)
    assert len(receiver.tries) == 1
    receiver.status = 200
    await replay(node, clark, standing.id)
    await until(lambda: len(receiver.effects) == 2)
    assert receiver.records == arrests


async def test_a_redirect_is_a_failure_and_the_same_message_comes_again(node: Node, receiver: Receiver) -> None:
    await hook(node, session_of(node, "clark"), receiver, "arrest")
    receiver.status = 302
    await enter_arrest(node)
    await until(lambda: len(receiver.tries) == 1)
    receiver.status = 200
    await until(lambda: bool(receiver.effects))
    ids = {each["webhook-id"] for each in receiver.headers}
    assert len(ids) == 1, "it was sent again under the same id"


async def test_a_new_secret_signs_beside_the_old_one_for_a_day(node: Node, receiver: Receiver) -> None:
    clark = session_of(node, "clark")
    standing = await hook(node, clark, receiver, "arrest")
    await turn_secret(node, clark, standing.id)
    await enter_arrest(node)
    await until(lambda: bool(receiver.effects))
    signatures = receiver.headers[0]["webhook-signature"].split()
    assert [each.partition(",")[0] for each in signatures] == ["v1", "v1", "v1a"]


async def test_what_is_handed_out_twice_at_once_is_queued_once(node: Node, receiver: Receiver) -> None:
    standing = await hook(node, session_of(node, "clark"), receiver, "arrest")
    await enter_arrest(node)
    await asyncio.gather(*(hand_out(node) for _ in range(8)))
    await until(lambda: bool(receiver.effects))
    assert (await hand_offs_of(node, session_of(node, "clark"), standing.id))[0].given == 1
