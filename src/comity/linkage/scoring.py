"""How strongly two records speak for one person, in bits: one implementation for one pair and for millions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from comity.linkage.columns import Columns, Rows, Source, columns_of
from comity.linkage.comparing import Asking, Places, levels_of
from comity.linkage.features import Features
from comity.linkage.lexicon import Codes
from comity.linkage.model import Comparison, Guard, Model, Rival

Bits = NDArray[np.float64]

# So many pairs are scored at once: enough for numpy, few enough for any memory.
TOGETHER = 400_000
# With so few pairs it pays to see first whether there is anything to compare.
_FEW = 1_000
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
    columns = columns_of((one, *others), sources_of(model))
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
    return tuple(dict.fromkeys(comparison.source for comparison in model.comparisons))


def scored(model: Model, columns: Columns, left: Rows, right: Rows) -> Scored:
    """Score pairs with all that explains them."""
    levels: dict[str, Places] = {}
    bits: dict[str, Bits] = {}
    rows: dict[str, tuple[Rows, Rows]] = {}
    total = np.full(len(left), model.prior)
    for source, comparisons in groupby(sorted(model.comparisons, key=_source), key=_source):
        _best_of_source(model, list(comparisons), _Pairs(columns, source, left, right), (levels, bits, rows))
    for comparison in model.comparisons:
        total += bits[comparison.id]
    guarded: dict[str, Bits] = {}
    for rival in model.rivals:
        guarded[rival.id] = _rivaled(model, rival, bits, total)
        total += guarded[rival.id]
    for guard in model.guards:
        guarded[guard.id] = _guarding(model, guard, bits, total)
        total += guarded[guard.id]
    return Scored(levels, bits, rows, guarded, total)


def _source(comparison: Comparison) -> str:
    return comparison.source


@dataclass(frozen=True)
class _Pairs:
    columns: Columns
    source: str
    left: Rows
    right: Rows


Outcome = tuple[dict[str, Places], dict[str, Bits], dict[str, tuple[Rows, Rows]]]


def _best_of_source(model: Model, comparisons: Sequence[Comparison], pairs: _Pairs, into: Outcome) -> None:
    """Compare all values of a source with all of the other record, and keep the pair of values that says most."""
    source = pairs.columns.sources[pairs.source]
    if len(pairs.left) < _FEW and _says_nothing(source, pairs.left):
        nothing = np.zeros(len(pairs.left), dtype=np.int8)
        into[0].update({each.id: nothing for each in comparisons})
        into[1].update({each.id: nothing.astype(np.float64) for each in comparisons})
        into[2][pairs.source] = source.starts[pairs.left], source.starts[pairs.right]
        return
    left, right, starts = _spread(source, pairs.left, pairs.right)
    asking = Asking(pairs.columns, pairs.source, left, right)
    found = [(each, levels_of(each, asking)) for each in comparisons]
    weighed = [bits_of(model, each, levels, asking) for each, levels in found]
    best = slice(None) if starts is None else _best(found, weighed, starts)
    for (comparison, levels), weight in zip(found, weighed, strict=True):
        into[0][comparison.id] = levels[best]
        into[1][comparison.id] = weight[best]
    into[2][pairs.source] = left[best], right[best]


def _says_nothing(source: Source, records: Rows) -> bool:
    """Tell whether none of some records has a value; the first level of every comparison is that one is missing."""
    only = np.unique(records)
    return not any(codes[source.starts[only]].any() for codes in source.parts.values())


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


def _best(found: Sequence[tuple[Comparison, Places]], weighed: Sequence[Bits], starts: Rows) -> Rows:
    """Pick the pair of values with the most bits; one in which nothing could be compared only if all are so."""
    total = np.sum(weighed, axis=0)
    neutral = [np.asarray([level.neutral for level in each.levels])[levels] for each, levels in found]
    total[np.logical_and.reduce(neutral)] -= 1e6
    most = np.maximum.reduceat(total, starts)
    reaches = np.flatnonzero(total == np.repeat(most, np.diff(np.append(starts, len(total)))))
    owner = np.searchsorted(starts, reaches, side="right") - 1
    first = np.ones(len(owner), dtype=bool)
    first[1:] = owner[1:] != owner[:-1]
    return reaches[first]


def bits_of(model: Model, comparison: Comparison, levels: Places, asking: Asking) -> Bits:
    """Give what each outcome weighs, rare values more than common ones where the level says so."""
    bits = np.asarray([level.bits for level in comparison.levels])[levels]
    for place, level in enumerate(comparison.levels):
        if level.frequency is None or level.neutral:
            continue
        among = np.flatnonzero(levels == place)
        if not len(among):
            continue
        one, other = asking.sides(level.frequency.field, among)
        table, rare = model.frequencies.get(level.frequency.field), model.rare.get(level.frequency.field)
        if table is None or rare is None:
            continue
        share = np.maximum(_shares(asking.columns, one, table, rare), _shares(asking.columns, other, table, rare))
        share = np.maximum(share, level.frequency.least)
        bits[among] += level.frequency.weight * np.log2((level.frequency.usual or level.u) / share)
    return bits


def _shares(columns: Columns, codes: Codes, table: Mapping[str, float], rare: float) -> Bits:
    """Give the share of each value, looked up once for each distinct one."""
    return columns.words.figures(columns.words.name_of(table), lambda text: (table.get(text, rare),), codes)[:, 0]


def _rivaled(model: Model, rival: Rival, bits: Mapping[str, Bits], total: Bits) -> Bits:
    """Give the bits that a rival takes away: what the score claims beyond what tells the two apart.

    Where a rival is as likely as the person, the pair is never linked: it is for somebody to look at.
    """
    apart = np.full(len(total), model.odds_against(rival))
    for id in rival.differs:
        apart += bits[id]
    allowed = np.where(apart < 0, np.minimum(apart, model.link + _FOR_A_PERSON), apart)
    return np.minimum(0.0, allowed - total)


def _guarding(model: Model, guard: Guard, bits: Mapping[str, Bits], total: Bits) -> Bits:
    """Give the bits that a guard takes away: what is over its most, where it holds; 0 elsewhere."""
    holds = np.ones(len(total), dtype=bool)
    for id in guard.without:
        holds &= bits[id] <= 0
    return np.where(holds, np.minimum(0.0, model.link + guard.most - total), 0.0)
