"""What axe-core says of every page: empty, full and in error, in each language, for one size of window.

What axe leaves to a person was looked at by one, and is listed here with what they found.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from playwright.async_api import Page

from comity.acts.read import read_newest
from comity.demo.cast import CAST
from comity.following.running import App
from comity.policy.sessions import open_session
from tests.web.browsing import Finding, axe, overflow
from tests.web.desks.people import Person

# By rule and place, what axe cannot decide on, and what a person saw there.
LOOKED_AT: dict[tuple[str, str], str] = {}
FORMS = {
    "lee": (
        "diary-entry",
        "incident",
        "arrest",
        "exhibit",
        "custody-handoff",
        "lab-request",
        "charge-referral",
        "person",
    ),
    "lena": ("lab-report",),
    "pia": ("charging-decision",),
    "clark": ("court-case", "hearing", "court-order", "disposition", "sentence", "warrant", "case-closing"),
    "jamal": ("booking", "custody-movement", "release", "commitment"),
    "petra": ("supervision", "supervision-event"),
}  # fmt: skip
EVERYWHERE = ("/desk", "/search", "/search?q=Ada", "/about/proof")
MEMBERS = ("lee", "lena", "pia", "clark", "jamal", "petra", "idris")
OF_DESKS = {
    "lee": ("/lists/arrest", "/lists/incident", "/analysis/series", "/analysis/map"),
    "clark": ("/docket", "/lists/court-case"),
    "jamal": ("/custody", "/lists/booking"),
    "idris": ("/people/review",),
}
OF_A_CASE = (
    "", "/people", "/links", "/documents", "/seen", "/export", "/print",
)  # fmt: skip
OF_A_RECORD = ("", "/history", "/reasons", "/seen", "/correction")
IN_ERROR = ("/records/11111111-1111-4111-8111-111111111111", "/nowhere/at/all", "/lists/nothing", "/search?q=%22")


@dataclass(frozen=True)
class Trouble:
    """What is wrong with one page."""

    address: str
    finding: Finding | str

    def __str__(self) -> str:
        return f"{self.address}: {self.finding}"


async def troubles(page: Page, addresses: Sequence[str]) -> AsyncIterator[Trouble]:
    """Give what is wrong with pages: what axe finds or leaves open, and what is wider than the window."""
    for address in addresses:
        await page.goto(address)
        await page.wait_for_load_state("networkidle")
        async for trouble in troubles_here(page, address):
            yield trouble


async def troubles_here(page: Page, address: str) -> AsyncIterator[Trouble]:
    """Give what is wrong with the page that is open."""
    verdict = await axe(page)
    for finding in verdict.violations:
        yield Trouble(address, finding)
    for finding in verdict.incomplete:
        open_places = [place for place in finding.places if not _was_looked_at(finding.rule, place)]
        if open_places:
            yield Trouble(address, f"left to a person: {finding.rule} at {', '.join(open_places)}: {finding.what}")
    if wider := await overflow(page):
        yield Trouble(address, f"{wider} pixels wider than the window")


def _was_looked_at(rule: str, place: str) -> bool:
    return any(rule == known and part in place for known, part in LOOKED_AT)


async def full_pages(town: App, member: str) -> list[str]:
    """Give the addresses that a member of the cast looks at where there is a record of every sort."""
    agency = town.node.directory.member[member].agency
    session = open_session(town.node.directory, agency, member, CAST[member])
    found = [*EVERYWHERE, *OF_DESKS.get(member, ()), *(f"/enter/{kind}" for kind in FORMS.get(member, ()))]
    kinds = {"lee": "arrest", "clark": "court-case", "jamal": "booking", "petra": "supervision", "idris": "person"}
    kind = kinds.get(member)
    if kind:
        (record, *_) = await read_newest(town.node, session, frozenset({kind}), limit=1)
        found += [f"/records/{record.id}{end}" for end in OF_A_RECORD if end != "/correction" or record.owner == agency]
        found += [f"/cases/{record.id}{end}" for end in OF_A_CASE]
        found += [f"/records/{record.id}/same"] if kind == "person" else []
        found += [f"/analysis/{record.fields['subject']}"] if member == "lee" else []
    return found


def empty_pages(member: str) -> list[str]:
    """Give the addresses that a member looks at where nothing is on the record."""
    forms = [f"/enter/{kind}" for kind in FORMS.get(member, ())[:1]]
    return [*EVERYWHERE, *OF_DESKS.get(member, ()), *forms]


async def in_error(person: Person) -> AsyncIterator[Trouble]:
    """Give what is wrong with pages that tell of an error: of an address, of a search, and of every form."""
    for status in ("404", "422") if FORMS.get(person.member) else ("404",):
        person.window.expect(status)
    async for trouble in troubles(person.page, IN_ERROR):
        yield trouble
    for kind in FORMS.get(person.member, ()):
        await person.goes(f"/enter/{kind}")
        async with person.page.expect_navigation():
            await person.page.locator("main").get_by_role("button", name="Record").last.click()
        async for trouble in troubles_here(person.page, f"/enter/{kind}, sent empty"):
            yield trouble
