"""The words of all names that are on the record, in memory alone, so that a misspelled one finds those near it.

PostgreSQL never sees it, and nothing of it is written down. A word is tried no more once no record carries it; after an
expungement everything is let go of, and read anew.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import combinations, islice, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cdist

from comity.records.spelling.nicknames import other_forms
from comity.records.spelling.phonetic import sounds

# Two letters may be wrong, left out or too many among so many at the beginning of a word (SymSpell, Garbe 2012).
_PREFIX = 7
_SHORT = 4
# So many letters of a word are compared; they stand side by side in memory, so that hundreds are read at once.
_LETTERS = 32
# Similarities in thousandths, so that equal ones are equal: spelled alike, another form of a name, and heard alike.
ALIKE, OTHER_FORM = 1000, 950
_HEARD_ALIKE = _FARTHEST = 700
# What edits count beside Jaro and Winkler, and which part of what is missing a like sound makes good.
_EDITS, _HEARD_SHARE = 0.7, 5
_MERGED_AT_LEAST = 1000
# What is near a word is remembered until a new word is learned.
_MOST_REMEMBERED = 4096
_NONE = np.zeros(0, np.int64)
# A pair of the place of a word that is asked for, and the number of a known one, in one number.
_PAIRED = 32
_NUMBER = (1 << _PAIRED) - 1
# A place, what is missing of a similarity, and the first bits of a token, in one number.
_PLACE, _RANK_BITS = 1024, 46

Numbers = NDArray[np.int64]
Place = tuple[int, int]


@dataclass(frozen=True)
class Near:
    """Words near another, the nearest first: their similarities in thousandths, and a row of tokens for each.

    The first are ``before``; how the others are spelled is looked up by their numbers when it is asked for, of few.
    """

    similarities: Numbers
    tokens: Numbers
    numbers: Numbers
    spelled: Sequence[str]
    before: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Tell how many words there are."""
        return len(self.similarities)

    def word(self, row: int) -> str:
        """Give the word of a row."""
        first = len(self.before)
        return self.before[row] if row < first else self.spelled[self.numbers[row - first]]

    @property
    def words(self) -> tuple[str, ...]:
        """The words, in their order."""
        return tuple(map(self.word, range(len(self))))


NOTHING_NEAR = Near(_NONE, _NONE.reshape(0, 0), _NONE, ())


