"""The words of all names that are on the record, in memory alone, so that a misspelled one finds those near it.

PostgreSQL never sees it, and nothing of it is written down. A word is tried no more once no record carries it; after an
expungement everything is let go of, and read anew.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.records.spelling.nicknames import other_forms
from comity.records.spelling.phonetic import sounds
from comity.store.nearby import (
    FORM,
    HEARD,
    ITSELF,
    KNOWN,
    LETTERS,
    Bits,
    Found,
    Letters,
    Shortenings,
    first_seen,
    nearest,
    row_of,
)
from comity.store.pairs import Numbers

# So many words are remembered with what is near them, until a new word is learned; and so many readers' places.
_MOST_REMEMBERED = 4096
_FIRST_ROOM = 1024
_NONE = np.zeros(0, np.int64)
_BITS = 64

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


class Vocabulary:
    """Words of names with the places where they stand: a place is a handling class and a category, as two numbers.

    ``tokens_of`` gives the tokens of a word, one for each category in which names stand.
    """

    def __init__(self, tokens_of: Callable[[str], tuple[int, ...]]) -> None:
        self._tokens_of = tokens_of
        self._words: list[str] = []
        self._number: dict[str, int] = {}
        self._counts: list[Counter[int]] = []
        self._bits: dict[Place, int] = {}
        self._seen: dict[tuple[Place, ...], Bits] = {}
        # A row for each word, and room for more.
        self._known = np.zeros(_FIRST_ROOM, KNOWN)
        self._tokens = np.zeros((_FIRST_ROOM, len(tokens_of(""))), np.int64)
        self._places = np.zeros((_FIRST_ROOM, 1), np.uint64)
        self._sounds: dict[str, array[int]] = {}
        self._shortenings = Shortenings()
        self._asked: dict[str, Found] = {}

    def __len__(self) -> int:
        """Tell how many different words stand somewhere."""
        return sum(map(bool, self._counts))

    def __contains__(self, word: str) -> bool:
        """Whether a word stands anywhere now."""
        number = self._number.get(word)
        return number is not None and bool(self._counts[number])

    def add(self, place: Place, words: Iterable[str]) -> None:
        """Take note that a record of a place carries some words."""
        bit = self._bit(place)
        for word in words:
            number = self._number.get(word)
            if number is None:
                number = self._learned(word)
            if not self._counts[number][bit]:
                self._places[number, bit // _BITS] |= _one(bit)
            self._counts[number][bit] += 1

    def remove(self, place: Place, words: Iterable[str]) -> None:
        """Take note that a record of a place carries some words no more."""
        bit = self._bit(place)
        for word in words:
            number = self._number.get(word)
            if number is None:
                continue
            self._counts[number][bit] -= 1
            if self._counts[number][bit] <= 0:
                del self._counts[number][bit]
                self._places[number, bit // _BITS] &= ~_one(bit)

    def seen_at(self, places: tuple[Place, ...]) -> Bits:
        """Give places as bits, by which ``nearest`` tells what is seen; remembered until there is a new place."""
        found = self._seen.get(places)
        if found is None:
            if len(self._seen) == _MOST_REMEMBERED:
                self._seen.clear()
            found = self._seen[places] = np.zeros(self._places.shape[1], np.uint64)
            for bit in (self._bits[each] for each in places if each in self._bits):
                found[bit // _BITS] |= _one(bit)
        return found

    def nearest(self, word: str, seen: Bits, also: frozenset[str], most: int) -> Near:
        """Give the nearest words that stand in a place that is seen, or are among others; equal ones by token."""
        beside = np.array([self._number[each] for each in also], np.int64) if also else _NONE
        shown = first_seen(self._near(word), (self._places, self._tokens), (seen, beside), most)
        return Near(*shown, self._words)

    def unseen(self, word: str, seen: Bits) -> Near:
        """Give all words near a word that stand somewhere, but in no place that is seen."""
        numbers, similarities = self._near(word)
        places = self._places[numbers]
        at = places.any(axis=1) & ~(places & seen).any(axis=1)
        return Near(similarities[at], self._tokens[numbers[at]], numbers[at], self._words)

    def _near(self, word: str) -> Found:
        """Give all words near a word, used or not, the nearest first; remembered until a new word is learned."""
        found = self._asked.get(word)
        if found is None:
            if len(self._asked) == _MOST_REMEMBERED:
                self._asked.clear()
            letters = _letters(word)
            compared = np.concatenate([self._shortenings.near(letters), *self._alike(word)])
            found = self._asked[word] = nearest(letters, compared, self._known)
        return found

    def _alike(self, word: str) -> Iterator[Numbers]:
        """Give the words that are compared with one however they are spelled: their numbers, with why."""
        for sound in sounds(word):
            if numbers := self._sounds.get(sound):
                yield np.frombuffer(numbers, np.int64) | HEARD
        forms = (self._number.get(each) for each in other_forms(word))
        same = self._number.get(word)
        others = [each | FORM for each in forms if each is not None]
        yield np.array(others if same is None else [same | ITSELF, *others], np.int64)

    def _bit(self, place: Place) -> int:
        """Give the bit of a place; when all bits of a word are taken, each word gets 64 more."""
        bit = self._bits.get(place)
        if bit is None:
            bit = self._bits[place] = len(self._bits)
            self._seen.clear()
            if bit == _BITS * self._places.shape[1]:
                self._places = np.pad(self._places, ((0, 0), (0, 1)))
        return bit

    def _learned(self, word: str) -> int:
        number = self._number[word] = len(self._words)
        self._asked.clear()
        if number == len(self._known):
            self._known, self._tokens, self._places = map(_with_room, (self._known, self._tokens, self._places))
        letters = _letters(word)
        self._words.append(word)
        self._counts.append(Counter())
        self._tokens[number] = self._tokens_of(word)
        self._known[number] = row_of(letters, self._tokens[number, 0])
        self._shortenings.add(letters, number)
        for each in sounds(word):
            self._sounds.setdefault(each, array("q")).append(number)
        return number


def _letters(word: str) -> Letters:
    return np.frombuffer(word.encode()[:LETTERS], np.uint8)


def _one(bit: int) -> np.uint64:
    return np.uint64(1 << bit % _BITS)


def _with_room(rows: NDArray[Any]) -> NDArray[Any]:
    """Give rows, and room for as many more."""
    return np.concatenate([rows, np.zeros_like(rows)])
