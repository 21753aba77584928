"""The rules of time at the door of a running node, with its clock held: to the second, at every boundary."""

import asyncio
from datetime import timedelta
from typing import Any

import asyncpg
import httpx
import pytest

from comity.acts.sweep import sweep
from comity.policy.entrance import Entrance, Seats
from comity.policy.session_rules import Workstation
from comity.store.node import Node
from tests.accounts.authenticator import Authenticator
from tests.accounts.coding import by_secret, code_of, seed_in
from tests.accounts.conftest import BANNER, City, HeldClock, events_of

pytestmark = pytest.mark.anyio

INVESTIGATION = "investigation/2026-1"
AT_DISPATCH = Entrance(workstations=(Seats(Workstation.DISPATCH, ("127.0.0.0/8",)),))


async def status(client: httpx.AsyncClient) -> int:
    return (await client.get("/v1/records/person")).status_code


async def test_a_sign_in_works_at_29_59_and_is_locked_at_30_00(city: City, clock: HeldClock) -> None:
    await city.joins("lee")
    lee = await city.signs_in("lee", INVESTIGATION)
    for _ in range(3):
        clock.move(minutes=29, seconds=59)
        assert await status(lee) == 200
    clock.move(minutes=30)
    locked = await lee.get("/v1/records/person")
    assert locked.status_code == 401
    assert "locked" in locked.json()["detail"]
    clock.move(minutes=30)
    assert "ended" in (await lee.get("/v1/records/person")).json()["detail"]


async def test_the_idle_time_holds_also_when_the_node_has_to_look_it_up_again(city: City, clock: HeldClock) -> None:
    await city.joins("lee")
    lee = await city.signs_in("lee", INVESTIGATION)
    clock.move(minutes=29, seconds=59)
    assert await status(lee) == 200
    await asyncio.sleep(1.01)
    clock.move(minutes=29, seconds=59)
    assert await status(lee) == 200
    await asyncio.sleep(1.01)
    clock.move(minutes=30)
    assert await status(lee) == 401


@pytest.mark.parametrize("entrance", [AT_DISPATCH])
async def test_dispatch_is_not_locked_and_is_renewed_at_twelve_hours(
    city: City, clock: HeldClock, entrance: Entrance
) -> None:
    await city.joins("lee")
    lee = await city.signs_in("lee", INVESTIGATION)
    clock.move(hours=11, minutes=59, seconds=59)
    assert await status(lee) == 200
    clock.move(seconds=1)
    due = await lee.get("/v1/records/person")
    assert due.status_code == 401
    assert "renewed" in due.json()["detail"]


async def test_a_busy_office_is_renewed_at_twelve_hours(city: City, clock: HeldClock) -> None:
    await city.joins("lee")
    lee = await city.signs_in("lee", INVESTIGATION)
    for _ in range(24):
        clock.move(minutes=29, seconds=59)
        assert await status(lee) == 200
    clock.move(seconds=23)
    assert await status(lee) == 200
    clock.move(seconds=1)
    assert await status(lee) == 401


async def test_an_open_stream_is_nothing_that_a_person_did_and_ends_when_the_screen_locks(
    city: City, clock: HeldClock
) -> None:
    await city.joins("lee")
    lee = await city.signs_in("lee", INVESTIGATION)
    async with lee.stream("GET", "/v1/stream") as stream:
        lines = stream.aiter_lines()
        await anext(lines)
        clock.move(minutes=30)
        told = [line async for line in lines]
    assert "event: ended" in told


async def with_code(city: City, clock: HeldClock, member: str) -> tuple[dict[str, Any], bytes]:
    """Let somebody join with a secret and codes, and give their next request with their seed."""
    adam, amy = await city.administrator("adam"), await city.administrator("amy")
    asked = await adam.post("/v1/account-changes", json={"act": "invite", "member": member})
    made = await amy.post(f"/v1/account-changes/{asked.json()['change']['id']}/approval")
    invited = {"member": member, "halves": [asked.json()["half"], made.json()["half"]]}
    given = (await (await city.client()).post("/v1/registration/secret", json=invited)).json()
    seed = seed_in(given["authenticator"])
    return by_secret(member, given["secret"], seed, clock), seed


async def test_four_failed_logons_do_not_lock_and_the_fifth_does(city: City, clock: HeldClock, node: Node) -> None:
    good, seed = await with_code(city, clock, "lee")
    door = await city.client()
    for _ in range(4):
        assert (await door.post("/v1/sign-in/secret", json={**good, "secret": "x" * 40})).status_code == 401
    assert (await door.post("/v1/sign-in/secret", json=good)).status_code == 201
    clock.move(minutes=2)
    again = {**good, "code": code_of(seed, clock())}
    for _ in range(5):
        assert (await door.post("/v1/sign-in/secret", json={**again, "secret": "x" * 40})).status_code == 401
    assert (await door.post("/v1/sign-in/secret", json=again)).status_code == 401
    assert any('"event":"lock"' in event for event in await events_of(node, "lee"))
    adam = await city.administrator("adam")
    assert (await adam.post("/v1/accounts/lee/unlocking")).status_code == 204
    clock.move(minutes=1)
    assert (await door.post("/v1/sign-in/secret", json={**good, "code": code_of(seed, clock())})).status_code == 201


