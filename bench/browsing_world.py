"""Hart City with what makes its pages heavy: a case of thousands, a full docket, a thousand acquaintances, arrests."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from uuid import UUID

import msgspec

from bench.world import made
from comity.acts.submit import Submission, submit_together
from comity.demo.agreeing import agree
from comity.demo.cast import CAST
from comity.ids import new_id
from comity.policy.sessions import Session, open_session
from comity.store.node import Node

DAY = "2026-03-04"
_BEFORE = "2026-03-02"
_TOGETHER = 100
_INCIDENTS = 30
# The person, the incident, the arrest, the referral, the decision and the court's record are in a case already.
_ALREADY = 6
_STAGES = (
    "person", "incident", "arrest", "charge-referral", "exhibit", "lab-request", "charging-decision", "court-case",
    "hearing", "court-order", "booking",
)  # fmt: skip
_OFFENSES = ("220", "290")


@dataclass(frozen=True)
class Said:
    """A record to enter: who enters it, its kind, its id and its fields."""

    member: str
    kind: str
    id: UUID
    fields: Mapping[str, object]

    def submission(self) -> Submission:
        """Give it as it is entered."""
        return Submission(self.id, made(self.kind, msgspec.json.encode(self.fields)))


@dataclass(frozen=True)
class Arrested:
    """A person arrested on two charges: what later stages refer to."""

    person: UUID
    incident: UUID
    arrest: UUID
    charges: tuple[str, ...]


@dataclass(frozen=True)
class Heavy:
    """Where the heavy pages begin: the record of the large case, the person known to many, arrests to refer."""

    case: UUID
    known: UUID
    arrests: tuple[UUID, ...]


def session(node: Node, member: str) -> Session:
    """Give the session of one of the cast, for what they mostly work for."""
    return open_session(node.directory, node.directory.member[member].agency, member, CAST[member])


async def heavy(node: Node, *, entries: int, hearings: int, points: int, arrests: int) -> Heavy:
    """Enter a case of so many entries, a docket of so many hearings, so many people around one, so many arrests."""
    await agree(node)
    large, waiting = _arrested("LARGE"), [_arrested(f"WAITS{n}") for n in range(arrests)]
    cases = [_arrested(f"HEARD{n}") for n in range(hearings)]
    court, known = new_id(), new_id()
    await _enter(node, _in_stages(said for each in (large, *cases, *waiting) for said in _arrest(each)))
    await _enter(node, _docketed(large, court))
    await _enter(node, _large(large, court, entries - _ALREADY))
    await _enter(node, _docket(cases))
    await _enter(node, _network(known, points))
    return Heavy(court, known, tuple(each.arrest for each in waiting))


async def _enter(node: Node, said: Sequence[Said]) -> None:
    """Enter records in their order, many at a time where one member enters many of a kind one after the other."""
    for (member, _), theirs in groupby(said, lambda each: (each.member, each.kind)):
        those = [*theirs]
        for first in range(0, len(those), _TOGETHER):
            some = those[first : first + _TOGETHER]
            await submit_together(node, session(node, member), [each.submission() for each in some])


def _arrested(number: str) -> Arrested:
    return Arrested(new_id(), new_id(), new_id(), tuple(f"{number}-{n:03d}" for n in (1, 2)))


def _arrest(of: Arrested) -> list[Said]:
    charges = [
        {"offense": offense, "charge_tracking_number": number}
        for offense, number in zip(_OFFENSES, of.charges, strict=True)
    ]
    fields = {
        "incident": of.incident, "subject": of.person, "occurred_at": f"{_BEFORE}T14:00:00Z", "officer": "lee",
        "ground": "probable-cause", "charges": charges, "arrest_number": of.charges[0].rpartition("-")[0],
        "narrative": "Found behind the shop with the till; came along without resistance.",
    }  # fmt: skip
    return [
        Said("lee", "person", of.person, _person(of.charges[0])),
        Said("lee", "incident", of.incident, _incident()),
        Said("lee", "arrest", of.arrest, fields),
    ]


def _docketed(of: Arrested, court: UUID) -> list[Said]:
    """Give the way of an arrest's charges to the court."""
    at, referral, decision = f"{_BEFORE}T15:00:00Z", new_id(), new_id()
    accused = [{"serial": 1, "person": of.person, "arrest": of.arrest}]
    referred = {"incident": of.incident, "outcome": "charges-referred", "referred_at": at, "accused": accused}
    choices = [{"charge_tracking_number": number, "choice": "file"} for number in of.charges]
    decided = {"referral": referral, "decided_at": at, "choices": choices, "prosecutor": "pia"}
    parties = [{"role": "defendant", "person": of.person}]
    title = f"People v. {_letters(of.charges[0])[8:20].capitalize()}"
    filed = {
        "charging_decision": decision, "docketed_at": at, "parties": parties, "title": title, "judge": "judith",
    }  # fmt: skip
    return [
        Said("lee", "charge-referral", referral, referred),
        Said("pia", "charging-decision", decision, decided),
        Said("clark", "court-case", court, filed),
    ]


