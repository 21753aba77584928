"""Relief over HTTP: two members, each with a token of their own; a retry does nothing twice."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from comity.api.server import served
from comity.following.running import App
from tests.conftest import Server, app_on
from tests.relief.scenes import WORLD, enter_case, enter_order, session_for

pytestmark = pytest.mark.anyio


@pytest.fixture
async def city(server: Server, place: Path) -> AsyncIterator[App]:
    async with app_on(await server.new_database(), place) as app:
        await app.node.directories.activate(WORLD)
        yield app


async def signed_in(app: App, address: str, member: str) -> httpx.AsyncClient:
    session = session_for(app.node, member)
    token = await app.node.access.issue(session.agency.key, member, session.purpose, timedelta(hours=1))
    return httpx.AsyncClient(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=10)


async def test_two_members_carry_an_order_out_over_http_and_a_retry_does_nothing_twice(city: App) -> None:
    case = await enter_case(city.node)
    order = await enter_order(city.node, "expunge", scope="arrest", records=[case.arrest])
    async with (
        served(city) as address,
        await signed_in(city, address, "clark") as clark,
        await signed_in(city, address, "cora") as cora,
        await signed_in(city, address, "lee") as lee,
    ):
        reach = (await clark.get(f"/v1/relief-orders/{order}/reach")).json()
        assert {each["id"] for each in reach["records"]} == {str(id) for id in (case.arrest, case.ada, case.booking)}
        assert (await lee.get(f"/v1/relief-orders/{order}/reach")).status_code == 403
        asked = {"Idempotency-Key": "one"}
        first = await clark.post(f"/v1/relief-orders/{order}/executions", headers=asked)
        assert first.status_code == 201
        proposal = first.json()["proposal"]
        assert (await clark.post(f"/v1/relief-orders/{order}/executions", headers=asked)).json() == first.json()
        alone = await clark.post(f"/v1/relief-executions/{proposal}/confirmation", headers=asked)
        assert (alone.status_code, alone.json()["rule"]) == (409, "two_pairs_of_eyes_carry_out_relief")
        assert (await lee.get(f"/v1/records/{case.arrest}")).status_code == 200
        done = await cora.post(f"/v1/relief-executions/{proposal}/confirmation", headers=asked)
        assert done.status_code == 201
        assert (await cora.post(f"/v1/relief-executions/{proposal}/confirmation", headers=asked)).json() == done.json()
        certificate = (await cora.get(done.headers["Location"])).json()
        assert certificate["fields"]["count"] == 3
        assert (await lee.get(f"/v1/records/{case.arrest}")).status_code == 404
        assert (await clark.get(f"/v1/persons/{case.ben}/relief-eligibility")).json() == {"charges": []}
