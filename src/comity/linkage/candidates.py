"""Which pairs of records are worth comparing, for a whole population at once: those that share a key."""

import numpy as np
from numpy.typing import NDArray

from comity.linkage.columns import Rows

Keys = NDArray[np.int64]

# Where more records share a key, it tells too little: pairs grow with the square, and other keys find the same people.
MOST_SHARING = 60


def candidate_pairs(keys: Keys, owners: Rows, *, most: int = MOST_SHARING) -> tuple[Rows, Rows]:
    """Give each pair of records that share a key once, smaller place first, sorted.

    ``keys[n]`` is one key of record ``owners[n]``. A key that more than ``most`` records share is passed over.
    """
    order = np.argsort(keys, kind="stable")
    key, owner = keys[order], owners[order]
    begins = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.append(begins, len(key)))
    kept = (sizes > 1) & (sizes <= most)
    left_over = np.repeat(np.where(kept, begins + sizes, 0), sizes)
    found = [np.zeros(0, dtype=np.int64)]
    at = np.flatnonzero(left_over > np.arange(len(key)) + 1)
    step = 1
    while len(at):
        found.append(_joined(owner[at], owner[at + step]))
        step += 1
        at = at[left_over[at] > at + step]
    pairs = _distinct(np.concatenate(found))
    left, right = pairs >> 32, pairs & 0xFFFFFFFF
    different = left != right
    return left[different], right[different]


def _joined(one: Rows, other: Rows) -> Rows:
    return np.minimum(one, other).astype(np.int64) << 32 | np.maximum(one, other)


def _distinct(pairs: Rows) -> Rows:
    pairs.sort()
    return pairs[np.append(True, pairs[1:] != pairs[:-1])] if len(pairs) else pairs
