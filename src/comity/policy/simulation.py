"""What a draft would change, as values: exact figures, for the platform and its tests alone.

What a person is told of them is in ``simulation_told``.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from uuid import UUID

from msgspec import Struct

from comity.policy.clauses import HandlingClass, Operation
from comity.policy.grounds import Ground
from comity.policy.matrix import Matrix, Rule
from comity.policy.readers import Reader
from comity.policy.requests import Counted


class Draft(Struct, frozen=True, dict=True):
    """What is in force, what would be, and the rules of the draft among that."""

    before: Matrix
    after: Matrix
    drafted: tuple[Rule, ...]

    @cached_property
    def touching(self) -> frozenset[str]:
        """The names of the rules that come, go or change, and of all those of the draft."""
        changed = {*self.before.rules} ^ {*self.after.rules}
        return frozenset(rule.name for rule in (*changed, *self.drafted))

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the rules of the draft."""
        return frozenset(rule.name for rule in self.drafted)


class Single(Struct, frozen=True):
    """A record by itself: its class, and those of the records in question that it is or refers to."""

    id: UUID
    class_id: int
    about: frozenset[UUID]


class Holdings(Struct, frozen=True):
    """What is held: the classes, how many records there are of each, and the records that somebody asked for.

    ``bearing`` holds the records on which grounds may bear, by what they are about.
    """

    classes: Mapping[int, HandlingClass]
    tally: Mapping[int, int]
    bearing: Mapping[UUID, Sequence[Single]]
    asked: Mapping[UUID, Single]


class Shift(Struct, frozen=True):
    """So many records of a class, of which one mask of categories was seen and another would be."""

    handling: HandlingClass
    before: int
    after: int
    records: int


class ReaderShift(Struct, frozen=True):
    """What shifts for a reader and an operation."""

    reader: Reader
    operation: Operation
    shifts: tuple[Shift, ...]


class RequestShift(Struct, frozen=True):
    """What shifts for something that was really asked, so many times."""

    counted: Counted
    shifts: tuple[Shift, ...]


class Entering(Struct, frozen=True):
    """Kinds that a reader may enter, or bring in, only before, or only after."""

    reader: Reader
    operation: Operation
    opened: tuple[str, ...]
    closed: tuple[str, ...]


class Use(Struct, frozen=True):
    """A clause of the draft that counts for so many records of a class, for one reader at least."""

    clause: str
    handling: HandlingClass
    records: int


class Strike(Struct, frozen=True):
    """A clause of the draft from which a prohibition takes some categories, for so many records of a class."""

    clause: str
    prohibition: str
    categories: int
    handling: HandlingClass
    records: int


class Simulation(Struct, frozen=True, kw_only=True):
    """All that a draft would change, and what of it never counts.

    ``requests`` counts all that was asked in the days that are looked back on, changed or not; ``bringing`` names the
    clauses that let somebody enter or bring in something.
    """

    drafted: tuple[str, ...]
    readers: tuple[ReaderShift, ...]
    entering: tuple[Entering, ...]
    changed: tuple[RequestShift, ...]
    requests: int
    uses: tuple[Use, ...]
    bringing: frozenset[str]
    strikes: tuple[Strike, ...]


class Asking(Struct, frozen=True):
    """What was really asked, and the grounds on which who asked may rest now."""

    counted: Counted
    grounds: tuple[Ground, ...]
