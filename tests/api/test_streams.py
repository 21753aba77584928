"""Streams lose nothing, end when they should, and are open no longer than their reader may read."""

import asyncio
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from comity.api import streams
from comity.api.server import served
from comity.following.running import App, run_app
from comity.settings import Settings
from tests.api.conftest import SignedIn, token_for
from tests.api.talking import Event, enter_arrest, entered, events
from tests.worlds import SMALL

pytestmark = pytest.mark.anyio


async def following(stream: Any) -> Event:
    """Give the next event of a stream, which must come soon."""
    return await asyncio.wait_for(anext(stream), 5)


async def person(client: httpx.AsyncClient, name: str) -> str:
    """Enter a person, and give their id."""
    return str((await entered(client, "person", names=[{"given_name": name}]))["id"])


async def test_a_reader_who_comes_back_with_the_last_id_misses_nothing(signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    async with lee.stream("GET", "/v1/stream?kinds=person") as answer:
        stream = events(answer)
        await following(stream)
        first = await person(lee, "Ada")
        seen = await following(stream)
        assert seen.data["id"] == first
    missed = [await person(lee, name) for name in ("Bo", "Cy")]
    async with lee.stream("GET", "/v1/stream?kinds=person", headers={"Last-Event-ID": seen.id}) as answer:
        stream = events(answer)
        assert (await following(stream)).id
        assert [(await following(stream)).data["id"] for _ in missed] == missed
        live = await person(lee, "Di")
        assert (await following(stream)).data["id"] == live


async def test_a_reader_cut_off_before_the_first_entry_misses_nothing(signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    async with lee.stream("GET", "/v1/stream?kinds=person") as answer:
        greeted = await following(events(answer))
    missed = await person(lee, "Ada")
    async with lee.stream("GET", "/v1/stream?kinds=person", headers={"Last-Event-ID": greeted.id}) as answer:
        stream = events(answer)
        await following(stream)
        assert (await following(stream)).data["id"] == missed


async def test_without_following_a_stream_gives_what_was_missed_and_ends(signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    async with lee.stream("GET", "/v1/stream?follow=false") as answer:
        start = (await anext(events(answer))).id
    missed = [await person(lee, name) for name in ("Ada", "Bo")]
    async with lee.stream("GET", "/v1/stream?follow=false", headers={"Last-Event-ID": start}) as answer:
        told = [event async for event in events(answer)]
    assert [event.data["id"] for event in told if event.name == "entry"] == missed
    assert told[-1].name == "later"


async def test_ids_tell_nothing_and_are_nobody_elses(signed_in: SignedIn) -> None:
    lee, clark = await signed_in("lee"), await signed_in("clark")
    async with lee.stream("GET", "/v1/stream") as one, clark.stream("GET", "/v1/stream") as other:
        ours, theirs = await following(events(one)), await following(events(other))
    assert ours.id != theirs.id
    answer = await clark.get("/v1/stream?follow=false", headers={"Last-Event-ID": ours.id})
    assert answer.status_code == 404


async def test_a_standing_subscription_is_owed_until_acknowledged(signed_in: SignedIn) -> None:
    lee, clark = await signed_in("lee"), await signed_in("clark")
    asked = {"Idempotency-Key": "one"}
    begun = await clark.post("/v1/subscriptions", json={"kinds": ["arrest"]}, headers=asked)
    again = await clark.post("/v1/subscriptions", json={"kinds": ["arrest"]}, headers=asked)
    assert begun.status_code == 201
    assert begun.json() == again.json()
    id = begun.json()["id"]
    assert [s["id"] for s in (await clark.get("/v1/subscriptions")).json()["items"]] == [id]
    assert (await lee.get("/v1/subscriptions")).json() == {"items": []}
    arrests = [(await enter_arrest(lee))["id"] for _ in range(2)]
    for owed in (arrests, arrests):
        async with clark.stream("GET", f"/v1/stream?subscription={id}&follow=false") as answer:
            told = [event async for event in events(answer) if event.name == "entry"]
        assert [event.data["id"] for event in told] == owed
    said = await clark.post(f"/v1/subscriptions/{id}/acknowledgement", json={"upto": told[0].id})
    assert said.json() == {"waiting": 1}
    async with clark.stream("GET", f"/v1/stream?subscription={id}") as answer:
        stream = events(answer)
        await following(stream)
        assert (await following(stream)).data["id"] == arrests[1]
        third = await enter_arrest(lee)
        assert (await following(stream)).data["id"] == third["id"]
    assert (await lee.delete(f"/v1/subscriptions/{id}")).status_code == 404
    assert (await clark.delete(f"/v1/subscriptions/{id}")).status_code == 204
    assert (await clark.get(f"/v1/stream?subscription={id}&follow=false")).status_code == 404


async def test_one_member_may_have_ten_streams_open_and_then_is_asked_to_wait(signed_in: SignedIn) -> None:
    lee, clark = await signed_in("lee"), await signed_in("clark")
    opened = [await lee.send(lee.build_request("GET", "/v1/stream"), stream=True) for _ in range(streams.MOST_STREAMS)]
    refused = await lee.get("/v1/stream")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "5")
    async with clark.stream("GET", "/v1/stream") as answer:
        assert answer.status_code == 200
    for answer in opened:
        await answer.aclose()
    await asyncio.sleep(0.2)
    async with lee.stream("GET", "/v1/stream") as answer:
        assert answer.status_code == 200


async def test_a_stream_ends_when_its_reader_leaves_the_directory_and_the_others_go_on(
    app: App, signed_in: SignedIn
) -> None:
    lee, clark, jo = [await signed_in(member) for member in ("lee", "clark", "jo")]
    async with clark.stream("GET", "/v1/stream") as one, jo.stream("GET", "/v1/stream?kinds=person") as other:
        theirs, others = events(one), events(other)
        await following(theirs)
        await following(others)
        await app.node.directories.activate(SMALL.replace('key = "clark"', 'key = "clarke"'))
        assert (await following(theirs)).name == "later"
        entered_now = await person(lee, "Ada")
        assert (await following(others)).data["id"] == entered_now
    assert (await clark.get("/v1/stream?follow=false")).status_code == 401


async def test_a_stream_ends_at_a_heartbeat_when_its_token_is_revoked(app: App) -> None:
    token = await token_for(app, "lee")
    bearer = {"Authorization": f"Bearer {token}"}
    async with (
        served(app, heartbeat_seconds=1.2) as address,
        httpx.AsyncClient(base_url=address, headers=bearer, timeout=10) as lee,
        lee.stream("GET", "/v1/stream") as answer,
    ):
        stream = events(answer)
        await following(stream)
        await app.node.access.revoke(token)
        ended = await following(stream)
    assert (ended.name, ended.data["status"]) == ("ended", 401)


async def test_a_disclosure_to_a_stream_is_on_the_record(signed_in: SignedIn) -> None:
    lee, clark, vera = [await signed_in(member) for member in ("lee", "clark", "vera")]
    async with clark.stream("GET", "/v1/stream?kinds=arrest") as answer:
        stream = events(answer)
        await following(stream)
        arrest = await enter_arrest(lee)
        await following(stream)
    told = (await vera.get("/v1/records/disclosure")).json()["items"]
    shown = [d["fields"] for d in told if d["fields"]["channel"] == "stream"]
    assert shown[0]["subjects"] == [arrest["id"]]
    assert [(r["member"], r["purpose"], r["basis"]) for r in shown[0]["recipients"]] == [
        ("clark", "adjudication", ["2.1"])
    ]


async def test_a_server_told_to_stop_ends_its_streams_and_is_gone_within_three_seconds(
    server: Any, place: Path
) -> None:
    dsn = await server.new_database()
    async with run_app(Settings(place, dsn)) as app:
        await app.node.directories.activate(SMALL)
        token = await token_for(app, "lee")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from comity.api.server import serve; from comity.settings import read_settings; serve(read_settings())",
        env={**os.environ, "COMITY_HOME": str(place), "COMITY_DATABASE_URL": dsn, "COMITY_PORT": "18417"},
    )
    async with httpx.AsyncClient(
        base_url="http://127.0.0.1:18417", headers={"Authorization": f"Bearer {token}"}, timeout=10
    ) as lee:
        await ready(lee)
        async with lee.stream("GET", "/v1/stream") as answer:
            stream = events(answer)
            await following(stream)
            process.send_signal(signal.SIGTERM)
            begun = time.monotonic()
            assert (await following(stream)).name == "later"
            assert await asyncio.wait_for(process.wait(), 10) == 0
            assert time.monotonic() - begun < 3


async def ready(client: httpx.AsyncClient) -> None:
    """Wait until a server answers that it can work."""
    for _ in range(200):
        with suppress(httpx.TransportError):
            if (await client.get("/readyz")).status_code == 200:
                return
        await asyncio.sleep(0.1)
    pytest.fail("the server did not come up")
