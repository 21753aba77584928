"""The small world with an identification bureau in it: Bo compares persons, and Clark sees what Bo judged."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from comity.acts.submit import Submission, submit_together
from comity.demo.entries import Entry, entries
from comity.demo.population import Human
from comity.ids import new_id
from comity.policy.sessions import Session, open_session
from comity.store.node import Node
from tests.entering import enter
from tests.worlds import SMALL, session_of

BUREAU = """
[[agency]]
key = "hart-bureau"
name = "State Identification Bureau"
pillar = "identification"
code = "SIB"

[[member]]
key = "bo"
name = "Bo"
agency = "hart-bureau"
roles = ["examiner"]

[[clause]]
id = "6.1"
prose = "The bureau sees who is on the record."
permit = ["see", "subscribe", "copy"]
to = { pillar = "identification" }
kinds = ["person", "vehicle", "phone-account", "organization", "location"]
categories = ["reference", "event", "status", "identity", "contact", "place", "narrative"]
purposes = ["identification"]

[[clause]]
id = "6.2"
prose = "Courts and police see what the bureau judged."
permit = ["see", "subscribe", "copy"]
to = {}
owner = "hart-bureau"
kinds = ["person-identification"]
categories = ["reference", "event", "status", "identity"]
"""
WITH_BUREAU = SMALL + BUREAU

ADA = {"given_name": "Adelina", "surname": "Quillfeather"}
BORN = "1990-12-10"
SSN = ({"kind": "ssn", "value": "900-12-3456"},)


def who(node: Node, member: str) -> Session:
    """Give the session of one of the cast, Bo included."""
    if member == "bo":
        return open_session(node.directory, "hart-bureau", "bo", "identification")
    return session_of(node, member)


async def person(node: Node, by: str = "lee", **fields: Any) -> UUID:
    """Enter a person: Adelina Quillfeather, unless fields say otherwise."""
    said: dict[str, Any] = {"names": [ADA], "birth_date": BORN, "sex": "F", **fields}
    return (await enter(node, who(node, by), "person", **{k: v for k, v in said.items() if v is not None})).entry.id


def hart_persons(count: int) -> tuple[Entry, ...]:
    """Give what agencies entered of so many people of Hart City, with the truth."""
    return entries("linking", count)


async def enter_many(node: Node, made: Sequence[Entry], by: str = "lee") -> list[tuple[UUID, Human]]:
    """Enter persons many at a time, and give the id of each with whom it truly means."""
    named = [(new_id(), each) for each in made]
    for at in range(0, len(named), 200):
        page = [Submission(id, each.person) for id, each in named[at : at + 200]]
        await submit_together(node, who(node, by), page)
    return [(id, each.human) for id, each in named]