def _large(of: Arrested, court: UUID, count: int) -> list[Said]:
    """Give what makes a case large: those who know of it, exhibits that went from hand to hand, and hearings."""
    people, exhibits, requests, hearings = (max(1, count * share // 100) for share in (1, 32, 6, 10))
    known = [new_id() for _ in range(people)]
    seized = [new_id() for _ in range(exhibits)]
    witnesses = count - people - 2 * exhibits - requests - hearings
    return [
        *(Said("lee", "person", id, _person(f"{of.charges[0]} {n}")) for n, id in enumerate(known)),
        *(Said("lee", "exhibit", id, _exhibit(of, n)) for n, id in enumerate(seized)),
        # Whoever holds a thing asks the laboratory about it, and then hands it over.
        *(Said("lee", "lab-request", new_id(), _request(seized[n])) for n in range(requests)),
        *(Said("lee", "custody-handoff", new_id(), _handed(id, n)) for n, id in enumerate(seized)),
        *(_involved(of.incident, known[n % people]) for n in range(witnesses)),
        *(Said("clark", "hearing", new_id(), _hearing(court, _another_day(n), n)) for n in range(hearings)),
    ]


def _docket(cases: Sequence[Arrested]) -> list[Said]:
    """Give the cases that are heard on one day, each with somebody held on bail and an exhibit at the laboratory."""
    return _in_stages(each for of in cases for each in _heard(of))


def _in_stages(said: Iterable[Said]) -> list[Said]:
    """Put what many cases have in common together, so that it can be entered together."""
    return sorted(said, key=lambda each: _STAGES.index(each.kind))


def _heard(of: Arrested) -> list[Said]:
    court, exhibit = new_id(), new_id()
    order = {
        "kind": "bail", "case": court, "subject": of.person, "bail": {"amount": "5000"}, "judge": "judith",
        "issued_at": f"{_BEFORE}T17:00:00Z",
    }  # fmt: skip
    booking = {"arrest": of.arrest, "subject": of.person, "booked_at": f"{_BEFORE}T14:30:00Z", "health": {}}
    minute = int(of.charges[0].removeprefix("HEARD").partition("-")[0])
    return [
        *_docketed(of, court),
        Said("lee", "exhibit", exhibit, _exhibit(of, 0)),
        Said("lee", "lab-request", new_id(), _request(exhibit)),
        Said("clark", "hearing", new_id(), _hearing(court, DAY, minute)),
        Said("clark", "court-order", new_id(), order),
        Said("jamal", "booking", new_id(), booking),
    ]


def _network(known: UUID, points: int) -> list[Said]:
    """Give somebody who was involved in many incidents, and others of whom each was in two of them."""
    incidents, others = [new_id() for _ in range(_INCIDENTS)], [new_id() for _ in range(points)]
    return [
        Said("lee", "person", known, _person("known")),
        *(Said("lee", "person", id, _person(f"other {n}")) for n, id in enumerate(others)),
        *(Said("lee", "incident", id, _incident()) for id in incidents),
        *(_involved(id, known) for id in incidents),
        *(_involved(incidents[n % _INCIDENTS], id) for n, id in enumerate(others)),
        *(_involved(incidents[n * 7 // _INCIDENTS % _INCIDENTS], id) for n, id in enumerate(others)),
    ]


def _involved(incident: UUID, person: UUID) -> Said:
    part = {"activity": incident, "person": person, "role": "witness", "subject_category": "witness"}
    return Said("lee", "involvement", new_id(), part)


def _person(seed: str) -> Mapping[str, object]:
    letters, n = _letters(seed), sha256(seed.encode()).digest()[0]
    name = {"given_name": letters[:8].capitalize(), "surname": letters[8:20].capitalize()}
    return {"names": [name], "birth_date": f"{1940 + n % 60}-{1 + n % 12:02d}-{1 + n % 28:02d}"}


def _letters(seed: str) -> str:
    """Give letters that are like no others, so that nobody is taken for anybody else."""
    return "".join(chr(ord("a") + byte % 26) for byte in sha256(seed.encode()).digest())


def _incident() -> Mapping[str, object]:
    narrative = "A window of the shop was broken, and the till was gone."
    at = f"{_BEFORE}T13:00:00Z"
    return {"registered_at": at, "investigating_officer": "lee", "offenses": _OFFENSES, "narrative": narrative}


def _exhibit(of: Arrested, n: int) -> Mapping[str, object]:
    return {
        "incident": of.incident, "description": f"Box {n} of papers from the shelf behind the counter.",
        "seized_at": f"{_BEFORE}T15:{n % 60:02d}:00Z", "seized_by": "lee", "sealed": True, "seal_number": f"S-{n}",
    }  # fmt: skip


def _handed(exhibit: UUID, n: int) -> Mapping[str, object]:
    return {
        "exhibit": exhibit, "handed_at": f"{_BEFORE}T16:{n % 60:02d}:00Z", "from_member": "lee", "to_member": "lena",
        "purpose": "examination of the papers",
    }  # fmt: skip


def _request(exhibit: UUID) -> Mapping[str, object]:
    return {
        "exhibits": [exhibit], "requested_at": f"{_BEFORE}T17:00:00Z", "laboratory": "state-crime-laboratory",
        "question": "Whose hand wrote these?",
    }  # fmt: skip


def _hearing(court: UUID, day: str, n: int) -> Mapping[str, object]:
    at = f"{day}T{14 + n // 30 % 9:02d}:{2 * n % 60:02d}:00Z"
    return {"case": court, "starts_at": at, "courtroom": f"{n % 4 + 1}", "judge": "judith", "category_text": "hearing"}


def _another_day(n: int) -> str:
    return f"2026-{4 + n % 9:02d}-{1 + n % 28:02d}"
