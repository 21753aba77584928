"""The words of all names that are on the record, in memory alone, so that a misspelled one finds those near it.

PostgreSQL never sees it, and nothing of it is written down. A word is tried no more once no record carries it; after an
expungement everything is let go of, and read anew.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cdist

from comity.records.spelling.nicknames import other_forms
from comity.records.spelling.phonetic import sounds

# Two letters may be wrong, left out or too many among so many at the beginning of a word (SymSpell, Garbe 2012).
_PREFIX = 7
_SHORT = 4
# Two wrong letters set four apart: one each that is there and one that should be.
_MOST_LETTERS_APART = 4
# Similarities in thousandths, so that equal ones are equal: spelled alike, another form of a name, and heard alike.
ALIKE, OTHER_FORM = 1000, 950
_HEARD_ALIKE = _FARTHEST = 700
# What edits count beside Jaro and Winkler, and which part of what is missing a like sound makes good.
_EDITS, _HEARD_SHARE = 0.7, 5
_MERGED_AT_LEAST = 1000
# What is near a word is remembered until a new word is learned.
_MOST_REMEMBERED = 4096
_NONE = np.zeros(0, np.int64)

Numbers = NDArray[np.int64]
Place = tuple[int, int]
# A word, its similarity in thousandths, and its tokens.
Near = tuple[str, int, tuple[int, ...]]


@dataclass
class _Deletions:
    """Which words come to the same when letters are left out: sorted arrays, and what came since they were sorted."""

    hashes: Numbers = field(default_factory=lambda: _NONE)
    words: Numbers = field(default_factory=lambda: _NONE)
    new: dict[int, list[int]] = field(default_factory=dict)
    waiting: int = 0

    def add(self, number: int, word: str) -> None:
        for each in _shortened(word):
            self.new.setdefault(hash(each), []).append(number)
        self.waiting += 1
        if self.waiting > max(_MERGED_AT_LEAST, len(self.words) // 64):
            self._merge()

    def near(self, word: str) -> Numbers:
        asked = [hash(each) for each in _shortened(word)]
        new = np.array([number for each in asked for number in self.new.get(each, ())], np.int64)
        wanted = np.array(asked, np.int64)
        starts, ends = np.searchsorted(self.hashes, wanted, "left"), np.searchsorted(self.hashes, wanted, "right")
        spans = [
            self.words[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True) if end > start
        ]
        return np.concatenate([new, *spans])

    def _merge(self) -> None:
        flat = [(each, number) for each, numbers in self.new.items() for number in numbers]
        hashes = np.concatenate([self.hashes, np.array([each for each, _ in flat], np.int64)])
        words = np.concatenate([self.words, np.array([number for _, number in flat], np.int64)])
        order = np.argsort(hashes, kind="stable")
        self.hashes, self.words, self.new, self.waiting = hashes[order], words[order], {}, 0


class Vocabulary:
    """Words of names with the places where they stand: a place is a handling class and a category, as two numbers.

    ``tokens_of`` gives the tokens of a word, one for each category in which names stand.
    """

    def __init__(self, tokens_of: Callable[[str], tuple[int, ...]]) -> None:
        self._tokens_of = tokens_of
        self._tokens: list[tuple[int, ...]] = []
        self._words: list[str] = []
        self._number: dict[str, int] = {}
        self._counts: list[Counter[int]] = []
        self._masks: list[int] = []
        self._bits: dict[Place, int] = {}
        self._letters, self._ranks = array("Q"), array("q")
        self._sounds: dict[str, list[int]] = {}
        self._deletions = _Deletions()
        self._asked: dict[str, Sequence[tuple[int, int]]] = {}

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
        """Give places as one number, by which ``parted`` tells what is seen from what is not."""
        known = (self._bits[each] for each in places if each in self._bits)
        return sum(1 << bit for bit in known)

    def nearest(self, word: str, seen: int, also: frozenset[str], most: int) -> list[Near]:
        """Give the nearest words that stand in a place that is seen, or are among others; equal ones by token."""
        found: list[Near] = []
        for number, similarity in self._near(word):
            if self._masks[number] & seen or self._words[number] in also:
                found.append((self._words[number], similarity, self._tokens[number]))
                if len(found) == most:
                    break
        return found

    def unseen(self, word: str, seen: int) -> list[Near]:
        """Give all words near a word that stand somewhere, but in no place that is seen."""
        return [
            (self._words[number], similarity, self._tokens[number])
            for number, similarity in self._near(word)
            if self._masks[number] and not self._masks[number] & seen
        ]

    def _near(self, word: str) -> Sequence[tuple[int, int]]:
        """Give the numbers of all words near a word, used or not, with their similarities; the nearest first."""
        found = self._asked.get(word)
        if found is None:
            if len(self._asked) >= _MOST_REMEMBERED:
                self._asked.clear()
            found = self._asked[word] = self._compared(word)
        return found

    def _compared(self, word: str) -> Sequence[tuple[int, int]]:
        forms = [self._number[each] for each in other_forms(word) if each in self._number]
        heard = {n for each in sounds(word) for n in self._sounds.get(each, ())}.difference(forms)
        spelled = set(self._spelled_with(word)).difference(forms, heard)
        numbers = [*forms, *heard, *spelled]
        if not numbers:
            return ()
        similarities = _similarities(word, [self._words[n] for n in numbers], len(forms), len(heard))
        # Equal ones by their tokens: an order that is the same whatever else is known.
        order = np.lexsort((np.frombuffer(self._ranks, np.int64)[numbers], -similarities))
        near = order[: np.count_nonzero(similarities >= _FARTHEST)].tolist()
        return [(numbers[n], similarity) for n, similarity in zip(near, similarities[near].tolist(), strict=True)]

    def _spelled_with(self, word: str) -> list[int]:
        """Give the words that come to the same as a word when letters are left out, and have nearly its letters."""
        found = self._deletions.near(word)
        apart = np.bitwise_count(np.frombuffer(self._letters, np.uint64)[found] ^ np.uint64(_letters(word)))
        near: list[int] = found[apart <= _MOST_LETTERS_APART].tolist()
        return near

    def _learned(self, word: str) -> int:
        number = self._number[word] = len(self._words)
        self._asked.clear()
        self._words.append(word)
        self._letters.append(_letters(word))
        self._tokens.append(self._tokens_of(word))
        self._ranks.append(self._tokens[number][0])
        self._counts.append(Counter())
        self._masks.append(0)
        for each in sounds(word):
            self._sounds.setdefault(each, []).append(number)
        self._deletions.add(number, word)
        return number


def _similarities(word: str, others: Sequence[str], forms: int, heard: int) -> Numbers:
    """Tell how alike words are, in thousandths: by edits (optimal string alignment), and by Jaro and Winkler.

    Edits tell one slip from two, whatever the length; the other tells apart where the slip is. The shares were chosen
    on names mistyped by chance, and on the truth of no set. The first words are other forms of a given name, the next
    ones sound alike: they are nearer.
    """
    edits = cdist([word], others, scorer=OSA.distance)[0]
    lengths = np.fromiter(map(len, others), np.int64, len(others))
    winkler = cdist([word], others, scorer=JaroWinkler.normalized_similarity)[0]
    by_edits = 1 - edits / (np.maximum(lengths, len(word)) + 1)
    alike = (ALIKE * (_EDITS * by_edits + (1 - _EDITS) * winkler)).astype(np.int64)
    alike = np.minimum(alike, ALIKE - 1)
    sounding, short = alike[forms : forms + heard], alike[:forms]
    alike[forms : forms + heard] = np.maximum(_HEARD_ALIKE, sounding + (ALIKE - sounding) // _HEARD_SHARE)
    alike[:forms] = np.maximum(OTHER_FORM, short)
    return np.where(edits == 0, ALIKE, alike)


def _letters(word: str) -> int:
    """Give the letters of a word as the bits of one number."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


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
    """About how many records carry each token: never fewer than there are, as far as they have been counted."""

    _CELLS = 1 << 20
    _BITS = 1 << 27

    def __init__(self) -> None:
        self._cells = np.zeros(self._CELLS, np.uint32)
        self._there = np.zeros(self._BITS >> 3, np.uint8)

    def add(self, tokens: Sequence[int]) -> None:
        """Count some tokens once more."""
        asked = np.array(tokens, np.int64)
        np.add.at(self._cells, asked & (self._CELLS - 1), 1)
        self.note(asked)

    def note(self, tokens: Sequence[int] | Numbers) -> None:
        """Take note that some tokens, or keys of names, are there."""
        asked = np.asarray(tokens, np.int64) & (self._BITS - 1)
        np.bitwise_or.at(self._there, asked >> 3, np.left_shift(1, asked & 7).astype(np.uint8))

    def of(self, tokens: Sequence[int]) -> int:
        """Tell about how many records carry any of some tokens."""
        return int(self._cells[np.array(tokens, np.int64) & (self._CELLS - 1)].sum())

    def may_be(self, tokens: Numbers) -> NDArray[np.bool_]:
        """Tell of each token, or key of names, whether it may be there; False means that it is not."""
        asked = tokens & (self._BITS - 1)
        found: NDArray[np.bool_] = (self._there[asked >> 3] >> (asked & 7) & 1).astype(np.bool_)
        return found

    def there(self, tokens: Collection[int]) -> frozenset[int]:
        """Give those of some tokens that any record may carry."""
        asked = np.array(list(tokens), np.int64)
        return frozenset(asked[self.may_be(asked)].tolist())
