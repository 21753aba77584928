"""A case is taken out in the browser: previewed first, then in five forms; hostile text prints in each as it stands."""

import csv
import json
import re
import subprocess
import sys
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from html import unescape
from io import StringIO
from uuid import UUID

import httpx
import pytest
import typst

from comity.acts.export_case import Chosen, Extent, Portion, Preview
from comity.api.server import served
from comity.following.running import App
from comity.policy.grounds import Notice
from comity.verify_bundle import verify_bundle
from comity.web.cookies import SCHEME, TOKEN
from comity.web.export_page import MOST_ON_PAPER, foreseen
from comity.web.paper import Paper, PaperLine, PaperRecord
from comity.web.routes import page_routes
from comity.web.typesetting import typeset
from tests.entering import enter, enter_arrest, enter_person
from tests.web.browsing import Opened, Size, axe, overflow
from tests.worlds import session_of

pytestmark = pytest.mark.anyio

HOSTILE = "#panic() $x$ @ref <script>alert(1)</script> *a*"
INK = "() => getComputedStyle(document.body).color"
AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


@asynccontextmanager
async def reading(app: App, member: str) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client that asks for pages as one of the cast."""
    async with served(app, beside=page_routes) as address:
        bearer = await bearer_of(app, member)
        async with httpx.AsyncClient(base_url=address, cookies={TOKEN: bearer}, timeout=30) as client:
            yield client


async def bearer_of(app: App, member: str) -> str:
    session = session_of(app.node, member)
    return await app.node.access.issue(session.agency.key, member, session.purpose, timedelta(hours=1))


async def hostile_case(app: App) -> UUID:
    """Enter an arrest whose every text would do harm, if anything took it for more than text."""
    lee = session_of(app.node, "lee")
    person = (await enter(app.node, lee, "person", names=[{"given_name": HOSTILE, "surname": "=1+1"}])).entry.id
    incident = await enter(
        app.node, lee, "incident", registered_at="2026-01-02T10:00:00Z", investigating_officer="lee", offenses=["220"],
        narrative=HOSTILE,
    )  # fmt: skip
    arrest = await enter(
        app.node, lee, "arrest", incident=incident.entry.id, subject=person, occurred_at="2026-01-02T11:00:00Z",
        ground="probable-cause", charges=[{"offense": "220"}], narrative="@SUM(1)",
    )  # fmt: skip
    return arrest.entry.id


def texts_of(pdf: bytes) -> list[str]:
    """Give every run of text in a PDF, read by each of its fonts: one of them is the right one."""
    streams = []
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            streams.append(zlib.decompress(packed).decode("latin-1"))
        except zlib.error:
            continue
    fonts = [
        {a: bytes.fromhex(b).decode("utf-16-be") for a, b in re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>\n", each)}
        for each in streams
        if "beginbfchar" in each
    ]
    runs = [run for each in streams for run in re.findall(r"T[md]((?:\[|\().*?)T[Jj]", each, re.DOTALL)]
    return ["".join(font.get(glyph, "?") for glyph in glyphs) for glyphs in map(_glyphs, runs) for font in fonts]


def _glyphs(run: str) -> list[str]:
    """Give the glyphs of a run, four digits each, out of its strings with their escapes (ISO 32000, 7.3.4.2)."""
    escaped = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
    found = ""
    for text in re.findall(r"\(((?:[^\\()]|\\.)*)\)", run, re.DOTALL):
        found += re.sub(
            r"\\([0-7]{1,3}|.)",
            lambda m: chr(int(m[1], 8)) if m[1].isdigit() else escaped.get(m[1], m[1]),
            text,
            flags=re.DOTALL,
        )
    return re.findall("....", found.encode("latin-1").hex().upper())


async def test_the_preview_tells_how_much_would_leave_and_of_whom_and_shows_no_record(app: App) -> None:
    arrest = await hostile_case(app)
    async with reading(app, "clark") as clark:
        page = await clark.get(f"/cases/{arrest}/export")
    assert page.status_code == 200
    assert "3 records" in page.text
    assert "Hart City Police" in page.text
    assert "Withheld from you" in page.text
    assert HOSTILE not in unescape(page.text)


async def test_an_export_that_would_be_empty_is_warned_of_and_cannot_be_taken(app: App) -> None:
    arrest = await hostile_case(app)
    async with reading(app, "clark") as clark:
        page = await clark.get(f"/cases/{arrest}/export?chosen=1")
    assert "This would be empty" in page.text
    assert "formaction" not in page.text


def portion(kind: str, records: int, *notices: Notice) -> Portion:
    return Portion(kind, "hart-pd", records, 0, ("event",), (), notices, 1500)


def test_more_than_one_export_holds_is_warned_of() -> None:
    preview = Preview((portion("arrest", 4000), portion("person", 1000)), whole=False)
    told = foreseen(preview, Chosen())
    assert (told.records, told.whole, told.kilobytes) == (5000, False, 3)


def test_a_preview_of_chosen_kinds_tells_what_goes_with_these_and_no_others() -> None:
    one, other = Notice("1.1", "Do not publish it."), Notice("1.2", "Destroy it.")
    preview = Preview((portion("arrest", 4, one), portion("person", 1, other)), whole=True)
    told = foreseen(preview, Chosen(kinds=frozenset({"person"})))
    assert (told.records, told.notices) == (1, (other,))
    assert [(each.kind, each.chosen) for each in told.kinds] == [("arrest", False), ("person", True)]


async def test_as_json_an_export_says_who_took_it_and_holds_the_records_as_the_api_shows_them(app: App) -> None:
    arrest = await hostile_case(app)
    async with reading(app, "clark") as clark:
        answer = await clark.get(f"/cases/{arrest}/export.json?chosen=1&kind=arrest&kind=person")
    told = answer.json()
    assert (told["agency"], told["member"], told["purpose"]) == ("hart-court", "clark", "adjudication")
    assert {item["kind"] for item in told["items"]} == {"arrest", "person"}
    assert answer.headers["content-disposition"] == f'attachment; filename="case-{arrest}.json"'
    assert answer.headers["cache-control"] == "no-store"


async def test_as_a_table_nothing_of_an_export_is_a_formula(app: App) -> None:
    arrest = await hostile_case(app)
    async with reading(app, "lee") as lee:
        answer = await lee.get(f"/cases/{arrest}/export.csv")
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert {row["kind"] for row in rows} == {"arrest", "incident", "person"}
    assert "'@SUM(1)" in {row["narrative"] for row in rows}
    assert not [cell for row in rows for cell in row.values() if cell and cell[0] in "=+-@\t\r\n|%"]


async def test_a_pdf_prints_hostile_text_as_it_stands_and_names_the_case(app: App) -> None:
    arrest = await hostile_case(app)
    async with reading(app, "lee") as lee:
        answer = await lee.get(f"/cases/{arrest}/export.pdf")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert any(HOSTILE in text for text in texts_of(answer.content))
    assert b"pdfuaid" in answer.content


async def test_a_printed_page_shows_hostile_text_as_it_stands_and_runs_nothing(app: App, opened: Opened) -> None:
    arrest = await hostile_case(app)
    async with served(app, beside=page_routes) as address:
        window = await opened(base_url=address)
        await window.context.add_cookies([{"name": TOKEN, "value": await bearer_of(app, "lee"), "url": address}])
        await window.page.goto(f"/cases/{arrest}/print")
        shown = await window.page.inner_text("main")
        assert HOSTILE in shown
        assert await window.page.locator("main script").count() == 0
        await window.context.add_cookies([{"name": SCHEME, "value": "dark", "url": address}])
        await window.page.reload()
        assert await window.page.evaluate(INK) != "rgb(0, 0, 0)"
        await window.page.emulate_media(media="print")
        assert await window.page.evaluate(INK) == "rgb(0, 0, 0)"
        assert not await window.page.is_visible(".cm-nav")
        await window.page.goto("about:blank")


async def test_a_signed_bundle_verifies_offline_and_its_readme_says_how(app: App) -> None:
    arrest = await hostile_case(app)
    await app.node.log.publish()
    async with reading(app, "clark") as clark:
        answer = await clark.get(f"/cases/{arrest}/export.zip")
    verdict = verify_bundle(answer.content, app.node.log.signer.verifier.text())
    assert verdict.ok, verdict.because
    assert b"python -m comity.verify_bundle FILE --key KEY" in answer.content
    assert b"Clark, Hart Superior Court" in answer.content


async def test_what_another_agency_takes_out_is_shown_to_the_owner_with_way_and_clause(app: App) -> None:
    arrest = await hostile_case(app)
    async with reading(app, "clark") as clark:
        await clark.get(f"/cases/{arrest}/export.json")
        hidden = await clark.get(f"/records/{arrest}/seen")
        absent = await clark.get(f"/records/{UUID(int=1)}/seen")
    async with reading(app, "lee") as lee:
        told = await lee.get(f"/records/{arrest}/seen")
        (row,) = (await lee.get(f"/records/{arrest}/seen.csv")).text.splitlines()[1:]
        (holder,) = (await lee.get(f"/records/{arrest}/seen.json")).json()["holders"]
    assert told.status_code == 200
    assert row.startswith("hart-court,held,clark,export,adjudication,")
    assert [got["channel"] for got in holder["received"]] == ["export"]
    for said in ("Hart Superior Court", "Clark", "Export", "adjudication", "2.1"):
        assert said in told.text
    assert hidden.status_code == absent.status_code == 404
    assert hidden.text.replace(str(arrest), "") == absent.text.replace(str(UUID(int=1)), "")


async def test_a_badge_says_whether_a_record_is_under_a_signed_head(app: App) -> None:
    arrest = await hostile_case(app)
    await app.node.log.publish()
    async with reading(app, "clark") as clark:
        badge = await clark.get(f"/records/{arrest}/badge")
        about = await clark.get("/about/proof")
        absent = await clark.get(f"/records/{UUID(int=1)}/badge")
    assert "In the log, under a signed head since" in badge.text
    assert 'href="/about/proof"' in badge.text
    assert unescape(about.text).count(app.node.log.signer.verifier.text()) == 1
    assert absent.status_code == 404


@pytest.mark.parametrize("query", ["?extent=all", "?kind=no-such-kind", "?then=https://elsewhere.example"])
async def test_a_choice_that_is_none_is_turned_away(app: App, query: str) -> None:
    arrest = await hostile_case(app)
    async with reading(app, "clark") as clark:
        assert (await clark.get(f"/cases/{arrest}/export.json{query}")).status_code in {400, 404}


@pytest.mark.parametrize("form", ["export.json", "export.csv", "export.pdf", "export.zip", "print"])
async def test_a_link_elsewhere_that_leads_to_an_export_leads_to_its_preview(app: App, form: str) -> None:
    arrest = (await enter_arrest(app.node)).entry.id
    await app.node.log.publish()
    size = await app.node.reader.size()
    async with reading(app, "clark") as clark:
        answer = await clark.get(f"/cases/{arrest}/{form}?kind=arrest", headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/cases/{arrest}/export?kind=arrest")
    assert await app.node.reader.size() == size


@pytest.mark.parametrize("form", ["export", "export.json", "export.csv", "export.pdf", "export.zip", "print"])
async def test_of_what_a_reader_may_not_know_every_form_says_that_there_is_nothing(app: App, form: str) -> None:
    person = await enter_person(app.node)
    await app.node.log.publish()
    async with reading(app, "vera") as vera:
        assert (await vera.get(f"/cases/{person}/{form}")).status_code == 404


@pytest.mark.parametrize("size", Size)
async def test_the_pages_of_an_export_fit_and_are_read_by_all(app: App, opened: Opened, size: Size) -> None:
    arrest = (await enter_arrest(app.node)).entry.id
    await app.node.log.publish()
    async with served(app, beside=page_routes) as address:
        window = await opened(size, base_url=address)
        await window.context.add_cookies([{"name": TOKEN, "value": await bearer_of(app, "lee"), "url": address}])
        for path in (f"/cases/{arrest}/export", f"/cases/{arrest}/print", f"/records/{arrest}/seen", "/about/proof"):
            await window.page.goto(path)
            verdict = await axe(window.page)
            assert not verdict.violations, f"{path}: {verdict.violations}"
            assert await overflow(window.page) == 0, path
        await window.page.goto("about:blank")


async def test_kinds_are_chosen_and_taken_by_keyboard_alone(app: App, opened: Opened) -> None:
    arrest = (await enter_arrest(app.node)).entry.id
    async with served(app, beside=page_routes) as address:
        window = await opened(base_url=address)
        await window.context.add_cookies([{"name": TOKEN, "value": await bearer_of(app, "lee"), "url": address}])
        page = window.page
        await page.goto(f"/cases/{arrest}/export")
        await page.focus("#f-person")
        await page.keyboard.press("Space")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/export?*chosen=1*")
        assert not await page.is_checked("#f-person")
        assert await page.is_checked("#f-arrest")
        await page.focus("button[formaction$='.json']")
        async with page.expect_download() as started:
            await page.keyboard.press("Enter")
        told = json.loads((await (await started.value).path()).read_bytes())
        assert {item["kind"] for item in told["items"]} == {"arrest", "incident"}
        await page.goto("about:blank")


def some_paper(text: str, *, language: str = "en") -> Paper:
    record = PaperRecord("Arrest", ("about",), (PaperLine("Name", text, 0),), ("1.1: Do not publish it.",))
    return Paper(language, "Case 1", "Hart City Police", ("Exported.",), (record,), "Some letters are boxes.")


def test_the_same_export_gives_the_same_bytes() -> None:
    assert typeset(some_paper(HOSTILE), AT) == typeset(some_paper(HOSTILE), AT)
    assert typeset(some_paper(HOSTILE), AT) != typeset(some_paper(HOSTILE), AT + timedelta(days=1))


def test_hindi_is_set_with_the_letters_that_set_up_has_laid() -> None:
    made = typeset(some_paper("क्षत्रिय अभियोग", language="hi"), AT)
    assert b"NotoSansDevanagari" in made
    assert b"pdfuaid" in made


def test_letters_that_no_font_has_are_boxes_and_the_pdf_says_so() -> None:
    made = typeset(some_paper("\U0010ffff"), AT)
    assert any("Some letters are boxes." in text for text in texts_of(made))
    assert b"pdfuaid" not in made


def test_no_text_on_record_can_stop_a_pdf() -> None:
    for text in (HOSTILE, "\x01\x1b", "\u202e", "\ue000", '"); panic("', "\\u{1}", '#import "@preview/x"', "\n\n= x"):
        assert typeset(some_paper(text), AT).startswith(b"%PDF-"), text
    assert issubclass(typst.TypstError, RuntimeError)


def test_where_the_extra_is_not_installed_the_print_view_is_named_instead() -> None:
    said = (
        "import sys; sys.modules['typst'] = None\n"
        "from comity.errors import Unavailable\n"
        "from comity.web import export_page\n"
        "try: export_page.typesetting()\n"
        "except Unavailable as wrong: print(wrong.message, wrong.remedy)\n"
    )
    run = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert "typst" in run.stdout
    assert "print view" in run.stdout
    assert "comity[pdf]" in run.stdout


def test_a_pdf_is_for_as_many_records_as_somebody_may_read() -> None:
    told = foreseen(Preview((portion("arrest", MOST_ON_PAPER + 1),), whole=True), Chosen(Extent.CASE))
    assert told.records > told.most_on_paper
