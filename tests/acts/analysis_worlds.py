"""Files to analyze, on a real node: two people arrested together who share a line, and a row of burglaries."""

from typing import Any
from uuid import UUID

from comity.acts.submit import Submission, submit_together
from comity.store.node import Node
from tests.entering import record
from tests.worlds import session_of

ADA, BEA, CAL, DOV = (UUID(int=n) for n in (0x1A, 0x1B, 0x1C, 0x1D))
FIRST, SECOND = UUID(int=0x2A), UUID(int=0x2B)
HOME, CAR, LINE = UUID(int=0x3A), UUID(int=0x3B), UUID(int=0x3C)


def person(given_name: str, **fields: Any) -> dict[str, Any]:
    return {"names": [{"given_name": given_name, "surname": "Quillfeather"}], **fields}


def incident(**fields: Any) -> dict[str, Any]:
    said = {"registered_at": "2026-01-02T10:00:00Z", "investigating_officer": "lee", "offenses": ["220"]}
    return {**said, **fields}


def arrest(of: UUID, on: UUID, at: str = "2026-01-02T11:00:00Z", **fields: Any) -> dict[str, Any]:
    charges = [{"offense": "220"}]
    return {"incident": on, "subject": of, "occurred_at": at, "ground": "probable-cause", "charges": charges, **fields}


async def enter_as(node: Node, those: dict[UUID, tuple[str, dict[str, Any]]], by: str = "lee") -> None:
    """Enter records under ids that the test gives, all in one act."""
    made = [Submission(id, record(kind, **fields)) for id, (kind, fields) in those.items()]
    await submit_together(node, session_of(node, by), made)


async def enter_file(node: Node, *, hides: bool = False) -> None:
    """Enter Ada and Bea, arrested together twice; Bea's car; a line that Ada gives and Cal holds; Dov, alone.

    A file that hides has, before and after, somebody like Ada in all with their arrests, and an arrest of Ada herself.
    """
    if hides:
        await _hide(node, 1)
    await enter_as(
        node,
        {
            HOME: ("location", {"address": {"street": "12 Elm Lane", "city": "Hart City"}}),
            ADA: ("person", person("Ada", contacts=[{"telephone": "+1 555 0100"}], residences=[HOME])),
            BEA: ("person", person("Beatrix", residences=[HOME], birth_date="1980-02-03")),
            CAL: ("person", person("Calvin", birth_date="1971-05-06")),
            DOV: ("person", person("Dov", birth_date="1999-09-09")),
            CAR: ("vehicle", {"registrations": [{"plate": "HRT 123"}], "owners": [BEA]}),
            LINE: ("phone-account", {"telephone": "+1-555-0100", "holder": CAL}),
            FIRST: ("incident", incident()),
            SECOND: ("incident", incident(registered_at="2026-01-05T10:00:00Z")),
            UUID(int=0x4A): ("arrest", arrest(ADA, FIRST)),
            UUID(int=0x4B): ("arrest", arrest(BEA, FIRST, "2026-01-02T12:00:00Z")),
            UUID(int=0x4C): ("arrest", arrest(ADA, SECOND, "2026-01-05T11:00:00Z")),
            UUID(int=0x4D): ("arrest", arrest(BEA, SECOND, "2026-01-05T11:30:00Z")),
        },
    )
    if hides:
        await _hide(node, 2)
        again = arrest(ADA, FIRST, "2026-01-02T10:30:00Z", arrest_number="elsewhere", markings=["sensitive"])
        await enter_as(node, {UUID(int=0x8A): ("arrest", again)})


async def _hide(node: Node, turn: int) -> None:
    """Hide somebody who is like Ada in all, with an arrest of theirs and of another on an incident.

    Their numbers are not minted, because a minted number tells how many there are.
    """
    twin, other, on, one, two = (UUID(int=0x90 + 16 * turn + k) for k in range(5))
    marked: dict[str, Any] = {"markings": ["sensitive"]}
    await enter_as(
        node,
        {
            twin: ("person", person("Ada", contacts=[{"telephone": "+1 555 0100"}], **marked)),
            other: ("person", person("Zed", **marked)),
            on: ("incident", incident(incident_number=f"elsewhere {turn}", **marked)),
            one: ("arrest", arrest(twin, on, arrest_number=f"elsewhere {turn} 1", **marked)),
            two: ("arrest", arrest(other, on, arrest_number=f"elsewhere {turn} 2", **marked)),
        },
    )


def burglary(n: int, day: int, *, method: str = "Skylight") -> dict[UUID, tuple[str, dict[str, Any]]]:
    """Make a burglary with its place, its offense and what was taken."""
    place, happened, taken, of_it, offense = (UUID(int=10_000 * (k + 5) + n) for k in range(5))
    at = f"2026-03-{day:02d}T22:{n % 60:02d}:00Z"
    position = {"latitude": 44.9 + n * 0.0002, "longitude": -93.2}
    return {
        place: ("location", {"area": "Riverside", "address": {"street": f"{n} Elm Lane"}, "position": position}),
        happened: ("incident", incident(registered_at=f"2026-03-{day:02d}T23:59:00Z", occurred_at=at, location=place)),
        taken: ("item", {"category_text": "10 Drugs/Narcotics"}),
        of_it: ("involvement", {"activity": happened, "thing": taken, "role": "property", "subject_category": "other"}),
        offense: ("offense", {"incident": happened, "offense": "220", "methods_of_entry": [method]}),
    }


def hidden_burglary(n: int, day: int) -> dict[UUID, tuple[str, dict[str, Any]]]:
    """Make a burglary that only its owner sees; its number is not minted, which would tell how many there are."""
    own = {"incident": {"incident_number": f"elsewhere {n}"}}
    return {
        id: (kind, {**fields, **own.get(kind, {}), "markings": ["sensitive"]})
        for id, (kind, fields) in burglary(n, day).items()
    }
