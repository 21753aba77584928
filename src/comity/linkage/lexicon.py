"""The distinct texts of many records, and what follows from each: worked out once, however many pairs ask for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]
Figures = NDArray[np.float64]
# What follows from some texts: a row for each figure, a column for each text.
Follow = Callable[[Sequence[str]], Figures]


@dataclass(frozen=True)
class Lexicon:
    """Texts by number, the empty one first; ``numbers`` is the way back, ``tables`` keep what was worked out."""

    texts: list[str]
    numbers: dict[str, int]
    tables: dict[str, Figures] = field(default_factory=dict)
    sounds: dict[str, int] = field(default_factory=dict)
    kept: dict[int, object] = field(default_factory=dict)

    def number(self, text: str) -> int:
        """Give a text its number, a new one where it has none."""
        number = self.numbers.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        return number

    def sound_number(self, sound: str) -> int:
        """Give a sound its number."""
        return self.sounds.setdefault(sound, len(self.sounds))

    def name_of(self, value: object) -> str:
        """Name a value for ``figures``, and keep it, so that the name never means another one."""
        self.kept[id(value)] = value
        return f"{id(value)}"

    def pick(self, codes: Codes) -> list[str]:
        """Give the texts of numbers."""
        return list(map(self.texts.__getitem__, codes.tolist()))

    def figures(self, name: str, follow: Follow, codes: Codes) -> Figures:
        """Give the figures that follow from each text, a row for each figure; ``name`` says which they are."""
        table = self.tables.get(name)
        if table is not None and table.shape[1] < len(self.texts):
            table = self.tables[name] = self._with_room(table)
        unknown = codes if table is None else codes[table[0].take(codes) == np.inf]
        if table is None or len(unknown):
            # The empty text, where nothing is asked for: it tells how many figures follow.
            new = list(set(unknown.tolist())) or [0]
            figures = follow([self.texts[code] for code in new])
            if table is None:
                table = self.tables[name] = self._with_room(np.empty((len(figures), 0)))
            table[:, new] = figures
        return table.take(codes, axis=1)

    def both(self, name: str, follow: Follow, one: Codes, other: Codes) -> tuple[Figures, Figures]:
        """Give the figures that follow from the texts on both sides of some pairs."""
        found = self.figures(name, follow, np.concatenate((one, other)))
        return found[:, : len(one)], found[:, len(one) :]

    def _with_room(self, table: Figures) -> Figures:
        """Give a table with room for all texts; what was not worked out yet is infinite."""
        longer = np.full((len(table), len(self.texts)), np.inf)
        longer[:, : table.shape[1]] = table
        return longer


def of_each(follow: Callable[[str], Sequence[float]]) -> Follow:
    """Let figures follow from one text after the other."""
    return lambda texts: np.asarray([follow(text) for text in texts]).T
