"""How alike two values are: the questions that levels ask, answered for many pairs at once.

Each takes the numbers of the values on both sides and gives one answer a pair, the same from both sides. The plain ones
only look at numbers; what is measured on texts is measured only for pairs that may be alike enough for any level.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, reduce

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler, Levenshtein
from rapidfuzz.process import cpdist

from comity.linkage.lexicon import Codes, Figures, Lexicon, of_each
from comity.records.spelling.nicknames import names_with_forms, other_forms
from comity.records.spelling.phonetic import sounds

Answers = NDArray[np.float64]
Truths = NDArray[np.bool_]
Sides = Sequence[Codes]
# The numbers on both sides, none of them 0, and the bound beyond which nobody asks how far apart two texts are.
Measure = Callable[[Lexicon, Codes, Codes, float], Answers | Truths]
Scorer = Callable[..., float]
Rows = NDArray[np.int64]

_FAR = 1e6
_LEAST_PART = 3
_FULL_DATE = 10
_SOUNDS = 3
_SILENT = (-1.0,) * _SOUNDS
# Below so many pairs, looking which of them may be alike costs more than measuring all.
_MANY = 1_000
# The letters of a text as bits of a whole number that a float holds: two a letter, for having it once and again.
_LETTERS = 26
_ONCE, _AGAIN = np.exp2(np.arange(_LETTERS)), np.exp2(np.arange(_LETTERS, 2 * _LETTERS))
_TOGETHER = 20_000
# Winkler's prefix: a tenth of what is missing for each of four letters, where more than this is alike.
_FEW_BEGIN, _MOST_ADDED = 0.7, 0.4
# rapidfuzz cuts off what is just as alike as asked, where it computes with less than all digits.
_HAIR = 0.001


def _missing(left: Sides, right: Sides) -> Truths:
    return _any([(one == 0) | (other == 0) for one, other in zip(left, right, strict=True)])


def _equal(left: Sides, right: Sides) -> Truths:
    return _all([(one == other) & (one != 0) for one, other in zip(left, right, strict=True)])


def _different(left: Sides, right: Sides) -> Truths:
    """Answer whether both are known and not the same."""
    return _all([(one != other) & (one != 0) & (other != 0) for one, other in zip(left, right, strict=True)])


def _swapped(left: Sides, right: Sides) -> Truths:
    """Answer whether two fields have changed places; not where both hold the same."""
    (first, second), (third, fourth) = left, right
    return _all([first == fourth, second == third, first != 0, second != 0, first != second])


def _crossed(left: Sides, right: Sides) -> Truths:
    """Answer whether the first field of one side is the second of the other, as when somebody goes by a middle name."""
    (first, second), (third, fourth) = left, right
    return _any([(first == fourth) & (first != 0), (second == third) & (second != 0)])


def _all(truths: Sequence[Truths]) -> Truths:
    return reduce(np.logical_and, truths)


def _any(truths: Sequence[Truths]) -> Truths:
    return reduce(np.logical_or, truths)


def _similar(words: Lexicon, one: Codes, other: Codes, bound: float) -> Answers:
    """Give the likeness of two texts by Jaro and Winkler, 0 to 1; 0 for what is surely under the bound."""
    found, least = np.zeros(len(one)), bound - _HAIR
    at = np.flatnonzero(_likeliest(words, one, other) >= least) if len(one) > _MANY else slice(None)
    found[at] = _pairwise(words, one[at], other[at], JaroWinkler.similarity, least)
    return found


def _likeliest(words: Lexicon, one: Codes, other: Codes) -> Answers:
    """Give the most that two texts can be alike by Jaro and Winkler, from how many letters they share at most."""
    here, there = words.both("letters", _letters, one, other)
    lacking, adding = _lacking(words, one, other)
    shared = np.minimum(here[0] - lacking, there[0] - adding)
    most: Answers = (shared / here[0] + shared / there[0] + 1) / 3
    return np.where((most > _FEW_BEGIN) & (here[1] == there[1]), most + _MOST_ADDED * (1 - most), most)


def _edits(words: Lexicon, one: Codes, other: Codes, bound: float) -> Answers:
    return _distance(words, one, other, DamerauLevenshtein.distance, bound)


def _changes(words: Lexicon, one: Codes, other: Codes, bound: float) -> Answers:
    return _distance(words, one, other, Levenshtein.distance, bound)


def _distance(words: Lexicon, one: Codes, other: Codes, scorer: Scorer, bound: float) -> Answers:
    """Give how many edits make one text the other; very many for what is surely over the bound."""
    found = np.full(len(one), _FAR)
    at: Rows | slice = slice(None)
    if len(one) > _MANY:
        at = np.flatnonzero(np.maximum(*_lacking(words, one, other)) <= bound)
    found[at] = _pairwise(words, one[at], other[at], scorer, bound)
    return found


def _pairwise(words: Lexicon, one: Codes, other: Codes, scorer: Scorer, bound: float) -> Answers:
    texts = words.pick(one), words.pick(other)
    return np.asarray(cpdist(*texts, scorer=scorer, score_cutoff=bound, dtype=np.float64))


def _lacking(words: Lexicon, one: Codes, other: Codes) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Give how many letters of one the other lacks, at least, and how many of the other the one."""
    here, there = (signs[0].astype(np.uint64) for signs in words.both("signs", _signs, one, other))
    return np.bitwise_count(here & ~there), np.bitwise_count(there & ~here)


def _signs(texts: Sequence[str]) -> Figures:
    """Give the letters of each text as bits: the lower ones for those that it has, the upper for those it has again."""
    found = [_signs_of(texts[start : start + _TOGETHER]) for start in range(0, len(texts), _TOGETHER)]
    return np.concatenate(found)[None]


