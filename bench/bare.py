"""The least that a server can do: one route that decodes a record, and inserts it with those that wait beside it.

Nobody signs in, nothing is checked but the record's types, a retry inserts again. ``python -m bench.bare DSN PORT``.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from comity.clock import now
from comity.ids import new_id
from comity.records.justice.arrest import Arrest
from comity.records.references import read_reference

TABLE = """
-- One row a record; request is the digest of its Idempotency-Key, where there is one.
create table bare (id uuid primary key, recorded_at timestamptz not null, request bytea unique, body json not null)
"""
_INSERT = "insert into bare select * from unnest($1::uuid[], $2::timestamptz[], $3::bytea[], $4::text[]::json[])"


class Coalescing:
    """Joins the requests that wait into one insert and one commit, as Comity's writer does."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self._queue: list[tuple[UUID, bytes | None, str, asyncio.Future[None]]] = []
        self._wake = asyncio.Event()

    async def insert(self, id: UUID, request: bytes | None, body: str) -> None:
        """Insert a row; when this returns it is durable."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append((id, request, body, done))
        self._wake.set()
        await done

    async def run(self) -> None:
        """Insert what waits until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            batch, self._queue = self._queue, []
            if not batch:
                continue
            ids, requests, bodies, waiting = zip(*batch, strict=True)
            await self._connection.execute(_INSERT, ids, [now()] * len(ids), requests, bodies)
            for done in waiting:
                done.set_result(None)
            if self._queue:
                self._wake.set()


def application(dsn: str) -> Starlette:
    """Give the bare server."""
    decoder = msgspec.json.Decoder(Arrest, dec_hook=read_reference)
    writers: list[Coalescing] = []

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        connection = await asyncpg.connect(dsn)
        writers.append(Coalescing(connection))
        writing = asyncio.create_task(writers[0].run())
        yield
        writing.cancel()
        await connection.close()

    async def enter(request: Request) -> Response:
        body = await request.body()
        decoder.decode(body)
        id = new_id()
        await writers[0].insert(id, None, body.decode())
        return Response(msgspec.json.encode({"id": id}), 201, media_type="application/json")

    return Starlette(routes=[Route("/v1/records/arrest", enter, methods=["POST"])], lifespan=lifespan)


if __name__ == "__main__":
    uvicorn.run(
        application(sys.argv[1]),
        port=int(sys.argv[2]),
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
    )
