"""A call for service, as the dispatch system knows it."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import Flag, Narrative, Number, ReferenceText, ShortText
from comity.records.incidents.areas import Area
from comity.records.meaning import Niem
from comity.records.moments import Occurred, When
from comity.records.parties.identifications import Identification
from comity.records.parties.location import Location
from comity.records.pillars import Pillar
from comity.records.references import Ref


class ServiceCall(Record):
    """Somebody asked for help, or a unit reported in: what kind of call, how urgent, when, and in which block.

    ``nature`` and ``priority`` are the dispatch center's own words. ``withdrawn`` says that the center took it back.
    """

    niem = "j:ServiceCall"
    entered_by = (Pillar.EMERGENCY, Pillar.POLICE)
    needed = ("received_at",)

    call_number: Annotated[Number | None, Niem("nc:ActivityIdentification")] = None
    other_numbers: Annotated[tuple[Identification, ...], Category.REFERENCE] = ()
    received_at: Annotated[Occurred | None, Niem("nc:ActivityDate")] = None
    nature: Annotated[ShortText | None, Category.EVENT, Niem("j:ServiceCallCategoryText")] = None
    priority: Annotated[ShortText | None, Category.STATUS] = None
    location: Annotated[Ref[Location] | None, Category.REFERENCE, Niem("j:ServiceCallResponseLocation")] = None
    areas: tuple[Area, ...] = ()
    dispatched_at: Annotated[When | None, Niem("j:ServiceCallDispatchedDate")] = None
    arrived_at: Annotated[When | None, Niem("j:ServiceCallArrivedDate")] = None
    closed_at: Annotated[When | None, Niem("j:ServiceCallClearedDate")] = None
    outcome: Annotated[ShortText | None, Category.EVENT, Niem("j:ServiceCallClearanceText")] = None
    withdrawn: Flag | None = None
    dispatch_area: ReferenceText | None = None
    narrative: Narrative | None = None
