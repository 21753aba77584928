"""What people are told of a simulation: a small number of another agency's records is as good as none.

Counts may themselves disclose: what shifts for fewer records of another agency than may be told is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, structs

from comity.policy.clauses import HandlingClass, Operation
from comity.policy.simulation import Entering, ReaderShift, RequestShift, Shift, Simulation
from comity.records.categories import labels


class RecordsChanged(Struct, frozen=True, kw_only=True):
    """How many records of a kind and owner open, close, show more or show less; and which categories come and go."""

    kind: str
    owner: str
    opened: int = 0
    closed: int = 0
    widened: int = 0
    narrowed: int = 0
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The change as a person reads it."""
        counted = ((n, name) for name in ("opened", "closed", "widened", "narrowed") if (n := getattr(self, name)))
        what = ", ".join(f"{n} {name}" for n, name in counted)
        gained = f"; shows {', '.join(self.gained)}" if self.gained else ""
        lost = f"; hides {', '.join(self.lost)}" if self.lost else ""
        return f"{self.kind} of {self.owner}: {what}{gained}{lost}"


class ForReader(Struct, frozen=True, kw_only=True):
    """What changes for members of an agency who have the same roles, certificates and grounds, in all these ways.

    ``second_factor`` and ``emergency`` say in which circumstances, where a rule looks at that.
    """

    agency: str
    roles: tuple[str, ...]
    members: int
    purposes: tuple[str, ...]
    operations: tuple[Operation, ...]
    second_factor: bool
    emergency: bool
    changes: tuple[RecordsChanged, ...]


class ForRequest(Struct, frozen=True, kw_only=True):
    """What changes for what was really asked; ``kinds`` is null for all, or where single records were asked for.

    ``times`` is null where others than the agency of whoever is told asked too seldom for it to be told.
    """

    agency: str
    roles: tuple[str, ...]
    purpose: str
    operation: Operation
    kinds: tuple[str, ...] | None
    times: int | None
    changes: tuple[RecordsChanged, ...]


class ForEntering(Struct, frozen=True, kw_only=True):
    """Kinds that members may newly enter or bring in, and those that they may no longer."""

    agency: str
    roles: tuple[str, ...]
    members: int
    purposes: tuple[str, ...]
    operation: Operation
    opened: tuple[str, ...]
    closed: tuple[str, ...]


class Struck(Struct, frozen=True, kw_only=True):
    """A prohibition that takes categories from what a clause of the draft gives, for these kinds."""

    clause: str
    prohibition: str
    categories: tuple[str, ...]
    kinds: tuple[str, ...]


class SimulationTold(Struct, frozen=True, kw_only=True):
    """What a draft would change, as far as whoever asks may know.

    ``requests`` is how many questions of the last 30 days were looked at, ``asked`` those whose answers would change.
    ``unused`` are clauses of the draft that count for nothing that is held; ``struck`` says what prohibitions take.
    Changes of fewer than ``smallest`` records of another agency are left out.
    """

    readers: tuple[ForReader, ...]
    entering: tuple[ForEntering, ...]
    asked: tuple[ForRequest, ...]
    requests: int
    unused: tuple[str, ...]
    struck: tuple[Struck, ...]
    smallest: int


class _Told(Struct, frozen=True):
    """Who is told: an agency, and the smallest count that it may be told of others."""

    agency: str
    smallest: int

    def may_know(self, of: str, count: int) -> bool:
        """Tell whether a count of another agency's records or questions, or of its own, may be told."""
        return of == self.agency or count >= self.smallest


def told(simulation: Simulation, agency: str, smallest: int) -> SimulationTold:
    """Tell a simulation to a member of an agency; ``smallest`` is the smallest count that may be told of others."""
    to = _Told(agency, smallest)
    used = {use.clause for use in simulation.uses if to.may_know(use.handling.owner, use.records)}
    return SimulationTold(
        readers=tuple(_readers(simulation.readers, to)),
        entering=tuple(_entering(each) for each in simulation.entering),
        asked=tuple(_asked(simulation.changed, to)),
        requests=simulation.requests,
        unused=tuple(name for name in simulation.drafted if name not in used | simulation.bringing),
        struck=tuple(_struck(simulation, to)),
        smallest=smallest,
    )


