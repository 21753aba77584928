"""One partner that is down, slow, failing, forgetful or behind the clock costs the others nothing, nor itself."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

import pytest

from comity.acts.secrets import secrets_of
from comity.acts.subscribe import Terms, subscribe
from comity.clock import now
from comity.following.running import run_app
from comity.records.governance.subscription import Way
from comity.settings import Settings
from tests.durability.asking import Cut, Line
from tests.durability.killing import Site, free_port
from tests.handing.receivers import Receiver, receiving
from tests.worlds import SMALL, session_of

pytestmark = pytest.mark.anyio

DIARY = b'{"occurred_at": "2026-01-02T09:00:00Z", "outcome": "record-only", "narrative": "Heard."}'


@dataclass
class Failing(Receiver):
    """Answers 500 until it is mended."""

    status: int = 500


@dataclass
class Duplicating(Receiver):
    """Takes every third message and forgets to say so: it comes again."""

    chance: Random = field(default_factory=lambda: Random(3))

    def answer(self, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Take a message, and fail to answer now and then."""
        status, said = super().answer(headers, body)
        return (503, b"") if self.chance.random() < 0.3 else (status, said)


@dataclass
class Skewed(Receiver):
    """Is ten minutes behind until its clock is set."""

    behind: timedelta = timedelta(minutes=10)

    def answer(self, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Take a message unless it seems to come from the future."""
        seconds = int(headers["webhook-timestamp"]) - (now() - self.behind).timestamp()
        if abs(seconds) > 300:
            self.tries.append({})
            return 401, b""
        return super().answer(headers, body)


class Stoppable:
    """A partner that can be killed and started again at the same address."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self._running = AsyncExitStack()

    async def start(self) -> None:
        """Take messages."""
        await self._running.enter_async_context(receiving(self._receiver, self._receiver.port))

    async def kill(self) -> None:
        """Take none any more, and listen no more."""
        await self._running.aclose()


@asynccontextmanager
async def stoppable(receiver: Receiver) -> AsyncIterator[Stoppable]:
    """Give a partner at work."""
    running = Stoppable(receiver)
    await running.start()
    yield running
    await running.kill()


@dataclass
class City:
    """A node with its partners, each with a subscription."""

    site: Site
    clerk: str
    partners: dict[str, Receiver]
    subscriptions: dict[str, str]
    killed: "Stoppable"


@asynccontextmanager
async def city(place: Path) -> AsyncIterator[City]:
    """Set up a node, six partners, and a subscription for each; the server is started."""
    partners: dict[str, Receiver] = {
        "steady": Receiver(answers_receipts=True),
        "killed": Receiver(),
        "slow": Receiver(seconds=0.05),
        "failing": Failing(),
        "duplicating": Duplicating(),
        "skewed": Skewed(),
    }
    async with AsyncExitStack() as stack:
        stops = {name: await stack.enter_async_context(stoppable(each)) for name, each in partners.items()}
        home = place / "home"
        async with run_app(Settings(home)) as app:
            node = app.node
            await node.directories.activate(SMALL)
            lee, clark = session_of(node, "lee"), session_of(node, "clark")
            bearer = await node.access.issue("hart-pd", "lee", lee.purpose, timedelta(days=1))
            clerk = await node.access.issue("hart-court", "clark", clark.purpose, timedelta(days=1))
            ids = {}
            for name, receiver in partners.items():
                terms = Terms(way=Way.WEBHOOK, address=receiver.url)
                standing = await subscribe(node, clark, ["diary-entry"], terms=terms)
                receiver.secrets += secrets_of(node, standing, now())
                ids[name] = str(standing.id)
        site = Site(home, free_port(), bearer, Random(5))
        os.environ["COMITY_OUTSIDE_HOSTS"] = ",".join(f"127.0.0.1:{each.port}" for each in partners.values())
        site.start()
        try:
            yield City(site, clerk, partners, ids, stops["killed"])
        finally:
            del os.environ["COMITY_OUTSIDE_HOSTS"]
            if site.server is not None and site.server.poll() is None:
                site.stop()


async def entered(site: Site, over: asyncio.Event, acknowledged: list[str]) -> None:
    """Enter diary entries, one after the other, each seen through however often the server dies."""
    line = Line(site.port, site.bearer)
    while not over.is_set():
        key = os.urandom(8).hex()
        while True:
            try:
                answer = await line.ask(
                    "POST", "/v1/records/diary-entry", DIARY, Content_Type="application/json", Idempotency_Key=key
                )
            except Cut:
                await asyncio.sleep(0.05)
                continue
            if answer.status == 503:
                await asyncio.sleep(0.05)
                continue
            assert answer.status in (200, 201), answer
            acknowledged.append(answer.body["id"])
            break
        await asyncio.sleep(0.05)
    line.close()


async def asked(city: City, method: str, path: str, body: bytes = b"") -> Any:
    """Ask the server as the clerk does, until it answers."""
    line, until = Line(city.site.port, city.clerk), monotonic() + 60
    while True:
        try:
            answer = await line.ask(method, path, body, Content_Type="application/json")
        except Cut:
            assert monotonic() < until
            await asyncio.sleep(0.1)
            continue
        if answer.status != 503:
            line.close()
            assert answer.status == 200, answer
            return answer.body


async def mended(city: City) -> None:
    """Put every partner right, and have each tried again at once, as its operator would."""
    city.partners["failing"].status = 200
    skewed = city.partners["skewed"]
    assert isinstance(skewed, Skewed)
    skewed.behind = timedelta(0)
    for id in city.subscriptions.values():
        await asked(city, "POST", f"/v1/subscriptions/{id}/replay", b"{}")


async def found_out(city: City, names: tuple[str, ...]) -> None:
    """Wait until there is an incident for each of these partners; it was opened within a minute of the silence."""
    ids, until = {city.subscriptions[name] for name in names}, monotonic() + 60
    while True:
        page = await asked(city, "GET", "/v1/records/exchange-incident?limit=50")
        told = {each["fields"]["subscription"] for each in page["items"] if "ended_at" not in each["fields"]}
        if ids <= told:
            break
        assert monotonic() < until, ids - told
        await asyncio.sleep(0.5)
    assert city.subscriptions["steady"] not in told


@pytest.mark.timeout(400)
async def test_whatever_one_partner_does_nobody_loses_or_doubles_anything(place: Path) -> None:
    acknowledged: list[str] = []
    async with city(place) as here:
        over = asyncio.Event()
        work = [asyncio.create_task(entered(here.site, over, acknowledged)) for _ in range(2)]
        while not acknowledged:
            await asyncio.sleep(0.05)
        for turn in range(20):
            if turn == 2:
                await here.killed.kill()
            await asyncio.sleep(here.site.chance.uniform(0.1, 0.6))
            here.site.kill_server()
            here.site.start()
            count, until = len(acknowledged), monotonic() + 60
            while len(acknowledged) == count:
                assert monotonic() < until, here.site.errors.read_text()[-2000:]
                await asyncio.sleep(0.05)
        over.set()
        await asyncio.gather(*work)
        await found_out(here, ("failing", "killed", "skewed"))
        await here.killed.start()
        await mended(here)
        until = monotonic() + 120
        while any(len(each.effects) < len(acknowledged) for each in here.partners.values()):
            assert monotonic() < until, {name: len(each.effects) for name, each in here.partners.items()}
            await asyncio.sleep(0.5)
            await mended(here)
        for name, partner in here.partners.items():
            assert sorted(map(str, partner.records)) == sorted(acknowledged), name
            assert partner.numbers == list(range(1, len(acknowledged) + 1)), name
        told = await asked(here, "GET", f"/v1/subscriptions/{here.subscriptions['steady']}/hand-offs?limit=1")
        assert told["received"] == told["sent"] == len(acknowledged)
        tries = {name: len(each.tries) for name, each in here.partners.items()}
        print(f"{len(acknowledged)} entries, 20 kills of the server; tries of each partner: {tries}; 0 lost, 0 doubled")
        assert tries["duplicating"] > len(acknowledged)
        assert here.site.stop() == 0
