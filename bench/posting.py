"""Durable POST through HTTP at 32 connections, beside pgbench and beside the same server with everything off."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
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
_HEAD = (
    b"POST /v1/records/arrest HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %b\r\n"
    b"Content-Type: application/json\r\nAccept: application/json\r\n%bIdempotency-Key: %b\r\nContent-Length: %d\r\n\r\n"
)
MINIMAL = b"Prefer: return=minimal\r\n"
_DONE = """
-- What the load must have left behind: every arrest whole, with twelve tokens and two deliveries.
select count(*) as arrests, min(cardinality(r.tokens)) as fewest, max(cardinality(r.tokens)) as most,
       (select count(*) from delivery) as deliveries
from record r join handling_class c on c.id = r.class_id where c.kind = 'arrest'
"""
TOKENS = 12
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
    dsn, home, port = await place.new_database(), place.new_home(), free_port()
    async with open_node(dsn, home / "keyring") as node:
        await node.directories.activate(directory())
        bodies = await prepare(node, place.count(400))
        bearer = await node.access.issue("police", "officer", "investigation/1", timedelta(hours=1))
        clerks = await clerks_of(node)
    environment = {"COMITY_HOME": str(home), "COMITY_DATABASE_URL": dsn, "COMITY_PORT": str(port)}
    async with running("bench.serving", *arguments, port=port, environment=environment):
        yield Target(port, bearer, bodies, dsn, clerks)


@asynccontextmanager
async def without(place: Place, bodies: tuple[bytes, ...]) -> AsyncIterator[Target]:
    """Serve the bare server in a process of its own."""
    dsn = await place.new_database()
    connection = await asyncpg.connect(dsn)
    await connection.execute(bare.TABLE)
    await connection.close()
    port = free_port()
    async with running("bench.bare", dsn, str(port), port=port, environment={}):
        yield Target(port, "none", bodies, dsn)


async def whole(target: Target, sent: int) -> None:
    """Look that everything sent is on the record: nothing doubled, nothing without its tokens and deliveries."""
    connection = await asyncpg.connect(target.dsn)
    (row,) = await connection.fetch(_DONE)
    await connection.close()
    if row["arrests"] < sent or (row["fewest"], row["most"]) != (TOKENS, TOKENS):
        raise RuntimeError(f"{sent} were sent, found was {dict(row)}")
    if row["deliveries"] != SUBSCRIPTIONS * row["arrests"]:
        raise RuntimeError(f"two deliveries are owed for each of {row['arrests']}, found were {row['deliveries']}")


@dataclass
class _Runs:
    minimal: list[Measured]
    full: list[Measured]
    single: list[float]
    bare: list[Measured]


async def measure(place: Place) -> list[Row]:
    """Measure in turn, three times: ours, pgbench, the bare server."""
    seconds = place.seconds(4)
    runs = _Runs([], [], [], [])
    single = await place.new_database()
    await peer.prepare(single)
    async with ours(place) as target, without(place, target.bodies) as nothing:
        size = len(target.bodies[0])
        for _ in range(3):
            runs.minimal.append(await target.load(seconds, extra=MINIMAL))
            runs.single.append(await peer.inserts(single, place.folder, size=size, seconds=seconds))
            runs.bare.append(await nothing.load(seconds))
            runs.full.append(await target.load(seconds / 2))
            await settle(place.dsn)
        await whole(target, sum(run.count for run in (*runs.minimal, *runs.full)))
    return _rows(runs, size)


def _rows(runs: _Runs, size: int) -> list[Row]:
    how = "python -m bench posting"
    rate = [run.rate for run in runs.minimal]
    said = f"32 connections, {size} bytes, twelve tokens, two references, two deliveries each, return=minimal"
    slow = sorted(run.slowest_hundredth for run in runs.minimal)[1]
    return [
        compared("POST beside pgbench", rate, runs.single, goal=">= 0.15", unit="a second", how=how, note=said),
        compared(
            "POST beside the bare server",
            rate,
            [run.rate for run in runs.bare],
            goal=">= 0.45",
            unit="a second",
            how=how,
            note=said,
        ),
        compared(
            "POST answered with the record, beside pgbench",
            [run.rate for run in runs.full],
            runs.single,
            unit="a second",
            how=how,
            note="the same, answered with the whole record as its author sees it",
        ),
        Row(
            name="POST, slowest in a hundred",
            ours=shortened(slow),
            unit="ms",
            how=how,
            note=f"the middle one takes {sorted(run.middle for run in runs.minimal)[1]:.1f} ms",
        ),
    ]
