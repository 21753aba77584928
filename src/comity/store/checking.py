"""Verifies everything that is kept against the log, and the log against its signed heads: ``comity fsck``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg

from comity.errors import ComityError
from comity.records.declaration import Record
from comity.records.reach import words_of
from comity.store.classes import EXPUNGED
from comity.store.comparing import linkable_of, opened_features
from comity.store.entries import Stored
from comity.store.expunging import named_by
from comity.store.feeds import leaves
from comity.store.keyring import Keyring
from comity.store.log.notes import open_checkpoint
from comity.store.log.tiles import HEIGHT, CompleteTile, Edge
from comity.store.log.tree import Frontier, leaf_hash
from comity.store.node import Node
from comity.store.planning import Series
from comity.store.rebuilding import count_number
from comity.store.sealing import committed_again, record_of
from comity.store.tokens import found_by
from comity.store.walking import walk

_CHECKPOINTS = "select size, note from checkpoint order by size"
_HEAD = "select size, frontier from log_head"
_TOKENS = """
-- By what entries that are the current version of their record are found, and what linkage holds of them.
select r.seq, r.tokens, array(select k.key from name_key k where k.seq = r.seq order by k.key) as names,
    l.keys, r.id as record, r.version, l.slot, l.features
from record r left join linkable l on l.number = r.seq where r.seq = any($1::bigint[])
"""
_TILES = "select level, index, hashes from tile"
_SERIES = "select owner, series, year, next from number_series"

_STATE = """
-- Records whose current state is not the last version in the log.
select coalesce(last.record, r.id) as id
from (
    select distinct on (record) record, seq, version, class_id from entry
    where class_id <> 0 order by record, version desc
) last
full join record r on r.id = last.record
where r.id is null or last.record is null
   or (r.seq, r.version, r.class_id) is distinct from (last.seq, last.version, last.class_id)
limit 100
"""

_VERSIONS = """
-- Records whose versions are not 1, 2, 3 … under one key slot, and slots that two records share.
select record::text as id from entry group by record
having count(*) <> max(version) or min(version) <> 1 or count(distinct slot) <> 1
union all
select 'slot ' || slot::text from entry group by slot having count(distinct record) > 1
limit 100
"""

_NAMES = """
-- Entries whose names are searched under another class, or although they are not the current state of a record.
select distinct k.seq from name_key k
where not exists (select from record r where r.seq = k.seq and r.class_id = k.class_id)
limit 100
"""

_STANDING = "select id from record where id = any($1::uuid[]) order by id limit 100"

_LINKS = """
-- What linkage holds of versions that are not current, and keys and pairs of records that it does not hold.
select 'record ' || record::text as place from linkable l
where not exists (select from record r where r.id = l.record and r.seq = l.number and r.version = l.version)
union all
select 'key of entry ' || number::text from link_key k
where not exists (select from linkable l where l.number = k.number and k.key = any(l.keys))
union all
select 'pair of entries ' || one::text || ' and ' || other::text from link_edge e
where not exists (select from linkable l where l.number = e.one)
   or not exists (select from linkable l where l.number = e.other)
limit 100
"""

_HAND_OFFS = """
-- Hand-offs of entries that are not in the log.
select d.seq from hand_off d left join entry e on e.seq = d.seq where e.seq is null limit 100
"""

_EXPECTING = """
-- What is expected of records, or was answered by some, that are not in the log.
select distinct e.record from expecting e
where not exists (select from entry where record = e.record)
   or e.answer is not null and not exists (select from entry where record = e.answer)
limit 100
"""

_FEEDS = """
-- How much was given to each subscription, and the right edge of the tree over it.
select subscription, sent, frontier from feed
"""

_OUTSIDE = """
-- Entries that stand before the log's beginning or beyond its head.
select seq from entry where seq < 0 or seq >= (select size from log_head) limit 100
"""

MOST_FINDINGS = 1000


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold: where, and what is wrong with it."""

    where: str
    what: str


