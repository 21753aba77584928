"""How alike two values are: the questions that levels ask, answered for many pairs at once.

Each takes the numbers of the values on both sides and gives one answer a pair, the same from both sides.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler, Levenshtein
from rapidfuzz.process import cpdist

from comity.linkage.lexicon import Codes, Lexicon
from comity.records.spelling.nicknames import other_forms
from comity.records.spelling.phonetic import sounds

Answers = NDArray[np.float64]
Sides = Sequence[Codes]
Question = Callable[[Lexicon, Sides, Sides], Answers]
Scorer = Callable[..., float]

_FAR = 1e6
# No level asks for less likeness or more edits; what is beyond need not be measured to the end.
_LEAST_ASKED = 0.6
_MOST_ASKED = 4
_LEAST_PART = 3
_FULL_DATE = 10
_SOUNDS = 3
_SILENT = (-1.0,) * _SOUNDS
# Below so many pairs, a second thread costs more than it saves.
_MANY = 20_000
Rows = NDArray[np.int64]


def _missing(words: Lexicon, left: Sides, right: Sides) -> Answers:
    del words
    gone = [(one == 0) | (other == 0) for one, other in zip(left, right, strict=True)]
    return np.asarray(np.logical_or.reduce(gone), dtype=np.float64)


def _equal(words: Lexicon, left: Sides, right: Sides) -> Answers:
    del words
    same = [(one == other) & (one != 0) for one, other in zip(left, right, strict=True)]
    return np.asarray(np.logical_and.reduce(same), dtype=np.float64)


def _different(words: Lexicon, left: Sides, right: Sides) -> Answers:
    """Answer whether both are known and not the same."""
    del words
    other = [(one != two) & (one != 0) & (two != 0) for one, two in zip(left, right, strict=True)]
    return np.asarray(np.logical_and.reduce(other), dtype=np.float64)


def _swapped(words: Lexicon, left: Sides, right: Sides) -> Answers:
    """Answer whether two fields have changed places; not where both hold the same."""
    del words
    (first, second), (third, fourth) = left, right
    crossed = (first == fourth) & (second == third) & (first != 0) & (second != 0)
    return np.asarray((crossed & (first != second)), dtype=np.float64)


def _crossed(words: Lexicon, left: Sides, right: Sides) -> Answers:
    """Answer whether the first field of one side is the second of the other, as when somebody goes by a middle name."""
    del words
    (first, second), (third, fourth) = left, right
    return np.asarray((((first == fourth) & (first != 0)) | ((second == third) & (second != 0))), dtype=np.float64)


def _on_texts(measure: Callable[[Sequence[str], Sequence[str]], Answers]) -> Question:
    """Make a question of a measure on texts, taken for all pairs in one call."""

    def asked(words: Lexicon, left: Sides, right: Sides) -> Answers:
        return measure(words.pick(left[0]), words.pick(right[0]))

    return asked


def _pairwise(one: Sequence[str], other: Sequence[str], scorer: Scorer, cutoff: float) -> Answers:
    threads = -1 if len(one) > _MANY else 1
    return np.asarray(cpdist(one, other, scorer=scorer, score_cutoff=cutoff, dtype=np.float64, workers=threads))


def _similar(one: Sequence[str], other: Sequence[str]) -> Answers:
    return _pairwise(one, other, JaroWinkler.similarity, _LEAST_ASKED)


def _edits(one: Sequence[str], other: Sequence[str]) -> Answers:
    return _pairwise(one, other, DamerauLevenshtein.distance, _MOST_ASKED)


def _changes(one: Sequence[str], other: Sequence[str]) -> Answers:
    return _pairwise(one, other, Levenshtein.distance, _MOST_ASKED)


def _length_and_letter(text: str) -> tuple[float, float]:
    return len(text), ord(text[0]) if text else 0


def _initial(words: Lexicon, left: Sides, right: Sides) -> Answers:
    """Answer whether one is the other's first letter."""
    one, other = (words.figures("letters", _length_and_letter, side[0]) for side in (left, right))
    short = np.minimum(one[:, 0], other[:, 0]) == 1
    return np.asarray(short & (one[:, 1] == other[:, 1]), dtype=np.float64)


