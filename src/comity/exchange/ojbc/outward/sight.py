"""What a receiver may see around a record: the ways from field to field and from record to record.

Nothing is looked up anywhere else: what is not in a view is not there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from comity.acts.viewing import View

Views = Mapping[UUID, View]


@dataclass(frozen=True)
class Spot:
    """Where a message is being written from: a record, or a part in it at ``place``, such as ``charges[0].``."""

    view: View
    around: Views = field(repr=False)
    fields: Mapping[str, Any] = field(repr=False)
    place: str = ""

    def named(self, name: str) -> str:
        """Give the full path of a field of this spot."""
        return self.place + name


def spot_of(view: View, around: Views) -> Spot:
    """Stand at a record."""
    return Spot(view, around, view.fields)


def values(spot: Spot, way: str) -> list[Any]:
    """Give the plain values that a way leads to; the first alternative that leads anywhere counts."""
    for each in way.split("|"):
        *records, name = each.split("/")
        found = [said for at in _through(spot, records) for said in _said(at, name)]
        if found:
            return found
    return []


def parts(spot: Spot, way: str) -> list[Spot]:
    """Give the parts that a way leads to, each as a spot of its own."""
    for each in way.split("|"):
        *records, name = each.split("/")
        found = [part for at in _through(spot, records) for part in _parts(at, name)]
        if found:
            return found
    return []


def records(spot: Spot, way: str) -> list[Spot]:
    """Give the records that a way leads to, each once."""
    for each in way.split("|"):
        if found := _through(spot, each.split("/")):
            return found
    return []


def _through(spot: Spot, steps: list[str]) -> list[Spot]:
    found = [spot]
    for step in steps:
        found = [spot_of(view, spot.around) for view in _next([view for at in found for view in _step(at, step)])]
    return found


def _next(views: list[View]) -> list[View]:
    return list({view.id: view for view in views}.values())


def _step(at: Spot, step: str) -> Iterator[View]:
    if step == ".":
        yield at.view
    elif step.startswith("="):
        yield from [at.view] if at.view.kind == step[1:] else []
    elif step.startswith("<"):
        yield from _back(at, step[1:])
    else:
        for said in _flat(at.fields, step.split(".")):
            view = at.around.get(UUID(said)) if _is_id(said) else None
            if view is not None:
                yield view


def _back(at: Spot, step: str) -> Iterator[View]:
    """Give the records of a kind that refer to this one, or that name the same value, as charges are named."""
    where, _, own = step.partition("=")
    kind, _, name = where.partition(".")
    meant = set(_flat(at.fields, own.split("."))) if own else {str(at.view.id)}
    for view in sorted(at.around.values(), key=_order):
        if view.kind == kind and meant & set(_flat(view.fields, name.split("."))):
            yield view


def _order(view: View) -> tuple[int, str]:
    return view.seq, str(view.id)


def _is_id(said: object) -> bool:
    try:
        return isinstance(said, str) and bool(UUID(said))
    except ValueError:
        return False


def _said(at: Spot, name: str) -> list[Any]:
    match name:
        case "@id":
            return [str(at.view.id)]
        case "@owner":
            return [at.view.owner]
        case "@recorded_at":
            return [at.view.recorded_at.isoformat(timespec="seconds")]
    return [said for said in _flat(at.fields, name.split(".")) if not isinstance(said, dict)]


def _flat(value: Any, steps: list[str]) -> list[Any]:
    """Collect what stands at a path, lists laid flat; nothing where it is missing."""
    if isinstance(value, list):
        return [found for item in value for found in _flat(item, steps)]
    if not steps:
        return [] if value is None else [value]
    return _flat(value.get(steps[0]), steps[1:]) if isinstance(value, dict) else []


def _parts(at: Spot, name: str) -> Iterator[Spot]:
    """Give the parts in a field, or in the fields of the parts in it."""
    if name == ".":
        yield at
        return
    first, _, rest = name.partition(".")
    held = at.fields.get(first)
    if isinstance(held, list):
        found = [(part, f"{at.named(first)}[{number}].") for number, part in enumerate(held)]
    else:
        found = [(held, f"{at.named(first)}.")]
    for part, place in found:
        if isinstance(part, dict):
            spot = Spot(at.view, at.around, part, place)
            yield from _parts(spot, rest) if rest else [spot]
