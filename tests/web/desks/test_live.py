"""What one desk enters stands on the others' screens by itself: in every tab, and in a tab that nobody looks at."""

import pytest
from playwright.async_api import Page, expect

from tests.web.desks.conftest import At
from tests.web.desks.people import Person

pytestmark = pytest.mark.anyio

TABS = 10


async def listening(page: Page) -> None:
    """Wait until a tab holds the stream of its browser."""
    await expect(page.locator("body[data-live-state=open]")).to_be_attached()


async def register(lee: Person, narrative: str) -> None:
    """Write a complaint down, of which an incident must be registered."""
    await lee.goes("/enter/diary-entry")
    await lee.chooses("Outcome", "Register")
    await lee.types("Narrative", narrative)
    await lee.records()


async def test_what_an_officer_enters_stands_on_a_colleagues_screen_by_itself(at_desk: At) -> None:
    lee, dee = await at_desk("lee"), await at_desk("lee")
    rows = dee.page.locator("section", has_text="Diary entries to register").locator("li")
    await expect(rows).to_have_count(0)
    await listening(dee.page)
    await register(lee, "A window is broken.")
    await expect(rows).to_have_count(1)


async def test_ten_tabs_of_one_browser_all_stay_live_on_one_stream(at_desk: At) -> None:
    lee, other = await at_desk("lee"), await at_desk("lee")
    streams: list[str] = []
    other.window.context.on("request", lambda asked: streams.append(asked.url) if asked.url.endswith("/live") else None)
    tabs = [await other.window.context.new_page() for _ in range(TABS)]
    for tab in tabs:
        await tab.goto("/desk")
    await register(lee, "Ten tabs shall show it.")
    for tab in tabs:
        await expect(tab.locator("section", has_text="Diary entries to register").locator("li")).to_have_count(1)
    assert len(streams) <= 1


async def test_a_board_in_the_background_goes_on_receiving(at_desk: At) -> None:
    lee, board = await at_desk("lee"), await at_desk("lee")
    await listening(board.page)
    before = await board.window.context.new_page()
    await before.goto("/search")
    await before.bring_to_front()
    await register(lee, "The board shall show it.")
    rows = board.page.locator("section", has_text="Diary entries to register").locator("li")
    await expect(rows).to_have_count(1)


async def test_the_next_tab_takes_the_stream_over_when_the_first_is_closed(at_desk: At) -> None:
    lee, other = await at_desk("lee"), await at_desk("lee")
    await listening(other.page)
    second = await other.window.context.new_page()
    await second.goto("/desk")
    await other.page.close()
    await listening(second)
    await register(lee, "The second tab shall show it.")
    await expect(second.locator("section", has_text="Diary entries to register").locator("li")).to_have_count(1)
