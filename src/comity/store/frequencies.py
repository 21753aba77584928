"""About how many records carry each token, and which tokens and keys of names there are."""

from collections.abc import Collection, Sequence

import numpy as np

from comity.store.pairs import Numbers, Sketch, count, may_be, note

_CELLS, _PLACES = 1 << 20, 1 << 21
# The sketch of whoever has not counted yet.
ANYTHING: Sketch = np.full(1, (1 << 64) - 1, np.uint64)


class Frequencies:
    """How often and whether, as far as has been counted: never too few, and never no where there is one."""

    def __init__(self) -> None:
        self._cells = np.zeros(_CELLS, np.uint32)
        self.sketch = np.zeros(_PLACES, np.uint64)

    def add(self, tokens: Sequence[int]) -> None:
        """Count some tokens once more."""
        asked = np.array(tokens, np.int64)
        count(self._cells, asked)
        self.note(asked)

    def note(self, tokens: Sequence[int] | Numbers) -> None:
        """Take note that some tokens, or keys of names, are there."""
        note(self.sketch, np.asarray(tokens, np.int64))

    def of(self, tokens: Sequence[int]) -> int:
        """Tell about how many records carry any of some tokens."""
        return int(self._cells[np.array(tokens, np.int64) & (_CELLS - 1)].sum())

    def there(self, tokens: Collection[int]) -> frozenset[int]:
        """Give those of some tokens that any record may carry."""
        asked = np.array(list(tokens), np.int64)
        return frozenset(asked[may_be(self.sketch, asked)].tolist())
