"""The four ways in which a record matches a query, best first; each is paged by score and place, newest first.

A record matches by what it carries itself; by what it refers to; by a name that is nearly the one asked for; or nearly
by any of these together. Each way leaves out what an earlier one has shown.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from uuid import UUID

import numpy as np
from msgspec import Struct

from comity.acts.sight import Decided, Sight
from comity.acts.spelled import MOST_NAMED, Spelling, keys_of
from comity.acts.terms import CALLED, Asking, Group, Rows, Terms
from comity.records.reach import beginnings_of_references
from comity.store.entries import Stored
from comity.store.finding import (
    ANYWHERE,
    MOST_HUBS,
    Mark,
    Seen,
    called,
    here,
    hubs,
    marks_matching,
    marks_met,
    named,
    named_marks,
)
from comity.store.frequencies import ANYTHING
from comity.store.nearby import ALIKE
from comity.store.node import Node
from comity.store.pairs import Numbers, may_be, pair_keys
from comity.store.reading import Reach
from comity.store.tokens import each_token

# A word of this many records is met on the way back along the log before the index has brought all of them.
_COMMON = 50_000
# Of what matches nearly in several ways, so many of the newest are weighed.
MOST_WEIGHED = 1000
_MOST_NAMES = 2
# In thousandths: what a match through another record counts, and the most that one in several ways together does.
_REFERRED, _NEARLY = 990, 750
_PAGE = 200
_MOST_CALLED_NEARLY = 5


class Tier(IntEnum):
    """How a record matches; the best comes first."""

    ITSELF = 0
    REFERRING = 1
    NAMED = 2
    NEARLY = 3


class Place(Struct, frozen=True):
    """Where in the order of matches a page begins: after this tier, score and place in the log; all below ``bound``."""

    tier: Tier = Tier.ITSELF
    score: int = ALIKE + 1
    seq: int = ANYWHERE
    bound: int = ANYWHERE

    def within(self, tier: Tier) -> "Place":
        """Give the same place as one in this tier, which it may lie before."""
        return self if tier is self.tier else Place(tier, bound=self.bound)

    @property
    def before(self) -> int:
        """The place in the log below which records of the same score follow."""
        return min(self.seq, self.bound)


BEGINNING = Place()


class Match(Struct, frozen=True):
    """A record that matches, how well in thousandths, and the words by which it was found."""

    stored: Stored
    tier: Tier
    score: int
    words: tuple[str, ...]


Refs = tuple[frozenset[UUID], ...]
Looked = Sequence[tuple[Group, Terms]]


async def matches(
    node: Node, asking: Asking, place: Place, limit: int, *, tiers: Collection[Tier] = tuple(Tier)
) -> list[Match]:
    """Give up to ``limit`` records that match after a place in some of the ways, the best first."""
    finding = _Finding(node, asking)
    ways = (finding.itself, finding.referring, finding.named, finding.nearly)
    found: list[Match] = []
    for tier, way in zip(Tier, ways, strict=True):
        if tier in tiers and tier >= place.tier and len(found) < limit:
            found += await way(place.within(tier), limit - len(found))
    return found


async def exactly(node: Node, asking: Asking) -> Sequence[Reach]:
    """Give what to look through for all that matches as typed, itself or by what it refers to."""
    finding = _Finding(node, asking)
    return finding.possible(await finding.referred_in())


class _Finding:
    """One search: what it has found out about what others refer to, so that it is asked once."""

    def __init__(self, node: Node, asking: Asking) -> None:
        self.node = node
        self.asking = asking
        self.scope = asking.sight.scope
        self._sketch = node.spellings.frequencies.sketch if asking.whole else ANYTHING
        self._referred: Looked | None = None
        self._found_hubs: Sequence[Mark] | None = None
        self._near: dict[tuple[int, int], Rows] = {}
        self._made: dict[str, int] = {}

    async def itself(self, place: Place, limit: int) -> list[Match]:
        """Give records that carry every term as it was typed."""
        groups = self.possible([(group, group.exact) for group in self.asking.groups])
        marks = await self._marks(groups, place.before, limit)
        return await self._matched(Tier.ITSELF, [(mark, ALIKE) for mark in marks])

    async def referring(self, place: Place, limit: int) -> list[Match]:
        """Give records that carry some terms themselves, and others through what they refer to."""
        looked = await self.referred_in()
        groups = self.possible(looked) if any(terms != group.exact for group, terms in looked) else ()
        before, found = place.before, list[Mark]()
        while groups and len(found) < limit:
            marks = await self._marks(groups, before, _PAGE)
            found += [mark for mark in marks if not _is_found(mark, self._direct())]
            if len(marks) < _PAGE:
                break
            before = marks[-1].seq
        return await self._matched(Tier.REFERRING, [(mark, _REFERRED) for mark in found[:limit]])

    async def named(self, place: Place, limit: int) -> list[Match]:
        """Give records whose names are nearly those that were asked for, the nearest first; for queries of names."""
        keys = keys_of(self.asking.near, self._sketch) if self._is_of_names() else []
        found: list[Match] = []
        while len(found) < limit:
            most = min(place.score, MOST_NAMED)
            asked = [each for each in keys if each.score <= most]
            if not asked:
                break
            before = [(g, terms) for g, terms in await self.referred_in() if all(terms) and self._may_meet(terms)]
            rows = await (named_marks if before else named)(
                self.node.reader,
                self.scope,
                asked,
                below=[place.before if each.score == place.score else place.bound for each in asked],
                seen=_seen(self.asking.sight),
                shown=[each.key for each in keys if each.score > most],
                limit=limit,
            )
            fresh = [each for each in rows if each.mark is None or not _is_found(each.mark, before)]
            words = Spelling(self.asking.terms, self.asking.near, asked).of(each.keys for each in fresh)
            found += [Match(n.stored, Tier.NAMED, n.score, told) for n, told in zip(fresh, words, strict=True)]
            if len(rows) < limit:
                break
            place = Place(Tier.NAMED, rows[-1].score, rows[-1].stored.seq, place.bound)
        return found[:limit]

    async def nearly(self, place: Place, limit: int) -> list[Match]:
        """Give the best of the newest records that match nearly, by whatever ways together."""
        if not any(len(near) > 1 for near in self.asking.near):
            return []
        refs = self._credited(await self._near_hubs(), [(group, self._joined(group)) for group in self.asking.hubs])
        if self._is_of_names() and not any(refs) and not self._is_also_found_otherwise():
            return []
        groups = self.possible(
            [(group, self._beside(group, self._joined(group), refs)) for group in self.asking.groups]
        )
        marks = await self._marks(groups, place.bound, MOST_WEIGHED)
        exact = await self.referred_in()
        shown = [*exact, *(self._named_in() if self._is_of_names() else ())]
        weighed = [(mark, self._weight(mark)) for mark in marks if not _is_found(mark, shown)]
        left = [each for each in weighed if (each[1], each[0].seq) < (place.score, place.seq)]
        left.sort(key=lambda each: (-each[1], -each[0].seq))
        return await self._matched(Tier.NEARLY, left[:limit])

    async def referred_in(self) -> Looked:
        """Give each group with the tokens of each term: as it was typed, and of what carries it and is referred to."""
        if self._referred is None:
            refs = self._credited(await self._exact_hubs(), [(group, group.exact) for group in self.asking.hubs])
            self._referred = [(group, self._beside(group, group.exact, refs)) for group in self.asking.groups]
        return self._referred

    def possible(self, looked: Looked) -> Sequence[Reach]:
        """Give what to look through: groups in which every term may be found, the rarest term first."""
        found = []
        for group, terms in looked:
            if all(terms) and self._may_meet(terms):
                often = sorted((self._frequency(tokens), n) for n, tokens in enumerate(terms))
                found.append(group.reach([terms[n] for _, n in often]))
        return found

    def _may_meet(self, terms: Terms) -> bool:
        """Whether any record may carry all terms: what are names alone must stand together in one."""
        alone = [tokens for tokens in terms if tokens <= self.asking.names]
        return all(
            not one.isdisjoint(other) or may_be(self._sketch, pair_keys(_array(one), _array(other)).ravel()).any()
            for one, other in pairwise(alone)
        )

    def _direct(self) -> Looked:
        return [(group, group.exact) for group in self.asking.groups]

    async def _hubs(self) -> Sequence[Mark]:
        """Give what may be referred to and carries all terms, two that stand side by side, or one."""
        asking, questions = self.asking, list[Reach]()
        if not asking.hubs:
            return ()
        names = asking.making.called()
        for group in asking.hubs:
            terms = group.exact
            together = [terms, *(pairwise(terms) if len(terms) > len("ab") else ())]
            questions += [group.reach(each) for each in together if len(each) > 1 and all(each)]
            questions += [group.reach([each]) for each in asking.making.numbers(group) if each]
            # A name or a place alone is looked for by its key, which brings the newest without the others.
            other = terms[0] - names.keys()
            questions += [group.reach([other])] if len(terms) == 1 and other else []
        reader, scope = self.node.reader, asking.among_hubs.scope
        found = await called(reader, scope, names, seen=_seen(asking.among_hubs), most=MOST_HUBS)
        return [*found, *await hubs(reader, scope, questions)]

    async def _near_hubs(self) -> Sequence[Mark]:
        """Give what may be referred to and has nearly the names that were asked for, the nearest and newest."""
        asking, seen = self.asking, _seen(self.asking.among_hubs)
        if not asking.hubs:
            return ()
        single = self._single_keys()
        reader, scope = self.node.reader, asking.among_hubs.scope
        found = list(await called(reader, scope, single, seen=seen, most=_MOST_CALLED_NEARLY))
        for pair in pairwise(asking.near):
            if keys := keys_of(pair, self._sketch):
                below = [ANYWHERE] * len(keys)
                rows = await named_marks(reader, scope, keys, below=below, seen=seen, shown=[], limit=MOST_HUBS)
                found += [each.mark for each in rows if each.mark]
        return [*found, *await self._exact_hubs()]

    async def _exact_hubs(self) -> Sequence[Mark]:
        if self._found_hubs is None:
            self._found_hubs = await self._hubs()
        return self._found_hubs

    def _credited(self, found: Iterable[Mark], looked: Looked) -> Refs:
        """Credit what may be referred to with each term that is seen in it; with a phrase only if it is whole there."""
        refs = [set[UUID]() for _ in self.asking.terms]
        for mark in {each.seq: each for each in found}.values():
            for group, terms in looked:
                if group.holds(mark):
                    credited = {n for n, tokens in enumerate(terms) if tokens & mark.tokens}
                    broken = (phrase for phrase in self.asking.phrases if not phrase <= credited)
                    for n in credited.difference(*broken):
                        refs[n].add(mark.id)
        return tuple(map(frozenset, refs))

    def _beside(self, group: Group, terms: Terms, refs: Refs) -> Terms:
        beginnings = beginnings_of_references(group.pointing)
        referring = [self._tokens([each + id.hex for id in ids for each in beginnings]) for ids in refs]
        return tuple(own | self._there(others) if others else own for own, others in zip(terms, referring, strict=True))

    def _tokens(self, words: Sequence[str]) -> list[int]:
        """Give the tokens of words; groups ask for the same ones, and each is made once."""
        made = self._made
        new = [word for word in words if word not in made]
        made.update(zip(new, each_token(self.node.keyring.token_key, new), strict=True))
        return [made[word] for word in words]

    def _there(self, tokens: Sequence[int]) -> frozenset[int]:
        """Give those of some tokens that any record may carry: most of what could be referred to is not."""
        return self.node.spellings.frequencies.there(tokens) if self.asking.whole else frozenset(tokens)

    def _frequency(self, tokens: frozenset[int]) -> int:
        """Tell about how many records carry any of some tokens; while that is not known, only whether there are any."""
        return self.node.spellings.frequencies.of(tuple(tokens)) if self.asking.whole else len(tokens)

    async def _marks(self, groups: Sequence[Reach], before: int, limit: int) -> list[Mark]:
        if not groups:
            return []
        often = [self._frequency(frozenset(group.terms[0])) for group in groups]
        look = marks_met if self.asking.whole and max(often) > _COMMON else marks_matching
        return await look(self.node.reader, self.scope, groups, before=before, limit=limit)

    async def _matched(self, tier: Tier, marks: Sequence[tuple[Mark, int]]) -> list[Match]:
        held = await here(self.node.reader, self.scope, [mark.seq for mark, _ in marks])
        return [Match(held[mark.seq], tier, score, self._words(mark)) for mark, score in marks if mark.seq in held]

    def _is_of_names(self) -> bool:
        return len(self.asking.terms) <= _MOST_NAMES and all(term.name for term in self.asking.terms)

    def _named_in(self) -> Looked:
        """Give each group with the tokens near each term: what has them all is found by ``named``, or by nothing."""
        return [(g, tuple(frozenset(self._rows(g, n)) for n in range(len(g.exact)))) for g in self.asking.groups]

    def _is_also_found_otherwise(self) -> bool:
        """Whether any term may be found otherwise than as a name: in a text, say, or as the name of a place."""
        names = self.asking.names
        return any(tokens - names for group in self.asking.groups for tokens in group.exact)

    def _single_keys(self) -> Mapping[int, int]:
        """Give the tokens near any term that may be there, each with the category in which it is one of a name."""
        return {each.key: each.part for near in self.asking.near for each in keys_of([near], self._sketch)}

    def _joined(self, group: Group) -> Terms:
        """Give the tokens of each term in a group, as it was typed and near it."""
        near = (self._rows(group, n) for n in range(len(group.exact)))
        return tuple(exact | each.keys() for exact, each in zip(group.exact, near, strict=True))

    def _rows(self, group: Group, n: int) -> Rows:
        key = (group.mask, n)
        if key not in self._near:
            self._near[key] = self.asking.rows(group.mask, n)
        return self._near[key]

    def _weight(self, mark: Mark) -> int:
        """Tell how well a record matches, in thousandths: the mean of its terms, each by the best that it carries."""
        groups = [group for group in self.asking.groups if group.holds(mark)]
        return max(sum(self._best(mark, group, n) for n in range(len(group.exact))) for group in groups) // len(
            self.asking.terms
        )

    def _best(self, mark: Mark, group: Group, n: int) -> int:
        """Tell how well a record matches one term: as typed, by the nearest word in it, or by what it refers to."""
        if mark.tokens & group.exact[n]:
            return _NEARLY
        row = self._row(mark, [group], n)
        return (ALIKE if row is None else int(self.asking.near[n].similarities[row])) * _NEARLY // (ALIKE + 1)

    def _row(self, mark: Mark, groups: Sequence[Group], n: int) -> int | None:
        """Give the row of the word nearest to a term that a record carries; None where it carries none."""
        rows = [self._rows(group, n) for group in groups]
        return min((theirs[each] for theirs in rows for each in mark.tokens if each in theirs), default=None)

    def _words(self, mark: Mark) -> tuple[str, ...]:
        """Give the words by which a record was found: as they were typed, or as they are spelled in it."""
        groups = [group for group in self.asking.groups if group.holds(mark)]
        return tuple(dict.fromkeys(self._word(mark, groups, n) for n in range(len(self.asking.terms))))

    def _word(self, mark: Mark, groups: Sequence[Group], n: int) -> str:
        row = None
        if all(mark.tokens.isdisjoint(group.exact[n]) for group in groups):
            row = self._row(mark, groups, n)
        return self.asking.terms[n].text if row is None else self.asking.near[n].word(row)


def _array(tokens: Iterable[int]) -> Numbers:
    return np.array(list(tokens), np.int64)


def _is_found(mark: Mark, looked: Looked) -> bool:
    return any(all(mark.tokens & tokens for tokens in terms) for group, terms in looked if group.holds(mark))


def _seen(sight: Sight) -> Seen:
    seen = _seen_classes(sight.decided)
    if not sight.single:
        return seen
    singles = ((c, each.seq) for each in sight.single.values() for c in CALLED if c & each.decision.mask)
    return Seen(seen.classes, Seen.of((), singles).singles)


@lru_cache(maxsize=256)
def _seen_classes(decided: Decided) -> Seen:
    return Seen.of(((c, n) for n, decision in decided.decisions.items() for c in CALLED if c & decision.mask), ())
