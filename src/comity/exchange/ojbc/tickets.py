"""Where citations and the payments of filings stand in NIEM and ECF messages."""

from comity.exchange.ojbc.paths import dated
from comity.exchange.ojbc.shapes import Shape, Table, spoken
from comity.records.declaration import Part
from comity.records.justice.citation import AlcoholTest, Citation, DrivingPoints
from comity.records.justice.filing_payment import FilingCharge, FilingPayment

_VIOLATION = "CitationViolation/ViolationAugmentation"

PARTS: dict[type[Part], Table] = {
    AlcoholTest: {
        "result": f"{_VIOLATION}/PersonBloodAlcoholContentNumberText|../CitationSubject/PersonBloodAlcoholNumber",
        "refused": f"{_VIOLATION}/PersonBloodAlcoholContentTestRefusedIndicator",
    },
    DrivingPoints: {
        "points": f"{_VIOLATION}/DrivingPointNumberText|../Offense/DrivingOffensePoints",
        "reduced_to": f"{_VIOLATION}/DrivingPointNumberReducedText",
    },
    FilingCharge: {
        "amount": "Amount",
        "currency": "Amount/@currencyID",
        "reason": "AllowanceChargeReasonCode",
        "charged": "ChargeIndicator",
        "tax": "TaxTotal/TaxAmount",
        "tax_currency": "TaxTotal/TaxAmount/@currencyID",
        "tax_rate": "TaxCategory/Percent",
    },
}

CITATION = Shape(
    Citation,
    ("Citation",),
    {
        "number": "ActivityIdentification/IdentificationID",
        "subject": "../CitationSubject",
        "incident": "~DrivingIncident|../DrivingIncident",
        "vehicle": "../Vehicle",
        "issued_on": dated("ActivityDate"),
        "violated_on": dated("CitationViolationDate", "CitationViolation/ActivityDate"),
        "location": "CitationIssuedLocation|CitationViolation/IncidentLocation",
        "agency": "CitationAgency",
        "official": "CitationIssuingOfficial",
        "municipality": "CitationMunicipalityCode",
        "statutes": "../Offense/CFRStatute|../Offense/OffenseViolatedStatute|../Offense/Statute|../Offense",
        "points": ".",
        "alcohol": ".",
        "circumstances": spoken(
            construction_zone="ConstructionZoneIndicator",
            school_zone="SchoolZoneIndicator",
            fatality="FatalityIndicator",
            injury="InjuryIndicator",
            hazardous_materials="HazardousMaterialsIndicator",
            nuclear_materials="NuclearMaterialsIndicator",
            domestic_violence="OffenseDomesticViolenceIndicator",
        ),
        "overweight": "VehicleOverweightMeasure/MeasureValueText",
        "appearance_on": dated("CourtAppearanceDate"),
        "appearance_required": "CourtAppearanceRequiredIndicator",
        "license_surrendered": "LicenseSurrenderedIndicator",
        "served": "CitationServedIndicator",
        "mailed": "CitationMailedIndicator",
        "waiver": "CitationWaiverAmount",
    },
)

PAYMENT = Shape(
    FilingPayment,
    ("PaymentMessage",),
    {
        "number": "Payment/ID",
        "amount": "Payment/PaidAmount",
        "currency": "Payment/PaidAmount/@currencyID",
        "paid_on": "Payment/PaidDate",
        "paid_at": "Payment/PaidTime",
        "charges": "AllowanceCharge",
    },
)
