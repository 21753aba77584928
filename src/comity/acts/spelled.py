"""Names that are spelled nearly as they were asked for: the keys by which they are found, and how they are told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.records.queries import Term
from comity.store.finding import Key
from comity.store.frequencies import ANYTHING, Frequencies
from comity.store.nearby import ALIKE
from comity.store.pairs import Sketch, pair_keys, paired_keys, single_keys
from comity.store.spellings import NAMED
from comity.store.vocabulary import Near, Vocabulary

# In thousandths: the most that a match by a name nearly alike counts.
MOST_NAMED = 980
_PARTS = tuple(map(int, NAMED))


def keys_of(near: Sequence[Near], sketch: Sketch) -> list[Key]:
    """Give the keys of all names that are like one term, or two, and may be there: of a word, or of a pair of words."""
    if not all(map(len, near)):
        return []
    one, *others = [(each.tokens, each.similarities) for each in near]
    found = paired_keys(one, others[0], sketch) if others else single_keys(one, sketch)
    # What is spelled otherwise is at most nearly alike.
    return [
        Key(key, score if score == ALIKE else min(score, MOST_NAMED), _PARTS[part], tuple(rows))
        for key, score, part, *rows in found.T.tolist()
    ]


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
    keys: Sequence[Key]

    def of(self, found: Iterable[Iterable[int]]) -> list[tuple[str, ...]]:
        """Give, for each name, the words by which it was found: as typed, or the nearest as they stand in the name."""
        # Backwards, so that of two pairs of words with one key the nearer is kept.
        rows_of = {each.key: each.rows for each in reversed(self.keys)}
        return [self._words(map(min, zip(*map(rows_of.__getitem__, keys), strict=True))) for keys in found]

    def _words(self, rows: Iterable[int]) -> tuple[str, ...]:
        told = zip(self.terms, self.near, rows, strict=True)
        return tuple(dict.fromkeys(t.text if n.similarities[row] == ALIKE else n.word(row) for t, n, row in told))
