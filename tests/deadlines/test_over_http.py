"""What is expected, asked for over HTTP."""

import httpx
import pytest

from comity.acts.expect_in_time import expect_in_time
from comity.api.server import served
from comity.following.running import App
from tests.api.conftest import token_for
from tests.entering import enter_arrest

pytestmark = pytest.mark.anyio


async def test_an_agency_pages_through_what_is_expected_of_it(app: App) -> None:
    for _ in range(3):
        await enter_arrest(app.node)
    while await expect_in_time(app.node):
        pass
    headers = {"Authorization": f"Bearer {await token_for(app, 'lee')}"}
    async with served(app) as address, httpx.AsyncClient(base_url=address, headers=headers, timeout=10) as lee:
        whole = (await lee.get("/v1/deadlines?overdue=true")).json()["items"]
        paged, path = [], "/v1/deadlines?limit=2"
        while path:
            answer = await lee.get(path)
            assert answer.status_code == 200, answer.text
            paged += answer.json()["items"]
            path = answer.headers.get("link", "").partition(">")[0].removeprefix("<")
        assert paged == whole
        assert len(whole) == 6
        assert {each["rule"] for each in whole} == {"arrest_charge_is_referred", "person_arrested_appears_in_court"}
        assert all(each["overdue"] and each["task"] for each in whole)
        assert (await lee.get("/v1/deadlines?cursor=x")).status_code == 404


async def test_another_agency_is_told_nothing_of_it(app: App) -> None:
    await enter_arrest(app.node)
    await expect_in_time(app.node)
    headers = {"Authorization": f"Bearer {await token_for(app, 'clark')}"}
    async with served(app) as address, httpx.AsyncClient(base_url=address, headers=headers, timeout=10) as clark:
        assert (await clark.get("/v1/deadlines")).json() == {"items": []}
