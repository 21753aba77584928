"""Lee joins, signs in and reads; Adam disables him; and nothing of Lee's is open a second later."""

import asyncio
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from comity.api.server import served
from comity.following.running import App
from comity.store.node import Node
from tests.accounts.coding import by_secret, seed_in
from tests.accounts.conftest import City, HeldClock, at_work, events_of
from tests.api.talking import entered, events

pytestmark = pytest.mark.anyio

INVESTIGATION = "investigation/2026-1"


async def test_lee_joins_with_a_passkey_reads_and_is_out_within_a_second_of_being_disabled(
    city: City, node: Node
) -> None:
    await city.joins("lee")
    lee = await city.signs_in("lee", INVESTIGATION)
    person = await entered(lee, "person", names=[{"given_name": "Ada", "surname": "Quill"}])
    assert (await lee.get(f"/v1/records/{person['id']}")).status_code == 200
    told = (await lee.get("/v1/session")).json()
    assert told["member"] == "lee"
    assert told["second_factor"] is True
    key = await lee.post("/v1/keys", json={"purpose": INVESTIGATION, "scopes": ["read"], "days": 30})
    program = await city.client(key.json()["key"])
    assert (await program.get("/v1/records/person")).status_code == 200
    adam = await city.administrator("adam")
    async with lee.stream("GET", "/v1/stream") as by_sign_in, program.stream("GET", "/v1/stream") as by_key:
        endings = [asyncio.create_task(_ending(stream)) for stream in (by_sign_in, by_key)]
        await asyncio.sleep(0.5)
        began = time.monotonic()
        disabled = await adam.post("/v1/accounts/lee/disabling", json={"reason": "The badge was reported lost."})
        acknowledged = time.monotonic()
        assert disabled.status_code == 204
        for ended in await asyncio.gather(*endings):
            assert ended[1] == "ended"
            assert ended[0] - began < 1.0
            assert ended[0] <= acknowledged
    for client in (lee, program):
        assert (await client.get("/v1/records/person")).status_code == 401
    assert (await city.tries("lee", INVESTIGATION)).status_code == 401
    (last, refused) = (await events_of(node, "lee"))[-2:]
    assert '"event":"disabling"' in last
    assert '"by":"adam"' in last
    assert '"outcome":"failure"' in refused


async def _ending(stream: httpx.Response) -> tuple[float, str]:
    last = ""
    async for event in events(stream):
        last = event.name
    return time.monotonic(), last


async def test_a_stream_shows_nothing_that_was_entered_after_its_reader_was_disabled(city: City) -> None:
    await city.joins("lee")
    lee, adam = await city.signs_in("lee", INVESTIGATION), await city.administrator("adam")
    amy = await city.signs_in("amy", INVESTIGATION)
    async with lee.stream("GET", "/v1/stream?kinds=person") as stream:
        reading = asyncio.create_task(_surnames(stream))
        await asyncio.sleep(0.3)
        await entered(amy, "person", names=[{"given_name": "Ada", "surname": "Before"}])
        await adam.post("/v1/accounts/lee/disabling", json={"reason": "Left the force."})
        await entered(amy, "person", names=[{"given_name": "Ada", "surname": "After"}])
        assert await reading == ["Before"]


async def _surnames(stream: httpx.Response) -> list[str]:
    return [event.data["fields"]["names"][0]["surname"] async for event in events(stream) if event.name == "entry"]


async def test_a_secret_with_a_code_is_two_factors_and_each_code_counts_once(city: City, clock: HeldClock) -> None:
    invited = await _invited(city, "lee")
    door = await city.client()
    made = await door.post("/v1/registration/secret", json=invited)
    assert made.status_code == 201, made.text
    secret, seed = made.json()["secret"], seed_in(made.json()["authenticator"])
    wanted = by_secret("lee", secret, seed, clock)
    first = await door.post("/v1/sign-in/secret", json=wanted)
    assert first.status_code == 201, first.text
    assert first.json()["second_factor"] is True
    assert (await door.post("/v1/sign-in/secret", json=wanted)).status_code == 401
    clock.move(seconds=30)
    assert (await door.post("/v1/sign-in/secret", json=by_secret("lee", secret, seed, clock))).status_code == 201
    clock.move(seconds=30)
    for altered in ({"secret": "cmf_" + "x" * 43}, {"code": "000000"}, {"member": "amy"}, {"member": "nobody"}):
        assert (await door.post("/v1/sign-in/secret", json={**wanted, **altered})).status_code == 401


async def test_signing_out_ends_the_token_at_once_and_only_that_one(city: City) -> None:
    await city.joins("lee")
    here, there = await city.signs_in("lee", INVESTIGATION), await city.signs_in("lee", INVESTIGATION)
    assert (await here.get("/v1/session")).status_code == 200
    assert (await here.delete("/v1/session")).status_code == 204
    assert (await here.get("/v1/session")).status_code == 401
    assert (await there.get("/v1/session")).status_code == 200


