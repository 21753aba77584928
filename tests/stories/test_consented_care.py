"""Ada is treated at the clinic and supervised by probation: she decides what the one learns of the other."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace as with_fields

from comity.acts import agree as agreeing
from comity.acts.read import read, read_newest
from comity.acts.submit import submit
from comity.acts.subscribe import owed, subscribe
from comity.demo.agreeing import agree, signatory_session
from comity.demo.city import hart_city
from comity.errors import Absent
from comity.following.recalling import recall_ended
from comity.ids import new_id
from comity.policy.sessions import Session, open_session
from comity.records.references import Ref
from comity.records.services.behavioral_health_evaluation import BehavioralHealthEvaluation
from comity.records.services.consent import Consent
from comity.records.services.consent_ending import ConsentEnding, EndingReason
from comity.store.node import Node
from tests.entering import record
from tests.records.consents import PART2

pytestmark = pytest.mark.anyio

NOTICE = "protected by Federal confidentiality rules (42 CFR part 2)"


def at_work(node: Node, member: str, purpose: str, emergency: str = "") -> Session:
    agency = node.directory.member[member].agency
    return open_session(node.directory, agency, member, purpose, emergency=emergency)


@pytest.fixture
async def city(node: Node) -> Node:
    """Hart City, in which all agencies have signed."""
    await agree(
        node, re.sub(r'^origin = ".*"', 'origin = "test.example/log"', hart_city(), count=1, flags=re.MULTILINE)
    )
    return node


@pytest.fixture
async def evaluation(city: Node) -> UUID:
    """What Cleo found when she evaluated Ada."""
    cleo = at_work(city, "cleo", "care")
    ada = record("person", names=[{"given_name": "Ada", "surname": "Quill"}], markings=["part2"])
    person = (await submit(city, cleo, ada)).entry.id
    found = BehavioralHealthEvaluation(
        person=Ref(person), evaluated_on="2026-11-02", diagnosis="Opioid use disorder", markings=("part2",)
    )
    return (await submit(city, cleo, found)).entry.id


async def consented(city: Node, evaluation: UUID, *, purpose: str = "supervision") -> UUID:
    cleo = at_work(city, "cleo", "care")
    shown = await read(city, cleo, evaluation)
    now = datetime.now(UTC)
    consent: Consent = with_fields(
        PART2,
        subject=Ref(UUID(shown.fields["person"])),
        disclosers=("hart-community-clinic",),
        recipients=("hart-county-probation",),
        categories=("reference", "event", "status", "medical"),
        purposes=(purpose,),
        purpose_text="So that she supports my treatment.",
        signed_at=now - timedelta(minutes=5),
        expires_at=now + timedelta(days=60),
    )
    return (await submit(city, cleo, consent)).entry.id


async def sees(city: Node, session: Session, id: UUID) -> bool:
    try:
        await read(city, session, id)
    except Absent:
        return False
    return True


async def test_a_patients_consent_opens_what_it_covers_with_its_notice_and_nothing_more(
    city: Node, evaluation: UUID
) -> None:
    petra = at_work(city, "petra", "supervision")
    assert not await sees(city, petra, evaluation)
    consent = await consented(city, evaluation)
    shown = await read(city, petra, evaluation)
    assert shown.fields["diagnosis"] == "Opioid use disorder"
    assert shown.because == ("clinic-data 11.1", f"consent {consent}")
    texts = " ".join(notice.text for notice in shown.notices)
    assert NOTICE in texts
    assert "Pass it on to nobody" in texts
    assert "hart-community-clinic" in texts
    assert [v.id for v in await read_newest(city, petra, frozenset({"behavioral-health-evaluation"}))] == [evaluation]
    assert not await sees(city, at_work(city, "petra", "administration"), evaluation)
    assert not await sees(city, at_work(city, "clark", "adjudication"), evaluation)


async def test_a_consent_for_another_purpose_opens_nothing(city: Node, evaluation: UUID) -> None:
    await consented(city, evaluation, purpose="care")
    assert not await sees(city, at_work(city, "petra", "supervision"), evaluation)


async def test_a_revocation_bites_at_the_next_read_and_whoever_received_is_told(city: Node, evaluation: UUID) -> None:
    consent = await consented(city, evaluation)
    petra = at_work(city, "petra", "supervision")
    assert await sees(city, petra, evaluation)
    ending = ConsentEnding(
        consent=Ref(consent),
        reason=EndingReason.REVOKED,
        ended_at=datetime.now(UTC),
        in_writing=True,
        markings=("part2",),
    )
    await submit(city, at_work(city, "cleo", "care"), ending)
    assert not await sees(city, petra, evaluation)
    await recall_ended(city)
    await recall_ended(city)
    (notice,) = await read_newest(city, petra, frozenset({"recall-notice"}))
    assert notice.fields["records"] == [str(evaluation)]
    assert notice.fields["effect"] == "revoked"


async def test_a_standing_subscription_is_owed_what_a_consent_opens(city: Node, evaluation: UUID) -> None:
    petra = at_work(city, "petra", "supervision")
    wish = await subscribe(city, petra, ["behavioral-health-evaluation"])
    await consented(city, evaluation)
    cleo = at_work(city, "cleo", "care")
    person = (await read(city, cleo, evaluation)).fields["person"]
    again = BehavioralHealthEvaluation(person=Ref(UUID(person)), diagnosis="In remission", markings=("part2",))
    entered = await submit(city, cleo, again)
    of_nobody_known = BehavioralHealthEvaluation(diagnosis="Somebody else's", markings=("part2",))
    await submit(city, cleo, of_nobody_known)
    assert [v.id for v in await owed(city, petra, wish.id)] == [entered.entry.id]


async def test_an_agreement_that_is_suspended_stops_the_flow_at_the_next_read(city: Node, evaluation: UUID) -> None:
    await consented(city, evaluation)
    petra = at_work(city, "petra", "supervision")
    assert await sees(city, petra, evaluation)
    clinic = signatory_session(city.directory, "hart-community-clinic")
    await agreeing.suspend(city, clinic, "clinic-data", "A printout was left in a lobby.")
    assert not await sees(city, petra, evaluation)
    await agreeing.resume(city, clinic, "clinic-data")
    assert await sees(city, petra, evaluation)


async def test_an_emergency_opens_the_record_and_is_looked_at_afterward(city: Node, evaluation: UUID) -> None:
    assert not await sees(city, at_work(city, "kim", "care"), evaluation)
    kim = at_work(city, "kim", "care", emergency="Found unconscious in her cell.")
    assert (await read(city, kim, evaluation)).fields["diagnosis"] == "Opioid use disorder"
    cleo = at_work(city, "cleo", "administration")
    tasks = await read_newest(city, cleo, frozenset({"review-task"}))
    assert any("emergency" in task.fields["rule"] for task in tasks)


async def test_nobody_learns_from_a_made_up_id_that_there_is_a_patient(city: Node, evaluation: UUID) -> None:
    for member, purpose in (("lee", "investigation"), ("petra", "supervision"), ("vera", "oversight")):
        with pytest.raises(Absent) as hidden:
            await read(city, at_work(city, member, purpose), evaluation)
        with pytest.raises(Absent) as none:
            await read(city, at_work(city, member, purpose), new_id())
        assert str(hidden.value) == str(none.value)
