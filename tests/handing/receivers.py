"""A partner's system, as a small web server: it verifies, counts each message once, and keeps its own tree of them."""

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from msgspec.json import decode, encode

from comity.clock import now
from comity.outside.webhooks import verified

_END = b"\r\n\r\n"


def leaf_of(data: Mapping[str, Any]) -> bytes:
    """Hash a message as its receiver does, from the lines that the how-to names; none of the server's code is used."""
    names = ("subscription", "number", "record", "version", "event")
    lines = ["comity/hand-off/v1", *(str(data[name]) for name in names), data.get("digest", "")]
    return sha256(b"\0" + "".join(f"{line}\n" for line in lines).encode()).digest()


def root_over(leaves: list[bytes]) -> bytes:
    """Give the RFC 6962 root, as its section 2.1 writes it."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\1" + root_over(leaves[:half]) + root_over(leaves[half:])).digest()


@dataclass
class Receiver:
    """What a partner has received: every try, and the effect that each message had once."""

    secrets: list[str] = field(default_factory=list)
    status: int = 200
    seconds: float = 0.0
    answers_receipts: bool = False
    tries: list[dict[str, Any]] = field(default_factory=list)
    effects: dict[str, dict[str, Any]] = field(default_factory=dict)
    headers: list[dict[str, str]] = field(default_factory=list)
    at: dict[str, datetime] = field(default_factory=dict)
    port: int = 0

    @property
    def url(self) -> str:
        """Where it takes messages."""
        return f"http://127.0.0.1:{self.port}/hooks"

    @property
    def records(self) -> list[UUID]:
        """The records that it was told of, in the order of arrival, each message once."""
        return [UUID(effect["data"]["record"]) for effect in self.effects.values()]

    @property
    def numbers(self) -> list[int]:
        """The numbers of the messages, in the order of arrival."""
        return [effect["data"]["number"] for effect in self.effects.values()]

    def receipt(self) -> dict[str, Any]:
        """Say how many there are, and the root over them in the order of their numbers."""
        ordered = sorted(self.effects.values(), key=lambda effect: effect["data"]["number"])
        return {"size": len(ordered), "root": root_over([leaf_of(effect["data"]) for effect in ordered]).hex()}

    def answer(self, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Take a message, and answer."""
        id = verified(body, headers, self.secrets, now=now())
        message = decode(body)
        self.headers.append(headers)
        self.tries.append(message)
        if self.status // 100 == 2:
            self.at.setdefault(id, now())
            self.effects.setdefault(id, message)
        return self.status, encode({"receipt": self.receipt()}) if self.answers_receipts else b""


@asynccontextmanager
async def receiving(receiver: Receiver, port: int = 0) -> AsyncIterator[Receiver]:
    """Run a receiver within the block, at the port that it had before if there is one."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(_END)).decode()
            lines = [line.split(": ", 1) for line in head.split("\r\n")[1:] if line]
            headers = {name.lower(): value for name, value in lines}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            await asyncio.sleep(receiver.seconds)
            status, said = receiver.answer(headers, body)
            writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {len(said)}\r\nConnection: close\r\n\r\n".encode())
            writer.write(said)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", port)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        await server.wait_closed()


def content_in(message: Mapping[str, Any]) -> bytes:
    """Give the content of a message, once its digest holds."""
    data = message["data"]
    content = b64decode(data["content"])
    assert sha256(b64decode(data["salt"]) + content).hexdigest() == data["digest"]
    return content
