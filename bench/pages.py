"""The newest page of a million records, for who sees nearly all classes and who sees few, beside nobody's filter."""

from collections.abc import Awaitable, Callable, Sequence
from statistics import median
from time import perf_counter

import asyncpg

from bench.place import Place, node_in
from bench.rows import Row, shortened
from bench.world import directory
from comity.records.registry import kinds
from comity.store.entries import Stored
from comity.store.node import Node
from comity.store.reading import ENTRY_COLUMNS, Scope

CLASSES = 300
RECORDS = 1_000_000
PAGE = 50
_NEWEST = 2**62

_ADD_CLASSES = """
-- Classes as a county of many agencies would have them: every kind of every owner.
insert into handling_class (kind, owner, markings) select k, o, '{}' from unnest($1::text[], $2::text[]) t (k, o)
"""

_CLASS_IDS = "select array_agg(id order by id) from handling_class"

_ENTRIES = """
-- As many entries as asked for; most are of few classes, as in life, and their sealed fields are noise.
insert into entry (seq, record, version, class_id, recorded_at, agency, member, slot, facts, sealed, commitment)
select n, md5(n::text)::uuid, 1, ($2::int[])[1 + floor(power(random(), 3) * cardinality($2::int[]))::int],
       timestamptz '2026-01-01' + n * interval '1 second', 'agency-1', 'member', n,
       '{"occurred_at":"2026-01-02T11:00:00Z","charges":[{"offense":"220"}],"number":"A-1"}',
       decode(repeat(md5(n::text), 8), 'hex'), decode(repeat(md5(n::text), 2), 'hex')
from generate_series(0, $1 - 1) n
"""

_RECORDS = """
-- Their current state; without tokens, because no page is found by them.
insert into record (id, seq, version, class_id, tokens) select record, seq, version, class_id, '{}' from entry
"""

_UNFILTERED = f"""
-- The newest page of everything.
select {ENTRY_COLUMNS} from record r join entry e on e.seq = r.seq
where r.seq < $1 order by r.seq desc limit $2
"""  # noqa: S608 - constants only

Page = Callable[[], Awaitable[Sequence[object]]]


async def fill(node: Node, records: int) -> list[int]:
    """Fill the tables of a node as if so many records had been entered; give the classes, the commonest first."""
    names = [(kind, f"agency-{owner}") for owner in range(CLASSES) for kind in sorted(kinds())][:CLASSES]
    async with node.pool.acquire() as connection:
        await connection.execute(_ADD_CLASSES, [kind for kind, _ in names], [owner for _, owner in names])
        classes: list[int] = await connection.fetchval(_CLASS_IDS)
        await connection.execute(_ENTRIES, records, classes, timeout=300)
        await connection.execute(_RECORDS, timeout=300)
        await connection.execute("update log_head set size = $1", records)
        await connection.execute("vacuum analyze entry, record", timeout=300)
    await node.classes.refresh()
    return classes


async def timed(page: Page, times: int) -> float:
    """Give the milliseconds that a page takes, the middle one of many; each must be full."""
    found = []
    for _ in range(times):
        began = perf_counter()
        rows = await page()
        found.append(perf_counter() - began)
        if len(rows) != PAGE:
            raise RuntimeError(f"the page has {len(rows)} records")
    return 1000 * median(found)


async def measure(place: Place) -> list[Row]:
    """Measure pages of a wide reader, a middling one and a narrow one."""
    records = place.count(RECORDS, 40_000)
    async with node_in(place, directory()) as node:
        classes = await fill(node, records)
        wide, middling, narrow = classes[: CLASSES * 9 // 10], classes[100:140], classes[-3:]
        plain = await asyncpg.connect(node.dsn)
        times = place.count(100, 5)

        async def unfiltered() -> Sequence[object]:
            return await plain.fetch(_UNFILTERED, _NEWEST, PAGE)

        rows = []
        for name, seen in (("wide", wide), ("middling", middling), ("narrow", narrow)):
            ours, other = await _in_turn(node, seen, unfiltered, times)
            rows.append(_row(f"newest page of {records:,}, {name} reader", ours, other, len(seen)))
        await plain.close()
    return rows


async def _in_turn(node: Node, seen: list[int], unfiltered: Page, times: int) -> tuple[float, float]:
    async def page() -> Sequence[Stored]:
        return await node.reader.page(Scope(node.rulebook.epoch, tuple(seen)), _NEWEST, PAGE)

    await timed(page, 3)
    runs = [(await timed(page, times), await timed(unfiltered, times)) for _ in range(3)]
    return median(ours for ours, _ in runs), median(other for _, other in runs)


def _row(name: str, ours: float, other: float, classes: int) -> Row:
    return Row(
        name=name,
        ours=shortened(ours),
        other=shortened(other),
        ratio=shortened(ours / other),
        goal="<= 12",
        unit="ms",
        how="python -m bench pages",
        note=f"{classes} of {CLASSES} classes, {PAGE} records, bound in the query and held by row-level security",
    )
