"""Dates and numbers as reports have them, and how they are compared."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

ALLOWED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789- ")
LENGTH_OF_ORI = 9


def day(said: str) -> date | None:
    """Give the day of a date such as 2026-11-03; None where it is no date."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def last_day(month: str) -> date | None:
    """Give the last day of a month such as 2026-11; None where it is none."""
    first = day(f"{month}-01")
    return first and first.replace(day=monthrange(first.year, first.month)[1])


def is_embedded(number: str) -> bool:
    """Tell whether a number has a blank within it."""
    return " " in number.strip()


def is_clean(number: str) -> bool:
    """Tell whether a number has only capital letters, digits, hyphens and blanks."""
    return set(number) <= ALLOWED


def is_ori(said: str) -> bool:
    """Tell whether something has the form of an ORI: nine capital letters and digits."""
    return len(said) == LENGTH_OF_ORI and is_clean(said) and not {" ", "-"} & set(said)


def are_different(said: Sequence[object]) -> bool:
    """Tell whether no value stands twice."""
    return len(set(said)) == len(said)


def stands_alone(exclusive: frozenset[str], said: Sequence[str]) -> bool:
    """Tell whether a value that excludes all others stands alone."""
    return len(said) < 2 or not exclusive & set(said)  # noqa: PLR2004 - one value is alone
