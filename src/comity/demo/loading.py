"""Loads the stories of Hart City through the same acts as everybody's entries, many at a time."""

import asyncio
import csv
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from comity.acts.submit import submit_together
from comity.demo.agreeing import agree
from comity.demo.city import HERE, City
from comity.demo.generating import how_many, stories
from comity.demo.tales import Step, Story
from comity.errors import ComityError
from comity.following.running import App
from comity.policy.sessions import Session, open_session
from comity.store.node import Node

# So many stories are under way at once: enough that every commit of the writer is full.
_AT_ONCE = 64
_TELL_EVERY = 50
TRUTH = "truth.csv"
_LOADED = "hart-city.json"
_UNTIL = "hart-city-until.txt"


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What was loaded; ``truth`` is the file of who is truly who, which no agency has.

    It goes up to the day ``until``, "" for a city of an earlier release.
    """

    scale: float
    seed: int
    people: int
    stories: int
    records: int
    seconds: float
    truth: str
    already: bool = False
    until: str = ""


@dataclass(frozen=True)
class Progress:
    """How far the loading is."""

    stories: int
    of: int
    records: int


Telling = Callable[[Progress], None]


def silence(progress: Progress) -> None:
    """Tell nobody how far the loading is."""
    del progress


async def load_hart_city(app: App, *, home: Path, scale: float, seed: int, progress: Telling = silence) -> Summary:
    """Load Hart City and write its hidden truth to ``home``; what was loaded before is left as it is.

    The same scale, seed and day give the same records with the same ids. A load that was broken off is taken up again,
    for the day on which it began.
    """
    node = app.node
    before = await _loaded_before(node, home)
    if before is not None:
        return msgspec.structs.replace(before, already=True)
    await agree(node)
    started = time.monotonic()
    city = City(scale=scale, seed=seed, until=_until(home, node))
    loading = _Loading(node, how_many(scale), progress)
    await loading.load(stories(city, scale))
    _write_truth(home / TRUTH, city)
    summary = Summary(
        scale=scale,
        seed=seed,
        until=city.until.date().isoformat(),
        people=len(city.people),
        stories=loading.told,
        records=loading.records,
        seconds=round(time.monotonic() - started, 1),
        truth=str(home / TRUTH),
    )
    (home / _LOADED).write_bytes(msgspec.json.encode(summary))
    return summary


def _until(home: Path, node: Node) -> date:
    """Give the day up to which the stories go: today, or the day on which a load began that was broken off."""
    kept = home / _UNTIL
    if not kept.exists():
        kept.write_text(node.clock().astimezone(HERE).date().isoformat(), encoding="utf-8")
    return date.fromisoformat(kept.read_text("utf-8"))


async def _loaded_before(node: Node, home: Path) -> Summary | None:
    """Give what was loaded into this very log before; a summary without its log counts for nothing."""
    kept = home / _LOADED
    if not kept.exists():
        return None
    summary = msgspec.json.decode(kept.read_bytes(), type=Summary)
    return summary if await node.reader.size() >= summary.records else None


def _write_truth(path: Path, city: City) -> None:
    """Write who is truly who, with what errors of linkage are told by: the agency, and the origin of the name."""
    with path.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(("record", "agency", "person", "origin"))
        rows.writerows((line.record, line.agency, line.human, city.people[line.human].origin) for line in city.truth)


class _Loading:
    """One loading under way: stories side by side, each step by step, none before those it refers to."""

    def __init__(self, node: Node, of: int, progress: Telling) -> None:
        self._node = node
        self._of = of
        self._progress = progress
        self._under_way: dict[int, asyncio.Future[None]] = {}
        self._sessions: dict[tuple[str, str, str], Session] = {}
        self.told = 0
        self.records = 0

    async def load(self, told: Iterator[Story]) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(_AT_ONCE):
                    group.create_task(self._tell(told))
        except* ComityError as failed:
            raise failed.exceptions[0] from failed
        self._progress(Progress(self.told, self._of, self.records))

    async def _tell(self, told: Iterator[Story]) -> None:
        for story in told:
            # Nothing waits between taking a story and being under way, so that a later story finds it.
            done = asyncio.get_running_loop().create_future()
            self._under_way[story.number] = done
            for earlier in [self._under_way[n] for n in story.after if n in self._under_way]:
                await asyncio.shield(earlier)
            await self._enter(story)
            done.set_result(None)
            del self._under_way[story.number]

    async def _enter(self, story: Story) -> None:
        for step in story.steps:
            await submit_together(self._node, self._session(step), step.submissions)
            self.records += len(step.submissions)
        self.told += 1
        if self.told % _TELL_EVERY == 0:
            self._progress(Progress(self.told, self._of, self.records))

    def _session(self, step: Step) -> Session:
        who = (step.agency, step.member, step.purpose)
        if who not in self._sessions:
            self._sessions[who] = open_session(self._node.directory, *who)
        return self._sessions[who]
