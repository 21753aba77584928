"""Grounds: what makes a conditional clause hold for single records: consents, court orders, assignments to a case."""

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from msgspec import Struct

ANY_FORM = "any"


class Sort(StrEnum):
    """What sort of ground it is."""

    CONSENT = "consent"
    ORDER = "order"
    ASSIGNMENT = "assignment"


class Cover(Struct, frozen=True):
    """A ground as it bears on one record: for which categories it counts, and the name by which decisions cite it."""

    sort: Sort
    form: str
    mask: int
    name: str


class Ground(Struct, frozen=True, kw_only=True, dict=True):
    """A consent, order or assignment in force, as decisions look at it.

    It covers the records ``subjects`` and what refers to one of them, where one of ``owners``
    discloses (none named: whoever) to one of ``agencies``, or to the one ``member``, for ``purposes``.
    """

    id: UUID
    sort: Sort
    form: str
    subjects: tuple[UUID, ...]
    owners: tuple[str, ...]
    agencies: tuple[str, ...]
    member: str = ""
    mask: int
    purposes: tuple[str, ...]
    begins: datetime
    ends: datetime | None = None

    @property
    def name(self) -> str:
        """How decisions cite it."""
        return f"{self.sort} {self.id}"

    def meant_for(self, member: str, purpose: str) -> bool:
        """Tell whether it is for a member of a recipient agency and for a purpose."""
        return self.member in ("", member) and (purpose in self.purposes or "*" in self.purposes)

    def counts(self, now: datetime) -> bool:
        """Tell whether it counts at a moment: it has begun and has not ended."""
        return self.begins <= now and (self.ends is None or now < self.ends)

    def discloses(self, owner: str) -> bool:
        """Tell whether it speaks of an owner's records."""
        return not self.owners or owner in self.owners

    def covers(self, owner: str, about: Collection[UUID]) -> bool:
        """Tell whether it reaches a record of an owner that is, or is about, some records."""
        return self.discloses(owner) and not self.reached.isdisjoint(about)

    @cached_property
    def reached(self) -> frozenset[UUID]:
        """The subjects, for looking up: it is asked at every read of a record."""
        return frozenset(self.subjects)

    @cached_property
    def cover(self) -> Cover:
        """What it is to a record that it reaches."""
        return Cover(self.sort, self.form, self.mask, self.name)


def covering(grounds: Iterable[Ground], owner: str, about: Collection[UUID]) -> tuple[Cover, ...]:
    """Give what grounds are to a record of an owner that is, or is about, some records, in their order."""
    return tuple(ground.cover for ground in grounds if ground.covers(owner, about))


class Serving:
    """The grounds that count for one session at one moment, found by the records that they cover."""

    def __init__(self, grounds: Iterable[Ground]) -> None:
        self.grounds = tuple(grounds)
        self.by_subject: dict[UUID, list[Ground]] = {}
        for ground in self.grounds:
            for subject in ground.subjects:
                self.by_subject.setdefault(subject, []).append(ground)

    def covers(self, owner: str, about: Iterable[UUID]) -> tuple[Cover, ...]:
        """Give what the grounds are to a record of an owner that is, or is about, some records; each once."""
        near = {ground.id: ground for subject in about for ground in self.by_subject.get(subject, ())}
        return tuple(near[id].cover for id in sorted(near) if near[id].discloses(owner))


NO_GROUNDS = Serving(())


class Notice(Struct, frozen=True):
    """What goes with what is shown: the text of a clause that obliges, or the scope of a consent in plain words."""

    clause: str
    text: str
    destroy_after_days: int | None = None
    no_redisclosure: bool = False
