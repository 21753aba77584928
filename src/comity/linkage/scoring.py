"""How strongly two records speak for one person, in bits: one implementation for one pair and for millions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from comity.linkage.columns import Columns, Rows, Source, columns_of, told
from comity.linkage.comparing import Asking, Places, bounds_of, levels_of
from comity.linkage.features import Features
from comity.linkage.lexicon import Codes, of_each
from comity.linkage.model import Comparison, Frequency, Guard, Level, Model, Rival

Bits = NDArray[np.float64]

# So many pairs are scored at once: enough for numpy, few enough for any memory.
TOGETHER = 400_000
# What a person must look at stays this far under the link threshold.
_FOR_A_PERSON = -1.0


@dataclass(frozen=True)
class Scored:
    """The outcome for each pair: per comparison its level and bits, and the rows whose values were compared."""

    levels: Mapping[str, Places]
    bits: Mapping[str, Bits]
    rows: Mapping[str, tuple[Rows, Rows]]
    guarded: Mapping[str, Bits]
    total: Bits


def score(model: Model, one: Features, others: Sequence[Features]) -> Bits:
    """Give the bits for one record beside each of the others; 0 is even odds, each bit doubles them."""
    if not others:
        return np.zeros(0)
    columns = columns_of((one, *others), sources_told(model, [one]))
    return scored(model, columns, np.zeros(len(others), dtype=np.int64), np.arange(1, len(others) + 1)).total


def score_pairs(model: Model, columns: Columns, left: Rows, right: Rows) -> Bits:
    """Give the bits for many pairs of records by their places in ``columns``, a bounded number at once."""
    total = np.empty(len(left))
    for start in range(0, len(left), TOGETHER):
        some = slice(start, start + TOGETHER)
        total[some] = scored(model, columns, left[some], right[some]).total
    return total


def sources_of(model: Model) -> tuple[str, ...]:
    """Name the sources that a model compares."""
    return tuple(source for source, _ in _by_source(model.comparisons))


def sources_told(model: Model, new: Sequence[Features]) -> list[str]:
    """Name the sources of which any of these has a value: no other says anything about pairs with one of them."""
    return [source for source in sources_of(model) if any(told(each, source) for each in new)]


@lru_cache(maxsize=64)
def _by_source(comparisons: tuple[Comparison, ...]) -> tuple[tuple[str, tuple[Comparison, ...]], ...]:
    """Put together what reads the same values."""
    ordered = sorted(comparisons, key=lambda comparison: comparison.source)
    return tuple((source, tuple(each)) for source, each in groupby(ordered, key=lambda comparison: comparison.source))


def scored(model: Model, columns: Columns, left: Rows, right: Rows) -> Scored:
    """Score pairs with all that explains them."""
    levels: dict[str, Places] = {}
    bits: dict[str, Bits] = {}
    rows: dict[str, tuple[Rows, Rows]] = {}
    total = np.full(len(left), model.prior)
    for source, comparisons in _by_source(model.comparisons):
        found = _of_source(model, comparisons, _Pairs(columns, source, left, right))
        rows[source] = found.rows
        levels.update(zip((each.id for each in comparisons), found.levels, strict=True))
        bits.update(zip((each.id for each in comparisons), found.bits, strict=True))
    for comparison in model.comparisons:
        total += bits[comparison.id]
    guarded: dict[str, Bits] = {}
    for rival in model.rivals:
        guarded[rival.id] = _rivaled(model, rival, bits, total)
        total += guarded[rival.id]
    for guard in model.guards:
        guarded[guard.id] = _guarding(model, guard, bits, total, levels)
        total += guarded[guard.id]
    return Scored(levels, bits, rows, guarded, total)


@dataclass(frozen=True)
class _Pairs:
    columns: Columns
    source: str
    left: Rows
    right: Rows


@dataclass(frozen=True)
class _Outcome:
    """What the values of one source came to: for each comparison the levels and the bits, and the rows compared."""

    levels: Sequence[Places]
    bits: Sequence[Bits]
    rows: tuple[Rows, Rows]

    @property
    def parts(self) -> tuple[Places | Bits | Rows, ...]:
        """All columns, one after the other."""
        return (*self.levels, *self.bits, *self.rows)


def _of_source(model: Model, comparisons: tuple[Comparison, ...], pairs: _Pairs) -> _Outcome:
    """Compare the pairs of which both have a value; of others the first level says that one is missing."""
    source, count = pairs.columns.sources.get(pairs.source), len(pairs.left)
    if source is None:
        return _silent(comparisons, pairs.left, pairs.right)
    both = source.known.take(pairs.left) & source.known.take(pairs.right)
    if np.count_nonzero(both) == count:
        return _best_of_source(model, comparisons, pairs)
    found = _silent(comparisons, source.starts.take(pairs.left), source.starts.take(pairs.right))
    at = both.nonzero()[0]
    if len(at):
        some = _Pairs(pairs.columns, pairs.source, pairs.left.take(at), pairs.right.take(at))
        part = _best_of_source(model, comparisons, some)
        for whole, some_of in zip(found.parts, part.parts, strict=True):
            whole[at] = some_of
    return found


def _silent(comparisons: Sequence[Comparison], left: Rows, right: Rows) -> _Outcome:
    levels = [np.zeros(len(left), dtype=np.int8) for _ in comparisons]
    return _Outcome(levels, [np.zeros(len(left)) for _ in comparisons], (left, right))


def _best_of_source(model: Model, comparisons: tuple[Comparison, ...], pairs: _Pairs) -> _Outcome:
    """Compare all values of a source with all of the other record, and keep the pair of values that says most."""
    left, right, starts = _spread(pairs.columns.sources[pairs.source], pairs.left, pairs.right)
    asking = Asking(pairs.columns, pairs.source, left, right, bounds_of(comparisons))
    levels = [levels_of(each, asking) for each in comparisons]
    bits = [bits_of(model, each, places, asking) for each, places in zip(comparisons, levels, strict=True)]
    if starts is None:
        return _Outcome(levels, bits, (left, right))
    best = _best(comparisons, levels, bits, starts)
    return _Outcome([each[best] for each in levels], [each[best] for each in bits], (left[best], right[best]))


def _spread(source: Source, left: Rows, right: Rows) -> tuple[Rows, Rows, Rows | None]:
    """Give the rows of all pairs of values, and where each pair of records begins; None where each has one value."""
    if source.single:
        return left, right, None
    here, there = source.starts[left], source.starts[right]
    wide, high = source.starts[left + 1] - here, source.starts[right + 1] - there
    many = wide * high
    starts = np.zeros(len(left), dtype=np.int64)
    np.cumsum(many[:-1], out=starts[1:])
    if int(many.max(initial=1)) == 1:
        return here, there, None
    place = np.arange(int(many.sum())) - np.repeat(starts, many)
    across = np.repeat(high, many)
    return np.repeat(here, many) + place // across, np.repeat(there, many) + place % across, starts


def _best(comparisons: Sequence[Comparison], levels: Sequence[Places], bits: Sequence[Bits], starts: Rows) -> Rows:
    """Pick the pair of values with the most bits; one in which nothing could be compared only if all are so."""
    total = np.sum(bits, axis=0)
    neutral = [_weights(each).neutral.take(places) for each, places in zip(comparisons, levels, strict=True)]
    total[np.logical_and.reduce(neutral)] -= 1e6
    most = np.maximum.reduceat(total, starts)
    reaches = np.flatnonzero(total == np.repeat(most, np.diff(np.append(starts, len(total)))))
    owner = np.searchsorted(starts, reaches, side="right") - 1
    first = np.ones(len(owner), dtype=bool)
    first[1:] = owner[1:] != owner[:-1]
    return reaches[first]


@dataclass(frozen=True)
class _Weights:
    """The levels of a comparison as columns, and those that weigh more for rare values."""

    bits: Bits
    neutral: NDArray[np.bool_]
    by_rareness: tuple[tuple[int, Level, Frequency], ...]


@lru_cache(maxsize=1024)
def _weights(comparison: Comparison) -> _Weights:
    levels = comparison.levels
    rarer = [(place, level, level.frequency) for place, level in enumerate(levels) if level.frequency]
    return _Weights(
        np.asarray([level.bits for level in levels]),
        np.asarray([level.neutral for level in levels]),
        tuple((place, level, frequency) for place, level, frequency in rarer if not level.neutral),
    )


def bits_of(model: Model, comparison: Comparison, levels: Places, asking: Asking) -> Bits:
    """Give what each outcome weighs, rare values more than common ones where the level says so."""
    weights = _weights(comparison)
    bits = weights.bits.take(levels)
    for place, level, frequency in weights.by_rareness:
        table, rare = model.frequencies.get(frequency.field), model.rare.get(frequency.field)
        if table is None or rare is None:
            continue
        among = (levels == place).nonzero()[0]
        if not len(among):
            continue
        one, other = (side.take(among) for side in asking.sides(frequency.field))
        shares = _shares(asking.columns, np.concatenate((one, other)), table, rare).reshape(2, -1)
        share = np.maximum(shares.max(axis=0), frequency.least)
        bits[among] += frequency.weight * np.log2((frequency.usual or level.u) / share)
    return bits


def _shares(columns: Columns, codes: Codes, table: Mapping[str, float], rare: float) -> Bits:
    """Give the share of each value, looked up once for each distinct one."""
    words = columns.words
    (found,) = words.figures(words.name_of(table), of_each(lambda text: (table.get(text, rare),)), codes)
    return np.asarray(found)


def _rivaled(model: Model, rival: Rival, bits: Mapping[str, Bits], total: Bits) -> Bits:
    """Give the bits that a rival takes away: what the score claims beyond what tells the two apart.

    Where a rival is as likely as the person, the pair is never linked: it is for somebody to look at.
    """
    apart = np.full(len(total), model.odds_against(rival))
    for id in rival.differs:
        apart += bits[id]
    allowed = np.where(apart < 0, np.minimum(apart, model.link + _FOR_A_PERSON), apart)
    return np.minimum(0.0, allowed - total)


def _guarding(model: Model, guard: Guard, bits: Mapping[str, Bits], total: Bits, levels: Mapping[str, Places]) -> Bits:
    """Give the bits that a guard takes away: what is over its most, where it holds; 0 elsewhere."""
    holds = np.ones(len(total), dtype=bool)
    for id in guard.without:
        holds &= bits[id] <= 0
    if guard.outcomes:
        holds &= _came_out(model, guard, levels)
    return np.where(holds, np.minimum(0.0, model.link + guard.most - total), 0.0)


def _came_out(model: Model, guard: Guard, levels: Mapping[str, Places]) -> NDArray[np.bool_]:
    """Tell for which pairs one of a guard's outcomes was found."""
    found = [
        levels[comparison.id] == place
        for comparison in model.comparisons
        for place, level in enumerate(comparison.levels)
        if f"{comparison.id}/{level.id}" in guard.outcomes
    ]
    return np.asarray(np.logical_or.reduce(found))
