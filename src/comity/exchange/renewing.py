"""What has changed at the source since it was imported: entered as corrections, but never over a person's."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from comity.acts.correct import correct
from comity.acts.submit import request_of
from comity.errors import Conflict, Invalid, Refused
from comity.exchange.entering import Offered, SetAside
from comity.policy.sessions import Session
from comity.records.codec import encode
from comity.store.entries import Stored
from comity.store.node import Node
from comity.store.progress import entered_under
from comity.store.sealing import record_of


@dataclass(frozen=True)
class Renewed:
    """What became of records that were there already."""

    unchanged: int = 0
    corrected: int = 0
    refused: tuple[SetAside, ...] = ()


@dataclass(frozen=True)
class _Changed:
    offered: Offered
    stored: Stored
    patch: bytes


async def renew(
    node: Node, session: Session, again: Sequence[tuple[Offered, frozenset[str]]], held: Mapping[UUID, Stored]
) -> Renewed:
    """Correct what differs from the source in the fields that the source speaks of (``again``: record, its fields).

    A record that somebody has corrected here since the last import is left as it is, and set aside with that reason.
    """
    changed = [found for offered, fields in again if (found := _changed(node, offered, held[offered.id], fields))]
    ours = await _from_imports(node, session, changed)
    refused: list[SetAside] = []
    for each in changed:
        try:
            if each.stored.version > 1 and (each.stored.id, each.stored.version) not in ours:
                raise _corrected_here()
            await correct(
                node,
                session,
                each.stored.id,
                each.patch,
                replaces=each.stored.version,
                key=_key(each.offered, each.stored.version),
            )
        except (Refused, Invalid, Conflict) as wrong:
            refused.append(SetAside(each.offered.place, wrong, each.offered))
    return Renewed(len(again) - len(changed), len(changed) - len(refused), tuple(refused))


def would_change(node: Node, again: Iterable[tuple[Offered, frozenset[str]]], held: Mapping[UUID, Stored]) -> Renewed:
    """Tell what ``renew`` would find to correct, and correct nothing."""
    found = [_changed(node, offered, held[offered.id], fields) is not None for offered, fields in again]
    return Renewed(found.count(False), found.count(True))


async def _from_imports(node: Node, session: Session, changed: Sequence[_Changed]) -> frozenset[tuple[UUID, int]]:
    """Tell which of the current versions were entered by imports of this member."""
    keys = [_key(each.offered, each.stored.version - 1) for each in changed if each.stored.version > 1]
    requests = [request for key in keys if (request := request_of(session, key, b"")[0])]
    return await entered_under(node.pool, requests)


def _key(offered: Offered, replaces: int) -> str:
    return f"{offered.key}@{replaces}"


def _corrected_here() -> Conflict:
    return Conflict(
        "The record was corrected here after it was imported, and differs from its source.",
        remedy="Correct the source, or the record here, until both say the same.",
    )


def _changed(node: Node, offered: Offered, stored: Stored, fields: frozenset[str]) -> _Changed | None:
    now = json.loads(encode(record_of(node.keyring, stored)))
    new = json.loads(encode(offered.record))
    patch = difference({f: now[f] for f in fields if f in now}, {f: new[f] for f in fields if f in new})
    return _Changed(offered, stored, json.dumps(patch).encode()) if patch else None


def difference(now: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Give the merge patch (RFC 7396) that makes ``new`` of ``now``."""
    patch: dict[str, Any] = {name: None for name in now if name not in new}
    for name, value in new.items():
        before = now.get(name)
        if isinstance(value, dict) and isinstance(before, dict):
            if inner := difference(before, value):
                patch[name] = inner
        elif value != before:
            patch[name] = value
    return patch
