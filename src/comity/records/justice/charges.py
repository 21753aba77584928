"""A charge: what somebody is accused of, carried by its tracking number from arrest to sentence."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part
from comity.records.fields import Code, Description, Flag, Number, ShortText
from comity.records.justice.statutes import StatuteCited
from comity.records.meaning import Codes, Niem, Search
from comity.records.moments import When
from comity.records.parties.identifications import Identification


class Enhancement(Part):
    """What makes a charge graver: a factor, by code or in words; NIEM 6 justice, ``j:ChargeEnhancingFactorType``."""

    category = Category.CHARGE

    code: ShortText | None = None
    text: Annotated[ShortText | None, Niem("j:ChargeEnhancingFactorText")] = None
    description: Annotated[Description | None, Niem("j:ChargeEnhancingFactorDescriptionText")] = None


class Plea(Part):
    """What a person answers to one charge; NIEM 6 justice, ``j:PleaType``."""

    category = Category.CHARGE

    charge_tracking_number: Annotated[Number | None, Niem("j:ChargeTrackingIdentification")] = None
    plea: Annotated[ShortText | None, Niem("j:PleaCategoryAbstract")] = None
    description: Annotated[ShortText | None, Niem("nc:ActivityDescriptionText")] = None
    recommendation: ShortText | None = None
    entered_on: Annotated[When | None, Niem("nc:ActivityDate")] = None


class Charge(Part):
    """One accusation with its charge tracking number (CTN); later stages name the CTN and add only what is new.

    NIEM 6 justice, ``j:ChargeType``. The house writes ``offense``; the other fields hold what partners send.
    """

    category = Category.CHARGE

    charge_tracking_number: Annotated[Number | None, Niem("j:ChargeTrackingIdentification")] = None
    offense: Annotated[Code | None, Codes("offense"), Search.CODE, Niem("j:ChargeStatute")] = None
    text: Annotated[Description | None, Niem("j:ChargeText")] = None
    description: Annotated[Description | None, Niem("j:ChargeDescriptionText")] = None
    number: Annotated[Number | None, Niem("j:ChargeIdentification")] = None
    sequence: Annotated[ShortText | None, Niem("j:ChargeSequenceID")] = None
    count: Annotated[ShortText | None, Niem("j:ChargeCountQuantity")] = None
    statutes: Annotated[tuple[StatuteCited, ...], Niem("j:ChargeStatute")] = ()
    severity: Annotated[ShortText | None, Niem("j:ChargeSeverityText")] = None
    severity_level: Annotated[ShortText | None, Niem("j:ChargeSeverityLevel")] = None
    category_text: Annotated[ShortText | None, Niem("j:ChargeCategoryDescriptionText")] = None
    degree: Annotated[ShortText | None, Niem("j:ChargeDegreeText")] = None
    ncic_code: Annotated[ShortText | None, Niem("j:ChargeNCICText")] = None
    ucr_code: Annotated[ShortText | None, Niem("j:ChargeUCRCode")] = None
    local_codes: tuple[Identification, ...] = ()
    qualifier: Annotated[ShortText | None, Niem("j:ChargeQualifierText")] = None
    applicability: Annotated[ShortText | None, Niem("j:ChargeApplicabilityText")] = None
    special_allegation: Annotated[ShortText | None, Niem("j:ChargeSpecialAllegationText")] = None
    enhancements: Annotated[tuple[Enhancement, ...], Niem("j:ChargeEnhancingFactor")] = ()
    highest: Annotated[Flag | None, Niem("j:ChargeHighestIndicator")] = None
    amended: Flag | None = None
    domestic_violence: Flag | None = None
    filed_on: Annotated[When | None, Niem("j:ChargeFilingDate")] = None
    plea: Annotated[Plea | None, Niem("j:ChargePlea")] = None
    status: Annotated[ShortText | None, Niem("j:ChargeStatus")] = None
    hold_for: ShortText | None = None
    cycle_tracking_number: Number | None = None


class ChargeNote(Part):
    """A narrative about one charge."""

    category = Category.NARRATIVE

    charge_tracking_number: Number
    text: Annotated[str, Niem("j:ChargeNarrative")]


def tracking_numbers(charges: tuple[Charge, ...]) -> frozenset[str]:
    """Give the charge tracking numbers of some charges."""
    return frozenset(charge.charge_tracking_number for charge in charges if charge.charge_tracking_number)
