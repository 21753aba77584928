"""How a desk is declared: what begins work at it, what waits there, and what comes next of each record."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from comity.records.declaration import Record, kind_name
from comity.records.pillars import Pillar
from comity.records.references import Ref

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Start:
    """From what an entry starts: a record, all of its thread that the member sees, and who enters it when.

    Nobody types again what stands there: what follows is filled in from it.
    """

    ref: Ref[Any]
    record: Record
    thread: Mapping[UUID, Record]
    member: str
    agency: str
    now: str

    def all(self, kind: type[R]) -> Iterator[tuple[Ref[R], R]]:
        """Give the records of a kind in the thread, the oldest first."""
        yield from ((Ref(id), record) for id, record in self.thread.items() if isinstance(record, kind))

    def last(self, kind: type[R]) -> Ref[R] | None:
        """Give the newest record of a kind in the thread."""
        return next((ref for ref, _ in reversed(list(self.all(kind)))), None)

    def at(self, ref: Ref[R] | None) -> R | None:
        """Give what a reference points at, if the member sees it."""
        return self.thread.get(ref.id) if ref else None  # type: ignore[return-value]  # the reference says of which kind


def of_any(record: Record) -> bool:
    """Let a step come next of any record of its kind."""
    del record
    return True


Prefill = Callable[[Start], Record]


@dataclass(frozen=True)
class Step:
    """What may come next of a record of kind ``after``: a record of kind ``then``, filled in by ``prefill``.

    ``fits`` tells of which records it may: nobody is released on an order to hold.
    """

    after: type[Record]
    then: type[Record]
    prefill: Prefill
    fits: Callable[[Record], bool] = of_any


@dataclass(frozen=True)
class Queue:
    """What waits at a desk: records of a kind to which none of the kinds ``answered_by`` refers yet.

    With no answer named, the newest of the kind. ``means`` says in a sentence what is to be done with them. ``waits``
    tells which of them wait at all: what is only written down needs no registration.
    """

    title: str
    kind: type[Record]
    means: str
    answered_by: tuple[type[Record], ...] = ()
    waits: Callable[[Record], bool] = of_any


@dataclass(frozen=True)
class Desk:
    """The desk of a profession.

    ``begins`` are the kinds that are entered from nothing, ``steps`` what comes next, ``asked`` the fields that a form
    asks first, by kind; the rest of a kind's fields is a keystroke away. ``watches`` are kinds that its pages show as
    well.
    """

    name: str
    title: str
    pillars: frozenset[Pillar]
    begins: tuple[type[Record], ...] = ()
    queues: tuple[Queue, ...] = ()
    steps: tuple[Step, ...] = ()
    asked: Mapping[type[Record], tuple[str, ...]] = field(default_factory=dict)
    pages: tuple[tuple[str, str], ...] = ()
    watches: tuple[type[Record], ...] = ()

    def next_of(self, kind: str) -> tuple[Step, ...]:
        """Give what may come next of a record of a kind."""
        return tuple(step for step in self.steps if kind_name(step.after) == kind)

    @property
    def watched(self) -> frozenset[str]:
        """The kinds whose entries this desk is told of as they happen."""
        concerned = {queue.kind for queue in self.queues} | {kind for q in self.queues for kind in q.answered_by}
        concerned |= {*self.watches, *self.begins}
        concerned |= {step.then for step in self.steps} | {step.after for step in self.steps}
        return frozenset(kind_name(kind) for kind in concerned) | {"review-task"}
