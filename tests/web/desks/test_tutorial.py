"""Someone new follows docs/tutorial: every instruction in it is done in a browser, in its order, and none is skipped.

An instruction is a line that begins with a dash. One that cannot be read fails, as does one that cannot be done.
"""

import re
import subprocess
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Error, Locator

from comity.demo.cast import cast_tokens, signing_in
from comity.demo.playing import play
from comity.following.running import App
from tests.web.browsing import Opened
from tests.web.desks.people import Mouse, Person

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[3]
TUTORIAL = ROOT / "docs" / "tutorial" / "complaint-to-release.md"
TOMORROW = "tomorrow at "


@dataclass
class Newcomer:
    """Somebody with one browser, and what the demo printed."""

    at: Person
    links: dict[str, str]

    async def sign_in(self, name: str) -> None:
        page = self.at.page
        await page.goto(self.links[name.lower()])
        await page.get_by_text("I have read this notice and accept it").click()
        await page.get_by_role("button", name="Sign in with the key").click()
        await page.wait_for_url("**/desk")

    async def press(self, name: str) -> None:
        page = self.at.page
        called = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
        within = page.locator("main").locator(called)
        await self._going(within.last if await within.count() else called.first)

    async def press_key(self, key: str) -> None:
        async with self.at.page.expect_navigation():
            await self.at.page.keyboard.press(key)

    async def type(self, text: str, label: str) -> None:
        await self.at.types(label, moment(text))

    async def choose(self, option: str, label: str) -> None:
        await self.at.chooses(label, option)

    async def open_first(self, queue: str) -> None:
        box = self.at.page.locator("section.cm-queue").filter(has=self.at.page.get_by_role("heading", name=queue))
        await self._going(box.locator("a[data-line]").first)

    async def see(self, text: str) -> None:
        await self.at.sees(text)

    async def _going(self, target: Locator) -> None:
        async with self.at.page.expect_navigation():
            await target.click()


Do = Callable[..., Awaitable[None]]
READINGS: dict[str, Do] = {
    r"Sign in as \*\*(\w+)\*\*": Newcomer.sign_in,
    r"Press the key \*\*(.)\*\*": Newcomer.press_key,
    r"Press \*\*([^*]+)\*\*": Newcomer.press,
    r"Type `([^`]+)` into \*\*([^*]+)\*\*": Newcomer.type,
    r"Choose \*\*([^*]+)\*\* for \*\*([^*]+)\*\*": Newcomer.choose,
    r"Open the first of \*\*([^*]+)\*\*": Newcomer.open_first,
    r"See \*\*([^*]+)\*\*": Newcomer.see,
}


@dataclass(frozen=True)
class Instruction:
    """One line of the tutorial, and what is done of it."""

    line: str
    do: Do
    said: tuple[str, ...]


def moment(text: str) -> str:
    """Give what is typed into a field of a moment, where the tutorial speaks of tomorrow."""
    if not text.startswith(TOMORROW):
        return text
    day = datetime.now(UTC).date() + timedelta(days=1)
    return f"{day}T{text.removeprefix(TOMORROW)}"


def read(text: str) -> list[Instruction]:
    """Give every instruction of a tutorial, in order; one that nobody can read is an error."""
    lines = re.findall(r"^\s*(?:[-*+]|\d+\.)\s+(.+?)\s*$", text, re.MULTILINE)
    return [understood(line) for line in lines]


def understood(line: str) -> Instruction:
    for pattern, do in READINGS.items():
        if found := re.fullmatch(pattern, line):
            return Instruction(line, do, found.groups())
    raise AssertionError(f"nobody can follow this instruction: {line}")


@pytest.fixture
async def newcomer(city: App, address: str, opened: Opened) -> Newcomer:
    """Somebody before a demo that has played its arrest."""
    passes = await cast_tokens(city)
    await play(address, passes, lambda _: None)
    printed = [line.strip() for line in signing_in(address, passes) if "/sign-in#" in line]
    links = dict(zip(passes, printed, strict=True))
    window = await opened()
    return Newcomer(Person("newcomer", window, Mouse(window.page)), links)


async def test_someone_new_follows_the_tutorial_from_nothing_to_a_release(newcomer: Newcomer) -> None:
    for instruction in read(TUTORIAL.read_text("utf-8")):
        try:
            await instruction.do(newcomer, *instruction.said)
        except (AssertionError, Error) as wrong:
            wrong.add_note(f"at this instruction of the tutorial: {instruction.line}")
            raise
    assert len(set(newcomer.at.typed)) == len(newcomer.at.typed) == 9


async def test_a_link_to_sign_in_fills_in_the_key_and_leaves_it_in_no_address(newcomer: Newcomer) -> None:
    page = newcomer.at.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(newcomer.links["lee"])
    key = newcomer.links["lee"].partition("#key=")[2]
    await page.wait_for_function("() => !location.hash")
    assert await page.get_by_label("Key that your administrator made").input_value() == key
    assert page.url.endswith("/sign-in")
    assert not any(key in url.partition("#")[0] for url in asked)


async def test_a_link_to_sign_in_accepts_no_notice_for_anybody(newcomer: Newcomer) -> None:
    page = newcomer.at.page
    newcomer.at.window.expect("401")
    await page.goto(newcomer.links["lee"])
    await page.get_by_role("button", name="Sign in with the key").click()
    await newcomer.see("The notice was not acknowledged.")


def test_every_instruction_of_the_tutorial_can_be_read() -> None:
    instructions = read(TUTORIAL.read_text("utf-8"))
    assert {each.do for each in instructions} == set(READINGS.values())


def test_the_tutorial_begins_with_a_command_that_there_is() -> None:
    (command,) = re.findall(r"^\$ (.+)$", TUTORIAL.read_text("utf-8"), re.MULTILINE)
    said = subprocess.run([*command.split(), "--dry-run"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "comity demo --scale 0.05" in said


@pytest.mark.parametrize("line", ["- Press Record", "- Wait a moment", "1. Sign in", "* See it"])
def test_an_instruction_that_nobody_can_read_fails(line: str) -> None:
    with pytest.raises(AssertionError, match="nobody can follow"):
        read(f"Some prose.\n\n{line}\n")
