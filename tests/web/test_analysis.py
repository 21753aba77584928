"""The pages of analysis, in the browser: the chart says what the table says, the map what the list says."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from playwright.async_api import Page

from comity.api.server import served
from comity.following.running import App
from comity.web.analysis_page import FIRST_SHOWN
from comity.web.cookies import TOKEN
from comity.web.routes import page_routes
from tests.acts.analysis_worlds import (
    ADA,
    BEA,
    DOV,
    FIRST,
    arrest,
    burglary,
    enter_as,
    enter_file,
    hidden_burglary,
    incident,
    person,
)
from tests.conftest import Server, app_on
from tests.web.browsing import Opened, Size, Window, axe, overflow
from tests.worlds import SMALL, session_of

pytestmark = pytest.mark.anyio

PAYLOAD = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
DRAWN = (f"/analysis/{ADA}", "/analysis/map")
PATHS = (
    *DRAWN,
    "/analysis/series",
    f"/analysis/{DOV}",
    f"/analysis/{UUID(int=0xFFFF)}",
    "/analysis/map?since=2020-01-01&until=2020-01-02",
    "/analysis/series?since=2020-01-01&until=2020-01-02",
)
HIDDEN = UUID(int=0xA0)
TOLD = (
    *(f"/analysis/{id}{form}?hops={n}" for id in (ADA, BEA, FIRST, HIDDEN) for n in (1, 2, 3) for form in ("", ".csv")),
    *(f"/analysis/{name}{form}" for name in ("series", "map") for form in ("", ".json", ".csv")),
)
# Text half out of a table that scrolls within itself, or beside the map's drawing: axe-core does not see its ground.
# Its colors are those of all text, on the page's own ground, which were looked at in both schemes.
LEFT_TO_PEOPLE = {"color-contrast"}
CHART = "document.getElementById('chart')._cyreg.cy"


@asynccontextmanager
async def read_by(app: App, opened: Opened, member: str = "lee", size: Size = Size.DESK) -> AsyncIterator[Window]:
    """Open a window in which a member is signed in."""
    async with served(app, beside=page_routes) as address:
        session = session_of(app.node, member)
        bearer = await app.node.access.issue(session.agency.key, member, session.purpose, timedelta(hours=1))
        window = await opened(size, base_url=address)
        await window.context.add_cookies([{"name": TOKEN, "value": bearer, "url": address}])
        yield window
        await window.page.goto("about:blank")


async def keys(page: Page, expression: str) -> set[str]:
    found: list[str] = await page.evaluate(expression)
    assert len(found) == len(set(found))
    return set(found)


async def drawn(page: Page) -> set[str]:
    return await keys(page, f"{CHART}.edges().filter((e) => e.style('display') !== 'none').map((e) => e.id())")


async def listed(page: Page) -> set[str]:
    rows = "[...document.querySelectorAll('#links tbody tr:not([hidden])')]"
    return await keys(page, rows + ".map((r) => `${r.dataset.one}-${r.dataset.other}`)")


async def test_the_chart_draws_the_links_of_the_table_and_no_others(app: App, opened: Opened) -> None:
    await enter_file(app.node)
    async with read_by(app, opened) as window:
        await window.page.goto(f"/analysis/{ADA}?hops=3")
        await window.page.wait_for_selector("#chart[data-drawn]")
        rows = await listed(window.page)
        assert len(rows) >= 8
        assert await drawn(window.page) == rows
        points = await keys(window.page, "[...document.querySelectorAll('#points tbody tr')].map((r, n) => String(n))")
        assert await keys(window.page, f"{CHART}.nodes().map((n) => n.id())") == points
        together = window.page.locator("#together tbody tr")
        assert await together.count() == 1
        assert "2" in await together.locator("td").nth(1).inner_text()


async def test_the_slider_takes_from_the_chart_what_it_takes_from_the_table(app: App, opened: Opened) -> None:
    await enter_file(app.node)
    async with read_by(app, opened) as window:
        await window.page.goto(f"/analysis/{ADA}?hops=2")
        await window.page.wait_for_selector("#chart[data-drawn]")
        before = await listed(window.page)
        await window.page.locator("#day").focus()
        await window.page.keyboard.press("Home")
        fewer = await listed(window.page)
        assert fewer < before
        assert await drawn(window.page) == fewer
        assert await window.page.locator("#count").inner_text() == str(len(fewer))


async def test_the_page_asks_for_fewer_hops_an_earlier_day_and_another_order_without_script(
    app: App, opened: Opened
) -> None:
    await enter_file(app.node)
    async with read_by(app, opened) as window:
        page = window.page
        await page.goto(f"/analysis/{ADA}?hops=3")
        most = len(await listed(page))
        await page.goto(f"/analysis/{ADA}?hops=1&until=2026-01-03")
        assert len(await listed(page)) == 1 < most
        await page.goto(f"/analysis/{ADA}?hops=2&order=other")
        names = await page.locator("#links tbody tr td:nth-child(2)").all_inner_texts()
        assert names == sorted(names)
        answer = await page.goto(f"/analysis/{ADA}?hops=9")
        assert answer is not None
        assert answer.status == 422
        window.expect("422")


@pytest.mark.parametrize("size", list(Size))
async def test_every_page_fits_its_window_and_axe_finds_nothing(app: App, opened: Opened, size: Size) -> None:
    await enter_file(app.node)
    for n in range(1, 25):
        odd = n in (5, 6, 7)
        await enter_as(app.node, burglary(n if odd else 40 * n, n if odd else 25 - n))
    async with read_by(app, opened, size=size) as window:
        window.expect("404")
        for path in PATHS:
            await window.page.goto(path)
            if path in DRAWN:
                await window.page.wait_for_selector("[data-drawn]")
            verdict = await axe(window.page)
            assert [str(each) for each in verdict.violations] == [], path
            assert [each for each in verdict.incomplete if each.rule not in LEFT_TO_PEOPLE] == [], path
            assert await overflow(window.page) == 0, path


async def test_the_same_links_and_incidents_come_as_json_and_as_a_table(app: App, opened: Opened) -> None:
    await enter_file(app.node)
    await enter_as(app.node, burglary(1, 4))
    async with read_by(app, opened) as window:
        ask = window.context.request
        links = (await (await ask.get(f"/analysis/{ADA}.json?hops=3")).json())["network"]["links"]
        rows = (await (await ask.get(f"/analysis/{ADA}.csv?hops=3")).text()).splitlines()
        assert len(rows) - 1 == sum(len(link["evidence"]) for link in links) >= len(links) == 9
        assert rows[0].startswith("from,from_kind,to,")
        places = (await (await ask.get("/analysis/map.csv")).text()).splitlines()
        assert "1 Elm Lane,Riverside,44.9002,'-93.2,hart-pd,1.2" in places[1]
        assert len(await (await ask.get("/analysis/map.json")).json()) == len(places) - 1 == 3
        assert (await (await ask.get("/analysis/series.csv")).text()).startswith("series,one,")
        assert (await ask.get("/analysis/series.json")).ok


@pytest.mark.parametrize(
    "path",
    ["/analysis/map?since=2026-02-30", "/analysis/map?since=2026-02-02&until=2026-02-01", "/analysis/series?x=1"],
)
async def test_a_period_that_no_calendar_has_is_a_page_that_says_what_to_do(
    app: App, opened: Opened, path: str
) -> None:
    async with read_by(app, opened) as window:
        window.expect("4")
        answer = await window.page.goto(path)
        assert answer is not None
        assert answer.status in (400, 422)
        assert await window.page.locator("main [role=alert]").count() == 1


async def on_map(page: Page) -> int:
    count: int = await page.locator("#map path.cm-dot").count()
    return count


async def in_list(page: Page) -> int:
    return await page.locator("#incidents tbody tr:not([hidden])").count()


async def test_the_list_equals_the_map_whatever_time_is_chosen_without_dragging(app: App, opened: Opened) -> None:
    for n in range(1, 13):
        await enter_as(app.node, burglary(n * 10, n))
    async with read_by(app, opened) as window:
        page = window.page
        await page.goto("/analysis/map")
        await page.wait_for_selector("#map[data-drawn]")
        assert (await on_map(page), await in_list(page)) == (12, 12)
        await page.locator("#from").focus()
        for _ in range(4):
            await page.keyboard.press("ArrowRight")
        await page.locator("#to").focus()
        await page.keyboard.press("ArrowLeft")
        assert await on_map(page) == await in_list(page) == 7
        assert await page.locator("#from-said").inner_text() == "2026-03-05"
        assert await page.locator("#bars rect.cm-in").count() == 7


async def test_the_map_narrows_the_list_and_the_timeline_to_what_it_shows(app: App, opened: Opened) -> None:
    for n in range(1, 9):
        await enter_as(app.node, burglary(n * 20, n))
    async with read_by(app, opened) as window:
        page = window.page
        await page.goto("/analysis/map")
        await page.wait_for_selector("#map[data-drawn]")
        await page.get_by_text("Only what the map shows now").click()
        assert await in_list(page) == 8
        for _ in range(2):
            await page.get_by_role("button", name="Closer").click()
        inside = await in_list(page)
        assert 0 < inside < 8
        shown = (
            "[...document.querySelectorAll('#bars rect')].filter((b) => Number(b.getAttribute('height')) > 0).length"
        )
        assert await page.evaluate(shown) == inside


async def test_a_series_names_its_reasons_with_their_weights(app: App, opened: Opened) -> None:
    for n in range(1, 25):
        odd = n in (5, 6, 7)
        made = burglary(n if odd else 40 * n, n if odd else 25 - n, method="Skylight" if odd else "Door")
        await enter_as(app.node, made)
    async with read_by(app, opened) as window:
        await window.page.goto("/analysis/series")
        first = window.page.locator("#series > li").first
        await first.locator("summary").click()
        said = await first.inner_text()
        assert "Method of entry: Skylight" in said
        assert "Place: within 100 meters" in said
        assert "bits" in said


async def test_what_is_typed_into_names_is_shown_as_text_in_table_chart_and_tooltip(app: App, opened: Opened) -> None:
    who, on = UUID(int=0x7A), UUID(int=0x7B)
    made = burglary(7, 9)
    hostile = {
        id: (kind, {**fields, "address": {"street": PAYLOAD}} if kind == "location" else fields)
        for id, (kind, fields) in made.items()
    }
    await enter_as(app.node, hostile)
    await enter_as(
        app.node,
        {
            who: ("person", person(PAYLOAD)),
            on: ("incident", incident(incident_number="<img src=x onerror=alert(3)>")),
            UUID(int=0x7C): ("arrest", arrest(who, on)),
        },
    )
    async with read_by(app, opened) as window:
        for path in (f"/analysis/{who}", "/analysis/map", "/analysis/series"):
            await window.page.goto(path)
            assert await window.page.locator("main img[src=x], main script").count() == 0
        await window.page.goto("/analysis/map")
        await window.page.wait_for_selector("#map[data-drawn]")
        await window.page.locator("#map path.cm-dot").first.hover(force=True)
        assert await window.page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize("member", ["clark", "lee"])
async def test_hidden_records_change_no_byte_of_any_page(server: Server, place: Path, member: str) -> None:
    with_them = await told(server, place / "with", member, hides=True)
    without = await told(server, place / "without", member, hides=False)
    # Lee's agency owns what is hidden, so that the comparison is known to see.
    assert (with_them == without) is (member == "clark")


async def told(server: Server, home: Path, member: str, *, hides: bool) -> list[str]:
    """Give all pages of analysis, and all that is beside them, in a world that hides or in one that does not."""
    async with app_on(await server.new_database(), home) as app:
        await app.node.directories.activate(SMALL)
        await enter_file(app.node, hides=hides)
        for n in range(1, 13):
            await enter_as(app.node, burglary(n, n))
            if hides:
                await enter_as(app.node, hidden_burglary(5000 + n, n))
        async with served(app, beside=page_routes) as address:
            session = session_of(app.node, member)
            bearer = await app.node.access.issue(session.agency.key, member, session.purpose, timedelta(hours=1))
            async with httpx.AsyncClient(base_url=address, cookies={TOKEN: bearer}, timeout=20) as client:
                answers = [await client.get(path) for path in TOLD]
        assert {answer.status_code for answer in answers} <= {200, 404}
        return [f"{answer.status_code} {len(answer.content)} {answer.text}" for answer in answers]


async def test_a_thousand_points_are_drawn_and_what_is_beyond_them_is_said(app: App, opened: Opened) -> None:
    await _crowd(app, 1100)
    async with read_by(app, opened) as window:
        await window.page.goto(f"/analysis/{UUID(int=0x7A)}?hops=2")
        await window.page.wait_for_selector("#chart[data-drawn]")
        assert await window.page.evaluate(f"{CHART}.nodes().length") == 1000
        assert await drawn(window.page) == await listed(window.page)
        assert await window.page.get_by_text("There is more than can be shown").count() == 1
        count = len(await listed(window.page))
        assert await laid_out(window.page) == FIRST_SHOWN < count
        await window.page.get_by_text(f"Show all {count:,} links").click()
        assert await laid_out(window.page) == count
        await window.page.goto(f"/analysis/{UUID(int=0x7A)}?hops=2&rows=all")
        assert await laid_out(window.page) == count


async def laid_out(page: Page) -> int:
    """Give how many rows of the table of links stand on the page."""
    count: int = await page.evaluate(
        "[...document.querySelectorAll('#links tbody tr')].filter((row) => row.checkVisibility()).length"
    )
    return count


async def _crowd(app: App, count: int) -> None:
    """Enter somebody, an incident, and very many who were involved in it."""
    who, on = UUID(int=0x7A), UUID(int=0x7B)
    made: dict[UUID, tuple[str, dict[str, Any]]] = {
        who: ("person", person("Ada")),
        on: ("incident", incident()),
        UUID(int=0x7C): ("arrest", arrest(who, on)),
    }
    await enter_as(app.node, made)
    for at in range(0, count, 100):
        some: dict[UUID, tuple[str, dict[str, Any]]] = {}
        for n in range(at, at + 100):
            each = UUID(int=0x10000 + n)
            some[each] = (
                "person",
                {"names": [_name(n)], "birth_date": f"{1930 + n % 71}-{1 + n % 12:02d}-{1 + n % 28:02d}"},
            )
            part = {"activity": on, "person": each, "role": "witness", "subject_category": "witness"}
            some[UUID(int=0x20000 + n)] = "involvement", part
        await enter_as(app.node, some)


def _name(n: int) -> dict[str, str]:
    """Give a name that is like no other: letters of a digest."""
    letters = "".join(chr(ord("a") + byte % 26) for byte in sha256(str(n).encode()).digest())
    return {"given_name": letters[:8].capitalize(), "surname": letters[8:20].capitalize()}
