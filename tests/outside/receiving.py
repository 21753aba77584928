"""Real servers on this machine that receive what a node sends, and answer as a test has them."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nfine"


@dataclass
class Receiver:
    """What came to a server: each request as its bytes; and what it answers, in pieces."""

    port: int = 0
    answer: tuple[bytes, ...] = (FINE,)
    pause: float = 0
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)
    speaking: set[asyncio.Task[None]] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak with one client, until the test is over."""
        self.connections += 1
        self.speaking.add(task := asyncio.ensure_future(self._speak(reader, writer)))
        await asyncio.wait([task])

    async def _speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._exchange(reader, writer)
        finally:
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.requests.append(await _request(reader))
        for piece in self.answer:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(self.pause)


async def _request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return head + (await reader.readexactly(int(lengths[0].split(b":")[1])) if lengths else b"")


@asynccontextmanager
async def receiver_at_work(
    answer: tuple[bytes, ...] = (FINE,),
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    tls: ssl.SSLContext | None = None,
    pause: float = 0,
) -> AsyncIterator[Receiver]:
    """Give a server that listens on this machine and counts who connects."""
    receiver = Receiver(answer=answer, pause=pause)
    server = await asyncio.start_server(receiver.serve, host, port, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for task in receiver.speaking:
            task.cancel()
        await asyncio.gather(*receiver.speaking, return_exceptions=True)
