"""Records as one reader sees them: what a page of a desk is derived from, and nothing else.

What is withheld is missing here, and a record that may not be seen is not here at all: so nothing that is derived from
it can tell of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from comity.records.codec import build
from comity.records.declaration import Record, kind_name
from comity.records.references import Ref
from comity.records.registry import kind_named

R = TypeVar("R", bound=Record)
# The JSON of a record: what its fields hold is said by its kind, and no Python type says it for all kinds.
Fields = Mapping[str, Any]


class Seen(Protocol):
    """A version of a record as one reader sees it; ``because`` are the clauses that let them."""

    @property
    def id(self) -> UUID:
        """Which record it is."""
        ...

    @property
    def kind(self) -> str:
        """The name of its kind."""
        ...

    @property
    def owner(self) -> str:
        """The agency that answers for it."""
        ...

    @property
    def version(self) -> int:
        """Which version of it this is."""
        ...

    @property
    def recorded_at(self) -> datetime:
        """When this version was recorded."""
        ...

    @property
    def recorded_by(self) -> str:
        """The member who recorded it."""
        ...

    @property
    def fields(self) -> Fields:
        """Its fields as JSON, those that are withheld left out."""
        ...

    @property
    def because(self) -> tuple[str, ...]:
        """The clauses and grounds by which it is seen."""
        ...

    @property
    def withheld(self) -> tuple[str, ...]:
        """The categories that are hidden, whether or not there is anything in them."""
        ...


@dataclass(frozen=True)
class Thread:
    """Records that belong together, as one reader sees them, each opened once."""

    seen: Mapping[UUID, Seen]
    _opened: dict[UUID, Record] = field(default_factory=dict, repr=False, compare=False)

    def record(self, ref: Ref[R] | None) -> R | None:
        """Give what a reference points at; None where there is nothing that may be seen."""
        found = self.seen.get(ref.id) if ref else None
        return self._open(found) if found else None  # type: ignore[return-value]  # its kind was checked at entry

    def entered_by(self, ref: Ref[R] | None) -> str | None:
        """Tell which member entered what a reference points at."""
        found = self.seen.get(ref.id) if ref else None
        return found.recorded_by if found else None

    def of_kind(self, kind: type[R]) -> Iterator[tuple[Seen, R]]:
        """Give the records of a kind, in the order in which they were handed in."""
        name = kind_name(kind)
        for each in self.seen.values():
            if each.kind == name:
                yield each, self._open(each)  # type: ignore[misc]  # it is of the kind by its name

    def opened(self, seen: Seen) -> Record:
        """Give the record that is seen, as far as it is."""
        return self._open(seen)

    def _open(self, seen: Seen) -> Record:
        if seen.id not in self._opened:
            self._opened[seen.id] = build(kind_named(seen.kind).kind, seen.fields)
        return self._opened[seen.id]


def thread_of(seen: Iterable[Seen]) -> Thread:
    """Put records together; of several versions of one, the last that is handed in counts."""
    return Thread({each.id: each for each in seen})
