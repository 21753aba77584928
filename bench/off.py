"""The same server with everything off: no policy, no reference checks, no encryption, tokens, tree or queue.

It signs in, reads headers and body as strictly, keeps the Idempotency-Key unique, and answers alike; the rows that
wait share an insert and a commit. What it needs comes from its environment: ``python -m bench.off``.
"""

import asyncio

import asyncpg
import uvicorn
import uvloop
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router

from bench.bare import Coalescing
from comity.acts.submit import Receipt, request_of
from comity.api.answers import PRIVATE, json_answer
from comity.api.asking import idempotency_key, queried, require_acceptable
from comity.api.bodies import JSON, body_of, media_type, parsed
from comity.api.front import Front, front_of
from comity.api.protocol import BoundedProtocol
from comity.api.resources import Resource
from comity.api.views import entity_tag, received
from comity.clock import now
from comity.following.running import run_app
from comity.ids import new_id
from comity.records.codec import build, encode
from comity.records.justice.arrest import Arrest
from comity.settings import Settings, read_settings
from comity.store.entries import Entry


def resource(front: Front, writer: Coalescing) -> Resource:
    """Give the one address of this server."""

    async def enter(front: Front, request: Request) -> Response:
        session = await front.session(request)
        queried(request, ("atomic",))
        require_acceptable(request, JSON)
        key = idempotency_key(request)
        media_type(request, (JSON,))
        body = encode(build(Arrest, parsed(await body_of(request))))
        asked, _ = request_of(session, key, body)
        entry = Entry(0, new_id(), 1, now())
        await writer.insert(entry.id, asked, body.decode())
        headers = {"ETag": entity_tag(1), **PRIVATE, "Location": f"/v1/records/{entry.id}"}
        return json_answer(received("arrest", Receipt(entry)), status=201, headers=headers)

    return Resource(front, {"POST": enter})


async def serve(settings: Settings) -> None:
    """Serve until told to stop."""
    async with run_app(settings) as app:
        writer = Coalescing(await asyncpg.connect(app.node.dsn))
        writing = asyncio.create_task(writer.run())
        routes = [Route("/v1/records/arrest", resource(front_of(app.node, app.streaming), writer))]
        config = uvicorn.Config(
            Router(routes),
            port=settings.port,
            loop="none",
            http=BoundedProtocol,
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
        )
        await uvicorn.Server(config).serve()
        writing.cancel()


if __name__ == "__main__":
    uvloop.run(serve(read_settings()))
