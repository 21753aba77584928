"""Random worlds: a matrix of clauses, records of several owners, and the grounds on which some of them are opened."""

import json
import tomllib
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from random import Random
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from comity.ids import new_id
from comity.policy.sessions import Session, open_session
from comity.records.codec import encode
from comity.records.declaration import Record, kind_name
from comity.records.references import Ref
from comity.store.node import Node
from tests.entering import record
from tests.judging.naive import LABELS, Asker, Truth, Version
from tests.records.consents import GENERAL, HIPAA, PART2, VAWA
from tests.store.drafting import enter_below

AGENCIES = {"pd": "police", "court": "court", "jail": "jail", "clinic": "health"}
MEMBERS = {f"{agency}-{n}": agency for agency in AGENCIES for n in (1, 2)}
ROLES = {member: ("officer",) if member.endswith("1") else ("health", "officer") for member in MEMBERS}
PURPOSES = ("investigation", "adjudication", "care")
FACTS = ("person", "incident", "arrest", "booking", "diary-entry")
GROUNDS = ("consent", "consent-ending", "disclosure-order", "case-assignment", "training-certificate")
KINDS = frozenset({*FACTS, *GROUNDS})
MARKINGS = ("sensitive", "juvenile", "sealed", "part2", "amended")
COURSES = ("28-cfr-23", "cjis")
SURNAMES = ("Quill", "Reed", "Stone")
_OPERATIONS = ("see", "count", "subscribe", "copy")
_FORMS = {"general": GENERAL, "hipaa": HIPAA, "part2": PART2, "vawa": VAWA}


