"""From an officer's POST to the streams of other agencies, beside the round trip of a plain NOTIFY."""

import asyncio
from statistics import quantiles
from time import perf_counter

import asyncpg

from bench import posting
from bench.load import NUMBER, Load, put
from bench.place import Place
from bench.rows import Row, shortened
from bench.world import CLERKS, COURTS

_HEAD = b"GET /v1/stream?kinds=arrest HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %b\r\n\r\n"
_EVENT = b"event: entry"
_PATIENCE = 20.0
# A reader may have ten streams open.
MOST = COURTS * CLERKS * 10


class _Audience:
    """Everybody who waits for the same entry: who has it, and when the last one got it."""

    def __init__(self, readers: int) -> None:
        self.readers = readers
        self.greeted = 0
        self.times: list[float] = []
        self.began = 0.0
        self.changed = asyncio.Event()

    async def until(self, *, greeted: int = 0, arrived: int = 0) -> None:
        async with asyncio.timeout(_PATIENCE):
            while self.greeted < greeted or len(self.times) < arrived:
                self.changed.clear()
                await self.changed.wait()


class _Reader(asyncio.Protocol):
    """One open stream."""

    def __init__(self, audience: _Audience, bearer: str) -> None:
        self._audience = audience
        self._bearer = bearer
        self._greeted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]  # TCP gives a Transport
        self._transport.write(_HEAD % self._bearer.encode())

    def data_received(self, data: bytes) -> None:
        audience = self._audience
        if not self._greeted and b"retry:" in data:
            self._greeted = True
            audience.greeted += 1
            audience.changed.set()
        for _ in range(data.count(_EVENT)):
            audience.times.append(perf_counter() - audience.began)
            audience.changed.set()

    def close(self) -> None:
        self._transport.close()


async def arrivals(target: posting.Target, readers: int, entries: int) -> list[float]:
    """Enter records one after another; give the seconds from each POST to each reader's event."""
    audience = _Audience(readers)
    loop = asyncio.get_running_loop()
    opened: list[_Reader] = []
    for n in range(readers):
        bearer = target.clerks[n % len(target.clerks)]
        _, reader = await loop.create_connection(lambda b=bearer: _Reader(audience, b), "127.0.0.1", target.port)  # type: ignore[misc]  # mypy cannot infer a lambda with a default
        opened.append(reader)
    await audience.until(greeted=readers)
    found: list[float] = []
    for n in range(entries):
        found += await _one(target, audience, n)
    for reader in opened:
        reader.close()
    return found


async def _one(target: posting.Target, audience: _Audience, n: int) -> list[float]:
    audience.times.clear()
    reader, writer = await asyncio.open_connection("127.0.0.1", target.port)
    request = target.request(target.bodies[n % len(target.bodies)], posting.MINIMAL)
    audience.began = perf_counter()
    writer.write(request.replace(NUMBER, b"s%015x" % (int(perf_counter() * 1e9) & 0xFFFFFFFFFFFFFFF)))
    await reader.readuntil(b"\r\n")
    await audience.until(arrived=audience.readers)
    writer.close()
    return list(audience.times)


async def notified(dsn: str, times: int) -> list[float]:
    """Give the seconds that a NOTIFY takes from one connection to another."""
    sending, listening = await asyncpg.connect(dsn), await asyncpg.connect(dsn)
    arrived = asyncio.Event()
    await listening.add_listener("bench", lambda *_: arrived.set())
    found = []
    for _ in range(times):
        arrived.clear()
        began = perf_counter()
        await sending.execute("notify bench")
        await arrived.wait()
        found.append(perf_counter() - began)
    await sending.close()
    await listening.close()
    return found


async def measure(place: Place) -> list[Row]:
    """Measure with a hundred and with five hundred open streams of ten courts."""
    entries = place.count(60)
    plain = _hundredths(await notified(place.dsn, place.count(300)))
    rows = []
    async with posting.ours(place) as target:
        await put(Load(target.port, tuple(target.request(b) for b in target.bodies[:4]), 1, 0.3, 0.1))
        for readers in (place.count(100), min(MOST, place.count(500, 8))):
            ours = _hundredths(await arrivals(target, readers, entries))
            for name, at in (("p50", 49), ("p99", 98)):
                rows.append(_row(f"POST to {readers} streams of other agencies, {name}", ours[at], plain[at]))
    return rows


def _row(name: str, ours: float, plain: float) -> Row:
    return Row(
        name=name,
        ours=shortened(ours),
        other=shortened(plain),
        ratio=shortened(ours / plain),
        unit="ms",
        how="python -m bench streaming",
        note="from sending the POST to the event at each reader; the disclosure to all is written down between; "
        "other is the round trip of a plain NOTIFY",
    )


def _hundredths(seconds: list[float]) -> list[float]:
    return [1000 * each for each in quantiles(seconds, n=100)]
