"""Which pairs of records are worth comparing, for a whole population at once: those that share a key.

A key that too many share tells too little and is passed over, or the pairs would grow with the square. But somebody
with a hundred records makes all their own keys that common; so records that share five common keys at once, which
strangers hardly do, are compared too.
"""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from comity.linkage.columns import Rows

Keys = NDArray[np.int64]
Places = NDArray[np.int32]

MOST_SHARING = 60
# Of the common keys of a record the rarest seven are joined by fives, if no more than a thousand records share them.
WIDEST, RAREST, JOINED, MOST_JOINED = 1_000, 7, 5, 400
_MIXER, _HALF = np.uint64(0x9E3779B97F4A7C15), np.uint64(32)


def candidate_pairs(keys: Keys, owners: Rows, *, most: int = MOST_SHARING) -> tuple[Rows, Rows]:
    """Give each pair of records that share a key once, smaller place first, sorted.

    ``keys[n]`` is one key of record ``owners[n]``. A key that more than ``most`` records share counts only in fives.
    """
    key, owner, ends = _runs(keys, owners)
    sizes = _lengths(key, ends)
    wide = (sizes > most) & (sizes <= WIDEST)
    joined = fives(key[wide], owner[wide], sizes[wide])
    ends[sizes > most] = 0
    del key, sizes, wide
    five, fived, five_ends = _runs(*joined)
    five_ends[_lengths(five, five_ends) > MOST_JOINED] = 0
    pairs = _distinct(_within((owner, ends), (fived, five_ends)))
    left, right = pairs >> 32, pairs & 0xFFFFFFFF
    different = left != right
    return left[different], right[different]


def _runs(keys: Keys, owners: Rows) -> tuple[Keys, Places, Places]:
    """Sort by key, and give for every place where the run of its key ends."""
    order = np.argsort(keys, kind="stable")
    key, owner = keys[order], owners[order].astype(np.int32)
    begins = np.flatnonzero(_new(key)).astype(np.int32)
    ends = np.append(begins[1:], np.int32(len(key))).astype(np.int32)
    return key, owner, np.repeat(ends, ends - begins) if len(key) else begins


def _lengths(key: Keys, ends: Places) -> Places:
    """Give, for every place, how long the run of its key is."""
    begins = np.arange(len(key), dtype=np.int32)
    begins[~_new(key)] = 0
    np.maximum.accumulate(begins, out=begins)
    return ends - begins


def _within(*runs: tuple[Places, Places]) -> Rows:
    """Pair every place with all after it up to where its run ends, as one number a pair."""
    counts = [np.maximum(ends - np.arange(1, len(ends) + 1, dtype=np.int32), 0) for _, ends in runs]
    pairs = np.empty(sum(int(each.sum(dtype=np.int64)) for each in counts), dtype=np.int64)
    filled = 0
    for (owner, _), count in zip(runs, counts, strict=True):
        step = 1
        at = np.flatnonzero(count >= step).astype(np.int32)
        while len(at):
            pairs[filled : filled + len(at)] = _joined(owner[at], owner[at + step])
            filled += len(at)
            step += 1
            at = at[count[at] >= step]
    return pairs


def fives(key: Keys, owner: Places, sizes: Places) -> tuple[Keys, Rows]:
    """Give the keys that follow from five common keys of one record, the rarest of them, and whose they are.

    ``sizes`` says how many share each key.
    """
    order = np.lexsort((key, sizes, owner))
    owner = owner[order]
    begins = np.flatnonzero(_new(owner))
    place = np.arange(len(owner)) - np.repeat(begins, np.diff(np.append(begins, len(owner))))
    row = np.cumsum(_new(owner)) - 1
    table = np.zeros((len(begins), RAREST), dtype=np.uint64)
    kept = place < RAREST
    mixed = key[order].astype(np.uint64) * _MIXER
    table[row[kept], place[kept]] = (mixed ^ (mixed >> _HALF))[kept]
    held = np.bincount(row, minlength=len(begins))
    keys, owners = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for five in combinations(range(RAREST), JOINED):
        whole = held > five[-1]
        keys.append(table[whole][:, five].sum(axis=1, dtype=np.uint64).view(np.int64))
        owners.append(owner[begins][whole].astype(np.int64))
    return np.concatenate(keys), np.concatenate(owners)


def _new(values: Rows | Places) -> NDArray[np.bool_]:
    """Tell where another value begins."""
    return np.append(True, values[1:] != values[:-1]) if len(values) else np.zeros(0, dtype=bool)


def _joined(one: Places, other: Places) -> Rows:
    return np.minimum(one, other).astype(np.int64) << 32 | np.maximum(one, other)


def _distinct(pairs: Rows) -> Rows:
    pairs.sort()
    return pairs[_new(pairs)]
