"""The load: a process that sends prepared requests over many connections and times every answer.

It does nothing but count, so that it takes little of the processors from the server that it measures.
"""

import asyncio
import os
import re
import sys
from statistics import quantiles
from time import perf_counter

import msgspec
import uvloop
from msgspec import Struct

# Stands in a prepared request where each sending puts a number that was never sent before.
NUMBER = b"################"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_SHOWN = 300


class Load(Struct, frozen=True):
    """What to send: requests in turn, over so many connections for so long; answers to the first part count not."""

    port: int
    requests: tuple[bytes, ...]
    connections: int
    seconds: float
    warm: float


class Measured(Struct, frozen=True):
    """What came of a load: answers a second, their times in milliseconds, and what went wrong."""

    rate: float
    count: int
    middle: float
    slowest_hundredth: float
    failed: int
    first_failure: str


class _State:
    def __init__(self, load: Load) -> None:
        self.requests = [request.split(NUMBER) for request in load.requests]
        # Two loads on one server must not repeat each other's numbers: the second would be taken for retries.
        self.sent = int.from_bytes(os.urandom(6), "big") << 12
        self.times: list[float] = []
        self.counting = False
        self.stopping = False
        self.failed = 0
        self.first_failure = ""
        self.open = 0
        self.all_done = asyncio.Event()


class _Connection(asyncio.Protocol):
    """One client: sends the next request as soon as the last was answered."""

    def __init__(self, state: _State) -> None:
        self._state = state
        self._held = b""
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]  # TCP gives a Transport
        self._state.open += 1
        self._send()

    def data_received(self, data: bytes) -> None:
        self._held += data
        head = self._held.find(b"\r\n\r\n")
        if head < 0:
            return
        length = _LENGTH.search(self._held, 0, head)
        if len(self._held) < head + 4 + (int(length[1]) if length else 0):
            return
        self._answered(self._held)
        self._held = b""
        if self._state.stopping:
            self._transport.close()
        else:
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        state = self._state
        if not state.stopping:
            state.failed += 1
            state.first_failure = state.first_failure or f"connection lost: {exc}"
        state.open -= 1
        if not state.open:
            state.all_done.set()

    def _send(self) -> None:
        state = self._state
        state.sent += 1
        before, after = state.requests[state.sent % len(state.requests)]
        self._began = perf_counter()
        self._transport.write(b"%b%016x%b" % (before, state.sent, after))

    def _answered(self, answer: bytes) -> None:
        state = self._state
        if not answer.startswith(b"HTTP/1.1 20"):
            state.failed += 1
            state.first_failure = state.first_failure or answer[:_SHOWN].decode(errors="replace")
        elif state.counting:
            state.times.append(perf_counter() - self._began)


async def put(load: Load) -> Measured:
    """Put the load on the server, and give what came of it."""
    state = _State(load)
    loop = asyncio.get_running_loop()
    for _ in range(load.connections):
        await loop.create_connection(lambda: _Connection(state), "127.0.0.1", load.port)
    await asyncio.sleep(load.warm)
    state.counting, began = True, perf_counter()
    await asyncio.sleep(load.seconds)
    state.counting, took = False, perf_counter() - began
    state.stopping = True
    await asyncio.wait_for(state.all_done.wait(), 30)
    return _measured(state, took)


def _measured(state: _State, took: float) -> Measured:
    hundredths = quantiles(state.times, n=100) if len(state.times) > 1 else [0.0] * 99
    return Measured(
        rate=len(state.times) / took,
        count=len(state.times),
        middle=hundredths[49] * 1000,
        slowest_hundredth=hundredths[98] * 1000,
        failed=state.failed,
        first_failure=state.first_failure,
    )


if __name__ == "__main__":
    given = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Load)
    sys.stdout.buffer.write(msgspec.msgpack.encode(uvloop.run(put(given))))
