"""A small HTTP client for the load: one connection, one request at a time, and no opinion on what went wrong."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

LONGEST_WAIT = 30.0


class Cut(Exception):  # noqa: N818 - no error: it says that the outcome is unknown
    """The connection ended before the answer was whole: nobody knows what became of the request."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any


class Line:
    """One connection to the server, opened again after each cut."""

    def __init__(self, port: int, bearer: str) -> None:
        self._port = port
        self._bearer = bearer
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Give the answer; Cut when the connection ended first."""
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                return await self._asked(method, path, body, headers)
        except (OSError, EOFError, TimeoutError, ValueError) as wrong:
            self.close()
            raise Cut from wrong

    async def _asked(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        if self._open is None:
            self._open = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._open
        head = {"Host": "127.0.0.1", "Authorization": f"Bearer {self._bearer}", "Content-Length": str(len(body))}
        lines = [
            f"{method} {path} HTTP/1.1",
            *(f"{name.replace('_', '-')}: {v}" for name, v in (head | headers).items()),
        ]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        status, *rest = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        said = dict(line.lower().split(": ", 1) for line in rest if line)
        content = await reader.readexactly(int(said["content-length"]))
        if said.get("connection") == "close":
            self.close()
        text = content.decode()
        return Answer(int(status.split()[1]), json.loads(text) if "json" in said["content-type"] else text)

    def close(self) -> None:
        """Let go of the connection; the next request opens another."""
        if self._open is not None:
            self._open[1].close()
            self._open = None
