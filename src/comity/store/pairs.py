"""Keys of two words that stand together in a name, and a sketch of all keys and tokens that any record carries.

In machine code: a search makes some thousand keys to ask the database for a few.
"""

import numpy as np
from numpy.typing import NDArray

from comity.compiled import compiled

# Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014): the constants of splitmix64.
_STIR, _MORE = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_ONE, _SIX, _63 = np.uint64(1), np.uint64(6), np.uint64(63)
_31, _29, _20, _52 = np.uint64(31), np.uint64(29), np.uint64(20), np.uint64(52)
_4095, _GOLDEN = np.uint64(4095), np.uint64(2654435761)
# Of words near two that were typed, those are paired whose ranks (the nearest has 1) make no more when multiplied: of
# 3,000 names with two or three misspellings it loses 5 that all pairs find, and takes a third of the time.
_MOST_RANKS = 400

Numbers = NDArray[np.int64]
Sketch = NDArray[np.uint64]
# Words that are near one that is asked for: a row of tokens for each, and how alike they are in thousandths.
Words = tuple[Numbers, Numbers]


@compiled
def pair_key(one: int, other: int) -> int:
    """Give the key of two tokens together, whichever comes first, as PostgreSQL's signed bigint.

    The mix is public: tokens are keyed already, and who knows two of them may know that they stand together.
    """
    first, second = np.uint64(one), np.uint64(other)
    mixed = (first + second) * _STIR
    mixed ^= (first ^ second) * _MORE
    mixed ^= mixed >> _31
    mixed *= _STIR
    mixed ^= mixed >> _29
    return np.int64(mixed)  # type: ignore[return-value]  # compiled, it is a whole number


@compiled
def pair_keys(ones: Numbers, others: Numbers) -> Numbers:
    """Give the keys of each of some tokens with each of others: a row for each of the ones."""
    found = np.empty((len(ones), len(others)), np.int64)
    for n, one in enumerate(ones):
        for m, other in enumerate(others):
            found[n, m] = pair_key(one, other)
    return found


@compiled
def count(cells: NDArray[np.uint32], tokens: Numbers) -> None:
    """Count some tokens once more; there is a power of two of cells, which others may share."""
    for each in tokens:
        cells[each & len(cells) - 1] += np.uint32(1)


@compiled
def note(sketch: Sketch, tokens: Numbers) -> None:
    """Take note that some tokens or keys are there; a sketch has a power of two of places."""
    for each in tokens:
        sketch[each & len(sketch) - 1] |= _bits(each)


@compiled
def may_be(sketch: Sketch, tokens: Numbers) -> NDArray[np.bool_]:
    """Tell of each token or key whether it may be there; False means that it is not."""
    # All are fetched before any is looked at: memory then brings many at once.
    held = np.empty(len(tokens), np.uint64)
    for n, each in enumerate(tokens):
        held[n] = sketch[each & len(sketch) - 1]
    found = np.empty(len(tokens), np.bool_)
    for n, each in enumerate(tokens):
        bits = _bits(each)
        found[n] = held[n] & bits == bits
    return found


@compiled
def single_keys(words: Words, sketch: Sketch) -> Numbers:
    """Give the tokens of words that may be there, which are the keys of these words alone.

    A column for each: the key, how alike the word is, the column in which its token stands, and the row of the word.
    """
    tokens, alike = words
    found, count = np.empty((4, tokens.size), np.int64), 0
    for part in range(tokens.shape[1]):
        there = may_be(sketch, tokens[:, part])
        for row in range(len(tokens)):
            if there[row]:
                found[0, count], found[1, count] = tokens[row, part], alike[row]
                found[2, count], found[3, count] = part, row
                count += 1
    return found[:, :count]


@compiled
def paired_keys(ones: Words, others: Words, sketch: Sketch) -> Numbers:
    """Give the keys that may be there of each of some words with each of others, of tokens in the same column.

    A column for each: the key, how alike both words are in the mean, the column of their tokens, and both rows. Two
    words that both come late among those near what was typed are not paired.
    """
    firsts, seconds = single_keys(ones, sketch), single_keys(others, sketch)
    begins, ends = _partners(firsts, seconds)
    keys, count = np.empty((ends - begins).sum(), np.int64), 0
    for n in range(firsts.shape[1]):
        for m in range(begins[n], ends[n]):
            keys[count] = pair_key(firsts[0, n], seconds[0, m])
            count += 1
    there = may_be(sketch, keys)
    found, count, at = np.empty((5, there.sum()), np.int64), 0, 0
    for n in range(firsts.shape[1]):
        for m in range(begins[n], ends[n]):
            if there[at]:
                found[0, count], found[1, count] = keys[at], (firsts[1, n] + seconds[1, m]) // 2
                found[2, count], found[3, count], found[4, count] = firsts[2, n], firsts[3, n], seconds[3, m]
                count += 1
            at += 1
    return found


@compiled
def _partners(firsts: Numbers, seconds: Numbers) -> tuple[Numbers, Numbers]:
    """Give from where to where the others stand with which each of the ones is paired: those of its column, by rank."""
    begins, ends = np.empty(firsts.shape[1], np.int64), np.empty(firsts.shape[1], np.int64)
    for n in range(firsts.shape[1]):
        begins[n], last = np.searchsorted(seconds[2], firsts[2, n]), np.searchsorted(seconds[2], firsts[2, n] + 1)
        most = _MOST_RANKS // (firsts[3, n] + 1)
        ends[n] = begins[n] + np.searchsorted(seconds[3, begins[n] : last], most)
    return begins, ends


@compiled
def _bits(token: int) -> np.uint64:
    """Give the bits by which a token is known in its word (a blocked Bloom filter: Putze, Sanders, Singler 2007)."""
    n = np.uint64(token) >> _52 & _4095
    return _ONE << (n & _63) | _ONE << (n >> _SIX) | _ONE << (n * _GOLDEN >> _20 & _63)
