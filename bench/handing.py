"""What is handed to whom: entries with a thousand subscriptions, webhooks beside dead partners, and reconciliation."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from hashlib import sha256
from itertools import count
from random import Random, SystemRandom
from statistics import quantiles
from time import perf_counter
from uuid import UUID

from bench.place import Place, node_in, settle
from bench.rows import Row, compared, shortened
from bench.world import CLERKS, COURTS, arrest, clerk, directory, made, officer, subjects
from comity.acts.hand_out import hand_out
from comity.acts.submit import submit
from comity.acts.subscribe import Terms, subscribe
from comity.following.carrying import Outside
from comity.following.delivering import Delivering
from comity.records.governance.subscription import Way
from comity.store.ledger.differing import Given, differences, root_of
from comity.store.node import Node

_HOW = "python -m bench handing"
_WRITERS = 32
_ANSWER = b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@asynccontextmanager
async def _delivered(node: Node, *ports: int) -> AsyncIterator[None]:
    """Have what is owed brought within the block, as a node at work does."""
    outside = Outside(frozenset(f"127.0.0.1:{port}" for port in ports))
    delivering = asyncio.create_task(Delivering(node, outside, {}, SystemRandom()).run())
    try:
        yield
    finally:
        delivering.cancel()
        await asyncio.wait([delivering])


async def _rate(node: Node, pairs: Sequence[tuple[UUID, UUID]], seconds: float) -> float:
    """Give how many arrests a second are entered and handed out, by many who enter one after the other."""
    session, turn, began = officer(node), count(), perf_counter()

    async def entering() -> int:
        done = 0
        while perf_counter() - began < seconds:
            await submit(node, session, made("arrest", arrest(*pairs[next(turn) % len(pairs)])))
            done += 1
        return done

    entered = sum(await asyncio.gather(*(entering() for _ in range(_WRITERS))))
    # What still waits to be handed out counts too.
    await hand_out(node)
    return entered / (perf_counter() - began)


async def _with_many(place: Place) -> Row:
    """Measure entries with a thousand subscriptions about a thousand people, and with none."""
    seconds, many = place.seconds(4), place.count(1000, 20)
    with_many: list[float] = []
    none: list[float] = []
    async with node_in(place, directory()) as node, node_in(place, directory()) as bare:
        pairs, plain = await subjects(node, many), await subjects(bare, many)
        for n, (_, person) in enumerate(pairs):
            session = clerk(node, n % COURTS, (n // COURTS) % CLERKS)
            await subscribe(node, session, ["arrest"], terms=Terms(about=person))
        async with _delivered(node), _delivered(bare):
            await _rate(node, pairs, 0.5)
            await _rate(bare, plain, 0.5)
            for _ in range(3):
                with_many.append(await _rate(node, pairs, seconds))
                none.append(await _rate(bare, plain, seconds))
                await settle(place.dsn)
    return compared(
        f"entries with {many} subscriptions, beside none",
        with_many,
        none,
        goal=">= 0.8",
        unit="a second",
        how=_HOW,
        note="each arrest is owed to one of them; from the first entry until the last is handed out",
    )


class _Hook:
    """A receiver: when each message came, and how long it takes over each."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.came: asyncio.Queue[float] = asyncio.Queue()
        self._seconds = seconds

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0]
        await reader.readexactly(int(length))
        self.came.put_nowait(perf_counter())
        await asyncio.sleep(self._seconds)
        writer.write(_ANSWER)
        await writer.drain()
        writer.close()


async def _latencies(place: Place, *, beside: Sequence[_Hook | None]) -> list[float]:
    """Give the seconds from each commit to the webhook, beside partners that are slow, or None: down."""
    ours = _Hook()
    servers = [await asyncio.start_server(each.take, "127.0.0.1", 0) for each in (ours, *filter(None, beside))]
    ports = [server.sockets[0].getsockname()[1] for server in servers]
    # Nobody listens at the port of whoever is down.
    closed = await asyncio.start_server(ours.take, "127.0.0.1", 0)
    ports += [closed.sockets[0].getsockname()[1]] * (len(beside) - len(ports) + 1)
    closed.close()
    found: list[float] = []
    async with node_in(place, directory()) as node:
        pairs = await subjects(node, 20)
        for n, port in enumerate(ports):
            terms = Terms(way=Way.WEBHOOK, address=f"http://127.0.0.1:{port}/")
            await subscribe(node, clerk(node, n, 0), ["arrest"], terms=terms)
        async with _delivered(node, *ports):
            for n in range(place.count(300, 10)):
                await submit(node, officer(node), made("arrest", arrest(*pairs[n % len(pairs)])))
                committed = perf_counter()
                found.append(await ours.came.get() - committed)
    for server in servers:
        server.close()
    return found


async def _webhooks(place: Place) -> list[Row]:
    alone = await _latencies(place, beside=())
    troubled = await _latencies(place, beside=(None, None, _Hook(0.2), _Hook(0.5)))
    said = "one entry at a time; the receiver runs in the same process"
    late, late_beside = (quantiles(each, n=100)[98] * 1000 for each in (alone, troubled))
    middle = quantiles(alone, n=100)[49] * 1000
    return [
        Row(
            name="commit to webhook, slowest hundredth",
            ours=shortened(late),
            other=1000.0,
            ratio=shortened(late / 1000),
            goal="<= 1",
            unit="ms",
            how=_HOW,
            note=f"beside the second that was promised; the middle one took {middle:.1f} ms; {said}",
        ),
        Row(
            name="the same beside two partners that are down and two that are slow",
            ours=shortened(late_beside),
            other=shortened(late),
            ratio=shortened(late_beside / late),
            unit="ms",
            how=_HOW,
            note=said,
        ),
    ]


def _reconciled(place: Place) -> Row:
    """Measure a million hand-offs compared one by one with as many received, and both roots, beside hashing alone."""
    many, chance = place.count(1_000_000, 1000), Random(3)  # noqa: S311 - the same hand-offs at each run
    sent = [Given(n + 1, sha256(chance.randbytes(16)).digest()) for n in range(many)]
    received = [*sent[: many // 2], *sent[many // 2 + 1 :]]
    began = perf_counter()
    found = len(differences(sent, received))
    same = root_of([each.leaf for each in sent]) == root_of([each.leaf for each in received])
    ours = perf_counter() - began
    if found != 1 or same:
        raise RuntimeError(f"one hand-off was lost, found were {found}")
    began = perf_counter()
    for _ in range(2):
        for each in sent:
            sha256(each.leaf).digest()
    least = perf_counter() - began
    return Row(
        name=f"{many} hand-offs reconciled, beside hashing them",
        ours=shortened(ours),
        other=shortened(least),
        ratio=shortened(ours / least),
        unit="s",
        how=_HOW,
        note="one was lost and is found; both roots and every hand-off compared; the other only hashes each leaf twice",
    )


async def measure(place: Place) -> list[Row]:
    """Measure entries with many subscriptions, webhooks, and reconciliation."""
    return [await _with_many(place), *await _webhooks(place), _reconciled(place)]
