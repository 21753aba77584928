"""Dotted paths into a record, such as ``names[0].surname``: put values in, leave out what stayed empty."""

import re
from typing import Any

from comity.errors import Invalid

_PART = re.compile(r"([a-z][a-z0-9_]*)(?:\[(\d{1,3})\])?$")
Parts = tuple[str | int, ...]


def path_parts(path: str) -> Parts:
    """Give the steps of a path: ``charges[0].offense`` is ("charges", 0, "offense"); Invalid for anything else."""
    parts: list[str | int] = []
    for piece in path.split("."):
        found = _PART.match(piece)
        if found is None:
            message = f"{path!r} is no path such as names[0].surname"
            raise Invalid(message, remedy="Write field, field.part or field[0].part.", field=path)
        parts.append(found[1])
        if found[2] is not None:
            parts.append(int(found[2]))
    return tuple(parts)


def tree(values: dict[Parts, Any]) -> dict[str, Any]:
    """Put values into nested dicts; numbered places become lists, without the places that nothing was put into."""
    root: dict[str | int, Any] = {}
    for path, value in values.items():
        here = root
        for step in path[:-1]:
            here = here.setdefault(step, {})
        here[path[-1]] = value
    return {str(name): _listed(value) for name, value in root.items()}


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(step, int) for step in value):
        return [_listed(value[step]) for step in sorted(value)]
    return {name: _listed(inner) for name, inner in value.items()}
