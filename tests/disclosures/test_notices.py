"""Whoever is shown a record is shown its notices, and the scope of the consent that it rests on, by whichever way."""

import json
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from comity.acts.prove import prove
from comity.api.cursors import STREAM, Cursors
from comity.api.openapi import document
from comity.api.sheets import Sheet, as_line
from comity.cli.export import Format
from comity.following.running import App
from comity.records.governance.disclosure import Channel
from comity.store.node import Node
from comity.verify import verify
from tests.api.conftest import SignedIn
from tests.api.talking import correct, events
from tests.disclosures.channels import ACTS
from tests.disclosures.conftest import Patient
from tests.disclosures.worlds import NOTICE, acting

pytestmark = pytest.mark.anyio

# Operations that show no field of a record: what a new one does must be said here, or shown below to carry notices.
QUIET = frozenset(
    "account acknowledge amendSubscription confirmRelief count explainBefore explainRecord explainWhy "
    "giveReceipt judgeLink listDeadlines listHandOffs listHolders listPassedThrough listSubscriptions "
    "listUnreviewed previewRelief proposeRelief readCheckpoint readSecret readSubscription replay signForWeek "
    "simulate stateReceived subscribe tellEligibility turnSecret undoLink unsubscribe".split()
)
# Disclosures are shown as any other record is, by the same page.
PAGED = frozenset({"findDisclosures"})
SHOWING = frozenset({"View", "Shown", "Page", "Event"})
# What is public, or of the members themselves: agreements, accounts, keys, sign-ins.
PUBLIC = ("/v1/agreement", "/v1/matrix", "/v1/account-", "/v1/accounts", "/v1/keys", "/v1/session", "/v1/registration")


def operations() -> Iterator[tuple[str, Any]]:
    """Give every operation of the contract that needs a token, by its name, but for those on what is public."""
    contract: Any = document()
    for path, methods in contract["paths"].items():
        for operation in methods.values() if not path.startswith(PUBLIC) else ():
            if "security" in operation:
                yield operation["operationId"], operation["responses"]


def schemas_in(answers: Any) -> set[str]:
    """Name every schema that answers are made of, however deep it stands."""
    contract: Any = document()
    found: set[str] = set()
    waiting = {ref.rpartition("/")[2] for ref in re.findall(r"#/components/schemas/\w+", json.dumps(answers))}
    while waiting:
        name = waiting.pop()
        found.add(name)
        text = json.dumps(contract["components"]["schemas"][name])
        waiting |= {ref.rpartition("/")[2] for ref in re.findall(r"#/components/schemas/\w+", text)} - found
    return found


async def _hand_over(client: httpx.AsyncClient, id: str) -> httpx.Response:
    body = {"records": [id], "to": {"name": "Hart Tribune"}, "reason": "She asked for it."}
    return await client.post("/v1/hand-overs", json=body, headers={"Idempotency-Key": uuid4().hex})


Ask = Callable[[httpx.AsyncClient, str], Awaitable[httpx.Response]]
BY_CONSENT = {
    "readRecord": "/v1/records/{id}",
    "readHistory": "/v1/records/{id}/history",
    "readCase": "/v1/cases/{id}",
    "search": "/v1/search?q=quillfeather",
    "listPerson": "/v1/records/person",
    "readProof": "/v1/records/{id}/proof",
    "identify": "/v1/records/{id}/identity",
    "findPeople": "/v1/people?q=quillfeather",
}
# What only the owner may do with it, or whoever enters it.
BY_THE_OWNER: dict[str, Ask] = {"handOver": _hand_over}
BY_HAND = {"stream", "correctRecord", "enterPerson", "resemble"}


def test_every_operation_that_may_show_a_record_is_tried_here() -> None:
    tried = {*BY_CONSENT, *BY_THE_OWNER, *BY_HAND}
    names = {name for name, _ in operations()} - QUIET - PAGED
    # What lists and enters is one and the same for every kind.
    of_kinds = {name for name in names if name.startswith(("list", "enter"))}
    assert names - of_kinds == tried - {"listPerson", "enterPerson"}
    assert {"listPerson", "enterPerson"} <= of_kinds


def test_what_is_said_to_show_no_record_has_no_record_in_its_answers() -> None:
    for name, answers in operations():
        if name in QUIET:
            assert not schemas_in(answers) & SHOWING, name


@pytest.mark.parametrize("operation", BY_CONSENT)
async def test_what_is_shown_by_consent_over_http_carries_notice_and_scope(
    app: App, signed_in: SignedIn, patient: Patient, operation: str
) -> None:
    await app.node.log.publish()
    hal = await signed_in_as(app, signed_in, "hal")
    answer = await hal.get(BY_CONSENT[operation].format(id=patient.id))
    assert answer.status_code == 200, answer.text
    assert NOTICE in answer.text
    assert f"Consent {patient.consent} under 42 CFR Part 2" in answer.text
    assert "Destroy it after thirty days." in answer.text


