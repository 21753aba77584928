"""Every endpoint, found from the contract: closed without a token, and closed to writing for who may only read."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from starlette.routing import Router

from comity.api.front import front_of
from comity.api.server import Others, _api
from comity.following.running import App
from comity.records.reach import pointing_paths
from comity.records.registry import kind_named, kinds
from comity.store.access import Grant, Scope
from tests.api.conftest import SignedIn
from tests.api.endpoints import PUBLIC, Operation, operations, routed
from tests.api.talking import enter_arrest, entered
from tests.judging.naive import label_of
from tests.worlds import SMALL, session_of

pytestmark = pytest.mark.anyio

DIARY = {"occurred_at": "2026-01-02T10:00:00Z", "outcome": "record-only", "narrative": "X."}
# Sentences that stand in fields which the clerk may not see.
HIDDEN = ("Found behind the shop", "A window was broken", "asthma")


async def test_the_contract_holds_every_endpoint_that_the_server_has_and_no_other(app: App) -> None:
    router = _api(front_of(app.node, app.streaming), Others())
    assert isinstance(router, Router)
    served = set(routed(router))
    assert served == {(each.method, each.path) for each in operations()}


def test_what_is_open_to_everybody_is_exactly_what_is_listed_here() -> None:
    assert {(each.method, each.path) for each in operations() if not each.told.get("security")} == PUBLIC


def guarded() -> list[Operation]:
    return [each for each in operations() if (each.method, each.path) not in PUBLIC]


async def answers_to(client: httpx.AsyncClient, **headers: str) -> Iterator[tuple[Operation, httpx.Response]]:
    """Give the answer of each guarded operation, and of HEAD where there is GET."""
    asked = [(each, each.request(client, **headers)) for each in guarded()]
    asked += [(e, client.build_request("HEAD", e.address(), headers=headers)) for e in guarded() if e.method == "get"]
    return iter([(each, await client.send(request)) for each, request in asked])


async def test_no_operation_answers_without_a_valid_token(app: App, address: str) -> None:
    lee = session_of(app.node, "lee")
    issue = app.node.access.issue
    expired = await issue(lee.agency.key, "lee", lee.purpose, timedelta(microseconds=1))
    revoked = await issue(lee.agency.key, "lee", lee.purpose, timedelta(hours=1))
    left = await issue(lee.agency.key, "lee", lee.purpose, timedelta(hours=1))
    await app.node.access.revoke(revoked)
    says = ["", "Bearer", "Bearer x y", "Bearer cmt_live_nobody", f"Basic {left}", left, f"Bearer {expired}"]
    said: dict[str, set[str]] = {}
    async with httpx.AsyncClient(base_url=address, timeout=10) as client:
        for authorization in (*says, f"Bearer {revoked}"):
            headers = {"Authorization": authorization} if authorization else {}
            for each, answer in await answers_to(client, **headers):
                assert answer.status_code == 401, (authorization, each.method, each.path)
                assert answer.headers["www-authenticate"].startswith("Bearer")
                said.setdefault(authorization, set()).add(answer.text)
        await app.node.directories.activate(SMALL.replace('key = "lee"', 'key = "leigh"'))
        for each, answer in await answers_to(client, Authorization=f"Bearer {left}"):
            assert answer.status_code == 401, (each.method, each.path)
    # One for a missing token and one for what is not valid, whatever the address, and nothing for HEAD.
    assert {len(texts) for texts in said.values()} == {2}


async def test_a_token_for_reading_opens_nothing_to_write(app: App, address: str) -> None:
    lee = session_of(app.node, "lee")
    until = app.node.clock() + timedelta(hours=1)
    grant = Grant(lee.agency.key, "lee", lee.purpose, until, frozenset({Scope.READ}))
    token = await app.node.access.issue_for(grant)
    before = await app.node.reader.size()
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=10) as client:
        person = {"names": [{"surname": "Quill"}]}
        key = {"Idempotency-Key": "one"}
        assert (await client.post("/v1/records/person", json=person, headers=key)).status_code == 403
        for each in guarded():
            if each.method != "get":
                answer = await client.send(each.request(client))
                assert answer.status_code in (400, 401, 403, 404, 405, 413, 415, 422), (each.method, each.path)
    assert await app.node.reader.size() == before


async def test_who_sees_a_record_of_another_agency_can_change_nothing_of_it(app: App, signed_in: SignedIn) -> None:
    lee, clark = await signed_in("lee"), await signed_in("clark")
    arrest = await enter_arrest(lee)
    seen = (await clark.get(f"/v1/records/{arrest['id']}")).json()
    fields = [*kind_named("arrest").kind.__struct_fields__]
    for field in fields:
        values: tuple[Any, ...] = (None, "anything", [], seen["fields"].get(field))
        for value in values:
            asked = {"If-Match": '"v1"', "Idempotency-Key": uuid4().hex, "Content-Type": "application/merge-patch+json"}
            answer = await clark.patch(f"/v1/records/{arrest['id']}", json={field: value}, headers=asked)
            assert (answer.status_code, answer.json()["rule"]) == (403, "owner_corrects")
    for method in ("PUT", "DELETE", "POST"):
        assert (await clark.request(method, f"/v1/records/{arrest['id']}")).status_code == 405
    for each in operations():
        if "{id}" in each.path and each.method != "get":
            answer = await clark.send(each.request(clark, arrest["id"]))
            assert answer.status_code >= 400, (each.method, each.path)
    assert await app.node.pool.fetchval("select count(*) from entry where version > 1") == 0


async def test_nobody_enters_a_kind_of_another_profession_in_any_form(app: App, signed_in: SignedIn) -> None:
    clark = await signed_in("clark")
    size = await app.node.reader.size()
    for name, spec in kinds().items():
        if "court" not in spec.kind.entered_by:
            for body, form in (
                (b"{}", "application/json"),
                (b"[{}]", "application/json"),
                (b"{}\n{}", "application/jsonl"),
            ):
                asked = {"Idempotency-Key": uuid4().hex, "Content-Type": form}
                answer = await clark.post(f"/v1/records/{name}", content=body, headers=asked)
                assert answer.status_code != 201, name
                assert answer.json().get("entered", 0) == 0, name
    assert await app.node.reader.size() == size


async def test_a_foreign_id_is_to_every_operation_as_one_that_is_not_there(app: App, signed_in: SignedIn) -> None:
    """What is another's, hidden or merely not mine, is answered as what does not exist: status and words."""
    lee, jo = await signed_in("lee"), await signed_in("jo")
    hidden = await entered(
        lee, "diary-entry", occurred_at="2026-01-02T10:00:00Z", outcome="record-only", narrative="X."
    )
    begun = await lee.post("/v1/subscriptions", json={"kinds": ["person"]}, headers={"Idempotency-Key": "s"})
    for foreign in (hidden["id"], begun.json()["id"]):
        absent = str(uuid4())
        for each in operations():
            if "{id}" in each.path:
                one, other = [await jo.send(each.request(jo, id)) for id in (foreign, absent)]
                assert_alike(each, one, other, foreign, absent)
                assert one.status_code >= 400, (each.method, each.path)


