"""What axe-core says of every page: empty, full and in error, at a desk's and at a phone's width, in each language.

What axe leaves to a person was looked at by one, and is listed here with what they found.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from playwright.async_api import Page

from comity.acts.read import read_newest
from comity.demo.cast import CAST
from comity.following.running import App
from comity.policy.sessions import open_session
from tests.web.browsing import Finding, Size, axe, overflow
from tests.web.desks.conftest import At
from tests.web.desks.people import Person

# By rule and place, what axe cannot decide on, and what a person saw there.
LOOKED_AT: dict[tuple[str, str], str] = {
    ("color-contrast", "data-zoom"): "dark on light beside the map, at both widths and in both schemes",
    ("color-contrast", "#map-title"): "the same",
    ("color-contrast", "tr["): "a cell half out of a table that scrolls: the ink on the ground of the page",
    ("color-contrast", "td:"): "the same",
    ("color-contrast", "time["): "the same",
    ("color-contrast", "a:nth-child("): "the same: links one below the other in such a cell, at 390 pixels",
    ("color-contrast", 'span[lang="en"]'): "the same, in the table of reasons",
    ("color-contrast", "label[for="): "a label beside its box, which the style sheet draws within the label",
    ("color-contrast", "#f-"): "a link on the ground of an error, beside the sign that the style sheet draws before it",
}
# What each member of the cast looks at: desks and lists, and the forms of their kinds.
DESKS: Mapping[str, tuple[str, ...]] = {
    "lee": (
        "/desk", "/join", "/search", "/search?q=Ada", "/about/proof", "/news", "/lists/arrest", "/analysis/series",
        "/analysis/map",
    ),
    "lena": ("/desk",),
    "pia": ("/desk",),
    "clark": ("/desk", "/docket"),
    "jamal": ("/desk", "/custody"),
    "petra": ("/desk",),
    "idris": ("/desk", "/people/review"),
    "vera": ("/desk",),
}  # fmt: skip
MEMBERS = tuple(DESKS)
FORMS: Mapping[str, tuple[str, ...]] = {
    "lee": ("diary-entry", "arrest", "exhibit", "custody-handoff", "lab-request", "charge-referral", "person"),
    "lena": ("lab-report",),
    "pia": ("charging-decision",),
    "clark": ("court-case", "hearing", "court-order", "disposition", "sentence", "warrant"),
    "jamal": ("booking", "custody-movement", "release", "commitment"),
    "petra": ("supervision", "supervision-event"),
}
# The pages of a case, of a record and of whom it names, each once: of which kind, and who looks at them.
OF_RECORDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "lee": ("arrest", ("/records/{id}", "/records/{id}/history", "/records/{id}/reasons", "/records/{id}/seen")),
    "clark": (
        "court-case",
        (
            "/records/{id}", "/records/{id}/correction", "/records/{id}/tell", "/cases/{id}", "/cases/{id}/people",
            "/cases/{id}/links",
            "/cases/{id}/map", "/cases/{id}/documents", "/cases/{id}/seen", "/cases/{id}/export", "/cases/{id}/print",
        ),
    ),
    "idris": ("person", ("/records/{id}", "/records/{id}/same", "/analysis/{id}")),
}  # fmt: skip
IN_ERROR = ("/records/11111111-1111-4111-8111-111111111111", "/nowhere/at/all", "/search?q=%22")


@dataclass(frozen=True)
class Trouble:
    """What is wrong with one page at one width."""

    address: str
    width: int
    finding: Finding | str

    def __str__(self) -> str:
        return f"{self.address} at {self.width}: {self.finding}"


async def full(town: App, at_desk: At, language: str) -> list[str]:
    """Give what is wrong with the pages of everybody where there is a record of every sort."""
    found: list[str] = []
    for member in MEMBERS:
        person = await at_desk(member, language=language)
        found += await _troubles(person.page, await full_pages(town, member))
    return found


async def full_pages(town: App, member: str) -> list[str]:
    """Give the addresses that a member of the cast looks at where there is a record of every sort."""
    forms = [f"/enter/{kind}" for kind in FORMS.get(member, ())]
    return [*DESKS[member], *forms, *await _of_records(town, member)]


async def empty(at_desk: At, language: str) -> list[str]:
    """Give what is wrong with desks and lists where nothing is on the record."""
    found: list[str] = []
    for member, addresses in DESKS.items():
        person = await at_desk(member, language=language)
        found += await _troubles(person.page, addresses)
    return found


async def in_error(at_desk: At, language: str) -> list[str]:
    """Give what is wrong with pages that tell of an error: of an address, of a search, of a sign-in, and of forms."""
    person = await at_desk("clark", language=language)
    for status in ("404", "422", "409", "401"):
        person.window.expect(status)
    found = await _troubles(person.page, IN_ERROR)
    for kind in ("court-case", "sentence"):
        await _send_empty(person, kind)
        found += [str(each) async for each in _here(person.page, f"/enter/{kind}, sent empty")]
    await person.goes("/sign-in")
    found += [str(each) async for each in _here(person.page, "/sign-in")]
    await person.page.locator("main button[type=submit]").last.click()
    await person.page.wait_for_load_state()
    found += [str(each) async for each in _here(person.page, "/sign-in, not acknowledged")]
    return found


async def _send_empty(person: Person, kind: str) -> None:
    await person.goes(f"/enter/{kind}")
    async with person.page.expect_navigation():
        await person.page.locator("main button[value=record]").last.click()


async def _troubles(page: Page, addresses: Sequence[str]) -> list[str]:
    found: list[str] = []
    for address in addresses:
        await page.goto(address)
        found += [str(each) async for each in _here(page, address)]
    return found


async def _here(page: Page, address: str) -> AsyncIterator[Trouble]:
    """Give what is wrong with the page that is open: what axe finds or leaves open, and what is too wide."""
    for size in Size:
        await page.set_viewport_size(size.viewport)
        await page.wait_for_function("() => !document.querySelector('.htmx-request')")
        verdict = await axe(page)
        width = size.viewport["width"]
        for finding in verdict.violations:
            yield Trouble(address, width, finding)
        for finding in verdict.incomplete:
            if places := [place for place in finding.places if not _was_looked_at(finding.rule, place)]:
                yield Trouble(address, width, f"left to a person: {finding.rule} at {', '.join(places)}")
        if wider := await overflow(page):
            yield Trouble(address, width, f"{wider} pixels wider than the window")


def _was_looked_at(rule: str, place: str) -> bool:
    return any(rule == known and part in place for known, part in LOOKED_AT)


async def _of_records(town: App, member: str) -> list[str]:
    if member not in OF_RECORDS:
        return []
    kind, addresses = OF_RECORDS[member]
    agency = town.node.directory.member[member].agency
    session = open_session(town.node.directory, agency, member, CAST[member])
    (record, *_) = await read_newest(town.node, session, frozenset({kind}), limit=1)
    return [address.format(id=record.id) for address in addresses]
