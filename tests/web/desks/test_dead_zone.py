"""A form on a phone outlives a dead zone: what is filled in waits on the device, sealed, and is entered once."""

import pytest
from playwright.async_api import Page, expect

from tests.web.browsing import Size
from tests.web.desks.conftest import At
from tests.web.desks.people import Person, Touch

pytestmark = pytest.mark.anyio

CANARY = "A canary sang on Oak Street."
NO_LINE = ("ERR_INTERNET_DISCONNECTED", "htmx", "Failed to fetch")
# Everything that the browser keeps for the pages of this node, as text.
ALL_THAT_IS_KEPT = """async () => {
    const said = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})];
    for (const { name } of await indexedDB.databases()) {
        const database = await new Promise((resolve) => {
            const asked = indexedDB.open(name);
            asked.onsuccess = () => resolve(asked.result);
        });
        for (const place of database.objectStoreNames) {
            const store = database.transaction(place).objectStore(place);
            const rows = await new Promise((resolve) => {
                const asked = store.getAll();
                asked.onsuccess = () => resolve(asked.result);
            });
            for (const row of rows) {
                if (row instanceof CryptoKey) said.push(`a key, extractable: ${row.extractable}`);
                else for (const value of Object.values(row)) {
                    const raw = value instanceof ArrayBuffer || ArrayBuffer.isView(value);
                    said.push(raw ? new TextDecoder("latin1").decode(value) : String(value));
                }
            }
        }
        database.close();
    }
    return said.join("\\n");
}"""

SENT_TWICE = """async () => {
    const form = document.getElementById("entry");
    const send = () => fetch(form.action, {method: "POST", body: new URLSearchParams(new FormData(form))});
    return [(await send()).url, (await send()).url];
}"""


@pytest.fixture
async def lee(at_desk: At) -> Person:
    """Lee, on a phone."""
    return await at_desk("lee", size=Size.PHONE, hands=Touch)


async def fill_in(lee: Person) -> None:
    await lee.goes("/enter/diary-entry")
    await lee.chooses("Outcome", "Record only")
    await lee.types("Narrative", CANARY)
    await expect(lee.page.get_by_text("Kept on this device, encrypted")).to_be_visible()


async def lose_the_line(lee: Person) -> None:
    """Let the network be gone; what the browser then says of it is part of the story."""
    await lee.window.context.set_offline(True)


def forgive(lee: Person) -> None:
    """Let what a browser says of a lost line be no fault."""
    lee.window.faults[:] = [fault for fault in lee.window.faults if not any(text in fault for text in NO_LINE)]


async def press_record(page: Page) -> None:
    await page.locator("main").get_by_role("button", name="Record", exact=True).last.tap()


async def entries(lee: Person) -> int:
    await lee.goes("/lists/diary-entry")
    return await lee.page.locator("main .cm-lines li").count()


async def test_what_is_recorded_in_a_dead_zone_is_kept_and_entered_once_when_the_line_is_back(lee: Person) -> None:
    await fill_in(lee)
    await lose_the_line(lee)
    await press_record(lee.page)
    await lee.sees("No connection. It is kept here and sent as soon as there is one.")
    await press_record(lee.page)
    await lee.window.context.set_offline(False)
    await lee.sees("Entered: it is durable")
    await lee.sees(CANARY)
    forgive(lee)
    assert await entries(lee) == 1


async def test_what_is_kept_on_the_device_cannot_be_read_and_its_key_cannot_be_taken(lee: Person) -> None:
    await fill_in(lee)
    kept = await lee.page.evaluate(ALL_THAT_IS_KEPT)
    assert "a key, extractable: false" in kept
    assert not any(word in kept for word in ("canary", "Oak Street", "record-only"))


async def test_what_was_filled_in_is_there_again_when_the_page_is_opened_anew_and_is_entered_once(lee: Person) -> None:
    await fill_in(lee)
    key = await lee.page.locator("input[name=key]").get_attribute("value")
    await lee.goes("/enter/diary-entry")
    await lee.sees("What you had filled in was restored.")
    assert await lee.page.locator("input[name=key]").input_value() == key
    await lee.records()
    await lee.sees(CANARY)
    await lee.goes("/enter/diary-entry")
    assert await lee.page.get_by_label("Narrative").input_value() == ""
    assert await entries(lee) == 1


async def test_the_same_form_sent_twice_is_entered_once(lee: Person) -> None:
    await fill_in(lee)
    first, second = await lee.page.evaluate(SENT_TWICE)
    assert first == second
    assert "/records/" in first
    assert await entries(lee) == 1


async def test_going_back_to_a_form_that_was_recorded_finds_it_empty(lee: Person) -> None:
    await fill_in(lee)
    await lee.records()
    await lee.page.go_back()
    assert await lee.page.get_by_label("Narrative").input_value() == ""


async def test_a_person_who_was_new_on_the_form_is_there_again_too(lee: Person) -> None:
    await lee.goes("/enter/diary-entry")
    await lee.presses("New: Person")
    await lee.types("Surname", "Quill")
    await expect(lee.page.get_by_text("Kept on this device, encrypted")).to_be_visible()
    await lee.goes("/enter/diary-entry")
    await expect(lee.page.get_by_label("Surname")).to_have_value("Quill")


async def test_a_second_tab_with_the_same_form_is_another_entry(lee: Person) -> None:
    await fill_in(lee)
    second = await lee.window.context.new_page()
    await second.goto("/enter/diary-entry")
    await expect(second.locator("#entry")).to_be_visible()
    await second.wait_for_timeout(500)
    assert await second.get_by_label("Narrative").input_value() == ""


async def test_whoever_signs_out_leaves_nothing_on_the_device(lee: Person) -> None:
    await fill_in(lee)
    await lee.page.get_by_role("button", name="Sign out").tap()
    await lee.page.wait_for_url("**/sign-in")
    assert await lee.page.evaluate("async () => (await indexedDB.databases()).length") == 0
