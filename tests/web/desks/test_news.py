"""Whoever asked to be told sees on a phone what happens to somebody, as it happens."""

import pytest
from playwright.async_api import expect

from tests.web.browsing import Size
from tests.web.desks.conftest import At
from tests.web.desks.people import Person, Touch
from tests.web.desks.test_complaint_to_release import arrest, booking, complaint

pytestmark = pytest.mark.anyio


async def arrest_again(lee: Person) -> None:
    """Lee arrests somebody whom he takes for new: he types her name."""
    await lee.goes("/desk")
    await complaint(lee)
    await arrest(lee)


async def test_a_probation_officer_hears_of_a_re_arrest_on_her_phone(at_desk: At) -> None:
    lee, jamal = await at_desk("lee"), await at_desk("jamal")
    petra = await at_desk("petra", size=Size.PHONE, hands=Touch)
    await complaint(lee)
    await arrest(lee)
    await petra.goes("/lists/person")
    await petra.opens("Ada Quill")
    await petra.presses("Tell me what happens")
    await petra.sees("About Ada Quill")
    await petra.sees("Nothing new.")
    await arrest_again(lee)
    # Nothing is pressed: the page tells by itself, though the arrest is under another record of the same person.
    await petra.sees("HCPD-A2026-000002")
    await petra.presses("I have seen this")
    await petra.sees("Nothing new.")
    await booking(jamal)
    await petra.sees("HCJ-B2026-000001")


async def test_a_member_who_has_heard_enough_is_told_no_more(at_desk: At) -> None:
    lee = await at_desk("lee")
    await complaint(lee)
    await lee.presses("Tell me what happens")
    await lee.presses("Tell me of this no more")
    await lee.sees("You have not asked to be told of anything.")
    await expect(lee.page.locator("main section")).to_have_count(0)


async def test_a_saved_search_tells_of_whatever_new_it_finds(at_desk: At) -> None:
    lee, other = await at_desk("lee"), await at_desk("lee")
    await other.goes("/search?q=crowbar")
    await other.sees("There is nothing here that you may know of.")
    await other.presses("Tell me when something new is found")
    await other.sees("About crowbar")
    await complaint(lee)
    await lee.follows("Exhibit")
    await lee.types("Description", "A crowbar with blue paint.")
    await lee.records()
    await expect(other.page.locator("main .cm-lines li")).to_have_count(1)
