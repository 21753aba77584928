"""How a person lives, and where they stand toward the law."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part
from comity.records.fields import Flag, ShortText
from comity.records.meaning import Niem


class Circumstances(Part):
    """How a person lives: work, school, home, faith; never a ground for any decision of the machine."""

    category = Category.IDENTITY

    marital_status: ShortText | None = None
    occupations: tuple[ShortText, ...] = ()
    education: Annotated[ShortText | None, Niem("nc:PersonEducation")] = None
    religion: Annotated[ShortText | None, Niem("nc:PersonReligionText")] = None
    sexual_orientation: Annotated[ShortText | None, Niem("nc:PersonSexualOrientationText")] = None
    residence_status: Annotated[ShortText | None, Niem("nc:PersonResidentText")] = None
    housing_status: Annotated[ShortText | None, Niem("j:PersonLivingSituation")] = None
    employment_status: ShortText | None = None
    citizenships: Annotated[tuple[ShortText, ...], Niem("nc:PersonCitizenship")] = ()
    us_citizen: Annotated[Flag | None, Niem("nc:PersonUSCitizenIndicator")] = None
    foreign_national: Annotated[Flag | None, Niem("j:PersonForeignNationalIndicator")] = None
    immigration_query: ShortText | None = None
    living: Annotated[Flag | None, Niem("nc:PersonLivingIndicator")] = None


class LegalStanding(Part):
    """Where a person stands toward the law, as a partner's indicators say it."""

    category = Category.STATUS

    juvenile: Flag | None = None
    treated_as_adult: Flag | None = None
    emancipated: Flag | None = None
    confidential: Flag | None = None
    on_probation: Annotated[Flag | None, Niem("j:PersonProbationerIndicator")] = None
    on_parole: Annotated[Flag | None, Niem("j:PersonParoleeIndicator")] = None
    incarcerated: Flag | None = None
    registered_offender: Annotated[Flag | None, Niem("j:PersonRegisteredOffenderIndicator")] = None
    firearm_permit_holder: Annotated[Flag | None, Niem("j:PersonFirearmPermitHolderIndicator")] = None
    concealed_firearm_permit_holder: Annotated[Flag | None, Niem("j:PersonConcealedFirearmPermitHolderIndicator")] = (
        None
    )
    firearm_sales_disqualified: ShortText | None = None
    protection_order_petitioner: Annotated[Flag | None, Niem("j:PersonProtectionOrderPetitionerIndicator")] = None
    protection_order_respondent: Annotated[Flag | None, Niem("j:PersonProtectionOrderRespondentIndicator")] = None
    protection_order_conditions: Annotated[ShortText | None, Niem("j:PersonProtectionOrderConditionsText")] = None
