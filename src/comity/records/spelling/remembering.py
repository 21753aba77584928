"""What follows from words, worked out once and remembered; it is let go of when a record is expunged."""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

_FORGETTING: list[Callable[[], None]] = []
_COUNTING: list[Callable[[], int]] = []


def remembered(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a function remember what it gave for the last ``most`` words or texts that it was asked about."""

    def kept(function: Callable[P, R]) -> Callable[P, R]:
        remembering = lru_cache(maxsize=most)(function)
        _FORGETTING.append(remembering.cache_clear)
        _COUNTING.append(lambda: remembering.cache_info().currsize)
        return cast("Callable[P, R]", remembering)

    return kept


def forget_words() -> None:
    """Let go of all words: nothing that was expunged may survive in memory."""
    for forget in _FORGETTING:
        forget()


def words_remembered() -> int:
    """Tell how many words or texts anything is remembered of."""
    return sum(count() for count in _COUNTING)
