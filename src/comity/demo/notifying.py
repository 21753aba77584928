"""Plays who hears of what at once: a probation officer of a re-arrest, and a victim of a change of custody.

Petra's office has a receiver, which verifies each message; Vi has no account, a mail address, and a phone.
"""

import asyncio
import re
import time
from datetime import timedelta
from uuid import UUID, uuid4

from msgspec import Struct, json

from comity.clock import now
from comity.demo.acting import Play
from comity.demo.city import moment
from comity.demo.client import ask
from comity.demo.partners import Arrived, Partners
from comity.errors import Unavailable
from comity.records.justice.arrest import Arrest, ArrestGround
from comity.records.justice.booking import Booking, HealthScreen
from comity.records.justice.charges import Charge
from comity.records.justice.custody_movement import CustodyMovement, MovementKind
from comity.records.justice.incident import Incident
from comity.records.parties.identifications import Identification
from comity.records.parties.names import PersonName
from comity.records.parties.person import Person
from comity.records.references import Ref

_PATIENCE_SECONDS = 20.0
# As Lee's colleague types her this time: another record, the same person.
_AGAIN = Person(
    names=(PersonName(given_name="Ada", surname="Quill"),),
    birth_date="1990-12-10",
    sex="F",
    identifications=(Identification(value="H5550100", kind="driver-license", jurisdiction="Hart"),),
)


class _Begun(Struct):
    id: str


class _Secret(Struct):
    secrets: tuple[str, ...]


class _Message(Struct):
    data: "_Said"


class _Said(Struct):
    number: int
    record: str
    kind: str = ""


async def those_who_wait_are_told(acting: Play, both: Partners, subject: UUID) -> None:
    """Play the re-arrest and what the victim hears of it."""
    await _petra_subscribes(acting, both, subject)
    incident = await _registered(acting)
    again, _, _ = await acting.enter("lee", _AGAIN, key=uuid4().hex)
    began = time.perf_counter()
    arrest, _, answer = await acting.enter("lee", _arrest(incident, again), key=uuid4().hex)
    acting.tell("Lee arrests Ada again, and types her name anew", answer.milliseconds)
    told = await _came(both.hooks, "Petra's receiver")
    said = json.decode(told.body, type=_Message).data
    acting.tell(
        "Petra's office is told by webhook, signed, though it is another record",
        (told.at - began) * 1000,
        f"number {said.number}: an {said.kind} of somebody whom she supervises; nothing of it is in the message",
    )
    await _vi_is_told(acting, both, arrest)


async def _petra_subscribes(acting: Play, both: Partners, subject: UUID) -> None:
    wish = {
        "kinds": ["arrest"],
        "about": str(subject),
        "way": "webhook",
        "address": f"http://127.0.0.1:{both.hook_port}/comity",
        "basis": "Supervision ordered by the court",
    }
    begun, milliseconds = await _subscribed(acting, "petra", wish)
    answer = await acting.ask("petra", f"GET /v1/subscriptions/{begun.id}/secret")
    both.secrets += json.decode(answer.body, type=_Secret).secrets
    acting.tell("Petra asks to be told when Ada, whom she supervises, is arrested", milliseconds)


async def _subscribed(acting: Play, who: str, wish: object) -> tuple[_Begun, float]:
    answer = await acting.ask(
        who,
        "POST /v1/subscriptions",
        body=json.encode(wish),
        Content_Type="application/json",
        Idempotency_Key=uuid4().hex,
    )
    return json.decode(answer.body, type=_Begun), answer.milliseconds


async def _registered(acting: Play) -> Ref[Incident]:
    registered = Incident(
        registered_at=moment(now() - timedelta(minutes=3)),
        investigating_officer="lee",
        offenses=("13A",),
        narrative="A neighbor was struck at the garden gate.",
    )
    incident, _, _ = await acting.enter("lee", registered, key=uuid4().hex)
    return incident


def _arrest(incident: Ref[Incident], subject: Ref[Person]) -> Arrest:
    return Arrest(
        incident=incident,
        subject=subject,
        occurred_at=moment(now() - timedelta(minutes=1)),
        ground=ArrestGround.PROBABLE_CAUSE,
        charges=(Charge(offense="13A"),),
    )


async def _vi_is_told(acting: Play, both: Partners, arrest: Ref[Arrest]) -> None:
    """Play how an advocate registers Vi, and Vi confirms, hears that there is news, and reads it on her phone."""
    wish = {
        "kinds": ["booking", "custody-movement", "release"],
        "about": str(arrest.id),
        "way": "mail",
        "outsider": {"mail": "vi@mail.example", "language": "es"},
    }
    _, milliseconds = await _subscribed(acting, "vicky", wish)
    acting.tell("Vicky registers Vi, who was struck: no account, a mail address, in Spanish", milliseconds)
    path = _link_in(await _came(both.mails, "the mail to Vi"))
    answer = await ask(acting.address, "", f"POST {path}/confirmation")
    acting.tell("Vi confirms on her phone that the address is hers", answer.milliseconds)
    booking, _, _ = await acting.enter("jamal", _booked(arrest), key=uuid4().hex)
    await _came(both.mails, "the mail that Ada was taken in")
    began = time.perf_counter()
    moved = CustodyMovement(booking=booking, moved_at=moment(now()), kind=MovementKind.HOSPITAL, officer="jamal")
    await acting.enter("jamal", moved, key=uuid4().hex)
    told = await _came(both.mails, "the mail that Ada was moved")
    acting.tell(
        "Jamal enters that Ada was moved; the mail to Vi says only that there is news", (told.at - began) * 1000
    )
    answer = await ask(acting.address, "", f"GET {path}")
    happened = re.findall(r"<br>([^<]+)</li>", answer.body.decode())
    acting.tell("Vi reads it behind her link, and can end it there", answer.milliseconds, *happened)


def _booked(arrest: Ref[Arrest]) -> Booking:
    return Booking(
        arrest=arrest,
        booked_at=moment(now()),
        officer="jamal",
        identity_confirmed=True,
        health=HealthScreen(note="The nurse is called."),
    )


def _link_in(mail: Arrived) -> str:
    plain = mail.body.replace(b"=\r\n", b"").decode()
    found = re.search(r"https?://[^/\s]+(/notices/[A-Za-z0-9_-]+)", plain)
    if found is None:
        raise Unavailable("The mail to Vi has no link.", remedy="Report this.")
    return found[1]


async def _came(queue: "asyncio.Queue[Arrived]", what: str) -> Arrived:
    try:
        return await asyncio.wait_for(queue.get(), _PATIENCE_SECONDS)
    except TimeoutError as missed:
        raise Unavailable(f"Nothing came to {what}.", remedy="Run comity reconcile.") from missed
