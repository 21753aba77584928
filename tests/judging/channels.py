"""Every way in which records reach a reader, each beside the set that the slow judge allows."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from itertools import zip_longest
from typing import Any
from uuid import UUID

import msgspec

from comity.acts.count import GroupBy, count
from comity.acts.disclose import disclose
from comity.acts.gather import gather
from comity.acts.history import history
from comity.acts.prove import prove
from comity.acts.read import NEWEST, read, read_newest
from comity.acts.search import search
from comity.acts.subscribe import owed, subscribe, unsubscribe
from comity.acts.tiers import BEGINNING
from comity.acts.viewing import View
from comity.errors import Absent, Refused
from comity.following.running import App
from comity.following.streaming import Stream
from comity.policy.sessions import Session
from comity.records.categories import labels
from comity.store.subscriptions import Standing
from tests.entering import record
from tests.judging.naive import PLAIN, REFERENCES, Judge, Version, all_labels_of
from tests.judging.worlds import KINDS, SURNAMES, World, asker_of

# Persons belong to the threads of many, and what governs is about them all: neither leads further.
_LEADS_NOWHERE = {"person", "case-assignment", "training-certificate"}

MISSPELLED = {"Quill": "Quil", "Reed": "Reeed", "Stone": "Stoone"}

Told = tuple[UUID, int, frozenset[str], dict[str, Any], frozenset[str]]


class Reader:
    """One session on a node, and the judge of what it should be shown."""

    def __init__(self, app: App, world: World, session: Session) -> None:
        self.app = app
        self.node = app.node
        self.world = world
        self.session = session
        self.judge = Judge(world.truth, asker_of(session), app.node.rulebook.now())

    def expected(self, operation: str, versions: Iterable[Version]) -> list[Told]:
        """Give what should be shown of some versions, in their order."""
        return [
            (v.id, v.number, seen, self.judge.shown(operation, v), all_labels_of(v.kind) - seen)
            for v in versions
            if (seen := self.judge.sees(operation, v))
        ]

    def compare(self, channel: str, got: Iterable[View], operation: str, versions: Iterable[Version]) -> None:
        """Hold what a channel told to what should be told; the first difference is named."""
        expected, shown = self.expected(operation, versions), told(got)
        for should, was in zip_longest(expected, shown):
            assert should == was, f"{channel} for {self.judge.asker}"

    async def compare_all(self) -> None:
        """Compare each channel that looks at what is there now."""
        for channel in (self._listed, self._searched, self._exported, self._counted, self._one_by_one, self._threads):
            await channel()

    async def _listed(self) -> None:
        limit, kinds = self.world.chance.randint(1, 60), KINDS
        if self.world.chance.random() < 0.5:
            kinds = frozenset(self.world.chance.sample(sorted(KINDS), 3))
        newest_first = reversed([v for v in self.world.truth.current() if v.kind in kinds])
        got: list[View] = []
        before = NEWEST
        while page := await read_newest(self.node, self.session, kinds, before=before, limit=limit):
            got += page
            before = page[-1].seq
            if len(page) < limit:
                break
        self.compare("list", got, "see", newest_first)

    async def _searched(self) -> None:
        name, limit = self.world.chance.choice(SURNAMES), self.world.chance.randint(1, 20)
        named = [
            v
            for v in reversed(self.world.truth.of_kind("person"))
            if v.fields["names"][0]["surname"] == name and "identity" in self.judge.sees("see", v)
        ]
        got: list[View] = []
        after, person = BEGINNING, frozenset({"person"})
        query = f"ada {self.world.chance.choice((name, MISSPELLED[name]))}"
        while hits := (await search(self.node, self.session, query, wanted=person, after=after, limit=limit)).hits:
            got += [hit.view for hit in hits]
            after = hits[-1].place
            if len(hits) < limit:
                break
        self.compare("search", got, "see", named)

    async def _exported(self) -> None:
        got = [view async for views in disclose(self.node, self.session, KINDS) for view in views]
        self.compare("export", got, "copy", self.world.truth.current())

    async def _counted(self) -> None:
        group = self.world.chance.choice(list(GroupBy))
        by = {GroupBy.KIND: "kind", GroupBy.OWNER: "owner"}.get(group)
        counted = [v for v in self.world.truth.current() if self.judge.sees("count", v)]
        groups = Counter(getattr(v, by) if by else f"{v.recorded_at:%Y-%m}" for v in counted)
        got = await count(self.node, self.session, KINDS, group)
        assert {cell.group for cell in got.cells} == set(groups)
        # A number that is not told is too small, or would tell one that is.
        assert all(cell.records in (None, groups[cell.group]) for cell in got.cells)
        assert got.total in (None, len(counted))
        if all(records >= got.threshold for records in groups.values()):
            assert {cell.group: cell.records for cell in got.cells} == groups

    async def _one_by_one(self) -> None:
        current = self.world.truth.current()
        for v in self.world.chance.sample(current, min(4, len(current))):
            self.compare("read", await one_or_none(read(self.node, self.session, v.id)), "see", [v])
            versions = self.world.truth.records[v.id]
            self.compare("history", await many_or_none(history(self.node, self.session, v.id)), "see", versions)
            await self._proven(v)

    async def _proven(self, v: Version) -> None:
        seen = self.judge.sees("copy", v)
        try:
            bundle = msgspec.json.decode(await prove(self.node, self.session, v.id))
        except Absent:
            assert not seen
        except Refused:
            assert seen
            assert all_labels_of(v.kind) & PLAIN - seen
        else:
            assert seen >= all_labels_of(v.kind) & PLAIN
            assert [entry["index"] for entry in bundle["entries"]] == [v.seq]

    async def _threads(self) -> None:
        facts = [v for v in self.world.truth.current() if v.kind in ("incident", "arrest", "booking", "consent")]
        for v in self.world.chance.sample(facts, min(2, len(facts))):
            thread = sorted(self._thread_of(v), key=lambda each: each.seq)
            got = await many_or_none(gather(self.node, self.session, v.id))
            # A look in an emergency leaves the owner a task to review it, which belongs to the thread as well.
            self.compare("thread", (view for view in got if view.kind in KINDS), "see", thread)

    def _thread_of(self, first: Version) -> list[Version]:
        seen = {v.id: v for v in self.world.truth.current() if self.judge.sees("see", v)}
        found: dict[UUID, Version] = {}
        edge = [first] if first.id in seen else []
        while edge:
            found.update((v.id, v) for v in edge)
            leading = [v for v in edge if v.id == first.id or v.kind not in _LEADS_NOWHERE]
            near = {id for v in leading for id in v.refers_to(self.judge.sees("see", v))}
            ids = {v.id for v in leading}
            near |= {v.id for v in seen.values() if v.refers_to(self.judge.sees("see", v)) & ids}
            edge = [seen[id] for id in near if id in seen and id not in found]
        return list(found.values())


class Listener(Reader):
    """A reader who waits for what comes: live, by a standing subscription, and by coming back later."""

    standing: Standing | None = None
    live: Stream

    async def begin(self) -> None:
        """Wait from now on; nobody states an emergency for what is still to come."""
        while self.app.streaming._place < await self.node.reader.size() - 1:
            await asyncio.sleep(0.001)
        self.live = self.app.streaming.open(self.session, KINDS | {"organization"})
        if not self.session.emergency:
            self.standing = await subscribe(self.node, self.session, sorted(KINDS))

    async def compare_what_came(self, came: list[Version], last: UUID) -> None:
        """Compare what each way of waiting brought."""
        all_since = [v for versions in self.world.truth.records.values() for v in versions if v.kind in KINDS]
        live = [view async for view in self._until(last) if view.kind in KINDS]
        after_start = [v for v in all_since if v.seq > self.live.start]
        self.compare("stream", live, "subscribe", in_order(after_start))
        if self.standing:
            got = await owed(self.node, self.session, self.standing.id)
            self.compare("subscription", got, "subscribe", in_order(came))
            await unsubscribe(self.node, self.session, self.standing.id)
        after = self.world.chance.randint(-1, came[0].seq)
        past = await self.app.streaming.until_now(self.session, KINDS)
        missed = [view async for views in self.app.streaming.catch_up(past, after) for view in views]
        self.compare("catch-up", missed, "subscribe", in_order(v for v in all_since if v.seq > after))

    async def _until(self, last: UUID) -> AsyncIterator[View]:
        async with asyncio.timeout(20):
            while arrived := await self.live.arrived.get():
                for view in await self.app.streaming.still_seen(self.live, arrived):
                    if view.id == last:
                        self.app.streaming.close(self.live)
                        return
                    yield view


async def compare_world(app: App, world: World, readers: int) -> None:
    """Compare every channel for some sessions of a world."""
    listeners = [Listener(app, world, world.session()) for _ in range(readers)]
    for listener in listeners:
        await listener.begin()
    came = await world.tell_facts()
    last = await world.enter(record("organization", name="Last"))
    world.truth.records.pop(last.id)
    for listener in listeners:
        fresh = Listener(app, world, listener.session)
        fresh.live, fresh.standing = listener.live, listener.standing
        await fresh.compare_what_came(came, last.id)
    await app.node.log.publish()
    for listener in listeners:
        await Reader(app, world, listener.session).compare_all()


def told(views: Iterable[View]) -> list[Told]:
    """Give what views tell, for comparison."""
    return [(v.id, v.version, frozenset(labels(v.mask)), v.fields, frozenset(v.withheld)) for v in views]


def in_order(versions: Iterable[Version]) -> list[Version]:
    return sorted(versions, key=lambda version: version.seq)


async def one_or_none(reading: Any) -> list[View]:
    try:
        return [await reading]
    except Absent:
        return []


async def many_or_none(reading: Any) -> list[View]:
    try:
        found: list[View] = await reading
    except Absent:
        return []
    return found


assert set(REFERENCES) <= KINDS
