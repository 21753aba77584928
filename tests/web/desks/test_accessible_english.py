"""Every page in English, as axe-core sees it at both widths: full, empty and in error."""

import pytest

from comity.following.running import App
from tests.web.desks.accessibility import empty, full, in_error
from tests.web.desks.conftest import At

pytestmark = pytest.mark.anyio

LANGUAGE = "en"


async def test_no_full_page_keeps_anybody_out(city: App, at_desk: At) -> None:
    found = await full(city, at_desk, LANGUAGE)
    assert not found, "\n".join(found)


async def test_no_empty_page_keeps_anybody_out(at_desk: At) -> None:
    found = await empty(at_desk, LANGUAGE)
    assert not found, "\n".join(found)


async def test_no_page_that_tells_of_an_error_keeps_anybody_out(at_desk: At) -> None:
    found = await in_error(at_desk, LANGUAGE)
    assert not found, "\n".join(found)