@dataclass
class _Deletions:
    """Which words come to the same when letters are left out: sorted arrays, and what came since they were sorted.

    ``starts`` tells where hashes of the same first bits begin, so that none is searched for.
    """

    hashes: Numbers = field(default_factory=lambda: _NONE)
    words: Numbers = field(default_factory=lambda: _NONE)
    starts: NDArray[np.int32] = field(default_factory=lambda: np.zeros(3, np.int32))
    shift: int = 63
    new: dict[int, list[int]] = field(default_factory=dict)
    waiting: int = 0

    def add(self, number: int, word: str) -> None:
        for each in _shortened(word):
            self.new.setdefault(hash(each), []).append(number)
        self.waiting += 1
        if self.waiting > max(_MERGED_AT_LEAST, len(self.words) // 64):
            self._merge()

    def near(self, words: Sequence[str]) -> Numbers:
        """Give pairs of the place of one of some words and the number of a word that comes to the same; some twice."""
        asked = [[hash(each) for each in _shortened(word)] for word in words]
        wanted = np.array([each for some in asked for each in some], np.int64)
        places = np.arange(len(words)).repeat([len(some) for some in asked]) << _PAIRED
        first = self._first_bits(wanted)
        starts = self.starts[first]
        sizes = self.starts[first + 1] - starts
        ends = sizes.cumsum()
        positions = np.arange(ends[-1]) + (starts - ends + sizes).repeat(sizes)
        same = self.hashes[positions] == wanted.repeat(sizes)
        found: Numbers = self.words[positions[same]] + places.repeat(sizes)[same]
        new = [
            (at << _PAIRED) + n
            for at, some in enumerate(asked)
            for each in self.new.keys() & some
            for n in self.new[each]
        ]
        return np.concatenate([found, np.array(new, np.int64)]) if new else found

    def _first_bits(self, hashes: Numbers) -> Numbers:
        return (hashes >> self.shift) + (1 << 63 - self.shift)

    def _merge(self) -> None:
        flat = [(each, number) for each, numbers in self.new.items() for number in numbers]
        hashes = np.concatenate([self.hashes, np.array([each for each, _ in flat], np.int64)])
        words = np.concatenate([self.words, np.array([number for _, number in flat], np.int64)])
        order = np.argsort(hashes, kind="stable")
        self.hashes, self.words, self.new, self.waiting = hashes[order], words[order], {}, 0
        self.shift = 64 - len(hashes).bit_length()
        counts = np.bincount(self._first_bits(self.hashes), minlength=2 << 63 - self.shift)
        self.starts = np.concatenate([[0], counts.cumsum()]).astype(np.int32)


class _Compared(NamedTuple):
    """The numbers of words near another and their similarities in thousandths, the nearest first."""

    numbers: Numbers
    similarities: Numbers
    listed: list[int]


_NOTHING_COMPARED = _Compared(_NONE, _NONE, [])


class Vocabulary:
    """Words of names with the places where they stand: a place is a handling class and a category, as two numbers.

    ``tokens_of`` gives the tokens of a word, one for each category in which names stand.
    """

    def __init__(self, tokens_of: Callable[[str], tuple[int, ...]]) -> None:
        self._tokens_of = tokens_of
        self._tokens = array("q")
        self._words: list[str] = []
        self._beginnings, self._lengths = bytearray(), array("q")
        self._number: dict[str, int] = {}
        self._counts: list[Counter[int]] = []
        self._masks: list[int] = []
        self._bits: dict[Place, int] = {}
        self._sounds: dict[str, array[int]] = {}
        self._deletions = _Deletions()
        self._asked: dict[str, _Compared] = {}

    def __len__(self) -> int:
        """Tell how many different words stand somewhere."""
        return sum(map(bool, self._masks))

    def __contains__(self, word: str) -> bool:
        """Whether a word stands anywhere now."""
        number = self._number.get(word)
        return number is not None and bool(self._masks[number])

    def add(self, place: Place, words: Iterable[str]) -> None:
        """Take note that a record of a place carries some words."""
        bit = self._bits.setdefault(place, len(self._bits))
        for word in words:
            number = self._number.get(word)
            if number is None:
                number = self._learned(word)
            self._counts[number][bit] += 1
            self._masks[number] |= 1 << bit

    def remove(self, place: Place, words: Iterable[str]) -> None:
        """Take note that a record of a place carries some words no more."""
        bit = self._bits.setdefault(place, len(self._bits))
        for word in words:
            number = self._number.get(word)
            if number is None:
                continue
            self._counts[number][bit] -= 1
            if self._counts[number][bit] <= 0:
                del self._counts[number][bit]
                self._masks[number] &= ~(1 << bit)

    def seen_at(self, places: Iterable[Place]) -> int:
        """Give places as one number, by which ``nearest`` tells what is seen from what is not."""
        known = (self._bits[each] for each in places if each in self._bits)
        return sum(1 << bit for bit in known)

    def nearest(self, word: str, seen: int, also: frozenset[str], most: int) -> Near:
        """Give the nearest words that stand in a place that is seen, or are among others; equal ones by token."""
        near = self._near(word)
        masks, words = self._masks, self._words
        wanted = (at for at, n in enumerate(near.listed) if masks[n] & seen or (also and words[n] in also))
        return self._told(near, list(islice(wanted, most)))

    def unseen(self, word: str, seen: int) -> Near:
        """Give all words near a word that stand somewhere, but in no place that is seen."""
        near = self._near(word)
        masks = self._masks
        return self._told(near, [at for at, n in enumerate(near.listed) if masks[n] and not masks[n] & seen])

    def _told(self, near: "_Compared", wanted: Sequence[int]) -> Near:
        at = np.array(wanted, np.intp)
        numbers = near.numbers[at]
        return Near(near.similarities[at], self._rows()[numbers], numbers, self._words)

    def compare(self, words: Iterable[str]) -> None:
        """Find the words near some words, a hundred at most, at once; remembered until a new word is learned."""
        new = [each for each in dict.fromkeys(words) if each not in self._asked]
        if len(self._asked) + len(new) > _MOST_REMEMBERED:
            self._asked.clear()
        if new and self._words:
            self._asked.update(zip(new, self._compared(new), strict=True))

    def _near(self, word: str) -> "_Compared":
        """Give all words near a word, used or not; the nearest first."""
        self.compare([word])
        return self._asked.get(word, _NOTHING_COMPARED)

    def _compared(self, words: Sequence[str]) -> Iterator["_Compared"]:
        """Compare each word with those that sound or are spelled like it, in pairs of a place and a number."""
        heard, forms = self._heard(words), self._forms(words)
        pairs = _each_once(np.concatenate([heard, forms, self._deletions.near(words)]))
        places, numbers = pairs >> _PAIRED, pairs & _NUMBER
        ends = pairs.searchsorted(_firsts(len(words)))
        similarities = self._similarities(words, numbers, ends)
        sounding, other = pairs.searchsorted(heard), pairs.searchsorted(forms)
        alike = similarities[sounding]
        similarities[sounding] = np.maximum(_HEARD_ALIKE, alike + (ALIKE - alike) // _HEARD_SHARE)
        similarities[other] = np.maximum(OTHER_FORM, similarities[other])
        similarities[numbers == self._numbers_of(words)[places]] = ALIKE
        near = np.flatnonzero(similarities >= _FARTHEST)
        places, numbers, similarities = places[near], numbers[near], similarities[near]
        order = self._order(places, similarities, numbers)
        numbers, similarities = numbers[order], similarities[order]
        bounds = places.searchsorted(np.arange(len(words) + 1)).tolist()
        for start, end in pairwise(bounds):
            some = numbers[start:end]
            yield _Compared(some, similarities[start:end], some.tolist())

    def _order(self, places: Numbers, similarities: Numbers, numbers: Numbers) -> Numbers:
        """Give the order by place, then the nearest first, equal ones by their tokens, whatever else is known."""
        # In one number each, which is sorted in a fifth of the time that three keys take.
        ranks = self._rows()[numbers, 0] >> 64 - _RANK_BITS
        order: Numbers = ((places * _PLACE - similarities << _RANK_BITS) + ranks).argsort()
        return order

    def _heard(self, words: Sequence[str]) -> Numbers:
        """Give the pairs of words that sound alike."""
        found = [
            np.frombuffer(numbers, np.int64) + (at << _PAIRED)
            for at, word in enumerate(words)
            for each in sounds(word)
            if (numbers := self._sounds.get(each))
        ]
        return np.concatenate(found) if found else _NONE

    def _forms(self, words: Sequence[str]) -> Numbers:
        """Give the pairs of names that are forms of one."""
        number = self._number
        forms = ((at, number.get(each)) for at, word in enumerate(words) for each in other_forms(word))
        return np.array([(at << _PAIRED) + n for at, n in forms if n is not None], np.int64)

    def _similarities(self, words: Sequence[str], numbers: Numbers, ends: Numbers) -> Numbers:
        """Tell how alike words are, in thousandths: by edits (optimal string alignment), and by Jaro and Winkler.

        Edits tell one slip from two, whatever the length; the other tells apart where the slip is. The shares were
        chosen on names mistyped by chance, and on the truth of no set.
        """
        others = np.frombuffer(self._beginnings, f"S{_LETTERS}")[numbers].tolist()
        lengths = np.frombuffer(self._lengths, np.int64)[numbers]
        edits, winkler, longest = [], [], []
        for word, (start, end) in zip(words, pairwise(ends.tolist()), strict=True):
            asked, theirs = [word.encode()[:_LETTERS]], others[start:end]
            edits.append(cdist(asked, theirs, scorer=OSA.distance)[0])
            winkler.append(cdist(asked, theirs, scorer=JaroWinkler.normalized_similarity)[0])
            longest.append(np.maximum(lengths[start:end], len(asked[0])))
        by_edits = 1 - np.concatenate(edits) / (np.concatenate(longest) + 1)
        alike = ALIKE * (_EDITS * by_edits + (1 - _EDITS) * np.concatenate(winkler))
        similarities: Numbers = np.minimum(alike.astype(np.int64), ALIKE - 1)
        return similarities

    def _numbers_of(self, words: Sequence[str]) -> Numbers:
        return np.array([self._number.get(each, -1) for each in words], np.int64)

    def _rows(self) -> Numbers:
        """Give the tokens of all words, a row each."""
        return np.frombuffer(self._tokens, np.int64).reshape(max(1, len(self._words)), -1)

    def _learned(self, word: str) -> int:
        number = self._number[word] = len(self._words)
        self._asked.clear()
        self._words.append(word)
        beginning = word.encode()[:_LETTERS]
        self._beginnings += beginning.ljust(_LETTERS, b"\0")
        self._lengths.append(len(beginning))
        self._tokens.extend(self._tokens_of(word))
        self._counts.append(Counter())
        self._masks.append(0)
        for each in sounds(word):
            self._sounds.setdefault(each, array("q")).append(number)
        self._deletions.add(number, word)
        return number


@cache
def _firsts(count: int) -> Numbers:
    """Give the least pair of each of so many places, and that of the place behind them."""
    return np.arange(count + 1, dtype=np.int64) << _PAIRED


def _each_once(numbers: Numbers) -> Numbers:
    """Give numbers sorted, each once."""
    numbers.sort()
    first = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=first[1:])
    return numbers[first]


@lru_cache(maxsize=4096)
def _shortened(word: str) -> frozenset[str]:
    """Give the beginning of a word, whole and with one or two letters left out."""
    start = word[:_PREFIX]
    most = 2 if len(start) > _SHORT else 1
    return frozenset(_left_out(start, most))


def _left_out(start: str, most: int) -> Iterator[str]:
    yield start
    for count in range(1, most + 1):
        for kept in combinations(start, len(start) - count):
            yield "".join(kept)


class Frequencies:
    """About how many records carry each token, and which keys there are: never too few, as far as has been counted."""

    _CELLS = 1 << 20
    _WORDS = 1 << 21

    def __init__(self) -> None:
        self._cells = np.zeros(self._CELLS, np.uint32)
        self._there = np.zeros(self._WORDS, np.uint64)

    def add(self, tokens: Sequence[int]) -> None:
        """Count some tokens once more."""
        asked = np.array(tokens, np.int64)
        np.add.at(self._cells, asked & (self._CELLS - 1), 1)
        self.note(asked)

    def note(self, tokens: Sequence[int] | Numbers) -> None:
        """Take note that some tokens, or keys of names, are there."""
        asked = np.asarray(tokens, np.int64)
        np.bitwise_or.at(self._there, asked & (self._WORDS - 1), _bits_of(asked))

    def of(self, tokens: Sequence[int]) -> int:
        """Tell about how many records carry any of some tokens."""
        return int(self._cells[np.array(tokens, np.int64) & (self._CELLS - 1)].sum())

    def may_be(self, tokens: Numbers) -> NDArray[np.bool_]:
        """Tell of each token, or key of names, whether it may be there; False means that it is not."""
        bits = _bits_of(tokens)
        found: NDArray[np.bool_] = self._there[tokens & (self._WORDS - 1)] & bits == bits
        return found

    def there(self, tokens: Collection[int]) -> frozenset[int]:
        """Give those of some tokens that any record may carry."""
        asked = np.array(list(tokens), np.int64)
        return frozenset(asked[self.may_be(asked)].tolist())


def _three_bits() -> NDArray[np.uint64]:
    """Give 4,096 numbers, each with at most three of 64 bits set."""
    n, one, six = np.arange(4096, dtype=np.uint64), np.uint64(1), np.uint64(63)
    third = n * np.uint64(2654435761) >> np.uint64(20) & six
    bits: NDArray[np.uint64] = one << (n & six) | one << (n >> np.uint64(6)) | one << third
    return bits


_THREE_BITS = _three_bits()


def _bits_of(tokens: Numbers) -> NDArray[np.uint64]:
    """Give the bits by which tokens are known in their word (a blocked Bloom filter: Putze, Sanders, Singler 2007)."""
    bits: NDArray[np.uint64] = _THREE_BITS[tokens >> 52 & 4095]
    return bits
