"""At the door: nobody learns who has an account, nobody tries too often, and no authenticator is forged."""

import asyncio
import copy
from typing import Any

import httpx
import pytest

from comity.api.paces import MOST_BY_NAME, MOST_BY_SOURCE, Paces
from comity.api.problems import Turned
from comity.store.node import Node
from tests.accounts.authenticator import ATTESTED, PRESENT, VERIFIED, Authenticator, base64url
from tests.accounts.coding import by_secret
from tests.accounts.conftest import BANNER, City, HeldClock, events_of
from tests.accounts.test_time import with_code

pytestmark = pytest.mark.anyio

INVESTIGATION = "investigation/2026-1"


async def told(door: httpx.AsyncClient, body: Any) -> tuple[int, bytes, dict[str, str]]:
    """Give all of an answer that could tell one name from another."""
    answer = await door.post("/v1/sign-in/secret", json=body)
    return answer.status_code, answer.content, {n: v for n, v in answer.headers.items() if n != "date"}


async def test_a_wrong_name_a_wrong_secret_and_a_locked_account_get_the_same_bytes(
    city: City, clock: HeldClock
) -> None:
    good, seed = await with_code(city, clock, "lee")
    gone, _ = await with_code(city, clock, "away")
    adam = await city.administrator("adam")
    assert (await adam.post("/v1/accounts/away/disabling", json={"reason": "Left."})).status_code == 204
    door = await city.client()
    wrong = by_secret("lee", "x" * 40, seed, clock)
    first = await told(door, wrong)
    answers = [
        first,
        await told(door, {**wrong, "member": "nobody"}),
        await told(door, {**wrong, "member": "clark"}),
        await told(door, gone),
        *[await told(door, wrong) for _ in range(4)],
        await told(door, good),
    ]
    assert all(answer == first for answer in answers)
    assert first[0] == 401


async def test_a_passkey_that_nobody_registered_gets_the_same_bytes_as_a_wrong_answer(city: City) -> None:
    await city.joins("lee")
    door = await city.client()
    answers = []
    for passkey in (Authenticator(), Authenticator(id=city.passkeys["lee"].id)):
        options = (await door.post("/v1/sign-in/passkey/options")).json()
        assert "allowCredentials" not in options or options["allowCredentials"] == []
        body = {"banner": BANNER, "purpose": INVESTIGATION, "credential": passkey.signs(options)}
        answer = await door.post("/v1/sign-in/passkey", json=body)
        answers.append((answer.status_code, answer.content))
    assert answers[0] == answers[1]
    assert answers[0][0] == 401


async def test_the_eleventh_attempt_in_a_minute_waits_whether_or_not_the_name_exists(
    city: City, clock: HeldClock
) -> None:
    good, _ = await with_code(city, clock, "lee")
    door = await city.client()
    for name in ("lee", "nobody"):
        clock.move(minutes=2)
        body = {**good, "member": name, "secret": "x" * 40}
        codes = [(await door.post("/v1/sign-in/secret", json=body)).status_code for _ in range(MOST_BY_NAME)]
        assert set(codes) == {401}
        clock.move(seconds=20)
        waited = await door.post("/v1/sign-in/secret", json=body)
        assert (waited.status_code, waited.headers["retry-after"]) == (429, "40")
        clock.move(seconds=40)
        assert (await door.post("/v1/sign-in/secret", json=body)).status_code == 401


def test_one_source_tries_sixty_times_a_minute_and_not_once_more(clock: HeldClock) -> None:
    paces = Paces(clock)
    for number in range(MOST_BY_SOURCE):
        paces.hold("192.0.2.1", f"name-{number}")
    with pytest.raises(Turned):
        paces.hold("192.0.2.1", "one-more")
    paces.hold("192.0.2.2", "one-more")
    clock.move(seconds=59.999)
    with pytest.raises(Turned):
        paces.hold("192.0.2.1", "one-more")
    clock.move(seconds=0.001)
    paces.hold("192.0.2.1", "one-more")


def test_a_pace_holds_however_many_names_are_tried(clock: HeldClock) -> None:
    paces = Paces(clock)
    for number in range(25_000):
        paces.hold("", f"name-{number}")
        clock.move(seconds=0.01)
    assert len(paces._attempts) <= 20_001


def test_a_name_is_counted_also_while_as_many_names_as_are_kept_are_tried(clock: HeldClock) -> None:
    paces = Paces(clock, most_known=50)
    for number in range(60):
        paces.hold("", f"name-{number}")
    for number in range(MOST_BY_NAME):
        paces.hold(f"192.0.2.{number}", "one-more")
    with pytest.raises(Turned):
        paces.hold("192.0.2.99", "one-more")


