"""Random drafts, and a small world on which they are tried: records, consents, orders, assignments and certificates."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import msgspec

from comity.acts.expect_in_time import expect_in_time
from comity.acts.read import read, read_newest
from comity.errors import Absent
from comity.policy.clauses import Clause
from comity.policy.directory import Directory, read_directory
from comity.policy.sessions import Session, open_session
from comity.records.registry import kinds
from comity.store.node import Node
from tests.entering import arrest_fields, enter, enter_incident, enter_person
from tests.worlds import SMALL, session_of

MORE = """
[[member]]
key = "dora"
name = "Dora"
agency = "hart-court"
roles = ["drafter"]

[[member]]
key = "max"
name = "Max"
agency = "hart-pd"
roles = ["detective", "signatory"]

[[clause]]
id = "4.1"
prose = "The jail's staff read the narrative of an arrest with a consent, and what is juvenile with an assignment."
permit = ["see", "copy"]
to = { pillar = "jail" }
kinds = ["arrest", "person"]
categories = ["narrative", "event"]
markings = ["juvenile"]
needs = { consent = "any" }
"""
BASE = SMALL + MORE

# Everybody asks in the circumstances that are theirs, for a purpose that clauses name and one that hardly any does.
CIRCUMSTANCES = {
    "lee": (True, ""),
    "max": (False, ""),
    "clark": (True, ""),
    "dora": (True, "A flood."),
    "jo": (True, ""),
    "kim": (False, "A flood."),
    "vera": (True, ""),
}
PURPOSES = ("investigation", "adjudication", "custody", "administration")

KINDS = ("person", "incident", "arrest", "consent", "disclosure-order", "case-assignment", "training-certificate")
_LABELS = ("reference", "event", "status", "charge", "identity", "narrative", "contact", "medical")
_OPERATIONS = ("see", "count", "subscribe", "copy", "pass-on", "deconflict", "enter", "import")
_NEEDS: tuple[dict[str, Any], ...] = (
    {"consent": "any"},
    {"consent": "general"},
    {"consent": "part2"},
    {"order": True},
    {"assigned": True},
    {"certificate": "cjis"},
    {"second_factor": True},
    {"emergency": True},
    {"assigned": True, "second_factor": True},
)


def session_in(node: Node, member: str, purpose: str) -> Session:
    """Give the session of one of the cast in their circumstances."""
    agency = node.directory.member[member].agency
    factor, emergency = CIRCUMSTANCES[member]
    return open_session(node.directory, agency, member, purpose, second_factor=factor, emergency=emergency)


def random_clauses(chance: Random, number: int) -> list[dict[str, Any]]:
    """Make the clauses of one draft."""
    return [_clause(chance, f"draft-{number}.{n}") for n in range(chance.randint(1, 3))]


def document(clauses: list[dict[str, Any]]) -> str:
    """Give the directory of the world with more clauses."""
    lines = []
    for clause in clauses:
        lines += ["", "[[clause]]", *(f"{name} = {_toml(value)}" for name, value in clause.items())]
    return BASE + "\n".join(lines) + "\n"


def as_clauses(clauses: list[dict[str, Any]]) -> tuple[Clause, ...]:
    """Give clauses as they are read."""
    directory: Directory = read_directory(document(clauses), frozenset(kinds()))
    return directory.clauses[len(directory.clauses) - len(clauses) :]


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_toml(inner)}" for name, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return msgspec.json.encode(value).decode()


def _some(chance: Random, options: tuple[str, ...]) -> list[str]:
    return ["*"] if chance.random() < 0.3 else chance.sample(options, chance.randint(1, 3))


def _grantee(chance: Random) -> dict[str, Any]:
    grantees: list[dict[str, Any]] = [{}, {"pillar": "court"}, {"pillar": "police"}, {"agency": "hart-jail"}]
    return chance.choice([*grantees, {"role": "clerk"}, {"pillar": "oversight"}, {"role": "detective"}])


def _clause(chance: Random, id: str) -> dict[str, Any]:
    clause: dict[str, Any] = {"id": id, "prose": "As agreed.", "to": _grantee(chance)}
    clause["owner"] = chance.choice(["*", "self", "hart-pd", "hart-pd", "hart-court", "hart-jail"])
    clause["kinds"], clause["categories"] = _some(chance, KINDS), _some(chance, _LABELS)
    clause["purposes"] = _some(chance, PURPOSES[:3])
    clause["markings"] = chance.sample(["juvenile", "sensitive", "part2", "sealed"], chance.choice([0, 0, 1, 2]))
    operations = ["see"] if chance.random() < 0.4 else chance.sample(_OPERATIONS, chance.randint(1, 4))
    effect = chance.random()
    if effect < 0.6:
        clause["permit"] = operations
        if chance.random() < 0.5:
            clause["needs"] = chance.choice(_NEEDS)
    elif effect < 0.9:
        clause["prohibit"] = operations
        if chance.random() < 0.5:
            clause["unless"] = [{"needs": chance.choice(_NEEDS)}, {"own": True, "to": _grantee(chance)}]
    else:
        clause["oblige"] = {"notice": "Not for others."}
    return clause


@dataclass(frozen=True)
class World:
    """The node, with the records that its tale is about."""

    node: Node
    arrests: tuple[UUID, ...]
    persons: tuple[UUID, ...]


async def grown(node: Node) -> World:
    """Enter the records of the small world, and ask some questions."""
    await node.directories.activate(BASE)
    lee, max_ = session_of(node, "lee"), session_in(node, "max", "investigation")
    arrests, persons = [], []
    for n in range(8):
        incident, person = await enter_incident(node), await enter_person(node, f"Ada{n}")
        markings = [[], ["juvenile"], ["part2"], []][n % 4]
        entered = await enter(node, lee, "arrest", **arrest_fields(incident, person, markings=markings))
        arrests.append(entered.entry.id)
        persons.append(person)
    for n, (recipient, form) in enumerate(
        (("hart-jail", "general"), ("hart-court", "general"), ("hart-jail", "part2"))
    ):
        await _consent(node, persons[n], recipient, form)
    await _order(node, persons[3])
    await enter(node, max_, "case-assignment", **_assigned("lee", arrests[4]))
    await enter(node, lee, "case-assignment", **_assigned("max", persons[1]))
    await enter(node, session_of(node, "kim"), "case-assignment", **_assigned("jo", persons[5]))
    certificate = {"member": "clark", "course": "cjis", "issued_on": "2026-01-01", "issuer": "State"}
    await enter(
        node, session_in(node, "dora", "administration"), "training-certificate", expires_at=_in(300), **certificate
    )
    world = World(node, tuple(arrests), tuple(persons))
    await _asked(world)
    # What is overdue from the start becomes tasks now, and not in the middle of a simulation.
    while await expect_in_time(node):
        pass
    return world


async def _asked(world: World) -> None:
    for member in CIRCUMSTANCES:
        for purpose in PURPOSES[:3]:
            session = session_in(world.node, member, purpose)
            await read_newest(world.node, session, frozenset({"arrest", "person"}))
            for id in (*world.arrests[:4], world.persons[0]):
                try:
                    await read(world.node, session, id)
                except Absent:
                    continue


async def _consent(node: Node, person: UUID, recipient: str, form: str) -> None:
    statements: dict[str, Any] = {"statements": ["right-to-revoke", "reliance-exception"]} if form == "part2" else {}
    await enter(
        node,
        session_of(node, "lee"),
        "consent",
        form=form,
        markings=["part2"] if form == "part2" else [],
        subject=person,
        subject_name="Ada Quill",
        disclosers=["hart-pd"],
        recipients=[recipient],
        categories=["narrative", "identity", "event"],
        information="What the officer wrote.",
        purposes=["custody"] if form == "part2" else ["adjudication", "custody"],
        purpose_text="To decide on her bail.",
        how_to_revoke="At the desk.",
        signatures=[{"role": "subject", "name": "Ada Quill"}],
        signed_at=_in(-1),
        expires_at=_in(30),
        **statements,
    )


async def _order(node: Node, person: UUID) -> None:
    # The court refers only to what it sees: the person is the police's, and seen for adjudication.
    await enter(
        node,
        session_of(node, "clark"),
        "disclosure-order",
        form="general",
        subjects=[person],
        owners=["hart-pd"],
        recipients=["hart-jail", "oversight"],
        categories=["reference", "event", "narrative", "charge"],
        purposes=["custody", "administration"],
        issued_at=_in(-1),
        expires_at=_in(10),
    )


def _assigned(member: str, to: UUID) -> dict[str, Any]:
    return {"member": member, "to": [to], "role": "lead", "begins_at": _in(-1)}


def _in(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()
