"""Every query that finds records by words; what a reader may not see is filtered inside each of them, before any limit.

A term is found by any of its tokens. The first four terms are looked up in the index, the rarest of all; the others are
held against what those bring.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import asyncpg
from msgspec import Struct

from comity.errors import Invalid
from comity.store.entries import Stored
from comity.store.reading import (
    ENTRY_COLUMNS,
    EPOCH_COLUMN,
    ONCE,
    READ_COLUMNS,
    Reach,
    Reader,
    Scope,
    number_array,
    reached,
)

_MARKS = f"""
-- Of each group, the newest records in which every term is found; each group with the tokens it may be found by.
select found.seq, found.id, found.class_id, found.tokens, {EPOCH_COLUMN}
from (
    select classes::int[], records::uuid[], a::bigint[], b::bigint[], c::bigint[], d::bigint[], rest::text[]
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
        as t (classes, records, a, b, c, d, rest)
    offset 0
) g cross join lateral (
    select near.seq, near.id, near.class_id, near.tokens from (
        select r.seq, r.id, r.class_id, r.tokens from record r
        where r.tokens && g.a and r.tokens && g.b and r.tokens && g.c and r.tokens && g.d
          and not exists (select from unnest(g.rest) as t (term) where not r.tokens && t.term::bigint[])
        offset 0
    ) near
    where (near.class_id = any(g.classes) or near.id = any(g.records)) and near.seq < $8
    order by near.seq desc limit $9
) found
"""  # noqa: S608 - constants only, as below

_MARKS_ON_THE_WAY = f"""
-- The same for words so common that walking back along the log meets them sooner than the index brings all of them.
select found.seq, found.id, found.class_id, found.tokens, {EPOCH_COLUMN}
from (
    select classes::int[], records::uuid[], a::bigint[], b::bigint[], c::bigint[], d::bigint[], rest::text[]
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
        as t (classes, records, a, b, c, d, rest)
    offset 0
) g cross join lateral (
    select r.seq, r.id, r.class_id, r.tokens from (
        select w.seq, w.id, w.class_id, w.tokens from record w where w.seq < $8 order by w.seq desc offset 0
    ) r
    where (r.class_id = any(g.classes) or r.id = any(g.records))
      and r.tokens && g.a and r.tokens && g.b and r.tokens && g.c and r.tokens && g.d
      and not exists (select from unnest(g.rest) as t (term) where not r.tokens && t.term::bigint[])
    limit $9
) found
"""  # noqa: S608

_COUNT = """
-- Of which class, and of which month (UTC), the records are in which every term is found, as far as they are counted.
select e.class_id, to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM') as month, count(*) as records
from (
    select distinct found.seq
    from (
        select classes::int[], records::uuid[], a::bigint[], b::bigint[], c::bigint[], d::bigint[], rest::text[]
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
            as t (classes, records, a, b, c, d, rest)
        offset 0
    ) g cross join lateral (
        select r.seq, r.id, r.class_id from record r
        where r.tokens && g.a and r.tokens && g.b and r.tokens && g.c and r.tokens && g.d
          and not exists (select from unnest(g.rest) as t (term) where not r.tokens && t.term::bigint[])
        offset 0
    ) found
    where found.class_id = any(g.classes) or found.id = any(g.records)
    limit $8
) all_found join entry e on e.seq = all_found.seq group by 1, 2
"""

_CALLED = f"""
-- Of each key of a name or a place, the newest records that carry it: what other records may refer to.
select r.seq, r.id, r.class_id, r.tokens, {EPOCH_COLUMN}
from unnest($1::bigint[], $2::int[]) as a (key, part) cross join lateral (
    select n.seq from name_key n
    where n.key = a.key
      and ((a.part, n.class_id) in (select * from unnest($3::text::int[], $4::text::int[]))
           or (a.part, n.seq) in (select * from unnest($5::text::int[], $6::text::bigint[])))
    order by n.seq desc limit $7
) found join record r on r.seq = found.seq
"""  # noqa: S608

_NEAREST = """(
    select found.seq, max(a.score) as score, min(found.class_id) as class_now, array_agg(a.key) as keys
    from unnest($1::bigint[], $2::int[], $3::bigint[], $4::int[]) as a (key, score, below, part)
    cross join lateral (
        select n.seq, n.class_id from name_key n
        where n.key = a.key and n.seq < a.below and {wanted}
        order by n.seq desc limit $7
    ) found group by found.seq order by score desc, found.seq desc limit $7
) best join entry e on e.seq = best.seq"""
_OF_CLASSES = "(a.part, n.class_id) in (select * from unnest($5::text::int[], $6::text::int[]))"
_SEEN_AND_NEW = f"""
    ({_OF_CLASSES} or (a.part, n.seq) in (select * from unnest($8::text::int[], $9::text::bigint[])))
    and not exists (select from name_key h where h.seq = n.seq and h.key = any($10::bigint[]))"""  # noqa: S608
_AS_NAMED = f"{ENTRY_COLUMNS}, best.class_now, {EPOCH_COLUMN}, best.score, best.keys"

_NAMED = f"""
-- The records whose names are nearest: the newest of each key, then the nearest of all; never one that was nearer.
select {_AS_NAMED} from {_NEAREST.format(wanted=_SEEN_AND_NEW)} order by best.score desc, e.seq desc
"""  # noqa: S608

_NAMED_AT_FIRST = f"""
-- The same where nothing came before and no single record is open beside the classes: a fifth less.
select {_AS_NAMED} from {_NEAREST.format(wanted=_OF_CLASSES)} order by best.score desc, e.seq desc
"""  # noqa: S608

_NAMED_MARKS = f"""
-- The same as the first with the tokens that each carries, which takes half as long again.
select {READ_COLUMNS}, best.score, best.keys, r.id, r.tokens
from {_NEAREST.format(wanted=_SEEN_AND_NEW)} join record r on r.seq = best.seq order by best.score desc, e.seq desc
"""  # noqa: S608

_CARRIED = """
-- Which of some keys of names some records carry.
select distinct key from name_key where seq = any($1::bigint[]) and key = any($2::bigint[])
"""

_HERE = f"""
-- The current versions at these places in the log.
select {READ_COLUMNS} from record r join entry e on e.seq = r.seq
where r.seq = any($3::bigint[]) and (r.class_id = any($1::int[]) or r.id = any($2::uuid[]))
"""  # noqa: S608

# So many records that others refer to are looked at for one thing that is asked.
MOST_HUBS = 100
# So many are counted; a query that finds more is too broad to be told apart by facets.
MOST_COUNTED = 10_000
_INDEXED = 4
# Below it lies every place in the log.
ANYWHERE = 2**62
# Where no single records are open, as arrays in text.
_NO_SINGLES = (number_array(()),) * 2


class Mark(Struct, frozen=True):
    """A record that was found, without what it says: its place, its id, its class and the tokens that it carries."""

    seq: int
    id: UUID
    class_id: int
    tokens: frozenset[int]


class Key(NamedTuple):
    """A key of names to look for: how near it is in thousandths, and the number of the category in which it is one.

    ``rows`` holds, for each term, the row of the word near it that the key is made of.
    """

    key: int
    score: int
    part: int
    rows: tuple[int, ...]


class Named(Struct, frozen=True):
    """A record whose names are near those that were asked for: how near in thousandths, and by which keys."""

    stored: Stored
    score: int
    keys: frozenset[int]
    mark: Mark | None


@dataclass(frozen=True)
class Seen:
    """Where names are seen: categories and classes in pairs, and categories and the places of single records.

    As arrays in text, because there are hundreds, and a driver looks at each number that it is given.
    """

    classes: tuple[str, str]
    singles: tuple[str, str]

    @classmethod
    def of(cls, classes: Iterable[tuple[int, int]], singles: Iterable[tuple[int, int]]) -> "Seen":
        """Give where names are seen, from pairs."""
        return cls(_split(classes), _split(singles))


async def matching(reader: Reader, scope: Scope, groups: Sequence[Reach], *, before: int, limit: int) -> list[Stored]:
    """Give the newest records in which every term of a group is found; up to ``MOST_TERMS`` terms."""
    found = await marks_matching(reader, scope, groups, before=before, limit=limit)
    held = await here(reader, scope, [mark.seq for mark in found])
    return [held[mark.seq] for mark in found if mark.seq in held]


async def marks_matching(
    reader: Reader, scope: Scope, groups: Sequence[Reach], *, before: int, limit: int
) -> list[Mark]:
    """Give the same records without what they say, newest first."""
    rows = await reader.rows(scope, _MARKS, *_columns(groups), before, limit, planned=ONCE) if groups else []
    return _newest(rows, limit)


async def marks_met(reader: Reader, scope: Scope, groups: Sequence[Reach], *, before: int, limit: int) -> list[Mark]:
    """Give what ``marks_matching`` gives, by walking back along the log: for the commonest words."""
    rows = await reader.rows(scope, _MARKS_ON_THE_WAY, *_columns(groups), before, limit, planned=ONCE) if groups else []
    return _newest(rows, limit)


async def counted(reader: Reader, scope: Scope, groups: Sequence[Reach]) -> Counter[tuple[int, str]]:
    """Count the records in which every term is found by class and month; Invalid for more than ``MOST_COUNTED``."""
    rows = await reader.rows(scope, _COUNT, *_columns(groups), MOST_COUNTED + 1, planned=ONCE) if groups else []
    found = Counter({(row["class_id"], row["month"]): row["records"] for row in rows})
    if found.total() > MOST_COUNTED:
        raise Invalid(
            f"The query finds more than {MOST_COUNTED:,} records: too many to count by kind, owner and month.",
            field="facets",
            remedy="Add a word, a date or a kind, or ask without facets.",
        )
    return found


async def hubs(reader: Reader, scope: Scope, questions: Sequence[Reach]) -> list[Mark]:
    """Give the newest records that carry all terms of a question, ``MOST_HUBS`` of each at most."""
    rows = (
        await reader.rows(scope, _MARKS, *_columns(questions), ANYWHERE, MOST_HUBS, planned=ONCE) if questions else []
    )
    return [_mark(row) for row in rows]


async def called(reader: Reader, scope: Scope, keys: Mapping[int, int], *, seen: Seen, most: int) -> list[Mark]:
    """Give the newest records that carry a key of a name or a place, ``most`` of each; with each key its category."""
    columns = [list(keys), list(keys.values()), *seen.classes, *seen.singles]
    rows = await reader.rows(scope, _CALLED, *columns, most, planned=ONCE) if keys else []
    return [_mark(row) for row in rows]


async def named(
    reader: Reader, scope: Scope, keys: Sequence[Key], *, below: list[int], seen: Seen, shown: list[int], limit: int
) -> list[Named]:
    """Give the records whose names are nearest, without marks; those that carry a key of ``shown`` came before.

    ``below`` holds, for each key, the place in the log that its records must lie below.
    """
    columns = _named(keys, below, seen)
    if shown or seen.singles != _NO_SINGLES:
        rows = await reader.rows(scope, _NAMED, *columns, limit, *seen.singles, shown, planned=ONCE)
    else:
        rows = await reader.rows(scope, _NAMED_AT_FIRST, *columns, limit, planned=ONCE)
    return [Named(await reader.stored(row), row["score"], frozenset(row["keys"]), None) for row in rows]


async def named_marks(
    reader: Reader, scope: Scope, keys: Sequence[Key], *, below: list[int], seen: Seen, shown: list[int], limit: int
) -> list[Named]:
    """Give the same with their marks."""
    columns = _named(keys, below, seen)
    rows = await reader.rows(scope, _NAMED_MARKS, *columns, limit, *seen.singles, shown, planned=ONCE)
    return [Named(await reader.stored(row), row["score"], frozenset(row["keys"]), _mark(row)) for row in rows]


def _named(keys: Sequence[Key], below: list[int], seen: Seen) -> list[list[int] | str]:
    """Lay keys out as the queries take them."""
    return [[k.key for k in keys], [k.score for k in keys], below, [k.part for k in keys], *seen.classes]


async def carried(reader: Reader, scope: Scope, seqs: Sequence[int], keys: Sequence[int]) -> frozenset[int]:
    """Tell which of some keys of names the current versions at some places carry."""
    rows = await reader.rows(scope, _CARRIED, seqs, keys) if seqs and keys else []
    return frozenset(row["key"] for row in rows)


async def here(reader: Reader, scope: Scope, seqs: Sequence[int]) -> dict[int, Stored]:
    """Give the current versions at some places in the log, by their places."""
    found = await reader.entries(scope, _HERE, scope.classes, scope.records, list(seqs)) if seqs else []
    return {each.seq: each for each in found}


def _split(pairs: Iterable[tuple[int, int]]) -> tuple[str, str]:
    pairs = tuple(pairs)
    return number_array(one for one, _ in pairs), number_array(other for _, other in pairs)


def _mark(row: asyncpg.Record) -> Mark:
    return Mark(row["seq"], row["id"], row.get("class_now", row["class_id"]), frozenset(row["tokens"]))


def _newest(rows: Sequence[asyncpg.Record], limit: int) -> list[Mark]:
    """Give the newest of what several groups found, each once."""
    found = {row["seq"]: row for row in rows}
    return [_mark(found[seq]) for seq in sorted(found, reverse=True)[:limit]]


def _columns(groups: Sequence[Reach]) -> list[Sequence[str]]:
    """Lay groups out as the queries take them: four terms, which the index is asked for, and the others as a list."""
    # A term that is not given repeats the first, which costs nothing and changes nothing.
    padded = [(*g.terms[:_INDEXED], *([g.terms[0]] * (_INDEXED - len(g.terms)))) for g in groups]
    indexed = [[number_array(each[n]) for each in padded] for n in range(_INDEXED)]
    rest = ["{" + ",".join(f'"{number_array(term)}"' for term in g.terms[_INDEXED:]) + "}" for g in groups]
    return [*reached(groups), *indexed, rest]
