"""Plays how the jail meets Ada again: told whom this may be before anything is entered, linked when it is, and why."""

from uuid import UUID, uuid4

from msgspec import Struct, json

from comity.demo.acting import Play
from comity.errors import Unverified
from comity.records.codec import encode
from comity.records.parties.identifications import Identification
from comity.records.parties.names import PersonName
from comity.records.parties.person import Person

# Written by ear, at the intake counter.
MISHEARD = Person(
    names=(PersonName(given_name="Ada", surname="Quil"),),
    birth_date="1990-12-10",
    sex="F",
    identifications=(Identification(value="H5550100", kind="driver-license", jurisdiction="Hart"),),
)


class _Step(Struct):
    bits: float
    words: str


class _Link(Struct):
    one: str
    other: str
    decision: str
    steps: tuple[_Step, ...] = ()


class _Record(Struct):
    id: str
    owner: str


class _Identity(Struct):
    id: str
    records: tuple[_Record, ...]
    links: tuple[_Link, ...]


class _Resemblance(Struct):
    chance: float
    steps: tuple[_Step, ...]
    identity: _Identity


class _Resemblances(Struct):
    items: tuple[_Resemblance, ...]


async def jail_meets_ada(acting: Play, subject: UUID) -> None:
    """Play how Jamal is told whom Ada Quil may be, enters her, and Idris sees that both are one person."""
    draft = encode(MISHEARD)
    answer = await acting.ask("jamal", "POST /v1/resemblances/person", body=draft, Content_Type="application/json")
    found = json.decode(answer.body, type=_Resemblances).items
    ada = next((each for each in found if str(subject) in {record.id for record in each.identity.records}), None)
    if ada is None:
        raise Unverified("Jamal was not told that this may be Ada.", remedy="Report this: links must not be missed.")
    acting.tell(
        "Jamal types Ada Quil at intake, and is told whom this may be",
        answer.milliseconds,
        f"with a chance of {ada.chance:.2%}: {_strongest(ada.steps)}",
    )
    _, seen, answer = await acting.enter("jamal", MISHEARD, key=uuid4().hex)
    acting.tell("Jamal enters her as the jail knows her: linked in the same commit", answer.milliseconds)
    answer = await acting.ask("idris", f"GET /v1/records/{seen.id}/identity")
    identity = json.decode(answer.body, type=_Identity)
    if str(subject) not in {each.id for each in identity.records}:
        raise Unverified("Ada's entries were not linked.", remedy="Report this: links must not be missed.")
    owners = sorted({each.owner for each in identity.records})
    acting.tell(
        f"Idris, at the bureau, sees one person in {len(identity.records)} records",
        answer.milliseconds,
        f"of {', '.join(owners)}; each link says why, and can be undone",
    )


def _strongest(steps: tuple[_Step, ...]) -> str:
    return max(steps, key=lambda step: step.bits).words
