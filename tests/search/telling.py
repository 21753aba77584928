"""Enters what the tests of search look for, and says what was found."""

from typing import Any
from uuid import UUID

from comity.acts.search import Found, search
from comity.store.node import Node
from tests.entering import enter
from tests.worlds import session_of


async def told(node: Node, kind: str, by: str = "lee", **fields: Any) -> UUID:
    """Enter a record, and give its id."""
    return (await enter(node, session_of(node, by), kind, **fields)).entry.id


async def person(node: Node, given_name: str, surname: str, by: str = "lee", **more: Any) -> UUID:
    """Enter a person of one name."""
    return await told(node, "person", by, names=[{"given_name": given_name, "surname": surname}], **more)


async def asked(node: Node, query: str, by: str = "lee", **more: Any) -> Found:
    """Search as somebody."""
    return await search(node, session_of(node, by), query, **more)


async def found(node: Node, query: str, by: str = "lee", **more: Any) -> list[UUID]:
    """Give the ids of what somebody finds, the best first."""
    return [view.id for view in (await asked(node, query, by, **more)).views]


def incident(**more: Any) -> dict[str, Any]:
    """Give the fields of a burglary."""
    return {
        "registered_at": "2024-05-18T08:00:00Z",
        "occurred_at": "2024-05-17T22:00:00Z",
        "investigating_officer": "lee",
        "offenses": ["220"],
        **more,
    }
