"""Durable POST through HTTP at 32 connections, beside pgbench, the same server with all off, and a bare route."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter
from uuid import UUID

import asyncpg
import msgspec

from bench import bare, peer
from bench.children import asked, free_port, running
from bench.load import NUMBER, Load, Measured
from bench.place import Place, settle
from bench.rows import Row, compared, shortened
from bench.world import CLERKS, COURTS, arrest, clerk, directory, subjects
from comity.acts.subscribe import subscribe
from comity.store.node import Node, open_node

CONNECTIONS = 32
_HANDED_OUT_SECONDS, _PAUSE_SECONDS = 60.0, 0.2
_HEAD = (
    b"POST /v1/records/arrest HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %b\r\n"
    b"Content-Type: application/json\r\nAccept: application/json\r\n%bIdempotency-Key: %b\r\nContent-Length: %d\r\n\r\n"
)
MINIMAL = b"Prefer: return=minimal\r\n"
_DONE = """
-- What the load must have left behind: every arrest whole, with 27 tokens and two hand-offs queued.
select count(*) as arrests, min(cardinality(r.tokens)) as fewest, max(cardinality(r.tokens)) as most,
       (select count(*) from hand_off) as hand_offs
from record r join handling_class c on c.id = r.class_id where c.kind = 'arrest'
"""
_SIZE = """
-- The size of a row of the log, as it is stored.
select avg(pg_column_size(e.*))::int from entry e where e.request is not null
"""
_HOW = "python -m bench posting"
TOKENS = 27
SUBSCRIPTIONS = 2


@dataclass(frozen=True)
class Target:
    """A server to put load on: where it listens, with whose token, and the bodies to send."""

    port: int
    bearer: str
    bodies: tuple[bytes, ...]
    dsn: str
    clerks: tuple[str, ...] = ()

    def request(self, body: bytes, extra: bytes = b"") -> bytes:
        """Give the request that enters a body, with a place for the number that is its key."""
        return _HEAD % (self.bearer.encode(), extra, NUMBER, len(body)) + body

    async def load(self, seconds: float, *, warm: float = 0.5, extra: bytes = b"") -> Measured:
        """Put load on it; every answer must be a 2xx."""
        requests = tuple(self.request(body, extra) for body in self.bodies)
        load = Load(self.port, requests, CONNECTIONS, seconds, warm)
        measured = msgspec.msgpack.decode(await asked("bench.load", given=msgspec.msgpack.encode(load)), type=Measured)
        if measured.failed:
            raise RuntimeError(f"{measured.failed} requests failed, the first: {measured.first_failure}")
        return measured


async def prepare(node: Node, pairs: int) -> tuple[bytes, ...]:
    """Prepare a node for load: standing subscriptions of two courts, and subjects whose arrests are given."""
    for court in range(SUBSCRIPTIONS):
        await subscribe(node, clerk(node, court, 0), ["arrest"])
    ids: Sequence[tuple[UUID, UUID]] = await subjects(node, pairs)
    return tuple(arrest(*pair) for pair in ids)


async def clerks_of(node: Node) -> tuple[str, ...]:
    """Give a token for each clerk of each court."""
    members = [(court, f"clerk-{court}-{m}") for court in range(COURTS) for m in range(CLERKS)]
    hour = timedelta(hours=1)
    return tuple([await node.access.issue(f"court-{c}", member, "adjudication", hour) for c, member in members])


@asynccontextmanager
async def ours(place: Place, *arguments: str) -> AsyncIterator[Target]:
    """Serve a prepared node in a process of its own."""
    target, environment = await _prepared(place)
    async with running("bench.serving", *arguments, port=target.port, environment=environment):
        yield target


@asynccontextmanager
async def off(place: Place) -> AsyncIterator[Target]:
    """Serve the same with everything off in a process of its own."""
    target, environment = await _prepared(place)
    await _execute(target.dsn, bare.TABLE)
    async with running("bench.off", port=target.port, environment=environment):
        yield target


@asynccontextmanager
async def route(place: Place, bodies: tuple[bytes, ...]) -> AsyncIterator[Target]:
    """Serve the least that a server can do in a process of its own."""
    dsn, port = await place.new_database(), free_port()
    await _execute(dsn, bare.TABLE)
    async with running("bench.bare", dsn, str(port), port=port, environment={}):
        yield Target(port, "none", bodies, dsn)


async def _prepared(place: Place) -> tuple[Target, Mapping[str, str]]:
    dsn, home, port = await place.new_database(), place.new_home(), free_port()
    async with open_node(dsn, home / "keyring") as node:
        await node.directories.activate(directory())
        bodies = await prepare(node, place.count(400))
        bearer = await node.access.issue("police", "officer", "investigation/1", timedelta(hours=1))
        target = Target(port, bearer, bodies, dsn, await clerks_of(node))
    return target, {"COMITY_HOME": str(home), "COMITY_DATABASE_URL": dsn, "COMITY_PORT": str(port)}


async def _execute(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def whole(target: Target, sent: int) -> None:
    """Look that everything sent is on the record: nothing doubled, nothing without its tokens and hand-offs."""
    connection, until = await asyncpg.connect(target.dsn), perf_counter() + _HANDED_OUT_SECONDS
    (row,) = await connection.fetch(_DONE)
    while row["hand_offs"] < SUBSCRIPTIONS * row["arrests"] and perf_counter() < until:
        # The log is handed out by a follower, which is a moment behind.
        await asyncio.sleep(_PAUSE_SECONDS)
        (row,) = await connection.fetch(_DONE)
    await connection.close()
    if row["arrests"] < sent or (row["fewest"], row["most"]) != (TOKENS, TOKENS):
        raise RuntimeError(f"{sent} were sent, found was {dict(row)}")
    if row["hand_offs"] != SUBSCRIPTIONS * row["arrests"]:
        raise RuntimeError(f"two hand-offs are owed for each of {row['arrests']}, found were {row['hand_offs']}")


async def stored_size(dsn: str) -> int:
    """Give how many bytes a row of the log takes that was entered under a key."""
    connection = await asyncpg.connect(dsn)
    size: int = await connection.fetchval(_SIZE)
    await connection.close()
    return size


@dataclass
class _Runs:
    minimal: list[Measured]
    full: list[Measured]
    single: list[float]
    off: list[Measured]
    route: list[Measured]


async def measure(place: Place) -> list[Row]:
    """Measure in turn, three times: ours, pgbench, the same with everything off, and one route alone."""
    seconds = place.seconds(4)
    runs = _Runs([], [], [], [], [])
    single = await place.new_database()
    await peer.prepare(single)
    async with ours(place) as target, off(place) as nothing, route(place, target.bodies) as alone:
        warm = await target.load(seconds / 4, extra=MINIMAL)
        size = await stored_size(target.dsn)
        for _ in range(3):
            runs.minimal.append(await target.load(seconds, extra=MINIMAL))
            runs.single.append(await peer.inserts(single, place.folder, size=size, seconds=seconds))
            runs.off.append(await nothing.load(seconds, extra=MINIMAL))
            runs.route.append(await alone.load(seconds / 2))
            runs.full.append(await target.load(seconds / 2))
            await settle(place.dsn)
        await whole(target, sum(run.count for run in (warm, *runs.minimal, *runs.full)))
    return _rows(runs, size)


def _rows(runs: _Runs, size: int) -> list[Row]:
    said = "32 connections, 27 tokens, two references, two hand-offs each, answered with a receipt"
    rate = _rates(runs.minimal)
    typical = sorted(runs.minimal, key=lambda run: run.slowest_hundredth)[1]
    return [
        _compared("POST beside pgbench", rate, runs.single, ">= 0.15", f"{said}; other inserts {size} bytes a commit"),
        _compared("POST beside the same server, all off", rate, _rates(runs.off), ">= 0.45", said),
        _compared("POST beside one bare route", rate, _rates(runs.route), "", f"{said}; other signs nobody in"),
        _compared(
            "POST answered with the record, beside pgbench", _rates(runs.full), runs.single, "", "as its author sees it"
        ),
        Row(
            name="POST, slowest in a hundred",
            ours=shortened(typical.slowest_hundredth),
            unit="ms",
            how=_HOW,
            note=f"the middle one takes {typical.middle:.1f} ms",
        ),
    ]


def _rates(runs: Sequence[Measured]) -> list[float]:
    return [run.rate for run in runs]


def _compared(name: str, ours: Sequence[float], other: Sequence[float], goal: str, note: str) -> Row:
    return compared(name, ours, other, goal=goal, unit="a second", how=_HOW, note=note)
