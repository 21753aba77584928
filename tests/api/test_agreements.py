"""Agreements over HTTP: drafted, signed by each party, put in force, and the matrix that comes of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from comity.following.running import App
from tests.agreements.texts import TEXT, WORLD
from tests.api.test_schemathesis import SETTINGS, cases_run

pytestmark = pytest.mark.anyio

Signatory = Callable[..., Awaitable[httpx.AsyncClient]]
AGREED = r"^/v1/(agreement.*|matrix)$"


@pytest.fixture
async def signatory(app: App, address: str) -> AsyncIterator[Signatory]:
    """Give a client signed in for an agency, as its signatory or drafter."""
    await app.node.directories.activate(WORLD)
    async with AsyncExitStack() as stack:

        async def signed_in(agency: str, role: str = "signatory") -> httpx.AsyncClient:
            bearer = await token(app, agency, role)
            client = httpx.AsyncClient(base_url=address, headers={"Authorization": f"Bearer {bearer}"}, timeout=10)
            return await stack.enter_async_context(client)

        yield signed_in


async def token(app: App, agency: str, role: str) -> str:
    return await app.node.access.issue(agency, f"{agency}-{role}", "administration", timedelta(hours=1))


async def test_an_agreement_goes_from_its_draft_to_the_matrix(signatory: Signatory) -> None:
    jail, court = await signatory("hart-jail"), await signatory("hart-court")
    drafted = await jail.post("/v1/agreements", json={"text": TEXT})
    assert (drafted.status_code, drafted.headers["location"]) == (201, "/v1/agreements/jail-court")
    standing = drafted.json()["standing"]
    assert (standing["state"], standing["signed"]) == ("draft", [])
    on = {"text_hash": standing["text_hash"], "rules_hash": standing["rules_hash"]}
    for client in (jail, court):
        assert (await client.post("/v1/agreements/jail-court/steps", json={"step": "sign", **on})).status_code == 201
    active = await court.post("/v1/agreements/jail-court/steps", json={"step": "activate", **on})
    assert active.json()["standing"]["state"] == "active"
    rules = {rule["rule"] for rule in (await court.get("/v1/matrix")).json()["rules"]}
    assert {"jail-court 1", "jail-court 2", "42 CFR 2.13(a)"} <= rules
    told = (await (await signatory("hart-pd")).get("/v1/agreements/jail-court")).json()
    assert told["text"] == TEXT
    assert [(step["step"], step["agency"]) for step in told["steps"]] == [
        ("sign", "hart-jail"),
        ("sign", "hart-court"),
        ("activate", "hart-court"),
    ]
    ended = {"step": "suspend", "reason": "Read aloud.", **on}
    assert (await jail.post("/v1/agreements/jail-court/steps", json=ended)).json()["standing"]["state"] == "suspended"
    (listed,) = (await court.get("/v1/agreements")).json()["items"]
    assert listed["reasons"] == ["hart-jail suspended it: Read aloud."]


async def test_what_is_refused_is_a_problem_with_its_remedy(signatory: Signatory) -> None:
    jail, drafter = await signatory("hart-jail"), await signatory("hart-jail", "drafter")
    wrong = TEXT.replace('"release"', '"releese"')
    checked = await drafter.post("/v1/agreement-checks", json={"text": wrong})
    assert [(p["line"], p["clause"]) for p in checked.json()["problems"]] == [(17, "1")]
    assert (await drafter.post("/v1/agreements", json={"text": wrong})).status_code == 422
    standing = (await drafter.post("/v1/agreements", json={"text": TEXT})).json()["standing"]
    on = {"text_hash": standing["text_hash"], "rules_hash": standing["rules_hash"]}
    for client, step, status in (
        (drafter, {"step": "sign", **on}, 403),
        (jail, {"step": "sign", **on, "text_hash": "0" * 64}, 409),
        (jail, {"step": "activate", **on}, 409),
        (jail, {"step": "suspend", **on, "reason": " "}, 422),
        (jail, {"step": "resume", **on}, 412),
        (jail, {"step": "admire", **on}, 422),
        (await signatory("hart-pd"), {"step": "sign", **on}, 403),
    ):
        answer = await client.post("/v1/agreements/jail-court/steps", json=step)
        assert (step["step"], answer.status_code) == (step["step"], status)
        assert answer.json()["remedy"]
    assert (await jail.get("/v1/agreements/none")).status_code == 404
    assert (await jail.get("/v1/matrix?at=2001-01-01T00:00:00Z")).status_code == 404
    assert (await jail.get("/v1/matrix?at=2001-02-31T00:00:00Z")).status_code == 404
    assert (await jail.get("/v1/matrix?at=yesterday")).status_code == 400


async def test_no_request_about_agreements_is_answered_beside_the_contract(
    app: App, address: str, signatory: Signatory, tmp_path: Path
) -> None:
    await signatory("hart-pd")
    settings = SETTINGS.format(token=await token(app, "hart-pd", "drafter")).replace('"412"', '"412", "422"')
    assert (
        await cases_run(
            settings,
            tmp_path,
            address,
            "--include-path-regex",
            AGREED,
            "--phases=coverage,fuzzing",
            "--max-examples=20",
        )
        >= 100
    )
