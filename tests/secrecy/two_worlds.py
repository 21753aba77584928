"""Two worlds, alike but for what one of them hides, and what one reader is told in each."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from comity.acts.submit import Submission, submit_together
from comity.api.server import served
from comity.following.running import App
from comity.ids import new_id
from comity.records.registry import kinds
from comity.web.routes import page_routes
from tests.entering import arrest_fields, enter, record
from tests.store.drafting import enter_below
from tests.worlds import session_of

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_CURSOR = re.compile(r"(?<=cursor=)[A-Za-z0-9_%-]+={0,2}|(?<=^id: )[A-Za-z0-9_-]+=*", re.MULTILINE)
_INSTANT = re.compile(r'(?:(?<="recorded_at":")|(?<="created_at":"))[^"]+')
# When something was recorded, as pages say it; the minute may turn between two worlds.
_SAID = re.compile(
    r"[A-Z][a-z]{2} \d{1,2}, 20\d\d, \d\d:\d\d UTC|(?<=value=\")20\d\d-\d\d-\d\dT\d\d:\d\d"
    r"|20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(?:\+00:00|Z)"
)
PAGES_OF_A_RECORD = (
    "/records/{id}", "/records/{id}.json", "/records/{id}/history", "/records/{id}/reasons", "/records/{id}/seen",
    "/records/{id}/seen.json", "/records/{id}/seen.csv",
    "/records/{id}/same", "/records/{id}/correction", "/cases/{id}", "/cases/{id}/people", "/cases/{id}/links",
    "/cases/{id}/links.json", "/cases/{id}/map", "/cases/{id}/documents", "/cases/{id}/seen", "/cases/{id}/export",
    "/cases/{id}/export.csv", "/cases/{id}/print", "/analysis/{id}", "/enter/booking?from={id}",
    "/enter/court-order?from={id}",
)  # fmt: skip
PAGES = (
    "/", "/desk", "/desk/due", "/desk/0", "/desk/1", "/desk/2", "/news", "/docket", "/docket.ics", "/custody",
    "/custody.json", "/people/review", "/people/review.json", "/people/review.csv", "/people/review?kind=vehicle",
    "/analysis/series", "/analysis/map", "/analysis/map.csv", "/nowhere",
    "/enter/court-case", "/enter/booking", "/choices?kinds=person,arrest&name=subject&find=hidden",
)  # fmt: skip


@dataclass
class World:
    """A node, its address, and the ids of what was told; ``hidden`` are ids of nothing where nothing is hidden."""

    app: App
    address: str
    hides: bool
    reader: str = ""
    seen: dict[str, UUID] = field(default_factory=dict)
    hidden: dict[str, UUID] = field(default_factory=dict)

    async def client(self, member: str) -> httpx.AsyncClient:
        session = session_of(self.app.node, member)
        token = await self.app.node.access.issue(session.agency.key, member, session.purpose, timedelta(hours=1))
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.AsyncClient(base_url=self.address, headers=headers, timeout=20)

    async def enter(self, name: str, kind: str, by: str, **fields: Any) -> UUID:
        self.seen[name] = (await enter(self.app.node, session_of(self.app.node, by), kind, **fields)).entry.id
        return self.seen[name]

    async def enter_twice(self, name: str, kind: str, by: str, **fields: Any) -> UUID:
        """Enter two records of one person or thing, the first with the lesser id: pairs are shown in their order."""
        one, again = sorted((new_id(), new_id()))
        twice = [Submission(id, record(kind, **fields)) for id in (one, again)]
        await submit_together(self.app.node, session_of(self.app.node, by), twice)
        self.seen |= {name: one, f"{name} again": again}
        return one

    async def hide(self, name: str, kind: str, **fields: Any) -> UUID:
        """Enter what neither court nor jail may see, where this world hides anything."""
        self.hidden[name] = new_id()
        if self.hides:
            lee = session_of(self.app.node, "lee")
            self.hidden[name] = (await enter(self.app.node, lee, kind, **fields)).entry.id
        return self.hidden[name]


@asynccontextmanager
async def world(app: App, *, hides: bool, reader: str = "") -> AsyncIterator[World]:
    async with served(app, beside=page_routes) as address:
        yield World(app, address, hides, reader)


async def begin(world: World) -> None:
    """Tell what both worlds begin with, and in one of them what is hidden between; the police see that."""
    ada = await world.enter_twice("ada", "person", "lee", **ADA)
    await world.enter_twice("car", "vehicle", "jo", **CAR)
    incident = await world.enter("incident", "incident", "lee", **INCIDENT)
    arrest = await world.enter("arrest", "arrest", "lee", **arrest_fields(incident, ada))
    if world.reader != "lee":
        await hide(world, "first")
    booking = {"arrest": arrest, "subject": ada, "booked_at": "2026-01-02T12:00:00Z", "health": {"conditions": []}}
    await world.enter("booking", "booking", "jo", **booking)
    await world.enter("other", "person", "lee", names=[{"given_name": "Other", "surname": "Quill"}])
    if world.reader != "lee":
        await hide(world, "second")


ADA = {"names": [{"given_name": "Ada", "surname": "Quill"}], "birth_date": "1990-12-10", "sex": "F"}
CAR: dict[str, Any] = {"registrations": [{"plate": "HRT 4711"}], "detail": {"make": "Honda"}}
INCIDENT = {
    "registered_at": "2026-01-02T10:00:00Z",
    "investigating_officer": "lee",
    "offenses": ["220"],
    "narrative": "A window was broken.",
}


async def hide(world: World, when: str) -> None:
    """Hide persons, an arrest of Ada on the same incident, a vehicle, and what was judged, and read them."""
    marked = {"markings": ["sensitive"]}
    name = {"given_name": "Quasimodo", "surname": "Hidden"}
    person = await world.hide(f"{when} person", "person", names=[name], **marked)
    fields = arrest_fields(world.seen["incident"], world.seen["ada"], arrest_number=f"elsewhere {when}")
    arrest = await world.hide(f"{when} arrest", "arrest", **fields, **marked)
    # One who is linked with Ada, by what Ada's own record says too and by more.
    number = {"kind": "ssn", "value": "900-12-3456"}
    await world.hide(f"{when} twin", "person", **ADA, identifications=[number], **marked)
    await world.hide(f"{when} car", "vehicle", **CAR, vin="1HGCM82633A004352", **marked)
    await _hide_judgments(world, when)
    if world.hides:
        lee = await world.client("lee")
        for id in (person, arrest):
            (await lee.get(f"/v1/records/{id}")).raise_for_status()
        merge = {"If-Match": '"v1"', "Content-Type": "application/merge-patch+json", "Idempotency-Key": uuid4().hex}
        new = {"names": [{**name, "middle_name": "Again"}]}
        (await lee.patch(f"/v1/records/{person}", headers=merge, json=new)).raise_for_status()
        await lee.aclose()


async def _hide_judgments(world: World, when: str) -> None:
    """Hide that the police judged what is seen not to be one, and to be one with what is hidden."""
    seen, hidden = world.seen, world.hidden
    apart, one = {"outcome": "rejected"}, {"outcome": "linked"}
    for name, kind, said in (
        ("persons apart", "person-identification", {**apart, "persons": [seen["ada"], seen["ada again"]]}),
        ("persons one", "person-identification", {**one, "persons": [seen["ada"], hidden[f"{when} person"]]}),
        ("cars apart", "thing-identification", {**apart, "things": [seen["car"], seen["car again"]]}),
        ("cars one", "thing-identification", {**one, "things": [seen["car"], hidden[f"{when} car"]]}),
    ):
        id = world.hidden[f"{when} {name}"] = new_id()
        if world.hides:
            about = {"decided_at": "2026-01-02", "explanation": "Seen.", "markings": ["sensitive"]}
            await enter_below(world.app.node, record(kind, **said, **about), "hart-pd", "lee", id=id)


async def go_on(world: World) -> None:
    """Tell more while somebody listens, the last of it in sight of everybody."""
    await hide(world, "third")
    await world.enter("late", "person", "lee", names=[{"given_name": "Late", "surname": "Quill"}])
    await hide(world, "fourth")
    await world.enter("last", "incident", "lee", **INCIDENT)


class Transcript:
    """What one reader asked and was told, with what chance and the clock made put aside."""

    def __init__(self, world: World, client: httpx.AsyncClient) -> None:
        self.world = world
        self.client = client
        self.told: list[str] = []
        self._names: dict[str, str] = {}

    async def ask(self, method: str, path: str, **about: Any) -> httpx.Response:
        key = {"Idempotency-Key": uuid4().hex} if method != "GET" else {}
        request = self.client.build_request(method, path, headers=key | about.pop("headers", {}), **about)
        return await self.send(request)

    async def send(self, request: httpx.Request) -> httpx.Response:
        answer = await self.client.send(request)
        headers = {n: v for n, v in answer.headers.items() if n != "date"}
        self.note(
            f"{request.method} {request.url.raw_path.decode()} {request.content.decode()}",
            f"{answer.status_code} {headers}\n{answer.text}",
        )
        return answer

    def note(self, asked: str, told: str) -> None:
        self.told.append(self._plainly(f"{asked}\n{told}"))

    def _plainly(self, text: str) -> str:
        text = _SAID.sub("<said>", _INSTANT.sub("<instant>", text))
        return _CURSOR.sub(self._named, _ID.sub(self._named, text))

    def _named(self, found: re.Match[str]) -> str:
        """Call each random value by the place at which it first stood: equal ones stay equal, and lengths show."""
        return self._names.setdefault(found[0], f"<{len(self._names)} of {len(found[0])}>")


async def ask_everything(world: World, member: str) -> list[str]:
    """Give the transcript of one who asks for all there is, and for what there is not."""
    client = await world.client(member)
    async with client:
        transcript = Transcript(world, client)
        await _ask_for_the_hidden(transcript)
        await _list_all(transcript)
        await _search(transcript)
        for id in world.seen.values():
            for path in (f"records/{id}", f"records/{id}/history", f"records/{id}/identity", f"cases/{id}"):
                await transcript.ask("GET", f"/v1/{path}")
        await _ask_who_is_the_same(transcript)
        await _try_to_write(transcript)
        await _listen(transcript)
        await _list_all(transcript)
        for path in ("/v1/kinds", "/v1/subscriptions", "/openapi.json"):
            await transcript.ask("GET", path)
        return transcript.told


async def look_at_pages(world: World, member: str) -> list[str]:
    """Give the transcript of one who looks at every page, of what is there and of what is not."""
    async with await world.client(member) as client:
        client.headers["Accept"] = "text/html"
        transcript = Transcript(world, client)
        for path in (*PAGES, *(f"/lists/{kind}" for kind in kinds()), *(f"/lists/{kind}.csv" for kind in kinds())):
            await transcript.ask("GET", path)
        for query in ("quill", "hidden", "quasimodo", "elsewhere", "quasimoddo hidden", "220", "2026-01-02"):
            await transcript.ask("GET", "/search", params={"q": query})
            await transcript.ask("GET", "/search", params={"q": query, "kind": "person"})
        for id in (*world.seen.values(), *world.hidden.values()):
            for path in PAGES_OF_A_RECORD:
                await transcript.ask("GET", path.format(id=id))
        return transcript.told


async def _ask_for_the_hidden(transcript: Transcript) -> None:
    merge = {"Content-Type": "application/merge-patch+json"}
    for id in transcript.world.hidden.values():
        paths = ("", "/history", "/proof", "/identity")
        for path in (*(f"records/{id}{part}" for part in paths), f"cases/{id}"):
            await transcript.ask("GET", f"/v1/{path}")
        for version in ("v1", "v2", "v9"):
            tag = merge | {"If-Match": f'"{version}"'}
            await transcript.ask("PATCH", f"/v1/records/{id}", headers=tag, json={"names": []})


async def _ask_who_is_the_same(transcript: Transcript) -> None:
    """Ask whom a draft may be, by what the seen and the hidden say of themselves, and which pairs are in doubt."""
    hidden = {"names": [{"given_name": "Quasimodo", "surname": "Hidden"}]}
    for draft in (ADA, hidden, ADA | {"identifications": [{"kind": "ssn", "value": "900-12-3456"}]}):
        await transcript.ask("POST", "/v1/resemblances/person", json=draft)
    for car in (CAR, CAR | {"vin": "1HGCM82633A004352"}):
        await transcript.ask("POST", "/v1/resemblances/vehicle", json=car)
    for kind in ("person", "vehicle"):
        await transcript.ask("GET", "/v1/links/doubtful", params={"kind": kind})
    seen, hidden_ids = transcript.world.seen, transcript.world.hidden.values()
    for with_whom, others in ((seen["ada"], (seen["other"], *hidden_ids)), (seen["car"], hidden_ids)):
        for id in others:
            judged = {"records": [str(with_whom), str(id)], "verdict": "same", "because": "The prints agree."}
            await transcript.ask("POST", "/v1/links", json=judged)
            await transcript.ask("POST", f"/v1/links/{id}/undoing", json={"because": "They do not."})


async def _list_all(transcript: Transcript) -> None:
    for kind in kinds():
        path = f"/v1/records/{kind}?limit=1"
        for _ in range(20):
            answer = await transcript.ask("GET", path)
            if "next" not in answer.links:
                break
            path = answer.links["next"]["url"]


async def _search(transcript: Transcript) -> None:
    for query in (
        *("quill", "ada quill", "hidden", "quasimodo", "again", "elsewhere", "elsewhere first", "late", "220"),
        *("quil", "adda quil", "hiddn", "quasimoddo hidden", "lat quill", "burglary", '"ada quill" 2026', "2026-01-02"),
    ):
        for more in ({}, {"limit": "1"}, {"kind": "person"}, {"kind": "arrest"}, {"facets": "true"}):
            answer = await transcript.ask("GET", "/v1/search", params={"q": query, **more})
            if "next" in answer.links:
                await transcript.ask("GET", answer.links["next"]["url"])


async def _try_to_write(transcript: Transcript) -> None:
    """Enter what refers to the hidden, and what takes its numbers."""
    world = transcript.world
    for id in world.hidden.values():
        booking = {
            "arrest": str(id),
            "subject": str(world.seen["ada"]),
            "booked_at": "2026-01-02T12:00:00Z",
            "health": {"conditions": []},
        }
        await transcript.ask("POST", "/v1/records/booking", json=booking)
        case = {"docketed_at": "2026-01-05T12:00:00Z", "parties": [{"role": "defendant", "person": str(id)}]}
        await transcript.ask("POST", "/v1/records/court-case", json=case)
    await transcript.ask("POST", "/v1/records/person", json={"names": [{"surname": "Hidden"}]})
    await transcript.ask("POST", "/v1/records/person", json=[{"names": [{"surname": "Hidden"}]}])


async def _listen(transcript: Transcript) -> None:
    """Follow the stream while things happen, then come back to it twice."""
    subscription = (
        await transcript.ask("POST", "/v1/subscriptions", json={"kinds": ["arrest", "incident", "person"]})
    ).json()
    async with transcript.client.stream("GET", "/v1/stream") as answer:
        lines = answer.aiter_lines()
        heard = [await anext(lines)]
        await go_on(transcript.world)
        async with asyncio.timeout(20):
            while not heard[-1].startswith("data:") or str(transcript.world.seen["last"]) not in heard[-1]:
                heard.append(await anext(lines))
    transcript.note("stream", "\n".join(line for line in heard if not line.startswith(":")))
    for _ in range(2):
        await transcript.ask("GET", "/v1/stream?follow=false")
        await transcript.ask("GET", f"/v1/stream?follow=false&subscription={subscription['id']}")
    await hide(transcript.world, "fifth")
    await transcript.ask("GET", "/v1/stream?follow=false")
    await transcript.ask("GET", f"/v1/stream?follow=false&subscription={subscription['id']}")
