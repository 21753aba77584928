"""Which things are the same, as those decide who work on them."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import IdentityText, Member
from comity.records.justice.person_identification import LinkOutcome
from comity.records.meaning import Niem
from comity.records.moments import Occurred
from comity.records.parties.location import Location
from comity.records.parties.organization import Organization
from comity.records.parties.phone_account import PhoneAccount
from comity.records.parties.vehicle import Vehicle
from comity.records.pillars import Pillar
from comity.records.references import Ref


@check("things", remedy="Name the two or more records that are linked, rejected or parted.")
def link_names_the_things(decision: "ThingIdentification", known: Known) -> bool:
    """A decision on things names two or more of them."""
    del known
    return len(set(decision.things)) > 1


@check("things", remedy="Name vehicles only, or organizations, locations or phone accounts only.")
def things_linked_are_of_one_kind(decision: "ThingIdentification", known: Known) -> bool:
    """Things that may be one are of one kind."""
    return len({known.held(thing).kind for thing in decision.things}) <= 1


@check(
    "things",
    remedy="Compare the vehicles: undo the link, or ask the owner of the wrong number to correct it.",
    review=True,
)
def one_vehicle_one_number_or_review_task(decision: "ThingIdentification", known: Known) -> bool:
    """Vehicles linked as one agree on the vehicle identification number."""
    if decision.outcome is not LinkOutcome.LINKED:
        return True
    things = [known.record(thing) for thing in decision.things]
    return len({thing.vin.upper() for thing in things if isinstance(thing, Vehicle) and thing.vin}) <= 1


@check("supersedes", remedy="Name the decision that is undone.")
def undone_link_names_the_decision_on_the_things(decision: "ThingIdentification", known: Known) -> bool:
    """An undone link names the decision that made it, for the same things."""
    if decision.outcome is not LinkOutcome.UNDONE:
        return True
    return decision.supersedes is not None and set(known.record(decision.supersedes).things) == set(decision.things)


class ThingIdentification(Record):
    """Somebody says which vehicles, organizations, places or lines are one, or that they are not; it can be undone."""

    entered_by = (
        Pillar.IDENTIFICATION,
        Pillar.POLICE,
        Pillar.PROSECUTION,
        Pillar.EMERGENCY,
        Pillar.FUSION,
        Pillar.CYBER,
    )
    needed = ("things", "outcome", "decided_at", "explanation")
    follows = ("things",)
    checks = (
        link_names_the_things,
        things_linked_are_of_one_kind,
        one_vehicle_one_number_or_review_task,
        undone_link_names_the_decision_on_the_things,
    )

    things: tuple[Ref[Organization | Location | Vehicle | PhoneAccount], ...] = ()
    outcome: Annotated[LinkOutcome | None, Category.STATUS] = None
    decided_at: Annotated[Occurred | None, Niem("nc:ActivityDate")] = None
    decided_by: Member | None = None
    explanation: IdentityText | None = None
    supersedes: Ref["ThingIdentification"] | None = None
