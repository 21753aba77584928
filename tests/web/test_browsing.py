"""The browser of the tests sees what it must: each fault is noted, and a page that has none has none."""

from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route, Router

from comity.web.assets import read_assets
from comity.web.pages import GUARDED
from tests.web.browsing import Opened, Size, axe, overflow
from tests.web.serving import serving

pytestmark = pytest.mark.anyio

ASSETS = read_assets()
WHOLE = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Docket of the day</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{ASSETS.address("vendor/uswds/css/uswds.min.css")}">
<link rel="stylesheet" href="{ASSETS.address("vendor/devanagari/400.css")}">
<link rel="stylesheet" href="{ASSETS.address("vendor/devanagari/700.css")}">
<link rel="stylesheet" href="{ASSETS.address("vendor/leaflet/leaflet.css")}">
<link rel="stylesheet" href="/letters.css">
<script src="{ASSETS.address("vendor/uswds/js/uswds-init.min.js")}"></script>
<script defer src="{ASSETS.address("vendor/htmx/htmx.min.js")}"></script>
<script defer src="{ASSETS.address("vendor/htmx/hx-sse.min.js")}"></script>
<script defer src="{ASSETS.address("vendor/cytoscape/cytoscape.min.js")}"></script>
<script defer src="{ASSETS.address("vendor/leaflet/leaflet.js")}"></script>
<script defer src="{ASSETS.address("vendor/uswds/js/uswds.min.js")}"></script>
</head><body><main class="grid-container usa-prose"><h1>Docket of the day</h1>
<p lang="hi">सुनवाई की <b>सूची</b></p>
<label class="usa-label" for="name">Name of the person</label><input class="usa-input" id="name" name="name">
<div class="usa-alert usa-alert--info"><div class="usa-alert__body"><p class="usa-alert__text">Heard.</p></div></div>
<svg class="usa-icon" role="img" aria-label="search"><use href="{ASSETS.address("vendor/uswds/img/sprite.svg")}#search">
</use></svg></main></body></html>"""
LETTERS = 'body, main.usa-prose { font-family: "Source Sans Pro Web", "Noto Sans Devanagari", sans-serif }'
PAGES = {
    "/whole": WHOLE,
    "/inline": "<!doctype html><title>x</title><link rel=icon href=data:,><script>document.title = 'ran'</script>",
    "/broken": "<!doctype html><title>x</title><link rel=icon href=data:,><img alt='' src='/static/none.png'>",
    "/thrown": "<!doctype html><title>x</title><link rel=icon href=data:,><script src='/thrown.js'></script>",
    "/unnamed": "<!doctype html><html lang=en><title>x</title><link rel=icon href=data:,><img src='data:image/gif,x'>",
}
OUTSIDE = (
    "<!doctype html><title>x</title><link rel=icon href=data:,><img alt='' src='http://elsewhere.example/spy.png'>"
)


async def page(request: Request) -> Response:
    return HTMLResponse(PAGES[request.url.path], headers=dict(GUARDED))


async def unguarded(request: Request) -> Response:
    return HTMLResponse(OUTSIDE)


async def thrown(request: Request) -> Response:
    return Response("throw new Error('out of order')", media_type="text/javascript")


async def letters(request: Request) -> Response:
    return Response(LETTERS, media_type="text/css")


@pytest.fixture
async def address() -> AsyncIterator[str]:
    own = [Route("/outside", unguarded), Route("/thrown.js", thrown), Route("/letters.css", letters)]
    pages = [Route(path, page) for path in PAGES]
    async with serving(Router([*pages, *own, Route("/static/{path:path}", ASSETS)])) as address:
        yield address


@pytest.mark.parametrize("size", Size)
async def test_a_page_of_everything_that_is_served_has_no_fault(opened: Opened, address: str, size: Size) -> None:
    window = await opened(size, base_url=address)
    await window.page.goto("/whole")
    await window.page.wait_for_function("() => document.fonts.status === 'loaded'")
    drawn = await window.page.evaluate(
        "() => [...document.fonts].filter(face => face.status === 'loaded').map(face => face.family + face.weight)"
    )
    libraries = await window.page.evaluate("() => [typeof htmx, typeof cytoscape, typeof L].join()")
    verdict = await axe(window.page)
    assert {name.replace('"', "") for name in drawn} >= {
        "Source Sans Pro Web400",
        "Noto Sans Devanagari400",
        "Noto Sans Devanagari700",
    }
    assert libraries == "object,function,object"
    assert not verdict.violations, "\n".join(map(str, verdict.violations))
    assert await overflow(window.page) == 0


async def test_a_script_in_the_page_is_told_as_a_violation_of_the_policy(opened: Opened, address: str) -> None:
    window = await opened(base_url=address)
    window.expect("policy violation: script-src-elem inline")
    window.expect("Content Security Policy")
    await window.page.goto("/inline")
    assert await window.page.title() == "x"


async def test_a_file_that_is_missing_is_told(opened: Opened, address: str) -> None:
    window = await opened(base_url=address)
    window.expect("404")
    await window.page.goto("/broken")


async def test_an_error_that_a_script_throws_is_told(opened: Opened, address: str) -> None:
    window = await opened(base_url=address)
    window.expect("out of order")
    await window.page.goto("/thrown")


async def test_a_request_that_would_leave_this_machine_is_told_and_does_not_leave(opened: Opened, address: str) -> None:
    window = await opened(base_url=address)
    window.expect("asked outside: http://elsewhere.example/spy.png")
    window.expect("ERR_NAME_NOT_RESOLVED")
    await window.page.goto("/outside")


async def test_a_picture_without_words_is_seen(opened: Opened, address: str) -> None:
    window = await opened(base_url=address)
    await window.page.goto("/unnamed")
    verdict = await axe(window.page)
    assert [finding.rule for finding in verdict.violations] == ["image-alt"]


async def test_a_fault_that_was_expected_and_never_came_fails_the_test(opened: Opened, address: str) -> None:
    window = await opened(base_url=address)
    window.expect("never")
    await window.page.goto("/whole")
    with pytest.raises(AssertionError, match="did not happen"):
        window.check()
    window.expected.clear()


async def test_a_phone_is_touched_and_a_desk_is_pointed_at(opened: Opened, address: str) -> None:
    for size, coarse in ((Size.PHONE, True), (Size.DESK, False)):
        window = await opened(size, base_url=address)
        await window.page.goto("/whole")
        assert await window.page.evaluate("() => innerWidth") == size.value[0]
        assert await window.page.evaluate("() => matchMedia('(pointer: coarse)').matches") is coarse
