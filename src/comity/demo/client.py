"""A small client of the API, for the demonstration: HTTP/1.1 (RFC 9112) over asyncio, one connection a request."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from msgspec import Raw, Struct, json

from comity.errors import Refused, Unavailable

_LARGEST_LINE = 4 * 1024 * 1024
_FAILED = 400


@dataclass(frozen=True)
class Answer:
    """What the server answered, and how many milliseconds after it was asked."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    milliseconds: float


class Seen(Struct, frozen=True):
    """A record as the API shows it to one reader."""

    id: str
    kind: str
    owner: str
    version: int
    fields: Raw
    withheld: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Event:
    """An entry that came by a stream, and the moment at which it came (``time.perf_counter``)."""

    seen: Seen
    at: float


class _Problem(Struct):
    title: str = ""
    detail: str = ""
    remedy: str = ""


async def ask(
    address: str, token: str, asked: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> Answer:
    """Send a request such as ``GET /v1/kinds``; Refused with the problem's own words when the server says no."""
    began = time.perf_counter()
    reader, writer = await _connected(address)
    try:
        writer.write(_request(address, token, asked, headers or {}, body))
        status, answered = await _head(reader)
        length = int(answered.get("content-length", "0"))
        content = await reader.readexactly(length)
    finally:
        writer.close()
    if status >= _FAILED:
        problem = json.decode(content, type=_Problem)
        raise Refused(f"{asked}: {status} {problem.detail or problem.title}", remedy=problem.remedy)
    return Answer(status, answered, content, (time.perf_counter() - began) * 1000)


@asynccontextmanager
async def listening(address: str, token: str, kinds: str) -> AsyncIterator["asyncio.Queue[Event]"]:
    """Keep a stream of some kinds open within the block, and put what comes into a queue."""
    reader, writer = await _connected(address)
    writer.write(_request(address, token, f"GET /v1/stream?kinds={kinds}", {"Accept": "text/event-stream"}, b""))
    status, _ = await _head(reader)
    if status >= _FAILED:
        raise Refused(f"The stream cannot be opened: {status}.", remedy="Sign in again.")
    # The first event tells where the stream begins: from then on nothing is missed.
    while not (await reader.readline()).startswith(b"id:"):
        pass
    came: asyncio.Queue[Event] = asyncio.Queue()
    following = asyncio.create_task(_follow(reader, came))
    try:
        yield came
    finally:
        following.cancel()
        writer.close()


async def _follow(reader: asyncio.StreamReader, came: "asyncio.Queue[Event]") -> None:
    """Take the events as they come; lines of the chunked coding (RFC 9112, 7.1) are none and are passed over."""
    while line := await reader.readline():
        if line.startswith(b"data: {"):
            at = time.perf_counter()
            came.put_nowait(Event(json.decode(line[len(b"data: ") :], type=Seen), at))


async def _connected(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    place = urlsplit(address)
    try:
        return await asyncio.open_connection(place.hostname, place.port, limit=_LARGEST_LINE)
    except OSError as lost:
        raise Unavailable(f"Nothing answers at {address}.", remedy="Start it with comity serve.") from lost


def _request(address: str, token: str, asked: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [
        f"{asked} HTTP/1.1",
        f"Host: {urlsplit(address).netloc}",
        f"Authorization: Bearer {token}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    status = int((await reader.readline()).split()[1])
    headers = {}
    while line := (await reader.readline()).strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    return status, headers