@dataclass
class Report:
    """What a check went through and what it found; nothing found means that everything held."""

    entries: int = 0
    checkpoints: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, where: str, what: str) -> None:
        """Keep a finding, up to ``MOST_FINDINGS``."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(where, what))


@dataclass
class _Gone:
    """Entries that have no content or no key any more, and the records that the log says were expunged."""

    entries: list[Stored] = field(default_factory=list)
    named: set[UUID] = field(default_factory=set)

    def take(self, stored: Stored, keyring: Keyring) -> bool:
        """Keep an entry that is gone until the whole log is read; False for one that is there."""
        if stored.handling != EXPUNGED and not keyring.is_destroyed(stored.slot):
            return False
        self.entries.append(stored)
        return True


async def check(node: Node, progress: Callable[[int, int], None]) -> Report:
    """Verify entries, tree, checkpoints, tiles, tokens, names, numbers, state and deliveries; change nothing."""
    report, series = Report(), Series()
    await node.classes.refresh()
    # The head is read last: what was signed before can only lie under it, however much is entered meanwhile.
    signed = await _signed(node, report)
    published, tiles = max(signed, default=0), await _tiles(node.pool)
    size, grown = await _head(node.pool, report)
    frontier, edge, gone = Frontier(), Edge(), _Gone()
    async for page in walk(node, upto=size):
        frontier = _walk_heads(page, frontier, signed, node, report)
        edge, done = edge.extended(leaf_hash(stored.commitment) for stored in page)
        for tile in done:
            _check_tile(tile, tiles.pop((tile.level, tile.index), None), published, report)
        there = [stored for stored in page if not gone.take(stored, node.keyring)]
        gone.named.update(await _check_entries(node, there, series, report))
        report.entries += len(page)
        progress(report.entries, size)
    _check_end(report, frontier, grown, size, signed, tiles)
    await _check_gone(node, gone, report)
    await _check_state(node.pool, report)
    await _check_numbers(node.pool, series, report)
    return report


async def _signed(node: Node, report: Report) -> dict[int, str]:
    """Give the signed heads that are kept, and the newest one that the keyring remembers if it is not among them."""
    remembered = node.keyring.remembered_head()
    signed = {row["size"]: row["note"] for row in await node.pool.fetch(_CHECKPOINTS)}
    if remembered is not None and remembered[0] not in signed:
        report.add(f"checkpoint {remembered[0]}", "was signed by this node and is gone: the database was turned back")
        signed[remembered[0]] = remembered[1]
    return signed


async def _head(pool: asyncpg.Pool, report: Report) -> tuple[int, Frontier]:
    (head,) = await pool.fetch(_HEAD)
    try:
        return head["size"], Frontier.decoded(head["frontier"])
    except ComityError as wrong:
        report.add("log head", wrong.message)
        return head["size"], Frontier()


def _check_tile(tile: CompleteTile, kept: bytes | None, published: int, report: Report) -> None:
    where, end = f"tile {tile.level}/{tile.index}", (tile.index + 1) << HEIGHT * (tile.level + 1)
    if kept is None and end <= published:
        report.add(where, "is missing under a signed head: run comity rebuild")
    if kept is not None and kept != tile.hashes:
        report.add(where, "differs from the entries under it")


def _walk_heads(
    page: Sequence[Stored], frontier: Frontier, signed: dict[int, str], node: Node, report: Report
) -> Frontier:
    for stored in page:
        if stored.seq != frontier.size:
            report.add(f"entry {stored.seq}", f"stands where entry {frontier.size} should")
        frontier = frontier.extended([leaf_hash(stored.commitment)])
        note = signed.pop(frontier.size, None)
        if note is not None:
            report.checkpoints += 1
            _check_note(note, frontier, node, report)
    return frontier


def _check_note(note: str, frontier: Frontier, node: Node, report: Report) -> None:
    where = f"checkpoint {frontier.size}"
    try:
        checkpoint = open_checkpoint(note, node.log.signer.verifier)
    except ComityError as wrong:
        report.add(where, wrong.message)
        return
    if (checkpoint.size, checkpoint.root) != (frontier.size, frontier.root()):
        report.add(where, "signs another tree than the entries make")


async def _check_entries(node: Node, page: Sequence[Stored], series: Series, report: Report) -> set[UUID]:
    """Check the entries of a page; gives the records that sound ones among them say were expunged."""
    named: set[UUID] = set()
    current = {row["seq"]: row for row in await node.pool.fetch(_TOKENS, [s.seq for s in page])}
    for stored in page:
        if wrong := _wrong_with(node.keyring, stored, current.get(stored.seq)):
            report.add(f"entry {stored.seq} of {stored.id}", wrong)
        else:
            count_number(node, stored, series)
            named.update(named_by(stored))
    return named


def _wrong_with(keyring: Keyring, stored: Stored, kept: asyncpg.Record | None) -> str:
    try:
        if committed_again(keyring, stored) != stored.commitment:
            return "its bytes are not those that the log committed to"
        record = record_of(keyring, stored)
        linked = kept is None or _links_as_said(keyring, record, kept)
    except ComityError as wrong:
        return wrong.message
    if kept is not None and (unlike := _wrong_with_finding(keyring, record, kept)):
        return unlike
    return "" if linked else "what links it is not what it says: run comity link batch"


def _wrong_with_finding(keyring: Keyring, record: Record, kept: asyncpg.Record) -> str:
    found = found_by(keyring.token_key, words_of(record))
    if kept["tokens"] != found.tokens:
        return "its tokens are not those of its words: run comity rebuild"
    if kept["names"] != found.names:
        return "the keys of its names are not those of its words: run comity rebuild"
    return ""


def _links_as_said(keyring: Keyring, record: Record, kept: asyncpg.Record) -> bool:
    linkable = linkable_of(keyring, record)
    if linkable is None or kept["keys"] is None:
        return linkable is None and kept["keys"] is None
    return list(linkable.keys) == kept["keys"] and opened_features(keyring, kept) == linkable.features


def _check_end(
    report: Report,
    frontier: Frontier,
    grown: Frontier,
    size: int,
    signed: dict[int, str],
    tiles: dict[tuple[int, int], bytes],
) -> None:
    if frontier.size != size:
        report.add("log", f"has {frontier.size} entries, its head says {size}")
    if frontier.encoded() != grown.encoded():
        report.add("log head", "its frontier is not that of the entries")
    for left in signed:
        report.add(f"checkpoint {left}", "signs more entries than the log has: entries were taken away")
    for level, index in tiles:
        report.add(f"tile {level}/{index}", "lies beyond the log")


async def _check_gone(node: Node, gone: _Gone, report: Report) -> None:
    """Hold what has no content to the log and the keyring's ledger: whoever destroys in silence is found."""
    ledger = node.keyring.destroyed()
    for stored in gone.entries:
        if wrong := _wrong_with_gone(node.keyring, stored, gone.named, ledger):
            report.add(f"entry {stored.seq} of {stored.id}", wrong)
    for row in await node.pool.fetch(_STANDING, list(gone.named)):
        report.add(f"record {row['id']}", "is to be expunged and is not: run comity relief resume")


