"""The two kinds of record in which somebody judges what is the same, persons or things, read and made alike."""

from collections.abc import Iterable
from uuid import UUID

from comity.records.declaration import kind_name
from comity.records.justice.person_identification import PersonIdentification
from comity.records.justice.thing_identification import ThingIdentification
from comity.records.parties.person import Person
from comity.records.references import Ref

Judgment = PersonIdentification | ThingIdentification

ON_PERSONS, ON_THINGS = kind_name(PersonIdentification), kind_name(ThingIdentification)
# In which field each names what it is about.
NAMED_IN = {ON_PERSONS: "persons", ON_THINGS: "things"}
JUDGMENTS = frozenset(NAMED_IN)


def judging_kind(linked: str) -> str:
    """Name the kind of judgment by which records of a linked kind are judged."""
    return ON_PERSONS if linked == kind_name(Person) else ON_THINGS


def named_in(judgment: Judgment) -> tuple[UUID, ...]:
    """Give the records that a judgment is about."""
    match judgment:
        case PersonIdentification():
            return tuple(ref.id for ref in judgment.persons)
        case ThingIdentification():
            return tuple(ref.id for ref in judgment.things)


def judgment_on(kind: str, ids: Iterable[UUID]) -> Judgment:
    """Give a judgment of a kind that names records, and says nothing of them yet."""
    if kind == ON_PERSONS:
        return PersonIdentification(persons=tuple(Ref(id) for id in ids))
    return ThingIdentification(things=tuple(Ref(id) for id in ids))
