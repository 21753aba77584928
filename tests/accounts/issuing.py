"""An OpenID provider on this machine: it publishes keys, and gives a token for each code that the test put there."""

import asyncio
import socket as sockets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import uvicorn
from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from comity.policy.entrance import Entrance, Issuer
from tests.accounts.conftest import BANNER, HeldClock
from tests.accounts.forging import ISSUER, Token, published


@dataclass
class Provider:
    """What the provider will say, and what it was asked."""

    clock: HeldClock
    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    answer: Response | None = None
    asked: list[Mapping[str, str]] = field(default_factory=list)
    nonces: dict[str, str] = field(default_factory=dict)

    def settings(self) -> Issuer:
        """Give the settings by which a node trusts this provider."""
        return replace(
            ISSUER,
            authorization=f"{self.address}/authorize",
            token=f"{self.address}/token",
            keys=f"{self.address}/keys",
            client_secret="between the two of us",
        )

    async def keys(self, request: Request) -> Response:
        del request
        return Response(published(), media_type="application/json")

    async def token(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        self.asked.append({**form, "authorization": request.headers.get("authorization", "")})
        if self.answer is not None:
            return self.answer
        claims = {"iss": ISSUER.issuer, "nonce": self.nonces[form["code"]], **self.claims}
        return JSONResponse({"id_token": Token(self.clock(), claims=claims).text(), "access_token": "unused"})


@asynccontextmanager
async def provider_at_work(clock: HeldClock) -> AsyncIterator[Provider]:
    """Give a provider that answers on this machine."""
    provider = Provider(clock)
    routes = [Route("/keys", provider.keys), Route("/token", provider.token, methods=["POST"])]
    config = uvicorn.Config(
        Starlette(routes=routes), host="127.0.0.1", port=0, log_level="error", lifespan="off", ws="none"
    )
    server = uvicorn.Server(config)
    socket = config.bind_socket()
    provider.address = f"http://127.0.0.1:{socket.getsockname()[1]}"
    async with _serving(server, socket):
        yield provider


@asynccontextmanager
async def _serving(server: uvicorn.Server, socket: sockets.socket) -> AsyncIterator[None]:
    serving = asyncio.create_task(server.serve(sockets=[socket]))
    try:
        while not server.started:
            await asyncio.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        await serving
        socket.close()


def entrance_of(provider: Provider) -> Entrance:
    """Give the entrance of a node that trusts a provider."""
    return Entrance(issuer=provider.settings())


async def at_the_issuer(door: httpx.AsyncClient, provider: Provider, code: str) -> dict[str, str]:
    """Begin a sign-in, come back from the issuer with a code, and give the request that ends it."""
    begun = await door.post("/v1/sign-in/issuer/options")
    assert begun.status_code == 200, begun.text
    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun.json()["address"]).query).items()}
    assert asked["code_challenge_method"] == "S256"
    provider.nonces[code] = asked["nonce"]
    return {
        "banner": BANNER,
        "purpose": "investigation/2026-1",
        "ticket": begun.json()["ticket"],
        "state": asked["state"],
        "code": code,
    }
