"""By which tokens the terms of a query are found, in each group of records of which a reader sees the same categories.

The category is in every token, so what is hidden cannot be probed; and of the words near a name only those count that
stand where this reader sees names, so that nothing hidden changes what is tried.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import groupby, islice
from uuid import UUID

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from comity.acts.sight import Decided, Sight, sight_of
from comity.policy.clauses import HandlingClass
from comity.policy.sessions import Session
from comity.records.categories import Category
from comity.records.codes import code_table
from comity.records.forms import code_forms, text_forms
from comity.records.meaning import Search
from comity.records.profiles import profile
from comity.records.queries import Form, Term
from comity.records.reach import pointing_categories, referred_kinds, searched_roles, word
from comity.records.registry import categories_of, kind_named, kinds_in
from comity.records.registry import kinds as every_kind
from comity.records.spelling.nicknames import other_forms
from comity.records.spelling.remembering import remembered
from comity.store.finding import Mark, carried
from comity.store.nearby import ALIKE, OTHER_FORM, Bits
from comity.store.node import Node
from comity.store.reading import Reach
from comity.store.spellings import NAMED
from comity.store.tokens import each_token
from comity.store.vocabulary import NOTHING_NEAR, Near

# How many spellings of one word are tried.
MOST_NEAR = 60
# A word that so many codes are called by is no name of an offense.
_MOST_CODES = 64
# The roles of what is told by its number: few records carry one.
_NUMBERS = frozenset({Search.NUMBER, Search.TAIL, Search.PLATE})
_NAMED_BITS = tuple(map(int, NAMED))
CALLED = (*_NAMED_BITS, *(int(each) for each in categories_of(Search.PLACE) if each not in NAMED))

Rows = Mapping[int, int]
Terms = tuple[frozenset[int], ...]
Beginnings = Mapping[Search, tuple[str, ...]]


class Group(Struct, frozen=True):
    """Records of which the same categories are seen, and the tokens of each term as it was typed.

    ``pointing`` are the categories that are seen in which these records refer to others; ``beginnings`` tell how the
    words begin that they carry in what is seen.
    """

    mask: int
    pointing: Category
    beginnings: Beginnings
    classes: frozenset[int]
    records: frozenset[UUID]
    exact: Terms = ()

    def holds(self, mark: Mark) -> bool:
        """Whether a record belongs to this group."""
        return mark.class_id in self.classes or mark.id in self.records

    def reach(self, terms: Sequence[Iterable[int]]) -> Reach:
        """Give the records of this group with the tokens by which each term is found in them."""
        return Reach(tuple(self.classes), tuple(tuple(each) for each in terms), tuple(self.records))


@dataclass(frozen=True)
class Making:
    """Makes the tokens of the terms of one query; ``there`` gives those of some that any record may carry."""

    key: bytes
    forms: tuple[frozenset[Form], ...]
    there: Callable[[Collection[int]], frozenset[int]]

    def groups(self, sight: Sight, handling: Mapping[int, HandlingClass]) -> Iterator[Group]:
        """Give the groups of what is seen."""
        for group in _with_single(sight, handling) if sight.single else _of_classes(sight.decided):
            yield replace(group, exact=self._tokens(group.beginnings))

    def numbers(self, group: Group) -> Terms:
        """Give the tokens of each term as a number alone, in a group."""
        beginnings = {role: theirs for role, theirs in group.beginnings.items() if role in _NUMBERS}
        return self._tokens(beginnings)

    def called(self) -> Mapping[int, int]:
        """Give the tokens of names and places, as they were typed, each with the category in which it is one."""
        return {
            made: int(category)
            for role in (Search.NAME, Search.PLACE)
            for category in _each(int(categories_of(role)))
            for theirs in self._tokens({role: (word(category, role, ""),)})
            for made in theirs
        }

    def _tokens(self, beginnings: Beginnings) -> Terms:
        """Give the tokens of each term in words that begin so."""
        words = [[each + form for role, form in forms for each in beginnings.get(role, ())] for forms in self.forms]
        made = each_token(self.key, [each for theirs in words for each in theirs])
        there, left = self.there(made) if made else frozenset[int](), iter(made)
        return tuple([there.intersection(islice(left, len(theirs))) for theirs in words])


@dataclass(frozen=True)
class Asking:
    """A query as one reader asks it: its terms, the words near each that is a name, and what is looked through.

    ``among_hubs`` and ``hubs`` are what the wanted records may refer to. ``whole`` tells whether all names on the
    record were known when it was asked.
    """

    sight: Sight
    terms: tuple[Term, ...]
    near: tuple[Near, ...]
    making: Making
    groups: tuple[Group, ...]
    among_hubs: Sight
    hubs: tuple[Group, ...]
    whole: bool

    @cached_property
    def phrases(self) -> tuple[frozenset[int], ...]:
        """The numbers of the terms that were quoted together."""
        quoted = sorted((term.phrase, n) for n, term in enumerate(self.terms) if term.phrase)
        return tuple(frozenset(n for _, n in each) for _, each in groupby(quoted, key=lambda pair: pair[0]))

    @cached_property
    def names(self) -> frozenset[int]:
        """The tokens near any term."""
        return frozenset().union(*(near.tokens.ravel().tolist() for near in self.near))

    def rows(self, seen: int, n: int) -> Rows:
        """Give the row of each token near one term, in some categories: a lower one is nearer."""
        near, found = self.near[n], dict[int, int]()
        # Of no term, near no word, there are no columns.
        for column, category in zip(near.tokens.T.tolist(), _NAMED_BITS, strict=False):
            if category & seen:
                found.update(zip(column, range(len(column)), strict=True))
        return found


async def asking(
    node: Node, session: Session, terms: tuple[Term, ...], *, kinds: frozenset[str] | None, owner: str = ""
) -> Asking:
    """Give a query as a session asks it, of what it sees of some kinds (None for all), and of one owner if named."""
    sight = await sight_of(node, session)
    whole = await node.spellings.take_in(max(node.writer.reached, node.spellings.size))
    seen = node.spellings.vocabulary.seen_at(_places(sight.decided))
    near = tuple([await _near(node, sight, term.name, seen, whole=whole) for term in terms])
    classes = node.classes.all()
    looked_through = sight.of_kinds(kinds, classes, owner)
    among_hubs = sight.of_kinds(_referred(_kinds_of(looked_through, classes)), classes)
    there = node.spellings.frequencies.there if whole else frozenset
    making = Making(node.keyring.token_key, _coded(session, terms), there)
    groups, hubs = (tuple(making.groups(each, classes)) for each in (looked_through, among_hubs))
    return Asking(looked_through, terms, near, making, groups, among_hubs, hubs, whole)


def _kinds_of(sight: Sight, classes: Mapping[int, HandlingClass]) -> frozenset[str]:
    return sight.decided.kinds.union(classes[each.class_id].kind for each in (sight.single or {}).values())


def _coded(session: Session, terms: Iterable[Term]) -> tuple[frozenset[Form], ...]:
    """Give the forms of each term, with those of the codes that are called by it where this agency works."""
    tables = profile(session.agency.profile).offense_tables
    return tuple([term.forms | codes if (codes := _codes(tables, term.name)) else term.forms for term in terms])


async def _near(node: Node, sight: Sight, name: str, seen: Bits, *, whole: bool) -> Near:
    """Give the words near a name that stand where this reader sees names, the nearest first; itself is the nearest.

    While the vocabulary is not whole, its other forms may be there too.
    """
    if not name:
        return NOTHING_NEAR
    vocabulary = node.spellings.vocabulary
    also = await _carried(node, sight, vocabulary.unseen(name, seen)) if sight.single else frozenset[str]()
    found = vocabulary.nearest(name, seen, also, MOST_NEAR)
    if not whole:
        return _before(node, {name: ALIKE, **dict.fromkeys(sorted(other_forms(name)), OTHER_FORM)}, found)
    # Itself is always tried: otherwise a hidden record that carries it would take a place from the others.
    return found if len(found) and found.similarities[0] == ALIKE else _before(node, {name: ALIKE}, found)


def _before(node: Node, more: Mapping[str, int], found: Near) -> Near:
    """Put words, each with its similarity, before those that were found."""
    first, left = len(more), min(MOST_NEAR - len(more), len(found))
    similarities, tokens = np.empty(first + left, np.int64), np.empty((first + left, len(NAMED)), np.int64)
    similarities[:first], similarities[first:] = list(more.values()), found.similarities[:left]
    tokens[:first], tokens[first:] = [node.spellings.tokens_of(each) for each in more], found.tokens[:left]
    return Near(similarities, tokens, found.numbers[:left], found.spelled, tuple(more))


async def _carried(node: Node, sight: Sight, unseen: Near) -> frozenset[str]:
    """Give those of some words that the single records carry which grounds open to this reader."""
    found: set[str] = set()
    for at, category in enumerate(NAMED):
        seqs = [each.seq for each in (sight.single or {}).values() if each.decision.mask & category]
        by_token = dict(zip(unseen.tokens[:, at].tolist(), unseen.words, strict=True))
        found |= {by_token[each] for each in await carried(node.reader, sight.scope, seqs, list(by_token))}
    return frozenset(found)


@lru_cache(maxsize=256)
def _places(decided: Decided) -> tuple[tuple[int, int], ...]:
    """Give where names are seen: pairs of a class and a category."""
    return tuple((n, each) for each in _NAMED_BITS for n, decision in decided.decisions.items() if decision.mask & each)


# What follows from decisions is the same for everybody of a profile.
@lru_cache(maxsize=256)
def _of_classes(decided: Decided) -> tuple[Group, ...]:
    """Give the groups of what is seen by its classes, without tokens."""
    return tuple(
        _group(mask, classes, (), frozenset(decided.handling[n].kind for n in classes))
        for mask, classes in sorted(decided.by_mask(_SEARCHED).items())
    )


def _with_single(sight: Sight, handling: Mapping[int, HandlingClass]) -> Iterator[Group]:
    """Give the groups of what is seen by classes and by single records, without tokens."""
    single = sight.single or {}
    for mask, (classes, records) in sorted(sight.by_mask(_SEARCHED).items()):
        class_ids = (*classes, *(single[id].class_id for id in records))
        yield _group(mask, classes, records, frozenset(handling[n].kind for n in class_ids))


def _group(mask: int, classes: Iterable[int], records: Iterable[UUID], kinds: frozenset[str]) -> Group:
    pointing = Category(mask) & _pointing(kinds)
    return Group(mask, pointing, _beginnings(kinds, mask), frozenset(classes), frozenset(records))


@lru_cache(maxsize=1024)
def _beginnings(names: frozenset[str], mask: int) -> Beginnings:
    """Give how the words begin, by their roles, that records of some kinds carry in some categories."""
    found: dict[Search, set[str]] = {}
    for name in names:
        for role, category in searched_roles(kind_named(name).kind):
            if category & mask:
                found.setdefault(role, set()).add(word(category, role, ""))
    return {role: tuple(sorted(theirs)) for role, theirs in found.items()}


@lru_cache(maxsize=4096)
def _each(mask: int) -> tuple[Category, ...]:
    return tuple(Category(mask))


@remembered(4096)
def _codes(tables: tuple[str, ...], name: str) -> frozenset[Form]:
    """Give the forms of the codes that are called by a word."""
    codes = {code for each in text_forms(name) for code in _named_codes(tables).get(each, ())}
    return frozenset((Search.CODE, form) for code in codes for form in code_forms(code))


@cache
def _named_codes(tables: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in tables:
        for code, called in code_table(name).codes.items():
            for each in text_forms(called):
                found.setdefault(each, []).append(code)
    return {each: tuple(codes) for each, codes in found.items() if len(codes) <= _MOST_CODES}


@lru_cache(maxsize=1024)
def _referred(names: frozenset[str]) -> frozenset[str]:
    """Name the kinds that records of some kinds refer to for who, what and where."""
    found: set[str] = set()
    for name in names:
        referred = referred_kinds(kind_named(name).kind)
        if referred is None:
            return _HUBS
        found |= referred
    return _HUBS & found


@lru_cache(maxsize=1024)
def _pointing(names: frozenset[str]) -> Category:
    """Give the categories in which records of some kinds refer to others."""
    found = Category(0)
    for name in names:
        for category in pointing_categories(kind_named(name).kind):
            found |= category
    return found


def _hubs() -> frozenset[str]:
    """Name the kinds that others refer to for who, what and where: parties, and the incident itself."""
    return kinds_in("parties") | {"incident"}


_HUBS = _hubs()
_POINTING = _pointing(frozenset(every_kind()))
_SEARCHED = sum({each for mask in (*map(categories_of, Search), _POINTING) for each in mask})
