"""Explanations and simulations over HTTP, for whom they are for, and never beside the contract."""

from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from comity.following.running import App
from tests.api.conftest import token_for
from tests.api.test_schemathesis import PINNED, SETTINGS, cases_run
from tests.entering import enter_arrest
from tests.simulate.test_simulating import DRAFT, WORLD
from tests.worlds import SMALL

pytestmark = pytest.mark.anyio

EXPLAINED = r"^/v1/(records/[{]id[}]/(explanation|reasons)|explanations|simulations)$"


async def client_for(app: App, address: str, member: str, purpose: str | None = None) -> httpx.AsyncClient:
    bearer = await token_for(app, member, purpose)
    return httpx.AsyncClient(base_url=address, headers={"Authorization": f"Bearer {bearer}"}, timeout=30)


async def test_a_record_is_explained_to_its_owner_and_to_its_reader(app: App, address: str) -> None:
    arrest = (await enter_arrest(app.node)).entry.id
    async with await client_for(app, address, "lee") as lee, await client_for(app, address, "clark") as clark:
        told = (await lee.get(f"/v1/records/{arrest}/explanation")).json()
        assert {group["agency"] for group in told["readers"]} == {"hart-pd", "hart-court", "hart-jail"}
        (group,) = (await clark.get(f"/v1/records/{arrest}/explanation")).json()["readers"]
        assert group["seen"][0]["because"] == ["2.1"]
        reasons = (await clark.get(f"/v1/records/{arrest}/reasons")).json()["reasons"]
        assert {each["category"] for each in reasons if not each["shown"]} >= {"narrative"}


async def test_before_recording_it_is_said_who_will_see_it(app: App, address: str) -> None:
    async with await client_for(app, address, "lee") as lee:
        told = await lee.post("/v1/explanations", json={"kind": "arrest", "markings": ["sensitive"]})
        assert {group["agency"] for group in told.json()["readers"]} == {"hart-pd"}
        unknown = await lee.post("/v1/explanations", json={"kind": "arrest", "refs": [str(uuid4())]})
        assert unknown.json()["rule"] == "reference_must_exist"


async def test_what_is_hidden_is_answered_like_what_never_was(app: App, address: str) -> None:
    arrest: UUID = (await enter_arrest(app.node)).entry.id
    async with await client_for(app, address, "jo", "administration") as jo:
        for part in ("explanation", "reasons"):
            hidden, never = [await jo.get(f"/v1/records/{id}/{part}") for id in (arrest, uuid4())]
            assert (hidden.status_code, hidden.content) == (404, never.content)


async def test_a_draft_is_simulated_for_its_drafter(app: App, address: str) -> None:
    await app.node.directories.activate(WORLD)
    for _ in range(6):
        await enter_arrest(app.node)
    async with await client_for(app, address, "dora", "administration") as dora:
        told = await dora.post("/v1/simulations", json={"text": DRAFT})
    assert told.status_code == 200, told.text
    opened = {(r["agency"], c["kind"], c["opened"]) for r in told.json()["readers"] for c in r["changes"]}
    assert ("hart-court", "arrest", 6) in opened


async def test_no_question_is_answered_beside_the_contract(app: App, address: str, tmp_path: Path) -> None:
    await app.node.directories.activate(SMALL)
    arrest = (await enter_arrest(app.node)).entry.id
    settings = SETTINGS.format(token=await token_for(app, "lee")) + PINNED.format(id=arrest)
    options = ("--include-path-regex", EXPLAINED, "--max-examples=40", "--phases=coverage,fuzzing")
    assert await cases_run(settings, tmp_path, address, *options) >= 100
