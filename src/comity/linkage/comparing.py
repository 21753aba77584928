"""Which outcome each comparison has for each pair of values: the first level of which all questions hold."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from comity.linkage.columns import Columns, Rows
from comity.linkage.lexicon import Codes
from comity.linkage.likenesses import DISTANCES, MEASURES, QUESTIONS, Answers
from comity.linkage.model import Comparison, Likeness

Places = NDArray[np.int8]
Truths = NDArray[np.bool_]


@dataclass
class Asking:
    """The pairs of rows of one source that are compared, and the measures that were already taken on them."""

    columns: Columns
    source: str
    left: Rows
    right: Rows
    taken: dict[tuple[str, tuple[str, ...]], Answers] = field(default_factory=dict)

    def sides(self, name: str, among: Rows) -> tuple[Codes, Codes]:
        """Give the numbers of a field on both sides, of some of the pairs."""
        codes = self.columns.part(self.source, name)
        return codes[self.left[among]], codes[self.right[among]]

    def answered(self, likeness: Likeness, among: Rows, open_pairs: Rows) -> Truths:
        """Answer a question for some of the pairs; what is measured is kept for the levels that come after."""
        key = (likeness.sort, likeness.fields)
        whole = self.taken.setdefault(key, np.full(len(self.left), np.nan))
        new = open_pairs[np.isnan(whole[open_pairs])]
        if len(new):
            whole[new] = self._measured(likeness, new)
        found = whole[among]
        if likeness.sort in DISTANCES:
            return found <= likeness.bound
        return found >= (likeness.bound or 1.0)

    def _measured(self, likeness: Likeness, among: Rows) -> Answers:
        sides = [self.sides(name, among) for name in likeness.fields]
        left, right = [side[0] for side in sides], [side[1] for side in sides]
        answers = QUESTIONS[likeness.sort](self.columns.words, left, right)
        if likeness.sort in MEASURES:
            # What is missing is like nothing, not even like what is missing too.
            answers[(left[0] == 0) | (right[0] == 0)] = np.inf if likeness.sort in DISTANCES else 0.0
        return answers


def levels_of(comparison: Comparison, asking: Asking) -> Places:
    """Give, for every pair, the place of the level that holds; the last where none before it does."""
    last = len(comparison.levels) - 1
    found = np.full(len(asking.left), last, dtype=np.int8)
    open_pairs = np.arange(len(asking.left), dtype=np.int64)
    for place, level in enumerate(comparison.levels[:last]):
        if not len(open_pairs):
            break
        holds = np.zeros(len(open_pairs), dtype=bool)
        for group in level.when:
            holds |= _all_hold(group, asking, open_pairs, ~holds)
        found[open_pairs[holds]] = place
        open_pairs = open_pairs[~holds]
    return found


def _all_hold(group: tuple[Likeness, ...], asking: Asking, open_pairs: Rows, wanted: Truths) -> Truths:
    """Ask the questions of a group one after the other, each only where those before it held."""
    holds = wanted.copy()
    for likeness in group:
        asked = np.flatnonzero(holds)
        holds[asked] = asking.answered(likeness, open_pairs[asked], open_pairs)
    return holds
