"""Works out what a draft would change: for everybody there is, and for what was really asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import structs

from comity.policy.clauses import BRINGING, ON_RECORDS, HandlingClass, Operation
from comity.policy.grounds import Cover, Ground, covering
from comity.policy.masks import Lens, lens, through
from comity.policy.matrix import Rule
from comity.policy.readers import Reader
from comity.policy.sessions import Profile
from comity.policy.simulation import (
    Asking,
    Draft,
    Entering,
    Holdings,
    ReaderShift,
    RequestShift,
    Shift,
    Simulation,
    Single,
    Strike,
    Use,
)
from comity.policy.telling_apart import is_told_apart, told_by


def simulated(
    draft: Draft, holdings: Holdings, readers: Sequence[Reader], asking: Sequence[Asking], *, kinds: Sequence[str]
) -> Simulation:
    """Work out what a draft would change."""
    scales = _Scales(draft, holdings)
    shifts = [
        ReaderShift(reader, operation, found)
        for reader in readers
        for operation in ON_RECORDS
        if scales.tells_apart(reader.profile, operation)
        if (found := scales.weighed(reader.profile, operation, reader.grounds))
    ]
    return Simulation(
        drafted=tuple(rule.name for rule in draft.drafted),
        readers=tuple(shifts),
        entering=tuple(scales.entering(readers, kinds)),
        changed=tuple(RequestShift(each.counted, found) for each in asking if (found := scales.asked(each))),
        requests=sum(each.counted.times for each in asking),
        uses=tuple(scales.uses()),
        bringing=frozenset(scales.bringing),
        strikes=tuple(scales.strikes()),
    )


class _Scales:
    """Weighs what is held under both matrices; each profile and operation once."""

    def __init__(self, draft: Draft, holdings: Holdings) -> None:
        self._draft = draft
        self._holdings = holdings
        self._weighed: dict[tuple[object, ...], tuple[Shift, ...]] = {}
        self._lenses: dict[tuple[Profile, Operation], tuple[Lens, Lens] | None] = {}
        self._entering: dict[tuple[object, ...], set[str]] = {}
        self._free: dict[tuple[int, str], tuple[Lens, Lens, Lens]] = {}
        self._reached: dict[tuple[str, ...], tuple[int, ...]] = {}
        self._used: Counter[tuple[str, int]] = Counter()
        self._struck: Counter[tuple[str, str, int]] = Counter()
        self._taken: dict[tuple[str, str, int], int] = defaultdict(int)
        self.bringing: set[str] = set()

    def weighed(self, profile: Profile, operation: Operation, grounds: tuple[Ground, ...]) -> tuple[Shift, ...]:
        """Give what shifts for a profile, on its grounds."""
        both = self._both(profile, operation)
        if both is None:
            return ()
        key = (*map(told_by, both), tuple(ground.id for ground in grounds))
        if key not in self._weighed:
            self._weighed[key] = self._weigh(both, grounds)
        return self._weighed[key]

    def tells_apart(self, profile: Profile, operation: Operation) -> bool:
        """Tell whether the circumstances of a profile matter, or it is like the one without."""
        both = self._both(profile, operation)
        return both is not None and is_told_apart(*both)

    def asked(self, asking: Asking) -> tuple[Shift, ...]:
        """Give what shifts for something that was asked."""
        request = asking.counted.request
        if request.record is None:
            found = self.weighed(request.profile, request.operation, asking.grounds)
            return tuple(shift for shift in found if request.kinds is None or shift.handling.kind in request.kinds)
        single = self._holdings.asked.get(request.record)
        both = self._both(request.profile, request.operation) if single else None
        if single is None or both is None:
            return ()
        handling = self._holdings.classes[single.class_id]
        covers = covering(asking.grounds, handling.owner, single.about)
        before, after = (through(each, handling, covers).mask for each in both)
        return (Shift(handling, before, after, 1),) if before != after else ()

    def entering(self, readers: Iterable[Reader], kinds: Sequence[str]) -> Iterator[Entering]:
        """Give who may enter or bring in what only before, or only after."""
        for reader in readers:
            for operation in BRINGING:
                both = self._both(reader.profile, operation)
                if both is None or not is_told_apart(*both):
                    continue
                before, after = (self._entered(each, reader.profile.agency, kinds) for each in both)
                if before != after:
                    yield Entering(reader, operation, tuple(sorted(after - before)), tuple(sorted(before - after)))

    def uses(self) -> Iterator[Use]:
        """Give the clauses of the draft that count for anything that is held."""
        for (name, class_id), records in sorted(self._used.items()):
            yield Use(name, self._holdings.classes[class_id], records)

    def strikes(self) -> Iterator[Strike]:
        """Give the clauses of the draft from which a prohibition takes something."""
        for (name, by, class_id), records in sorted(self._struck.items()):
            yield Strike(name, by, self._taken[name, by, class_id], self._holdings.classes[class_id], records)

    def _both(self, profile: Profile, operation: Operation) -> tuple[Lens, Lens] | None:
        """Give the rules for a profile before and after; None where nothing that concerns it comes or goes."""
        key = (profile, operation)
        if key not in self._lenses:
            both = lens(self._draft.before, profile, operation), lens(self._draft.after, profile, operation)
            touched = any(rule.name in self._draft.touching for each in both for rule in _all(each))
            self._lenses[key] = both if touched else None
        return self._lenses[key]

    def _weigh(self, both: tuple[Lens, Lens], grounds: tuple[Ground, ...]) -> tuple[Shift, ...]:
        shifts: Counter[tuple[int, int, int]] = Counter()
        used: Counter[tuple[str, int]] = Counter()
        struck: Counter[tuple[str, str, int]] = Counter()
        apart = self._apart(grounds)
        drafted = [structs.replace(both[1], permits=(r,)) for r in both[1].permits if r.name in self._draft.names]
        for class_id in self._classes(both):
            handling = self._holdings.classes[class_id]
            alone = [(covering(grounds, handling.owner, single.about), 1) for single in apart.get(class_id, ())]
            rest = self._holdings.tally.get(class_id, 0) - len(alone)
            for covers, records in (((), rest), *alone):
                if records <= 0:
                    continue
                before, after = (through(each, handling, covers) for each in both)
                if before.mask != after.mask:
                    shifts[class_id, before.mask, after.mask] += records
                for name in self._draft.names.intersection((*after.because, *after.against, *after.obliged)):
                    used[name, class_id] += records
                for clause in drafted:
                    for by, taken in self._striking(clause, handling, covers):
                        struck[clause.permits[0].name, by, class_id] += records
                        self._taken[clause.permits[0].name, by, class_id] |= taken
        self._used |= used
        self._struck |= struck
        classes = self._holdings.classes
        return tuple(Shift(classes[n], before, after, found) for (n, before, after), found in sorted(shifts.items()))

    def _striking(self, alone: Lens, handling: HandlingClass, covers: tuple[Cover, ...]) -> Iterator[tuple[str, int]]:
        """Give the prohibitions that take something from what a clause of the draft gives by itself, and what."""
        for by in through(alone, handling, covers).against:
            free, bound = self._freed(alone, by)
            yield by, through(free, handling, covers).mask & ~through(bound, handling, covers).mask

    def _freed(self, alone: Lens, by: str) -> tuple[Lens, Lens]:
        """Give a lens without any prohibition, and one with those of a name only."""
        key = (id(alone), by)
        if key not in self._free:
            striking = tuple(rule for rule in alone.prohibits if rule.name == by)
            both = structs.replace(alone, prohibits=()), structs.replace(alone, prohibits=striking)
            self._free[key] = (alone, *both)
        return self._free[key][1:]

    def _classes(self, both: tuple[Lens, Lens]) -> tuple[int, ...]:
        """Give the classes that a rule may reach which comes, goes or is of the draft."""
        touching = {rule for each in both for rule in _all(each) if rule.name in self._draft.touching}
        key = tuple(sorted(rule.name for rule in touching))
        if key not in self._reached:
            self._reached[key] = tuple(
                class_id
                for class_id, handling in self._holdings.classes.items()
                if any(_may_reach(rule, handling) for rule in touching)
            )
        return self._reached[key]

    def _apart(self, grounds: tuple[Ground, ...]) -> dict[int, list[Single]]:
        """Give the records on which these grounds may bear, by their classes."""
        found = {
            single.id: single
            for ground in grounds
            for subject in ground.subjects
            for single in self._holdings.bearing.get(subject, ())
        }
        apart: dict[int, list[Single]] = defaultdict(list)
        for single in found.values():
            apart[single.class_id].append(single)
        return apart

    def _entered(self, seen: Lens, agency: str, kinds: Sequence[str]) -> set[str]:
        key = told_by(seen)
        if key not in self._entering:
            decided = {kind: through(seen, HandlingClass(kind, agency)) for kind in kinds}
            self.bringing.update(self._draft.names.intersection(n for each in decided.values() for n in each.because))
            self._entering[key] = {kind for kind, decision in decided.items() if decision.allowed}
        return self._entering[key]


def _all(seen: Lens) -> tuple[Rule, ...]:
    return (*seen.permits, *seen.prohibits, *seen.obliges)


def _may_reach(rule: Rule, handling: HandlingClass) -> bool:
    kinds, owner = rule.clause.kinds, rule.clause.owner
    return (
        (handling.kind in kinds or "*" in kinds)
        and owner in ("*", "self", handling.owner)
        and all(bound is None or handling.owner in bound for bound in (rule.parties, rule.owners))
    )
