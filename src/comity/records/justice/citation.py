"""A citation: a ticket that calls somebody to pay or to appear."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part, Record
from comity.records.fields import Flag, Money, Number, ReferenceText, ShortText
from comity.records.justice.incident import Incident
from comity.records.justice.statutes import StatuteCited
from comity.records.meaning import Niem
from comity.records.moments import When
from comity.records.parties.location import Location
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.parties.vehicle import Vehicle
from comity.records.pillars import Pillar
from comity.records.references import Ref


class AlcoholTest(Part):
    """What a test for alcohol gave, or that it was refused."""

    category = Category.SUBSTANCE_USE

    result: ShortText | None = None
    refused: Flag | None = None


class DrivingPoints(Part):
    """The points that an offense counts on a license, and to what they were reduced."""

    category = Category.CHARGE

    points: ShortText | None = None
    reduced_to: ShortText | None = None


class Citation(Record):
    """A ticket given to somebody for an offense: who gave it, for what, and when to appear or pay."""

    niem = "j:Citation"
    entered_by = (Pillar.POLICE,)

    number: Annotated[Number | None, Niem("nc:ActivityIdentification")] = None
    subject: Annotated[Ref[Person] | None, Niem("j:CitationSubject")] = None
    incident: Ref[Incident] | None = None
    vehicle: Ref[Vehicle] | None = None
    issued_on: Annotated[When | None, Niem("nc:ActivityDate")] = None
    violated_on: When | None = None
    location: Ref[Location] | None = None
    agency: Annotated[Ref[Organization] | None, Niem("j:CitationAgency")] = None
    official: Annotated[Ref[Person] | None, Niem("j:CitationIssuingOfficial")] = None
    municipality: ReferenceText | None = None
    statutes: Annotated[tuple[StatuteCited, ...], Category.CHARGE] = ()
    points: DrivingPoints | None = None
    alcohol: AlcoholTest | None = None
    circumstances: Annotated[tuple[ShortText, ...], Category.EVENT] = ()
    overweight: Annotated[ShortText | None, Category.EVENT] = None
    appearance_on: Annotated[When | None, Niem("j:CourtAppearanceDate")] = None
    appearance_required: Flag | None = None
    license_surrendered: Flag | None = None
    served: Flag | None = None
    mailed: Flag | None = None
    waiver: Annotated[Money | None, Category.FINANCE] = None