def _readers(found: Iterable[ReaderShift], to: _Told) -> Iterator[ForReader]:
    """Tell of readers, operations and purposes together for which the same changes; circumstances where they matter."""
    by_purposes: dict[tuple[object, ...], list[ReaderShift]] = defaultdict(list)
    usual: dict[tuple[object, ...], tuple[RecordsChanged, ...]] = {}
    for each in sorted(found, key=lambda each: not _is_usual(each)):
        changes = _changes(each.shifts, to)
        who = (each.reader.members, each.reader.purposes, each.operation)
        if _is_usual(each):
            usual[who] = changes
        elif usual.get(who) == changes:
            continue
        profile = structs.replace(each.reader.profile, purpose="")
        by_purposes[profile, each.reader.members, each.reader.purposes, changes].append(each)
    by_operations: dict[tuple[object, ...], list[ReaderShift]] = defaultdict(list)
    for (profile_of, members, _, changes_of), alike in by_purposes.items():
        by_operations[profile_of, members, tuple(each.operation for each in alike), changes_of].extend(alike)
    for alike in by_operations.values():
        if changes := _changes(alike[0].shifts, to):
            yield _reader(alike, changes)


def _is_usual(each: ReaderShift) -> bool:
    return each.reader.profile.second_factor and not each.reader.profile.emergency


def _reader(alike: Sequence[ReaderShift], changes: tuple[RecordsChanged, ...]) -> ForReader:
    reader = alike[0].reader
    return ForReader(
        agency=reader.profile.agency,
        roles=reader.profile.roles,
        members=len(reader.members),
        purposes=tuple(dict.fromkeys(purpose for each in alike for purpose in each.reader.purposes)),
        operations=tuple(dict.fromkeys(each.operation for each in alike)),
        second_factor=reader.profile.second_factor,
        emergency=reader.profile.emergency,
        changes=changes,
    )


def _entering(each: Entering) -> ForEntering:
    return ForEntering(
        agency=each.reader.profile.agency,
        roles=each.reader.profile.roles,
        members=len(each.reader.members),
        purposes=each.reader.purposes,
        operation=each.operation,
        opened=each.opened,
        closed=each.closed,
    )


_Alike = tuple[str, tuple[str, ...], str, Operation, tuple[str, ...] | None]


def _asked(found: Iterable[RequestShift], to: _Told) -> Iterator[ForRequest]:
    """Tell questions of the same sort together: who asked for which single record is nobody else's to know."""
    times: dict[_Alike, int] = defaultdict(int)
    shifts: dict[_Alike, dict[object, tuple[Shift, ...]]] = defaultdict(dict)
    for each in found:
        request = each.counted.request
        who = request.profile
        key = (who.agency, who.roles, who.purpose, request.operation, request.kinds)
        times[key] += each.counted.times
        shifts[key][request.record] = each.shifts
    for key, by_record in shifts.items():
        changes = _changes((shift for one in by_record.values() for shift in one), to)
        if changes:
            asker, roles, purpose, operation, kinds = key
            yield ForRequest(
                agency=asker,
                roles=roles,
                purpose=purpose,
                operation=operation,
                kinds=kinds,
                times=times[key] if to.may_know(asker, times[key]) else None,
                changes=changes,
            )


def _struck(simulation: Simulation, to: _Told) -> Iterator[Struck]:
    kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
    taken: dict[tuple[str, str], int] = defaultdict(int)
    for strike in simulation.strikes:
        if to.may_know(strike.handling.owner, strike.records):
            kinds[strike.clause, strike.prohibition].add(strike.handling.kind)
            taken[strike.clause, strike.prohibition] |= strike.categories
    for (clause, prohibition), found in kinds.items():
        yield Struck(
            clause=clause,
            prohibition=prohibition,
            categories=labels(taken[clause, prohibition]),
            kinds=tuple(sorted(found)),
        )


def _changes(shifts: Iterable[Shift], to: _Told) -> tuple[RecordsChanged, ...]:
    """Sum shifts up by kind and owner, without those that are too few to be told.

    What is too few is told class by class: else the sealed among many could be counted by drafts with and without them.
    """
    summed: dict[tuple[HandlingClass, int, int], int] = defaultdict(int)
    for shift in shifts:
        summed[shift.handling, shift.before, shift.after] += shift.records
    by_owner: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    for (handling, before, after), records in summed.items():
        if to.may_know(handling.owner, records):
            by_owner[handling.kind, handling.owner].append((before, after, records))
    return tuple(_change(kind, owner, found) for (kind, owner), found in sorted(by_owner.items()))


def _change(kind: str, owner: str, found: list[tuple[int, int, int]]) -> RecordsChanged:
    gained = lost = 0
    for before, after, _ in found:
        gained |= after & ~before
        lost |= before & ~after
    return RecordsChanged(
        kind=kind,
        owner=owner,
        opened=sum(n for before, after, n in found if not before and after),
        closed=sum(n for before, after, n in found if before and not after),
        widened=sum(n for before, after, n in found if before and after & ~before),
        narrowed=sum(n for before, after, n in found if after and before & ~after),
        gained=labels(gained),
        lost=labels(lost),
    )
