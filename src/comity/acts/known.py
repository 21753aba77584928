"""What the checks of a record may know: fetched when a check asks, so that no check waits and none reads too much."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from comity.acts.evenly import reached, soonest
from comity.acts.sight import outlook
from comity.errors import Absent, Refused
from comity.policy.sessions import Session
from comity.records.declaration import Check, Held, Reads, Record, kind_name
from comity.records.profiles import Profile
from comity.records.profiles import profile as profile_named
from comity.records.reach import Pointer, pointers_of, pointing_at, pointing_categories
from comity.records.references import Ref
from comity.store.entries import Stored
from comity.store.node import Node
from comity.store.reading import Reach
from comity.store.sealing import record_of
from comity.store.tokens import token

R = TypeVar("R", bound=Record)

_ROUNDS = 12


class _NotFetched(Exception):  # noqa: N818 - no error: it asks for a record
    def __init__(self, id: UUID) -> None:
        self.id = id


class Knowing:
    """The records that checks look at, as the act found them; asks for more by raising ``_NotFetched``."""

    def __init__(self, node: Node, session: Session, earlier: Record | None, now: datetime) -> None:
        self._node = node
        self._stored: dict[UUID, Stored] = {}
        self._records: dict[UUID, Record] = {}
        self._referring: dict[str, tuple[Record, ...]] = {}
        self.earlier = earlier
        self.now = now
        self.member = session.member.key
        self.agency = session.agency.key
        self.profile: Profile = profile_named(session.agency.profile)

    def record(self, ref: Ref[R]) -> R:
        """Give the current version of a referred record."""
        if ref.id not in self._records:
            self._records[ref.id] = record_of(self._node.keyring, self._found(ref.id))
        return self._records[ref.id]  # type: ignore[return-value]  # the kind was checked when the reference was entered

    def held(self, ref: Ref[R]) -> Held:
        """Give who owns a referred record, and who recorded it when."""
        if ref.id in self._records and ref.id not in self._stored:
            return Held(ref.id, kind_name(type(self._records[ref.id])), self.agency, 1, self.now, self.member)
        s = self._found(ref.id)
        return Held(s.id, s.handling.kind, s.handling.owner, s.version, s.recorded_at, s.member)

    def referring(self, kind: type[R]) -> tuple[R, ...]:
        """Give the records of ``kind`` that the check's ``reads`` asked for."""
        return self._referring.get(kind_name(kind), ())  # type: ignore[return-value]  # kept by kind

    def add(self, found: Iterable[Stored]) -> None:
        """Put records at hand."""
        self._stored.update((s.id, s) for s in found)

    def add_together(self, records: Mapping[UUID, Record]) -> None:
        """Put records at hand that are entered in the same act."""
        self._records.update(records)

    def add_referring(self, reads: Reads, id: UUID, through: AbstractSet[UUID], found: Sequence[Stored]) -> None:
        """Put the records at hand that refer to what a check of record ``id`` reads through, but for ``id`` itself.

        Those entered in the same act are among them.
        """
        stored = [record_of(self._node.keyring, s) for s in found if s.id != id]
        together = [
            record
            for other, record in self._records.items()
            if other != id and other not in self._stored and isinstance(record, reads.kind)
            if any(p.id in through for p in pointers_of(record))
        ]
        self._referring[reads.name] = (*stored, *together)

    def is_new(self, id: UUID) -> bool:
        """Tell whether a record is entered in this very act."""
        return id in self._records and id not in self._stored

    def _found(self, id: UUID) -> Stored:
        if id not in self._stored:
            raise _NotFetched(id)
        return self._stored[id]


async def referred(
    node: Node, session: Session, pointers: Sequence[Pointer], together: Mapping[UUID, Record] = MappingProxyType({})
) -> list[Stored]:
    """Give the records that others point at, but for those entered together with them.

    Refused, naming the field, unless the session may see each, and it is of a kind that is meant.
    """
    no_sooner = soonest()
    outside = {p.id for p in pointers if p.id not in together}
    found = await node.holding.held(outside) if outside else {}
    sight = outlook(node, session)
    for pointer in pointers:
        stored, beside = found.get(pointer.id), together.get(pointer.id)
        if beside is not None:
            kind = kind_name(type(beside))
        else:
            kind = stored.handling.kind if stored and sight.shows(stored) else ""
        if not kind or (pointer.kinds and kind not in pointer.kinds):
            await reached(no_sooner)
            raise _not_there(pointer)
    return list(found.values())


def _not_there(pointer: Pointer) -> Refused:
    field = ".".join(step for step in pointer.path if step != "*")
    wanted = " or ".join(pointer.kinds) or "record"
    return Refused(
        f"{field}: there is no {wanted} {pointer.id} that you may refer to.",
        rule="reference_must_exist",
        field=field,
        remedy="Refer to a record that you see, or enter it first.",
    )


async def hold_checks(
    node: Node, record: Record, id: UUID, *, checks: Sequence[Check], knowing: Knowing
) -> list[Check]:
    """Run the checks of a record; Refused by the first that refuses, else give those that ask for review."""
    for wanted in {reads for check in checks for reads in check.reads}:
        await _fetch_referring(node, record, id, wanted, knowing)
    reviews = []
    for check in checks:
        test: Callable[[Record, Knowing], bool] = check.holds
        try:
            held = test(record, knowing)
        except _NotFetched:
            held = await _holds(node, test, record, knowing, name=check.name)
        if not held:
            if not check.review:
                raise Refused(check.sentence, rule=check.name, field=check.field, remedy=check.advised(record, knowing))
            reviews.append(check)
    return reviews


async def _holds(
    node: Node, test: Callable[[Record, Knowing], bool], record: Record, knowing: Knowing, *, name: str
) -> bool:
    """Run a check that looks further than what is at hand, fetching what it asks for."""
    for _ in range(_ROUNDS):
        try:
            return test(record, knowing)
        except _NotFetched as missing:
            found = await node.holding.held([missing.id])
            if not found:
                raise Absent(f"There is no record {missing.id}.", remedy="Run comity fsck.") from missing
            knowing.add(found.values())
    raise Refused(f"{name} looks too far.", rule=name, remedy="Report this: the rule reads too many records.")


async def _fetch_referring(node: Node, record: Record, id: UUID, reads: Reads, knowing: Knowing) -> None:
    through: set[UUID] = {p.id for p in pointers_of(record) if p.path[0] == reads.through} if reads.through else {id}
    # Nothing that is stored can refer to what this very act enters.
    stored = [target for target in through if not knowing.is_new(target)]
    knowing.add_referring(reads, id, through, await _referring(node, reads, stored) if stored else ())


async def _referring(node: Node, reads: Reads, targets: Sequence[UUID]) -> Sequence[Stored]:
    of_kind = tuple(n for n, handling in node.classes.all().items() if handling.kind == reads.name)
    words = [pointing_at(category, target) for category in pointing_categories(reads.kind) for target in targets]
    reach = Reach(of_kind, (tuple(token(node.keyring.token_key, word) for word in words),))
    return await node.holding.referring(reach)