class World:
    """A node whose matrix and records are made by chance, and the truth about them as it was told."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.truth = Truth()
        self.chance = Random(0)

    async def turn(self, number: int) -> None:
        """Make another world of the same node: other clauses, more records, more grounds, corrections."""
        self.chance = Random(f"world {number}")
        agreed = [_clause(self.chance, n) for n in range(self.chance.randint(4, 14))]
        self.truth.clauses = [*STATUTES, *agreed]
        await self.node.directories.activate(document(agreed))
        await self.tell_facts()
        await self.tell_grounds()

    async def tell_facts(self) -> list[Version]:
        """Enter some records of some owners, and correct some."""
        facts = [v for v in self.truth.current() if v.kind in FACTS]
        entered = [await self.enter(self._fact(kind)) for kind in self._some(FACTS * 2, 3, 7)]
        facts += [v for v in entered if v.kind in FACTS]
        return [*entered, *[await self.correct(v) for v in self._some(facts, 0, 2)]]

    async def tell_grounds(self) -> None:
        """Enter consents, orders, assignments and certificates, and end or correct some."""
        for _ in range(self.chance.randint(1, 4)):
            make = self.chance.choice((self._consent, self._consent, self._order, self._assignment, self._certificate))
            await self.enter(make())
        for consent in self._some(self.truth.of_kind("consent"), 0, 1):
            ended = {"consent": consent.id, "reason": "revoked", "ended_at": _moment(-1)}
            await self.enter(record("consent-ending", **ended))
        for consent in self._some(self.truth.of_kind("consent"), 0, 1):
            await self.correct(consent)
        await self.node.rulebook.refresh()

    async def enter(self, what: Record, owner: str = "") -> Version:
        owner = owner or self.chance.choice(list(AGENCIES))
        return await self._append(new_id(), what, owner, 0)

    async def correct(self, version: Version) -> Version:
        """Give a record other markings, and sometimes another person whom it is about."""
        fields = {**version.fields, "markings": self._markings()}
        people = self.truth.of_kind("person")
        for name in ("subject", "complainant"):
            if name in fields and self.chance.random() < 0.5:
                fields[name] = self.chance.choice(people).id
        return await self._append(version.id, record(version.kind, **fields), version.owner, version.number)

    async def _append(self, id: UUID, what: Record, owner: str, replaces: int) -> Version:
        entry = await enter_below(self.node, what, owner, f"{owner}-1", id=id, replaces=replaces)
        raw = msgspec.json.decode(encode(what))
        version = Version(id, entry.version, kind_name(type(what)), owner, raw, entry.recorded_at, entry.seq)
        self.truth.records.setdefault(id, []).append(version)
        return version

    def session(self) -> Session:
        """Give the session of somebody, for some purpose."""
        member = self.chance.choice(list(MEMBERS))
        return open_session(
            self.node.directory,
            MEMBERS[member],
            member,
            self.chance.choice(PURPOSES),
            second_factor=self.chance.random() < 0.5,
            emergency="Somebody drowns." if self.chance.random() < 0.2 else "",
        )

    def _fact(self, kind: str) -> Record:
        people = self._some(self.truth.of_kind("person"), 1, 1)
        if not people and kind in ("arrest", "booking"):
            kind = "person"
        fields: dict[str, Any] = {"markings": self._markings()}
        whom = people[0].id if people else None
        match kind:
            case "person":
                name = {"given_name": "Ada", "surname": self.chance.choice(SURNAMES)}
                fields |= {"names": [name], "cautions": ["Bites."], "circumstances": None}
            case "incident":
                fields |= {"registered_at": "2026-01-02T10:00:00Z", "offenses": ["220"], "narrative": "A window."}
            case "arrest":
                incident = self._one("incident")
                fields |= {"subject": whom, "occurred_at": "2026-01-02T11:00:00Z", "narrative": "Behind the shop."}
                fields |= {"incident": incident} if incident else {}
            case "booking":
                arrest = self._one("arrest")
                fields |= {"subject": whom, "booked_at": "2026-01-02T12:00:00Z", "health": {"conditions": ["asthma"]}}
                fields |= {"arrest": arrest} if arrest else {}
            case _:
                fields |= {"occurred_at": "2026-01-02T13:00:00Z", "outcome": "record-only", "narrative": "Noise."}
                fields |= {"complainant": whom} if whom else {}
        return record(kind, **{name: value for name, value in fields.items() if value is not None})

    def _consent(self) -> Record:
        chance = self.chance
        paper = _FORMS[chance.choice(list(_FORMS))]
        through = chance.random() < 0.2
        agencies = list(AGENCIES)
        return replace(
            paper,
            markings=tuple(self._markings()),
            subject=Ref(self._subject()),
            also_known=tuple(Ref(self._subject()) for _ in range(chance.randint(0, 1))),
            disclosers=tuple(self._some(agencies, 1, 3)),
            recipients=() if through else tuple(self._some(agencies, 1, 3)),
            intermediary=chance.choice(agencies) if through else None,
            participants=tuple(self._some(agencies, 1, 2)) if through else (),
            categories=tuple(self._some(sorted(LABELS), 4, 14)),
            purposes=tuple(self._some(PURPOSES, 1, 3)),
            signatures=() if chance.random() < 0.1 else paper.signatures,
            known_false=chance.random() < 0.1,
            signed_at=_when(-30),
            begins_at=_when(1) if chance.random() < 0.1 else None,
            expires_at=_when(-1) if chance.random() < 0.1 else _when(30),
        )

    def _order(self) -> Record:
        return record(
            "disclosure-order",
            form="general",
            subjects=[self._subject() for _ in range(self.chance.randint(1, 2))],
            owners=self._some(list(AGENCIES), 0, 3),
            recipients=self._some(list(AGENCIES), 1, 3),
            categories=self._some(sorted(LABELS), 4, 14),
            purposes=self._some(PURPOSES, 1, 3),
            issued_at=_moment(-2),
            expires_at=_moment(self.chance.choice((-1, 9))),
            markings=self._markings(),
        )

    def _assignment(self) -> Record:
        return record(
            "case-assignment",
            member=self.chance.choice(list(MEMBERS)),
            to=[self._subject() for _ in range(self.chance.randint(1, 2))],
            role="lead",
            begins_at=_moment(self.chance.choice((-2, -2, 1))),
            ends_at=_moment(self.chance.choice((-1, 9, 9))),
            markings=self._markings(),
        )

    def _certificate(self) -> Record:
        return record(
            "training-certificate",
            member=self.chance.choice(list(MEMBERS)),
            course=self.chance.choice(COURSES),
            expires_at=_moment(self.chance.choice((-1, 9, 9))),
            markings=self._markings(),
        )

    def _subject(self) -> UUID:
        people = self.truth.of_kind("person")
        others = [v for v in self.truth.current() if v.kind in ("incident", "arrest")]
        return self.chance.choice([*people * 3, *others]).id if people or others else new_id()

    def _one(self, kind: str) -> UUID | None:
        there = self._some(self.truth.of_kind(kind), 0, 1)
        return there[0].id if there else None

    def _markings(self) -> list[str]:
        return sorted(self._some(MARKINGS, 0, 2)) if self.chance.random() < 0.6 else []

    def _some(self, of: Any, fewest: int, most: int) -> Any:
        return _some(self.chance, of, fewest, most)


def asker_of(session: Session) -> Asker:
    """Give the one who asks as the slow judge knows them."""
    member = session.member
    return Asker(
        session.agency.key,
        AGENCIES[session.agency.key],
        member.key,
        frozenset(member.roles),
        session.purpose,
        session.second_factor,
        bool(session.emergency),
    )


def _some(chance: Random, of: Any, fewest: int, most: int) -> Any:
    count = min(chance.randint(fewest, most), len(of))
    return chance.sample(list(of), count)


def _when(days: float) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def _moment(days: float) -> str:
    return _when(days).isoformat()


def _clause(chance: Random, number: int) -> dict[str, Any]:
    """Write a clause by chance: two of three permit, generously, or nothing would ever be seen."""
    permits = chance.random() < 0.7
    # What is agreed never prohibits the organization that ends a test's wait; statutes do speak of every kind.
    every = ["*"] if permits else sorted(KINDS)
    clause: dict[str, Any] = {
        "id": f"{number}",
        "prose": "As signed.",
        "permit" if permits else "prohibit": _some(chance, _OPERATIONS, 1, 4),
        "to": _grantee(chance),
        "owner": chance.choice(("*", "*", "self", *AGENCIES)),
        "kinds": every if chance.random() < 0.5 else _some(chance, sorted(KINDS), 2, 6),
        "purposes": ["*"] if chance.random() < 0.6 else _some(chance, PURPOSES, 1, 2),
        "markings": _some(chance, MARKINGS, 0, 4),
        "categories": ["*"] if permits and chance.random() < 0.3 else _some(chance, sorted(LABELS), 4 * permits, 10),
    }
    if permits:
        clause["needs"] = _needs(chance) if chance.random() < 0.5 else {}
    else:
        clause["unless"] = [_exemption(chance) for _ in range(chance.randint(0, 2))]
    return clause


def _grantee(chance: Random) -> dict[str, str]:
    wanted = {
        "pillar": chance.choice(list(AGENCIES.values())),
        "agency": chance.choice(list(AGENCIES)),
        "role": chance.choice(("officer", "health")),
    }
    return {name: value for name, value in wanted.items() if chance.random() < 0.2}


def _needs(chance: Random) -> dict[str, Any]:
    wanted = {
        "consent": chance.choice(("any", "any", *_FORMS)),
        "order": True,
        "assigned": True,
        "certificate": chance.choice(COURSES),
        "second_factor": True,
        "emergency": True,
    }
    return {name: wanted[name] for name in _some(chance, sorted(wanted), 1, 1 + (chance.random() < 0.2))}


def _exemption(chance: Random) -> dict[str, Any]:
    purposes = ["*"] if chance.random() < 0.6 else _some(chance, PURPOSES, 1, 2)
    needs = _needs(chance) if chance.random() < 0.7 else {}
    return {"to": _grantee(chance), "own": chance.random() < 0.3, "purposes": purposes, "needs": needs}


def document(clauses: list[dict[str, Any]]) -> str:
    """Write a directory with the standing agencies and members, and these clauses."""
    lines = ['origin = "test.example/log"']
    for key, pillar in AGENCIES.items():
        lines.append(f'[[agency]]\nkey = "{key}"\nname = "{key}"\npillar = "{pillar}"')
    for key, agency in MEMBERS.items():
        lines.append(f'[[member]]\nkey = "{key}"\nname = "{key}"\nagency = "{agency}"\nroles = {list(ROLES[key])}')
    for clause in [*clauses, *_OF_THE_TEST]:
        lines.append("[[clause]]")
        lines.extend(f"{name} = {_toml(value)}" for name, value in clause.items())
    return "\n".join(lines)


# The statutes as they are written: whatever is agreed, they hold.
STATUTES = tomllib.loads(files("comity.policy.statutes").joinpath("us.toml").read_text())["clause"]
# Everybody is told of organizations, so that a stream's reader knows that all before one has come.
_OF_THE_TEST = [
    {
        "id": "last",
        "prose": "So that tests know when all has come.",
        "permit": ["see", "subscribe"],
        "kinds": ["organization"],
        "categories": ["reference"],
    }
]


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_toml(inner)}" for name, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)
