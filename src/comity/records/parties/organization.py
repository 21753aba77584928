"""An organization."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import EventText, Flag, OrganizationName, ReferenceText
from comity.records.meaning import Niem
from comity.records.parties.addresses import Address
from comity.records.parties.contacts import Contact
from comity.records.parties.identifications import Identification
from comity.records.parties.location import Location
from comity.records.references import Ref


class Organization(Record):
    """An agency, a company or another body that a record speaks of."""

    niem = "nc:Organization"
    needed = ("name",)

    name: Annotated[OrganizationName | None, Category.REFERENCE] = None
    abbreviation: Annotated[ReferenceText | None, Niem("nc:OrganizationAbbreviationText")] = None
    branch: Annotated[ReferenceText | None, Niem("nc:OrganizationBranchName")] = None
    unit: Annotated[ReferenceText | None, Niem("nc:OrganizationUnitName")] = None
    identifications: Annotated[
        tuple[Identification, ...], Niem("nc:OrganizationIdentification"), Category.REFERENCE
    ] = ()
    category_text: Annotated[ReferenceText | None, Niem("nc:OrganizationCategoryText")] = None
    categories: tuple[ReferenceText, ...] = ()
    activity: Annotated[ReferenceText | None, Niem("nc:OrganizationActivityText")] = None
    description: Annotated[EventText | None, Niem("nc:OrganizationDescriptionText")] = None
    jurisdiction: Annotated[ReferenceText | None, Niem("nc:OrganizationJurisdiction")] = None
    court_category: Annotated[ReferenceText | None, Niem("j:CourtCategoryAbstract")] = None
    court_division: Annotated[ReferenceText | None, Niem("j:CourtDivisionText")] = None
    location: Annotated[Ref[Location] | None, Niem("nc:OrganizationLocation")] = None
    location_name: Annotated[ReferenceText | None, Niem("nc:LocationName")] = None
    address: Annotated[Address | None, Niem("nc:Address")] = None
    contacts: Annotated[tuple[Contact, ...], Niem("nc:OrganizationPrimaryContactInformation")] = ()
    criminal_justice: Flag | None = None
    law_enforcement: Flag | None = None
