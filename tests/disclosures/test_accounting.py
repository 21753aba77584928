"""The person is told, by the agency whose records they were, who got what, when, what for and by which right."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from comity.acts.accounting import ACCOUNTED, accounting, intermediary_list
from comity.acts.correct import correct
from comity.acts.hand_over import Addressee, hand_over
from comity.acts.read import read
from comity.clock import now
from comity.errors import Absent, Refused
from comity.policy.sessions import Session
from comity.store.node import Node, open_node
from tests.api.conftest import SignedIn
from tests.conftest import Server
from tests.disclosures.conftest import Patient
from tests.disclosures.worlds import WORLD, acting, consent_to_housing, enter_patient
from tests.entering import enter, enter_arrest, enter_person
from tests.worlds import session_of

pytestmark = pytest.mark.anyio

NARROW = """
[[clause]]
id = "6.1"
prose = "Nobody of the clinic is shown when something was disclosed."
prohibit = "see"
owner = "hart-clinic"
kinds = ["disclosure"]
categories = ["event"]
"""


async def test_an_accounting_says_who_got_what_when_what_for_and_by_which_right(clinic: Node, patient: Patient) -> None:
    before = datetime.now(UTC)
    await read(clinic, acting(clinic, "hal"), patient.id)
    (told,) = await accounting(clinic, acting(clinic, "rita"), patient.id)
    assert before <= told.disclosed_at <= datetime.now(UTC)
    assert (told.agency, told.recipient, told.purpose) == ("hart-housing", "Hart Housing", "human-services")
    assert (told.kinds, told.basis, told.grounds) == (("person",), ("4.1",), (patient.consent,))
    assert "identity" in told.categories


async def test_an_accounting_holds_what_refers_to_the_person_or_once_did(node: Node) -> None:
    person, other = await enter_person(node), await enter_person(node, "Olga", "Orr")
    arrest = (await enter_arrest(node, subject=str(person))).entry
    clark, lee = session_of(node, "clark"), session_of(node, "lee")
    await read(node, clark, arrest.id)
    await correct(node, lee, arrest.id, f'{{"subject": "{other}"}}'.encode(), replaces=1)
    for about in (person, other):
        (told,) = await accounting(node, lee, about)
        assert told.kinds == ("arrest",)
    assert await accounting(node, lee, await enter_person(node, "Una", "Ude")) == []


async def test_only_the_owner_accounts_for_what_it_disclosed(clinic: Node, patient: Patient) -> None:
    await read(clinic, acting(clinic, "hal"), patient.id)
    assert await accounting(clinic, acting(clinic, "hal"), patient.id) == []
    with pytest.raises(Absent):
        await accounting(clinic, acting(clinic, "lee"), patient.id)


async def test_an_accounting_names_whom_records_were_handed_to_outside(clinic: Node, patient: Patient) -> None:
    to = Addressee(name="Hart Tribune", address="1 Main Street")
    await hand_over(clinic, acting(clinic, "dana"), [patient.id], to, reason="She asked for it.")
    (told,) = await accounting(clinic, acting(clinic, "rita"), patient.id)
    assert (told.recipient, told.address, told.reason) == ("Hart Tribune", "1 Main Street", "She asked for it.")


def suspending(clinic: Node, patient: Patient, hours: float) -> dict[str, Any]:
    until = (clinic.clock() + timedelta(hours=hours)).isoformat()
    return {"subjects": [str(patient.id)], "until": until, "reason": "It would warn him.", "written": True}


async def test_an_agency_may_suspend_the_accounting_of_what_it_got_and_of_nothing_else(
    clinic: Node, patient: Patient
) -> None:
    rita = acting(clinic, "rita")
    await read(clinic, acting(clinic, "hal"), patient.id)
    await read(clinic, acting(clinic, "kim", emergency="She was found unconscious."), patient.id)
    assert {each.agency for each in await accounting(clinic, rita, patient.id)} == {"hart-housing", "hart-jail"}
    await enter(clinic, acting(clinic, "hal"), "accounting-suspension", **suspending(clinic, patient, 1))
    assert {each.agency for each in await accounting(clinic, rita, patient.id)} == {"hart-jail"}


async def test_a_suspension_ends_by_itself(clinic: Node, patient: Patient) -> None:
    await read(clinic, acting(clinic, "hal"), patient.id)
    await enter(clinic, acting(clinic, "hal"), "accounting-suspension", **suspending(clinic, patient, -1))
    assert await accounting(clinic, acting(clinic, "rita"), patient.id)


async def test_an_intermediary_lists_who_received_through_it(clinic: Node) -> None:
    id = await enter_patient(clinic)
    through = await consent_to_housing(
        clinic, id, recipients=[], intermediary="hart-clinic", participants=["hart-housing"]
    )
    await read(clinic, acting(clinic, "hal"), id)
    (listed,) = await intermediary_list(clinic, acting(clinic, "rita"), id)
    assert listed.grounds == (through,)
    direct = await enter_patient(clinic)
    await consent_to_housing(clinic, direct)
    await read(clinic, acting(clinic, "hal"), direct)
    assert await intermediary_list(clinic, acting(clinic, "rita"), direct) == []


async def test_an_accounting_reaches_six_years_back_and_no_further(server: Server, place: Path) -> None:
    moment = [now()]
    async with open_node(await server.new_database(), place, clock=lambda: moment[0]) as node:
        await node.directories.activate(WORLD)
        arrest = (await enter_arrest(node)).entry
        clark, lee = session_of(node, "clark"), session_of(node, "lee")
        await read(node, clark, arrest.id)
        person = (await read(node, lee, arrest.id)).fields["subject"]
        moment[0] += ACCOUNTED - timedelta(days=1)
        assert len(await _account(node, lee, person)) == 1
        moment[0] += timedelta(days=2)
        assert await _account(node, lee, person) == []


async def _account(node: Node, session: Session, person: str) -> list[object]:
    return list(await accounting(node, session, UUID(person)))


async def test_whoever_sees_a_part_of_the_disclosures_accounts_for_none(clinic: Node, patient: Patient) -> None:
    await read(clinic, acting(clinic, "hal"), patient.id)
    await clinic.directories.activate(WORLD + NARROW)
    with pytest.raises(Refused):
        await accounting(clinic, acting(clinic, "rita"), patient.id)


async def test_the_accounting_over_http_says_when_it_is_due(
    clinic: Node, patient: Patient, signed_in: SignedIn
) -> None:
    await read(clinic, acting(clinic, "hal"), patient.id)
    rita = await signed_in("rita", "care")
    answer = (await rita.get(f"/v1/accountings/{patient.id}")).json()
    assert (answer["due_days"], len(answer["items"])) == (60, 1)
    listed = (await rita.get(f"/v1/accountings/{patient.id}/intermediary")).json()
    assert (listed["due_days"], listed["items"]) == (30, [])
    assert (await rita.get(f"/v1/accountings/{patient.id}", params={"since": "2999"})).json()["items"] == []
