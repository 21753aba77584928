"""Importing a table by its mapping: row by row, as far as it came, and again without entering anything twice."""

import hmac
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from msgspec.structs import replace

from comity.acts.search import carrying
from comity.errors import Invalid
from comity.exchange.entering import GROUP, Offered, Outcome, SetAside, enter_what_passes, import_secret, rehearsed
from comity.exchange.importing import Wish
from comity.exchange.renewing import Renewed, renew, would_change
from comity.exchange.tabular.mapping import Mapping
from comity.exchange.tabular.paths import path_parts
from comity.exchange.tabular.rows import RefusedRow, Row, Run, read_rows
from comity.policy.sessions import Session
from comity.records.declaration import Record
from comity.store.node import Node
from comity.store.progress import keep_mark, mark_of

_MOST_FOUND = 10_000
_MOST_KEPT = 1000


@dataclass
class RowsImported:
    """What a table came to; ``refusals`` counts all that was refused, of which ``refused`` keeps the first thousand."""

    rows: int = 0
    entered: Counter[str] = field(default_factory=Counter)
    reviews: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    corrected: int = 0
    refusals: int = 0
    refused: list[SetAside] = field(default_factory=list)

    def add(self, outcome: Outcome, renewed: Renewed) -> None:
        """Count what became of a batch."""
        self.entered.update(each.kind for each in outcome.entered)
        self.reviews.update(outcome.reviews)
        self.unchanged += renewed.unchanged
        self.corrected += renewed.corrected


async def import_rows(
    node: Node,
    session: Session,
    mapping: Mapping,
    *,
    wish: Wish,
    progress: Callable[[int, int], None],
    aside: Callable[[SetAside], None],
) -> RowsImported:
    """Enter the records of a mapping's table; those of earlier runs are compared, and corrected where they differ.

    With a watermark only rows at or after the last run's are read. It is kept when the whole table has been read, and
    goes no further than the first row that was refused, so that a row mended at the source is read again.
    ``aside`` is told of everything refused, as it happens. Invalid for all or nothing: rows are entered as they come.
    """
    if wish is Wish.ALL_OR_NOTHING:
        raise Invalid(
            "A table is entered row by row.", remedy="Leave --all-or-nothing out; try it with --dry-run first."
        )
    importing = _Importing(node, session, mapping, wish, aside)
    source = f"{session.agency.key}/{mapping.name}/{mapping.source.csv.rpartition('/')[2]}"
    since = await mark_of(node.pool, source) if mapping.watermark else ""
    latest = since
    async for row in read_rows(importing.run, since=since):
        await importing.take(row)
        latest = max(latest, row.watermark)
        if importing.done.rows % GROUP == 0:
            progress(importing.done.rows, 0)
    await importing.flush()
    mark = min([latest, *importing.refused_marks])
    if mark > since and wish is not Wish.REHEARSAL:
        await keep_mark(node.pool, source, mark, node.clock())
    return importing.done


class _Importing:
    """One run: the rows that wait to be entered together, and what became of the others."""

    def __init__(
        self, node: Node, session: Session, mapping: Mapping, wish: Wish, aside: Callable[[SetAside], None]
    ) -> None:
        # Each agency's own: two agencies may call their mappings alike.
        secret = hmac.digest(import_secret(node), session.agency.key.encode(), sha256)
        self.run = Run(mapping, secret, _Numbers(node, session, self.flush))
        self.done = RowsImported()
        self._node, self._session, self._wish, self._aside = node, session, wish, aside
        self._fields = {
            draft.name or draft.kind: frozenset(str(path_parts(path)[0]) for path in draft.fields)
            for draft in mapping.record
        }
        self._waiting: dict[UUID, Offered] = {}
        self._marks: set[str] = set()
        self.refused_marks: set[str] = set()

    async def take(self, row: Row) -> None:
        """Take the records of a row; those that differ from waiting ones of the same key come after them."""
        self.done.rows += 1
        if row.refused is not None:
            self._refuse([_unread(row.number, row.refused)], {row.watermark})
            return
        offered = [
            Offered(d.id, _marked(d.record), d.key, f"row {row.number}", f"row {row.number}") for d in row.drafts
        ]
        if any(each.id in self._waiting and self._waiting[each.id].record != each.record for each in offered):
            await self.flush()
        self._waiting |= {each.id: each for each in offered}
        self._marks.add(row.watermark)
        if len(self._waiting) >= GROUP:
            await self.flush()

    async def flush(self) -> None:
        """Enter what waits: new records together, the others as corrections where they differ."""
        waiting, self._waiting = self._waiting, {}
        marks, self._marks = self._marks, set()
        if not waiting:
            return
        held = await self._node.holding.held(waiting)
        new = [each for each in waiting.values() if each.id not in held]
        again = [(each, self._fields_of(each)) for each in waiting.values() if each.id in held]
        if self._wish is Wish.REHEARSAL:
            outcome, renewed = await rehearsed(self._node, self._session, new), would_change(self._node, again, held)
        else:
            outcome = await enter_what_passes(self._node, self._session, new)
            renewed = await renew(self._node, self._session, again, held)
        self.done.add(outcome, renewed)
        self._refuse([*outcome.refused, *renewed.refused], marks)

    def _refuse(self, asides: list[SetAside], marks: set[str]) -> None:
        for each in asides:
            self._aside(each)
        self.done.refusals += len(asides)
        self.done.refused += asides[: _MOST_KEPT - len(self.done.refused)]
        if asides:
            self.refused_marks = {min(self.refused_marks | marks)}

    def _fields_of(self, offered: Offered) -> frozenset[str]:
        name = offered.key.removeprefix(f"{self.run.mapping.name}/").partition("/")[0]
        return self._fields[name]


def _unread(number: int, row: RefusedRow) -> SetAside:
    error = Invalid(row.reason, remedy=row.remedy, field=row.field)
    return SetAside(f"row {number}", error, None, row.column, row.cells)


def _marked(record: Record) -> Record:
    """Give a record that says how complete it is; a table's row is partial unless the mapping says otherwise."""
    provenance = record.provenance
    if provenance is None or provenance.completeness:
        return record
    return replace(record, provenance=replace(provenance, completeness="partial"))


class _Numbers:
    """Finds records by number, as the importing member sees them; what waits in this run is entered first."""

    def __init__(self, node: Node, session: Session, flush: Callable[[], Awaitable[None]]) -> None:
        self._node, self._session, self._flush = node, session, flush
        self._found: dict[tuple[str, str, str], UUID] = {}

    async def find(self, kind: str, field: str, number: str) -> UUID | None:
        """Give the id of the one record whose field holds the number; None when there is none, or more than one."""
        asked = (kind, field, number)
        if asked not in self._found:
            found = await self._search(asked)
            if found is None:
                await self._flush()
                found = await self._search(asked)
            if found is None:
                return None
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            self._found[asked] = found
        return self._found[asked]

    async def _search(self, asked: tuple[str, str, str]) -> UUID | None:
        kind, field, number = asked
        views = await carrying(self._node, self._session, number, frozenset({kind}))
        ids = [view.id for view in views if view.fields.get(field) == number]
        return ids[0] if len(ids) == 1 else None
