"""A request to reach something in a partner's system."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part, Record
from comity.records.fields import Flag, Number, ShortText
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.references import Ref


class Employment(Part):
    """Where somebody works, and as what. NIEM 6 core, ``nc:PersonEmploymentAssociationType``."""

    employer: Ref[Organization] | None = None
    position: ShortText | None = None


class AccessRequest(Record):
    """Somebody asks to reach a resource, with the identity and employment that decide on it."""

    person: Annotated[Ref[Person] | None, Category.REFERENCE] = None
    identity_number: Annotated[Number | None, Category.IDENTITY] = None
    federated: Flag | None = None
    employments: Annotated[tuple[Employment, ...], Category.REFERENCE] = ()
    resource: Annotated[ShortText | None, Category.REFERENCE] = None
