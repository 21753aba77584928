"""What one desk enters stands on the others' screens by itself: in every tab, and in a tab that nobody looks at."""

import pytest
from playwright.async_api import Locator, Page, expect

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


async def waiting_rows(lee: Person, dee: Person) -> Locator:
    """Give the rows of a colleague's queue when one stands in it and the colleague listens."""
    await register(lee, "The first complaint.")
    await dee.goes("/desk")
    await listening(dee.page)
    rows = dee.page.locator("section", has_text="Diary entries to register").locator("li")
    await expect(rows).to_have_count(1)
    return rows


async def test_a_click_is_not_lost_when_something_arrives_while_the_button_is_down(at_desk: At) -> None:
    lee, dee = await at_desk("lee"), await at_desk("lee")
    rows = await waiting_rows(lee, dee)
    meant = await rows.locator("a[data-line]").get_attribute("href")
    await rows.locator("a[data-line]").hover()
    await dee.page.mouse.down()
    await register(lee, "The second complaint.")
    await dee.page.wait_for_timeout(700)
    async with dee.page.expect_navigation():
        await dee.page.mouse.up()
    assert dee.page.url.endswith(str(meant))


async def test_what_arrives_while_the_button_is_down_stands_there_after_it(at_desk: At) -> None:
    lee, dee = await at_desk("lee"), await at_desk("lee")
    rows = await waiting_rows(lee, dee)
    await dee.page.locator("h1").hover()
    await dee.page.mouse.down()
    await register(lee, "The second complaint.")
    await dee.page.wait_for_timeout(700)
    await expect(rows).to_have_count(1)
    await dee.page.mouse.up()
    await expect(rows).to_have_count(2)


async def test_the_line_that_the_keyboard_stands_on_stays_when_another_comes_above_it(at_desk: At) -> None:
    lee, dee = await at_desk("lee"), await at_desk("lee")
    rows = await waiting_rows(lee, dee)
    line = rows.locator("a[data-line]")
    meant = await line.get_attribute("href")
    await line.focus()
    await register(lee, "The second complaint.")
    await expect(rows).to_have_count(2)
    assert await dee.page.evaluate("document.activeElement.getAttribute('href')") == meant
