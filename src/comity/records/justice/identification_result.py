"""What an identification bureau answered."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import Base64, Label, Number, ShortText
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.references import Ref


class IdentificationResult(Record):
    """What a bureau answered to an identification request: the search result, rap sheet or registry extract."""

    transaction_number: Annotated[Number | None, Category.REFERENCE] = None
    transaction_category: Annotated[ShortText | None, Category.REFERENCE] = None
    scope: Label
    subject: Annotated[Ref[Person] | None, Category.REFERENCE] = None
    applicant: Annotated[Ref[Organization] | None, Category.REFERENCE] = None
    civil_reason: Annotated[ShortText | None, Category.STATUS] = None
    criminal_reason: Annotated[ShortText | None, Category.STATUS] = None
    search_results: Annotated[tuple[Base64, ...], Category.BIOMETRIC] = ()
    histories: Annotated[tuple[Base64, ...], Category.BIOMETRIC] = ()
    registry_extracts: Annotated[tuple[Base64, ...], Category.BIOMETRIC] = ()
