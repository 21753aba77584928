"""Whoever has no account is told from a desk: a party of what happens in their case, behind a link of their own."""

import pytest
from playwright.async_api import expect

from comity.acts.outsiders import token_of
from comity.following.running import App
from comity.policy.sessions import open_session
from comity.store.subscriptions import Standing
from tests.web.browsing import Opened, Size, axe, overflow
from tests.web.desks.conftest import At
from tests.web.desks.people import Person
from tests.web.desks.test_complaint_to_release import arrest, charging, complaint, referral

pytestmark = pytest.mark.anyio


def only_one(town: App) -> Standing:
    """Give the one subscription of the clerk."""
    session = open_session(town.node.directory, "hart-superior-court", "clark", "adjudication")
    (one,) = town.node.subscriptions.of(session.agency.key, session.member.key)
    return one


async def case_of(lee: Person, pia: Person, clark: Person) -> str:
    """Bring a case to court, and give the address of its record."""
    await complaint(lee)
    await arrest(lee)
    await referral(lee)
    await charging(pia)
    await clark.goes("/desk")
    await clark.opens("HCDA-")
    await clark.follows("Court case")
    await clark.records()
    return clark.page.url.partition("?")[0]


async def test_a_party_reads_behind_a_link_that_a_hearing_is_set(
    town: App, address: str, at_desk: At, opened: Opened
) -> None:
    lee, pia, clark = await at_desk("lee"), await at_desk("pia"), await at_desk("clark")
    case = await case_of(lee, pia, clark)
    await clark.follows("Tell somebody without an account")
    await clark.page.get_by_label("Mail address").fill("ada@mail.example")
    await clark.page.locator("main").get_by_label("Language").select_option("es")
    await clark.presses("Ask them")
    await clark.sees("Tell me of this no more")
    phone = (await opened(Size.PHONE)).page
    link = f"{address}/notices/{token_of(town.node, only_one(town).id)}"
    await phone.goto(link)
    await phone.get_by_role("button", name="Sí, envíen noticias a mi dirección").click()
    await expect(phone.locator("main")).to_contain_text("Hasta ahora no ha pasado nada.")
    await clark.goes(case)
    await clark.follows("Hearing")
    await clark.types("Starts at", "2027-01-08T09:30")
    await clark.records()
    await phone.goto(link)
    await expect(phone.locator("main")).to_contain_text("Se fijó, se celebró o se cambió una audiencia")
    await expect(phone.locator("main")).not_to_contain_text("Quill")
    verdict = await axe(phone)
    assert (verdict.violations, await overflow(phone)) == ((), 0)


async def test_a_mail_address_that_is_none_is_told_at_its_field(at_desk: At) -> None:
    lee = await at_desk("lee")
    lee.window.expect("409")
    await complaint(lee)
    await arrest(lee)
    await lee.follows("Tell somebody without an account")
    await lee.page.get_by_label("Mail address").evaluate("(field) => { field.type = 'text'; field.value = 'x'; }")
    await lee.presses("Ask them")
    await lee.sees("The mail address or the language cannot be read.")
