"""A node whose clock is held by the test, the cast with its administrators, and their ways to come in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from comity.acts.changes import Approved, invite_first
from comity.api.server import served
from comity.following.running import App
from comity.following.streaming import Streaming
from comity.policy.entrance import Entrance
from comity.store.node import Node, open_node
from tests.accounts.authenticator import Authenticator
from tests.conftest import Server
from tests.worlds import SMALL

ADMINISTRATORS = """
[[member]]
key = "adam"
name = "Adam"
agency = "hart-pd"
roles = ["administrator"]

[[member]]
key = "amy"
name = "Amy"
agency = "hart-pd"
roles = ["administrator"]

[[member]]
key = "carl"
name = "Carl"
agency = "hart-court"
roles = ["administrator"]

[[member]]
key = "olga"
name = "Olga"
agency = "oversight"
roles = ["administrator"]

[[member]]
key = "printer"
name = "Printing service"
agency = "hart-pd"
roles = ["officer"]

[[clause]]
id = "9.1"
prose = "Oversight sees what happens to accounts, with where it came from."
permit = ["see", "subscribe"]
to = { pillar = "oversight" }
kinds = ["account-event"]
categories = ["reference", "event", "status"]
purposes = ["oversight", "administration"]
"""
WORLD = SMALL + ADMINISTRATORS
BANNER = Entrance().banner.digest
START = datetime(2026, 3, 2, 8, tzinfo=UTC)


@dataclass
class HeldClock:
    """A clock that stands still until it is moved."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@asynccontextmanager
async def at_work(dsn: str, keyring: Path, clock: HeldClock) -> AsyncIterator[App]:
    """Give a node at work by a clock of the test's own."""
    async with open_node(dsn, keyring, clock=clock) as node:
        streaming = Streaming(node)
        following = asyncio.create_task(streaming.run())
        try:
            yield App(node, streaming)
        finally:
            streaming.end_all()
            following.cancel()
            await asyncio.wait([following])


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
async def app(server: Server, place: Path, clock: HeldClock) -> AsyncIterator[App]:
    """A node at work on a database of its own, its clock held, with administrators in its world."""
    async with at_work(await server.new_database(), place / "keyring", clock) as app:
        await app.node.directories.activate(WORLD)
        yield app


@pytest.fixture
def node(app: App) -> Node:
    return app.node


@pytest.fixture
def entrance() -> Entrance:
    """How people come in; a test that wants another says so."""
    return Entrance()


@dataclass
class City:
    """The people of the test at the doors of one server, each with a passkey."""

    address: str
    app: App
    stack: AsyncExitStack
    passkeys: dict[str, Authenticator] = field(default_factory=dict)

    async def client(self, token: str = "", purpose: str = "") -> httpx.AsyncClient:
        """Give a client that asks with a token."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if purpose:
            headers["Comity-Purpose"] = purpose
        client = httpx.AsyncClient(base_url=self.address, headers=headers, timeout=20)
        return await self.stack.enter_async_context(client)

    async def registers(self, member: str, halves: list[str]) -> Authenticator:
        """Register a passkey on an invitation."""
        door = await self.client()
        invited = {"member": member, "halves": halves}
        asked = await door.post("/v1/registration/passkey/options", json=invited)
        assert asked.status_code == 200, asked.text
        passkey = self.passkeys[member] = Authenticator()
        credential = passkey.registers(asked.json())
        made = await door.post("/v1/registration/passkey", json={**invited, "credential": credential})
        assert made.status_code == 204, made.text
        return passkey

    async def tries(self, member: str, purpose: str, **altered: Any) -> httpx.Response:
        """Try to sign in with a member's passkey; ``altered`` replaces parts of the request."""
        door = await self.client()
        asked = await door.post("/v1/sign-in/passkey/options")
        assert asked.status_code == 200, asked.text
        body = {"banner": BANNER, "purpose": purpose, "credential": self.passkeys[member].signs(asked.json())}
        return await door.post("/v1/sign-in/passkey", json={**body, **altered})

    async def signs_in(self, member: str, purpose: str) -> httpx.AsyncClient:
        """Sign in with a member's passkey, and give a client that goes on with what that gave."""
        answer = await self.tries(member, purpose)
        assert answer.status_code == 201, answer.text
        return await self.client(answer.json()["token"])

    async def administrator(self, member: str) -> httpx.AsyncClient:
        """Sign in an administrator, who is invited first if they never were."""
        if member not in self.passkeys:
            await self.first(member)
        return await self.signs_in(member, "administration")

    async def first(self, member: str) -> Approved:
        """Let the operator of the machine invite an administrator."""
        invited = await invite_first(self.app.node, member)
        await self.registers(member, invited.half.split())
        return invited

    async def joins(self, member: str, by: str = "adam", approved_by: str = "amy", **wanted: Any) -> Authenticator:
        """Let one administrator ask for a member's account and another approve it; the member registers a passkey."""
        asking, approving = await self.administrator(by), await self.administrator(approved_by)
        body = {"act": "invite", "member": member, **wanted}
        asked = await asking.post("/v1/account-changes", json=body)
        assert asked.status_code == 201, asked.text
        made = await approving.post(f"/v1/account-changes/{asked.json()['change']['id']}/approval")
        assert made.status_code == 200, made.text
        return await self.registers(member, [asked.json()["half"], made.json()["half"]])


@pytest.fixture
async def city(app: App, entrance: Entrance) -> AsyncIterator[City]:
    """The people of the test at a server whose streams say every half second that they live."""
    async with served(app, entrance=entrance) as address, AsyncExitStack() as stack:
        yield City(address, app, stack)


async def events_of(node: Node, member: str | None = None) -> list[Any]:
    """Give what the log holds about accounts, oldest first, as JSON-like fields."""
    found = await node.pool.fetch(_EVENTS)
    return [fields for fields in (row["facts"] for row in found) if member is None or f'"member":"{member}"' in fields]


_EVENTS = """
-- Every account event, oldest first.
select e.facts::text as facts from entry e join handling_class c on c.id = e.class_id
where c.kind = 'account-event' order by e.seq
"""
