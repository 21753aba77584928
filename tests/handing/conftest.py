"""A node that may reach receivers on this machine, and a probation office that waits for what becomes of its people."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from comity.acts.secrets import secrets_of
from comity.acts.subscribe import Terms, subscribe
from comity.exchange.outwards import outward
from comity.following.carrying import Outside
from comity.following.running import App, run_app
from comity.policy.sessions import Session
from comity.records.governance.subscription import Way
from comity.settings import Settings
from comity.store.node import Node
from comity.store.subscriptions import Standing
from tests.conftest import Server
from tests.handing.receivers import Receiver, receiving
from tests.worlds import SMALL


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A partner's system at work."""
    async with receiving(Receiver()) as each:
        yield each


@pytest.fixture
async def app(server: Server, place: Path, receiver: Receiver) -> AsyncIterator[App]:
    """A node at work that may reach that partner."""
    outside = Outside(frozenset({f"127.0.0.1:{receiver.port}"}), folders=(place,))
    settings = Settings(place, await server.new_database(), checkpoint_seconds=0.1)
    async with run_app(settings, formats=outward(), outside=outside) as app:
        await app.node.directories.activate(SMALL)
        yield app


Waiting = Callable[..., Awaitable[Standing]]


async def hook(node: Node, session: Session, receiver: Receiver, *kinds: str, **terms: object) -> Standing:
    """Have a receiver told of some kinds, and give it the secret."""
    wish = Terms(way=Way.WEBHOOK, address=receiver.url, **terms)  # type: ignore[arg-type]  # as the test names them
    standing = await subscribe(node, session, kinds, terms=wish, formats=outward())
    receiver.secrets += secrets_of(node, standing, node.clock())
    return standing
