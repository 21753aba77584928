"""The case, the docket and custody as pages: what they show to whom, in every form, and in a real browser."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from comity.api.server import served
from comity.following.running import App
from comity.policy.sessions import open_session
from comity.web.routes import page_routes
from tests.conftest import Server, app_on
from tests.deadlines.conftest import PURPOSES, WORLD, Held, Town
from tests.deadlines.flowing import Case, arrested
from tests.web.browsing import Opened, Size, axe, overflow

pytestmark = pytest.mark.anyio

NINE = "2026-03-03T09:00:00-05:00"
DAY = "/docket/2026-03-03"


@pytest.fixture
async def app(server: Server, place: Path) -> AsyncIterator[App]:
    """A node at work in the town of the case flow."""
    async with app_on(await server.new_database(), place) as app:
        await app.node.directories.activate(WORLD)
        yield app


@pytest.fixture
async def address(app: App) -> AsyncIterator[str]:
    """Where its pages are served."""
    async with served(app, beside=page_routes) as address:
        yield address


async def token_of(app: App, member: str) -> str:
    agency = app.node.directory.member[member].agency
    session = open_session(app.node.directory, agency, member, PURPOSES.get(agency, "oversight"), second_factor=True)
    return await app.node.access.issue(agency, member, session.purpose, timedelta(hours=1))


async def get(app: App, address: str, member: str, path: str, **headers: str) -> httpx.Response:
    cookies = {"comity": await token_of(app, member)}
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient(base_url=address, cookies=cookies, timeout=30) as client:
        return await client.get(path, headers=sent)


async def story(app: App, place: Path, title: str = "People v. Quill") -> tuple[Case, UUID, UUID]:
    """Have Ada's case docketed, a hearing set, and her held."""
    town = Town(app.node, Held(), place)
    case = await arrested(town)
    docketed = await case.docket(await case.decide(await case.refer()), title=title)
    hearing = await town.enter("clark", "hearing", case=docketed, starts_at=NINE, courtroom="2")
    await case.book()
    await case.order("remand", case=docketed, expires_at="2026-03-09")
    return case, docketed, hearing


async def test_a_case_shows_its_charges_its_timeline_and_what_is_missing(app: App, address: str, place: Path) -> None:
    case, docketed, _ = await story(app, place)
    shown = (await get(app, address, "clark", f"/cases/{docketed}")).text
    assert all(number in shown for number in case.numbers)
    assert "People v. Quill" in shown
    assert "Custody has not answered" not in shown or "overdue" in shown
    for path, text in (("people", "Ada Quill"), ("links", "Parties person"), ("documents", "nothing here")):
        answer = await get(app, address, "clark", f"/cases/{docketed}/{path}")
        assert (answer.status_code, text in answer.text) == (200, True), path


async def test_a_case_is_the_same_from_whichever_of_its_records_it_is_opened(
    app: App, address: str, place: Path
) -> None:
    case, docketed, hearing = await story(app, place)
    for id in (docketed, hearing, case.arrest, case.incident):
        answer = await get(app, address, "clark", f"/cases/{id}")
        assert answer.status_code == 200
        assert "People v. Quill" in answer.text


async def test_a_case_as_json_is_what_the_api_says(app: App, address: str, place: Path) -> None:
    _, docketed, _ = await story(app, place)
    items = (await get(app, address, "clark", f"/cases/{docketed}.json")).json()["items"]
    assert str(docketed) in {item["id"] for item in items}
    chart = (await get(app, address, "clark", f"/cases/{docketed}/links.json")).json()
    assert {node["id"] for node in chart["nodes"]} == {item["id"] for item in items}


async def test_only_the_owner_is_told_who_has_seen_a_case(app: App, address: str, place: Path) -> None:
    _, docketed, _ = await story(app, place)
    told = (await get(app, address, "clark", f"/cases/{docketed}/seen")).text
    assert f'href="/records/{docketed}/seen"' in told
    others = await get(app, address, "pat", f"/cases/{docketed}/seen")
    assert f"/records/{docketed}/seen" not in others.text
    none = await get(app, address, "ida", f"/cases/{docketed}/seen")
    assert "only the agency that owns a record is told" in none.text


async def test_a_case_that_may_not_be_known_is_no_case(app: App, address: str, place: Path) -> None:
    case, _, _ = await story(app, place)
    there = await get(app, address, "vera", f"/cases/{case.arrest}")
    nowhere = await get(app, address, "vera", f"/cases/{UUID(int=7)}")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.text.replace(str(case.arrest), "") == nowhere.text.replace(str(UUID(int=7)), "")


async def test_a_docket_is_a_page_a_table_and_a_calendar(app: App, address: str, place: Path) -> None:
    _, docketed, hearing = await story(app, place, title="=SUM(A1)")
    page = await get(app, address, "cole", DAY)
    assert f'id="hearing-{hearing}"' in page.text
    assert f'href="/cases/{docketed}"' in page.text
    told = (await get(app, address, "cole", f"{DAY}.json")).json()
    assert [entry["hearing"] for entry in told["entries"]] == [str(hearing)]
    table = await get(app, address, "cole", f"{DAY}.csv")
    assert "'=SUM(A1)" in table.text
    part = await get(app, address, "cole", f"/docket/hearings/{hearing}", hx_request="true")
    assert part.text.lstrip().startswith(f'<li class="cm-hearing" id="hearing-{hearing}"')
    calendar = await get(app, address, "cole", "/docket.ics?days=3")
    assert calendar.headers["content-type"] == "text/calendar; charset=utf-8"
    assert calendar.text.startswith("BEGIN:VCALENDAR")


