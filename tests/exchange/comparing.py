"""Compare what two messages gave, and show that what counts as taken makes a difference."""

import re
from collections.abc import Callable
from uuid import UUID

from comity.errors import Invalid
from comity.exchange.connector import Connector, Drafted, Message
from comity.records.codec import encode

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def told(records: tuple[Drafted, ...]) -> list[str]:
    """Each record as JSON, with its ids told by the order in which they come."""
    order: dict[str, str] = {str(draft.id): f"#{n}" for n, draft in enumerate(records)}
    return [ID.sub(lambda m: order[m[0]], f"{type(d.record).__name__} {encode(d.record).decode()}") for d in records]


def dangling(message: Message) -> set[UUID]:
    """Ids that records of a message refer to and that no record before them has."""
    known: set[UUID] = set()
    lost: set[UUID] = set()
    for draft in message.records:
        named = {UUID(found) for found in ID.findall(encode(draft.record).decode())}
        lost |= named - known
        known.add(draft.id)
    return lost


def said_by(connector: Connector, raw: bytes) -> object:
    """All that a message says to us: its records and what was refused."""
    try:
        message = connector.read(raw)
    except Invalid as wrong:
        return str(wrong)
    return told(message.records), [str(refusal.error) for refusal in message.refusals]


def unmoved(connector: Connector, raw: bytes, changed: list[tuple[str, bytes]]) -> list[str]:
    """Name the leaves whose change changed nothing: such a leaf must not count as taken."""
    before = said_by(connector, raw)
    return [path for path, other in changed if said_by(connector, other) == before]


def mutated(value: str) -> str:
    """Another value of the same shape: the last digit or letter moved on."""
    if value in {"true", "false"}:
        return {"true": "false", "false": "true"}[value]
    last = value[-1]
    turned = str((int(last) + 1) % 10) if last.isdigit() else ("Z" if last != "Z" else "Y")
    return value[:-1] + turned


Reading = Callable[[bytes], Message]
