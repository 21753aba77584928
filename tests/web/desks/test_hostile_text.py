"""Hostile text in every field of every kind is shown as text, on every page: nothing in it runs."""

import re
from collections.abc import Iterator
from itertools import cycle
from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Page

from comity.acts.submit import Submission, submit_together
from comity.api.forms import Input, form_of
from comity.errors import Invalid, Refused
from comity.following.running import App
from comity.policy.sessions import Session, open_session
from comity.records.codec import build
from comity.records.registry import kinds
from comity.records.spec import KindSpec
from tests.web.desks.conftest import At
from tests.web.desks.payloads import MARK, payloads

pytestmark = pytest.mark.anyio

# Whoever may bring in what another system held: rules that refuse a first-hand entry only flag it.
IMPORTERS = {
    "wren": ("hart-city-police", "investigation"),
    "finch": ("hart-superior-court", "adjudication"),
    "stone": ("hart-county-jail", "custody"),
}
# A form that each may open, where what is on the record stands among the choices.
FORMS = {"wren": "exhibit", "finch": "hearing", "stone": "custody-movement"}
READERS = {"hart-city-police": "lee", "hart-superior-court": "clark", "hart-county-jail": "jamal"}
TOUCHED = """() => document.querySelectorAll("main *").forEach((element) => {
    for (const sort of ["mouseover", "mouseenter", "pointerover", "toggle"]) element.dispatchEvent(new Event(sort));
    if (element.matches("a, input, select, textarea, summary")) element.focus();
})"""
_TEXTS = frozenset({"text", "long-text"})


def hostile_fields(inputs: tuple[Input, ...], texts: Iterator[str], known: dict[str, UUID]) -> dict[str, Any]:
    """Fill every text field of a form with the next hostile text; and references with what is on the record."""
    found: dict[str, Any] = {}
    for each in inputs:
        value = _value(each, texts, known)
        if value is not None:
            found[each.name] = [value] if each.many else value
    return found


def _value(each: Input, texts: Iterator[str], known: dict[str, UUID]) -> Any:
    if each.parts:
        return hostile_fields(each.parts, texts, known) or None
    if each.control == "reference":
        return next((str(known[kind]) for kind in each.refers_to if kind in known), None)
    if each.control not in _TEXTS or each.hint or each.minted:
        return None
    return next(texts)[: each.longest or 4000]


def record_of(spec: KindSpec, texts: Iterator[str], known: dict[str, UUID]) -> Any:
    """Make a record of a kind with hostile text in each field that takes it; fields that refuse it are left out."""
    inputs = tuple(each for each in form_of(spec) if each.name not in ("provenance", "markings"))
    fields = hostile_fields(inputs, texts, known)
    source = {"source_system": next(texts), "completeness": "partial"}
    while True:
        try:
            return build(spec.kind, {**fields, "provenance": source})
        except Invalid as wrong:
            place = re.split(r"[.\[]", wrong.field)[0]
            if place not in fields:
                return None
            fields.pop(place)


async def enter_all(town: App, session: Session, texts: Iterator[str]) -> list[tuple[str, UUID]]:
    """Bring in a hostile record of every kind that this agency may, each referring to those before."""
    known: dict[str, UUID] = {}
    entered = []
    parties_first = sorted(kinds().values(), key=lambda spec: spec.folder != "parties")
    for spec in parties_first:
        record = record_of(spec, texts, known)
        if record is None:
            continue
        id = uuid4()
        try:
            await submit_together(town.node, session, [Submission(id, record)])
        except Refused:
            continue
        known[spec.name] = id
        entered.append((spec.name, id))
    return entered


async def require_unmarked(page: Page, address: str) -> None:
    await page.goto(address)
    await page.wait_for_load_state("load")
    # What waits for a pointer or a focus is given both.
    await page.evaluate(TOUCHED)
    assert not await page.evaluate("() => window.marked"), address


@pytest.mark.parametrize("member", IMPORTERS)
async def test_no_text_on_the_record_runs_on_any_page(town: App, at_desk: At, member: str) -> None:
    agency, purpose = IMPORTERS[member]
    assert len(set(payloads())) == 200
    session = open_session(town.node.directory, agency, member, purpose)
    entered = await enter_all(town, session, cycle(payloads()))
    assert len(entered) > 20
    reader = await at_desk(READERS[agency])
    pages = ["/desk", "/search?q=ada", f"/search?q={MARK}"]
    for kind, id in entered:
        pages += [f"/records/{id}", f"/lists/{kind}", f"/records/{id}/history"]
    (some, *_) = (id for kind, id in entered if kind in ("arrest", "court-case", "booking"))
    pages += [f"/cases/{some}{end}" for end in ("", "/people", "/links", "/documents", "/print", "/export")]
    pages += [
        f"/enter/{FORMS[member]}?from={some}",
        "/docket",
        "/custody",
        "/news",
        "/analysis/map",
        "/analysis/series",
    ]
    pages += [f"/records/{some}{end}" for end in ("/seen", "/reasons", "/tell")]
    pages += [
        f"/{part}" for kind, id in entered if kind == "person" for part in (f"analysis/{id}", f"records/{id}/same")
    ]
    for address in pages:
        await require_unmarked(reader.page, address)
