"""Small cells: how many there are of few is told of nobody, neither plainly nor by subtraction."""

from collections.abc import Mapping

from msgspec import Struct

USUAL_THRESHOLD = 5


class Told(Struct, frozen=True):
    """Counts as they may be told: None where one is suppressed, in a cell or in the total."""

    cells: Mapping[str, int | None]
    total: int | None


def told(counts: Mapping[str, int], threshold: int) -> Told:
    """Suppress every count below a threshold, and as many others, the smallest first, as keep it from being computed.

    Whoever subtracts what is told from the total learns the sum of the suppressed: so they are two at least, that sum
    is not below the threshold itself, and it is not the one that only the smallest counts can have.
    """
    there = {name: number for name, number in counts.items() if number}
    hidden = {name for name, number in there.items() if number < threshold}
    rest = sorted(there.keys() - hidden, key=lambda name: (there[name], name))
    while hidden and rest and _computable(there, hidden, threshold):
        hidden.add(rest.pop(0))
    total = None if hidden and _computable(there, hidden, threshold) else sum(there.values())
    return Told({name: None if name in hidden else there[name] for name in sorted(there)}, total)


def _computable(counts: Mapping[str, int], hidden: set[str], threshold: int) -> bool:
    together = sum(counts[name] for name in hidden)
    return len(hidden) < 2 or together < threshold or together == len(hidden)  # noqa: PLR2004 - one and another
