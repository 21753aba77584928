"""What tests say to the API again and again: enter a record, wait for the next event of a stream."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from tests.entering import arrest_fields


async def enter(client: httpx.AsyncClient, kind: str, fields: Any, *, key: str = "", **headers: str) -> httpx.Response:
    """Enter a record of a kind, under a new key unless one is given."""
    asked = {"Idempotency-Key": key or uuid4().hex} | {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.post(f"/v1/records/{kind}", json=fields, headers=asked)


async def correct(client: httpx.AsyncClient, id: str, patch: Any, tag: str) -> httpx.Response:
    """Correct a record that was read as ``tag``."""
    headers = {"If-Match": tag, "Idempotency-Key": uuid4().hex, "Content-Type": "application/merge-patch+json"}
    return await client.patch(f"/v1/records/{id}", json=patch, headers=headers)


async def entered(client: httpx.AsyncClient, kind: str, **fields: Any) -> Any:
    """Enter a record that must be taken, and give the answer."""
    answer = await enter(client, kind, fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def enter_arrest(client: httpx.AsyncClient, **more: Any) -> Any:
    """Enter an arrest with the incident and the person that it needs."""
    incident = await entered(
        client,
        "incident",
        registered_at="2026-01-02T10:00:00Z",
        investigating_officer="lee",
        offenses=["220"],
        narrative="A window was broken.",
    )
    person = await entered(client, "person", names=[{"given_name": "Ada", "surname": "Quill"}])
    return await entered(client, "arrest", **arrest_fields(incident["id"], person["id"], **more))


@dataclass(frozen=True)
class Event:
    """One server-sent event."""

    name: str
    id: str
    data: Any


async def events(answer: httpx.Response) -> AsyncIterator[Event]:
    """Give the events of an open stream as they come; the first is the one that only tells where it begins."""
    assert answer.status_code == 200, await answer.aread()
    fields: dict[str, str] = {}
    async for line in answer.aiter_lines():
        if line.startswith(":"):
            continue
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif fields:
            data = fields.get("data")
            yield Event(fields.get("event", ""), fields.get("id", ""), json.loads(data) if data else None)
            fields = {}
