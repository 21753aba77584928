"""Take a picture of every desk and main page: a small Hart City is loaded, and each of the cast signs in.

Run: ``make screenshots``. Pages are 1280 and 390 pixels wide, light, two of them dark; they go to docs/screenshots, in
the place of what stood there. The same seed gives the same city, so that a picture changes when its page does.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, Page, async_playwright

from bench.browser import FLAGS, chromium
from comity.acts.read import read_newest
from comity.api.server import served
from comity.demo.cast import CAST, cast_tokens
from comity.demo.loading import load_hart_city
from comity.demo.playing import play
from comity.following.running import App, run_app
from comity.policy.sessions import open_session
from comity.settings import Settings
from comity.web.routes import page_routes
from tests.web.browsing import Size, open_window

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
SCALE = 0.01
ZONE = ZoneInfo("America/Chicago")
WIDTHS = {"wide": Size.DESK, "phone": Size.PHONE}
# Of whom, at which address, under which name; {arrest} is the newest record of that kind that they see, {day} the day
# with the most hearings of late.
DESKS = (
    ("lee", "/desk", "police-desk"),
    ("lena", "/desk", "laboratory-desk"),
    ("pia", "/desk", "prosecution-desk"),
    ("clark", "/desk", "court-desk"),
    ("jamal", "/desk", "jail-desk"),
    ("petra", "/desk", "probation-desk"),
    ("idris", "/desk", "identification-desk"),
    ("vicky", "/desk", "partner-desk"),
)
PAGES = (
    ("lee", "/enter/arrest?from={incident}", "form-of-an-arrest"),
    ("lee", "/records/{arrest}", "record"),
    ("pia", "/cases/{court-case}", "case"),
    ("pia", "/cases/{court-case}/links", "case-links"),
    ("lee", "/cases/{arrest}/export", "export"),
    ("lee", "/analysis/map", "map"),
    ("lee", "/analysis/series", "series"),
    ("lee", "/search?q=Quill", "search"),
    ("judith", "/docket/{day}", "docket"),
    ("jamal", "/custody", "custody"),
    ("idris", "/people/review", "pairs-to-compare"),
)
_NEWEST = ("arrest", "court-case", "hearing", "incident")
# In a dispatch room and at night these are dark.
DARK = frozenset({"police-desk", "case"})


@dataclass(frozen=True)
class Shot:
    """One picture: whose page it is, its address, and what the picture is called."""

    member: str
    address: str
    name: str


@asynccontextmanager
async def city(home: Path) -> AsyncIterator[tuple[App, str]]:
    """Give a node with a small Hart City in it, one arrest played, and where it serves its pages."""
    async with run_app(Settings(home, port=0, zone=ZONE)) as app:
        await load_hart_city(app, home=home, scale=SCALE, seed=1)
        async with served(app, port=0, beside=partial(page_routes, zone=ZONE)) as address:
            await play(address, await cast_tokens(app), lambda _: None)
            yield app, address


async def shots(app: App) -> list[Shot]:
    """Give every picture that is taken, with the records that their addresses speak of."""
    newest: dict[str, dict[str, str]] = {}
    for member in {member for member, _, _ in PAGES}:
        session = open_session(app.node.directory, app.node.directory.member[member].agency, member, CAST[member])
        found = {kind: await read_newest(app.node, session, frozenset({kind}), limit=50) for kind in _NEWEST}
        newest[member] = {kind: str(views[0].id) for kind, views in found.items() if views}
        days = Counter(str(view.fields.get("starts_at", ""))[:10] for view in found["hearing"])
        newest[member]["day"] = max(days, key=lambda day: (days[day], day), default="")
    return [Shot(who, path.format_map(newest.get(who, {})), name) for who, path, name in (*DESKS, *PAGES)]


async def take(browser: Browser, address: str, shot: Shot, token: str, folder: Path) -> None:
    """Take the pictures of one page: at both widths, and dark where it is to be."""
    for width, size in WIDTHS.items():
        for scheme in ("light", "dark") if shot.name in DARK else ("light",):
            colors = "dark" if scheme == "dark" else "light"
            window = await open_window(browser, size, base_url=address, color_scheme=colors, reduced_motion="reduce")
            await _sign_in(window.page, token)
            await window.page.goto(shot.address)
            await _settled(window.page)
            name = f"{shot.name}-{width}{'-dark' if scheme == 'dark' else ''}.png"
            await window.page.screenshot(path=folder / name, animations="disabled", caret="hide")
            await window.context.close()
            for fault in window.faults:
                print(f"{name}: {fault}", file=sys.stderr)


async def _sign_in(page: Page, token: str) -> None:
    await page.goto("/sign-in")
    await page.get_by_text("I have read this notice and accept it").click()
    await page.get_by_label("Key that your administrator made").fill(token)
    await page.get_by_role("button", name="Sign in with the key").click()
    await page.wait_for_url("**/desk")


async def _settled(page: Page) -> None:
    """Wait until what a page fetches by itself is there; its stream never ends, and is not waited for."""
    await page.wait_for_load_state("load")
    await page.wait_for_timeout(900)


async def take_all(home: Path, folder: Path, only: str) -> None:
    """Take every picture whose name has ``only`` in it."""
    async with city(home) as (app, address), async_playwright() as playwright:
        passes = await cast_tokens(app)
        browser = await playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for shot in await shots(app):
            if only in shot.name:
                await take(browser, address, shot, passes[shot.member].token, folder)
        await browser.close()


def main() -> int:
    """Take the pictures; 1 where there is no browser."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--only", default="", help="a part of the names of the pictures to take")
    asked.add_argument("--folder", type=Path, default=FOLDER, help="where they go")
    said = asked.parse_args()
    if chromium() is None:
        print("There is no Chromium: scripts/set_up_browser.sh installs it.", file=sys.stderr)
        return 1
    said.folder.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="cmt-"))
    # The database's account must reach its folder.
    home.chmod(0o711)
    try:
        asyncio.run(take_all(home, said.folder, said.only))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    size = sum(path.stat().st_size for path in said.folder.glob("*.png"))
    print(f"{said.folder}: {size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
