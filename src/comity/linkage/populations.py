"""Many records of one kind compared with each other, as after a first load: here, or wherever else it is worked out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

import numpy as np

from comity.linkage.candidates import candidate_pairs
from comity.linkage.columns import Rows, columns_of
from comity.linkage.features import Features
from comity.linkage.model import Model
from comity.linkage.scoring import Bits, score_pairs, sources_of

# Two records by their numbers, the lower first, and the evidence in bits beyond what any pair begins with.
Edge = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class Known:
    """One record by its number: what is compared of it, and the hashes by which others like it are found."""

    number: int
    features: Features
    keys: tuple[int, ...]


class Population(Protocol):
    """The records of one kind that are compared with each other; wherever that is done, edges are the same to the bit.

    ``add`` takes more of them, by rising numbers; ``edges`` gives all pairs that share a key (``candidate_pairs``) and
    have at least so many bits, in pieces.
    """

    def add(self, records: Sequence[Known], /) -> None: ...

    def edges(self, model: Model, least: float, /) -> Iterator[Sequence[Edge]]: ...


Populations = Callable[[], Population]


@dataclass
class Here:
    """A population in the memory of this process."""

    numbers: list[int] = field(default_factory=list)
    features: list[Features] = field(default_factory=list)
    keys: list[tuple[int, ...]] = field(default_factory=list)

    def add(self, records: Sequence[Known], /) -> None:
        self.numbers += [each.number for each in records]
        self.features += [each.features for each in records]
        self.keys += [each.keys for each in records]

    def edges(self, model: Model, least: float, /) -> Iterator[Sequence[Edge]]:
        owners = np.repeat(np.arange(len(self.keys)), [len(keys) for keys in self.keys])
        keys = np.fromiter(chain.from_iterable(self.keys), dtype=np.int64, count=len(owners))
        left, right = candidate_pairs(keys, owners)
        if len(left):
            left, right, bits = kept_pairs(model, self.features, (left, right), least)
            numbers = np.asarray(self.numbers, dtype=np.int64)
            yield list(zip(numbers[left].tolist(), numbers[right].tolist(), bits.tolist(), strict=True))


def kept_pairs(
    model: Model, features: Sequence[Features], pairs: tuple[Rows, Rows], least: float
) -> tuple[Rows, Rows, Bits]:
    """Give those of some pairs, by their places in ``features``, that have at least so many bits, with these."""
    left, right = pairs
    bits = score_pairs(model, columns_of(features, sources_of(model)), left, right) - model.prior
    kept = bits >= least
    return left[kept], right[kept], bits[kept]
