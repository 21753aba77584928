"""Brings what is owed to those who want it brought: each subscriber in order, and nobody waits for another.

The ledger is the queue. If the process dies after a message left and before that is written down, it leaves again under
the same number and id, which is how a receiver knows it; the lock on a subscription ends with its process.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from enum import Enum, auto
from random import Random
from time import monotonic
from uuid import UUID

import asyncpg

from comity.acts.deliver import Formats, Message, messages
from comity.acts.hand_out import hand_out
from comity.acts.receipts import Receipt, receipt_in, take_receipt
from comity.errors import ComityError, Invalid, Refused
from comity.following.carrying import Carried, Outside, carried
from comity.following.quieting import due_at
from comity.outside.retrying import next_try
from comity.outside.webhooks import Verdict
from comity.records.governance.subscription import Way
from comity.store.feeds import arrived, down, feed_of, feeds, noticed, refused
from comity.store.hand_offs import first_queued
from comity.store.lost import LOST
from comity.store.node import Node
from comity.store.postgres.cancelling import end_if_cancelled
from comity.store.subscriptions import Standing

# How long it is at most until somebody looks again: a retry that is due, a digest, a lock that was let go.
_LOOK_SECONDS = 0.5
_RETRY_SECONDS = 0.2
# How long the next turn waits at least after the beginning of the last.
_REST_SECONDS = 0.05
# What was judged longer ago is judged again before it leaves.
_FRESH_SECONDS = 1.0
_MOST_REFUSALS = 3
_LOCK = "select pg_try_advisory_lock($1)"
_UNLOCK = "select pg_advisory_unlock($1)"


class _Then(Enum):
    """What to do after a try."""

    GO_ON = auto()
    LOOK_AGAIN = auto()
    WAIT = auto()


class Delivering:
    """The deliverer of one process: a connection that holds the subscriptions which it serves, and a task for each."""

    def __init__(self, node: Node, outside: Outside, formats: Formats, chance: Random) -> None:
        self._node = node
        self._outside = outside
        self._formats = formats
        self._chance = chance
        self._wake = asyncio.Event()
        self._serving: dict[UUID, asyncio.Task[None]] = {}
        # A connection answers one question at a time.
        self._asking = asyncio.Lock()

    async def run(self) -> None:
        """Deliver until cancelled; a lost connection is taken up again."""
        while True:
            connection = None
            try:
                connection = await asyncpg.connect(self._node.dsn)
                await connection.add_listener("comity_entry", lambda *_: self._wake.set())
                await self._deliver(connection)
            except (*LOST, ComityError):
                end_if_cancelled()
                await asyncio.sleep(_RETRY_SECONDS)
            finally:
                await self._let_go()
                if connection is not None:
                    connection.terminate()

    async def _let_go(self) -> None:
        for task in self._serving.values():
            task.cancel()
        if self._serving:
            await asyncio.wait(self._serving.values())
        self._serving.clear()

    async def _deliver(self, connection: asyncpg.Connection) -> None:
        rested = monotonic()
        while not connection.is_closed():
            # Entries that come in a rush share what handing out costs.
            await asyncio.sleep(max(0.0, rested - monotonic()))
            rested = monotonic() + _REST_SECONDS
            self._wake.clear()
            await hand_out(self._node)
            await self._begin(connection)
            try:
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _begin(self, connection: asyncpg.Connection) -> None:
        """Serve every subscription to which something goes out now, and that nobody serves."""
        self._serving = {id: task for id, task in self._serving.items() if not task.done()}
        pushed = self._node.subscriptions.wished.pushed
        for id in await feeds(self._node.pool, pushed.keys() - self._serving, self._node.clock()):
            async with self._asking:
                is_ours = await connection.fetchval(_LOCK, _number(id))
            if is_ours:
                self._serving[id] = asyncio.create_task(self._serve(connection, pushed[id]))

    async def _serve(self, connection: asyncpg.Connection, standing: Standing) -> None:
        try:
            while await self._page(standing):
                pass
        except (*LOST, ComityError):
            end_if_cancelled()
        finally:
            async with self._asking:
                if not connection.is_closed():
                    await connection.execute(_UNLOCK, _number(standing.id))

    async def _page(self, standing: Standing) -> bool:
        """Bring what goes out next to one subscriber; tell whether there may be more."""
        if standing.wish.way is Way.MAIL and not await self._is_due(standing):
            return False
        judged = monotonic()
        leaving = await messages(self._node, standing, self._formats)
        for letter in [each for each in leaving if each.fault]:
            await self._refused(standing, letter, letter.fault, most=1)
        for group in _groups(standing, [each for each in leaving if not each.fault]):
            then = _Then.LOOK_AGAIN if monotonic() - judged > _FRESH_SECONDS else await self._bring(standing, group)
            if then is not _Then.GO_ON:
                return then is _Then.LOOK_AGAIN
        return bool(leaving)

    async def _is_due(self, standing: Standing) -> bool:
        outsider = standing.wish.outsider
        if outsider is not None and (outsider.verified_at is None or not outsider.safe_to_mail):
            return False
        oldest = await first_queued(self._node.pool, standing.id)
        return oldest is not None and due_at(standing.wish, oldest) <= self._node.clock()

    async def _bring(self, standing: Standing, group: Sequence[Message]) -> _Then:
        """Bring some messages in one go; what follows waits until they have arrived or are given up: order is kept."""
        outcome = await carried(self._node, self._outside, standing, group)
        match outcome.verdict:
            case Verdict.DELIVERED:
                numbers = [each.parcel.number for each in group]
                is_all = standing.wish.way is Way.WEBHOOK and standing.wish.receipt_key is None
                await arrived(self._node.pool, standing.id, numbers, self._node.clock(), acknowledged=is_all)
                if receipt := receipt_in(outcome.answer):
                    await self._take(standing, receipt)
                return _Then.GO_ON
            case Verdict.REFUSED_BY_RECEIVER:
                is_dead = await self._refused(standing, group[0], outcome.why, most=_MOST_REFUSALS)
                await asyncio.sleep(_RETRY_SECONDS)
                return _Then.GO_ON if is_dead else _Then.LOOK_AGAIN
            case _:
                await self._down(standing, outcome)
                return _Then.WAIT

    async def _take(self, standing: Standing, receipt: Receipt) -> None:
        try:
            await take_receipt(self._node, standing, receipt)
        except (Invalid, Refused) as wrong:
            await noticed(self._node.pool, standing.id, str(wrong))

    async def _refused(self, standing: Standing, message: Message, why: str, *, most: int) -> bool:
        now = self._node.clock()
        return await refused(self._node.pool, standing.id, message.parcel.number, why, most=most, at=now)

    async def _down(self, standing: Standing, outcome: Carried) -> None:
        now = self._node.clock()
        attempts = (await feed_of(self._node.pool, standing.id)).attempts
        gone = outcome.verdict is Verdict.GONE
        wait = None if gone else outcome.wait or next_try(attempts + 1, chance=self._chance)
        until = None if wait is None else now + max(wait, timedelta(seconds=_RETRY_SECONDS))
        await down(self._node.pool, standing.id, outcome.why, until=until, at=now)


def _number(id: UUID) -> int:
    """Give the number of the lock on a subscription."""
    return id.int >> 65


def _groups(standing: Standing, leaving: Sequence[Message]) -> list[Sequence[Message]]:
    """Part messages by what leaves in one go: all of them in one mail, else each by itself."""
    if standing.wish.way is Way.MAIL:
        return [leaving] if leaving else []
    return [[each] for each in leaving]
