"""Pairs of persons and of things side by side at a desk: whoever judges them there needs to know no other page."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from comity.acts.identify import identify
from comity.api.server import served
from comity.following.running import App
from comity.store.node import Node
from comity.web.cookies import TOKEN
from comity.web.routes import page_routes
from tests.entering import enter
from tests.linking.worlds import SSN, person, who

pytestmark = pytest.mark.anyio

PLATE: dict[str, Any] = {"registrations": [{"plate": "HRT 4711", "jurisdiction": "Hart"}]}
HONDA: dict[str, Any] = {**PLATE, "detail": {"make": "Honda"}}
SAME_PAGE = {"Sec-Fetch-Site": "same-origin"}
PAIR = re.compile(r'name="one" value="(?P<one>[^"]+)"><input type="hidden" name="other" value="(?P<other>[^"]+)"')
JUDGMENT = re.compile(r'name="undo" value="(?P<id>[^"]+)"')


@asynccontextmanager
async def at_desk(app: App, member: str) -> AsyncIterator[httpx.AsyncClient]:
    session = who(app.node, member)
    token = await app.node.access.issue(session.agency.key, member, session.purpose, timedelta(hours=1))
    async with served(app, beside=page_routes) as address:
        # The browser keeps the cookie of a sign-in; over plain HTTP a client has to be told to send it.
        client = httpx.AsyncClient(base_url=address, headers={"Cookie": f"{TOKEN}={token}"}, timeout=20)
        async with client:
            yield client


async def cars(node: Node, *said: dict[str, Any], by: str = "lee") -> list[UUID]:
    return [(await enter(node, who(node, by), "vehicle", **fields)).entry.id for fields in said]


async def members(node: Node, id: UUID) -> set[UUID]:
    return {view.id for view in (await identify(node, who(node, "lee"), id)).records}


async def judge(desk: httpx.AsyncClient, **said: str) -> httpx.Response:
    return await desk.post("/people/judgments", data=said, headers=SAME_PAGE)


async def test_lee_parts_two_vehicles_on_the_page_that_shows_them_as_one_and_takes_it_back_there(app: App) -> None:
    one, other = await cars(app.node, HONDA, HONDA)
    async with at_desk(app, "lee") as lee:
        page = f"/records/{one}/same"
        shown = PAIR.search((await lee.get(page)).text)
        assert shown
        said = {**shown.groupdict(), "verdict": "different", "because": "One has a dent.", "then": page}
        answer = await judge(lee, **said)
        assert (answer.status_code, answer.headers["location"]) == (303, page)
        assert await members(app.node, one) == {one}
        undo = JUDGMENT.search((await lee.get(f"/records/{other}/same")).text)
        assert undo
        await judge(lee, undo=undo["id"], because="Both have it.", then=page)
        assert await members(app.node, one) == {one, other}


async def test_vehicles_that_may_be_one_stand_in_lees_queue_and_are_judged_there(app: App) -> None:
    one, other = await cars(app.node, PLATE, PLATE)
    async with at_desk(app, "lee") as lee:
        page = (await lee.get("/people/review")).text
        assert 'href="/people/review?kind=vehicle" aria-current="true"' in page
        shown = PAIR.search(page)
        assert shown
        assert {UUID(id) for id in shown.groupdict().values()} == {one, other}
        raw = (await lee.get("/people/review.json?kind=vehicle")).json()
        assert len(raw["items"]) == 1
        assert str(one) in (await lee.get("/people/review.csv?kind=vehicle")).text
        then = "/people/review?kind=vehicle"
        answer = await judge(lee, **shown.groupdict(), verdict="same", because="The same dent.", then=then)
        assert (answer.status_code, answer.headers["location"]) == (303, then)
        assert PAIR.search((await lee.get(then)).text) is None
        assert await members(app.node, one) == {one, other}
        undo = JUDGMENT.search((await lee.get(f"/records/{one}/same")).text)
        assert undo
        await judge(lee, undo=undo["id"], because="It was another.", then=then)
        assert await members(app.node, one) == {one}


async def test_whoever_may_not_judge_vehicles_is_shown_no_buttons_and_bo_begins_with_persons(app: App) -> None:
    one, _ = await cars(app.node, HONDA, HONDA, by="jo")
    await person(app.node, birth_date=None, sex=None)
    await person(app.node, identifications=SSN)
    async with at_desk(app, "jo") as jo:
        page = (await jo.get(f"/records/{one}/same")).text
        assert "HRT 4711" in page
        assert PAIR.search(page) is None
    async with at_desk(app, "bo") as bo:
        assert 'href="/people/review?kind=person" aria-current="true"' in (await bo.get("/people/review")).text
        assert (await bo.get("/people/review?kind=arrest")).status_code == 404
