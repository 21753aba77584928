"""The court's receipt comes back to the police: the referral is known as docketed, with number and time."""

from uuid import UUID

import msgspec
import pytest

from comity.acts.read import read
from comity.exchange.connectors import connector_named
from comity.exchange.importing import Imported, Wish, import_message
from comity.exchange.ojbc.docketed import Docketing, docketings
from comity.exchange.outwards import outward_named
from comity.records.justice.charge_referral import ChargeReferral
from comity.records.justice.court_case import CourtCase
from comity.store.node import Node
from tests.entering import arrest_fields, enter, enter_incident, enter_person
from tests.exchange.ojbc import sent
from tests.worlds import session_of

READS = connector_named("court-case-query-results")


def receipt(referral_number: str, case_number: str = "HSC-2026-00012") -> bytes:
    """The receipt that the court sends for a referral of that number."""
    view, around = sent.seen(sent.CASE)
    referral, case = sent.ALL[sent.REFERRAL].record, sent.ALL[sent.CASE].record
    assert isinstance(referral, ChargeReferral)
    assert isinstance(case, CourtCase)
    numbered = msgspec.structs.replace(referral, referral_number=referral_number)
    around[sent.identity(sent.REFERRAL)] = sent.Entered(sent.REFERRAL, numbered, sent.PD).seen()
    view = sent.Entered(sent.CASE, msgspec.structs.replace(case, case_number=case_number), sent.COURT).seen()
    return outward_named("ojbc-docketing").write(view, around)


def test_a_receipt_says_which_referral_is_docketed_under_which_number_and_when() -> None:
    assert docketings(READS.read(receipt("HC-R2026-000003"))) == (
        Docketing("HC-R2026-000003", "HSC-2026-00012", "2026-03-06T09:00:00Z"),
    )


async def referred(node: Node) -> tuple[str, UUID]:
    """Lee refers Ada's charges; gives the number that the referral got, and its id."""
    lee = session_of(node, "lee")
    ada, incident = await enter_person(node), await enter_incident(node)
    arrest = await enter(node, lee, "arrest", **arrest_fields(incident, ada))
    entered = await enter(
        node,
        lee,
        "charge-referral",
        incident=incident,
        outcome="charges-referred",
        referred_at="2026-01-03T09:00:00Z",
        accused=[{"serial": 1, "person": ada, "arrest": arrest.entry.id}],
    )
    shown = await read(node, lee, entered.entry.id)
    return shown.fields["referral_number"], entered.entry.id


async def imported(node: Node, raw: bytes) -> Imported:
    return await import_message(
        node, session_of(node, "lee"), READS, raw, filename="receipt.xml", wish=Wish.WHAT_PASSES
    )


@pytest.mark.anyio
async def test_a_referral_is_known_as_docketed_once_the_receipt_is_imported(node: Node) -> None:
    number, id = await referred(node)
    for _ in range(2):
        assert (await imported(node, receipt(number))).outcome.refused == ()
    shown = await read(node, session_of(node, "lee"), id)
    assert (shown.fields["case_number"], shown.fields["filed_in_court_at"]) == (
        "HSC-2026-00012",
        "2026-03-06T09:00:00Z",
    )
    assert shown.version == 2


@pytest.mark.anyio
async def test_a_receipt_with_another_case_number_is_set_aside_and_changes_nothing(node: Node) -> None:
    number, id = await referred(node)
    await imported(node, receipt(number))
    (aside,) = (await imported(node, receipt(number, "HSC-2026-99999"))).outcome.refused
    assert "HSC-2026-00012" in aside.error.message
    assert (await read(node, session_of(node, "lee"), id)).version == 2
