"""What people are told of a simulation: a small number of another agency's records is as good as none.

Counts may themselves disclose: what shifts for fewer than five records of another agency is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from comity.policy.clauses import Operation
from comity.policy.simulation import Entering, ReaderShift, RequestShift, Shift, Simulation
from comity.records.categories import labels

# Cells smaller than this are not published, as is common for health and justice statistics.
FEWEST = 5
FEW: Literal["fewer than 5"] = "fewer than 5"
_NOTE = f"Changes of fewer than {FEWEST} records of another agency are left out; {FEW} questions are not counted."


class Change(Struct, frozen=True, kw_only=True):
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
    """What changes for members of an agency who have the same roles, certificates and grounds."""

    agency: str
    roles: tuple[str, ...]
    members: int
    purposes: tuple[str, ...]
    operation: Operation
    second_factor: bool
    emergency: bool
    changes: tuple[Change, ...]


class ForRequest(Struct, frozen=True, kw_only=True):
    """What changes for what was really asked; ``kinds`` null for all, or where single records were asked for."""

    agency: str
    roles: tuple[str, ...]
    purpose: str
    operation: Operation
    kinds: tuple[str, ...] | None
    times: int | Literal["fewer than 5"]
    changes: tuple[Change, ...]


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


class Told(Struct, frozen=True, kw_only=True):
    """What a draft would change, as far as whoever asks may know.

    ``requests`` is how many questions of the last days were looked at, ``asked`` those whose answers would change.
    ``unused`` are clauses of the draft that count for nothing that is held; ``struck`` says what prohibitions take.
    """

    readers: tuple[ForReader, ...]
    entering: tuple[ForEntering, ...]
    asked: tuple[ForRequest, ...]
    requests: int
    unused: tuple[str, ...]
    struck: tuple[Struck, ...]
    note: str = _NOTE


def told(simulation: Simulation, agency: str) -> Told:
    """Tell a simulation to a member of an agency."""
    used = {use.clause for use in simulation.uses if use.owner == agency or use.records >= FEWEST}
    return Told(
        readers=tuple(_readers(simulation.readers, agency)),
        entering=tuple(_entering(each) for each in simulation.entering),
        asked=tuple(_asked(simulation.changed, agency)),
        requests=simulation.requests,
        unused=tuple(name for name in simulation.drafted if name not in used | simulation.bringing),
        struck=tuple(_struck(simulation, agency)),
    )


def _readers(found: Iterable[ReaderShift], agency: str) -> Iterator[ForReader]:
    for each in found:
        changes = _changes(each.shifts, agency)
        profile = each.reader.profile
        if changes:
            yield ForReader(
                agency=profile.agency,
                roles=profile.roles,
                members=len(each.reader.members),
                purposes=each.reader.purposes,
                operation=each.operation,
                second_factor=profile.second_factor,
                emergency=profile.emergency,
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


def _asked(found: Iterable[RequestShift], agency: str) -> Iterator[ForRequest]:
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
        changes = _changes((shift for one in by_record.values() for shift in one), agency)
        if changes:
            asker, roles, purpose, operation, kinds = key
            yield ForRequest(
                agency=asker,
                roles=roles,
                purpose=purpose,
                operation=operation,
                kinds=kinds,
                times=times[key] if times[key] >= FEWEST or asker == agency else FEW,
                changes=changes,
            )


def _struck(simulation: Simulation, agency: str) -> Iterator[Struck]:
    kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
    taken: dict[tuple[str, str], int] = defaultdict(int)
    for strike in simulation.strikes:
        if strike.owner == agency or strike.records >= FEWEST:
            kinds[strike.clause, strike.prohibition].add(strike.kind)
            taken[strike.clause, strike.prohibition] |= strike.categories
    for (clause, prohibition), found in kinds.items():
        yield Struck(
            clause=clause,
            prohibition=prohibition,
            categories=labels(taken[clause, prohibition]),
            kinds=tuple(sorted(found)),
        )


def _changes(shifts: Iterable[Shift], agency: str) -> tuple[Change, ...]:
    """Sum shifts up by kind and owner, without those that are too few to be told."""
    summed: dict[tuple[str, str, int, int], int] = defaultdict(int)
    for shift in shifts:
        summed[shift.kind, shift.owner, shift.before, shift.after] += shift.records
    by_owner: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    for (kind, owner, before, after), records in summed.items():
        if owner == agency or records >= FEWEST:
            by_owner[kind, owner].append((before, after, records))
    return tuple(_change(kind, owner, found) for (kind, owner), found in sorted(by_owner.items()))


def _change(kind: str, owner: str, found: list[tuple[int, int, int]]) -> Change:
    gained = lost = 0
    for before, after, _ in found:
        gained |= after & ~before
        lost |= before & ~after
    return Change(
        kind=kind,
        owner=owner,
        opened=sum(n for before, after, n in found if not before and after),
        closed=sum(n for before, after, n in found if before and not after),
        widened=sum(n for before, after, n in found if before and after & ~before),
        narrowed=sum(n for before, after, n in found if after and before & ~after),
        gained=labels(gained),
        lost=labels(lost),
    )
