"""The timeline of a case: what happened when, who added it, and under which clause it is seen.

Every line is derived from a kind's declaration: its moments, its number, its named choices and its codes. So a new kind
stands in the timeline by being declared.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, StrEnum
from functools import cache, cached_property
from inspect import isclass
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from msgspec import Meta

from comity.desks.seen import Seen
from comity.desks.titles import title_of
from comity.records.branches import Path
from comity.records.categories import Category
from comity.records.meaning import Codes
from comity.records.moments import WHEN_PATTERN, earliest
from comity.records.registry import kind_named
from comity.records.spec import Leaf

# What tells a record in one line: more is on its own page.
MOST_TOLD = 4
PAGE = 200
_SHORT = 400
_TELLING = frozenset({Category.EVENT, Category.STATUS, Category.CHARGE})
_SAYS_LITTLE = frozenset({"markings", "provenance"})


class Sort(StrEnum):
    """How what tells a record is said: as it stands, as one of a few fixed values, or by the name of its code."""

    TEXT = "text"
    CHOICE = "choice"
    CODE = "code"


class Told(NamedTuple):
    """One thing that tells a record: what it is called, how it is said, and what it says, each value once."""

    name: str
    sort: Sort
    texts: tuple[str, ...]


class Place(NamedTuple):
    """The place of a line in the order of a timeline."""

    at: datetime
    recorded_at: datetime
    id: UUID


@dataclass(frozen=True)
class Line:
    """One line of a timeline.

    ``happened`` is when it happened as its owner says it, "" where they do not: then ``place`` counts from when it was
    recorded. What it is called and what tells it is found when it is asked for: a page shows few lines of many.
    """

    place: Place
    happened: str
    kind: str
    owner: str
    version: int
    recorded_at: datetime
    recorded_by: str
    because: tuple[str, ...]
    withheld: tuple[str, ...]
    _seen: Seen = field(repr=False)

    @property
    def id(self) -> UUID:
        """The record that the line tells of."""
        return self.place.id

    @cached_property
    def title(self) -> str:
        """What the record is called."""
        return title_of(self.kind, self._seen.fields)

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """Its number, what was chosen, and of which offenses."""
        return told_of(self._seen)


def timeline(seen: Iterable[Seen]) -> list[Line]:
    """Give a line for each record, the earliest first; those of one instant as they were recorded."""
    return sorted((_line(each) for each in seen), key=lambda line: line.place)


def among(
    lines: Iterable[Line], *, kinds: frozenset[str] = frozenset(), owners: frozenset[str] = frozenset()
) -> list[Line]:
    """Give the lines of some kinds and agencies; none named means all."""
    return [line for line in lines if (not kinds or line.kind in kinds) and (not owners or line.owner in owners)]


def page_after(lines: Sequence[Line], place: Place | None = None, *, size: int = PAGE) -> list[Line]:
    """Give the lines that come after a place, as many as a page holds."""
    later = (line for line in lines if place is None or line.place > place)
    return list(islice(later, size))


def moment_of(seen: Seen) -> str:
    """Give when what a record tells of happened, as its owner says it; "" where they do not, or it is withheld."""
    return next((said for name in _moments(seen.kind) if (said := seen.fields.get(name))), "")


def told_of(seen: Seen) -> tuple[Told, ...]:
    """Give what tells a record in one line, the most telling first: up to ``MOST_TOLD`` things."""
    return tuple(islice(_told(seen), MOST_TOLD))


def _line(seen: Seen) -> Line:
    happened = moment_of(seen)
    at = earliest(happened) if happened else seen.recorded_at.astimezone(UTC)
    return Line(
        Place(at, seen.recorded_at, seen.id),
        happened,
        seen.kind,
        seen.owner,
        seen.version,
        seen.recorded_at,
        seen.recorded_by,
        seen.because,
        seen.withheld,
        seen,
    )


@cache
def _moments(kind: str) -> tuple[str, ...]:
    """Name the fields that say when it was: those that an entry must have first, then as they are declared."""
    spec = kind_named(kind)
    found = [(each, leaf) for each in spec.fields for leaf in each.leaves if _is_moment(leaf)]
    # A day by which something is due, or until when it holds, is no day on which it happened.
    names = [each.name for each, _ in found if each.category is Category.EVENT or each.name in spec.kind.needed]
    return tuple(sorted(names, key=lambda name: name not in spec.kind.needed))


def _is_moment(leaf: Leaf) -> bool:
    if len(leaf.path) != 1:
        return False
    return leaf.shape is datetime or any(isinstance(m, Meta) and m.pattern == WHEN_PATTERN for m in leaf.metadata)


def _told(seen: Seen) -> Iterator[Told]:
    for (name, sort), paths in _telling(seen.kind).items():
        texts = dict.fromkeys(text for path in paths for text in _texts(seen.fields, path))
        if texts:
            yield Told(name, sort, tuple(texts))


@cache
def _telling(kind: str) -> Mapping[tuple[str, Sort], list[Path]]:
    """Give what tells a kind, the most telling first: its number, what is chosen, codes, and short texts."""
    leaves = [(each.category, leaf) for each in kind_named(kind).fields for leaf in each.leaves]
    leaves = [(category, leaf) for category, leaf in leaves if leaf.path[0] not in _SAYS_LITTLE]
    numbers = [(name, Sort.TEXT, (name,)) for name in _numbers(kind)[:1]]
    telling = [(category, leaf) for category, leaf in leaves if category in _TELLING]
    chosen = [(_name(leaf), Sort.CHOICE, leaf.path) for _, leaf in telling if _is_choice(leaf)]
    codes = [(leaf.path[0], Sort.CODE, leaf.path) for _, leaf in telling if leaf.marker(Codes)]
    # How it stands tells more than how it came about.
    texts = [(leaf.path[0], Sort.TEXT, leaf.path) for _, leaf in sorted(telling, key=_is_event) if _is_short_text(leaf)]
    found: dict[tuple[str, Sort], list[Path]] = {}
    for name, sort, path in (*numbers, *chosen, *codes, *texts):
        found.setdefault((name, sort), []).append(path)
    return found


def _numbers(kind: str) -> list[str]:
    """Name the fields that hold a kind's own numbers: the one that is minted first, then as they are declared."""
    spec = kind_named(kind)
    minted = spec.minted[0] if spec.minted else ""
    named = [each.name for each in spec.fields if each.name == "number" or each.name.endswith("_number")]
    return sorted(named, key=lambda name: name != minted)


def _name(leaf: Leaf) -> str:
    return next(step for step in reversed(leaf.path) if step != "*")


def _is_event(pair: tuple[Category, Leaf]) -> bool:
    return pair[0] is Category.EVENT


def _is_choice(leaf: Leaf) -> bool:
    return isclass(leaf.shape) and issubclass(leaf.shape, Enum)


def _is_short_text(leaf: Leaf) -> bool:
    lengths = [m.max_length for m in leaf.metadata if isinstance(m, Meta) and m.max_length]
    return leaf.shape is str and len(leaf.path) == 1 and bool(lengths) and max(lengths) <= _SHORT


def _texts(value: object, path: tuple[str, ...]) -> Iterator[str]:
    if not path:
        yield str(value)
    elif isinstance(value, Mapping):
        if path[0] in value:
            yield from _texts(value[path[0]], path[1:])
    elif isinstance(value, Sequence) and path[0] == "*":
        for item in value:
            yield from _texts(item, path[1:])
