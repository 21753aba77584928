"""The jurisdiction that is measured: police who arrest, courts that follow, and the records they speak of."""

from uuid import UUID

import msgspec

from comity.acts.submit import Submission, submit_together
from comity.ids import new_id
from comity.policy.sessions import Session, open_session
from comity.records.codec import decode
from comity.records.declaration import Record
from comity.records.registry import kind_named
from comity.store.node import Node

COURTS = 10
CLERKS = 5

_POLICE = """
origin = "bench.example/log"

[[agency]]
key = "police"
name = "Police"
pillar = "police"
code = "PD"

[[member]]
key = "officer"
name = "Officer"
agency = "police"
roles = ["officer"]

[[clause]]
id = "1.1"
prose = "Every agency enters what its profession enters."
permit = "enter"
to = {}
kinds = ["*"]

[[clause]]
id = "1.2"
prose = "Every agency sees its own records."
permit = ["see", "subscribe", "copy"]
to = {}
owner = "self"
kinds = ["*"]
categories = ["*"]

[[clause]]
id = "2.1"
prose = "Courts see who was arrested, when and for what; not the narrative."
permit = ["see", "subscribe", "copy"]
to = { pillar = "court" }
owner = "police"
kinds = ["arrest", "incident", "person"]
categories = ["reference", "event", "status", "charge", "identity"]
purposes = ["adjudication"]
"""

_COURT = """
[[agency]]
key = "court-{n}"
name = "Court {n}"
pillar = "court"
code = "C{n}"
"""

_CLERK = """
[[member]]
key = "clerk-{n}-{m}"
name = "Clerk {n} {m}"
agency = "court-{n}"
roles = ["clerk"]
"""


def directory() -> str:
    """Give the directory: one police agency, ten courts of five clerks each, and what they agreed on."""
    courts = [_COURT.format(n=n) for n in range(COURTS)]
    clerks = [_CLERK.format(n=n, m=m) for n in range(COURTS) for m in range(CLERKS)]
    return _POLICE + "".join((*courts, *clerks))


def officer(node: Node) -> Session:
    """Give the session of the police officer who enters everything."""
    return open_session(node.directory, "police", "officer", "investigation/1")


def clerk(node: Node, court: int, member: int) -> Session:
    """Give the session of a clerk of one of the courts."""
    return open_session(node.directory, f"court-{court}", f"clerk-{court}-{member}", "adjudication")


def person(n: int) -> bytes:
    """Give the JSON of a person."""
    return msgspec.json.encode(
        {"names": [{"given_name": f"Ada{n}", "surname": f"Quill{n}"}], "birth_date": "1990-05-04"}
    )


def incident() -> bytes:
    """Give the JSON of an incident."""
    return msgspec.json.encode(
        {
            "registered_at": "2026-01-02T10:00:00Z",
            "investigating_officer": "officer",
            "offenses": ["220"],
            "narrative": "A window of the shop was broken, and the till was gone.",
        }
    )


def arrest(incident_id: UUID, person_id: UUID) -> bytes:
    """Give the JSON of an arrest that yields 27 tokens.

    They are its number and those of its four charges, five numbers of others, the incident and the person; its day,
    month and year, four offenses and eight words of its narrative.
    """
    numbers = [{"kind": "other", "value": f"{label}-4711"} for label in ("CAD", "JMS", "FBI", "SID", "ORI")]
    return msgspec.json.encode(
        {
            "incident": incident_id,
            "subject": person_id,
            "occurred_at": "2026-01-02T11:00:00Z",
            "ground": "probable-cause",
            "charges": [{"offense": code} for code in ("220", "240", "290", "35A")],
            "identifications": numbers,
            "narrative": "Found behind the shop with the till; came along without resistance.",
        }
    )


def made(kind: str, body: bytes) -> Record:
    """Give the record that a body is."""
    return decode(kind_named(kind).kind, body)


async def subjects(node: Node, count: int) -> list[tuple[UUID, UUID]]:
    """Enter incidents and persons for arrests to refer to; give the ids of each pair."""
    pairs = [(new_id(), new_id()) for _ in range(count)]
    happened = made("incident", incident())
    submissions = [
        each
        for n, (incident_id, person_id) in enumerate(pairs)
        for each in (Submission(incident_id, happened), Submission(person_id, made("person", person(n))))
    ]
    await submit_together(node, officer(node), submissions)
    return pairs
