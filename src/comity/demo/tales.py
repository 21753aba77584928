"""Stories: what one incident and all that followed brings onto the record, act by act, by those whose work it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from msgspec.structs import replace

from comity.acts.submit import Submission
from comity.demo.city import City, OnRecord, Truth, place
from comity.demo.mistakes import Care, as_entered
from comity.demo.population import Human
from comity.records.declaration import Record
from comity.records.parties.location import Location
from comity.records.parties.person import Person
from comity.records.pillars import Pillar
from comity.records.references import Ref

R = TypeVar("R", bound=Record)

PURPOSE = {
    Pillar.POLICE: "investigation",
    Pillar.JAIL: "custody",
    Pillar.PROSECUTION: "prosecution",
    Pillar.COURT: "adjudication",
    Pillar.LABORATORY: "forensics",
    Pillar.PROBATION: "supervision",
    Pillar.IDENTIFICATION: "identification",
    Pillar.VICTIM_SERVICES: "victim-services",
    Pillar.EMERGENCY: "patrol",
    Pillar.HEALTH: "care",
}
# How often somebody whom the agency knows already is entered as if they were new.
_AGAIN = 0.22


@dataclass(frozen=True, slots=True)
class Step:
    """What one member enters in one act."""

    agency: str
    member: str
    purpose: str
    submissions: tuple[Submission, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The steps of one story in their order; it refers to records of the stories named in ``after``."""

    number: int
    steps: tuple[Step, ...]
    after: frozenset[int]


class Tale:
    """A story while it is told."""

    def __init__(self, city: City, number: int) -> None:
        self.city = city
        self.number = number
        self.chance = city.chance
        self.after: set[int] = set()
        self._acts: list[Act] = []
        self._entered = 0

    def by(self, member: str) -> "Act":
        """Begin what a member enters in one act."""
        act = Act(self, member)
        self._acts.append(act)
        return act

    def key(self) -> str:
        """Give the key under which the next record of this story is entered once."""
        self._entered += 1
        return f"hart-city/{self.number}/{self._entered}"

    def over(self, at: datetime) -> bool:
        """Tell whether a moment lies after the years that are told: it has not happened yet."""
        return at >= self.city.until

    def told(self) -> Story:
        """Give the story as it was told."""
        steps = tuple(step for act in self._acts if (step := act.step()).submissions)
        return Story(self.number, steps, frozenset(self.after - {self.number}))


class Act:
    """What one member enters in one act, while it is told."""

    def __init__(self, tale: Tale, member: str) -> None:
        self._tale = tale
        self._city = tale.city
        self._submissions: list[Submission] = []
        self.member = member
        self.agency = tale.city.directory.member[member].agency

    def enter(self, record: R, markings: tuple[str, ...] = ()) -> Ref[R]:
        """Enter a record with the markings of its story, and give the reference to it."""
        id_ = self._city.chance.id()
        marked = replace(record, markings=markings) if markings else record
        self._submissions.append(Submission(id_, marked, self._tale.key()))
        return Ref(id_)

    def person(self, human: Human, care: Care, markings: tuple[str, ...] = ()) -> Ref[Person]:
        """Refer to the agency's entry of somebody under the same markings, or enter them (anew)."""
        known = self._city.persons[self.agency, human.number, markings]
        if known and not self._city.chance.happens(_AGAIN):
            return self._known(self._city.chance.one_of(known))
        entered = as_entered(self._city.chance, human, care)
        if entered.birth_date and self._city.is_young(human):
            # A slip could make a child of them, and whoever is told as an adult here would be protected as a child.
            entered = replace(entered, birth_date=human.born.isoformat())
        ref = self.enter(entered, markings)
        known.append(OnRecord(ref.id, self._tale.number))
        self._city.truth.append(Truth(ref.id, self.agency, human.number))
        return ref

    def place(self, number: int) -> Ref[Location]:
        """Refer to a place, entered by the police when it is first met."""
        known = self._city.places.get(number)
        if known is None:
            known = OnRecord(self.enter(place(number)).id, self._tale.number)
            self._city.places[number] = known
        return self._known(known)

    def known(self, name: str, record: R) -> Ref[R]:
        """Refer to what the whole city knows under a name, entered when it is first met."""
        met = self._city.known.get(name)
        if met is None:
            met = OnRecord(self.enter(record).id, self._tale.number)
            self._city.known[name] = met
        return self._known(met)

    def number(self, series: str, at: datetime) -> str:
        """Give the next number of a series of this agency."""
        return self._city.minted(series, self.agency, at)

    def _known(self, known: OnRecord) -> Ref[R]:
        self._tale.after.add(known.story)
        return Ref(known.id)

    def step(self) -> Step:
        """Give the act as it was told."""
        pillar = self._city.directory.agency[self.agency].pillar
        return Step(self.agency, self.member, PURPOSE[pillar], tuple(self._submissions))
