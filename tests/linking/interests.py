"""Two police forces that do not see one another's records, and interests of both in Adelina Quillfeather."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from comity.acts.deconflict import INTEREST
from comity.acts.submit import submit
from comity.policy.sessions import Session, open_session
from comity.records.declaration import Record, kind_name
from comity.records.fusion.case_interest import DeconflictionNotice
from comity.store.node import Node
from comity.store.pointing import of_classes
from comity.store.sealing import record_of
from tests.entering import record
from tests.linking.worlds import WITH_BUREAU, person
from tests.store.drafting import enter_below

NOTICE = kind_name(DeconflictionNotice)
REASON = "She was seen at the ferry with a man called Ostrander."

_EAST = """
[[agency]]
key = "east-pd"
name = "East Harbor Police"
pillar = "police"

[[member]]
key = "max"
name = "Max"
agency = "east-pd"
roles = ["detective"]

[[member]]
key = "mia"
name = "Mia"
agency = "east-pd"
roles = ["detective"]
"""


def told_of(owner: str, markings: str = "", purposes: str = "investigation") -> str:
    """Give a clause by which the police may be told of the interests of one force."""
    return f"""
[[clause]]
id = "7.{owner}"
prose = "The police may be told that they and {owner} work on the same person."
permit = "deconflict"
to = {{ pillar = "police" }}
owner = "{owner}"
kinds = ["case-interest"]
categories = ["reference"]
purposes = ["{purposes}"]
markings = [{markings}]
"""


NEITHER = WITH_BUREAU + _EAST
BOTH = NEITHER + told_of("hart-pd") + told_of("east-pd")


def detective(node: Node, member: str) -> Session:
    """Give the session of one who investigates: Lee of Hart City, or Max or Mia of East Harbor."""
    agency = node.directory.member[member].agency
    return open_session(node.directory, agency, member, "investigation")


async def wanted(node: Node, by: str, **fields: Any) -> UUID:
    """Enter a person of the force of a detective: Adelina Quillfeather, unless fields say otherwise."""
    if by == "lee":
        return await person(node, **fields)
    whole = record("person", **{"names": [_ADA], "birth_date": "1990-12-10", "sex": "F", **fields})
    return (await submit(node, detective(node, by), whole)).entry.id


_ADA = {"given_name": "Adelina", "surname": "Quillfeather"}


def interest(node: Node, by: str, person: UUID, **fields: Any) -> Record:
    """Give a detective's interest in a person, which runs now unless fields say otherwise."""
    now = node.clock()
    said: dict[str, Any] = {"contact": by, "purpose": "investigation", "reason": REASON}
    said |= {"begins_at": now - timedelta(days=1), "ends_at": now + timedelta(days=90)}
    return record(INTEREST, person=person, **said | fields)


async def follow(node: Node, by: str, person: UUID, **fields: Any) -> UUID:
    """Enter a detective's interest in a person."""
    return (await submit(node, detective(node, by), interest(node, by, person, **fields))).entry.id


async def follow_below(node: Node, by: str, person: UUID, **fields: Any) -> UUID:
    """Enter an interest in whatever person, below the rules of entry."""
    owner = node.directory.member[by].agency
    return (await enter_below(node, interest(node, by, person, **fields), owner, by)).id


async def notices(node: Node) -> dict[str, list[DeconflictionNotice]]:
    """Give all notices that there are, by the agency that was told."""
    found: dict[str, list[DeconflictionNotice]] = {}
    for stored in await of_classes(node.pool, node.classes, lambda each: each.kind == NOTICE):
        notice = record_of(node.keyring, stored)
        assert isinstance(notice, DeconflictionNotice)
        found.setdefault(stored.handling.owner, []).append(notice)
    return found
