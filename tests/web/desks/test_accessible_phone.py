"""Every page on a phone's window, as axe-core sees it: empty, full and in error, in three languages."""

import pytest

from comity.following.running import App
from tests.web.browsing import Size
from tests.web.desks.accessibility import MEMBERS, empty_pages, full_pages, in_error, troubles
from tests.web.desks.conftest import At

pytestmark = pytest.mark.anyio

LANGUAGES = ("en", "es", "hi")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_full_page_keeps_anybody_out(city: App, at_desk: At, language: str) -> None:
    found = []
    for member in MEMBERS:
        person = await at_desk(member, size=Size.PHONE, language=language)
        found += [str(each) async for each in troubles(person.page, await full_pages(city, member))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_empty_page_keeps_anybody_out(at_desk: At, language: str) -> None:
    found = []
    for member in ("lee", "clark", "jamal", "idris"):
        person = await at_desk(member, size=Size.PHONE, language=language)
        found += [str(each) async for each in troubles(person.page, empty_pages(member))]
    assert not found, "\n".join(found)


async def test_no_page_that_tells_of_an_error_keeps_anybody_out(at_desk: At) -> None:
    found = []
    for member in ("lee", "clark"):
        person = await at_desk(member, size=Size.PHONE)
        found += [str(each) async for each in in_error(person)]
    assert not found, "\n".join(found)
