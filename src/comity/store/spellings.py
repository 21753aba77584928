"""Keeps the vocabulary of names up to the log: read in the background at first, then entry by entry.

Every search first takes in what this process has entered; what others entered comes with the notice of their entry. An
expungement empties it, and it is read anew: nothing that was expunged survives in memory either.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

import asyncpg

from comity.errors import ComityError
from comity.records.meaning import Search
from comity.records.reach import named_categories, names_of
from comity.records.reach import word as word_for
from comity.records.registry import categories_of, kind_named
from comity.store.classes import EXPUNGED, Classes
from comity.store.entries import Stored
from comity.store.holding import Holding
from comity.store.keyring import Keyring
from comity.store.lost import reachable
from comity.store.reading import ENTRY_COLUMNS, stored
from comity.store.sealing import record_of
from comity.store.tokens import each_token
from comity.store.vocabulary import Frequencies, Place, Vocabulary

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
_TOKENS = "select tokens from record where seq > $1 and seq <= $2"
_NOW = "select size, (select count(*) from expunged) as expunged from log_head"
_KEYS = "select key from name_key where seq > $1 and seq <= $2"


class Spellings:
    """The vocabulary of one process, and how far in the log it has been read."""

    def __init__(self, pool: asyncpg.Pool, keyring: Keyring, classes: Classes, holding: Holding) -> None:
        self._pool = pool
        self._keyring = keyring
        self._classes = classes
        self._holding = holding
        self._reading = asyncio.Lock()
        self._expunged = -1
        self.size = 0
        self._empty()

    def _empty(self) -> None:
        self.vocabulary = Vocabulary(self.tokens_of)
        self.frequencies = Frequencies()
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
                found = await self._holding.since(self.place, size - 1, _PAGE)
                if not found:
                    return
                await self._take(found)
                # Whoever searches meanwhile is not kept waiting for the whole log.
                await asyncio.sleep(0)

    async def forget(self) -> None:
        """Empty the vocabulary; it is read again from the log, in which what was expunged says nothing any more."""
        async with self._reading:
            self._empty()

    async def follow(self) -> None:
        """Read all that any process has entered; anew from the beginning if anything was expunged meanwhile."""
        async with reachable():
            ((size, expunged),) = await self._pool.fetch(_NOW)
        if expunged != self._expunged:
            self._expunged = expunged
            await self.forget()
        self.size = size
        await self.read(self.size)

    async def _take(self, found: Sequence[Stored]) -> None:
        upto = found[-1].seq
        async with reachable():
            tokens = await self._pool.fetch(_TOKENS, self.place, upto)
            keys = await self._pool.fetch(_KEYS, self.place, upto)
        self.frequencies.add([token for row in tokens for token in row["tokens"]])
        self.frequencies.note([row["key"] for row in keys])
        replaced = [(each.id, each.version - 1) for each in found if each.version > 1 and _is_named(each)]
        for each in await self._earlier(replaced):
            await self._count(each, self.vocabulary.remove)
        for each in found:
            await self._count(each, self.vocabulary.add)
        self.place = upto

    async def _earlier(self, replaced: Sequence[tuple[UUID, int]]) -> list[Stored]:
        if not replaced:
            return []
        async with reachable():
            rows = await self._pool.fetch(_EARLIER, *map(list, zip(*replaced, strict=True)))
        return [found for row in rows if _is_named(found := await stored(row, self._classes))]

    async def _count(self, each: Stored, take: Callable[[Place, Iterable[str]], None]) -> None:
        if not _is_named(each):
            return
        try:
            record = record_of(self._keyring, each)
        except ComityError:
            # Its key was destroyed between reading and opening: whoever destroyed it has the vocabulary read again.
            return
        class_id = await self._classes.id_of(each.handling)
        for category, words in names_of(record).items():
            take((class_id, category), words)


def _is_named(each: Stored) -> bool:
    return each.handling != EXPUNGED and bool(named_categories(kind_named(each.handling.kind).kind))
