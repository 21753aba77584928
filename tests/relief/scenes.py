"""Ada's arrest, case and release, with a prosecutor and a second clerk; Ben is arrested with her."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from comity.acts.relieve import carry_out, confirm, propose
from comity.clock import now
from comity.policy.sessions import Session, open_session
from comity.store.node import Node, open_node
from tests.entering import arrest_fields, enter, enter_incident, enter_person
from tests.worlds import SMALL

WORLD = (
    SMALL
    + """
[[agency]]
key = "hart-da"
name = "Hart District Attorney"
pillar = "prosecution"
code = "HDA"

[[agency]]
key = "hart-fusion"
name = "Hart Fusion Center"
pillar = "fusion"
code = "HFC"

[[member]]
key = "cora"
name = "Cora"
agency = "hart-court"
roles = ["clerk"]

[[member]]
key = "dana"
name = "Dana"
agency = "hart-da"
roles = ["prosecutor"]

[[member]]
key = "fay"
name = "Fay"
agency = "hart-fusion"
roles = ["analyst"]

[[member]]
key = "finn"
name = "Finn"
agency = "hart-fusion"
roles = ["analyst"]

[[member]]
key = "flo"
name = "Flo"
agency = "hart-fusion"
roles = ["supervisor"]

[[clause]]
id = "5.1"
prose = "The court sees what it has sealed, and its own orders for relief."
permit = ["see", "copy"]
to = { pillar = "court" }
owner = "self"
kinds = ["*"]
markings = ["sealed"]
categories = ["*"]
purposes = ["adjudication"]

[[clause]]
id = "5.1.1"
prose = "The court knows what is sealed, to unseal it."
permit = ["see"]
to = { pillar = "court" }
kinds = ["*"]
markings = ["sealed"]
categories = ["reference"]
purposes = ["adjudication"]

[[clause]]
id = "5.2"
prose = "The prosecution sees orders for relief, to challenge them."
permit = ["see"]
to = { pillar = "prosecution" }
owner = "hart-court"
kinds = ["relief-order"]
markings = ["sealed"]
categories = ["reference", "event", "status"]
purposes = ["prosecution"]

[[clause]]
id = "5.3"
prose = "The fusion center sees its own intelligence."
permit = ["see"]
to = { pillar = "fusion" }
owner = "self"
kinds = ["*"]
markings = ["intel23", "sealed"]
categories = ["*"]
purposes = ["investigation"]
"""
)

_PURPOSES = {"cora": "adjudication", "clark": "adjudication", "dana": "prosecution", "lee": "investigation/2026-1"}
_MORE = {"fay": "investigation", "finn": "investigation", "flo": "investigation", "jo": "custody"}


def session_for(node: Node, member: str, purpose: str | None = None) -> Session:
    """Give the session of one of the cast, for their usual purpose."""
    agency = node.directory.member[member].agency
    return open_session(node.directory, agency, member, purpose or (_PURPOSES | _MORE)[member])


@asynccontextmanager
async def node_at(dsn: str, keyring: Path, *, at: datetime | None = None) -> AsyncIterator[Node]:
    """Give a node on this world; ``at`` holds its clock still."""
    async with open_node(dsn, keyring, clock=(lambda: at) if at else now) as node:
        if not node.directories.version:
            await node.directories.activate(WORLD)
        await node.rulebook.refresh()
        yield node


@dataclass(frozen=True)
class Case:
    """The records of Ada's and Ben's case, by their ids."""

    incident: UUID
    ada: UUID
    ben: UUID
    arrest: UUID
    bens_arrest: UUID
    booking: UUID


async def enter_case(node: Node, *, surname: str = "Quill", narrative: str = "Found behind the shop.") -> Case:
    """Enter one incident with two arrests, and the booking of one of them."""
    lee, jo = session_for(node, "lee"), session_for(node, "jo")
    incident = await enter_incident(node)
    ada = await enter_person(node, "Ada", surname)
    ben = await enter_person(node, "Ben", "Other")
    arrest = await enter(node, lee, "arrest", **arrest_fields(incident, ada, narrative=narrative))
    bens = await enter(node, lee, "arrest", **arrest_fields(incident, ben))
    booking = await enter(node, jo, "booking", arrest=arrest.entry.id, booked_at="2026-01-02T16:00:00Z", health={})
    return Case(incident, ada, ben, arrest.entry.id, bens.entry.id, booking.entry.id)


async def enter_order(node: Node, effect: str, **more: Any) -> UUID:
    """Enter the court's order for relief, and give its id."""
    fields: dict[str, Any] = {
        "effect": effect,
        "ground": "order",
        "issued_at": "2026-02-01T09:00:00Z",
        "basis": "PC 1203.4",
        "judge": "Hon. Reyes",
        **more,
    }
    return (await enter(node, session_for(node, "clark"), "relief-order", **fields)).entry.id


async def relieve(node: Node, effect: str, **more: Any) -> UUID:
    """Enter an order, let Clark propose and Cora confirm it, and give the certificate's id."""
    order = await enter_order(node, effect, **more)
    return await carry_out(node, await confirmed(node, order))


async def confirmed(node: Node, order: UUID) -> UUID:
    """Let Clark propose and Cora confirm an order, do nothing yet, and give the proposal's id."""
    proposal = await propose(node, session_for(node, "clark"), order)
    await confirm(node, session_for(node, "cora"), proposal)
    return proposal
