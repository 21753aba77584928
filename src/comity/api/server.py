"""The server: every address of the node, uvicorn under it, and an end that does not wait for open streams."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import NamedTuple

import uvicorn
import uvloop
from starlette.routing import BaseRoute, Route, Router
from starlette.types import ASGIApp

from comity.acts.spelled import ready
from comity.api import (
    account_routes,
    agreements,
    disclosure_routes,
    explain,
    finding,
    health,
    kinds,
    log,
    openapi,
    records,
    streams,
)
from comity.api.deadlines import DEADLINE_ROUTES
from comity.api.front import HEARTBEAT_SECONDS, USUAL_ENTRANCE, Front, front_of
from comity.api.handing_contract import HANDING_ROUTES, NOTICE_ROUTES
from comity.api.linking_contract import LINKING_ROUTES
from comity.api.protocol import BoundedProtocol
from comity.api.relief_contract import RELIEF_ROUTES
from comity.api.resources import METHODS, Endpoint, RecordOrKind, Resource, no_such_address
from comity.errors import Invalid, Unavailable
from comity.exchange.outwards import outward
from comity.following.running import App, run_app
from comity.policy.entrance import Entrance, Passkeys, read_entrance
from comity.settings import Settings


class Others(NamedTuple):
    """What is served beside the API: other routes, looked at after its own, and who answers where nothing is."""

    routes: Sequence[BaseRoute] = ()
    default: ASGIApp = no_such_address


# Makes it once the front is there.
Beside = Callable[[Front], Others]

# Streams are ended before; what then still runs after this is cut off.
_GRACE_SECONDS = 5
_BACKLOG = 2048


def nothing_beside(front: Front) -> Others:
    """Serve the API alone."""
    del front
    return Others()


def serve(settings: Settings, *, beside: Beside = nothing_beside) -> None:
    """Start the node and serve it until SIGTERM or SIGINT; returns when all is written and the database is left."""
    uvloop.run(_serve(settings, beside))


def spare_the_collector() -> None:
    """Leave what is there from the start out of every search for garbage, and search a little less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


async def serve_app(
    app: App, *, host: str, port: int, entrance: Entrance = USUAL_ENTRANCE, beside: Beside = nothing_beside
) -> None:
    """Serve a node that is at work until SIGTERM or SIGINT."""
    async with served(app, host=host, port=port, entrance=entrance, beside=beside):
        await _told_to_stop()


@asynccontextmanager
async def served(
    app: App,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    heartbeat_seconds: float = HEARTBEAT_SECONDS,
    entrance: Entrance = USUAL_ENTRANCE,
    beside: Beside = nothing_beside,
) -> AsyncIterator[str]:
    """Serve a node within the block, and give the address; port 0 takes a free one. ``beside`` are its pages."""
    front = front_of(
        app.node, app.streaming, formats=app.formats, entrance=entrance, heartbeat_seconds=heartbeat_seconds
    )
    server = _Server(_config(_api(front, beside(front)), host, port))
    serving = asyncio.create_task(server.serve())
    try:
        yield f"http://{host}:{await _port(server, serving)}"
    finally:
        front.close()
        server.should_exit = True
        await serving


class _Server(uvicorn.Server):
    """A server that leaves signals to us: its own way ends the process before the node is closed."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _serve(settings: Settings, beside: Beside) -> None:
    ready()
    async with run_app(settings, formats=outward()) as app:
        spare_the_collector()
        await serve_app(app, host=settings.host, port=settings.port, entrance=_entrance(settings), beside=beside)


def _entrance(settings: Settings) -> Entrance:
    if settings.entrance is None:
        return Entrance(passkeys=Passkeys(origins=(f"http://localhost:{settings.port}",)))
    try:
        return read_entrance(settings.entrance.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as wrong:
        raise Invalid(
            f"{settings.entrance} cannot be read: {wrong}", field="COMITY_ENTRANCE", remedy="Name a TOML file in UTF-8."
        ) from wrong


async def _told_to_stop() -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    try:
        await told.wait()
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


async def _port(server: uvicorn.Server, serving: asyncio.Task[None]) -> int:
    """Wait until the server listens, and tell where; a server that cannot start ends its task instead."""
    while not server.started:
        if serving.done():
            raise Unavailable(
                "The server cannot listen at this address.", remedy="Give another port, or stop what listens there."
            )
        await asyncio.sleep(0.005)
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port


def _config(api: ASGIApp, host: str, port: int) -> uvicorn.Config:
    # No access log: addresses of searches hold names.
    return uvicorn.Config(
        api,
        host=host,
        port=port,
        loop="none",
        http=BoundedProtocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )


def _api(front: Front, others: Others) -> ASGIApp:
    def at(path: str, **endpoints: Endpoint) -> Route:
        return Route(path, Resource(front, endpoints))

    record = Resource(front, {"GET": records.one, "PATCH": records.correct})
    kind = Resource(front, {"GET": records.newest, "POST": records.enter})
    neither = Resource(front, dict.fromkeys(METHODS, records.neither))
    # A router alone: each address answers for its own faults, and a layer above it would cost every request.
    return Router(
        routes=[
            Route("/v1/records/{name}", RecordOrKind(record, kind, neither)),
            at("/v1/records/{id}/history", GET=finding.versions),
            at("/v1/records/{id}/proof", GET=finding.proof),
            at("/v1/records/{id}/explanation", GET=explain.of_record),
            at("/v1/records/{id}/reasons", GET=explain.reasons),
            at("/v1/explanations", POST=explain.before),
            at("/v1/simulations", POST=explain.simulation),
            at("/v1/cases/{id}", GET=finding.case),
            at("/v1/search", GET=finding.find),
            at("/v1/stream", GET=streams.stream),
            *(at(path, **endpoints) for path, endpoints in HANDING_ROUTES.items()),
            at("/v1/agreements", GET=agreements.every, POST=agreements.draft),
            at("/v1/agreements/{key}", GET=agreements.one),
            at("/v1/agreements/{key}/steps", POST=agreements.step),
            at("/v1/agreement-checks", POST=agreements.check),
            at("/v1/matrix", GET=agreements.whole_matrix),
            *(at(path, **endpoints) for path, endpoints in disclosure_routes.DISCLOSURE_ROUTES.items()),
            *(at(path, **endpoints) for path, endpoints in RELIEF_ROUTES.items()),
            *(at(path, **endpoints) for path, endpoints in LINKING_ROUTES.items()),
            *(at(path, **endpoints) for path, endpoints in DEADLINE_ROUTES.items()),
            at("/v1/kinds", GET=kinds.every),
            at("/v1/kinds/{kind}", GET=kinds.one),
            at("/v1/log/checkpoint", GET=log.checkpoint),
            *(at(path, **endpoints) for path, endpoints in account_routes.ACCOUNT_ROUTES.items()),
            *(at(path, **endpoints) for path, endpoints in NOTICE_ROUTES.items()),
            at("/openapi.json", GET=openapi.contract),
            at("/problems/{name}", GET=health.problem),
            at("/livez", GET=health.alive),
            at("/readyz", GET=health.ready),
            # Pages wait longer than programs do, and have an answer of their own at the door.
            *others.routes,
            at("/", GET=health.index),
        ],
        redirect_slashes=False,
        default=others.default,
    )
