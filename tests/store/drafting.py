"""Drafts that go straight to the writer, for tests below the rules of entry."""

import hashlib
from typing import Any
from uuid import UUID

import asyncpg

from comity.ids import new_id
from comity.policy.clauses import HandlingClass
from comity.records.declaration import Record, kind_name
from comity.store.checking import Report, check
from comity.store.entries import Draft, Entry, Minting
from comity.store.node import Node
from tests.entering import record

SERIES = Minting("arrest_number", "arrest", "hart-pd", "HPD", 2026, "{agency}-A{year}-{sequence:06d}")


def person(surname: str = "Quill") -> Record:
    return record("person", names=[{"given_name": "Ada", "surname": surname}])


def arrest() -> Record:
    return record(
        "arrest",
        incident=new_id(),
        subject=new_id(),
        occurred_at="2026-01-02T11:00:00Z",
        ground="probable-cause",
        charges=[{"offense": "220"}],
    )


def draft_for(what: Record, *, id: UUID | None = None, replaces: int = 0, key: str | None = None, **more: Any) -> Draft:
    """Give a draft of a record of the police; ``key`` is the request key, the body is the record itself."""
    handling = HandlingClass(kind_name(type(what)), "hart-pd", ())
    return Draft(
        id or new_id(),
        what,
        handling,
        "hart-pd",
        "lee",
        replaces=replaces,
        request=hashlib.sha256(key.encode()).digest()[:16] if key else None,
        request_digest=hashlib.sha256(repr(what).encode()).digest()[:16] if key else None,
        **more,
    )


async def enter_below(
    node: Node, what: Record, owner: str, member: str, *, id: UUID | None = None, replaces: int = 0
) -> Entry:
    """Enter a record below the rules of entry, owed to whoever subscribed to such records."""
    id = id or new_id()
    handling = HandlingClass(kind_name(type(what)), owner, tuple(sorted(what.markings)))
    draft = Draft(id, what, handling, owner, member, replaces=replaces)
    (entry,) = await node.writer.append([draft])
    return entry


def silent(done: int, size: int) -> None:
    """Show no progress."""


async def fsck(node: Node) -> Report:
    """Check the whole node, and say how far it came."""
    return await check(node, silent)


async def all_that_is_derived(pool: asyncpg.Pool) -> dict[str, list[tuple[Any, ...]]]:
    """Give the content of every derived table, in an order of its own."""
    return {name: [tuple(row) for row in await pool.fetch(query)] for name, query in _DERIVED.items()}


_DERIVED = {
    "record": "select id, seq, version, class_id, tokens from record order by id",
    "name_key": "select seq, key, class_id from name_key order by 1, 2",
    # Features are encrypted anew each time. Pairs are not all here: those compared while few shared a key are kept.
    "linkable": "select number, record, version, first, slot, keys from linkable order by 1",
    "link_key": "select key, number from link_key order by 1, 2",
    "number_series": "select owner, series, year, next from number_series order by 1, 2, 3",
    "log_head": "select size, frontier from log_head",
    "tile": "select level, index, hashes from tile order by 1, 2",
}
