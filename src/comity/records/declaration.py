"""The base of every kind: a record is one small frozen class, and everything else is derived from it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Protocol, Self, TypeVar, dataclass_transform
from uuid import UUID

from msgspec import Struct, StructMeta

from comity.records.categories import Category
from comity.records.fields import Label, Number, ShortText
from comity.records.meaning import Means
from comity.records.pillars import EVERY_PILLAR, Pillar
from comity.records.profiles import Profile
from comity.records.references import Ref


class Declaring(StructMeta):
    """Makes every declaration frozen, by keyword only and strict, so that no kind has to repeat it."""

    def __new__(  # noqa: PYI034 - a metaclass may not say Self (PEP 673)
        cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], *, frozen: bool = True
    ) -> "Declaring":
        return super().__new__(
            cls, name, bases, namespace, frozen=frozen, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
        )


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Part(Struct, frozen=True, metaclass=Declaring):
    """A value inside a record, such as a name or an address; it has the category of the field that it stands in.

    ``category`` is what a field takes that names none.
    """

    category: ClassVar[Category | None] = None


class Provenance(Part):
    """Where a migrated or imported record came from, so that nobody takes it for a first-hand entry."""

    source_system: ShortText
    source_id: Number | None = None
    message: Annotated[Ref["Record"] | None, Means(("original-message",))] = None
    completeness: Label | None = None


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Record(Struct, frozen=True, metaclass=Declaring):
    """What can be on the record: a frozen value of a declared kind, owned by the agency that enters it.

    ``needed`` names the fields that a first-hand entry must have; partners' messages may lack them. ``follows`` names
    the references whose records hand their markings on, as an incident does to all that comes of it. ``decisive`` kinds
    are those that decisions rest on: with each of their records, everything is judged anew. ``marked`` are the markings
    that every record of the kind carries.
    """

    niem: ClassVar[str] = ""
    entered_by: ClassVar[tuple[Pillar, ...]] = EVERY_PILLAR
    needed: ClassVar[tuple[str, ...]] = ()
    follows: ClassVar[tuple[str, ...]] = ()
    decisive: ClassVar[bool] = False
    marked: ClassVar[tuple[str, ...]] = ()
    checks: ClassVar[tuple["Check", ...]] = ()

    provenance: Annotated[Provenance | None, Category.REFERENCE] = None
    markings: Annotated[tuple[Label, ...], Category.STATUS] = ()

    def numbered(self) -> Self:
        """Give the parts the numbers that follow from the record's own, as CTNs follow from an ATN."""
        return self


R = TypeVar("R", bound=Record)


@cache
def kind_name(kind: type[Record]) -> str:
    """Tell the name of a kind as it stands in addresses and clauses: ``ChargeReferral`` is ``charge-referral``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", kind.__name__).lower()


@dataclass(frozen=True)
class Held:
    """What the store knows about a record beside its fields."""

    id: UUID
    kind: str
    owner: str
    version: int
    recorded_at: datetime
    recorded_by: str


class Known(Protocol):
    """What a check may know beside the record: the records it refers to, those that refer to it, and the act itself.

    ``earlier`` is the version that a correction replaces, None for a new record.
    """

    now: datetime
    member: str
    agency: str
    profile: Profile
    earlier: Record | None

    def record(self, ref: Ref[R]) -> R:
        """Give the current version of a referred record."""
        ...

    def held(self, ref: Ref[R]) -> Held:
        """Give who owns a referred record, and who recorded it when."""
        ...

    def referring(self, kind: type[R]) -> tuple[R, ...]:
        """Give the records of ``kind`` that the check's ``reads`` asked for, without the record that is checked."""
        ...


@dataclass(frozen=True)
class Reads:
    """A check needs all records of the kind ``name`` that refer to what stands in field ``through``.

    ``through`` is "" for those that refer to the record itself. The kind is named, not imported, because it may be the
    very one that is being declared, or one that refers to it.
    """

    name: str
    through: str = ""

    @property
    def kind(self) -> type[Record]:
        """The kind that is meant; KeyError when none is called so."""
        return _kind_called(self.name)


@cache
def _kind_called(name: str) -> type[Record]:
    return {kind_name(kind): kind for kind in Record.__subclasses__()}[name]


@dataclass(frozen=True)
class Check:
    """A named rule of entry: its sentence, the field it speaks of, what to do, and the test of it.

    ``review`` rules do not refuse: they leave a review task for the owner.
    """

    name: str
    sentence: str
    field: str
    remedy: str
    holds: Callable[[Record, Known], bool]
    reads: tuple[Reads, ...] = ()
    review: bool = False
    advice: Callable[[Record, Known], str] | None = None

    def advised(self, record: Record, known: Known) -> str:
        """Say what to do about this record; never less than the remedy."""
        return self.advice(record, known) if self.advice else self.remedy


def check(
    field: str,
    *,
    remedy: str,
    reads: tuple[Reads, ...] = (),
    review: bool = False,
    advice: Callable[[R, Known], str] | None = None,
) -> Callable[[Callable[[R, Known], bool]], Check]:
    """Declare a rule of entry: the function's name is the rule's, its docstring's first line the sentence shown."""

    def declare(holds: Callable[[R, Known], bool]) -> Check:
        sentence = (holds.__doc__ or "").strip().splitlines()[0]
        return Check(holds.__name__, sentence, field, remedy, holds, reads, review, advice)  # type: ignore[arg-type]  # a check is only ever run on its own kind

    return declare
