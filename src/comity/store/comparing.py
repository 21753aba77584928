"""Compares what is being entered with what is held; nothing of it may be shown to anyone.

Candidates are found by keyed hashes and opened here: the database sees neither a name nor what was compared. What a
reader is told of links is computed anew from what that reader sees (``acts/identify.py``).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import TypeAlias
from uuid import UUID

import asyncpg
import msgspec
import numpy as np

from comity.errors import Unverified
from comity.linkage.candidates import MOST_SHARING
from comity.linkage.columns import columns_of
from comity.linkage.features import Features, features_of
from comity.linkage.keys import keys_of
from comity.linkage.model import Model
from comity.linkage.scoring import score_pairs, sources_told
from comity.records.declaration import Record
from comity.store.entries import Draft
from comity.store.keyring import Keyring
from comity.store.sealing import sealed_apart, unsealed
from comity.store.tokens import tokens

# Whoever must not be known of elsewhere, even hashed (34 USC 12291(b)(2)), and criminal intelligence (28 CFR 23).
NEVER_LINKED = frozenset({"vsp", "intel23"})
# What is kept of a comparison: more than can ever be linked, so that what a reader sees of it can be weighed anew.
LEAST_KEPT_BITS = 0.0
# Of a key that more share than are compared, so many: who has a hundred records is still found among them.
OLDEST = 20
_USE = b"link"

_NEAR = """
-- Those that share a key with what is being entered, each with its features; of a key that too many share, the oldest.
select near.draft, l.number, l.record, l.version, l.slot, l.features
from (
    select distinct asked.draft, unnest(
        case when cardinality(holders.numbers) > $3 then holders.numbers[:$4] else holders.numbers end
    ) as number
    from unnest($1::int[], $2::bigint[]) as asked (draft, key) cross join lateral (
        select array(select k.number from link_key k where k.key = asked.key order by k.number limit $3 + 1) as numbers
        -- Else the keys would be looked up once more for each use.
        offset 0
    ) holders
) near join linkable l on l.number = near.number where l.record <> all($5::uuid[])
"""

Models = Callable[[str], Model]
# Which draft of a batch: its record and the version that it replaces; another is one of them, or held, by its number.
Which = tuple[UUID, int]
Other: TypeAlias = Which | int


@dataclass(frozen=True, slots=True)
class Linkable:
    """What a record says of who or what it is about, and the hashes by which others like it are found."""

    features: Features
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A draft with the evidence, in bits, between it and others: held ones by number, drafts of its batch by name."""

    linkable: Linkable
    others: tuple[tuple[Other, float], ...] = ()


Batch = Mapping[Which, Compared]


def linkable_of(keyring: Keyring, record: Record) -> Linkable | None:
    """Give what linkage compares of a record; None for what is never linked or says nothing of who it is."""
    if not NEVER_LINKED.isdisjoint(record.markings):
        return None
    features = features_of(record)
    return None if features is None else Linkable(features, link_tokens(keyring, features))


def link_tokens(keyring: Keyring, features: Features) -> tuple[int, ...]:
    """Give the keyed hashes by which others like these are found; none of one kind is one of another."""
    return tuple(tokens(keyring.token_key, (f"link/{features.kind}/{key}" for key in keys_of(features))))


def sealed_features(secret: bytes, id: UUID, version: int, features: Features) -> bytes:
    """Encrypt features under the key of their record."""
    return sealed_apart(secret, _USE, id, version, message=msgspec.msgpack.encode(features))


def opened_features(keyring: Keyring, row: asyncpg.Record) -> Features:
    """Give the features of a row of ``linkable``; Unverified when they were changed."""
    return _opened(keyring.secret(row["slot"]), row)


def _opened(secret: bytes, row: asyncpg.Record) -> Features:
    message = unsealed(secret, _USE, row["record"], row["version"], sealed=row["features"])
    try:
        return msgspec.msgpack.decode(message, type=Features)
    except msgspec.DecodeError as wrong:
        raise Unverified(
            "What linkage compares was kept by another release.", remedy="Run comity link batch, which makes it anew."
        ) from wrong


async def compared(
    connection: asyncpg.Connection | asyncpg.pool.PoolConnectionProxy,
    keyring: Keyring,
    models: Models,
    drafts: Iterable[Draft],
) -> Batch:
    """Compare the drafts of a batch with what is held and with one another."""
    entered = list(drafts)
    new = {(d.id, d.replaces): found for d in entered if (found := linkable_of(keyring, d.record)) is not None}
    if not new:
        return {}
    near, held = await _near(connection, keyring, new, [draft.id for draft in entered])
    others: list[Other] = [*new, *held]
    place = {number: at for at, number in enumerate(held, len(new))}
    pairs = [*((draft, place[number]) for draft, number in near), *_beside(new)]
    alike: list[list[tuple[Other, float]]] = [[] for _ in new]
    for (one, other), bits in _weighed(models, [*(each.features for each in new.values()), *held.values()], pairs):
        if bits >= LEAST_KEPT_BITS:
            alike[one].append((others[other], bits))
    return {which: Compared(each, tuple(found)) for (which, each), found in zip(new.items(), alike, strict=True)}


async def _near(
    connection: asyncpg.Connection | asyncpg.pool.PoolConnectionProxy,
    keyring: Keyring,
    new: Mapping[Which, Linkable],
    without: Sequence[UUID],
) -> tuple[list[tuple[int, int]], dict[int, Features]]:
    """Give which of the new, by place, share a key with which of those held, by number, and the features of these.

    ``without`` are the records of which what is held goes.
    """
    asked = [(n, key) for n, each in enumerate(new.values()) for key in each.keys]
    numbers, keys = [n for n, _ in asked], [key for _, key in asked]
    rows = await connection.fetch(_NEAR, numbers, keys, MOST_SHARING, OLDEST, without)
    held: dict[int, Features] = {}
    for row in rows:
        if row["number"] not in held and (secret := keyring.left(row["slot"])) is not None:
            held[row["number"]] = _opened(secret, row)
    return [(row["draft"], row["number"]) for row in rows if row["number"] in held], held


def _beside(new: Mapping[Which, Linkable]) -> list[tuple[int, int]]:
    """Give which of a batch, by place, share a key with which before them."""
    names = list(new)
    sharing: dict[int, list[int]] = defaultdict(list)
    for place, each in enumerate(new.values()):
        for key in each.keys:
            sharing[key].append(place)
    groups = [group for group in sharing.values() if len(group) <= MOST_SHARING]
    pairs = dict.fromkeys(pair for group in groups for pair in combinations(group, 2))
    return [(later, earlier) for earlier, later in pairs if names[earlier][0] != names[later][0]]


def _weighed(
    models: Models, features: Sequence[Features], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[tuple[int, int], float]]:
    """Give the evidence for pairs: the score without what is expected of any two; all of a kind are scored at once."""
    for kind in {features[one].kind for one, _ in pairs}:
        mine = [pair for pair in pairs if features[pair[0]].kind == kind]
        place = {each: at for at, each in enumerate(dict.fromkeys(chain.from_iterable(mine)))}
        model = models(kind)
        sources = sources_told(model, [features[one] for one in {one for one, _ in mine}])
        columns = columns_of([features[each] for each in place], sources)
        left, right = np.ascontiguousarray(np.asarray([[place[one], place[other]] for one, other in mine]).T)
        yield from zip(mine, (score_pairs(model, columns, left, right) - model.prior).tolist(), strict=True)
