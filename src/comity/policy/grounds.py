"""Grounds: what makes a conditional clause hold for single records: consents, court orders, assignments to a case."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
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


class Ground(Struct, frozen=True, kw_only=True):
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

    def serves(self, member: str, purpose: str, now: datetime) -> bool:
        """Tell whether it counts for a member of a recipient agency, for a purpose, at a moment."""
        return (
            (not self.member or self.member == member)
            and (purpose in self.purposes or "*" in self.purposes)
            and self.begins <= now
            and (self.ends is None or now < self.ends)
        )

    def covers(self, owner: str, about: Collection[UUID]) -> bool:
        """Tell whether it reaches a record of an owner that is, or is about, some records."""
        return (not self.owners or owner in self.owners) and any(subject in about for subject in self.subjects)

    @property
    def cover(self) -> Cover:
        """What it is to a record that it reaches."""
        return Cover(self.sort, self.form, self.mask, self.name)


class Notice(Struct, frozen=True):
    """What goes with what is shown: the text of a clause that obliges, or the scope of a consent in plain words."""

    clause: str
    text: str
    destroy_after_days: int | None = None
    no_redisclosure: bool = False
