"""Take in from the log what is expected of whom from now on, and what has come: never more than a page at a time.

The log is the queue; a mark is held while a page is taken in, so that whoever dies in between leaves nothing undone and
nobody takes a page twice. Only what an agency may see starts or ends what is expected of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from comity.acts.looking import Looks, looks_around
from comity.acts.outlooks import Outlooks
from comity.desks.deadlines import CONCERNED, ENDED_BY, EXPECTED, STARTED_BY
from comity.desks.expected import Began, Expected, Times, Whom, is_history, moment, times
from comity.records.categories import Category
from comity.records.declaration import Record, kind_name
from comity.records.meaning import Search
from comity.records.profiles import profile as profile_named
from comity.records.reach import words_for
from comity.store.classes import EXPUNGED
from comity.store.entries import Stored
from comity.store.expecting import (
    Connection,
    Open,
    Row,
    answer,
    entered,
    expect,
    hold_mark,
    move_mark,
    reopen,
    waiting_for,
)
from comity.store.node import Node
from comity.store.pointing import carrying
from comity.store.tokens import token

_PAGE = 500
_MOST_PAGES = 20


async def take_in(node: Node) -> bool:
    """Take in what was entered, up to so many pages; tell whether there is more."""
    for _ in range(_MOST_PAGES):
        if not await _page(node):
            return False
    return True


async def _page(node: Node) -> bool:
    size = await node.reader.size()
    await node.rulebook.refresh()
    async with node.pool.acquire() as connection, connection.transaction():
        mark = await hold_mark(connection)
        found = await entered(connection, node.classes, CONCERNED, after=mark, upto=size - 1, limit=_PAGE)
        whole = len(found) == _PAGE
        if found:
            await _take(node, connection, list({each.id: each for each in found}.values()))
        reached = found[-1].seq if whole else size - 1
        if reached > mark:
            await move_mark(connection, reached, node.clock())
    return whole


async def _take(node: Node, connection: Connection, newest: Sequence[Stored]) -> None:
    """Take in the newest versions of some records: what they start, then what they and earlier records end."""
    taking = _Taking(Outlooks(node), await looks_around(node, newest))
    await reopen(connection, [each.id for each in newest])
    starting = [each for each in newest if each.handling.kind in STARTED_BY]
    rows = [row for stored in starting for row in taking.rows(stored)]
    await expect(connection, [each.id for each in starting], rows, node.clock())
    await _end(connection, taking, [each for each in newest if each.handling.kind in ENDED_BY])
    await _end_by_earlier(node, connection, rows)


async def _end(connection: Connection, taking: "_Taking", answering: Iterable[Stored]) -> None:
    """Close what records answer; what two of them answer, the first one does."""
    ending = [(expected, keys, stored) for stored in answering for expected, keys in taking.ended(stored)]
    for name in sorted({expected.name for expected, _, _ in ending}):
        mine = [(keys, stored) for expected, keys, stored in ending if expected.name == name]
        by_key: dict[str, list[Open]] = defaultdict(list)
        for waiting in await waiting_for(connection, name, {key for keys, _ in mine for key in keys}):
            for key in waiting.keys:
                by_key[key].append(waiting)
        answers: dict[Open, Stored] = {}
        for keys, stored in mine:
            for waiting in {each: None for key in sorted(keys) for each in by_key.get(key, ())}:
                if waiting not in answers and taking.ends(EXPECTED[name], stored, waiting):
                    answers[waiting] = stored
        await answer(connection, [(each, stored.id, stored.recorded_at) for each, stored in answers.items()])


async def _end_by_earlier(node: Node, connection: Connection, rows: Iterable[Row]) -> None:
    """Look for what had come before it was expected, where that may be."""
    wanted = [(EXPECTED[row.name], row.keys) for row in rows if EXPECTED[row.name].before]
    if not wanted:
        return
    kinds = frozenset(kind_name(kind) for expected, _ in wanted for kind in expected.before)
    words = {word for _, keys in wanted for key in keys for word in words_for(Category.CHARGE, Search.NUMBER, key)}
    tokens = [token(node.keyring.token_key, word) for word in sorted(words)]
    earlier = await carrying(node.pool, node.classes, tokens, lambda each: each.kind in kinds)
    taking = _Taking(Outlooks(node), await looks_around(node, earlier))
    await _end(connection, taking, earlier)


@dataclass
class _Taking:
    """For one page: what each agency sees, and the records around."""

    outlooks: Outlooks
    looks: Looks

    def rows(self, stored: Stored) -> Iterator[Row]:
        """Give what a record starts, for each agency that must act."""
        owner = stored.handling.owner
        here = self.outlooks.node.directory.agency.get(owner)
        # What its own agency does not see any more, as under seal, nobody is chased for.
        if here is None or stored.handling == EXPUNGED or not self.outlooks.shows(owner, stored):
            return
        record = self.looks.record_of(stored)
        for expected in STARTED_BY[stored.handling.kind]:
            for agency in self._who(expected, stored, record):
                began = expected.begins.find(record, self.looks.of(self.outlooks, agency))
                when = times(expected, began, profile_named(here.profile), stored.recorded_at) if began else None
                if began and when and not is_history(record, when.due_at, stored.recorded_at):
                    yield from _rows(expected, stored, agency, began, when)

    def _who(self, expected: Expected, stored: Stored, record: Record) -> list[str]:
        """Give the agencies that must act; where that cannot be told, the one that waits."""
        owner = stored.handling.owner
        if expected.falls_to is None:
            return [owner]
        seeing = self.outlooks.of_pillar(expected.falls_to, stored)
        if (named := expected.agency(record)) in seeing and named is not None:
            return [named]
        return seeing if len(seeing) == 1 or (seeing and expected.whom is Whom.EVERY) else [owner]

    def ended(self, stored: Stored) -> Iterator[tuple[Expected, frozenset[str]]]:
        """Give what a record may end, with the keys of it, whoever sees that."""
        if stored.handling == EXPUNGED:
            return
        record = self.looks.record_of(stored)
        for expected, answering in ENDED_BY[stored.handling.kind]:
            found = answering.find(record, self.looks.all)
            if found.keys:
                yield expected, found.keys | {_by(key, stored.handling.owner) for key in found.keys}

    def ends(self, expected: Expected, stored: Stored, waiting: Open) -> bool:
        """Whether a record ends something that is open, as the agency that must act sees both."""
        if not self.outlooks.shows(waiting.agency, stored):
            return False
        record, look = self.looks.record_of(stored), self.looks.of(self.outlooks, waiting.agency)
        for each, answering in ENDED_BY[stored.handling.kind]:
            if each is expected:
                found = answering.find(record, look)
                keys = found.keys | {_by(key, stored.handling.owner) for key in found.keys}
                if keys & waiting.keys and (found.at is None or moment(found.at) >= waiting.began_at):
                    return True
        return False


def _rows(expected: Expected, stored: Stored, agency: str, began: Began, when: Times) -> Iterator[Row]:
    # Where each agency answers for itself, only what that agency enters does.
    own = expected.whom is Whom.EVERY and agency != stored.handling.owner
    for thing, said in began.things.items():
        keys = said or frozenset({stored.id.hex})
        known = frozenset(_by(key, agency) for key in keys) if own else keys
        yield Row(expected.name, stored.id, thing, agency, known, when.began_at, when.due_at, when.escalate_at)


def _by(key: str, agency: str) -> str:
    return f"{key} by {agency}"
