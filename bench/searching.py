"""Names misspelled, searched for among a million persons: the act of searching beside pg_trgm on the same names."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from time import perf_counter

import asyncpg
import numpy as np

from bench.place import Place, node_in, settle
from bench.rows import Row, shortened
from bench.searching_names import Name, misspelled, names
from bench.world import clerk, directory, officer
from comity.acts.search import search
from comity.api.server import spare_the_collector
from comity.ids import new_id
from comity.policy.clauses import HandlingClass
from comity.policy.sessions import Session
from comity.records.parties.names import PersonName
from comity.records.parties.person import Person
from comity.store.log.tree import Frontier, leaf_hash
from comity.store.node import Node
from comity.store.sealing import Closed, Header, close

PERSONS = 1_000_000
READERS = 8
# Of what is on the record, so many in ten are another agency's, and hidden from everybody who is measured.
_HIDDEN = 3
_HOW = "python -m bench searching"
_PAGE = 20_000
_PERSON = frozenset({"person"})
_WHEN = datetime(2026, 1, 2, tzinfo=UTC)

_PLAIN_NAMES = """
-- The same names as one text, as an application without keyed tokens would keep them.
create table plain_name (id int primary key, owner int not null, name text not null)
"""
_TRIGRAMS = "create index plain_name_by_trigram on plain_name using gin (name gin_trgm_ops)"
_HEAD = "update log_head set size = $1, frontier = $2"
_LIKE = """
-- The ten names that share most trigrams with what was asked for, of those that share three in ten.
select name from plain_name where name % $1 and owner = any($2) order by similarity(name, $1) desc limit 10
"""

_ENTRY = "seq record version class_id recorded_at agency member slot facts sealed commitment".split()

Made = tuple[int, Header, Closed]
Connection = asyncpg.pool.PoolConnectionProxy


@dataclass(frozen=True)
class Asked:
    """A name that is looked for, and as it was typed."""

    meant: Name
    typed: Name

    @property
    def text(self) -> str:
        """What stands in the box."""
        return " ".join(self.typed)


@dataclass(frozen=True)
class Answered:
    """How long an answer took, in milliseconds, and whether the name that was meant was among the first ten."""

    took: float
    found: bool


async def measure(place: Place) -> list[Row]:
    """Measure one reader beside pg_trgm, with one misspelling and with two; then eight readers at once."""
    people = names(place.count(PERSONS, 4000))
    async with node_in(place, directory()) as node:
        await _fill(node, people)
        began = perf_counter()
        await node.spellings.follow()
        read = perf_counter() - began
        plain = await asyncpg.connect(node.dsn)
        await _fill_plainly(plain, people)
        await settle(node.dsn)
        # As a server does at its start.
        spare_the_collector()
        await _warm(node, plain, _asked(people, place.count(2000, 20), 3))
        rows: list[Row] = []
        for mistakes in (1, 2):
            rows += await _beside(node, plain, _asked(people, place.count(300, 20), mistakes), mistakes)
        await plain.close()
        rows.append(await _at_once(node, _asked(people, place.count(1600, 40), 1)))
        rows.append(_reading(node, len(people), read))
    return rows


def _asked(people: Sequence[Name], count: int, mistakes: int) -> list[Asked]:
    chance = Random(99 + mistakes)  # noqa: S311 - chance that repeats
    shown = [name for n, name in enumerate(people) if not _is_hidden(n)]
    meant = [chance.choice(shown) for _ in range(count)]
    return [Asked(name, misspelled(name, chance, mistakes)) for name in meant]


async def _beside(node: Node, plain: asyncpg.Connection, asked: Sequence[Asked], mistakes: int) -> list[Row]:
    """Ask ours everything and the other a part of it, in turn."""
    session = officer(node)
    ours = [await _ours(node, session, each) for each in asked]
    theirs = [await _trigrams(plain, each) for each in asked[: max(10, len(asked) // 5)]]
    mine, other = _middle(ours), _middle(theirs)
    label = "a name with one misspelling" if mistakes == 1 else "a name with two misspellings or three"
    recall = Row(
        name=f"{label}, found among the first ten",
        ours=shortened(_recall(ours)),
        other=shortened(_recall(theirs)),
        ratio=shortened(_recall(ours)),
        goal=">= 0.98" if mistakes == 1 else "",
        unit="of all",
        how=_HOW,
        note="the ratio is ours; other is pg_trgm at 0.3",
    )
    took = Row(
        name=f"search for {label}",
        ours=shortened(mine),
        other=shortened(other),
        ratio=shortened(other / mine),
        goal=">= 20" if mistakes == 1 else "",
        unit="ms",
        how=_HOW,
        note=f"the ratio is theirs over ours; slowest twentieth {_slowest(ours):.1f} and {_slowest(theirs):.1f} ms; "
        "other is pg_trgm, GIN, 0.3, names in plain text, filtered by their owner",
    )
    return [took, recall]


async def _warm(node: Node, plain: asyncpg.Connection, asked: Sequence[Asked]) -> None:
    """Ask both for other names first, some seconds each: the database then holds what it holds after hours."""
    session = officer(node)
    for each in asked:
        await _ours(node, session, each)
    for each in asked[: max(10, len(asked) // 10)]:
        await _trigrams(plain, each)


async def _ours(node: Node, session: Session, asked: Asked) -> Answered:
    began = perf_counter()
    found = await search(node, session, asked.text, wanted=_PERSON, limit=10)
    took = perf_counter() - began
    names_found = {(name["given_name"], name["surname"]) for view in found.views for name in view.fields["names"]}
    return Answered(1000 * took, asked.meant in names_found)


async def _trigrams(plain: asyncpg.Connection, asked: Asked) -> Answered:
    began = perf_counter()
    rows = await plain.fetch(_LIKE, asked.text, [0])
    took = perf_counter() - began
    return Answered(1000 * took, " ".join(asked.meant) in {row["name"] for row in rows})


async def _at_once(node: Node, asked: Sequence[Asked]) -> Row:
    """Ask as eight clerks at once, who see names and not what else there is; every answer is written down before."""
    waiting, answers = list(asked), list[Answered]()

    async def reader(number: int) -> None:
        session = clerk(node, number, 0)
        while waiting:
            answers.append(await _ours(node, session, waiting.pop()))

    began = perf_counter()
    await asyncio.gather(*(reader(number) for number in range(READERS)))
    rate = len(answers) / (perf_counter() - began)
    slowest = shortened(_slowest(answers))
    return Row(
        name=f"search by {READERS} clerks at once, slowest twentieth",
        ours=slowest,
        ratio=slowest,
        goal="<= 20",
        unit="ms",
        how=_HOW,
        note=f"masks on, disclosures written; the middle one {_middle(answers):.1f} ms, {rate:.0f} searches a second",
    )


def _reading(node: Node, persons: int, seconds: float) -> Row:
    return Row(
        name="reading all names at a start",
        ours=shortened(seconds),
        unit="s",
        how=_HOW,
        note=f"{persons:,} persons, {len(node.spellings.vocabulary):,} different words; searches go on meanwhile",
    )


def _middle(answers: Sequence[Answered]) -> float:
    return float(np.percentile([each.took for each in answers], 50))


def _slowest(answers: Sequence[Answered]) -> float:
    return float(np.percentile([each.took for each in answers], 95))


def _recall(answers: Sequence[Answered]) -> float:
    return sum(each.found for each in answers) / len(answers)


def _is_hidden(n: int) -> bool:
    return n % 10 < _HIDDEN


async def _fill(node: Node, people: Sequence[Name]) -> None:
    """Put persons straight into the tables, sealed and with their tokens as the writer makes them."""
    classes = [HandlingClass("person", owner) for owner in ("police", "court-9")]
    ids = [await node.classes.id_of(each) for each in classes]
    start, slot = await node.reader.size(), node.keyring.new_slot()
    async with node.pool.acquire() as connection:
        frontier = Frontier.decoded(await connection.fetchval("select frontier from log_head"))
        for at in range(0, len(people), _PAGE):
            made = [
                _person(node, start + at + n, people[at + n], classes[_is_hidden(at + n)], slot=slot)
                for n in range(min(_PAGE, len(people) - at))
            ]
            rows = [(seq, header, closed, ids[_is_hidden(seq - start)]) for seq, header, closed in made]
            await _copy(connection, rows)
            frontier = frontier.extended([leaf_hash(closed.commitment) for _, _, closed in made])
        await connection.execute(_HEAD, frontier.size, frontier.encoded())
        await connection.execute("vacuum analyze entry, record, name_key", timeout=300)


def _person(node: Node, seq: int, name: Name, handling: HandlingClass, *, slot: tuple[int, bytes]) -> Made:
    header = Header(new_id(), 1, handling, _WHEN, handling.owner, "officer")
    record = Person(names=(PersonName(given_name=name[0], surname=name[1]),))
    return seq, header, close(node.keyring, header, record, slot)


async def _copy(connection: Connection, rows: Sequence[tuple[int, Header, Closed, int]]) -> None:
    await connection.copy_records_to_table(
        "entry",
        columns=_ENTRY,
        records=[
            (seq, h.id, 1, class_id, h.recorded_at, h.agency, h.member, c.slot, c.facts, c.sealed, c.commitment)
            for seq, h, c, class_id in rows
        ],
    )
    await connection.copy_records_to_table(
        "record",
        columns=("id", "seq", "version", "class_id", "tokens"),
        records=[(h.id, seq, 1, class_id, c.found.tokens) for seq, h, c, class_id in rows],
    )
    await connection.copy_records_to_table(
        "name_key",
        columns=("seq", "key", "class_id"),
        records=[(seq, key, class_id) for seq, _, c, class_id in rows for key in c.found.names],
    )


async def _fill_plainly(connection: asyncpg.Connection, people: Sequence[Name]) -> None:
    """Keep the same names in plain text, with whose they are, under the index that they are usually found by."""
    await connection.execute("create extension if not exists pg_trgm")
    await connection.execute(_PLAIN_NAMES)
    rows = [(n, int(_is_hidden(n)), " ".join(name)) for n, name in enumerate(people)]
    await connection.copy_records_to_table("plain_name", records=rows)
    await connection.execute(_TRIGRAMS, timeout=600)
    await connection.execute("vacuum analyze plain_name", timeout=300)
