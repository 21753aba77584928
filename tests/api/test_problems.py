"""Every refusal is a problem document that says what to do next, and none tells of what is hidden."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from comity.following.running import App
from tests.api.conftest import SignedIn, token_for
from tests.api.talking import correct, enter, enter_arrest, entered
from tests.worlds import SMALL

pytestmark = pytest.mark.anyio


def problem(answer: httpx.Response, status: int, name: str) -> Any:
    """Give the problem document of an answer, which must have the usual form."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["type"] == f"/problems/{name}"
    assert told["status"] == status
    assert told["remedy"]
    return told


async def test_no_token_and_a_wrong_token_are_told_how_to_sign_in(signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    for authorization in (None, "Bearer cmt_live_wrong", "Basic bGVlOmxlZQ=="):
        lee.headers.pop("Authorization", None)
        if authorization is not None:
            lee.headers["Authorization"] = authorization
        answer = await lee.get("/v1/records/person")
        problem(answer, 401, "not-signed-in")
        assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_a_revoked_token_is_refused_within_a_second(app: App, address: str) -> None:
    token = await token_for(app, "lee")
    async with httpx.AsyncClient(base_url=address, headers={"Authorization": f"Bearer {token}"}) as lee:
        assert (await lee.get("/v1/records/person")).status_code == 200
        await app.node.access.revoke(token)
        await asyncio.sleep(1.01)
        problem(await lee.get("/v1/records/person"), 401, "not-signed-in")


async def test_a_member_who_has_left_is_refused_at_once(app: App, signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    assert (await lee.get("/v1/records/person")).status_code == 200
    await app.node.directories.activate(SMALL.replace('key = "lee"', 'key = "lea"'))
    problem(await lee.get("/v1/records/person"), 401, "not-signed-in")


async def test_the_purpose_may_be_another_for_one_request_and_must_be_a_purpose(signed_in: SignedIn) -> None:
    clark = await signed_in("clark")
    arrest = await enter_arrest(await signed_in("lee"))
    address = f"/v1/records/{arrest['id']}"
    assert (await clark.get(address)).status_code == 200
    problem(await clark.get(address, headers={"Comity-Purpose": "oversight"}), 404, "absent")
    told = problem(await clark.get(address, headers={"Comity-Purpose": "curiosity"}), 400, "malformed")
    assert told["field"] == "Comity-Purpose"


async def test_hidden_and_never_there_are_told_with_the_same_bytes(signed_in: SignedIn) -> None:
    lee, clark = await signed_in("lee"), await signed_in("clark")
    location = await entered(lee, "location", description="Behind the shop")
    for part in ("", "/history", "/proof"):
        hidden, never, no_id = [
            await clark.get(f"/v1/records/{id}{part}") for id in (location["id"], uuid4(), "no-such-thing-1")
        ]
        problem(hidden, 404, "absent")
        assert hidden.content == never.content
        assert {n: v for n, v in hidden.headers.items() if n != "date"} == {
            n: v for n, v in never.headers.items() if n != "date"
        }
        if part:
            assert hidden.content == no_id.content
    hidden, never = [await clark.get(f"/v1/cases/{id}") for id in (location["id"], uuid4())]
    assert hidden.content == never.content
    hidden, never = [await correct(clark, id, {"description": "?"}, '"v1"') for id in (location["id"], str(uuid4()))]
    problem(hidden, 404, "absent")
    assert hidden.content == never.content


async def test_what_no_clause_allows_names_the_rule_and_the_way_on(signed_in: SignedIn) -> None:
    clark = await signed_in("clark")
    told = problem(await enter(clark, "arrest", {}), 403, "refused")
    assert told["rule"] == "entry_needs_a_clause"
    arrest = await enter_arrest(await signed_in("lee"))
    told = problem(await correct(clark, arrest["id"], {"ground": "warrant"}, '"v1"'), 403, "refused")
    assert told["rule"] == "owner_corrects"


async def test_nothing_is_done_under_the_account_of_somebody_on_leave(signed_in: SignedIn) -> None:
    told = problem(await enter(await signed_in("away"), "person", {"names": [{"given_name": "Ada"}]}), 403, "refused")
    assert told["rule"] == "no_action_by_account_of_officer_on_leave"


async def test_data_that_a_rule_refuses_conflicts_with_the_record(signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    told = problem(await enter(lee, "person", {}), 409, "rule")
    assert told["rule"] == "person_can_be_told"
    told = problem(await enter(lee, "involvement", {"person": str(uuid4())}), 409, "rule")
    assert (told["rule"], told["field"]) == ("reference_must_exist", "person")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"names":[],"names":[]}',
        b'{"birth_date":NaN}',
        b'{"birth_date":"\\ud800"}',
        b'{"birth_date":"\\u0000"}',
        b"\xff\xfe{}",
        b"[" * 100_000,
        b"9" * 50,
    ],
)
async def test_what_is_no_json_is_malformed(signed_in: SignedIn, body: bytes) -> None:
    lee = await signed_in("lee")
    headers = {"Idempotency-Key": uuid4().hex, "Content-Type": "application/json"}
    problem(await lee.post("/v1/records/person", content=body, headers=headers), 400, "malformed")


