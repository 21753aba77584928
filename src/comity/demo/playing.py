"""Plays one arrest through the API: from the officer's entry to the clerk's stream, each step with its time.

Then the jail meets Ada again, and is told whom this may be; and whoever waits for it hears of her next arrest. Then
Ada's consent: what her probation officer sees of her treatment, and from when until when.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from msgspec import Struct, json

from comity.clock import now
from comity.demo.acting import Play, Step
from comity.demo.cast import Pass
from comity.demo.city import moment
from comity.demo.client import Answer, Event, Seen, listening
from comity.demo.consenting import ada_consents
from comity.demo.linking import jail_meets_ada
from comity.demo.notifying import those_who_wait_are_told
from comity.demo.partners import Partners
from comity.errors import ComityError, Unavailable, Unverified
from comity.records.categories import labels
from comity.records.justice.arrest import Arrest, ArrestGround
from comity.records.justice.booking import Booking, HealthScreen
from comity.records.justice.charges import Charge
from comity.records.justice.diary_entry import DiaryEntry, DiaryOutcome
from comity.records.justice.incident import Incident
from comity.records.parties.names import PersonName
from comity.records.parties.person import Person
from comity.records.references import Ref
from comity.records.registry import kind_named
from comity.verify import verify

_PATIENCE_SECONDS = 5.0
_PAUSE_SECONDS = 0.1
_KINDS = "arrest,booking"
_SCREEN = b'{"health": {"screened_by": "kim", "conditions": ["asthma"], "suicide_risk": "low", "suicide_watch": false}}'
_CORRECTION = b'{"narrative": "Ada was arrested at the rear door, and not at the front as first written."}'


class _Charged(Struct):
    charge_tracking_number: str


class _Numbered(Struct):
    arrest_number: str
    charges: tuple[_Charged, ...]


class _Page(Struct):
    items: tuple[Seen, ...]


@dataclass(frozen=True)
class Entered:
    """A record that was entered in the play: how it was shown to its owner, its key, and when it was sent."""

    record: Arrest
    seen: Seen
    key: str
    began: float


async def play(
    address: str, passes: Mapping[str, Pass], say: Callable[[str], None], *, both: Partners | None = None
) -> list[Step]:
    """Play Ada's arrest as the standing cast, tell it line by line, and give the steps with their times.

    Where there are partners' systems to tell, it also plays who hears of her next arrest at once.
    """
    acting = Play(address, passes, say)
    async with listening(address, passes["clark"].token, _KINDS) as came:
        arrested = await _lee_arrests(acting)
        await _clark_sees(acting, came, "the arrest", arrested.began)
        await _lee_retries(acting, arrested)
        booking, began = await _jamal_books(acting, arrested)
        await _clark_sees(acting, came, "the booking", began)
        began = await _kim_screens(acting, booking)
        await _clark_sees(acting, came, "that the booking changed", began)
        began = await _lee_corrects(acting, arrested)
        await _clark_sees(acting, came, "that the arrest was corrected", began)
    await _anyone_verifies(acting, arrested)
    if arrested.record.subject is not None:
        await jail_meets_ada(acting, arrested.record.subject.id)
        if both is not None:
            await those_who_wait_are_told(acting, both, arrested.record.subject.id)
    await ada_consents(acting)
    await _vera_audits(acting, arrested)
    return acting.steps


async def _lee_arrests(acting: Play) -> Entered:
    at = now()
    ada = Person(names=(PersonName(given_name="Ada", surname="Quill"),), birth_date="1990-12-10", sex="F")
    incident = await _lee_registers(acting, at - timedelta(minutes=5))
    subject, _, answer = await acting.enter("lee", ada, key=uuid4().hex)
    acting.tell("Lee enters Ada Quill, once for everyone", answer.milliseconds)
    record = Arrest(
        incident=incident,
        subject=subject,
        occurred_at=moment(at - timedelta(minutes=1)),
        ground=ArrestGround.PROBABLE_CAUSE,
        charges=(Charge(offense="220"), Charge(offense="290")),
        narrative="Ada was found at the front door with the complainant's bag.",
    )
    key, began = uuid4().hex, time.perf_counter()
    _, seen, answer = await acting.enter("lee", record, key=key)
    numbered = json.decode(seen.fields, type=_Numbered)
    acting.tell(
        "Lee enters the arrest with two charges",
        answer.milliseconds,
        f"arrest {numbered.arrest_number}, charges {', '.join(c.charge_tracking_number for c in numbered.charges)}",
    )
    return Entered(record, seen, key, began)


async def _lee_registers(acting: Play, at: datetime) -> Ref[Incident]:
    complaint = DiaryEntry(
        occurred_at=moment(at),
        received_by="lee",
        offenses=("220",),
        outcome=DiaryOutcome.REGISTER,
        narrative="A neighbor reports that somebody broke a rear window on Oak Street.",
    )
    diary, _, answer = await acting.enter("lee", complaint, key=uuid4().hex)
    acting.tell("Lee enters the complaint in the diary", answer.milliseconds)
    registered = Incident(
        diary_entry=diary,
        registered_at=moment(at + timedelta(minutes=1)),
        investigating_officer="lee",
        offenses=("220",),
        narrative="The rear window is broken; a bag is missing.",
    )
    incident, _, answer = await acting.enter("lee", registered, key=uuid4().hex)
    acting.tell("Lee registers the incident", answer.milliseconds)
    return incident


async def _clark_sees(acting: Play, came: "asyncio.Queue[Event]", what: str, began: float) -> None:
    try:
        event = await asyncio.wait_for(came.get(), _PATIENCE_SECONDS)
    except TimeoutError as missed:
        raise Unavailable(f"Clark's stream did not show {what}.", remedy="Run comity doctor.") from missed
    seen = event.seen
    shown = [label for label in labels(kind_named(seen.kind).categories) if label not in seen.withheld]
    acting.tell(
        f"Clark's stream shows {what} (version {seen.version})",
        (event.at - began) * 1000,
        f"sees {', '.join(shown)}, because of clause {', '.join(seen.because)}",
        f"withheld: {', '.join(seen.withheld)}",
    )


async def _lee_retries(acting: Play, arrested: Entered) -> None:
    _, seen, answer = await acting.enter("lee", arrested.record, key=arrested.key)
    if seen.id != arrested.seen.id:
        raise Unverified("A retry was entered twice.", remedy="Report this: it must never happen.")
    acting.tell("Lee's connection broke, the same request again: entered once", answer.milliseconds)


async def _jamal_books(acting: Play, arrested: Entered) -> tuple[Seen, float]:
    record = Booking(
        arrest=Ref(UUID(arrested.seen.id)),
        booked_at=moment(now()),
        officer="jamal",
        identity_confirmed=True,
        health=HealthScreen(note="The nurse is called."),
    )
    began = time.perf_counter()
    _, seen, answer = await acting.enter("jamal", record, key=uuid4().hex)
    acting.tell("Jamal books Ada at the jail, on the arrest, with nothing keyed again", answer.milliseconds)
    return seen, began


async def _kim_screens(acting: Play, booking: Seen) -> float:
    began = time.perf_counter()
    answer = await acting.correct("kim", booking, _SCREEN)
    acting.tell("Kim, the nurse, adds the medical screen", answer.milliseconds)
    return began


async def _lee_corrects(acting: Play, arrested: Entered) -> float:
    began = time.perf_counter()
    answer = await acting.correct("lee", arrested.seen, _CORRECTION)
    acting.tell("Lee corrects the narrative; the first version stays in the history", answer.milliseconds)
    return began


async def _anyone_verifies(acting: Play, arrested: Entered) -> None:
    answer = await _when_signed(acting, f"GET /v1/records/{arrested.seen.id}/proof")
    began = time.perf_counter()
    verdict = verify(answer.body, None)
    if not verdict.ok:
        raise Unverified("; ".join(verdict.because), remedy="Run comity fsck.")
    acting.tell(
        "Anyone verifies the proof of the arrest, offline", (time.perf_counter() - began) * 1000, *verdict.because
    )


async def _when_signed(acting: Play, asked: str) -> Answer:
    """Ask until the newest entry is under a signed head, which takes a second at most."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return await acting.ask("lee", asked)
        except ComityError:
            if time.monotonic() > until:
                raise
            await asyncio.sleep(_PAUSE_SECONDS)


async def _vera_audits(acting: Play, arrested: Entered) -> None:
    answer = await acting.ask("vera", "GET /v1/records/disclosure?limit=50")
    about = [d for d in json.decode(answer.body, type=_Page).items if arrested.seen.id.encode() in bytes(d.fields)]
    acting.tell(
        "Vera reads who was shown what, and why; none of what was shown",
        answer.milliseconds,
        f"{len(about)} of the newest disclosures are of Ada's arrest",
    )
