"""Two jurisdictions to compare: one that agreed on hundreds of clauses, one in which a single clause permits all."""

from collections.abc import Iterable
from random import Random
from uuid import UUID

import msgspec
from msgspec import Struct

from bench.world import arrest, incident, made, officer, person
from comity.acts.submit import Submission, submit, submit_together
from comity.acts.subscribe import subscribe
from comity.ids import new_id
from comity.policy.sessions import PURPOSES, Profile, open_session
from comity.records.categories import Category
from comity.records.pillars import EVERY_PILLAR
from comity.records.registry import kinds
from comity.store.node import Node

AGENCIES = 24
CLAUSES = 200
COURTS = ("court-0", "court-1")
# What an officer has in hand: as many cases are assigned to them, and to a clerk of the second court.
CASES = 40
ARRESTS = 2

_PEOPLE = """
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

[[member]]
key = "sergeant"
name = "Sergeant"
agency = "police"
roles = ["supervisor"]
"""

_COURT = """
[[agency]]
key = "{key}"
name = "{key}"
pillar = "court"

[[member]]
key = "clerk-{key}"
name = "Clerk"
agency = "{key}"
roles = ["clerk"]

[[member]]
key = "head-{key}"
name = "Head of the clerks"
agency = "{key}"
roles = ["supervisor"]
"""

_PARTNER = """
[[agency]]
key = "agency-{n}"
name = "Agency {n}"
pillar = "{pillar}"
"""

_PERMITS_ALL = """
[[clause]]
id = "1"
prose = "Everybody does everything with everything."
permit = ["enter", "import", "see", "count", "subscribe", "copy", "pass-on"]
kinds = ["*"]
categories = ["*"]
markings = ["sensitive", "juvenile", "sealed", "part2", "intel23", "vsp"]
"""

_GOVERNS = """
[[clause]]
id = "1.1"
prose = "Every agency enters what its profession enters."
permit = "enter"
kinds = ["*"]

[[clause]]
id = "1.2"
prose = "Every agency sees its own records; the narrative is for those who are assigned to the case."
permit = ["see", "subscribe", "copy"]
owner = "self"
kinds = ["*"]
categories = ["reference", "event", "status", "charge", "statistic", "identity", "contact", "place"]

[[clause]]
id = "1.3"
prose = "Who is assigned to a case sees all of it."
permit = ["see", "subscribe", "copy"]
owner = "self"
kinds = ["*"]
categories = ["*"]
needs = { assigned = true }

[[clause]]
id = "2.1"
prose = "The first court is told who was arrested."
permit = ["see", "subscribe"]
to = { agency = "court-0" }
owner = "police"
kinds = ["arrest", "incident", "person"]
categories = ["reference", "event", "status", "charge", "identity"]
purposes = ["adjudication"]

[[clause]]
id = "2.2"
prose = "The second court is told so of the cases that its clerks are assigned to."
permit = ["see", "subscribe"]
to = { agency = "court-1" }
owner = "police"
kinds = ["arrest", "incident", "person"]
categories = ["reference", "event", "status", "charge", "identity"]
purposes = ["adjudication"]
needs = { assigned = true }

[[clause]]
id = "2.3"
prose = "Whoever assigns the clerks of the second court sees what there is to assign."
permit = "see"
to = { agency = "court-1", role = "supervisor" }
owner = "police"
kinds = ["incident"]
categories = ["reference", "event"]
"""

_CLAUSE = """
[[clause]]
id = "3.{n}"
prose = "As two partners agreed."
permit = ["see", "count"]
to = {{ agency = "{to}" }}
owner = "{owner}"
kinds = {kinds}
categories = {categories}
purposes = {purposes}
{needs}
"""


class Work(Struct, frozen=True):
    """What an officer has in hand on a node: the arrests to enter, each of one of the cases."""

    bodies: tuple[bytes, ...]


def permitting_all() -> str:
    """Give the directory of the jurisdiction in which one clause permits all."""
    return _people() + _PERMITS_ALL


def governed(changed: int = 0) -> str:
    """Give the directory of the jurisdiction that agreed on much; another number, and one clause is another."""
    chance = Random(3)  # noqa: S311 - chance that repeats
    return _people() + _GOVERNS + "".join(_clause(chance, n) for n in range(CLAUSES)) + _clause(chance, -changed - 1)


def profiles(count: int) -> list[Profile]:
    """Give so many different profiles of members of the partners."""
    purposes, roles = tuple(PURPOSES), ("officer", "clerk", "supervisor")
    return [
        Profile(f"agency-{n % AGENCIES}", (roles[n % 3],), purposes[n % len(purposes)], (), bool(n // AGENCIES % 2))
        for n in range(count)
    ]


async def prepared(node: Node) -> Work:
    """Put on the record what an officer works on: cases, who is assigned to them, and two courts that are told."""
    session = officer(node)
    pairs = [(new_id(), new_id()) for _ in range(CASES)]
    for n, (incident_id, person_id) in enumerate(pairs):
        happened, who = made("incident", incident()), made("person", person(n))
        await submit_together(node, session, [Submission(incident_id, happened), Submission(person_id, who)])
    await _assign(node, "police", "sergeant", "officer", pairs)
    await _assign(node, "court-1", "head-court-1", "clerk-court-1", pairs)
    for court in COURTS:
        await subscribe(node, open_session(node.directory, court, f"clerk-{court}", "adjudication"), ["arrest"])
    bodies = tuple(arrest(*pair) for pair in pairs)
    for body in bodies * ARRESTS:
        await submit(node, session, made("arrest", body))
    return Work(bodies)


async def _assign(node: Node, agency: str, by: str, member: str, pairs: Iterable[tuple[UUID, UUID]]) -> None:
    given = {"member": member, "to": [id for id, _ in pairs], "role": "lead", "begins_at": "2026-01-01T00:00:00Z"}
    session = open_session(node.directory, agency, by, "administration")
    await submit(node, session, made("case-assignment", msgspec.json.encode(given)))


def _people() -> str:
    courts = [_COURT.format(key=key) for key in COURTS]
    partners = [_PARTNER.format(n=n, pillar=EVERY_PILLAR[n % len(EVERY_PILLAR)]) for n in range(AGENCIES)]
    return "".join((_PEOPLE, *courts, *partners))


def _clause(chance: Random, n: int) -> str:
    owner, to = chance.sample(range(AGENCIES), 2)
    return _CLAUSE.format(
        n=n,
        to=f"agency-{to}",
        owner=f"agency-{owner}",
        kinds=chance.sample(sorted(kinds()), 5),
        categories=[category.label for category in chance.sample(list(Category), 6)],
        purposes=chance.sample(sorted(PURPOSES), 4),
        needs='needs = { consent = "any" }' if n % 5 == 0 else "",
    )
