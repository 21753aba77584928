"""By what a person is recognized."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part
from comity.records.fields import Description, Flag, ShortText
from comity.records.meaning import Niem
from comity.records.moments import When


class PhysicalFeature(Part):
    """A scar, mark, tattoo or other feature of a body. NIEM 6 core, ``nc:PhysicalFeatureType``."""

    category = Category.BIOMETRIC

    kind: Annotated[ShortText | None, Niem("nc:PhysicalFeatureCategoryText")] = None
    general_kind: Annotated[ShortText | None, Niem("nc:PhysicalFeatureGeneralCategoryText")] = None
    description: Annotated[Description | None, Niem("nc:PhysicalFeatureDescriptionText")] = None
    location: Annotated[ShortText | None, Niem("nc:PhysicalFeatureLocationText")] = None
    color: ShortText | None = None
    second_color: ShortText | None = None
    design: Annotated[ShortText | None, Niem("biom:PhysicalFeatureClassCode")] = None
    design_detail: Annotated[ShortText | None, Niem("biom:PhysicalFeatureSubClassCode")] = None
    words: Annotated[ShortText | None, Niem("biom:PhysicalFeatureAlphanumericsText")] = None
    height: ShortText | None = None
    width: ShortText | None = None
    size: ShortText | None = None


class Language(Part):
    """A language that a person knows, and how well. NIEM 6 core, ``nc:PersonLanguageType``."""

    category = Category.IDENTITY

    name: Annotated[ShortText, Niem("nc:LanguageName")]
    rank: ShortText | None = None
    comprehends: Flag | None = None
    reads: Flag | None = None
    speaks: Flag | None = None
    writes: Flag | None = None


class MilitaryHistory(Part):
    """A person's time in the armed forces. NIEM 6 core, ``nc:MilitarySummaryType``."""

    category = Category.IDENTITY

    status: Annotated[ShortText | None, Niem("nc:MilitaryStatus")] = None
    veteran: Annotated[Flag | None, Niem("j:PersonMilitaryVeteranIndicator")] = None
    branch: Annotated[ShortText | None, Niem("nc:MilitaryBranchName")] = None
    country: ShortText | None = None
    rank: ShortText | None = None
    skill: ShortText | None = None
    enlisted_on: When | None = None
    discharged_on: Annotated[When | None, Niem("nc:MilitaryDischargeDate")] = None
    discharge: Annotated[ShortText | None, Niem("nc:MilitaryDischargeCategoryCode")] = None
