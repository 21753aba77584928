"""Links what is entered with what is held, in the entry's own transaction, by the newest model of each kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from msgspec.structs import replace

from comity.linkage.model import Model, coarse_population, default_model, rescaled
from comity.records.governance.linkage_model import LinkageModel
from comity.store.comparing import Batch, Linkable, compared, sealed_features
from comity.store.entries import Draft
from comity.store.keyring import Keyring
from comity.store.planning import Row
from comity.store.rulebook import Rulebook

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
    """What a batch changes in linkage: columns for its rows, then columns of pairs; and the kinds of what is new."""

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

    async def compare(self, connection: asyncpg.Connection, drafts: Sequence[Draft]) -> Batch:
        """Compare what is to be entered with what is held, and with one another; of each record the last draft."""
        last = {draft.id: draft for draft in drafts}
        return await compared(connection, self._keyring, self.model, last.values())

    def links(self, rows: Sequence[Row], alike: Batch) -> Links:
        """Lay out what is kept of the rows that were compared; of what a batch corrects itself, only the last."""
        last = {row.entry.id: row for row in rows}
        linked = [row for row in last.values() if _which(row) in alike]
        kept = {row.entry.seq: self._kept(row, alike[_which(row)].linkable) for row in linked}
        features, keys = ([kept[row.entry.seq][n] if row.entry.seq in kept else None for row in rows] for n in (0, 1))
        kinds = tuple(row.draft.handling.kind for row in linked if not row.draft.replaces)
        return Links(([row.first for row in rows], features, keys, *_edges(linked, alike)), kinds)

    def count(self, links: Links) -> None:
        """Count what was written of a batch."""
        for kind in links.kinds:
            self._population[kind] = self._population.get(kind, 0) + 1

    def _newest(self) -> dict[str, Model]:
        """Give the newest trained model of each kind; read again only when what decisions rest on has moved."""
        if self._trained[0] != self._rulebook.epoch:
            kept = sorted(self._rulebook.kept().values(), key=lambda each: each.seq)
            found = [_read(each.record) for each in kept if isinstance(each.record, LinkageModel)]
            self._trained = (self._rulebook.epoch, {model.kind: model for model in found if model is not None})
        return self._trained[1]

    def _kept(self, row: Row, linkable: Linkable) -> tuple[bytes, str]:
        """Give what is kept of an entry that is compared: its features, encrypted, and the keys it is found by."""
        entry = row.entry
        secret = self._keyring.secret(row.closed.slot)
        features = sealed_features(secret, entry.id, entry.version, linkable.features)
        return features, "{" + ",".join(map(str, linkable.keys)) + "}"


def _read(record: LinkageModel) -> Model | None:
    """Read a model; None for one of another release, so that entries go on by the one before."""
    try:
        return msgspec.json.decode(record.document, type=Model)
    except msgspec.DecodeError:
        return None


def _which(row: Row) -> tuple[UUID, int]:
    return row.draft.id, row.draft.replaces


def _edges(rows: Iterable[Row], alike: Batch) -> tuple[list[int], list[int], list[float]]:
    """Lay out the pairs, the lower number first; what was compared and is not written leaves none."""
    places = {_which(row): row.entry.seq for row in rows}
    pairs: list[tuple[int, int, float]] = []
    for which, place in places.items():
        for other, bits in alike[which].others:
            number = other if isinstance(other, int) else places.get(other)
            if number is not None:
                pairs.append((min(number, place), max(number, place), bits))
    return [p[0] for p in pairs], [p[1] for p in pairs], [p[2] for p in pairs]
