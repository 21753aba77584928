"""Tells a node canaries in every way that there is, and makes it write down all that it can."""

import asyncio
import os
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from comity.following.running import App
from comity.policy.clauses import HandlingClass
from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.reach import words_of
from comity.records.registry import kinds
from comity.store.entries import Draft
from comity.store.postgres.binaries import wheel_binaries
from tests.secrecy.canaries import Flock
from tests.store.drafting import draft_for

# Stands in a plain category: it must be found, or the search would find nothing at all.
PLAIN = "PLAIN-7531902-ONCE"
_MERGE = {"Content-Type": "application/merge-patch+json", "If-Match": '"v1"'}


@dataclass
class Told:
    """What was said to a node, and the folder of everything that it may have been written down in."""

    folder: Path
    flock: Flock = field(default_factory=Flock)
    words: set[str] = field(default_factory=set)
    answers: list[str] = field(default_factory=list)

    @property
    def canaries(self) -> list[str]:
        return [word for words in self.flock.made.values() for word in words]

    def word(self, category: Category) -> str:
        return self.flock.canary(category) or ""

    def name(self) -> dict[str, str]:
        return {"given_name": self.word(Category.IDENTITY), "surname": self.word(Category.IDENTITY)}


@dataclass
class Speaker:
    """A client of the node whose answers are kept."""

    told: Told
    client: httpx.AsyncClient

    async def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **about: Any) -> Any:
        under = {"Idempotency-Key": uuid4().hex} | (headers or {})
        answer = await self.client.request(method, path, headers=under, **about)
        self.told.answers.append(answer.text)
        return answer.json()

    async def until_ready(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if (await self.client.get("/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.1)
        raise AssertionError


async def converse(told: Told, port: int, bearer: str) -> None:
    """Say names over HTTP: entered, corrected, searched for, misspelled, refused, read."""
    headers = {"Authorization": f"Bearer {bearer}"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=20) as client:
        speaker = Speaker(told, client)
        await speaker.until_ready()
        name = told.name()
        person = (await speaker.ask("POST", "/v1/records/person", json={"names": [name]}))["id"]
        # Of what stands on a page that is written whole, the write-ahead log may keep the page alone: say it often.
        incidents = [await speaker.ask("POST", "/v1/records/incident", json=_incident(told)) for _ in range(5)]
        incident = incidents[0]["id"]
        await _correct(speaker, person, incident, name)
        for query in (name["surname"], " ".join(name.values()), told.word(Category.IDENTITY)):
            await speaker.ask("GET", "/v1/search", params={"q": query})
        for path in (f"records/{person}/history", f"cases/{incident}", f"records/{person}/proof"):
            await speaker.ask("GET", f"/v1/{path}")
        await _misspeak(speaker)


def _incident(told: Told) -> dict[str, Any]:
    return {
        "registered_at": "2026-01-02T10:00:00Z",
        "investigating_officer": "lee",
        "offenses": ["220"],
        "narrative": told.word(Category.NARRATIVE),
        "incident_number": PLAIN,
    }


async def _correct(speaker: Speaker, person: str, incident: str, name: dict[str, str]) -> None:
    """Correct each once, and a second time in vain."""
    new = {"names": [{**name, "surname": speaker.told.word(Category.IDENTITY)}]}
    for _ in range(2):
        await speaker.ask("PATCH", f"/v1/records/{person}", headers=_MERGE, json=new)
    text = {"narrative": speaker.told.word(Category.NARRATIVE)}
    await speaker.ask("PATCH", f"/v1/records/{incident}", headers=_MERGE, json=text)


async def _misspeak(speaker: Speaker) -> None:
    """Send what no rule lets in, each with a name in it."""
    word = speaker.told.word
    await speaker.ask("POST", "/v1/records/person", json={"names": [{"nickname": word(Category.IDENTITY)}]})
    await speaker.ask("POST", "/v1/records/person", content=f'{{"names": "{word(Category.IDENTITY)}'.encode())
    await speaker.ask("POST", "/v1/records/booking", json={"note": word(Category.MEDICAL)})
    await speaker.ask("POST", "/v1/records/person", json={"names": [{"surname": word(Category.IDENTITY) + chr(0)}]})
    await speaker.ask("GET", f"/v1/records/{word(Category.IDENTITY)}")
    await speaker.ask("GET", "/v1/search", params={word(Category.IDENTITY): "1"})


async def write_at_length(app: App) -> None:
    """Have the database squeeze nothing from now on, so that a search of its files sees what they hold."""
    await app.node.pool.execute("alter system set wal_compression = off")
    await app.node.pool.execute("alter table entry alter column facts set storage external")


async def enter_every_kind(told: Told, app: App) -> None:
    """Enter a record of each kind with canaries in all that is protected, and correct it; below the rules of entry."""
    for name, spec in kinds().items():
        first, second = told.flock.filled(spec), told.flock.filled(spec)
        told.words.update((*words_of(first), *words_of(second)))
        (entry,) = await app.node.writer.append([_draft(first, name)])
        await app.node.writer.append([_draft(second, name, id=entry.id, replaces=1)])
    await app.node.log.publish()
    await app.node.pool.execute("checkpoint")


def _draft(record: Record, kind: str, **more: Any) -> Draft:
    draft = draft_for(record, **more)
    return Draft(draft.id, record, HandlingClass(kind, "hart-pd", ()), "hart-pd", "lee", replaces=draft.replaces)


def dump(told: Told, dsn: str) -> None:
    """Dump the database in three forms, none of them squeezed."""
    for form, name in (("p", "dump.sql"), ("c", "dump.custom"), ("t", "dump.tar")):
        squeezed = ["-Z0"] if form == "c" else []
        command = [str(wheel_binaries() / "pg_dump"), "-F", form, *squeezed, "-f", str(told.folder / name), dsn]
        subprocess.run(command, check=True, env=os.environ | {"LC_ALL": "C"})