async def signed_in_as(app: App, signed_in: SignedIn, member: str) -> httpx.AsyncClient:
    return await signed_in(member, acting(app.node, member).purpose)


async def test_whoever_a_draft_may_be_is_shown_with_notice_and_scope(
    app: App, signed_in: SignedIn, patient: Patient
) -> None:
    hal = await signed_in_as(app, signed_in, "hal")
    draft = (await hal.get(f"/v1/records/{patient.id}")).json()["fields"]
    answer = await hal.post("/v1/resemblances/person", json=draft)
    assert answer.status_code == 200, answer.text
    assert NOTICE in answer.text
    assert f"Consent {patient.consent} under 42 CFR Part 2" in answer.text


@pytest.mark.parametrize("operation", BY_THE_OWNER)
async def test_what_the_owner_hands_over_carries_the_notice(
    app: App, signed_in: SignedIn, patient: Patient, operation: str
) -> None:
    answer = await BY_THE_OWNER[operation](await signed_in_as(app, signed_in, "dana"), str(patient.id))
    assert answer.status_code == 200, answer.text
    assert NOTICE in answer.text
    assert answer.json()["notices"]


async def test_what_is_entered_and_corrected_is_shown_with_its_notice(
    app: App, signed_in: SignedIn, patient: Patient
) -> None:
    dana = await signed_in_as(app, signed_in, "dana")
    fields = {"names": [{"surname": "Quillfeather"}], "markings": ["part2"]}
    entered = await dana.post("/v1/records/person", json=fields, headers={"Idempotency-Key": uuid4().hex})
    corrected = await correct(dana, str(patient.id), {"names": [{"surname": "Quill"}]}, '"v1"')
    assert NOTICE in entered.text
    assert NOTICE in corrected.text


async def test_what_is_streamed_carries_notice_and_scope(app: App, signed_in: SignedIn, patient: Patient) -> None:
    hal = await signed_in_as(app, signed_in, "hal")
    cursor = Cursors(app.node.keyring.cursor_key).cursor(acting(app.node, "hal"), STREAM, -1)
    headers = {"Last-Event-ID": cursor}
    shown: list[Any] = []
    async with hal.stream("GET", "/v1/stream", params={"kinds": "person", "follow": "true"}, headers=headers) as answer:
        async for event in events(answer):
            shown += [event.data] if event.data else []
            if len(shown) == 1:
                dana = await signed_in_as(app, signed_in, "dana")
                await correct(dana, str(patient.id), {"names": [{"surname": "Quill"}]}, '"v1"')
            if len(shown) == 2:
                break
    # The first was missed and caught up with, the second came as it happened.
    for data in shown:
        texts = [notice["text"] for notice in data["notices"]]
        assert any(NOTICE in text for text in texts)
        assert any(f"Consent {patient.consent}" in text for text in texts)


def test_every_channel_is_tried_here() -> None:
    assert {*ACTS, Channel.PROOF} == set(Channel)


@pytest.mark.parametrize("channel", ACTS)
async def test_every_channel_gives_views_with_their_notices(clinic: Node, patient: Patient, channel: Channel) -> None:
    (view,) = [view for view in await ACTS[channel](clinic, patient.id) if view.id == patient.id]
    texts = [notice.text for notice in view.notices]
    assert any(NOTICE in text for text in texts)
    by_owner = channel is Channel.HAND_OVER
    assert by_owner or any(f"Consent {patient.consent}" in text for text in texts)


async def test_a_proof_carries_its_notices_signed_for_its_entries(clinic: Node, patient: Patient) -> None:
    await clinic.log.publish()
    bundle = await prove(clinic, acting(clinic, "hal"), patient.id)
    verdict = verify(bundle, clinic.log.signer.verifier.text())
    assert verdict.ok, verdict
    heeded = " ".join(line for line in verdict.because if line.startswith("heed"))
    assert NOTICE in heeded
    assert f"Consent {patient.consent}" in heeded
    # Not a letter of a notice can be changed unseen.
    start = bundle.index(b"comity-notices/v1")
    for at in range(start, bundle.index(b'"entries"'), 7):
        altered = bytearray(bundle)
        altered[at] ^= 1
        assert not verify(bytes(altered), None).ok


async def test_every_form_of_an_export_carries_notices(clinic: Node, patient: Patient) -> None:
    (view,) = await ACTS[Channel.EXPORT](clinic, patient.id)
    written = {Format.JSONL: as_line(view), Format.CSV: Sheet(["person"]).row(view)}
    await clinic.log.publish()
    written[Format.PROOF] = await prove(clinic, acting(clinic, "hal"), patient.id)
    assert set(written) == set(Format)
    for form, raw in written.items():
        text = raw.decode()
        assert NOTICE in text, form
        assert f"Consent {patient.consent}" in text, form
