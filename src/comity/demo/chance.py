"""Chance that repeats: everything that is drawn for a seed is the same each time, ids too."""

from bisect import bisect
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")


class Weighed(Generic[T]):
    """Options of which some are drawn more often than others, in proportion to their weights."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self.options = tuple(weights)
        self.reached = tuple(accumulate(weights.values()))


class Chance:
    """Draws for one seed, in an order that is the same each time."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)

    def id(self) -> UUID:
        """Give an id that looks like any other (RFC 9562 version 4) and comes again for the same seed."""
        return UUID(int=self._random.getrandbits(128), version=4)

    def happens(self, share: float) -> bool:
        """Tell whether something happens that happens in this share of all cases, 0 to 1."""
        return self._random.random() < share

    def between(self, least: int, most: int) -> int:
        """Give a whole number from ``least`` to ``most``, both included."""
        return least + int(self._random.random() * (most - least + 1))

    def one_of(self, options: Sequence[T]) -> T:
        """Draw one option, each as likely as the other."""
        return options[int(self._random.random() * len(options))]

    def weighed(self, options: Weighed[T]) -> T:
        """Draw one option by its weight."""
        return options.options[bisect(options.reached, self._random.random() * options.reached[-1])]

    def skewed(self, mean: float) -> float:
        """Give a waiting time or an amount with this mean: mostly short, now and then very long."""
        return self._random.expovariate(1 / mean)

    def digits(self, count: int) -> str:
        """Give a number of so many digits, the first of which is not zero."""
        return str(self.between(10 ** (count - 1), 10**count - 1))

    def later(self, moment: datetime, *, hours: float) -> datetime:
        """Give a moment after another, by so many hours in the mean, to the minute and never the same one."""
        return moment + timedelta(minutes=1 + int(self.skewed(hours * 60)))
