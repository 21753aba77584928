"""Brings entries to everyone who may see them, as they happen.

One follower reads each new entry once, shows it to every open stream as its reader may see it, writes the disclosures
down in one go, and only then lets go of them. If the process dies, readers come back with the last id that they saw,
and the log itself is the queue.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic

import asyncpg

from comity.acts.asked import noted, of_kinds
from comity.acts.disclose import written_down_for
from comity.acts.judging import judged
from comity.acts.sight import Sight, outlook, sight_of
from comity.acts.viewing import View, views
from comity.errors import Refused, Unavailable
from comity.policy.clauses import Operation
from comity.policy.grounds import Serving
from comity.policy.sessions import Profile, Session, open_session
from comity.records.governance.disclosure import Channel
from comity.store.entries import Stored
from comity.store.lost import LOST
from comity.store.node import Node
from comity.store.postgres.cancelling import end_if_cancelled

# How many entries one reader may lag behind before it is asked to come back with its last id.
LARGEST_LAG = 2000
_PAGE = 500
_RETRY_SECONDS = 0.2
# What has waited longer is judged again: consents, orders and certificates expire without a word.
_FRESH_SECONDS = 1.0


State = tuple[int, int]


@dataclass(frozen=True)
class Arrived:
    """Entries on their way to a reader since a moment, and the state of policy by which they may be seen."""

    state: State
    views: Sequence[View]
    since: float = field(default_factory=monotonic)


@dataclass(eq=False)
class Stream:
    """One reader's wait for entries of some kinds; ``start`` is the place from which the live entries follow.

    One that is only ``woken`` is told that something came, and fetches what it is owed itself.
    """

    session: Session
    kinds: frozenset[str]
    start: int
    woken: bool = False
    arrived: asyncio.Queue[Arrived | None] = field(default_factory=asyncio.Queue)

    @cached_property
    def streamed(self) -> frozenset[str]:
        """The kinds of entries that this reader is brought; disclosures are never streamed."""
        # A streamed disclosure would be a disclosure, which would be streamed, without end.
        return self.kinds - {"disclosure"}


WOKEN = Arrived((0, 0), ())
_Judged = tuple[State, list[tuple[Stream, Sequence[View]]]]


class Streaming:
    """The follower of one process: a place in the log, and the streams that are open here."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._streams: set[Stream] = set()
        self._wake = asyncio.Event()
        self._refreshing: set[asyncio.Task[None]] = set()
        self._place = -1
        self._size = 0

    async def run(self) -> None:
        """Follow the log until cancelled; a lost connection is taken up again."""
        self._size = await self._node.reader.size()
        self._place = self._size - 1
        listening = asyncio.create_task(self._listen())
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                await self._pump()
        finally:
            listening.cancel()
            self.end_all()

    def open(self, session: Session, kinds: frozenset[str], *, woken: bool = False) -> Stream:
        """Begin to wait; whoever has seen less than ``start`` catches up first."""
        stream = Stream(session, kinds, self._place, woken)
        self._streams.add(stream)
        return stream

    async def until_now(self, session: Session, kinds: frozenset[str]) -> Stream:
        """Give a stream that has all that is entered by now before it, and gets nothing more."""
        return Stream(session, kinds, await self._node.reader.size() - 1)

    def close(self, stream: Stream) -> None:
        """Wait no more."""
        self._streams.discard(stream)

    def end_all(self) -> None:
        """Tell every reader to come back later: a server with an open stream would never stop."""
        for stream in self._streams:
            stream.arrived.put_nowait(None)
        self._streams.clear()

    async def catch_up(self, stream: Stream, after: int) -> AsyncIterator[Sequence[View]]:
        """Give what came between a reader's last id and the start of its stream, oldest first, written down."""
        while after < stream.start:
            after, shown = await _missed(self._node, stream, after)
            if shown:
                yield shown

    async def still_seen(self, stream: Stream, arrived: Arrived) -> Sequence[View]:
        """Give what has arrived as it may be seen now: policy, or a record, may have moved while it waited."""
        outdates = self._node.writer.replaced.outdates
        fresh = monotonic() - arrived.since < _FRESH_SECONDS and arrived.state == self._node.rulebook.state()
        if fresh and not any(outdates(v.id, v.seq) for v in arrived.views):
            return arrived.views
        return await _seen_again(self._node, stream, arrived.views)

    async def _listen(self) -> None:
        while True:
            connection = None
            try:
                connection = await asyncpg.connect(self._node.dsn)
                await connection.add_listener("comity_entry", lambda *said: self._grown(int(str(said[-1]))))
                refreshed = {
                    "comity_policy": self._take_policy,
                    "comity_class": self._node.classes.refresh,
                }
                for channel, refresh in refreshed.items():
                    await connection.add_listener(channel, lambda *_, refresh=refresh: self._begin(refresh()))
                    # What came while nobody listened is not announced again.
                    await refresh()
                self._grown(await self._node.reader.size())
                ended = asyncio.Event()
                connection.add_termination_listener(lambda *_, ended=ended: ended.set())
                await ended.wait()
            except LOST:
                end_if_cancelled()
                await asyncio.sleep(_RETRY_SECONDS)
            finally:
                if connection is not None:
                    connection.terminate()

    def _grown(self, size: int) -> None:
        self._size = max(self._size, size)
        self._wake.set()

    def _begin(self, refreshing: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(self._refreshed(refreshing))
        self._refreshing.add(task)
        task.add_done_callback(self._refreshing.discard)

    async def _refreshed(self, refreshing: Coroutine[None, None, None]) -> None:
        try:
            await refreshing
        except (*LOST, Unavailable):
            # What cannot be read now is read again by the next query that needs it, and when listening is taken up.
            end_if_cancelled()

    async def _take_policy(self) -> None:
        """Read what decisions rest on now, and let every stream go on only as it may under that."""
        await self._node.rulebook.refresh()
        for stream in list(self._streams):
            before = stream.session
            try:
                stream.session = open_session(
                    self._node.directory,
                    before.agency.key,
                    before.member.key,
                    before.purpose,
                    second_factor=before.second_factor,
                    emergency=before.emergency,
                )
            except Refused:
                self.close(stream)
                stream.arrived.put_nowait(None)

    async def _pump(self) -> None:
        try:
            while await self._bring():
                pass
        except (*LOST, Unavailable):
            end_if_cancelled()
            # What was read but not handed over is found again by readers who come back with their last id.
            self.end_all()
            await asyncio.sleep(_RETRY_SECONDS)
            self._wake.set()

    async def _bring(self) -> bool:
        """Bring one page of new entries to all streams; tell whether there may be more."""
        upto = self._size - 1
        if not self._streams:
            self._place = upto
            return False
        found = await self._node.holding.since(self._place, upto, _PAGE)
        for stored in found:
            if stored.version > 1:
                self._node.writer.replaced.note(stored.id, stored.seq)
        whole_page = len(found) == _PAGE
        # From here to the copy of the streams nothing waits: a stream opened later starts after these entries.
        self._place = found[-1].seq if whole_page else upto
        for stream in self._streams:
            if stream.woken and found:
                stream.arrived.put_nowait(WOKEN)
        streams = [stream for stream in self._streams if not stream.woken]
        state, shown = await self._judged(found, streams)
        for stream, seen in shown:
            self._hand_over(stream, Arrived(state, seen))
            noted(self._node, stream.session, of_kinds(stream.kinds, len(seen), Operation.SUBSCRIBE))
        return whole_page

    async def _judged(self, found: Sequence[Stored], streams: Sequence[Stream]) -> _Judged:
        """Show entries to streams, written down, by a state of policy that held from beginning to end."""
        while True:
            await self._node.rulebook.refresh()
            state = self._node.rulebook.state()
            shown = self._shown(found, streams)
            await written_down_for(self._node, Channel.STREAM, [(s.session, seen) for s, seen in shown])
            if self._node.rulebook.state() == state:
                return state, shown

    def _shown(self, found: Sequence[Stored], streams: Sequence[Stream]) -> list[tuple[Stream, Sequence[View]]]:
        alike: dict[tuple[Profile, Serving], tuple[Sight, list[Stream]]] = {}
        for stream in streams:
            sight = outlook(self._node, stream.session, Operation.SUBSCRIBE)
            alike.setdefault((sight.profile, sight.serving), (sight, []))[1].append(stream)
        shown: list[tuple[Stream, Sequence[View]]] = []
        for sight, waiting in alike.values():
            kinds = frozenset().union(*(stream.streamed for stream in waiting))
            seen = views(self._node, sight, (s for s in found if s.handling.kind in kinds))
            shown.extend(
                (stream, mine) for stream in waiting if (mine := [v for v in seen if v.kind in stream.streamed])
            )
        return shown

    def _hand_over(self, stream: Stream, arrived: Arrived) -> None:
        if stream.arrived.qsize() > LARGEST_LAG:
            self.close(stream)
            stream.arrived.put_nowait(None)
        else:
            stream.arrived.put_nowait(arrived)


@judged
async def _missed(node: Node, stream: Stream, after: int) -> tuple[int, Sequence[View]]:
    """Give a page of what a reader has missed, written down, and the place that it reaches."""
    sight = (await sight_of(node, stream.session, Operation.SUBSCRIBE)).of_kinds(stream.streamed, node.classes.all())
    found = await node.reader.since(sight.scope, after, stream.start, _PAGE)
    shown = views(node, sight, found)
    await written_down_for(node, Channel.STREAM, [(stream.session, shown)])
    noted(node, stream.session, of_kinds(stream.kinds, len(shown), Operation.SUBSCRIBE))
    return found[-1].seq if len(found) == _PAGE else stream.start, shown


@judged
async def _seen_again(node: Node, stream: Stream, arrived: Sequence[View]) -> Sequence[View]:
    """Show again what has arrived; what may be seen of it beyond what was written down is written down too."""
    sight = await sight_of(node, stream.session, Operation.SUBSCRIBE)
    written = {v.seq: v.mask for v in arrived}
    shown = views(node, sight, await node.reader.at(sight.scope, list(written)))
    wider = [v for v in shown if v.mask & ~written[v.seq]]
    await written_down_for(node, Channel.STREAM, [(stream.session, wider)])
    return shown
