"""What a check may know, kept in a dictionary: the acts' own way to it needs a database."""

from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from comity.ids import new_id
from comity.records.declaration import Check, Held, Record, kind_name
from comity.records.profiles import profile
from comity.records.reach import pointers_of
from comity.records.references import Ref
from comity.records.rules import checks_of

R = TypeVar("R", bound=Record)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class KnownForTests:
    """Records entered one after the other; ``referring`` answers what the check that is asked reads."""

    def __init__(self, *, member: str = "lee", country: str = "us") -> None:
        self.now = NOW
        self.member = member
        self.agency = "hart-city-police"
        self.profile = profile(country)
        self.earlier: Record | None = None
        self._entered: dict[UUID, Record] = {}
        self._asking: tuple[Record, Check] | None = None

    def enter(self, record: R) -> Ref[R]:
        """Put a record where checks find it."""
        ref: Ref[R] = Ref(new_id())
        self._entered[ref.id] = record
        return ref

    def correct(self, ref: Ref[R], record: R) -> None:
        """Put a new version in a record's place."""
        self._entered[ref.id] = record

    def record(self, ref: Ref[R]) -> R:
        return self._entered[ref.id]  # type: ignore[return-value]  # entered as what it is referred to

    def held(self, ref: Ref[R]) -> Held:
        return Held(ref.id, kind_name(type(self._entered[ref.id])), self.agency, 1, self.now, self.member)

    def referring(self, kind: type[R]) -> tuple[R, ...]:
        assert self._asking is not None
        record, check = self._asking
        through = {reads.through for reads in check.reads if reads.kind is kind}
        assert through, f"{check.name} must say that it reads {kind_name(kind)}"
        meant = {pointer.id for pointer in pointers_of(record) if pointer.path[0] in through}
        return tuple(
            each
            for each in self._entered.values()
            if isinstance(each, kind) and each != record and any(p.id in meant for p in pointers_of(each))
        )

    def broken(self, record: Record) -> dict[str, Check]:
        """Give the checks that a record breaks, by name."""
        return {check.name: check for check in checks_of(type(record)) if not self._holds(check, record)}

    def _holds(self, check: Check, record: Record) -> bool:
        self._asking = (record, check)
        return check.holds(record, self)
