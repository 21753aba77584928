"""Each reading act leaves one disclosure that says all, and shows nothing that cannot be written down."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from comity.acts.correct import correct
from comity.acts.disclose import disclose
from comity.acts.prove import prove
from comity.acts.read import read, read_newest
from comity.acts.subscribe import owed, subscribe
from comity.acts.viewing import View
from comity.errors import Absent, ComityError
from comity.following.running import App
from comity.records.governance.disclosure import Channel
from comity.store.node import Node
from tests.api.conftest import SignedIn
from tests.disclosures.channels import ACTS
from tests.disclosures.conftest import Patient
from tests.disclosures.worlds import acting
from tests.entering import enter, enter_arrest, enter_person
from tests.worlds import session_of

pytestmark = pytest.mark.anyio

CUT_OFF = """
create trigger nothing_is_written before insert on entry
    for each row execute function refuse('the disk is full')
"""


async def written(node: Node, member: str = "dana") -> list[View]:
    """Give the disclosures of a member's own agency, newest first."""
    return await read_newest(node, acting(node, member), frozenset({"disclosure"}))


@pytest.mark.parametrize("channel", sorted(set(ACTS) - {Channel.HAND_OVER}))
async def test_an_act_by_consent_leaves_one_disclosure_with_grounds_and_duties(
    clinic: Node, patient: Patient, channel: Channel
) -> None:
    await ACTS[channel](clinic, patient.id)
    (disclosed,) = await written(clinic)
    (recipient,) = disclosed.fields["recipients"]
    assert disclosed.fields["channel"] == channel
    assert disclosed.fields["subjects"] == [str(patient.id)]
    assert disclosed.fields["kinds"] == ["person"]
    assert (recipient["agency"], recipient["member"], recipient["purpose"]) == ("hart-housing", "hal", "human-services")
    assert recipient["basis"] == ["4.1"]
    assert recipient["grounds"] == [str(patient.consent)]
    assert set(recipient["obliged"]) >= {"4.2", "42 CFR 2.32(a)(1)"}
    assert recipient["no_redisclosure"]
    due = datetime.fromisoformat(recipient["destroy_by"]) - datetime.fromisoformat(disclosed.fields["occurred_at"])
    assert due == timedelta(days=30)


async def test_what_two_readers_got_is_told_of_each_as_it_was(app: App, clinic: Node, patient: Patient) -> None:
    other = (await enter(clinic, acting(clinic, "dana"), "person", names=[{"surname": "Orr"}])).entry.id
    await read(clinic, acting(clinic, "hal"), patient.id)
    with pytest.raises(Absent):
        await read(clinic, acting(clinic, "hal"), other)
    (disclosed,) = await written(clinic)
    assert disclosed.fields["subjects"] == [str(patient.id)]


@pytest.mark.parametrize("channel", sorted(set(ACTS) - {Channel.STREAM}))
async def test_what_cannot_be_written_down_is_not_shown(clinic: Node, patient: Patient, channel: Channel) -> None:
    await cut_off(clinic)
    with pytest.raises(ComityError, match=r"written|connection"):
        await ACTS[channel](clinic, patient.id)


async def test_what_is_owed_and_cannot_be_written_down_stays_owed(clinic: Node, patient: Patient) -> None:
    hal = acting(clinic, "hal")
    subscription = await subscribe(clinic, hal, ["person"])
    await correct(clinic, acting(clinic, "dana"), patient.id, b'{"names": [{"surname": "Quill"}]}', replaces=1)
    await cut_off(clinic)
    with pytest.raises(ComityError, match=r"written|connection"):
        await owed(clinic, hal, subscription.id)


async def test_no_proof_is_given_that_cannot_be_written_down(clinic: Node, patient: Patient) -> None:
    await clinic.log.publish()
    await cut_off(clinic)
    with pytest.raises(ComityError, match=r"written|connection"):
        await prove(clinic, acting(clinic, "hal"), patient.id)


async def test_no_answer_over_http_holds_what_cannot_be_written_down(
    app: App, signed_in: SignedIn, patient: Patient
) -> None:
    hal = await signed_in("hal", acting(app.node, "hal").purpose)
    await hal.post("/v1/subscriptions", json={"kinds": ["person"]}, headers={"Idempotency-Key": uuid4().hex})
    await cut_off(app.node)
    addresses = [
        f"/v1/records/{patient.id}",
        f"/v1/records/{patient.id}/history",
        f"/v1/cases/{patient.id}",
        "/v1/search?q=quillfeather",
        "/v1/records/person",
    ]
    for address in addresses:
        answer = await hal.get(address)
        assert answer.status_code >= 500, address
        assert "Quillfeather" not in answer.text


async def cut_off(node: Node) -> None:
    """Let nothing be written to the log any more; it can still be read."""
    connection = await asyncpg.connect(node.dsn)
    try:
        await connection.execute(CUT_OFF)
    finally:
        await connection.close()


async def test_a_stated_emergency_opens_is_written_down_and_reviewed_by_the_owner(
    clinic: Node, patient: Patient
) -> None:
    with pytest.raises(Absent):
        await read(clinic, acting(clinic, "kim"), patient.id)
    stated = acting(clinic, "kim", emergency="She was found unconscious.")
    shown = await read(clinic, stated, patient.id)
    assert "names" in shown.fields
    (disclosed,) = await written(clinic)
    assert disclosed.fields["emergency"] == "She was found unconscious."
    (task,) = await read_newest(clinic, acting(clinic, "dana"), frozenset({"review-task"}))
    assert task.fields["rule"] == "emergency_is_reviewed_after"
    assert task.fields["member"] == "kim"
    assert task.fields["about"] == str(disclosed.id)


async def test_an_emergency_that_opens_nothing_leaves_no_task(node: Node) -> None:
    arrest = (await enter_arrest(node)).entry
    kim = acting(node, "kim", emergency="He bleeds.")
    await read(node, kim, arrest.id)
    lee = session_of(node, "lee")
    assert await read_newest(node, lee, frozenset({"review-task"})) == []
    (disclosed,) = await read_newest(node, lee, frozenset({"disclosure"}))
    assert disclosed.fields["emergency"] == "He bleeds."


async def test_an_emergency_is_stated_in_a_header_in_words(app: App, signed_in: SignedIn, patient: Patient) -> None:
    kim = await signed_in("kim")
    address = f"/v1/records/{patient.id}"
    assert (await kim.get(address)).status_code == 404
    assert (await kim.get(address, headers={"Comity-Emergency": "x" * 401})).status_code == 400
    stated: Any = await kim.get(address, headers={"Comity-Emergency": "She was found unconscious."})
    assert stated.status_code == 200
    assert (await written(app.node))[0].fields["emergency"] == "She was found unconscious."


async def test_an_export_holds_what_was_corrected_while_it_ran(node: Node) -> None:
    people = [await enter_person(node, given_name=f"Ada{n}") for n in range(3)]
    lee = session_of(node, "lee")
    exported: list[UUID] = []
    async for shown in disclose(node, lee, frozenset({"person"}), at_once=1):
        if not exported:
            await correct(node, lee, people[2], b'{"sex": "F"}', replaces=1)
        exported += [view.id for view in shown]
    assert set(exported) == set(people)
