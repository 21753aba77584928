"""Which of all known words are near one that was typed: looked up, compared and sorted, in machine code.

A word is compared with those that sound like it, are forms of the same name, or come to the same when letters are left
out of the beginnings of both (SymSpell, Garbe 2012).
"""

from secrets import randbits

import numpy as np
from numpy.typing import NDArray

from comity.compiled import compiled
from comity.store.pairs import Numbers

# Similarities in thousandths, so that equal ones are equal: spelled alike, another form of a name, and heard alike.
ALIKE, OTHER_FORM = 1000, 950
_HEARD_ALIKE = _FARTHEST = 700
# What edits count beside Jaro and Winkler, and which part of what is missing a like sound makes good.
_EDITS, _HEARD_SHARE = 0.7, 5
# So many letters of a word are compared: their places are the bits of one number.
LETTERS = 32
# Two letters may be wrong, left out or too many among so many at the beginning of a word; of a short one, one.
_PREFIX, _SHORT = 7, 4
_MOST_SHORTENED = 1 + _PREFIX + _PREFIX * (_PREFIX - 1) // 2
# Winkler 1990: what counts more at the beginning of a word, how much, and from which likeness on.
_WINKLER, _BOOST, _BOOSTED_FROM = 4, 0.1, 0.7
# What is missing of a similarity and the first bits of a token, in one number, which is sorted at once.
_RANK_BITS = 46
# A hash of so many bits and the number of a word, in one number.
_HASHED, _PAIRED = 30, 32
# New words are sorted among the others when there are so many, or a part of all of them.
_SORTED_AT_LEAST, _SORTED_PART = 1000, 512
_NUMBER = (1 << _PAIRED) - 1
# Why a word is compared, in one number with its own: spelled alike, heard alike, a form of the same name, itself.
SPELLED, HEARD, FORM, ITSELF = (1 << _PAIRED + n for n in range(4))
_29, _ONE, _NONE = np.uint64(29), np.uint64(1), np.uint64(0)

Letters = NDArray[np.uint8]
Bits = NDArray[np.uint64]
Rows = NDArray[np.void]
# The numbers of words near another and their similarities in thousandths; and of what is shown, a row of tokens too.
Found = tuple[Numbers, Numbers]
Shown = tuple[Numbers, Numbers, Numbers]

# A known word: its letters, how many, a mark while a question is answered, and the first bits of its token; with eight
# bytes to spare it takes what memory brings at once.
KNOWN = np.dtype([("letters", np.uint8, LETTERS), *((name, np.int64) for name in ("size", "mark", "rank", "spare"))])


def row_of(letters: Letters, token: int) -> tuple[Letters, int, int, int, int]:
    """Give the row of a known word."""
    return np.pad(letters, (0, LETTERS - len(letters))), len(letters), 0, token >> 64 - _RANK_BITS, 0


