"""What a partner's audit log says that somebody did."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import Number, ShortText
from comity.records.moments import When
from comity.records.parties.identifications import Identification
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.references import Ref


class PartnerAuditEntry(Record):
    """An act that a partner's system logged: who did what there, when, and to which of its records."""

    member: Annotated[Ref[Person] | None, Category.REFERENCE] = None
    organization: Annotated[Ref[Organization] | None, Category.REFERENCE] = None
    action: Annotated[ShortText | None, Category.EVENT] = None
    at: When | None = None
    system_name: Annotated[ShortText | None, Category.REFERENCE] = None
    system_id: Annotated[ShortText | None, Category.REFERENCE] = None
    request_number: Annotated[Number | None, Category.REFERENCE] = None
    request_category: Annotated[ShortText | None, Category.EVENT] = None
    arrest: Annotated[Identification | None, Category.REFERENCE] = None
    charge_number: Annotated[Number | None, Category.CHARGE] = None
    disposed_on: Annotated[When | None, Category.CHARGE] = None