def _signs_of(texts: Sequence[str]) -> Figures:
    letters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    owners = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    counts = np.bincount(owners * _LETTERS + letters % _LETTERS, minlength=len(texts) * _LETTERS)
    table = counts.reshape(len(texts), _LETTERS)
    return np.asarray((table > 0) @ _ONCE + (table > 1) @ _AGAIN)


def _letters(texts: Sequence[str]) -> Figures:
    """Give how long each text is, and its first letter."""
    return np.asarray(
        [[len(text) for text in texts], [ord(text[0]) if text else 0 for text in texts]], dtype=np.float64
    )


def _initial(words: Lexicon, one: Codes, other: Codes, bound: float) -> Truths:
    """Answer whether one is the other's first letter."""
    del bound
    here, there = words.both("letters", _letters, one, other)
    return _all([np.minimum(here[0], there[0]) == 1, here[1] == there[1]])


def _days(words: Lexicon, one: Codes, other: Codes, bound: float) -> Answers:
    """Give the days between two whole dates; very many where one is not whole."""
    del bound
    (here,), (there,) = words.both("days", of_each(_day), one, other)
    return np.where((here == 0) | (there == 0), _FAR, np.abs(here - there))


def _day(text: str) -> tuple[float]:
    """Number a day; 30 February, which partners send, counts from the first of the month; 0 for what is no day."""
    if len(text) != _FULL_DATE:
        return (0.0,)
    try:
        return (date(int(text[:4]), int(text[5:7]), 1).toordinal() + int(text[8:]) - 1.0,)
    except ValueError:
        return (0.0,)


def _sound(words: Lexicon, one: Codes, other: Codes, bound: float) -> Truths:
    """Answer whether two words share one of their sounds."""
    del bound

    def numbered(text: str) -> tuple[float, ...]:
        found = sorted(sounds(text.replace(" ", "")))[:_SOUNDS] if text else []
        return tuple([*(float(words.sound_number(sound)) for sound in found), *_SILENT][:_SOUNDS])

    here, there = words.both("sounds", of_each(numbered), one, other)
    return _any([(mine == theirs) & (mine >= 0) for mine in here for theirs in there])


def _part(words: Lexicon, one: Codes, other: Codes, bound: float) -> Truths:
    """Answer whether two share a word; only where one has several."""
    del bound
    (here,), (there,) = words.both("several", of_each(lambda text: (float(" " in text),)), one, other)
    return _asked_at(words, (one, other), np.flatnonzero(here + there), _shares_word)


def _other_form(words: Lexicon, one: Codes, other: Codes, bound: float) -> Truths:
    """Answer whether one given name is another form of the other."""
    del bound
    numbers, pairs = _forms()
    (here,), (there,) = words.both("forms", of_each(lambda text: (numbers.get(text, 0.0),)), one, other)
    found = np.zeros(len(one), dtype=bool)
    at = np.flatnonzero((here > 0) & (there > 0))
    wanted = here[at] * len(pairs) + there[at]
    found[at] = pairs[np.searchsorted(pairs, wanted)] == wanted
    return found


@cache
def _forms() -> tuple[Mapping[str, float], Answers]:
    """Number the given names that have other forms, and give each pair of forms as one number, in order."""
    numbers = {name: number for number, name in enumerate(sorted(names_with_forms()), 1)}
    pairs = [(numbers[name], numbers[other]) for name in numbers for other in other_forms(name)]
    # Beyond all that may be asked, so that whatever is looked for has a place.
    many = len(pairs) + 1
    return numbers, np.sort(np.asarray([*(one * many + other for one, other in pairs), many * many], dtype=np.float64))


def _asked_at(words: Lexicon, sides: tuple[Codes, Codes], at: Rows, test: Callable[[str, str], bool]) -> Truths:
    """Ask for some pairs one by one; for all others the answer is no."""
    found = np.zeros(len(sides[0]), dtype=bool)
    if len(at):
        found[at] = list(map(test, words.pick(sides[0][at]), words.pick(sides[1][at])))
    return found


def _shares_word(one: str, other: str) -> bool:
    """Tell whether a word of one is a word of the other that says more than a particle."""
    return any(len(word) >= _LEAST_PART for word in {*one.split()} & {*other.split()})


def _begins(one: str, other: str) -> bool:
    """Tell whether one is the beginning of the other: a year of a date, a short form of a name or street."""
    return one != other and (one.startswith(other) or other.startswith(one))


def _beginning(words: Lexicon, one: Codes, other: Codes, bound: float) -> Truths:
    """Answer whether one is the beginning of the other; only where lengths differ and first letters do not."""
    del bound
    here, there = words.both("letters", _letters, one, other)
    at = np.flatnonzero((here[0] != there[0]) & (here[1] == there[1]))
    return _asked_at(words, (one, other), at, _begins)


# What only the numbers of the values tell, of one field or of several together.
PLAIN: Mapping[str, Callable[[Sides, Sides], Truths]] = {
    "missing": _missing,
    "equal": _equal,
    "different": _different,
    "swapped": _swapped,
    "crossed": _crossed,
}
# What is asked of one field's texts, where there are two.
MEASURES: Mapping[str, Measure] = {
    "similar": _similar,
    "edits": _edits,
    "changes": _changes,
    "other-form": _other_form,
    "part": _part,
    "sound": _sound,
    "initial": _initial,
    "beginning": _beginning,
    "days": _days,
}
# Where less is more alike: the bound is the most that there may be.
DISTANCES = frozenset(("edits", "changes", "days"))
