"""Somebody at a desk: they sign in, follow links, fill in forms and press buttons, by mouse, keyboard or touch.

Whatever is typed is written down, so that a test can tell whether a fact was typed twice.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from playwright.async_api import Locator, Page, expect

from tests.web.browsing import Window

_MOST_TABS = 200


class Hands(Protocol):
    """How somebody works a page."""

    def __init__(self, page: Page) -> None: ...

    async def press(self, target: Locator) -> None:
        """Press a button or follow a link."""
        ...

    async def type(self, target: Locator, text: str) -> None:
        """Fill in a field."""
        ...

    async def choose(self, target: Locator, label: str) -> None:
        """Choose one of a list."""
        ...


class Mouse:
    """Works by mouse, and types."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def press(self, target: Locator) -> None:
        await target.click()

    async def type(self, target: Locator, text: str) -> None:
        await target.fill(text)

    async def choose(self, target: Locator, label: str) -> None:
        await target.select_option(label=label)


class Touch(Mouse):
    """Works by touch, on a phone."""

    async def press(self, target: Locator) -> None:
        await target.tap()


class Keyboard:
    """Works by keyboard alone: whatever cannot be reached by the tab key cannot be had."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def press(self, target: Locator) -> None:
        await self._reach(target)
        await self.page.keyboard.press("Enter")

    async def type(self, target: Locator, text: str) -> None:
        await self._reach(target)
        if await target.get_attribute("type") == "datetime-local":
            await self._type_moment(text)
            return
        await self.page.keyboard.press("Control+A")
        await self.page.keyboard.type(text)

    async def choose(self, target: Locator, label: str) -> None:
        await self._reach(target)
        # A list jumps to what is typed.
        await self.page.keyboard.type(label)
        await expect(target.locator("option:checked")).to_have_text(label)

    async def _type_moment(self, text: str) -> None:
        year, month, day, hour, minute = (int(part) for part in re.findall(r"\d+", text))
        half = "AM" if hour < 12 else "PM"
        await self.page.keyboard.type(f"{month:02d}{day:02d}{year:04d}")
        await self.page.keyboard.press("Tab")
        await self.page.keyboard.type(f"{hour % 12 or 12:02d}{minute:02d}{half}")

    async def _reach(self, target: Locator) -> None:
        await target.wait_for(state="attached")
        for _ in range(_MOST_TABS):
            if await target.evaluate("(element) => element === document.activeElement"):
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached by the tab key")


@dataclass
class Person:
    """One of the cast at a browser of their own; ``typed`` is every fact that they typed."""

    member: str
    window: Window
    hands: Hands
    typed: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        """The page before them."""
        return self.window.page

    async def sign_in(self, token: str) -> None:
        """Sign in with a key; a key is no fact."""
        await self.page.goto("/sign-in")
        await self.page.get_by_text("I have read this notice and accept it").click()
        await self.page.get_by_label("Key that your administrator made").fill(token)
        await self.page.get_by_role("button", name="Sign in with the key").click()
        await self.page.wait_for_url("**/desk")

    async def goes(self, address: str) -> None:
        await self.page.goto(address)

    async def follows(self, name: str) -> None:
        """Follow the first link that is called so, in the main part of the page."""
        await self._going(self.page.locator("main").get_by_role("link", name=name).first)

    async def opens(self, text: str) -> None:
        """Open the first line of a list in which a text stands."""
        await self._going(self.page.locator("main .cm-lines li", has_text=text).first.locator("a[data-line]"))

    async def _going(self, link: Locator) -> None:
        async with self.page.expect_navigation():
            await self.hands.press(link)

    async def types(self, label: str, text: str, *, within: str = "") -> None:
        """Type a fact into the field of a label."""
        self.typed.append(text)
        await self.hands.type(self._field(label, within), text)

    async def chooses(self, label: str, option: str, *, within: str = "") -> None:
        """Choose one of a list; nothing is typed."""
        await self.hands.choose(self._field(label, within), option)

    async def presses(self, name: str) -> None:
        """Press the button of a name, and see what comes of it."""
        async with self.page.expect_navigation():
            await self.hands.press(self.page.locator("main").get_by_role("button", name=name, exact=True).last)

    async def records(self) -> None:
        """Record what is filled in; what was wrong would stand on the page."""
        await self.presses("Record")
        await self.sees("Entered: it is durable")

    async def sees(self, text: str) -> None:
        """Wait until a text stands on the page."""
        await expect(self.page.locator("main")).to_contain_text(text)

    def _field(self, label: str, within: str) -> Locator:
        place = self.page.locator("main")
        if within:
            place = place.get_by_role("group", name=within).first
        return place.get_by_label(re.compile(rf"^{re.escape(label)}( needed)?$")).first


def typed_by(people: Iterable[Person]) -> list[str]:
    """Give every fact that was typed, by whomever."""
    return [text for person in people for text in person.typed]
