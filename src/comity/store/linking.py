"""Links what is entered with what is held, in the entry's own transaction, by the newest model of each kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from msgspec.structs import replace

from comity.linkage.features import LINKED
from comity.linkage.model import Model, coarse_population, default_model, rescaled
from comity.records.governance.linkage_model import LinkageModel
from comity.store.comparing import Batch, compared, sealed_features
from comity.store.keyring import Keyring
from comity.store.planning import Row
from comity.store.rulebook import Rulebook

_PART = """
-- Take away what linkage holds of records that are entered anew.
with parted as (delete from linkable where record = any($1::uuid[]) returning number, keys),
     one as (delete from link_edge e using parted p where e.one = p.number),
     other as (delete from link_edge e using parted p where e.other = p.number)
delete from link_key k using parted p where k.number = p.number and k.key = any(p.keys)
"""

_LINK = """
-- Keep what linkage compares of entries, the keys by which they are found, and what comparing them came to.
with added as (
    insert into linkable (number, record, version, first, slot, features, keys)
    select t.number, t.record, t.version, t.first, t.slot, t.features, t.keys::bigint[]
    from unnest($1::bigint[], $2::uuid[], $3::int[], $4::bigint[], $5::bigint[], $6::bytea[], $7::text[])
        as t (number, record, version, first, slot, features, keys)
    returning number, keys
), keyed as (
    insert into link_key (key, number) select unnest(keys), number from added
)
insert into link_edge (one, other, bits) select * from unnest($8::bigint[], $9::bigint[], $10::real[])
"""

_POPULATION = """
-- How many records of each kind linkage compares.
select c.kind, count(*) as records from linkable l join record r on r.id = l.record
join handling_class c on c.id = r.class_id group by c.kind
"""

# Below this, how many there are would show in what is expected of any two: one that is hidden among a few.
LEAST_POPULATION = 4096
# The best F1 may want links below even odds; but whoever is likelier two people is for a person to judge.
EVEN_ODDS = 0.0


@dataclass(frozen=True)
class Links:
    """What a batch changes in linkage: the records whose earlier versions go, and the columns of what comes."""

    anew: tuple[UUID, ...]
    columns: tuple[list[Any], ...]
    kinds: tuple[str, ...]


class Linking:
    """Weighs by the newest trained model of each kind, for the population that there is."""

    def __init__(self, keyring: Keyring, rulebook: Rulebook) -> None:
        self._keyring = keyring
        self._rulebook = rulebook
        self._population: dict[str, int] = {}
        self._trained: tuple[int, dict[str, Model]] = (-1, {})
        self._rescaled: dict[str, tuple[Model, int, Model]] = {}

    async def refresh(self, connection: asyncpg.Pool | asyncpg.Connection | asyncpg.pool.PoolConnectionProxy) -> None:
        """Count anew how many records of each kind there are."""
        self._population = {row["kind"]: row["records"] for row in await connection.fetch(_POPULATION)}

    def population(self, kind: str) -> int:
        """Tell how many records of a kind linkage compares, as far as this process has counted."""
        return self._population.get(kind, 0)

    def trained(self, kind: str) -> Model:
        """Give the newest model of a kind, as it was trained."""
        return self._newest().get(kind) or default_model(kind)

    def model(self, kind: str) -> Model:
        """Give the model in force for a kind: the newest, for as many records as there are now."""
        return self.model_among(kind, self.population(kind))

    def model_among(self, kind: str, count: int) -> Model:
        """Give the newest model of a kind, for so many records."""
        trained, among = self.trained(kind), max(LEAST_POPULATION, count)
        known = self._rescaled.get(kind)
        if known is None or known[0] is not trained or known[1] != coarse_population(among):
            sure = replace(rescaled(trained, among), link=max(trained.link, EVEN_ODDS))
            known = self._rescaled[kind] = (trained, coarse_population(among), sure)
        return known[2]

    async def of_batch(self, connection: asyncpg.Connection, rows: Sequence[Row]) -> Links | None:
        """Compare what a batch enters with what is held; None where nothing in it is linked, nor ever was."""
        last = {row.entry.id: row for row in rows}
        alike = await compared(connection, self._keyring, self.model, [row.draft for row in last.values()])
        anew = tuple(id for id, row in last.items() if row.draft.replaces and row.draft.handling.kind in LINKED)
        if not alike and not anew:
            return None
        linked = [row for row in last.values() if _which(row) in alike]
        kinds = tuple(row.draft.handling.kind for row in linked if not row.draft.replaces)
        return Links(anew, (*self._columns(linked, alike), *_edges(linked, alike)), kinds)

    async def keep(self, connection: asyncpg.Connection, links: Links) -> None:
        """Write what a batch changes in linkage."""
        if links.anew:
            await connection.execute(_PART, links.anew)
        await connection.execute(_LINK, *links.columns)
        for kind in links.kinds:
            self._population[kind] = self._population.get(kind, 0) + 1

    def _newest(self) -> dict[str, Model]:
        """Give the newest trained model of each kind; read again only when what decisions rest on has moved."""
        if self._trained[0] != self._rulebook.epoch:
            kept = sorted(self._rulebook.kept().values(), key=lambda each: each.seq)
            found = [_read(each.record) for each in kept if isinstance(each.record, LinkageModel)]
            self._trained = (self._rulebook.epoch, {model.kind: model for model in found if model is not None})
        return self._trained[1]

    def _columns(self, rows: Sequence[Row], alike: Batch) -> tuple[list[Any], ...]:
        columns = zip(*(self._row(row, alike) for row in rows), strict=True)
        return tuple(map(list, columns)) if rows else tuple([] for _ in range(7))

    def _row(self, row: Row, alike: Batch) -> tuple[Any, ...]:
        entry, slot = row.entry, row.closed.slot
        linkable = alike[_which(row)].linkable
        features = sealed_features(self._keyring.secret(slot), entry.id, entry.version, linkable.features)
        keys = "{" + ",".join(map(str, linkable.keys)) + "}"
        return entry.seq, entry.id, entry.version, row.first, slot, features, keys


def _read(record: LinkageModel) -> Model | None:
    """Read a model; None for one of another release, so that entries go on by the one before."""
    try:
        return msgspec.json.decode(record.document, type=Model)
    except msgspec.DecodeError:
        return None


def _which(row: Row) -> tuple[UUID, int]:
    return row.draft.id, row.draft.replaces


def _edges(rows: Iterable[Row], alike: Batch) -> tuple[list[int], list[int], list[float]]:
    """Lay out the pairs, the lower number first."""
    places = {_which(row): row.entry.seq for row in rows}
    pairs: list[tuple[int, int, float]] = []
    for which, place in places.items():
        for other, bits in alike[which].others:
            number = other if isinstance(other, int) else places[other]
            pairs.append((min(number, place), max(number, place), bits))
    return [p[0] for p in pairs], [p[1] for p in pairs], [p[2] for p in pairs]
