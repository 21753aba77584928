"""Plays Ada's consent through the API: her probation officer sees her treatment with it, and no more when it ends."""

import time
from datetime import timedelta
from uuid import uuid4

from msgspec import Struct, json

from comity.clock import now
from comity.demo.acting import Play
from comity.demo.client import Seen
from comity.errors import Refused, Unverified
from comity.records.parties.names import PersonName
from comity.records.parties.person import Person
from comity.records.references import Ref
from comity.records.services.behavioral_health_evaluation import BehavioralHealthEvaluation
from comity.records.services.consent import Consent
from comity.records.services.consent_ending import ConsentEnding, EndingReason
from comity.records.services.consent_terms import ConsentForm, Signatory, Signature, Statement

_MARKINGS = ("part2",)
_NOT_THERE = ": 404 "


class _Notice(Struct):
    clause: str
    text: str


class _Noticed(Struct):
    because: tuple[str, ...]
    notices: tuple[_Notice, ...] = ()


async def ada_consents(acting: Play) -> None:
    """Play how a record that did not exist for probation does while Ada consents, and then does not again."""
    ada = Person(names=(PersonName(given_name="Ada", surname="Quill"),), markings=_MARKINGS)
    person, _, _ = await acting.enter("cleo", ada, key=uuid4().hex)
    found = BehavioralHealthEvaluation(person=person, diagnosis="Opioid use disorder", markings=_MARKINGS)
    _, evaluation, answer = await acting.enter("cleo", found, key=uuid4().hex)
    acting.tell("Cleo, at the clinic, enters what she found when she treated Ada", answer.milliseconds)
    await _hidden(acting, evaluation, "Petra, Ada's probation officer, asks for it: there is no such record")
    consent, _, answer = await acting.enter("cleo", _consent(person), key=uuid4().hex)
    acting.tell("Ada consents, in writing, with every element of 42 CFR 2.31", answer.milliseconds)
    await _shown(acting, evaluation)
    ending = ConsentEnding(
        consent=consent, reason=EndingReason.REVOKED, ended_at=now(), in_writing=True, markings=_MARKINGS
    )
    _, _, answer = await acting.enter("cleo", ending, key=uuid4().hex)
    acting.tell("Ada revokes her consent", answer.milliseconds)
    await _hidden(acting, evaluation, "Petra asks again: there is no such record, from this moment on")


def _consent(person: Ref[Person]) -> Consent:
    at = now()
    return Consent(
        form=ConsentForm.PART2,
        markings=_MARKINGS,
        subject=person,
        subject_name="Ada Quill",
        disclosers=("hart-community-clinic",),
        recipients=("hart-county-probation",),
        categories=("reference", "event", "status", "medical"),
        information="That she is treated, for what, and how it goes.",
        purposes=("supervision",),
        purpose_text="So that her probation officer supports the treatment.",
        how_to_revoke="In writing, at the desk of the clinic.",
        statements=(Statement.RIGHT_TO_REVOKE, Statement.RELIANCE_EXCEPTION),
        signatures=(Signature(role=Signatory.SUBJECT, name="Ada Quill"),),
        signed_at=at - timedelta(minutes=1),
        expires_at=at + timedelta(days=90),
    )


async def _shown(acting: Play, evaluation: Seen) -> None:
    answer = await acting.ask("petra", f"GET /v1/records/{evaluation.id}")
    noticed = json.decode(answer.body, type=_Noticed)
    first = noticed.notices[0].text.partition(". ")[0] if noticed.notices else "no notice"
    acting.tell(
        "Petra asks again, and sees it",
        answer.milliseconds,
        f"because of {', '.join(noticed.because)}",
        f"with {len(noticed.notices)} notices; the first: {first}.",
    )


async def _hidden(acting: Play, evaluation: Seen, said: str) -> None:
    began = time.perf_counter()
    try:
        answer = await acting.ask("petra", f"GET /v1/records/{evaluation.id}")
    except Refused as refused:
        if _NOT_THERE not in refused.message:
            raise
        acting.tell(said, (time.perf_counter() - began) * 1000)
        return
    raise Unverified(f"Petra saw it ({answer.status}).", remedy="Report this: it must never happen.")
