"""A server on the test's node, and the standing cast signed in to it over HTTP."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta

import httpx
import pytest

from comity.api.server import served
from comity.following.running import App
from tests.worlds import session_of

SignedIn = Callable[..., Awaitable[httpx.AsyncClient]]


@pytest.fixture
async def address(app: App) -> AsyncIterator[str]:
    """Where the test's node serves."""
    async with served(app) as address:
        yield address


async def token_for(app: App, member: str, purpose: str | None = None) -> str:
    """Make a token for one of the cast, for their usual purpose."""
    session = session_of(app.node, member, purpose)
    return await app.node.access.issue(session.agency.key, member, session.purpose, timedelta(hours=1))


@pytest.fixture
async def signed_in(app: App, address: str) -> AsyncIterator[SignedIn]:
    """Give a client signed in as one of the cast."""
    async with AsyncExitStack() as stack:

        async def signed_in(member: str, purpose: str | None = None) -> httpx.AsyncClient:
            headers = {"Authorization": f"Bearer {await token_for(app, member, purpose)}"}
            client = httpx.AsyncClient(base_url=address, headers=headers, timeout=10)
            return await stack.enter_async_context(client)

        yield signed_in
