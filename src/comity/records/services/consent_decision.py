"""Whether a person in custody consents to a disclosure."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import Label, Narrative, Number, ShortText
from comity.records.meaning import Niem
from comity.records.moments import When
from comity.records.parties.person import Person
from comity.records.references import Ref


class ConsentDecision(Record):
    """What a person decided when asked at booking whether their health information may be looked up, and for what."""

    person: Annotated[Ref[Person] | None, Category.REFERENCE] = None
    decision_number: Annotated[Number | None, Niem("nc:ActivityIdentification")] = None
    decided_on: Annotated[When | None, Niem("nc:ActivityDate")] = None
    decision: Label
    purpose: Annotated[ShortText | None, Category.STATUS] = None
    comment: Narrative | None = None
    booking_number: Annotated[Number | None, Niem("j:BookingAgencyRecordIdentification")] = None
    custody_number: Annotated[Number | None, Category.IDENTITY] = None
    recorded_by: Annotated[Ref[Person] | None, Category.REFERENCE] = None
    recorded_as: Annotated[ShortText | None, Category.REFERENCE] = None