def _days(words: Lexicon, left: Sides, right: Sides) -> Answers:
    """Give the days between two whole dates; very many where one is not whole."""
    one, other = (words.figures("days", _day, side[0])[:, 0] for side in (left, right))
    return np.where((one == 0) | (other == 0), _FAR, np.abs(one - other))


def _day(text: str) -> tuple[float]:
    """Number a day; 30 February, which partners send, counts from the first of the month; 0 for what is no day."""
    if len(text) != _FULL_DATE:
        return (0.0,)
    try:
        return (date(int(text[:4]), int(text[5:7]), 1).toordinal() + int(text[8:]) - 1.0,)
    except ValueError:
        return (0.0,)


def _sound(words: Lexicon, left: Sides, right: Sides) -> Answers:
    """Answer whether two words share one of their sounds."""

    def numbered(text: str) -> tuple[float, ...]:
        found = sorted(sounds(text.replace(" ", "")))[:_SOUNDS] if text else []
        return tuple([*(float(words.sound_number(sound)) for sound in found), *_SILENT][:_SOUNDS])

    one, other = (words.figures("sounds", numbered, side[0]) for side in (left, right))
    shared = [(one[:, a] == other[:, b]) & (one[:, a] >= 0) for a in range(_SOUNDS) for b in range(_SOUNDS)]
    return np.asarray(np.logical_or.reduce(shared), dtype=np.float64)


def _rarely(name: str, may: Callable[[str], bool], test: Callable[[str, str], bool], *, least: int) -> Question:
    """Make a question asked only of pairs of which at least so many sides ``may`` give yes; else the answer is no."""

    def asked(words: Lexicon, left: Sides, right: Sides) -> Answers:
        one, other = (words.figures(name, lambda text: (float(may(text)),), side[0])[:, 0] for side in (left, right))
        return _asked_at(words, (left[0], right[0]), np.flatnonzero(one + other >= least), test)

    return asked


def _asked_at(words: Lexicon, sides: tuple[Codes, Codes], at: Rows, test: Callable[[str, str], bool]) -> Answers:
    """Ask for some pairs one by one; for all others the answer is no."""
    found = np.zeros(len(sides[0]))
    found[at] = list(map(test, words.pick(sides[0][at]), words.pick(sides[1][at])))
    return found


def _shares_word(one: str, other: str) -> bool:
    """Tell whether a word of one is a word of the other that says more than a particle."""
    return any(len(word) >= _LEAST_PART for word in {*one.split()} & {*other.split()})


def _other_form(one: str, other: str) -> bool:
    return other in other_forms(one)


def _begins(one: str, other: str) -> bool:
    """Tell whether one is the beginning of the other: a year of a date, a short form of a name or street."""
    return bool(one and other) and one != other and (one.startswith(other) or other.startswith(one))


def _beginning(words: Lexicon, left: Sides, right: Sides) -> Answers:
    """Answer whether one is the beginning of the other; only where lengths differ and first letters do not."""
    one, other = (words.figures("letters", _length_and_letter, side[0]) for side in (left, right))
    at = np.flatnonzero((one[:, 0] != other[:, 0]) & (one[:, 1] == other[:, 1]))
    return _asked_at(words, (left[0], right[0]), at, _begins)


QUESTIONS: Mapping[str, Question] = {
    "missing": _missing,
    "equal": _equal,
    "different": _different,
    "swapped": _swapped,
    "crossed": _crossed,
    "similar": _on_texts(_similar),
    "edits": _on_texts(_edits),
    "changes": _on_texts(_changes),
    "other-form": _rarely("forms", lambda text: bool(other_forms(text)), _other_form, least=2),
    "part": _rarely("parts", lambda text: " " in text, _shares_word, least=1),
    "sound": _sound,
    "initial": _initial,
    "beginning": _beginning,
    "days": _days,
}
# Where less is more alike: the bound is the most that there may be.
DISTANCES = frozenset(("edits", "changes", "days"))
# What is asked of one field's text, and so says nothing where there is none.
MEASURES = frozenset(QUESTIONS) - {"missing", "equal", "different", "swapped", "crossed"}
