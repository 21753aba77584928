"""Who searches for somebody finds them, and not first everybody who looked at them."""

import pytest
from playwright.async_api import expect

from tests.web.desks.conftest import At

pytestmark = pytest.mark.anyio


async def test_disclosures_stand_behind_their_own_link_in_a_search(at_desk: At) -> None:
    lee, jamal = await at_desk("lee"), await at_desk("jamal")
    await lee.goes("/enter/person")
    await lee.types("Given name", "Ada")
    await lee.types("Surname", "Quill")
    await lee.records()
    await jamal.goes("/search?q=Quill")
    await jamal.sees("Ada Quill")
    await lee.goes("/search?q=Quill")
    kinds = lee.page.get_by_role("navigation", name="Kinds")
    await expect(kinds.get_by_role("link", name="Disclosure")).to_be_visible()
    await expect(lee.page.locator("main .cm-lines li")).to_have_count(1)
    await lee.follows("Disclosure")
    await expect(lee.page.locator("main .cm-lines li")).to_have_count(1)
