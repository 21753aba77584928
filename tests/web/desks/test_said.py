"""Every word on a page is said by a catalog, or stands on the record: read with a catalog that marks what it says."""

import re
from collections.abc import AsyncIterator, Iterator
from functools import partial
from gettext import NullTranslations

import httpx
import pytest
from lxml import html

from comity.acts.read import read_newest
from comity.api.forms import Input, form_of
from comity.api.server import served
from comity.demo.cast import CAST, cast_tokens
from comity.following.running import App
from comity.policy.sessions import open_session
from comity.records.codes import code_table, table_names
from comity.records.registry import kind_named, kinds
from comity.web.cookies import LANGUAGE, TOKEN
from comity.web.routes import page_routes
from tests.web.desks.accessibility import IN_ERROR, full_pages

pytestmark = pytest.mark.anyio

SAID = re.compile(r"⟦[^⟦⟧]*⟧")
SPOKEN = ("aria-label", "alt", "title", "placeholder", "data-kept", "data-waiting", "data-restored")
# Months as dates say them, zones, names of forms, keys, and what each language calls itself.
NO_WORDS = re.compile(r"\b(?:[A-Z][a-z]{2} (?=\d)|UTC|JSON|CSV|PDF|kB)\b|English|Español|हिन्दी")
WORDLESS = "self::script or self::style or self::kbd or self::code or self::datalist"


class Marking(NullTranslations):
    """Says every sentence between brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


def marking(language: str) -> NullTranslations:
    """Give the catalog that marks, whatever the language."""
    del language
    return Marking()


@pytest.fixture
async def marked(town: App) -> AsyncIterator[str]:
    """Where the town's pages are served with everything marked that a catalog says."""
    async with served(town, beside=partial(page_routes, catalogs=marking)) as address:
        yield address


def choices_of(inputs: tuple[Input, ...]) -> Iterator[str]:
    for each in inputs:
        yield from each.choices
        yield from choices_of(each.parts)


def texts_in(value: object) -> Iterator[str]:
    match value:
        case str():
            yield " ".join(value.split())
        case dict():
            yield from (text for each in value.values() for text in texts_in(each))
        case list() | tuple():
            yield from (text for each in value for text in texts_in(each))
        case _:
            pass


async def on_the_record(town: App) -> frozenset[str]:
    """Give every text that stands on the record or in the directory, but for values that pages have words for."""
    node, found = town.node, set()
    for key, purpose in CAST.items():
        member = node.directory.member[key]
        session = open_session(node.directory, member.agency, key, purpose, second_factor=True)
        for view in await read_newest(node, session, frozenset(kinds()), limit=1000):
            found |= {*texts_in(view.fields), *view.because, *view.markings}
            found |= {text for notice in view.notices for text in (notice.text, notice.clause)}
        found |= {member.name, key}
    found |= {agency.name for agency in node.directory.agency.values()}
    found |= {name for table in table_names() for name in code_table(table).codes.values()}
    return frozenset(found) - {value for name in kinds() for value in choices_of(form_of(kind_named(name)))}


def heard_and_seen(page: str) -> Iterator[str]:
    """Give every text of a page that somebody sees or hears."""
    for element in html.document_fromstring(page).iter():
        if not isinstance(element.tag, str) or element.xpath(f"ancestor-or-self::*[{WORDLESS}]"):
            continue
        yield from (text for name in SPOKEN if (text := element.get(name)))
    yield from html.document_fromstring(page).xpath(f"//text()[not(ancestor::*[{WORDLESS}])]")


def unsaid(text: str, known: str) -> str:
    """Give what of a text no catalog says and no record: "" for nothing."""
    left = " ".join(text.split())
    while (shorter := SAID.sub("", left)) != left:
        left = shorter
    left = NO_WORDS.sub("", left).strip(" ,.:;·›…-–()/→")
    return left if re.search(r"[A-Za-z]{2}", left) and left not in known else ""


@pytest.mark.parametrize("member", ["lee", "clark", "jamal", "petra", "idris"])
async def test_every_word_of_a_page_is_said_by_a_catalog_or_stands_on_the_record(
    city: App, marked: str, member: str
) -> None:
    passes, known = await cast_tokens(city), "\n".join(sorted(await on_the_record(city)))
    cookies = {TOKEN: passes[member].token, LANGUAGE: "es"}
    found = []
    async with httpx.AsyncClient(base_url=marked, cookies=cookies, timeout=30) as browser:
        for path in ("/sign-in", "/news", *await full_pages(city, member), *IN_ERROR):
            page = (await browser.get(path)).text
            found += [f"{path}: {text}" for each in heard_and_seen(page) if (text := unsaid(each, known))]
    assert not found, "\n".join(dict.fromkeys(found))