def _wrong_with_gone(keyring: Keyring, stored: Stored, named: set[UUID], ledger: frozenset[int]) -> str:
    if stored.id not in named:
        return "has lost its content or its key, and no expungement in the log names it"
    if stored.slot not in ledger or not keyring.is_destroyed(stored.slot):
        return "is expunged, and its key is not destroyed by the keyring's ledger"
    if stored.handling != EXPUNGED or stored.facts != "{}" or stored.sealed:
        return "is expunged, and its content is still here: start the node again"
    return ""


async def _check_state(pool: asyncpg.Pool, report: Report) -> None:
    for row in await pool.fetch(_STATE):
        report.add(f"record {row['id']}", "its current state is not its last version: run comity rebuild")
    for row in await pool.fetch(_VERSIONS):
        report.add(row["id"], "its versions or its key slot are not one chain")
    for row in await pool.fetch(_NAMES):
        report.add(f"names of entry {row['seq']}", "are found where they should not be: run comity rebuild")
    for row in await pool.fetch(_LINKS):
        report.add(row["place"], "stands in linkage and in no current record: run comity link batch")
    for row in await pool.fetch(_HAND_OFFS):
        report.add(f"hand-off of entry {row['seq']}", "is of no entry in the log")
    for row in await pool.fetch(_EXPECTING):
        report.add(f"what is expected of {row['record']}", "is of no record in the log: run comity rebuild")
    for row in await pool.fetch(_FEEDS):
        given = await leaves(pool, row["subscription"])
        numbers, tree = [each.number for each in given], Frontier().extended(each.leaf for each in given)
        if numbers != list(range(1, row["sent"] + 1)) or tree.encoded() != row["frontier"]:
            report.add(f"hand-offs of {row['subscription']}", "are not those whose tree was kept: reconcile it")
    for row in await pool.fetch(_OUTSIDE):
        report.add(f"entry {row['seq']}", "lies outside the log")


async def _check_numbers(pool: asyncpg.Pool, given: Series, report: Report) -> None:
    upcoming = {(row["owner"], row["series"], row["year"]): row["next"] for row in await pool.fetch(_SERIES)}
    for key, after_last in given.items():
        if upcoming.get(key, 1) < after_last:
            report.add("numbers of " + " ".join(map(str, key)), "would be given twice: run comity rebuild")


async def _tiles(pool: asyncpg.Pool) -> dict[tuple[int, int], bytes]:
    return {(row["level"], row["index"]): row["hashes"] for row in await pool.fetch(_TILES)}