async def test_a_calendar_holds_the_days_to_come(app: App, address: str, place: Path) -> None:
    _, docketed, _ = await story(app, place)
    tomorrow = (datetime.now(UTC) + timedelta(1)).date()
    town = Town(app.node, Held(), place)
    hearing = await town.enter("clark", "hearing", case=docketed, starts_at=f"{tomorrow}T09:00:00Z", judge="cole")
    assert f"UID:{hearing}@" in (await get(app, address, "cole", "/docket.ics?judge=cole")).text
    assert "VEVENT" not in (await get(app, address, "cole", "/docket.ics?judge=other")).text


@pytest.mark.parametrize("path", ["/docket/2026-13-01", "/docket.ics?days=900", "/docket?day=soon"])
async def test_a_day_that_cannot_be_is_said_to_be_none(app: App, address: str, path: str) -> None:
    answer = await get(app, address, "cole", path)
    assert answer.status_code == 422


async def test_the_jail_is_told_who_should_not_be_held(app: App, address: str, place: Path) -> None:
    await story(app, place)
    shown = (await get(app, address, "jo", "/custody")).text
    assert "Ada Quill" in shown
    assert "The order has run out: ask the court now." in shown
    assert (await get(app, address, "jo", "/custody.json")).json()["held"][0]["alarms"] == ["order-expired"]


@pytest.mark.parametrize("size", Size)
async def test_the_pages_are_read_by_everybody(app: App, address: str, place: Path, opened: Opened, size: Size) -> None:
    _, docketed, _ = await story(app, place)
    window = await opened(size, base_url=address)
    for member, paths in (
        ("clark", (f"/cases/{docketed}", f"/cases/{docketed}/people", f"/cases/{docketed}/links",
                   f"/cases/{docketed}/documents", f"/cases/{docketed}/seen", DAY, "/docket/2026-01-01")),
        ("jo", ("/custody",)),
    ):  # fmt: skip
        await window.context.add_cookies([{"name": "comity", "value": await token_of(app, member), "url": address}])
        for path in paths:
            await window.page.goto(path)
            verdict = await axe(window.page)
            assert not verdict.violations, f"{path}: {[str(each) for each in verdict.violations]}"
            assert await overflow(window.page) == 0, path


async def test_a_docket_shows_what_happens_as_it_happens(app: App, address: str, place: Path, opened: Opened) -> None:
    case, docketed, hearing = await story(app, place)
    window = await opened(Size.DESK, base_url=address)
    await window.context.add_cookies([{"name": "comity", "value": await token_of(app, "cole"), "url": address}])
    await window.page.goto(DAY)
    await window.page.wait_for_selector("body[data-live-state=open]")
    await window.page.locator(f"#hearing-{hearing}").get_by_text("Ada Quill").first.focus()
    town = Town(app.node, Held(), place)
    await town.enter("clark", "warrant", subject=case.ada, issued_on="2026-03-02T15:00:00Z", category_text="Bench")
    await window.page.wait_for_selector(f"#hearing-{hearing} >> text=Bench", timeout=3000)
    assert await window.page.evaluate("document.activeElement.textContent") == "Ada Quill"
    later = await town.enter("clark", "hearing", case=docketed, starts_at="2026-03-03T11:00:00-05:00")
    await window.page.wait_for_selector(f"#hearing-{later}", timeout=3000)
    assert await window.page.evaluate("document.activeElement.textContent") == "Ada Quill"


async def test_the_links_of_a_case_are_drawn_from_their_table(
    app: App, address: str, place: Path, opened: Opened
) -> None:
    _, docketed, _ = await story(app, place)
    window = await opened(Size.DESK, base_url=address)
    await window.context.add_cookies([{"name": "comity", "value": await token_of(app, "clark"), "url": address}])
    await window.page.goto(f"/cases/{docketed}/links")
    await window.page.wait_for_selector("#chart[data-drawn=true] canvas")


async def test_a_case_shows_what_happens_as_it_happens(app: App, address: str, place: Path, opened: Opened) -> None:
    _, docketed, _ = await story(app, place)
    window = await opened(Size.DESK, base_url=address)
    await window.context.add_cookies([{"name": "comity", "value": await token_of(app, "cole"), "url": address}])
    await window.page.goto(f"/cases/{docketed}")
    await window.page.wait_for_selector("body[data-live-state=open]")
    await window.page.focus("#kind")
    town = Town(app.node, Held(), place)
    hearing = await town.enter("clark", "hearing", case=docketed, starts_at="2026-03-05T09:00:00-05:00")
    await window.page.wait_for_selector(f"#line-{hearing}", timeout=3000)
    assert await window.page.evaluate("document.activeElement.id") == "kind"


async def test_what_people_enter_is_shown_and_never_carried_out(
    app: App, address: str, place: Path, opened: Opened
) -> None:
    trick = '"><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}'
    _, docketed, _ = await story(app, place, title=trick)
    town = Town(app.node, Held(), place)
    await town.enter(
        "clark", "hearing", case=docketed, starts_at=NINE, courtroom=trick, category_text=trick, judge=trick[:40],
        result=trick, name=trick,
    )  # fmt: skip
    window = await opened(Size.DESK, base_url=address)
    await window.context.add_cookies([{"name": "comity", "value": await token_of(app, "clark"), "url": address}])
    for path in (f"/cases/{docketed}", f"/cases/{docketed}/links", f"/cases/{docketed}/people", DAY):
        await window.page.goto(path)
        assert await window.page.locator("main img, main script").count() == 0, path
        assert "49" not in await window.page.title(), path
