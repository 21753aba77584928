"""Asking an identification bureau who somebody is."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import Base64, Label, Number, ShortText
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.references import Ref


class IdentificationRequest(Record):
    """A request to identify a person by their fingerprints, for a civil or criminal reason."""

    transaction_number: Annotated[Number | None, Category.REFERENCE] = None
    transaction_category: Annotated[ShortText | None, Category.REFERENCE] = None
    scope: Label
    subject: Annotated[Ref[Person] | None, Category.REFERENCE] = None
    applicant: Annotated[Ref[Organization] | None, Category.REFERENCE] = None
    civil_reason: Annotated[ShortText | None, Category.STATUS] = None
    criminal_reason: Annotated[ShortText | None, Category.STATUS] = None
    fingerprints: Annotated[tuple[Base64, ...], Category.BIOMETRIC] = ()
