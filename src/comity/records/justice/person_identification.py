"""Who somebody is, as the identification bureau decides."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import IdentifierValue, IdentityText, Member
from comity.records.justice.booking import Booking
from comity.records.meaning import Niem
from comity.records.moments import Occurred
from comity.records.parties.person import Person
from comity.records.pillars import Pillar
from comity.records.references import Ref

# Numbers of which one person has one: two different values mean two persons, or an error.
ONE_EACH = frozenset({"state-id", "fbi", "ssn"})


class LinkOutcome(StrEnum):
    """What is decided about persons that may be one."""

    LINKED = "linked"
    REVIEW = "clerical-review"
    REJECTED = "rejected"
    UNDONE = "undone"


def _numbers(persons: tuple[Person, ...]) -> set[tuple[str, str]]:
    return {(i.kind, i.value) for person in persons for i in person.identifications if i.kind in ONE_EACH}


@check(
    "persons",
    remedy="Compare the persons: undo the link, or ask the owner of the wrong number to correct it.",
    review=True,
)
def one_person_one_identity_or_review_task(decision: "PersonIdentification", known: Known) -> bool:
    """Persons linked as one agree on every number of which a person has only one."""
    if decision.outcome is not LinkOutcome.LINKED:
        return True
    numbers = _numbers(tuple(known.record(person) for person in decision.persons))
    if decision.state_id:
        numbers.add(("state-id", decision.state_id))
    return len({kind for kind, _ in numbers}) == len(numbers)


@check("persons", remedy="Name both persons that are linked, rejected or parted.")
def link_names_the_persons(decision: "PersonIdentification", known: Known) -> bool:
    """A decision on a link names the persons, two or more unless it only gives a state id."""
    del known
    enough = 1 if decision.state_id else 2
    return len(set(decision.persons)) >= enough


@check("supersedes", remedy="Name the decision that is undone.")
def undone_link_names_what_it_undoes(decision: "PersonIdentification", known: Known) -> bool:
    """An undone link names the decision that made it, for the same persons."""
    if decision.outcome is not LinkOutcome.UNDONE:
        return True
    return decision.supersedes is not None and set(known.record(decision.supersedes).persons) == set(decision.persons)


class PersonIdentification(Record):
    """The identification bureau says which persons are one, or gives somebody a state id; it can be undone."""

    entered_by = (Pillar.IDENTIFICATION,)
    needed = ("persons", "outcome", "decided_at", "explanation")
    checks = (link_names_the_persons, one_person_one_identity_or_review_task, undone_link_names_what_it_undoes)

    persons: tuple[Ref[Person], ...] = ()
    outcome: Annotated[LinkOutcome | None, Category.STATUS] = None
    decided_at: Annotated[Occurred | None, Niem("nc:ActivityDate")] = None
    decided_by: Member | None = None
    booking: Ref[Booking] | None = None
    state_id: Annotated[IdentifierValue | None, Niem("j:PersonStateFingerprintIdentification"), Category.IDENTITY] = (
        None
    )
    explanation: IdentityText | None = None
    supersedes: Ref["PersonIdentification"] | None = None
