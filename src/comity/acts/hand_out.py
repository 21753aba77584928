"""Hand the log out: queue each entry for the subscriptions that it is owed to, as each subscriber may see it now.

The log is the queue and the mark is moved in the transaction that queues: nothing is left out and nothing queued twice,
whoever dies in between. It is judged again when it is given.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

import asyncpg

from comity.acts.abouts import Abouts, Stirred, abouts, session_of
from comity.acts.sight import Sight, outlook
from comity.acts.trails import Trail, is_wanted, trail_from
from comity.linkage.features import LINKED
from comity.policy.clauses import Operation
from comity.records.declaration import kind_name
from comity.records.governance.recall_notice import RecallNotice
from comity.records.governance.subscription import RecordEvent
from comity.records.judgments import JUDGMENTS, Judgment, named_in
from comity.records.rules import SEALED
from comity.store.classes import EXPUNGED
from comity.store.earlier import classes_earlier
from comity.store.entries import Stored
from comity.store.hand_offs import Owed, handed, hold_mark, move_mark, queue
from comity.store.node import Node
from comity.store.sealing import record_of
from comity.store.subscriptions import Standing, Waiting

_PAGE = 500
_NEVER = frozenset({"disclosure"})


async def hand_out(node: Node) -> None:
    """Queue everything that was entered by now; when this returns, whoever asks what is owed finds it."""
    async with node.subscriptions.handing_out:
        while await _page(node):
            pass


async def _page(node: Node) -> bool:
    """Hand a page of the log out; tell whether there is more."""
    # In this order: of every subscription that stands before an entry of the page, it is known then.
    size = await node.reader.size()
    await node.subscriptions.refresh()
    now = node.clock()
    waiting = node.subscriptions.waiting(now)
    async with node.pool.acquire() as connection, connection.transaction():
        mark = await hold_mark(connection)
        after = max(mark, (size if waiting.first is None else waiting.first) - 1)
        found = await node.holding.since(after, size - 1, _PAGE) if after < size - 1 else []
        whole = len(found) == _PAGE
        reached = found[-1].seq if whole else size - 1
        if found:
            page = _PageOfLog(found, (mark, reached))
            await queue(connection, await _owed(node, connection, waiting, page), now)
        if reached > mark:
            await move_mark(connection, reached, now)
    return whole


class _PageOfLog(NamedTuple):
    """Entries, and the part of the log that they are all of: after a place, up to another."""

    entries: Sequence[Stored]
    span: tuple[int, int]


async def _owed(
    node: Node, connection: asyncpg.pool.PoolConnectionProxy, waiting: Waiting, page: _PageOfLog
) -> list[Owed]:
    live = [each for each in page.entries if each.handling != EXPUNGED and each.handling.kind not in _NEVER]
    events = await _events(node, live)
    trail = await trail_from(node, waiting.kinds_about, live)
    about = await abouts(node, waiting, Stirred(_joined(live), _judged_in(node, live)), span=page.span)
    reaching = _Reaching(node, trail, about, waiting)
    owed: list[Owed] = []
    for stored in live:
        near = waiting.by_kind.get(stored.handling.kind, ())
        for standing in {each.id: each for each in (*near, *reaching.far(stored))}.values():
            event = events[stored.seq]
            if stored.seq > standing.first and _wants(standing, event) and reaching.shows(standing, stored):
                owed.append(Owed(standing.id, stored.seq, stored.id, event))
    return [*owed, *await _recalled(node, connection, live)]


def _wants(standing: Standing, event: RecordEvent) -> bool:
    return not standing.wish.events or event in standing.wish.events


async def _events(node: Node, found: Sequence[Stored]) -> Mapping[int, RecordEvent]:
    """Tell of each entry what happened to its record."""
    later = [each.seq for each in found if each.version > 1]
    before = await classes_earlier(node.pool, node.classes, later) if later else {}
    return {each.seq: _event(each, before[each.seq].markings if each.seq in before else ()) for each in found}


def _event(stored: Stored, before: Collection[str]) -> RecordEvent:
    if stored.version == 1:
        return RecordEvent.CREATED
    sealed = SEALED in stored.handling.markings
    if sealed != (SEALED in before):
        return RecordEvent.SEALED if sealed else RecordEvent.RELEASED
    return RecordEvent.AMENDED


def _joined(found: Iterable[Stored]) -> Mapping[str, list[UUID]]:
    """Give the records that linkage may just have found to be one with others."""
    ids: dict[str, list[UUID]] = defaultdict(list)
    for each in found:
        if each.handling.kind in LINKED:
            ids[each.handling.kind].append(each.id)
    return ids


def _judged_in(node: Node, found: Iterable[Stored]) -> set[UUID]:
    """Give the records that somebody just judged to be one, or not."""
    judged = (record_of(node.keyring, each) for each in found if each.handling.kind in JUDGMENTS)
    return {id for each in judged if isinstance(each, Judgment) for id in named_in(each)}


@dataclass
class _Reaching:
    """For one page: where references lead, what each subscription is about, and what each subscriber sees."""

    node: Node
    trail: Trail
    abouts: Abouts
    waiting: Waiting
    sights: dict[UUID, Sight | None] = field(default_factory=dict)

    def far(self, stored: Stored) -> Iterator[Standing]:
        """Give the subscriptions about something to which an entry leads."""
        if self.abouts.ids and stored.id in self.trail.held:
            of_records = self.abouts.subscriptions
            near = (self.waiting.all[each] for id in self.trail.reached(stored.id) for each in of_records.get(id, ()))
            yield from (each for each in near if is_wanted(stored.handling.kind, each.kinds))

    def shows(self, standing: Standing, stored: Stored) -> bool:
        """Whether a subscriber sees an entry, and a way from it to what the subscription is about."""
        sight = self._sight(standing)
        if sight is None or not sight.shows(stored):
            return False
        ids = self.abouts.ids.get(standing.id)
        # The way there may lead over records that this subscriber does not see: being told would tell of them.
        return ids is None or any(id in ids for id in self.trail.reached(stored.id, sight))

    def _sight(self, standing: Standing) -> Sight | None:
        if standing.id not in self.sights:
            session = session_of(self.node, standing)
            self.sights[standing.id] = None if session is None else outlook(self.node, session, Operation.SUBSCRIBE)
        return self.sights[standing.id]


async def _recalled(node: Node, connection: asyncpg.pool.PoolConnectionProxy, found: Iterable[Stored]) -> list[Owed]:
    """Give what is to be taken back: records of a recall notice that subscriptions of its agency were given before.

    Other effects, such as a correction, are told as what they are, by the records themselves.
    """
    notices = [
        (stored, notice)
        for stored in found
        if stored.handling.kind == kind_name(RecallNotice)
        and isinstance(notice := record_of(node.keyring, stored), RecallNotice)
        and notice.effect.takes_away
    ]
    wished = node.subscriptions.wished.all
    holding = await handed(connection, [ref.id for _, notice in notices for ref in notice.records])
    return [
        Owed(subscription, stored.seq, ref.id, RecordEvent.RECALLED)
        for stored, notice in notices
        for ref in notice.records
        for subscription in sorted(holding.get(ref.id, ()))
        if (known := wished.get(subscription)) is not None and known.agency == stored.handling.owner
    ]
