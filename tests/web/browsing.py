"""Debian's Chromium for tests of pages: windows of two sizes that note whatever goes wrong, and axe-core's verdict."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize, WebError

AXE = Path(__file__).parents[2] / "build" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_LOOPBACK = re.compile(r"(https?|wss?)://(127\.0\.0\.1|localhost|\[::1\])[:/]|(data|blob|about):")
_TOLD = "policy violation:"
_TELL_VIOLATIONS = f"""
addEventListener("securitypolicyviolation", ({{effectiveDirective, blockedURI, sourceFile, lineNumber}}) =>
    console.error("{_TOLD}", effectiveDirective, blockedURI, sourceFile, lineNumber));
"""


class Size(Enum):
    """The two windows that every page is tried in, in pixels."""

    DESK = (1280, 900)
    PHONE = (390, 844)

    @property
    def viewport(self) -> ViewportSize:
        return ViewportSize(width=self.value[0], height=self.value[1])


@dataclass(frozen=True)
class Window:
    """A browser of one person, with its own cookies; ``faults`` is all that went wrong in any of its tabs."""

    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, text: str) -> None:
        """Let a fault that has this text be part of the story; that it never happens is a fault then."""
        self.expected.append(text)

    def check(self) -> None:
        """Fail when something went wrong that was not expected, or did not go wrong that was."""
        surprises = [fault for fault in self.faults if not any(text in fault for text in self.expected)]
        never = [text for text in self.expected if not any(text in fault for fault in self.faults)]
        assert not surprises, "\n".join(["The browser tells of faults:", *surprises])
        assert not never, f"expected, and did not happen: {never}"


Opened = Callable[..., Awaitable[Window]]


async def open_window(browser: Browser, size: Size, **more: Any) -> Window:
    """Open a window; ``more`` is what else a context takes: base_url, locale, color_scheme."""
    phone = size is Size.PHONE
    context = await browser.new_context(viewport=size.viewport, is_mobile=phone, has_touch=phone, **more)
    faults: list[str] = []
    return Window(context, await _watched(context, faults), faults)


async def _watched(context: BrowserContext, faults: list[str]) -> Page:
    """Note the faults of all pages from here on, and give the first."""

    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def thrown(error: WebError) -> None:
        faults.append(f"thrown: {error.error}")

    def asked(request: Request) -> None:
        if not _LOOPBACK.match(request.url):
            faults.append(f"asked outside: {request.url}")

    def failed(request: Request) -> None:
        # What the browser itself let go of, such as a stream of a page that was left, is none.
        if request.failure != "net::ERR_ABORTED":
            faults.append(f"failed: {request.url}: {request.failure}")

    context.on("console", console)
    context.on("weberror", thrown)
    context.on("request", asked)
    context.on("requestfailed", failed)
    await context.add_init_script(_TELL_VIOLATIONS)
    return await context.new_page()


@dataclass(frozen=True)
class Finding:
    """What axe-core says of a rule: the places, and what to do about them."""

    rule: str
    impact: str
    places: tuple[str, ...]
    what: str

    def __str__(self) -> str:
        return f"{self.rule} ({self.impact}) at {', '.join(self.places)}: {self.what}"


@dataclass(frozen=True)
class Verdict:
    """What axe-core found wrong, and what it leaves to a person."""

    violations: tuple[Finding, ...]
    incomplete: tuple[Finding, ...]


async def axe(page: Page) -> Verdict:
    """Give axe-core's verdict on a page as it stands, by WCAG 2.2 A and AA.

    It is put in over the debugger's protocol, as no page of ours would let such a script in.
    """
    debugger = await page.context.new_cdp_session(page)
    if not await page.evaluate("() => window.axe"):
        await debugger.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations", "incomplete"]}
    expression = f"axe.run(document, {json.dumps(options)})"
    asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    answer = await debugger.send("Runtime.evaluate", asked)
    await debugger.detach()
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    found = answer["result"]["value"]
    return Verdict(_findings(found["violations"]), _findings(found["incomplete"]))


def _findings(told: list[Any]) -> tuple[Finding, ...]:
    return tuple(
        Finding(one["id"], one["impact"] or "", tuple(str(node["target"][0]) for node in one["nodes"]), one["help"])
        for one in told
    )


async def overflow(page: Page) -> int:
    """Give by how many pixels a page is wider than its window: 0 where nobody has to scroll sideways."""
    width: int = await page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width
