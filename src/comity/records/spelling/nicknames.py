"""Given names that are the same name in other forms: Bill and William, Paco and Francisco, Sasha and Aleksandr."""

import csv
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import permutations

# Each file says where it was read.
TABLES = ("nicknames.csv", "everyday.csv")
# A short form of more names than these, as Al is, does not say that two other short forms are one name.
MOST_NAMES = 4

_NONE: frozenset[str] = frozenset()


def other_forms(word: str) -> frozenset[str]:
    """Give the given names that are the same name in other forms, in words of ``name_words``; empty where none is.

    Short forms of one name are forms of one another: bill has william, and will. If a has b, b has a.
    """
    return _forms().get(word, _NONE)


def names_with_forms() -> Collection[str]:
    """Give the given names that have other forms."""
    return _forms().keys()


@cache
def _forms() -> Mapping[str, frozenset[str]]:
    short: dict[str, set[str]] = defaultdict(set)
    names: dict[str, set[str]] = defaultdict(set)
    for name, form in _pairs():
        short[name].add(form)
        names[form].add(name)
    found: dict[str, set[str]] = defaultdict(set)
    for name, forms in short.items():
        near = [form for form in forms if len(names[form]) <= MOST_NAMES]
        for one, other in (*((name, form) for form in forms), *permutations(near, 2)):
            found[one].add(other)
            found[other].add(one)
    return {word: frozenset(others - {word}) for word, others in found.items()}


def _pairs() -> Iterator[tuple[str, str]]:
    for table in TABLES:
        text = (files(__package__) / table).read_text(encoding="utf-8")
        for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("# ")):
            yield from ((row["name"], form) for form in row["forms"].split())