async def test_five_failures_over_fifteen_minutes_do_not_lock(city: City, clock: HeldClock) -> None:
    good, seed = await with_code(city, clock, "lee")
    door = await city.client()
    for _ in range(4):
        assert (await door.post("/v1/sign-in/secret", json={**good, "secret": "x" * 40})).status_code == 401
    clock.move(minutes=15)
    assert (await door.post("/v1/sign-in/secret", json={**good, "secret": "x" * 40})).status_code == 401
    right = {**good, "code": code_of(seed, clock())}
    assert (await door.post("/v1/sign-in/secret", json=right)).status_code == 201


async def test_guesses_at_once_are_judged_one_after_the_other(city: City, clock: HeldClock, node: Node) -> None:
    good, _ = await with_code(city, clock, "lee")
    door = await city.client()
    wrong = {**good, "secret": "x" * 40}
    await asyncio.gather(*(door.post("/v1/sign-in/secret", json=wrong) for _ in range(9)))
    account = await node.accounts.find("lee")
    assert account is not None
    assert account.state == "locked"
    assert len(account.failures) == 5


async def test_an_account_works_after_89_days_and_is_disabled_after_90(
    city: City, clock: HeldClock, node: Node
) -> None:
    await city.joins("lee")
    assert (await city.tries("lee", INVESTIGATION)).status_code == 201
    clock.move(days=89, hours=23, minutes=59, seconds=59)
    assert (await city.tries("lee", INVESTIGATION)).status_code == 201
    clock.move(days=90)
    assert (await city.tries("lee", INVESTIGATION)).status_code == 401
    account = await node.accounts.find("lee")
    assert account is not None
    assert (account.state, account.reason) == ("disabled", "inactive")


async def test_a_temporary_account_ends_with_all_that_it_holds_after_72_hours(city: City, clock: HeldClock) -> None:
    await city.joins("lee", temporary=True)
    lee = await city.signs_in("lee", INVESTIGATION)
    key = await lee.post("/v1/keys", json={"purpose": INVESTIGATION, "scopes": ["read"], "days": 30})
    program = await city.client(key.json()["key"])
    clock.move(hours=71, minutes=59, seconds=59)
    assert await status(program) == 200
    assert (await city.tries("lee", INVESTIGATION)).status_code == 201
    clock.move(seconds=1)
    assert await status(program) == 401
    assert (await city.tries("lee", INVESTIGATION)).status_code == 401


async def test_an_invitation_and_a_challenge_count_for_their_time_only(city: City, clock: HeldClock) -> None:
    adam, amy = await city.administrator("adam"), await city.administrator("amy")
    asked = await adam.post("/v1/account-changes", json={"act": "invite", "member": "lee"})
    made = await amy.post(f"/v1/account-changes/{asked.json()['change']['id']}/approval")
    invited = {"member": "lee", "halves": [asked.json()["half"], made.json()["half"]]}
    door = await city.client()
    options = (await door.post("/v1/registration/passkey/options", json=invited)).json()
    clock.move(minutes=5)
    late = {**invited, "credential": Authenticator().registers(options)}
    assert (await door.post("/v1/registration/passkey", json=late)).status_code == 401
    clock.move(days=3)
    assert (await door.post("/v1/registration/passkey/options", json=invited)).status_code == 401


async def test_a_challenge_of_five_minutes_ago_signs_nobody_in(city: City, clock: HeldClock) -> None:
    passkey = await city.joins("lee")
    door = await city.client()
    options = (await door.post("/v1/sign-in/passkey/options")).json()
    clock.move(minutes=5)
    body = {"banner": BANNER, "purpose": INVESTIGATION, "credential": passkey.signs(options)}
    assert (await door.post("/v1/sign-in/passkey", json=body)).status_code == 401


async def test_what_was_left_is_swept_with_all_that_it_holds_and_only_then(
    city: City, clock: HeldClock, node: Node
) -> None:
    await city.joins("lee")
    lee = await city.signs_in("lee", INVESTIGATION)
    key = await lee.post("/v1/keys", json={"purpose": INVESTIGATION, "scopes": ["read"], "days": 366})
    await city.joins("away", temporary=True)
    clock.move(hours=72)
    assert await sweep(node) == ["away"]
    clock.move(days=86, hours=23, minutes=59, seconds=59)
    assert await sweep(node) == []
    clock.move(seconds=1)
    assert await sweep(node) == ["adam", "amy", "lee"]
    assert await sweep(node) == []
    assert await status(await city.client(key.json()["key"])) == 401
    assert '"because":"inactive"' in (await events_of(node, "lee"))[-1]


async def test_a_member_who_never_had_an_account_is_put_out_as_well(city: City, node: Node) -> None:
    token = await node.access.issue("hart-pd", "lee", INVESTIGATION, timedelta(hours=1))
    client = await city.client(token)
    assert await status(client) == 200
    adam = await city.administrator("adam")
    assert (await adam.post("/v1/accounts/lee/disabling", json={"reason": "Never came."})).status_code == 204
    assert await status(client) == 401
    fresh = await node.access.issue("hart-pd", "lee", INVESTIGATION, timedelta(hours=1))
    assert await status(await city.client(fresh)) == 401


async def test_a_sign_in_that_cannot_be_written_down_does_not_happen(city: City, node: Node) -> None:
    await city.joins("lee")
    connection = await asyncpg.connect(node.dsn)
    await connection.execute(_NO_ENTRIES)
    await connection.close()
    answer = await city.tries("lee", INVESTIGATION)
    assert answer.status_code >= 500
    assert await node.pool.fetchval(_SIGN_INS, "lee") == 0


_NO_ENTRIES = """
-- Let the log take nothing more, as on a full disk.
create trigger entry_takes_nothing before insert on entry for each row execute function refuse('full')
"""
_SIGN_INS = "select count(*) from sign_in where member = $1"
