"""Nobody gives themselves more: every way by which an administrator, auditor, officer or program might try is shut."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from comity.acts.changes import invite_first
from comity.errors import Absent, Refused
from comity.store.node import Node
from tests.accounts.authenticator import Authenticator
from tests.accounts.conftest import WORLD, City, events_of

pytestmark = pytest.mark.anyio

ABE = """
[[member]]
key = "abe"
name = "Abe"
agency = "hart-pd"
roles = ["administrator"]
"""
_HOUR = timedelta(hours=1)
CHANGES: list[dict[str, Any]] = [
    {"act": "invite", "member": "lee"},
    {"act": "invite", "member": "printer", "sort": "service"},
    {"act": "recover", "member": "amy"},
    {"act": "enable", "member": "amy"},
    {"act": "issue-key", "member": "printer", "purpose": "patrol", "scopes": ["read"], "days": 9},
]
POSTS: list[tuple[str, Any]] = [
    *(("/v1/account-changes", change) for change in CHANGES),
    ("/v1/accounts/amy/disabling", {"reason": "because I say so"}),
    ("/v1/accounts/amy/unlocking", None),
    (f"/v1/account-changes/{uuid4()}/approval", None),
]


async def every_way(client: httpx.AsyncClient) -> list[int]:
    """Try every act of administration, and give how each was answered."""
    tried = [(await client.post(path, json=body)).status_code for path, body in POSTS]
    tried += [(await client.get(path)).status_code for path in ("/v1/accounts", "/v1/account-changes")]
    return [*tried, (await client.delete(f"/v1/account-changes/{uuid4()}")).status_code]


async def asked(client: httpx.AsyncClient, **wanted: Any) -> str:
    """Ask for a change, and give its id."""
    answer = await client.post("/v1/account-changes", json=wanted)
    assert answer.status_code == 201, answer.text
    id: str = answer.json()["change"]["id"]
    return id


async def test_nobody_administers_without_a_token(city: City) -> None:
    assert set(await every_way(await city.client())) == {401}


async def test_an_officer_an_auditor_and_a_program_administer_nothing(city: City) -> None:
    await city.joins("lee")
    lee = await city.signs_in("lee", "administration")
    assert set(await every_way(lee)) == {403}
    program = await city.app.node.access.issue("hart-pd", "printer", "administration", _HOUR)
    auditor = await city.app.node.access.issue("oversight", "vera", "administration", _HOUR)
    for token in (program, auditor):
        assert set(await every_way(await city.client(token))) == {403}


async def test_an_administrators_bare_token_administers_nothing(city: City) -> None:
    token = await city.app.node.access.issue("hart-pd", "adam", "administration", _HOUR)
    client = await city.client(token)
    assert set(await every_way(client)) == {403}
    assert (await client.get("/v1/accounts")).json()["rule"] == "administration_needs_two_factors"


async def test_an_administrator_who_is_there_for_something_else_administers_nothing(city: City) -> None:
    await city.first("adam")
    assert set(await every_way(await city.signs_in("adam", "investigation/2026-1"))) == {403}


@pytest.mark.parametrize("act", ["invite", "recover", "enable"])
async def test_no_administrator_asks_for_a_change_of_their_own_account(city: City, act: str) -> None:
    adam = await city.administrator("adam")
    refused = await adam.post("/v1/account-changes", json={"act": act, "member": "adam"})
    assert (refused.status_code, refused.json()["rule"]) == (403, "nobody_administers_themselves")
    for way in ("disabling", "unlocking"):
        body = {"reason": "on my own"} if way == "disabling" else None
        answer = await adam.post(f"/v1/accounts/adam/{way}", json=body)
        assert (answer.status_code, answer.json()["rule"]) == (403, "nobody_administers_themselves")


async def test_whoever_asked_for_a_change_does_not_approve_it_and_neither_does_whom_it_is_about(city: City) -> None:
    adam, amy = await city.administrator("adam"), await city.administrator("amy")
    change = await asked(adam, act="invite", member="lee")
    refused = await adam.post(f"/v1/account-changes/{change}/approval")
    assert (refused.status_code, refused.json()["rule"]) == (403, "two_people_change_an_account")
    about_amy = await asked(adam, act="recover", member="amy")
    refused = await amy.post(f"/v1/account-changes/{about_amy}/approval")
    assert (refused.status_code, refused.json()["rule"]) == (403, "nobody_administers_themselves")
    assert (await city.app.node.accounts.find("lee")) is None


async def test_the_database_itself_takes_no_approval_by_the_asker_or_by_whom_it_is_about(
    city: City, node: Node
) -> None:
    adam = await city.administrator("adam")
    await city.first("amy")
    change = await asked(adam, act="recover", member="amy")
    found = (await node.changes.open_of(None))[0]
    assert str(found.id) == change
    for by in ("adam", "amy"):
        assert not await node.changes.approve(found.id, by, node.clock())


async def test_an_administrator_of_another_agency_finds_no_member_and_no_change(city: City) -> None:
    adam, carl = await city.administrator("adam"), await city.administrator("carl")
    change = await asked(adam, act="invite", member="lee")
    unknown = await carl.post(f"/v1/account-changes/{uuid4()}/approval")
    theirs = await carl.post(f"/v1/account-changes/{change}/approval")
    assert theirs.status_code == 404
    assert theirs.content == unknown.content
    for member in ("lee", "nobody"):
        body = {"reason": "not mine to disable"}
        assert (await carl.post(f"/v1/accounts/{member}/disabling", json=body)).status_code == 404
        asking = await carl.post("/v1/account-changes", json={"act": "invite", "member": member})
        assert asking.status_code == 404
    assert (await carl.get("/v1/account-changes")).json()["items"] == []
    assert [each["agency"] for each in (await carl.get("/v1/accounts")).json()["items"]] == ["hart-court"]


async def test_oversight_may_be_the_second_pair_of_eyes_for_any_agency(city: City) -> None:
    await city.joins("lee", by="adam", approved_by="olga")
    assert (await city.tries("lee", "investigation/2026-1")).status_code == 201


async def test_a_change_is_approved_once_and_never_after_it_was_declined(city: City) -> None:
    adam, amy = await city.administrator("adam"), await city.administrator("amy")
    change = await asked(adam, act="invite", member="lee")
    answers = await asyncio.gather(*(amy.post(f"/v1/account-changes/{change}/approval") for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 404, 404, 404]
    declined = await asked(adam, act="recover", member="lee")
    assert (await amy.delete(f"/v1/account-changes/{declined}")).status_code == 204
    assert (await amy.post(f"/v1/account-changes/{declined}/approval")).status_code == 404


async def test_neither_administrator_comes_in_as_somebody_else_with_one_half(city: City) -> None:
    adam, amy = await city.administrator("adam"), await city.administrator("amy")
    wanted = await adam.post("/v1/account-changes", json={"act": "invite", "member": "lee"})
    made = await amy.post(f"/v1/account-changes/{wanted.json()['change']['id']}/approval")
    first, second = wanted.json()["half"], made.json()["half"]
    door = await city.client()
    for halves in ((first, first), (second, second), (second, first), (first, "x" * 20), ("x" * 20, second)):
        for path in ("/v1/registration/passkey/options", "/v1/registration/secret"):
            answer = await door.post(path, json={"member": "lee", "halves": halves})
            assert answer.status_code == 401
    taken = {"member": "amy", "halves": [first, second]}
    assert (await door.post("/v1/registration/secret", json=taken)).status_code == 401


async def test_an_invitation_counts_once_and_a_challenge_only_for_whom_it_was_made(city: City) -> None:
    await city.joins("lee")
    adam, amy = await city.administrator("adam"), await city.administrator("amy")
    wanted = await adam.post("/v1/account-changes", json={"act": "invite", "member": "away"})
    made = await amy.post(f"/v1/account-changes/{wanted.json()['change']['id']}/approval")
    invited = {"member": "away", "halves": [wanted.json()["half"], made.json()["half"]]}
    door = await city.client()
    sign_in = (await door.post("/v1/sign-in/passkey/options")).json()
    foreign = {**invited, "credential": Authenticator().registers(sign_in)}
    assert (await door.post("/v1/registration/passkey", json=foreign)).status_code == 401
    assert (await door.post("/v1/registration/secret", json=invited)).status_code == 201
    for path in ("/v1/registration/passkey/options", "/v1/registration/secret"):
        assert (await door.post(path, json=invited)).status_code == 401


async def test_the_operator_invites_only_administrators_and_only_until_there_are_two(city: City, node: Node) -> None:
    with pytest.raises(Refused, match="administrators only"):
        await invite_first(node, "lee")
    with pytest.raises(Absent):
        await invite_first(node, "nobody")
    await node.directories.activate(WORLD + ABE)
    await city.first("adam")
    await city.first("adam")
    await city.first("amy")
    with pytest.raises(Refused, match="has administrators"):
        await invite_first(node, "abe")


async def test_a_service_account_has_no_passkey_and_never_signs_in(city: City, node: Node) -> None:
    adam, amy = await city.administrator("adam"), await city.administrator("amy")
    change = await asked(adam, act="invite", member="printer", sort="service")
    made = (await amy.post(f"/v1/account-changes/{change}/approval")).json()
    assert (made["half"], made["key"]) == ("", "")
    door = await city.client()
    invited = {"member": "printer", "halves": ["x" * 22, "x" * 22]}
    assert (await door.post("/v1/registration/secret", json=invited)).status_code == 401
    key = await asked(adam, act="issue-key", member="printer", purpose="administration", scopes=["enter"], days=9)
    token = (await amy.post(f"/v1/account-changes/{key}/approval")).json()["key"]
    assert set(await every_way(await city.client(token))) == {403}
    assert (await adam.post("/v1/account-changes", json=CHANGES[-1] | {"member": "lee"})).status_code == 409


async def test_every_refused_attempt_at_administration_is_on_the_log_by_key_and_not_by_name(
    city: City, node: Node
) -> None:
    await city.joins("lee")
    lee = await city.signs_in("lee", "administration")
    before = len(await events_of(node))
    await every_way(lee)
    events = (await events_of(node))[before:]
    assert len(events) == len(POSTS) + 1
    assert all('"outcome":"failure"' in event and '"by":"lee"' in event for event in events)
    assert not any("Lee" in event for event in await events_of(node))


async def test_a_disabled_account_comes_back_by_two_administrators_only(city: City) -> None:
    await city.joins("lee")
    adam, amy = await city.administrator("adam"), await city.administrator("amy")
    await adam.post("/v1/accounts/lee/disabling", json={"reason": "Reported by mistake."})
    assert (await adam.post("/v1/accounts/lee/unlocking")).status_code == 409
    change = await asked(adam, act="enable", member="lee")
    assert (await city.tries("lee", "investigation/2026-1")).status_code == 401
    assert (await amy.post(f"/v1/account-changes/{change}/approval")).status_code == 200
    assert (await city.tries("lee", "investigation/2026-1")).status_code == 201


async def test_a_role_is_given_by_two_administrators_and_counts_at_once_and_never_to_oneself(
    city: City, node: Node
) -> None:
    await city.joins("lee")
    adam, amy = await city.administrator("adam"), await city.administrator("amy")
    own = await adam.post("/v1/account-changes", json={"act": "appoint", "member": "adam", "roles": ["officer"]})
    assert (own.status_code, own.json()["rule"]) == (403, "nobody_administers_themselves")
    change = await asked(adam, act="appoint", member="lee", roles=["officer", "administrator"])
    alone = await adam.post(f"/v1/account-changes/{change}/approval")
    assert alone.json()["rule"] == "two_people_change_an_account"
    assert node.directory.member["lee"].roles == ("officer",)
    (waiting,) = (await amy.get("/v1/account-changes")).json()["items"]
    assert waiting["roles"] == ["officer", "administrator"]
    lee = await city.signs_in("lee", "administration")
    assert (await lee.get("/v1/accounts")).status_code == 403
    assert (await amy.post(f"/v1/account-changes/{change}/approval")).status_code == 200
    assert (await lee.get("/v1/accounts")).status_code == 200
    assert any("appoint: officer, administrator" in event for event in await events_of(node, "lee"))
    back = await asked(amy, act="appoint", member="lee", roles=[])
    assert (await adam.post(f"/v1/account-changes/{back}/approval")).status_code == 200
    assert (await lee.get("/v1/accounts")).status_code == 403


async def test_appointments_at_once_are_all_kept(city: City, node: Node) -> None:
    await asyncio.gather(
        *(node.directories.appoint(member, ["officer", "importer"]) for member in ("lee", "away", "jo"))
    )
    for member in ("lee", "away", "jo"):
        assert node.directory.member[member].roles == ("officer", "importer")
    assert node.directories.version == 4


@pytest.mark.parametrize("role", ["Officer", "", 'x"]\nroles = ["administrator', "role\n", "a" * 41])
async def test_a_role_that_is_none_is_refused(city: City, role: str) -> None:
    adam = await city.administrator("adam")
    body = {"act": "appoint", "member": "lee", "roles": [role]}
    assert (await adam.post("/v1/account-changes", json=body)).status_code == 422
