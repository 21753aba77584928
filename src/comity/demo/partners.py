"""Two partners' systems for the demonstration, on this machine only: a receiver of webhooks, and a mail server.

They are as small as they can be and stand for what a probation office and a mail provider have of their own.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import perf_counter

from comity.clock import now
from comity.outside.webhooks import verified

_END = b"\r\n\r\n"
_LONGEST = 1024 * 1024


@dataclass(frozen=True)
class Arrived:
    """What came to a partner, and when (``time.perf_counter``)."""

    body: bytes
    at: float


@dataclass
class Partners:
    """What the two have received; ``secrets`` are those by which the receiver verifies its messages."""

    hook_port: int = 0
    mail_port: int = 0
    secrets: list[str] = field(default_factory=list)
    hooks: "asyncio.Queue[Arrived]" = field(default_factory=asyncio.Queue)
    mails: "asyncio.Queue[Arrived]" = field(default_factory=asyncio.Queue)

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts and ports that the node may reach though they stand on this machine."""
        return frozenset({f"127.0.0.1:{self.hook_port}", f"127.0.0.1:{self.mail_port}"})

    async def take_hook(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take a message by HTTP, once its signature holds."""
        lines = (await reader.readuntil(_END)).decode().split("\r\n")[1:]
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
        body = await reader.readexactly(min(int(headers.get("content-length", "0")), _LONGEST))
        verified(body, headers, self.secrets, now=now())
        self.hooks.put_nowait(Arrived(body, perf_counter()))
        await _said(writer, "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    async def take_mail(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take a mail by SMTP (RFC 5321), from greeting to good-bye."""
        await _said(writer, "220 post.hart.example\r\n")
        while line := (await reader.readline()).upper():
            if line.startswith(b"DATA"):
                await _said(writer, "354 Go on\r\n")
                self.mails.put_nowait(Arrived(await reader.readuntil(b"\r\n.\r\n"), perf_counter()))
            await _said(writer, "221 Bye\r\n" if line.startswith(b"QUIT") else "250 OK\r\n")
            if line.startswith(b"QUIT"):
                return


async def _said(writer: asyncio.StreamWriter, text: str) -> None:
    writer.write(text.encode())
    await writer.drain()


@asynccontextmanager
async def partners() -> AsyncIterator[Partners]:
    """Have both at work within the block."""
    both = Partners()

    async def hook(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await both.take_hook(reader, writer)
        finally:
            writer.close()

    async def mail(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await both.take_mail(reader, writer)
        finally:
            writer.close()

    hooks = await asyncio.start_server(hook, "127.0.0.1", 0)
    mails = await asyncio.start_server(mail, "127.0.0.1", 0)
    both.hook_port, both.mail_port = (server.sockets[0].getsockname()[1] for server in (hooks, mails))
    try:
        yield both
    finally:
        hooks.close()
        mails.close()