class Shortenings:
    """Which words come to the same when letters are left out: sorted, and apart what came since they were sorted.

    ``_starts`` tells where hashes of the same first bits (all but ``_shift``) begin, so that none is searched for.
    """

    def __init__(self) -> None:
        # Nobody who enters names can know which of them come together.
        self._stir = np.uint64(randbits(64) | 1)
        self._held = np.zeros(0, np.int64)
        self._starts: NDArray[np.int32] = np.zeros(2, np.int32)
        self._shift = _HASHED
        self._new: dict[int, list[int]] = {}
        self._waiting = 0

    def add(self, word: Letters, number: int) -> None:
        """Put a word under everything that it comes to."""
        for each in _shortened(word, self._stir).tolist():
            self._new.setdefault(each, []).append(each << _PAIRED | number)
        self._waiting += 1
        if self._waiting > max(_SORTED_AT_LEAST, len(self._held) // _SORTED_PART):
            self._sort()

    def near(self, word: Letters) -> Numbers:
        """Give the words that come to the same as another: their numbers, with why; some twice."""
        hashes = _shortened(word, self._stir)
        found = _held_under(hashes, self._held, self._starts, self._shift)
        new = [held for each in self._new.keys() & hashes.tolist() for held in self._new[each]]
        held = np.concatenate([found, np.array(new, np.int64)]) if new else found
        return held & _NUMBER | SPELLED

    def _sort(self) -> None:
        new = [held for some in self._new.values() for held in some]
        self._held = np.concatenate([self._held, np.sort(np.array(new, np.int64))])
        # Merges what is sorted in two parts.
        self._held.sort(kind="stable")
        self._new, self._waiting = {}, 0
        self._shift = max(0, _HASHED + 1 - len(self._held).bit_length())
        firsts = np.arange(1 + (1 << _HASHED - self._shift)) << _PAIRED + self._shift
        self._starts = self._held.searchsorted(firsts).astype(np.int32)


@compiled
def nearest(word: Letters, compared: Numbers, known: Rows) -> Found:
    """Give those of some words that are near another, with their similarities: the nearest first, equal ones by token.

    Each is a number with why it is compared; some may be there twice.
    """
    for each in compared:
        known[each & _NUMBER].mark |= each & ~_NUMBER
    bits, common = np.zeros(256, np.uint64), np.zeros(LETTERS + 1, np.uint8)
    for at, letter in enumerate(word):
        bits[letter] |= _ONE << np.uint64(at)
    near, numbers, ranks = 0, np.empty(len(compared), np.int64), np.empty(len(compared), np.int64)
    for each in compared:
        other = known[each & _NUMBER]
        why = other.mark
        if why:
            other.mark = 0
            similarity = _similarity(word, bits, other.letters[: other.size], why, common)
            if similarity >= _FARTHEST:
                numbers[near], ranks[near] = each & _NUMBER, (-similarity << _RANK_BITS) + other.rank
                near += 1
    order = np.argsort(ranks[:near])
    # What a token adds is between half a thousandth less and half a thousandth more.
    return numbers[order], -((ranks[order] + (1 << _RANK_BITS - 1)) >> _RANK_BITS)


@compiled
def first_seen(near: Found, held: tuple[Bits, Numbers], seen: tuple[Bits, Numbers], most: int) -> Shown:
    """Give the first of some words that are seen: their similarities, their tokens and their numbers.

    ``held`` are the places and the tokens of all words; ``seen`` are places, and the numbers of single words beside.
    """
    (numbers, similarities), (places, tokens), (there, beside) = near, held, seen
    at, count = np.empty(min(most, len(numbers)), np.int64), 0
    for row, number in enumerate(numbers):
        if count == len(at):
            break
        is_seen = False
        for n, some in enumerate(there):
            is_seen |= places[number, n] & some != 0
        for each in beside:
            is_seen |= each == number
        at[count] = row
        count += int(is_seen)
    at = at[:count]
    return similarities[at], tokens[numbers[at]], numbers[at]


@compiled
def _similarity(word: Letters, bits: Bits, other: Letters, why: int, common: Letters) -> int:
    """Tell how alike two words are, in thousandths: by edits, by Jaro and Winkler, and by why they are compared.

    Edits tell one slip from two, whatever the length; the other tells apart where the slip is. The shares were chosen
    on names mistyped by chance, and on the truth of no set.
    """
    if why & ITSELF:
        return ALIKE
    by_edits = 1 - _edits(bits, len(word), other) / (max(len(word), len(other)) + 1)
    if why == SPELLED and ALIKE * (_EDITS * by_edits + (1 - _EDITS)) < _FARTHEST:
        return 0
    alike = ALIKE * (_EDITS * by_edits + (1 - _EDITS) * _winkler(word, bits, other, common))
    similarity = min(int(alike), ALIKE - 1)
    if why & HEARD:
        similarity = max(_HEARD_ALIKE, similarity + (ALIKE - similarity) // _HEARD_SHARE)
    return max(OTHER_FORM, similarity) if why & FORM else similarity


@compiled
def _edits(bits: Bits, size: int, other: Letters) -> int:
    """Count letters put in, left out, replaced, or swapped with their neighbor: optimal string alignment.

    (Hyyrö, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances", 2003, figure 5.)
    """
    if not size:
        return len(other)
    last, count = _ONE << np.uint64(size - 1), size
    more, less, same, before = ~_NONE, _NONE, _NONE, _NONE
    for letter in other:
        here = bits[letter]
        swapped = ((~same & here) << _ONE) & before
        same = (((here & more) + more) ^ more) | here | less | swapped
        up, down = less | ~(same | more), same & more
        count += int(up & last != 0) - int(down & last != 0)
        up, down = (up << _ONE) | _ONE, down << _ONE
        more, less, before = down | ~(same | up), up & same, here
    return count


@compiled
def _winkler(word: Letters, bits: Bits, other: Letters, common: Letters) -> float:
    """Tell how alike two words are by Jaro and Winkler (Winkler, "String Comparator Metrics", 1990), from 0 to 1."""
    mine, count = _common(len(word), bits, other, common)
    if not count:
        return 0.0
    # Without a branch, whose outcome no processor could guess.
    swapped, at = 0, 0
    for n, letter in enumerate(word):
        is_common = int(mine >> np.uint64(n) & _ONE)
        swapped += is_common & int(letter != common[at])
        at += is_common
    alike = (count / len(word) + count / len(other) + (count - swapped // 2) / count) / 3
    if alike <= _BOOSTED_FROM:
        return alike
    prefix, most = 0, min(_WINKLER, len(word), len(other))
    while prefix < most and word[prefix] == other[prefix]:
        prefix += 1
    return alike + prefix * _BOOST * (1 - alike)


@compiled
def _common(size: int, bits: Bits, other: Letters, common: Letters) -> tuple[np.uint64, int]:
    """Pair the letters that two words have in common and that stand near each other.

    Gives which of the first word as bits, and how many; writes those of the other down in their order.
    """
    mine, count = _NONE, 0
    reach = max(max(size, len(other)) // 2 - 1, 0)
    window = (_ONE << np.uint64(reach + 1)) - _ONE
    for at, letter in enumerate(other):
        free = bits[letter] & window & ~mine
        mine |= free & (~free + _ONE)
        common[count] = letter
        count += int(free != 0)
        window = (window << _ONE) | np.uint64(at < reach)
    return mine, count


@compiled
def _shortened(word: Letters, stir: np.uint64) -> Numbers:
    """Give a hash of the beginning of a word, whole and with one or two letters left out; some may be there twice."""
    size = min(len(word), _PREFIX)
    found, count = np.empty(_MOST_SHORTENED, np.int64), 0
    for first in range(size + 1):
        # Whichever is left out last; at ``size``, none is.
        for second in range(min(first + 1, size) if size > _SHORT else size, size + 1):
            mixed = stir
            for at in range(size):
                if at != first and at != second:  # noqa: PLR1714 - compiled, a tuple is slow
                    mixed = (mixed ^ np.uint64(word[at])) * stir
                    mixed ^= mixed >> _29
            found[count] = np.int64(mixed >> np.uint64(64 - _HASHED))
            count += 1
    return found[:count]


@compiled
def _held_under(hashes: Numbers, held: Numbers, starts: NDArray[np.int32], shift: int) -> Numbers:
    """Give what is held under some hashes, in their order."""
    most = 0
    for each in hashes:
        most += starts[(each >> shift) + 1] - starts[each >> shift]
    found, count = np.empty(most, np.int64), 0
    for each in hashes:
        for at in range(starts[each >> shift], starts[(each >> shift) + 1]):
            if held[at] >> _PAIRED == each:
                found[count] = held[at]
                count += 1
    return found[:count]
