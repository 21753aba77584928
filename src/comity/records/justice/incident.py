"""An incident, or first information report."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Part, Record, check
from comity.records.fields import Code, EventText, Flag, Member, Narrative, Number, ReferenceText, ShortText
from comity.records.justice.diary_entry import DiaryEntry
from comity.records.meaning import Codes, Minted, Niem, Search
from comity.records.moments import Occurred, When, surely_before
from comity.records.parties.identifications import Identification
from comity.records.parties.location import Location
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.parties.statuses import StatusNote
from comity.records.parties.things import Trait
from comity.records.pillars import Pillar
from comity.records.references import Ref


class Clearance(Part):
    """How a partner's incident was cleared without an arrest; UCR, exceptional clearance."""

    category = Category.STATUS

    exceptional: ShortText | None = None
    exceptional_on: When | None = None
    description: ShortText | None = None


@check("registered_at", remedy="Correct the time of registration, or name the diary entry that is meant.")
def diary_not_after_registration(incident: "Incident", known: Known) -> bool:
    """An incident is not registered before the diary entry that it rests on."""
    diary = known.record(incident.diary_entry) if incident.diary_entry else None
    return diary is None or not surely_before(incident.registered_at, diary.occurred_at)


class Incident(Record):
    """Something that happened and that police registered (in India: the first information report)."""

    niem = "nc:Incident"
    entered_by = (Pillar.POLICE,)
    needed = ("registered_at", "investigating_officer", "offenses")
    follows = ("diary_entry",)
    checks = (diary_not_after_registration,)

    incident_number: Annotated[Number | None, Minted("incident"), Niem("nc:ActivityIdentification")] = None
    identifications: Annotated[tuple[Identification, ...], Category.REFERENCE] = ()
    diary_entry: Ref[DiaryEntry] | None = None
    registered_at: Annotated[Occurred | None, Niem("nc:ActivityReportedDate")] = None
    occurred_at: Annotated[Occurred | None, Niem("nc:ActivityDate")] = None
    occurred_until: Occurred | None = None
    updated_on: When | None = None
    location: Annotated[Ref[Location] | None, Niem("nc:ActivityLocation")] = None
    offenses: Annotated[tuple[Annotated[Code, Codes("offense"), Search.CODE], ...], Category.CHARGE] = ()
    investigating_officer: Member | None = None
    officials: tuple[Ref[Person], ...] = ()
    complainant: Annotated[Ref[Person] | None, Category.VICTIM] = None
    organization: Annotated[Ref[Organization] | None, Niem("nc:IncidentJurisdictionalOrganization")] = None
    reporting_organization: Ref[Organization] | None = None
    unit: ReferenceText | None = None
    category_text: Annotated[EventText | None, Niem("nc:ActivityCategoryText")] = None
    description: Annotated[Narrative | None, Niem("nc:ActivityDescriptionText")] = None
    narrative: Annotated[Narrative | None, Niem("nc:IncidentReportedNarrative")] = None
    status: Annotated[StatusNote | None, Niem("nc:ActivityStatus")] = None
    clearance: Clearance | None = None
    lighting: EventText | None = None
    weather: EventText | None = None
    evidence_held: Flag | None = None
    traffic_accident: Flag | None = None
    traits: tuple[Trait, ...] = ()
