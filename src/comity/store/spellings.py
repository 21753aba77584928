"""Keeps the vocabulary of names up to the log: read in the background at first, then entry by entry.

Every search first takes in what this process has entered, which is at hand; what others entered is read from the log
when the notice of their entry comes. An expungement empties it, and it is read anew: nothing that was expunged survives
in memory either.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

import asyncpg
import numpy as np

from comity.errors import ComityError
from comity.policy.clauses import HandlingClass
from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.meaning import Search
from comity.records.reach import named_categories, names_of
from comity.records.reach import word as word_for
from comity.records.registry import categories_of, kind_named
from comity.records.spelling.remembering import forget_words
from comity.store.classes import EXPUNGED, Classes
from comity.store.entries import Stored
from comity.store.frequencies import Frequencies
from comity.store.keyring import Keyring
from comity.store.lost import reachable
from comity.store.pairs import pair_keys
from comity.store.planning import Row
from comity.store.reading import ENTRY_COLUMNS, stored
from comity.store.sealing import record_of
from comity.store.tokens import MOST_PAIRED, each_token
from comity.store.vocabulary import Place, Vocabulary

# So few entries are taken in while somebody waits; more are left to the background.
MOST_AT_ONCE = 2000
_PAGE = 200
# The categories in which names stand, in the order of the tokens of each word.
NAMED = tuple(categories_of(Search.NAME))

_EARLIER = f"""
-- The versions before these, whose names are names of the record no more.
select {ENTRY_COLUMNS} from unnest($1::uuid[], $2::int[]) as a (record, version)
join entry e on e.record = a.record and e.version = a.version
"""  # noqa: S608 - constants only
_SINCE = f"""
-- What was entered after a place in the log, oldest first, with the tokens and keys by which it is found if current.
select {ENTRY_COLUMNS}, (select r.tokens from record r where r.seq = e.seq) as tokens,
    array(select k.key from name_key k where k.seq = e.seq) as keys
from entry e where e.seq > $1 and e.seq <= $2 order by e.seq limit $3
"""  # noqa: S608
_NOW = "select size, (select count(*) from expunged) as expunged from log_head"

Take = Callable[[Place, Iterable[str]], None]


class Spellings:
    """The vocabulary of one process, and how far in the log it has been read."""

    def __init__(self, pool: asyncpg.Pool, keyring: Keyring, classes: Classes) -> None:
        self._pool = pool
        self._keyring = keyring
        self._classes = classes
        self._reading = asyncio.Lock()
        self._written: deque[Row] = deque(maxlen=MOST_AT_ONCE)
        self._expunged = -1
        self.size = 0
        self._empty()

    def _empty(self) -> None:
        self.vocabulary = Vocabulary(self.tokens_of)
        self.frequencies = Frequencies()
        self._written.clear()
        self.place = -1

    def tokens_of(self, word: str) -> tuple[int, ...]:
        """Give the tokens of a word as a name, one for each category in which names stand."""
        return each_token(self._keyring.token_key, [word_for(each, Search.NAME, word) for each in NAMED])

    def is_whole(self, size: int) -> bool:
        """Whether all names of a log of this size are known."""
        return self.place >= size - 1

    async def take_in(self, size: int) -> bool:
        """Read what is missing up to a size of the log, if it is a moment's work; tells whether all is known."""
        if size - 1 - self.place <= MOST_AT_ONCE:
            await self.read(size)
        return self.is_whole(size)

    async def read(self, size: int) -> None:
        """Read all that is missing up to a size of the log, a page at a time."""
        async with self._reading:
            while self.place < size - 1:
                if at_hand := self._at_hand():
                    await self._take_written(at_hand)
                    continue
                async with reachable():
                    rows = await self._pool.fetch(_SINCE, self.place, size - 1, _PAGE)
                if not rows:
                    return
                await self._take(rows)
                # Whoever searches meanwhile is not kept waiting for the whole log.
                await asyncio.sleep(0)

    def note(self, rows: Sequence[Row]) -> None:
        """Keep what this process has just written until it is taken in, so that it need not be read from the log."""
        self._written.extend(rows)

    async def forget(self) -> None:
        """Empty the vocabulary; it is read again from the log, in which what was expunged says nothing any more."""
        async with self._reading:
            self._empty()
            forget_words()

    async def follow(self) -> None:
        """Read all that any process has entered; anew from the beginning if anything was expunged meanwhile."""
        async with reachable():
            ((size, expunged),) = await self._pool.fetch(_NOW)
        if expunged != self._expunged:
            self._expunged = expunged
            await self.forget()
        self.size = size
        await self.read(self.size)

    def _at_hand(self) -> list[Row]:
        """Give what was written here and follows on what is known, up to what takes names away."""
        written, found = self._written, list[Row]()
        while written and written[0].entry.seq <= self.place + 1 + len(found):
            row = written.popleft()
            if row.entry.version > 1 and _is_named(row.draft.handling):
                break
            if row.entry.seq == self.place + 1 + len(found):
                found.append(row)
        return found

    async def _take_written(self, rows: Sequence[Row]) -> None:
        self.frequencies.add([token for row in rows for token in row.closed.found.tokens])
        self.frequencies.note([key for row in rows for key in row.closed.found.names])
        for row in rows:
            if row.entry.record and _is_named(row.draft.handling):
                await self._count(row.draft.handling, row.entry.record, self.vocabulary.add)
        self.place = rows[-1].entry.seq

    async def _take(self, rows: Sequence[asyncpg.Record]) -> None:
        self.frequencies.add([token for row in rows for token in row["tokens"] or ()])
        self.frequencies.note([key for row in rows for key in row["keys"]])
        found = [await stored(row, self._classes) for row in rows]
        replaced = [(each.id, each.version - 1) for each in found if each.version > 1 and _is_named(each.handling)]
        for each in await self._earlier(replaced):
            await self._count_opened(each, self.vocabulary.remove)
        for each in found:
            await self._count_opened(each, self.vocabulary.add)
        self.place = found[-1].seq

    async def _earlier(self, replaced: Sequence[tuple[UUID, int]]) -> list[Stored]:
        if not replaced:
            return []
        async with reachable():
            rows = await self._pool.fetch(_EARLIER, *map(list, zip(*replaced, strict=True)))
        return [await stored(row, self._classes) for row in rows]

    async def _count_opened(self, each: Stored, take: Take) -> None:
        if not _is_named(each.handling):
            return
        try:
            record = record_of(self._keyring, each)
        except ComityError:
            # Its key was destroyed between reading and opening: whoever destroyed it has the vocabulary read again.
            return
        await self._count(each.handling, record, take)

    async def _count(self, handling: HandlingClass, record: Record, take: Take) -> None:
        class_id = await self._classes.id_of(handling)
        names = names_of(record)
        for category, words in names.items():
            take((class_id, category), words)
        self._note_pairs(names)

    def _note_pairs(self, names: Mapping[Category, frozenset[str]]) -> None:
        """Take note of words that stand together in one record and have no key together: very many, or apart."""
        if len(names) > 1 or any(len(words) > MOST_PAIRED for words in names.values()):
            key = self._keyring.token_key
            tokens = each_token(key, [word_for(each, Search.NAME, w) for each, words in names.items() for w in words])
            carried = np.array(tokens, np.int64)
            self.frequencies.note(pair_keys(carried, carried).ravel())


def _is_named(handling: HandlingClass) -> bool:
    return handling != EXPUNGED and bool(named_categories(kind_named(handling.kind).kind))