def assert_alike(each: Operation, one: httpx.Response, other: httpx.Response, first: str, second: str) -> None:
    assert one.status_code == other.status_code, (each.method, each.path, one.text, other.text)
    assert one.text.replace(first, "<id>") == other.text.replace(second, "<id>"), (each.method, each.path)


async def test_a_body_that_names_a_foreign_id_is_refused_as_one_that_names_nothing(
    app: App, signed_in: SignedIn
) -> None:
    """Every reference of every kind, with an id that the reader may not know and with one that is not there."""
    lee, jo = await signed_in("lee"), await signed_in("jo")
    hidden = await entered(
        lee, "diary-entry", occurred_at="2026-01-02T10:00:00Z", outcome="record-only", narrative="X."
    )
    asked = 0
    for name, spec in kinds().items():
        for path in pointing_paths(spec.kind):
            answers = []
            for id in (hidden["id"], str(uuid4())):
                headers = {"Idempotency-Key": uuid4().hex}
                answer = await jo.post(f"/v1/records/{name}", json=nested(path, id), headers=headers)
                assert answer.status_code != 201, (name, path)
                answers.append((answer.status_code, answer.text.replace(id, "<id>")))
            assert answers[0] == answers[1], (name, path)
            asked += 1
    assert asked > 100


def nested(path: tuple[str, ...], id: str) -> Any:
    """Give the fields of a record with an id at a path."""
    if not path:
        return id
    inner = nested(path[1:], id)
    return [inner] if path[0] == "*" else {path[0]: inner}


GRANTED = {
    "arrest": {"reference", "event", "status", "charge", "identity"},
    "incident": {"reference", "event", "status", "charge", "identity"},
    "person": {"reference", "event", "status", "charge", "identity"},
    "booking": {"reference", "event", "status", "identity"},
}


async def test_no_answer_in_any_form_holds_a_field_that_was_not_granted(app: App, signed_in: SignedIn) -> None:
    lee, jo, clark = [await signed_in(member) for member in ("lee", "jo", "clark")]
    begun = await clark.post("/v1/subscriptions", json={"kinds": [*GRANTED]}, headers={"Idempotency-Key": "s"})
    standing = begun.json()["id"]
    start = await clark.get("/v1/stream?follow=false")
    arrest = await enter_arrest(lee)
    subject = arrest["fields"]["subject"]
    booking = await entered(jo, "booking", arrest=arrest["id"], subject=subject, **BOOKED)
    await app.node.log.publish()
    last = next(line for line in start.text.splitlines() if line.startswith("id: ")).removeprefix("id: ")
    reading = [each for each in guarded() if each.method == "get" and each.path != "/v1/stream"]
    ids = (arrest["id"], arrest["fields"]["incident"], subject, booking["id"])
    requests = [each.request(clark, id) for each in reading for id in ids]
    texts = [(await clark.send(request)).text for request in requests]
    texts.append((await clark.get("/v1/stream?follow=false", headers={"Last-Event-ID": last})).text)
    texts.append((await clark.get(f"/v1/stream?follow=false&subscription={standing}")).text)
    assert sum(arrest["id"] in text for text in texts) >= 7
    for text in texts:
        assert not [word for word in HIDDEN if word in text]
        for shown in views_in(text):
            labels = {label_of(shown["kind"], name) for name in shown["fields"]}
            assert labels <= GRANTED.get(shown["kind"], labels), shown["kind"]


BOOKED = {"booked_at": "2026-01-02T12:00:00Z", "health": {"conditions": ["asthma"]}}


def views_in(text: str) -> Iterator[Any]:
    """Give every record that is shown in an answer, wherever it stands: in pages, in events, alone."""
    for line in text.splitlines():
        try:
            yield from _views_in(httpx.Response(200, text=line.removeprefix("data: ")).json())
        except ValueError:
            continue


def _views_in(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _views_in(item)
    elif isinstance(value, dict):
        if "withheld" in value and "fields" in value:
            yield value
        for item in value.values():
            yield from _views_in(item)
