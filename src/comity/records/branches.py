"""Walks a value along many paths at once: what is missing is passed over before anything below it is asked for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Branch(Generic[T]):
    """What is wanted of a value: of itself, of each of its items, and of its fields by name."""

    wanted: tuple[T, ...]
    items: "Branch[T] | None"
    fields: tuple[tuple[str, "Branch[T]"], ...]


def branch_of(wanted: Iterable[tuple[Path, T]]) -> Branch[T]:
    """Join paths, in which "*" stands for every item, into one branch."""
    here: list[T] = []
    below: dict[str, list[tuple[Path, T]]] = {}
    for path, what in wanted:
        if path:
            below.setdefault(path[0], []).append((path[1:], what))
        else:
            here.append(what)
    items = branch_of(below.pop("*")) if "*" in below else None
    return Branch(tuple(here), items, tuple((name, branch_of(paths)) for name, paths in below.items()))


def values_on(branch: Branch[T], value: Any) -> list[tuple[T, Any]]:
    """Give what is wanted with each value that stands there; what is missing or empty is passed over."""
    found: list[tuple[T, Any]] = []
    _collect(branch, value, found, getattr)
    return found


def values_in(branch: Branch[T], value: Any) -> list[tuple[T, Any]]:
    """Give the same of a value as JSON holds it; what is missing, empty or not shown is passed over."""
    found: list[tuple[T, Any]] = []
    _collect(branch, value, found, _member)
    return found


def _member(value: Any, name: str) -> Any:
    return value.get(name)


def _collect(branch: Branch[T], value: Any, found: list[tuple[T, Any]], part: Callable[[Any, str], Any]) -> None:
    for what in branch.wanted:
        found.append((what, value))  # noqa: PERF401 - a list built here would be one more for each of many values
    if branch.items is not None:
        for item in value:
            _collect(branch.items, item, found, part)
    for name, below in branch.fields:
        inner = part(value, name)
        if inner:
            _collect(below, inner, found, part)
