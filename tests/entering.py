"""Enters small, whole records for tests, each with one call."""

from typing import Any
from uuid import UUID

import msgspec

from comity.acts.submit import Receipt, submit
from comity.policy.sessions import Session
from comity.records.codec import decode
from comity.records.declaration import Record
from comity.records.registry import kind_named
from comity.store.node import Node
from tests.worlds import session_of


def record(kind: str, /, **fields: Any) -> Record:
    """Make a record of a kind from JSON-like fields, ids allowed as they are."""
    return decode(kind_named(kind).kind, msgspec.json.encode(fields))


async def enter(node: Node, session: Session, kind: str, *, key: str | None = None, **fields: Any) -> Receipt:
    """Enter a record of a kind."""
    return await submit(node, session, record(kind, **fields), key=key)


async def enter_person(node: Node, given_name: str = "Ada", surname: str = "Quill", by: str = "lee") -> UUID:
    """Enter a person, and give their id."""
    names = [{"given_name": given_name, "surname": surname}]
    return (await enter(node, session_of(node, by), "person", names=names)).entry.id


async def enter_incident(node: Node, offense: str = "220", by: str = "lee") -> UUID:
    """Enter a registered incident, and give its id."""
    receipt = await enter(
        node,
        session_of(node, by),
        "incident",
        registered_at="2026-01-02T10:00:00Z",
        investigating_officer=by,
        offenses=[offense],
        narrative="A window was broken.",
    )
    return receipt.entry.id


def arrest_fields(incident: UUID, person: UUID, **more: Any) -> dict[str, Any]:
    """Give the fields of a whole arrest on two charges."""
    return {
        "incident": incident,
        "subject": person,
        "occurred_at": "2026-01-02T11:00:00Z",
        "ground": "probable-cause",
        "charges": [{"offense": "220"}, {"offense": "240"}],
        "narrative": "Found behind the shop.",
        **more,
    }


async def enter_arrest(node: Node, *, key: str | None = None, by: str = "lee", **more: Any) -> Receipt:
    """Enter an arrest with the incident and the person that it needs."""
    incident, person = await enter_incident(node, by=by), await enter_person(node, by=by)
    return await enter(node, session_of(node, by), "arrest", key=key, **arrest_fields(incident, person, **more))
