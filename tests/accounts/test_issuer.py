"""Signing in on the issuer's word: code and PKCE at a provider that really answers, and what must not work."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse

from comity.policy.entrance import Entrance
from tests.accounts.conftest import City, HeldClock
from tests.accounts.forging import Token
from tests.accounts.issuing import Provider, at_the_issuer, entrance_of, provider_at_work

pytestmark = pytest.mark.anyio


@pytest.fixture
async def provider(clock: HeldClock) -> AsyncIterator[Provider]:
    async with provider_at_work(clock) as provider:
        yield provider


@pytest.fixture
def entrance(provider: Provider) -> Entrance:
    return entrance_of(provider)


async def joined(city: City) -> None:
    """Let two administrators bind Lee to the issuer's name for him."""
    adam, amy = await city.administrator("adam"), await city.administrator("amy")
    wanted = {"act": "invite", "member": "lee", "subject": "lee-at-the-issuer"}
    asked = await adam.post("/v1/account-changes", json=wanted)
    assert (await amy.post(f"/v1/account-changes/{asked.json()['change']['id']}/approval")).status_code == 200


async def test_whom_the_issuer_vouches_for_is_signed_in_with_as_many_factors_as_it_says(
    city: City, provider: Provider
) -> None:
    await joined(city)
    door = await city.client()
    assert (await door.get("/v1/sign-in")).json()["issuer"] is True
    for code, claims, two in (("c1", {"amr": ["mfa"]}, True), ("c2", {"amr": ["pwd"]}, False)):
        provider.claims = claims
        answer = await door.post("/v1/sign-in/issuer", json=await at_the_issuer(door, provider, code))
        assert answer.status_code == 201, answer.text
        assert (answer.json()["member"], answer.json()["second_factor"]) == ("lee", two)
        lee = await city.client(answer.json()["token"])
        assert (await lee.get("/v1/records/person")).status_code == 200
        assert (await lee.post("/v1/keys", json=_KEY)).status_code == (201 if two else 403)
    asked = provider.asked[0]
    assert asked["authorization"].startswith("Basic ")
    assert len(asked["code_verifier"]) == 43


async def test_a_ticket_counts_once_and_only_with_its_own_state(
    city: City, provider: Provider, clock: HeldClock
) -> None:
    await joined(city)
    door = await city.client()
    first, other = await at_the_issuer(door, provider, "c1"), await at_the_issuer(door, provider, "c2")
    for altered in (
        {"state": other["state"]},
        {"ticket": other["ticket"]},
        {"ticket": "AAAA"},
        {"ticket": "\u007e" * 90},
    ):
        assert (await door.post("/v1/sign-in/issuer", json={**first, **altered})).status_code == 401
    assert provider.asked == []
    assert (await door.post("/v1/sign-in/issuer", json=first)).status_code == 201
    assert (await door.post("/v1/sign-in/issuer", json=first)).status_code == 401
    clock.move(minutes=10)
    assert (await door.post("/v1/sign-in/issuer", json=other)).status_code == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another sign-in"},
        {"aud": "other"},
        {"iss": "https://id.forger.example"},
        {"sub": "whom nobody knows"},
        {"exp": 1},
    ],
)
async def test_a_word_that_does_not_hold_signs_nobody_in(city: City, provider: Provider, claims: Any) -> None:
    await joined(city)
    door = await city.client()
    provider.claims = claims
    answer = await door.post("/v1/sign-in/issuer", json=await at_the_issuer(door, provider, "c1"))
    assert answer.status_code == 401


async def test_an_issuer_that_answers_oddly_signs_nobody_in(city: City, provider: Provider, clock: HeldClock) -> None:
    await joined(city)
    door = await city.client()
    good = Token(clock()).text()
    for number, (answer, status) in enumerate(
        [
            (JSONResponse({"id_token": good}, 500), 503),
            (RedirectResponse(f"{provider.address}/token"), 503),
            (PlainTextResponse("x" * 300_000), 503),
            (PlainTextResponse("not JSON"), 401),
            (JSONResponse({"access_token": good}), 401),
            (JSONResponse({"id_token": 7}), 401),
            (JSONResponse({"id_token": good}), 401),
        ]
    ):
        provider.answer = answer
        request = await at_the_issuer(door, provider, f"c{number}")
        assert (await door.post("/v1/sign-in/issuer", json=request)).status_code == status


@pytest.mark.parametrize("entrance", [Entrance()], ids=["no issuer"])
async def test_a_node_that_trusts_no_issuer_says_so(city: City, entrance: Entrance) -> None:
    door = await city.client()
    assert (await door.post("/v1/sign-in/issuer/options")).status_code == 404
    assert (await door.get("/v1/sign-in")).json()["issuer"] is False


_KEY = {"purpose": "patrol", "scopes": ["read"], "days": 1}
