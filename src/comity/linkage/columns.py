"""Many records' features as columns of whole numbers, which is how they are compared.

Every distinct text gets one number, the empty text 0; a text is the same number in every field, so that a given name
can be found equal to a surname. A source is a table of values, of which a record may have several, and has at least
one: an empty one, where nothing is known.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from itertools import chain
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from comity.linkage.features import Features
from comity.linkage.lexicon import Codes, Lexicon
from comity.records.spelling.vehicles import as_seen

Rows = NDArray[np.int64]
Truths = NDArray[np.bool_]

Values = Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Source:
    """The values of one sort: those of record ``n`` stand in rows ``starts[n]`` to ``starts[n + 1]`` of every part."""

    starts: Rows
    parts: dict[str, Codes]
    single: bool
    known: Truths


def source_of(starts: Rows, parts: dict[str, Codes]) -> Source:
    """Give the source of which these are the parts; ``known`` tells which records have any value."""
    single = int(starts[-1]) == len(starts) - 1
    rows = reduce(np.logical_or, [codes != 0 for codes in parts.values()])
    return Source(starts, parts, single, rows if single else np.logical_or.reduceat(rows, starts[:-1]))


@dataclass(frozen=True)
class Columns:
    """The compared values of ``size`` records; ``words`` is what each number stands for."""

    size: int
    words: Lexicon
    sources: Mapping[str, Source]
    derived: dict[tuple[str, str], Codes] = field(default_factory=dict)

    @property
    def texts(self) -> list[str]:
        """The texts by their numbers."""
        return self.words.texts

    def part(self, source: str, name: str) -> Codes:
        """Give the numbers of one field; ``name`` may ask for what follows from it, as in ``postal:but=2``."""
        plain, _, wanted = name.partition(":")
        codes = self.sources[source].parts[plain]
        if not wanted:
            return codes
        known = self.derived.get((source, name))
        if known is None:
            known = self.derived[source, name] = self._derive(codes, wanted)
        return known

    def _derive(self, codes: Codes, wanted: str) -> Codes:
        """Turn each distinct text once; a text from which nothing follows becomes the empty one."""
        turn, each = _turning(wanted), codes.tolist()
        turned = {code: self.words.number(turn(self.texts[code])) if code else 0 for code in set(each)}
        return np.fromiter(map(turned.__getitem__, each), dtype=np.int32, count=len(each))


def columns_of(features: Sequence[Features], sources: Iterable[str]) -> Columns:
    """Encode features, of which only the sources that are compared."""
    coder = _Coder()
    made = {source: coder.source(_values(features, source), FIELDS.get(source, (source,))) for source in sources}
    return Columns(len(features), coder.lexicon(), made)


def columns_of_table(table: Mapping[str, Sequence[str | None]]) -> Columns:
    """Encode a plain table of one value a field; its one source is called ``row``."""
    coder = _Coder()
    parts = {name: coder.codes([text or "" for text in texts]) for name, texts in table.items()}
    size = len(next(iter(table.values()))) if table else 0
    row = source_of(np.arange(size + 1), parts)
    return Columns(size, coder.lexicon(), {"row": row})


# The fields of each source of features; a label's source and field are called as the label is.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "names": ("given", "middle", "surname"),
    "births": ("birth_date",),
    "sexes": ("sex",),
    "numbers": ("number_kind", "number"),
    "phones": ("phone",),
    "emails": ("email",),
    "places": ("postal", "street", "city", "home"),
}
_WHOLE: Mapping[str, Callable[[Features], Values]] = {
    "names": attrgetter("names"),
    "births": lambda each: [(date,) for date in each.birth_dates],
    "sexes": lambda each: ((each.sex,),) if each.sex else (),
    "numbers": attrgetter("numbers"),
    "phones": lambda each: [(phone,) for phone in each.phones],
    "emails": lambda each: [(email,) for email in each.emails],
    "places": attrgetter("places"),
}


def told(features: Features, source: str) -> bool:
    """Tell whether a record has a value of a source."""
    return any(_values([features], source))


def _values(features: Sequence[Features], source: str) -> Sequence[Values]:
    whole = _WHOLE.get(source)
    if whole is not None:
        return list(map(whole, features))
    return [[(value,) for kind, value in each.labels if kind == source] for each in features]


class _Coder:
    """Gives every distinct text its number as it is met."""

    def __init__(self) -> None:
        self.numbers = defaultdict[str, int]()
        self.numbers.default_factory = self.numbers.__len__
        self.numbers[""] = 0

    def codes(self, texts: Iterable[str]) -> Codes:
        return np.asarray(list(map(self.numbers.__getitem__, texts)), dtype=np.int32)

    def lexicon(self) -> Lexicon:
        return Lexicon(list(self.numbers), dict(self.numbers))

    def source(self, values: Sequence[Values], names: tuple[str, ...]) -> Source:
        empty = (("",) * len(names),)
        held = [each or empty for each in values]
        flat = self.codes(chain.from_iterable(chain.from_iterable(held)))
        parts = {name: np.ascontiguousarray(flat[place :: len(names)]) for place, name in enumerate(names)}
        single = len(flat) == len(held) * len(names)
        return source_of(np.arange(len(held) + 1) if single else np.cumsum([0, *map(len, held)]), parts)


def _turning(wanted: str) -> Callable[[str], str]:
    """Read what is to follow: ``start=4``, ``but=2``, ``match=PATTERN``, ``date=FORMAT``, ``turned`` or ``seen``."""
    how, _, given = wanted.partition("=")
    match how:
        case "start":
            count = int(given)
            return lambda text: text[:count]
        case "but":
            count = int(given)
            return lambda text: text[:-count]
        case "match":
            pattern = re.compile(given)
            return lambda text: found.group() if (found := pattern.search(text)) else ""
        case "turned":
            return turned_date
        case "seen":
            return as_seen
        case _:
            return lambda text: _dated(text, given)


def turned_date(text: str) -> str:
    """Give a date with day and month changed over; "" where that is no other date."""
    year, month, day = (*text.split("-"), "", "")[:3]
    return f"{year}-{day}-{month}" if day and month != day and day <= "12" else ""


def _dated(text: str, form: str) -> str:
    """Read a date in a form of ``strptime``; "" where it is none."""
    try:
        return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return ""