async def test_a_field_that_does_not_fit_is_named(signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    told = problem(await enter(lee, "person", {"names": [{"given_name": 7}]}), 422, "invalid")
    assert told["field"] == "names[0].given_name"
    told = problem(await enter(lee, "person", {"favorite_color": "blue"}), 422, "invalid")
    assert told["field"] == "favorite_color"


async def test_a_write_without_a_key_is_told_of_the_header(signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    for address in ("/v1/records/person", "/v1/subscriptions"):
        assert problem(await lee.post(address, json={}), 400, "malformed")["field"] == "Idempotency-Key"
    person = await entered(lee, "person", names=[{"given_name": "Ada"}])
    headers = {"If-Match": '"v1"', "Content-Type": "application/merge-patch+json"}
    answer = await lee.patch(f"/v1/records/{person['id']}", json={}, headers=headers)
    assert problem(answer, 400, "malformed")["field"] == "Idempotency-Key"


async def test_a_key_used_for_another_request_is_refused(signed_in: SignedIn) -> None:
    lee, key = await signed_in("lee"), uuid4().hex
    assert (await enter(lee, "person", {"names": [{"given_name": "Ada"}]}, key=key)).status_code == 201
    problem(await enter(lee, "person", {"names": [{"given_name": "Bo"}]}, key=key), 422, "key-reused")


async def test_a_correction_says_on_which_version_it_rests(signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    person = await entered(lee, "person", names=[{"given_name": "Ada"}])
    assert (await correct(lee, person["id"], {"birth_date": "1990"}, '"v1"')).status_code == 200
    problem(await correct(lee, person["id"], {"birth_date": "1991"}, '"v1"'), 412, "moved-on")
    headers = {"Idempotency-Key": uuid4().hex, "Content-Type": "application/merge-patch+json"}
    answer = await lee.patch(f"/v1/records/{person['id']}", json={"birth_date": "1992"}, headers=headers)
    problem(answer, 428, "precondition-required")
    problem(await correct(lee, person["id"], {"birth_date": "1990"}, "v1"), 400, "malformed")
    told = problem(await correct(lee, person["id"], {"birth_date": 7}, '"v2"'), 409, "rule")
    assert (told["rule"], told["field"]) == ("corrected_record_is_valid", "birth_date")


async def test_a_cursor_is_good_for_its_reader_and_its_address_only(signed_in: SignedIn) -> None:
    lee, jo = await signed_in("lee"), await signed_in("jo")
    for name in ("Ada", "Bo"):
        await entered(lee, "person", names=[{"given_name": name}])
    address = (await lee.get("/v1/records/person?limit=1")).links["next"]["url"]
    assert (await lee.get(address)).json()["items"][0]["fields"]["names"] == [{"given_name": "Ada"}]
    problem(await jo.get(address), 404, "absent")
    problem(await lee.get(address.replace("person", "arrest")), 404, "absent")
    problem(await lee.get(address, headers={"Comity-Purpose": "patrol"}), 404, "absent")
    problem(await lee.get("/v1/records/person?cursor=AAAA"), 404, "absent")


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=+5", "limit=1&limit=2", "page=2", "cursor=%ff"])
async def test_a_query_that_means_nothing_is_malformed(signed_in: SignedIn, query: str) -> None:
    problem(await (await signed_in("lee")).get(f"/v1/records/person?{query}"), 400, "malformed")


async def test_wrong_methods_types_and_addresses_have_their_own_answers(signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    answer = await lee.delete("/v1/records/person")
    problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "GET, HEAD, POST"
    problem(await lee.get("/v1/nothing"), 404, "absent")
    problem(await lee.get("/v1/records/person/"), 404, "absent")
    problem(await lee.get("/v1/records/unicorn"), 404, "absent")
    headers = {"Idempotency-Key": uuid4().hex, "Content-Type": "text/csv"}
    problem(await lee.post("/v1/records/person", content=b"a,b", headers=headers), 415, "unsupported-media-type")
    problem(await lee.get("/v1/records/person", headers={"Accept": "text/html"}), 406, "not-acceptable")


async def test_the_type_of_a_problem_leads_to_what_it_is(signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    told = problem(await lee.get("/v1/records/unicorn"), 404, "absent")
    assert (await lee.get(told["type"])).json()["status"] == 404
    problem(await lee.get("/problems/unicorn"), 404, "absent")


async def test_a_head_is_the_answer_without_its_body(signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    person = await entered(lee, "person", names=[{"given_name": "Ada"}])
    for address in (f"/v1/records/{person['id']}", "/v1/stream", "/livez"):
        answer = await lee.head(address)
        assert (answer.status_code, answer.content) == (200, b"")


async def test_what_is_too_large_is_turned_away_before_it_is_held(address: str, signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    headers = {"Idempotency-Key": uuid4().hex, "Content-Type": "application/json"}
    large = b'{"cautions":["' + b"a" * 17 * 2**20 + b'"]}'
    problem(await lee.post("/v1/records/person", content=large, headers=headers), 413, "too-large")
    problem(await lee.get("/v1/records/person", headers={"X-Long": "a" * 40_000}), 431, "headers-too-large")
    problem(await lee.get("/v1/search?q=" + "a" * 9_000), 414, "address-too-long")
    problem(await lee.get("/v1/search?q=" + "a" * 20_000), 414, "address-too-long")
    host, _, port = address.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"GET / HTTP/1.1\r\nX-Endless: " + b"a" * 300_000)
    assert (await asyncio.wait_for(reader.readline(), 5)).startswith(b"HTTP/1.1 431")
    writer.close()


async def test_a_fault_of_ours_tells_nothing_of_what_was_at_hand(app: App, signed_in: SignedIn, caplog: Any) -> None:
    lee = await signed_in("lee")
    connection = await app.node.pool.acquire()
    await connection.execute("drop table number_series cascade")
    await app.node.pool.release(connection)
    answer = await enter(lee, "person", {"names": [{"given_name": "Zerubbabel"}]})
    assert answer.status_code in (201, 500, 503)
    incident = {"registered_at": "2026-01-02", "investigating_officer": "Zerubbabel", "offenses": ["220"]}
    answer = await enter(lee, "incident", incident)
    assert answer.status_code in (500, 503)
    assert "number_series" not in answer.text
    assert "Zerubbabel" not in answer.text + caplog.text
