"""The records around one, as records: what refers to it, and what it refers to, as far as the receiver may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from comity.acts.viewing import View
from comity.records.codec import build
from comity.records.declaration import Record
from comity.records.references import Ref
from comity.records.registry import kind_named

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Seen:
    """A record as its receiver may see it; ``hides`` tells whether a category of it is withheld."""

    view: View
    record: Record

    def hides(self, category: str) -> bool:
        """Tell whether fields of a category are withheld: then that they are empty says nothing."""
        return category in self.view.withheld


@dataclass(frozen=True)
class Surroundings:
    """All that a receiver may see around a record, read once; in the order of entry."""

    around: Mapping[UUID, View]

    @cached_property
    def seen(self) -> dict[UUID, Seen]:
        """Every record, by its id."""
        ordered = sorted(self.around.values(), key=lambda view: (view.seq, str(view.id)))
        return {view.id: Seen(view, build(kind_named(view.kind).kind, view.fields)) for view in ordered}

    def get(self, pointer: Ref[Record] | None, kind: type[R]) -> R | None:
        """Give the record that is referred to, None where there is none, it is not seen, or it is of another kind."""
        found = self.seen.get(pointer.id) if pointer else None
        return found.record if found and isinstance(found.record, kind) else None

    def of(self, kind: type[R]) -> list[tuple[UUID, R]]:
        """Give every record of a kind, with its id."""
        return [(id, seen.record) for id, seen in self.seen.items() if isinstance(seen.record, kind)]
