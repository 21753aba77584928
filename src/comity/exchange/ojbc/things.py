"""Where vehicles, weapons and other things stand in NIEM messages."""

from comity.exchange.ojbc.paths import dated
from comity.exchange.ojbc.shapes import Shape, Table, way
from comity.records.declaration import Part
from comity.records.parties.item import Item
from comity.records.parties.measures import Quantity
from comity.records.parties.things import ThingDetail, Trait
from comity.records.parties.vehicle import Registration, Vehicle
from comity.records.parties.weapon import Weapon

_VALUE = "ItemValue"
_PLATE = "ConveyanceRegistrationPlateIdentification"

PARTS: dict[type[Part], Table] = {
    Quantity: {
        "quantity": "ItemQuantity|SubstanceQuantityMeasure/MeasurePointValue"
        "|SubstanceQuantityMeasure/MeasureRangeValue/RangeMinimumValue",
        "unit": "SubstanceQuantityMeasure/SubstanceUnitCode",
        "status": "ItemStatus/ItemStatusCode",
        "status_on": dated("ItemStatus/StatusDate"),
        "value": f"{_VALUE}/ItemValueAmount",
        "currency": f"{_VALUE}/ItemValueAmount/@currencyCode",
        "currency_text": f"{_VALUE}/ItemValueAmount/@currencyText",
        "value_text": f"{_VALUE}/ItemValueDescriptionText",
        "valued_by": f"{_VALUE}/ItemValueAssigningMethodCode|{_VALUE}/ItemValueAssigningMethodText",
        "valued_on": dated(f"{_VALUE}/ItemValueDate"),
    },
    ThingDetail: {
        "make": "ItemMakeName|VehicleMakeCode|FirearmMakeCode",
        "brand": "ConveyancePartBrandCode",
        "model": "ItemModelName|VehicleModelCode",
        "model_years": "ItemModelYearDate|ModelYearRange/StartYear|ModelYearRange/EndYear"
        "|ModelYearRange/StartDate/Date",
        "style": "ItemStyleText|VehicleStyleCode",
        "colors": "VehicleColorPrimaryCode|ConveyanceColorPrimaryCode|ConveyanceColorPrimaryText"
        "|ConveyanceColorSecondaryText|ItemColorDescriptionText|JewelryStoneColorText",
        "size": "ItemSizeDescriptionText",
        "usage": "ToolUsageText|ItemGenderUseCode",
    },
    Registration: {
        "plate": f"{_PLATE}/IdentificationID",
        "jurisdiction": f"JurisdictionNCICLISCode|{_PLATE}/IdentificationJurisdictionNCICLISCode"
        f"|{_PLATE}/IdentificationSourceText",
        "category_text": "ConveyanceRegistrationPlateCategoryText|ConveyanceRegistrationPlateCategoryCode",
        "expires_on": dated("RegistrationExpirationDate"),
        "non_expiring": "ConveyanceRegistrationNonExpiringIndicator",
        "decal_year": "ConveyanceRegistrationDecal/DecalYearDate",
        "jointly_registered": "ConveyanceJointlyRegisteredIndicator",
    },
    Trait: {"name": "name()", "value": "."},
}

_NUMBERS = (
    way("ItemNCICIdentification", kind="ncic"),
    way("ItemRFIdentification", kind="radio-frequency"),
    way("ItemLotNumberText", kind="lot"),
    way("EvidenceReceiptIdentification", kind="evidence-receipt"),
    way("CODISNumberText", kind="codis"),
    way("IBISNumberText", kind="ibis"),
)

VEHICLE = Shape(
    Vehicle,
    ("Vehicle",),
    {
        "vin": "VehicleIdentification/IdentificationID",
        "registrations": "~ConveyanceRegistration|ConveyanceRegistration|.",
        "identifications": (
            *_NUMBERS,
            way("ItemOwnerAppliedID", kind="owner-applied"),
            way("VehicleMotorCarrierIdentification", kind="motor-carrier"),
        ),
        "detail": ".",
        "description": "ItemDescriptionText",
        "category_text": "VehicleStyleCategoryCode",
        "fuel": "ConveyanceFuelCategoryCode",
        "engine_count": "ConveyanceEngineQuantity",
        "commercial": "VehicleCMVIndicator",
        "hazardous_materials": "VehicleHazmatIndicator|VehicleHazardousMaterialIndicator",
        "quantities": "ItemQuantityStatusValue",
        "traits": "MerchandiseIndicator|StateAssignedVINIndicator|VehicleModelCode",
        "owners": "~~PersonOwnsItemAssociation/PersonReference|~~PersonConveyanceAssociation/Person",
    },
)

WEAPON = Shape(
    Weapon,
    ("Firearm",),
    {
        "category_text": "FirearmCategoryText|FirearmCategoryCode",
        "caliber": "FirearmCaliberCode",
        "finish": "FirearmFinishCode",
        "serial": "ItemSerialIdentification/IdentificationID",
        "identifications": (*_NUMBERS, way("ItemOwnerAppliedID", kind="owner-applied")),
        "detail": ".",
        "description": "ItemDescriptionText",
        "quantities": "ItemQuantityStatusValue",
        "traits": "MerchandiseIndicator|FirearmCategoryDescriptionCode|FirearmCategoryCode",
    },
)

ITEMS = (
    "Aircraft",
    "Computer",
    "ConveyancePart",
    "Drug",
    "Explosive",
    "ForensicSpecimen",
    "HazardousMaterial",
    "IntangibleItem",
    "IntellectualProperty",
    "Jewelry",
    "JewelryStone",
    "Metal",
    "PreciousMetal",
    "Publication",
    "Securities",
    "Structure",
    "Substance",
    "TangibleItem",
    "TelecommunicationDevice",
    "Vessel",
)
# What is peculiar to one sort of thing, by the beginnings and ends of its names in N-DEx 2.1.
_TRAITS = (
    "[!I]*CategoryCode",
    "[!I]*CategoryText",
    "*Indicator",
    "*MetalCode",
    "JewelryStoneCaratText",
    "JewelryStoneCutText",
    "StructureOccupied*",
    "Securities*Text",
    "SecuritiesCollection*Date/*",
    "SecuritiesMaturityDate/*",
    "RansomMoneyCode",
    "Publication*Text",
    "Publication*ID",
    "PublicationLibraryClassificationIdentification/*",
    "Document*Text",
    "DocumentPublicationDate/*",
    "Device*Text*",
    "Device*Identification/IdentificationID",
    "ElectronicAddressMACNumber",
    "Livestock*Code",
    "Livestock*Text",
    "VesselHomePortText",
    "EngineDisplacementMeasure/*",
    "ConveyanceRegistration/ConveyanceRegistrationDecal/DecalYearDate",
    "ConveyanceRegistration/ConveyanceJointlyRegisteredIndicator",
    "Int*CategoryCode",
    "Int*CategoryText",
    "IntellectualProperty*Date/*",
    "IntellectualPropertyRegistrationIdentification/*",
)
_ITEM: Table = {
    "name": "name()",
    "category_text": "ItemCategoryCode",
    "traits": "|".join(_TRAITS),
    "serial": "ItemSerialIdentification/IdentificationID",
    "owner_applied_number": "ItemOwnerAppliedID",
    "identifications": _NUMBERS,
    "detail": ".",
    "description": "ItemDescriptionText",
    "quantities": "ItemQuantityStatusValue|.",
    "owners": "~~PersonOwnsItemAssociation/PersonReference",
}
ITEM = Shape(Item, ITEMS, _ITEM)
