"""What all generated things have in common: how often they are entered, and how their writing goes wrong."""

from dataclasses import dataclass

from comity.demo.chance import Chance
from comity.records.declaration import Record

_MEAN_MORE_ENTRIES = 1.2
_MOST_ENTRIES = 8
# Signs that are read for one another on a plate, a plaque or a bad print.
_PAIRS = "0O 1I 8B 5S 2Z 6G UV MN CD EF".split()
_LOOK_ALIKE = {one: other for pair in _PAIRS for one, other in ((pair[0], pair[1]), (pair[1], pair[0]))}


@dataclass(frozen=True)
class Entered:
    """One record of a thing as it was entered, and the number of the true thing that it means."""

    record: Record
    thing: int


def times_entered(chance: Chance) -> int:
    """Give how often a thing is entered: most of them once or twice, some often."""
    return min(_MOST_ENTRIES, 1 + int(chance.skewed(_MEAN_MORE_ENTRIES)))


def misread(chance: Chance, text: str) -> str:
    """Give a number of which one sign was taken for another: one that looks like it, where there is one."""
    alike = [at for at, sign in enumerate(text) if sign in _LOOK_ALIKE]
    if alike and chance.happens(0.6):
        at = chance.one_of(alike)
        return text[:at] + _LOOK_ALIKE[text[at]] + text[at + 1 :]
    at = chance.between(0, len(text) - 1)
    return text[:at] + another_sign(chance, text[at]) + text[at + 1 :]


def another_sign(chance: Chance, sign: str) -> str:
    """Give another digit for a digit, another letter for a letter."""
    return chance.one_of(
        [each for each in ("0123456789" if sign.isdigit() else "ABCDEFGHJKLMNPRSTUVWXYZ") if each != sign]
    )


def turned(chance: Chance, text: str) -> str:
    """Give a number of which two signs that stand together have changed places."""
    at = chance.between(0, len(text) - 2)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def lost(chance: Chance, text: str) -> str:
    """Give a number of which one sign was left out."""
    at = chance.between(0, len(text) - 1)
    return text[:at] + text[at + 1 :]
