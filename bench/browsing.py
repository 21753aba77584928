"""Heavy pages in a browser: first paint and weight of a case and a docket, a network drawn, an entry on other screens.

The node is served in a process of its own. Cold is a browser that holds nothing of it; warm is
one that read the page a moment ago, and holds the style sheets and scripts.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from statistics import median, quantiles

from playwright.async_api import Browser, BrowserContext, ViewportSize, async_playwright

from bench.browser import FLAGS, chromium
from bench.browsing_entry import arrivals
from bench.browsing_world import DAY, Heavy, heavy, session
from bench.children import free_port, running
from bench.place import Place, settle
from bench.rows import Row, shortened
from comity.store.node import Node, open_node
from comity.web.assets import read_assets
from comity.web.cookies import TOKEN

HOW = "python -m bench browsing"
ENTRIES, HEARINGS, POINTS, ARRESTS = 5000, 200, 1100, 42
# A page draws no more than these of them.
MOST_POINTS = 1000
READERS = ("pia", "judith", "lee")
DESK, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
_PAINT = """
() => new Promise((resolve) => new PerformanceObserver((list, observer) => {
  const [first] = list.getEntriesByName("first-contentful-paint");
  if (first) { observer.disconnect(); resolve(first.startTime); }
}).observe({ type: "paint", buffered: true }))
"""
# A chart says when it is drawn; it is on the screen when two frames more have passed.
_DRAWN = """
() => new Promise((resolve) => {
  const seen = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
  const drawn = () => document.querySelector("#chart[data-drawn]");
  if (drawn()) { seen(); return; }
  const observer = new MutationObserver(() => { if (drawn()) { observer.disconnect(); seen(); } });
  observer.observe(document, { subtree: true, childList: true, attributeFilter: ["data-drawn"] });
})
"""
_WEIGHT = """
() => {
  const [page] = performance.getEntriesByType("navigation");
  const rest = performance.getEntriesByType("resource").reduce((sum, each) => sum + each.transferSize, 0);
  return [page.transferSize, page.decodedBodySize, rest, page.responseStart];
}
"""


@dataclass(frozen=True)
class Served:
    """A node with heavy pages: its address, where they begin, and with whose tokens they are read."""

    address: str
    heavy: Heavy
    tokens: Mapping[str, str]

    async def window(self, browser: Browser, member: str, size: ViewportSize) -> BrowserContext:
        """Open a browser window that holds nothing yet but the sign-in of a member."""
        phone = size is PHONE
        context = await browser.new_context(viewport=size, is_mobile=phone, has_touch=phone, base_url=self.address)
        await context.add_cookies([{"name": TOKEN, "value": self.tokens[member], "url": self.address}])
        return context


@dataclass(frozen=True)
class Visit:
    """One opening of a page: milliseconds until it is there, until the answer began, and bytes as they came.

    ``page`` and ``rest`` are the page and all that it loads, as sent; ``written`` is the page before compression.
    """

    there: float
    answered: float
    page: int
    written: int
    rest: int


@dataclass(frozen=True)
class Visits:
    """Openings of one page, with nothing held and with everything held."""

    cold: list[Visit]
    warm: list[Visit]


def there() -> bool:
    """Tell whether pages can be read here: a browser is, and what pages load was laid."""
    return chromium() is not None and read_assets().missing is None


async def measure(place: Place) -> list[Row]:
    """Measure the heavy pages; nothing where no browser is."""
    if not there():
        return []
    async with _served(place) as served, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        rows = [
            *await _painted(
                place,
                browser,
                served,
                "pia",
                f"/cases/{served.heavy.case}",
                f"case of {place.count(ENTRIES, 60):,} entries",
            ),
            *await _painted(
                place, browser, served, "judith", f"/docket/{DAY}", f"docket of {place.count(HEARINGS)} hearings"
            ),
            *await _networks(place, browser, served),
            *_seen(await arrivals(browser, served.address, served.tokens, served.heavy.arrests)),
        ]
        await browser.close()
    return rows


@asynccontextmanager
async def _served(place: Place) -> AsyncIterator[Served]:
    dsn, home, port = await place.new_database(), place.new_home(), free_port()
    async with open_node(dsn, home / "keyring") as node:
        made = await heavy(
            node,
            entries=place.count(ENTRIES, 60),
            hearings=place.count(HEARINGS),
            points=place.count(POINTS, 30),
            arrests=place.count(ARRESTS),
        )
        tokens = {member: await _token(node, member) for member in READERS}
    await settle(dsn)
    environment = {"COMITY_HOME": str(home), "COMITY_DATABASE_URL": dsn, "COMITY_PORT": str(port)}
    async with running("bench.serving", port=port, environment=environment):
        yield Served(f"http://127.0.0.1:{port}", made, tokens)


async def _token(node: Node, member: str) -> str:
    asked = session(node, member)
    return await node.access.issue(asked.agency.key, member, asked.purpose, timedelta(hours=1))


async def _painted(place: Place, browser: Browser, served: Served, member: str, path: str, name: str) -> list[Row]:
    """Measure first paint on a desk and on a phone, and what the page weighs."""
    rows, visits = [], Visits([], [])
    for size in (DESK, PHONE):
        visits = await _visits(place, browser, served, member, path, size=size, until=_PAINT)
        rows.append(_in_time(f"{name}: first paint at {size['width']}", visits, 1000))
    return [*rows, _weighed(name, visits.cold[0])]


async def _networks(place: Place, browser: Browser, served: Served) -> list[Row]:
    path = f"/analysis/{served.heavy.known}?hops=2"
    visits = await _visits(place, browser, served, "lee", path, size=DESK, until=_DRAWN)
    name = f"network of {min(MOST_POINTS, place.count(POINTS, 30)):,} points"
    return [_in_time(f"{name}: drawn", visits, 2000), _weighed(name, visits.cold[0])]


async def _visits(
    place: Place, browser: Browser, served: Served, member: str, path: str, *, size: ViewportSize, until: str
) -> Visits:
    """Open a page in new browser windows, each cold and then warm; the first opening of all is not counted."""
    found = Visits([], [])
    for n in range(place.count(9, 2)):
        context = await served.window(browser, member, size)
        cold, warm = [await _opened(context, path, until) for _ in range(2)]
        await context.close()
        if n:
            found.cold.append(cold)
            found.warm.append(warm)
    return found


async def _opened(context: BrowserContext, path: str, until: str) -> Visit:
    page = await context.new_page()
    answer = await page.goto(path, wait_until="commit")
    if answer is None or not answer.ok:
        raise RuntimeError(f"{path} was answered with {answer and answer.status}")
    at: float = await page.evaluate(until)
    await page.wait_for_load_state("load")
    sent, written, rest, answered = await page.evaluate(_WEIGHT)
    await page.close()
    return Visit(at, answered, sent, written, rest)


def _in_time(name: str, visits: Visits, limit: float) -> Row:
    cold, warm = (median(each.there for each in some) for some in (visits.cold, visits.warm))
    answered = median(each.answered for each in visits.warm)
    most = max(each.there for each in visits.cold)
    return Row(
        name=name,
        ours=shortened(cold),
        other=limit,
        ratio=shortened(cold / limit),
        goal="<= 1",
        unit="ms",
        how=HOW,
        note=f"cold, the middle of {len(visits.cold)}, at most {most:.0f}; warm {warm:.0f}, of which {answered:.0f} "
        "until the answer begins; beside its limit",
    )


def _weighed(name: str, cold: Visit) -> Row:
    return Row(
        name=f"{name}: page weight",
        ours=shortened((cold.page + cold.rest) / 1000),
        unit="kB",
        how=HOW,
        note=f"as sent, cold: {cold.page / 1000:.1f} the page ({cold.written / 1000:.0f} as written), "
        f"{cold.rest / 1000:.1f} all that it loads",
    )


def _seen(took: Sequence[float]) -> list[Row]:
    """Say how long it took until what one desk recorded stood on another's screen."""
    hundredths = quantiles(took, n=100, method="inclusive")
    said = f"from the click on Record to the row, of {len(took)}; police and prosecution, each at a browser"
    return [
        Row(
            name=f"an entry on another's screen, {which}",
            ours=shortened(hundredths[n - 1]),
            other=limit,
            ratio=shortened(hundredths[n - 1] / limit),
            goal="<= 1",
            unit="ms",
            how=HOW,
            note=f"{said}; beside its {limit:.0f} ms",
        )
        for which, n, limit in (("middle", 50, 1000.0), ("slowest twentieth", 95, 500.0))
    ]