async def test_a_key_does_what_its_scopes_say_and_ends_when_it_is_revoked(city: City) -> None:
    await city.joins("lee")
    lee = await city.signs_in("lee", INVESTIGATION)
    wanted = {"purpose": INVESTIGATION, "scopes": ["read"], "days": 366}
    program = await city.client((await lee.post("/v1/keys", json=wanted)).json()["key"])
    assert (await program.get("/v1/records/person")).status_code == 200
    refused = await program.post("/v1/records/person", json={}, headers={"Idempotency-Key": "1"})
    assert refused.status_code == 403
    assert (await program.post("/v1/keys", json=wanted)).status_code == 403
    (listed,) = (await lee.get("/v1/keys")).json()["items"]
    assert listed["scopes"] == ["read"]
    assert "key" not in listed
    assert (await lee.post("/v1/keys", json={**wanted, "days": 367})).status_code == 422
    assert (await lee.delete(f"/v1/keys/{listed['prefix']}")).status_code == 204
    assert (await lee.delete(f"/v1/keys/{listed['prefix']}")).status_code == 404
    await asyncio.sleep(1.01)
    assert (await program.get("/v1/records/person")).status_code == 401


async def test_a_service_account_works_by_keys_that_two_administrators_gave_it(city: City) -> None:
    adam, amy = await city.administrator("adam"), await city.administrator("amy")
    made = await _changed(adam, amy, act="invite", member="printer", sort="service")
    assert made["half"] == ""
    key = (
        await _changed(
            adam, amy, act="issue-key", member="printer", purpose="patrol", scopes=["read", "enter"], days=90
        )
    )["key"]
    program = await city.client(key)
    await entered(program, "person", names=[{"given_name": "Ada", "surname": "Quill"}])
    assert (await program.get("/v1/session")).json()["second_factor"] is False
    assert (
        await program.post("/v1/keys", json={"purpose": "patrol", "scopes": ["read"], "days": 1})
    ).status_code == 403


async def test_recovery_takes_two_administrators_and_leaves_nothing_of_before(city: City) -> None:
    await city.joins("lee")
    lee = await city.signs_in("lee", INVESTIGATION)
    old = city.passkeys["lee"]
    adam, amy = await city.administrator("adam"), await city.administrator("amy")
    asked = await adam.post("/v1/account-changes", json={"act": "recover", "member": "lee"})
    made = await amy.post(f"/v1/account-changes/{asked.json()['change']['id']}/approval")
    await asyncio.sleep(1.01)
    assert (await lee.get("/v1/session")).status_code == 401
    new = await city.registers("lee", [asked.json()["half"], made.json()["half"]])
    city.passkeys["lee"] = old
    assert (await city.tries("lee", INVESTIGATION)).status_code == 401
    city.passkeys["lee"] = new
    assert (await city.tries("lee", INVESTIGATION)).status_code == 201


async def test_the_banner_must_be_acknowledged_as_it_stands_now(city: City) -> None:
    await city.joins("lee")
    door = await city.client()
    told = (await door.get("/v1/sign-in")).json()
    assert told["banner"].count("\n") == 3
    refused = await city.tries("lee", INVESTIGATION, banner="0" * 64)
    assert refused.status_code == 409
    assert refused.json()["rule"] == "banner_is_acknowledged"
    missing = {"purpose": INVESTIGATION, "member": "lee", "secret": "x" * 20, "code": "123456"}
    assert (await door.post("/v1/sign-in/secret", json=missing)).status_code == 422


async def _changed(asking: httpx.AsyncClient, approving: httpx.AsyncClient, **wanted: Any) -> Any:
    asked = await asking.post("/v1/account-changes", json=wanted)
    assert asked.status_code == 201, asked.text
    made = await approving.post(f"/v1/account-changes/{asked.json()['change']['id']}/approval")
    assert made.status_code == 200, made.text
    return made.json()


async def _invited(city: City, member: str) -> Any:
    adam, amy = await city.administrator("adam"), await city.administrator("amy")
    asked = await adam.post("/v1/account-changes", json={"act": "invite", "member": member})
    made = await amy.post(f"/v1/account-changes/{asked.json()['change']['id']}/approval")
    return {"member": member, "halves": [asked.json()["half"], made.json()["half"]]}


async def test_who_is_disabled_in_one_process_is_out_of_every_other_within_a_second(
    city: City, app: App, clock: HeldClock, place: Path
) -> None:
    await city.joins("lee")
    lee, adam = await city.signs_in("lee", INVESTIGATION), await city.administrator("adam")
    async with (
        at_work(app.node.dsn, place / "keyring", clock) as other,
        served(other) as address,
        httpx.AsyncClient(base_url=address, headers=lee.headers, timeout=20) as elsewhere,
        elsewhere.stream("GET", "/v1/stream") as stream,
    ):
        assert (await elsewhere.get("/v1/records/person")).status_code == 200
        ending = asyncio.create_task(_ending(stream))
        await asyncio.sleep(0.3)
        began = time.monotonic()
        assert (await adam.post("/v1/accounts/lee/disabling", json={"reason": "Left."})).status_code == 204
        assert (await elsewhere.get("/v1/records/person")).status_code == 401
        ended_at, last = await ending
        assert last == "ended"
        assert ended_at - began < 1.0
