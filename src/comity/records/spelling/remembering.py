"""What follows from words, worked out once and remembered; it is let go of when a record is expunged."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

_REMEMBERING: list[Any] = []


def remembered(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a function remember what it gave for the last ``most`` words or texts that it was asked about."""

    def kept(function: Callable[P, R]) -> Callable[P, R]:
        remembering = lru_cache(maxsize=most)(function)
        _REMEMBERING.append(remembering)
        return cast("Callable[P, R]", remembering)

    return kept


def forget_words() -> None:
    """Let go of all words: nothing that was expunged may survive in memory."""
    for each in _REMEMBERING:
        each.cache_clear()


def words_remembered() -> int:
    """Tell how many words or texts anything is remembered of."""
    return sum(each.cache_info().currsize for each in _REMEMBERING)
