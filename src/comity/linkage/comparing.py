"""Which outcome each comparison has for each pair of values: the first level of which all questions hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from comity.linkage.columns import Columns, Rows
from comity.linkage.lexicon import Codes
from comity.linkage.likenesses import DISTANCES, MEASURES, PLAIN, Answers
from comity.linkage.model import Comparison, Likeness

Places = NDArray[np.int8]
Truths = NDArray[np.bool_]
# What is asked: the sort of likeness, and of which fields.
Asked = tuple[str, tuple[str, ...]]


@dataclass
class Asking:
    """The pairs of rows of one source that are compared, and the answers that were already found for them.

    ``bounds`` say beyond which bound no level asks a question.
    """

    columns: Columns
    source: str
    left: Rows
    right: Rows
    bounds: Mapping[Asked, float]
    coded: dict[str, tuple[Codes, Codes]] = field(default_factory=dict)
    plain: dict[Asked, Truths] = field(default_factory=dict)
    taken: dict[Asked, Answers] = field(default_factory=dict)

    def sides(self, name: str) -> tuple[Codes, Codes]:
        """Give the numbers of a field on both sides."""
        known = self.coded.get(name)
        if known is None:
            codes = self.columns.part(self.source, name)
            known = self.coded[name] = (codes.take(self.left), codes.take(self.right))
        return known

    def holding(self, likeness: Likeness, among: Truths) -> Truths:
        """Give those of some pairs for which the answer is yes."""
        asked = likeness.sort, likeness.fields
        if likeness.sort in PLAIN:
            known = self.plain.get(asked)
            if known is None:
                sides = zip(*map(self.sides, likeness.fields), strict=True)
                known = self.plain[asked] = PLAIN[likeness.sort](*sides)
            return among & known
        found = self._measured(asked, among)
        return among & (found <= likeness.bound if likeness.sort in DISTANCES else found >= (likeness.bound or 1.0))

    def _measured(self, asked: Asked, among: Truths) -> Answers:
        """Measure what of these was not; what is missing is like nothing, not even like what is missing too."""
        sort, fields = asked
        one, other = self.sides(fields[0])
        known = self.taken.get(asked)
        if known is None:
            known = self.taken[asked] = np.empty(len(one))
            known.fill(np.nan)
        new = (among & np.isnan(known) & self._there(fields)).nonzero()[0]
        if len(new):
            known[new] = MEASURES[sort](self.columns.words, one.take(new), other.take(new), self.bounds[asked])
        return known

    def _there(self, fields: tuple[str, ...]) -> Truths:
        """Tell for which pairs both have a value."""
        known = self.plain.get(("there", fields))
        if known is None:
            one, other = self.sides(fields[0])
            known = self.plain["there", fields] = (one != 0) & (other != 0)
        return known


def levels_of(comparison: Comparison, asking: Asking) -> Places:
    """Give, for every pair, the place of the level that holds; the last where none before it does."""
    last = len(comparison.levels) - 1
    left = len(asking.left)
    found, still_open = np.empty(left, dtype=np.int8), np.ones(left, dtype=bool)
    found.fill(last)
    for place, level in enumerate(comparison.levels[:last]):
        for group in level.when:
            holds = _all_hold(group, asking, still_open)
            if held := int(np.count_nonzero(holds)):
                found[holds] = place
                still_open &= ~holds
                left -= held
        if not left:
            break
    return found


def _all_hold(group: tuple[Likeness, ...], asking: Asking, among: Truths) -> Truths:
    """Ask the questions of a group one after the other, each only where those before it held."""
    for likeness in group:
        among = asking.holding(likeness, among)
        if not np.count_nonzero(among):
            break
    return among


@lru_cache(maxsize=1024)
def bounds_of(comparisons: tuple[Comparison, ...]) -> Mapping[Asked, float]:
    """Give for each question the bound beyond which no level asks it: what is less alike need not be measured."""
    found: dict[Asked, float] = {}
    levels = (level for comparison in comparisons for level in comparison.levels)
    for likeness in (each for level in levels for group in level.when for each in group):
        asked = likeness.sort, likeness.fields
        furthest = max if likeness.sort in DISTANCES else min
        found[asked] = furthest(likeness.bound, found.get(asked, likeness.bound))
    return found