def forged(passkey: Authenticator, options: Any) -> dict[str, Any]:
    """Give answers of an authenticator that are each wrong in one way."""

    def made(**altered: Any) -> Any:
        other = copy.copy(passkey)
        for name, value in altered.items():
            setattr(other, name, value)
        return other.signs(options)

    def changed(**response: str) -> Any:
        good = passkey.signs(options)
        return {**good, "response": {**good["response"], **response}}

    return {
        "another origin": made(origin="https://comity.forger.example"),
        "an origin that begins like ours": made(origin="http://localhost:8400.forger.example"),
        "another party": made(party="forger.example"),
        "user not there": made(flags=VERIFIED),
        "user not verified": made(flags=PRESENT),
        "key of another": made(key=Authenticator().key),
        "id of another": made(id=Authenticator().id),
        "count turned back": made(count=-1),
        "made, not signed": passkey.signs(options, kind="webauthn.create"),
        "payment": passkey.signs(options, kind="payment.get"),
        "signature changed": changed(signature=base64url(b"0" * 70)),
        "signature empty": changed(signature=""),
        "not base64": changed(signature="!!!"),
        "client data no JSON": changed(clientDataJSON=base64url(b"{")),
        "client data a list": changed(clientDataJSON=base64url(b"[]")),
        "data cut": changed(authenticatorData=base64url(b"x" * 20)),
        "data with a key": made(flags=PRESENT | VERIFIED | ATTESTED),
        "two ids": {**passkey.signs(options), "rawId": base64url(b"other")},
        "not a public key": {**passkey.signs(options), "type": "password"},
        "challenge of nobody": passkey.signs({"challenge": base64url(b"c" * 56)}),
        "challenge empty": passkey.signs({"challenge": ""}),
    }


async def test_no_forged_answer_of_an_authenticator_signs_anybody_in(city: City, clock: HeldClock) -> None:
    passkey = await city.joins("lee")
    assert (await city.tries("lee", INVESTIGATION)).status_code == 201
    door = await city.client()
    names = list(forged(passkey, {"challenge": ""}))
    for name in names:
        clock.move(minutes=16)
        options = (await door.post("/v1/sign-in/passkey/options")).json()
        body = {"banner": BANNER, "purpose": INVESTIGATION, "credential": forged(passkey, options)[name]}
        answer = await door.post("/v1/sign-in/passkey", json=body)
        assert answer.status_code == 401, (name, answer.text)
    assert (await city.tries("lee", INVESTIGATION)).status_code == 201


async def test_an_answer_counts_once_even_if_it_is_sent_many_times_at_once(city: City) -> None:
    passkey = await city.joins("lee")
    door = await city.client()
    options = (await door.post("/v1/sign-in/passkey/options")).json()
    body = {"banner": BANNER, "purpose": INVESTIGATION, "credential": passkey.signs(options)}
    answers = await asyncio.gather(*(door.post("/v1/sign-in/passkey", json=body) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 401, 401, 401, 401]


async def test_a_passkey_that_does_not_verify_its_user_is_not_registered(city: City) -> None:
    adam, amy = await city.administrator("adam"), await city.administrator("amy")
    asked = await adam.post("/v1/account-changes", json={"act": "invite", "member": "lee"})
    made = await amy.post(f"/v1/account-changes/{asked.json()['change']['id']}/approval")
    halves = [asked.json()["half"], made.json()["half"]]
    invited = {"member": "lee", "halves": halves}
    door = await city.client()
    for passkey in (
        Authenticator(flags=PRESENT),
        Authenticator(origin="https://forger.example"),
        Authenticator(party="x"),
    ):
        options = (await door.post("/v1/registration/passkey/options", json=invited)).json()
        answer = await door.post("/v1/registration/passkey", json={**invited, "credential": passkey.registers(options)})
        assert answer.status_code == 401
    await city.registers("lee", halves)


async def test_every_sign_in_good_or_bad_is_on_the_log_with_its_source(city: City, node: Node) -> None:
    await city.joins("lee")
    assert (await city.tries("lee", INVESTIGATION)).status_code == 201
    city.passkeys["mallory"] = Authenticator()
    assert (await city.tries("mallory", INVESTIGATION)).status_code == 401
    lee, unknown = (await events_of(node))[-2:]
    assert '"member":"lee"' in lee
    assert '"outcome":"success"' in lee
    assert '"outcome":"failure"' in unknown
    assert "member" not in unknown
    assert all('"address":"127.0.0.1"' in event for event in (lee, unknown))


@pytest.mark.parametrize("token", ["cms_", "cms_" + "x" * 43, "cmt_live_" + "x" * 43, "cmf_" + "x" * 43])
async def test_no_token_that_was_never_given_is_taken(city: City, token: str) -> None:
    assert (await (await city.client(token)).get("/v1/session")).status_code == 401
