"""What a page elsewhere may not do with a reader's browser: send a form, show a page in a frame, or lead them away."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from comity.demo.cast import cast_tokens
from comity.following.running import App
from comity.web.cookies import TOKEN
from comity.web.origin import own_path
from tests.web.desks.conftest import At
from tests.web.serving import serving

pytestmark = pytest.mark.anyio

ELSEWHERE = """<!doctype html><title>Elsewhere</title><link rel="icon" href="data:,">
<form id="f" method="post" action="{address}/enter/diary-entry"><input name="outcome" value="register">
<input name="narrative" value="Forged."><input name="occurred_at" value="2026-01-01T00:00Z"></form>
<iframe src="{address}/desk"></iframe>"""


def elsewhere(address: str) -> Starlette:
    async def page(request: Request) -> HTMLResponse:
        del request
        return HTMLResponse(ELSEWHERE.format(address=address))

    return Starlette(routes=[Route("/", page)])


async def test_a_form_on_a_page_elsewhere_enters_nothing(at_desk: At, address: str) -> None:
    lee = await at_desk("lee")
    async with serving(elsewhere(address)) as other:
        lee.window.expect("ERR_BLOCKED_BY_RESPONSE")
        lee.window.expect("frame-ancestors")
        lee.window.expect("403")
        # Another port is the same site to a cookie, and another origin to us: the harder case of the two.
        await lee.goes(other)
        await lee.page.evaluate("document.getElementById('f').submit()")
        await lee.page.wait_for_load_state()
        await lee.sees("This form was not sent from a page of this node.")
    await lee.goes("/lists/diary-entry")
    await lee.sees("There is nothing here that you may know of.")


async def test_no_page_elsewhere_shows_one_of_ours_in_a_frame(at_desk: At, address: str) -> None:
    lee = await at_desk("lee")
    async with serving(elsewhere(address)) as other:
        lee.window.expect("ERR_BLOCKED_BY_RESPONSE")
        lee.window.expect("frame-ancestors")
        await lee.goes(other)
        assert lee.page.frames[-1].url.startswith("chrome-error:")


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/a\nb",
        "",
    ],
)
def test_no_address_leads_a_reader_elsewhere(address: str) -> None:
    assert own_path(address) == "/desk"


async def test_signing_in_leads_to_no_page_elsewhere(town: App, address: str) -> None:
    passes = await cast_tokens(town)
    async with httpx.AsyncClient(base_url=address) as browser:
        said = {"acknowledged": "yes", "token": passes["lee"].token, "then": "https://evil.example/"}
        answer = await browser.post("/sign-in", data=said, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    ],
    ids=str,
)
async def test_a_form_that_no_page_of_ours_sent_is_refused(town: App, address: str, headers: dict[str, str]) -> None:
    passes = await cast_tokens(town)
    async with httpx.AsyncClient(base_url=address, cookies={TOKEN: passes["lee"].token}) as browser:
        answer = await browser.post("/enter/diary-entry", data={"narrative": "Forged."}, headers=headers)
    assert answer.status_code == 403


async def test_every_page_says_what_may_run_on_it_and_is_kept_by_nobody(town: App, address: str) -> None:
    passes = await cast_tokens(town)
    async with httpx.AsyncClient(base_url=address, cookies={TOKEN: passes["lee"].token}) as browser:
        for path in ("/desk", "/sign-in", "/search", "/lists/arrest", "/enter/arrest", "/records/nothing"):
            answer = await browser.get(path)
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert answer.headers["cache-control"] == "no-store"


async def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_then_back(address: str) -> None:
    async with httpx.AsyncClient(base_url=address) as browser:
        answer = await browser.get("/records/11111111-1111-4111-8111-111111111111")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?then=%2Frecords%2F11111111-1111-4111-8111-111111111111"


async def test_signing_out_ends_the_cookie_and_what_the_browser_kept(at_desk: At) -> None:
    lee = await at_desk("lee")
    await lee.page.get_by_role("button", name="Sign out").click()
    await lee.page.wait_for_url("**/sign-in")
    assert TOKEN not in {cookie.get("name") for cookie in await lee.window.context.cookies()}


async def test_a_calendar_fetches_the_docket_with_a_key_and_nobody_does_without(town: App, address: str) -> None:
    key = (await cast_tokens(town))["clark"].token
    async with httpx.AsyncClient(base_url=address) as calendar:
        without = await calendar.get("/docket.ics")
        wrong = await calendar.get("/docket.ics", auth=("clark", "cmt_live_wrong"))
        given = await calendar.get("/docket.ics", auth=("clark", key))
        await town.node.access.revoke(key)
        # A key that was revoked counts no more within a second.
        await asyncio.sleep(1.1)
        revoked = await calendar.get("/docket.ics", auth=("clark", key))
    assert (without.status_code, wrong.status_code, revoked.status_code) == (401, 401, 401)
    assert without.headers["www-authenticate"].startswith("Basic ")
    assert given.text.startswith("BEGIN:VCALENDAR")


async def test_a_key_in_a_header_sends_no_form(town: App, address: str) -> None:
    key = (await cast_tokens(town))["lee"].token
    headers = {"Sec-Fetch-Site": "same-origin", "Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(base_url=address) as program:
        answer = await program.post("/enter/diary-entry", data={"narrative": "X."}, headers=headers)
    assert answer.headers["location"].startswith("/sign-in")


async def test_every_list_is_also_data(town: App, address: str) -> None:
    key = (await cast_tokens(town))["lee"].token
    async with httpx.AsyncClient(base_url=address, auth=("lee", key)) as program:
        assert (await program.get("/custody.csv")).text.startswith("booking,number,owner,name,state,since,order")
        assert (await program.get("/people/review.csv")).text.startswith("one,one_title,one_owner,other,other_title")
        assert (await program.get("/people/review.json")).json() == {"items": []}
        for path in ("/lists/arrest", "/search", "/news"):
            as_json = await program.get(f"{path}.json", params={"q": "ada"} if path == "/search" else {})
            as_csv = await program.get(f"{path}.csv", params={"q": "ada"} if path == "/search" else {})
            assert as_json.json() == {"items": []}
            assert as_csv.text.splitlines() == ["id,kind,title,when,owner,version,recorded_at,recorded_by,withheld"]
