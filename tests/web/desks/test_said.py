"""Every word on a page is said by a catalog, or stands on the record: read with a catalog that marks what it says."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from functools import partial
from gettext import NullTranslations

import httpx
import pytest
from lxml import html

from comity.acts.read import read_newest
from comity.api.server import served
from comity.demo.cast import CAST, cast_tokens
from comity.following.running import App
from comity.policy.sessions import open_session
from comity.records.codes import code_table, table_names
from comity.records.registry import kinds
from comity.web.cookies import LANGUAGE, TOKEN
from comity.web.routes import page_routes
from comity.web.told import Named, Told, told
from tests.web.desks.accessibility import IN_ERROR, MEMBERS, full_pages

pytestmark = pytest.mark.anyio

SAID = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[A-Za-z][\w'-]*[A-Za-z]")
SPOKEN = ("aria-label", "alt", "title", "placeholder", "data-kept", "data-waiting", "data-restored")
# Months as dates say them, zones, names of forms, keys, and what each language calls itself.
NO_WORDS = re.compile(
    r"\b(?:[A-Z][a-z]{2} (?=\d)|UTC|JSON|CSV|PDF|kB|[0-9a-f]{8}(?:-[0-9a-f-]{27})?)\b|English|Español|हिन्दी"
)
WORDLESS = frozenset({"script", "style", "kbd", "code", "datalist"})
# Where there is nothing; an address of no page is answered by the API, in JSON.
LOST = tuple(each for each in IN_ERROR if each != "/nowhere/at/all")


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


def written(fields: Iterable[Told]) -> Iterator[str]:
    """Give what somebody wrote into the fields of a record; fixed values are words of ours."""
    for each in fields:
        yield "" if each.sort in ("choice", "yes-no") else each.text
        yield from written(each.parts)


async def on_the_record(town: App, member: str) -> frozenset[str]:
    """Give every word that a member sees on the record or in the directory, but for what pages have words for."""
    node, found = town.node, set()
    agency = node.directory.member[member].agency
    session = open_session(node.directory, agency, member, CAST[member], second_factor=True)
    for kind in kinds():
        for view in await read_newest(node, session, frozenset({kind}), limit=200):
            found |= {*written(told(view.kind, view.fields, Named({}))), *view.because, *view.markings}
            found |= {text for notice in view.notices for text in (notice.text, notice.clause)}
    found |= {text for each in node.directory.member.values() for text in (each.name, each.key)}
    found |= {text for each in node.directory.agency.values() for text in (each.name, each.key)}
    found |= {name for table in table_names() for name in code_table(table).codes.values()}
    return frozenset(word for text in found for word in WORD.findall(text))


def heard_and_seen(page: str) -> Iterator[str]:
    """Give every text of a page that somebody sees or hears."""
    for element in html.document_fromstring(page).iter("*"):
        if not is_wordless(element):
            yield from (text for name in SPOKEN if (text := element.get(name)))
            yield element.text or ""
        if (around := element.getparent()) is not None and not is_wordless(around):
            yield element.tail or ""


def is_wordless(element: html.HtmlElement) -> bool:
    """Tell whether what is in an element is no word, or is marked as English.

    Marked are sentences that are made of values, as the reasons of a policy are.
    """
    around = [element, *element.iterancestors()]
    return any(each.tag in WORDLESS or (each.tag != "html" and each.get("lang") == "en") for each in around)


def unsaid(text: str, known: frozenset[str]) -> str:
    """Give what of a text no catalog says and no record: "" for nothing."""
    left = text
    while (shorter := SAID.sub(" ", left)) != left:
        left = shorter
    return " ".join(word for word in WORD.findall(NO_WORDS.sub(" ", left)) if word not in known)


@pytest.mark.parametrize("member", MEMBERS)
async def test_every_word_of_a_page_is_said_by_a_catalog_or_stands_on_the_record(
    city: App, marked: str, member: str
) -> None:
    passes, known = await cast_tokens(city), await on_the_record(city, member)
    cookies = {TOKEN: passes[member].token}
    found = []
    async with httpx.AsyncClient(base_url=marked, cookies=cookies, timeout=30) as browser:
        for path in (
            "/sign-in",
            "/news",
            *await full_pages(city, member),
            *(each for each in IN_ERROR if each != "/nowhere/at/all"),
        ):
            page = (await browser.get(path)).text
            found += [f"{path}: {text}" for each in heard_and_seen(page) if (text := unsaid(each, known))]
    assert not found, "\n".join(dict.fromkeys(found))


@pytest.mark.parametrize(
    "language, said",
    [
        ("es", "Un registro ingresado de primera mano lleva el campo «Sujeto»."),
        ("hi", "«संबंधित व्यक्ति» भरें।"),
    ],
)
async def test_whoever_leaves_a_field_empty_is_told_so_in_their_language(
    town: App, address: str, language: str, said: str
) -> None:
    cookies = {TOKEN: (await cast_tokens(town))["lee"].token, LANGUAGE: language}
    async with httpx.AsyncClient(base_url=address, cookies=cookies) as browser:
        sent = await browser.post("/enter/arrest", data={"do": "record"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert sent.status_code == 409
    # Once for the form, and once at the field that it is about.
    assert " ".join(heard_and_seen(sent.text)).count(said) == 2
