"""What was received is passed on only where its owner has agreed to that, and never against a ban that came with it."""

from uuid import uuid4

import pytest

from comity.acts.hand_over import Addressee, hand_over
from comity.acts.read import read_newest
from comity.errors import Absent, ComityError, Conflict, Refused
from comity.store.node import Node
from tests.api.conftest import SignedIn
from tests.disclosures.conftest import Patient
from tests.disclosures.worlds import acting
from tests.entering import enter_arrest
from tests.worlds import session_of

pytestmark = pytest.mark.anyio

TRIBUNE = Addressee(name="Hart Tribune", address="1 Main Street")
KINDS = frozenset({"disclosure"})


async def test_what_may_be_passed_on_goes_with_its_disclosure(clinic: Node) -> None:
    arrest = (await enter_arrest(clinic)).entry
    done = await hand_over(clinic, session_of(clinic, "clark"), [arrest.id], TRIBUNE, reason="They asked for it.")
    (view,) = done.views
    # Of what the court sees, status and charges are not to be passed on.
    assert {"status", "charge", "narrative"} <= {*view.withheld}
    assert "charges" not in view.fields
    (disclosed,) = await read_newest(clinic, session_of(clinic, "lee"), KINDS)
    assert disclosed.fields["channel"] == "hand-over"
    assert disclosed.fields["handed_to"] == {"name": "Hart Tribune", "address": "1 Main Street"}
    assert (disclosed.fields["passed_on_by"], disclosed.fields["reason"]) == ("hart-court", "They asked for it.")
    assert "5.2" in disclosed.fields["recipients"][0]["basis"]


async def test_what_its_owner_has_not_let_be_passed_on_stays(clinic: Node) -> None:
    arrest = (await enter_arrest(clinic)).entry
    with pytest.raises(Refused) as refused:
        await hand_over(clinic, session_of(clinic, "jo"), [arrest.id], TRIBUNE, reason="They asked for it.")
    assert refused.value.rule == "passing_on_needs_a_clause"
    assert await read_newest(clinic, session_of(clinic, "lee"), KINDS) == []


async def test_one_record_that_may_not_be_passed_on_keeps_all(clinic: Node) -> None:
    arrest = (await enter_arrest(clinic)).entry
    clark = session_of(clinic, "clark")
    incident = next(iter(await read_newest(clinic, clark, frozenset({"incident"}))))
    with pytest.raises(Refused):
        await hand_over(clinic, clark, [arrest.id, incident.id], TRIBUNE, reason="They asked for it.")


async def test_what_is_hidden_cannot_be_handed_over_nor_told_from_nothing(clinic: Node, patient: Patient) -> None:
    for id in (patient.id, uuid4()):
        with pytest.raises(Absent):
            await hand_over(clinic, session_of(clinic, "clark"), [id], TRIBUNE, reason="They asked for it.")


async def test_what_came_with_a_ban_on_redisclosure_is_not_passed_on(clinic: Node, patient: Patient) -> None:
    with pytest.raises(Refused) as refused:
        await hand_over(clinic, acting(clinic, "hal"), [patient.id], TRIBUNE, reason="They asked for it.")
    assert refused.value.rule in {"redisclosure_is_forbidden", "passing_on_needs_a_clause"}


async def test_an_agency_that_is_handed_records_stands_as_their_recipient(clinic: Node, patient: Patient) -> None:
    await hand_over(clinic, acting(clinic, "dana"), [patient.id], Addressee(agency="hart-housing"), reason="She asked.")
    (disclosed,) = await read_newest(clinic, acting(clinic, "dana"), KINDS)
    assert disclosed.fields["recipients"][0]["agency"] == "hart-housing"


WRONG = {
    "nobody": (Addressee(), "They asked."),
    "two at once": (Addressee(agency="hart-court", name="Hart Tribune"), "They asked."),
    "an agency that is not here": (Addressee(agency="nowhere"), "They asked."),
    "no reason": (TRIBUNE, "  "),
}


@pytest.mark.parametrize("case", WRONG)
async def test_a_hand_over_names_one_addressee_and_a_reason(clinic: Node, patient: Patient, case: str) -> None:
    with pytest.raises(ComityError):
        await hand_over(clinic, acting(clinic, "dana"), [patient.id], WRONG[case][0], reason=WRONG[case][1])


async def test_a_hand_over_that_is_sent_again_is_written_down_once(clinic: Node, patient: Patient) -> None:
    dana = acting(clinic, "dana")
    for _ in range(2):
        await hand_over(clinic, dana, [patient.id], TRIBUNE, reason="She asked.", key="k")
    assert len(await read_newest(clinic, dana, KINDS)) == 1
    with pytest.raises(Conflict):
        await hand_over(clinic, dana, [patient.id], TRIBUNE, reason="Somebody else asked.", key="k")


async def test_a_hand_over_over_http_is_refused_with_reason_and_remedy(clinic: Node, signed_in: SignedIn) -> None:
    arrest = (await enter_arrest(clinic)).entry
    body = {"records": [str(arrest.id)], "to": {"name": "Hart Tribune"}, "reason": "They asked."}
    jo = await signed_in("jo")
    answer = await jo.post("/v1/hand-overs", json=body, headers={"Idempotency-Key": uuid4().hex})
    assert answer.status_code == 403
    assert answer.json()["rule"] == "passing_on_needs_a_clause"
    assert "hart-pd" in answer.json()["remedy"]
