"""What a clinician found about a person's mental health and substance use."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import Flag, ShortText
from comity.records.meaning import Niem
from comity.records.moments import When
from comity.records.parties.person import Person
from comity.records.pillars import Pillar
from comity.records.references import Ref


class BehavioralHealthEvaluation(Record):
    """An evaluation of behavioral health: diagnosis, referral, treatment; medical in every field but its date."""

    entered_by = (Pillar.HEALTH,)

    person: Annotated[Ref[Person] | None, Category.MEDICAL] = None
    evaluated_on: Annotated[When | None, Niem("nc:ActivityDate")] = None
    provider: Annotated[Ref[Person] | None, Category.MEDICAL] = None
    diagnosis: Annotated[ShortText | None, Category.MEDICAL] = None
    referral: Annotated[ShortText | None, Category.MEDICAL] = None
    treatment: Annotated[ShortText | None, Category.MEDICAL] = None
    serious_mental_illness: Annotated[Flag | None, Category.MEDICAL] = None
    category: Annotated[ShortText | None, Category.MEDICAL] = None
    encounter: Annotated[ShortText | None, Category.MEDICAL] = None
    encountered_on: Annotated[When | None, Category.MEDICAL] = None
