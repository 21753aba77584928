"""Names that are spelled nearly as they were asked for: the keys by which they are found, and how they are told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from comity.records.queries import Term
from comity.store.finding import Keys
from comity.store.frequencies import ANYTHING, Frequencies
from comity.store.nearby import ALIKE
from comity.store.pairs import Sketch, pair_keys, paired_keys, single_keys
from comity.store.spellings import NAMED
from comity.store.vocabulary import Near, Vocabulary

# In thousandths: the most that a match by a name nearly alike counts.
MOST_NAMED = 980
_PARTS = np.array(NAMED, np.int64)
_NONE = np.zeros(0, np.int64)
_NO_KEYS = Keys(_NONE, _NONE, _NONE, _NONE.reshape(0, 0))


def keys_of(near: Sequence[Near], sketch: Sketch) -> Keys:
    """Give the keys of all names that are like one term, or two, and may be there: of a word, or of a pair of words."""
    if not all(map(len, near)):
        return _NO_KEYS
    one, *others = [(each.tokens, each.similarities) for each in near]
    keys, scores, parts, *rows = paired_keys(one, others[0], sketch) if others else single_keys(one, sketch)
    # What is spelled otherwise is at most nearly alike.
    scores = np.where(scores < ALIKE, np.minimum(scores, MOST_NAMED), ALIKE)
    return Keys(keys, scores, _PARTS[parts], np.array(rows))


def ready() -> None:
    """Compile what looks for names, so that nobody waits for it: seconds once, and a moment from then on."""
    vocabulary = Vocabulary(lambda word: (hash(word),) * len(NAMED))
    vocabulary.add((0, 0), ["smith", "smyth"])
    near = vocabulary.nearest("smiht", vocabulary.seen_at(((0, 0),)), frozenset(), 1)
    frequencies = Frequencies()
    frequencies.note(pair_keys(near.tokens[:, 0], near.tokens[:, 0]).ravel())
    frequencies.add(near.tokens[:, 0].tolist())
    frequencies.there(near.tokens[:, 0].tolist())
    keys_of([near], ANYTHING)
    keys_of([near, near], ANYTHING)


@dataclass(frozen=True)
class Spelling:
    """Tells how the names are spelled that were found by some keys."""

    terms: Sequence[Term]
    near: Sequence[Near]
    keys: Keys

    def of(self, found: Iterable[Iterable[int]]) -> list[tuple[str, ...]]:
        """Give, for each name, the words by which it was found: as typed, or the nearest as they stand in the name."""
        # Backwards, so that of two pairs of words with one key the nearer is kept.
        rows_of = dict(zip(self.keys.keys[::-1].tolist(), self.keys.rows.T[::-1].tolist(), strict=True))
        return [self._words(map(min, zip(*map(rows_of.__getitem__, keys), strict=True))) for keys in found]

    def _words(self, rows: Iterable[int]) -> tuple[str, ...]:
        told = zip(self.terms, self.near, rows, strict=True)
        return tuple(dict.fromkeys(t.text if n.similarities[row] == ALIKE else n.word(row) for t, n, row in told))
