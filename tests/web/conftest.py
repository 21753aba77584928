"""The browser in which tests read our pages: one for all of them, a window of its own for each person in a test."""

import os
from collections.abc import AsyncIterator
from typing import Any, NoReturn

import pytest
from playwright.async_api import Browser, async_playwright

from bench.browser import FLAGS, chromium
from tests.web.browsing import Opened, Size, Window, open_window


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, at work."""
    path = chromium()
    if path is None:
        no_browser("no Chromium is here, and pages are read in one: scripts/set_up_browser.sh installs it")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        await browser.close()


def no_browser(reason: str) -> NoReturn:
    """Skip the test, but not where everything must have been tried."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture
async def opened(browser: Browser) -> AsyncIterator[Opened]:
    """Give what opens a window; at the end no window may have met a fault that its test did not expect."""
    windows: list[Window] = []

    async def opened(size: Size = Size.DESK, **more: Any) -> Window:
        windows.append(window := await open_window(browser, size, **more))
        return window

    yield opened
    for window in windows:
        await window.context.close()
    for window in windows:
        window.check()
