"""Nobody opens records to themselves by bringing in an order, an assignment or a certificate from elsewhere."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from comity.acts.read import read
from comity.store.node import Node
from tests.entering import enter, enter_arrest
from tests.worlds import SMALL, session_of

pytestmark = pytest.mark.anyio

CONDITIONAL = """
[[clause]]
id = "2.1.1"
prose = "The court reads the narrative of an arrest under a condition."
permit = ["see"]
to = {{ pillar = "court" }}
owner = "hart-pd"
kinds = ["arrest"]
categories = ["narrative"]
purposes = ["adjudication"]
needs = {{ {needs} }}
"""
ORIGIN = {"source_system": "records-office", "completeness": "complete"}


def moment(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


async def world(node: Node, needs: str) -> UUID:
    """Put a conditional clause in force, and give an arrest whose narrative it opens."""
    await node.directories.activate(SMALL + CONDITIONAL.format(needs=needs))
    return (await enter_arrest(node)).entry.id


async def narrative(node: Node, id: UUID) -> object:
    return (await read(node, session_of(node, "clark"), id)).fields.get("narrative")


def order(id: UUID, **changes: Any) -> dict[str, Any]:
    fields = {
        "form": "42-cfr-2.64",
        "subjects": [str(id)],
        "owners": ["hart-pd"],
        "recipients": ["hart-court"],
        "categories": ["narrative"],
        "purposes": ["adjudication"],
        "issued_at": moment(-1),
        "subpoena": True,
    }
    return fields | changes


async def test_an_order_opens_with_its_subpoena_only(node: Node) -> None:
    arrest = await world(node, "order = true")
    await enter(node, session_of(node, "clark"), "disclosure-order", **order(arrest, subpoena=False))
    assert await narrative(node, arrest) is None
    await enter(node, session_of(node, "clark"), "disclosure-order", **order(arrest))
    assert await narrative(node, arrest) == "Found behind the shop."


async def test_an_order_that_was_imported_opens_nothing_and_stops_nothing(node: Node) -> None:
    arrest = await world(node, "order = true")
    await enter(node, session_of(node, "lee"), "disclosure-order", **order(arrest, provenance=ORIGIN))
    unknown = order(arrest, provenance=ORIGIN, categories=["nonsense"])
    await enter(node, session_of(node, "lee"), "disclosure-order", **unknown)
    assert await narrative(node, arrest) is None


async def test_nobody_assigns_themselves_by_an_import(node: Node) -> None:
    arrest = await world(node, "assigned = true")
    own: dict[str, Any] = {"member": "clark", "to": [str(arrest)], "role": "clerk", "begins_at": moment(-1)}
    await enter(node, session_of(node, "clark"), "case-assignment", **own, provenance=ORIGIN)
    assert await narrative(node, arrest) is None


async def test_nobody_certifies_themselves_by_an_import(node: Node) -> None:
    arrest = await world(node, 'certificate = "28-cfr-23"')
    own = {"member": "clark", "course": "28-cfr-23", "issued_on": "2026-01-01", "expires_at": moment(9)}
    await enter(node, session_of(node, "clark"), "training-certificate", **own, issuer="Hart", provenance=ORIGIN)
    assert await narrative(node, arrest) is None
