"""Where organizations, places and ways to reach somebody stand in NIEM messages."""

from comity.exchange.ojbc.shapes import Shape, Table, joined, spoken, way
from comity.records.declaration import Part
from comity.records.parties.addresses import Address
from comity.records.parties.contacts import Contact
from comity.records.parties.location import Location, Position
from comity.records.parties.organization import Organization

_HELD = "DriverLicenseIdentification"
_AMERICAN = ("TelephoneAreaCodeID", "TelephoneExchangeID", "TelephoneLineID")
_USE = "~~EntityTelephoneNumberAssociation"


PARTS: dict[type[Part], Table] = {
    Address: {
        "full": "AddressFullText|../PersonBirthLocation/LocationName|../PersonBirthLocation/LocationCategoryText",
        "unit": "AddressSecondaryUnitText",
        "street": "LocationStreet/StreetFullText|LocationHighway/HighwayFullText",
        "street_number": "LocationStreet/StreetNumberText|AddressDeliveryPointID",
        "predirectional": "LocationStreet/StreetPredirectionalCode|LocationStreet/StreetPredirectionalText",
        "street_name": "LocationStreet/StreetName",
        "street_category": "LocationStreet/StreetCategoryText",
        "postdirectional": "LocationStreet/StreetPostdirectionalCode|LocationStreet/StreetPostdirectionalText",
        "cross_street": "AddressCrossStreet/CrossStreetDescriptionText",
        "highway": "LocationHighway/HighwayID",
        "highway_position": "LocationHighway/HighwayPositionText",
        "city": "LocationCityName",
        "county": "LocationCountyName|LocationCountyCodeText",
        "county_code": "LocationCountyCode",
        "state": "LocationStateName|LocationStateUSPostalServiceCode|LocationStateNCICRESCode"
        "|../PersonAugmentation/PersonBirthplaceCode|../PersonAugmentation/PersonBirthPlaceCode",
        "country": "LocationCountryName|LocationCountryFIPS10-4Code",
        "postal_code": "LocationPostalCode",
        "postal_extension": "LocationPostalExtensionCode",
        "category_text": "AddressCategoryText|ContactMailingAddressCategoryText",
    },
    Contact: {
        "telephone": (
            "ContactTelephoneNumber/TelephoneNumberFullID|TelephoneNumberFullID",
            joined(*(f"ContactTelephoneNumber/{piece}" for piece in _AMERICAN), by="-"),
            joined(*_AMERICAN, by="-"),
        ),
        "extension": "ContactTelephoneNumber/TelephoneSuffixID|TelephoneSuffixID",
        "telephone_category": "ContactTelephoneNumber/TelephoneNumberCategoryText|TelephoneNumberCategoryCode",
        "email": "ContactEmailID",
        "website": "ElectronicContactIdentification/IdentificationID",
        "mailing_address": "ContactMailingAddress|.",
        "name": "ContactEntityDescriptionText",
        "description": "ContactInformationDescriptionText"
        "|ElectronicContactIdentification/IdentificationCategoryDescriptionText",
        "uses": spoken(
            home=f"{_USE}/TelephoneNumberHomeIndicator",
            work=f"{_USE}/TelephoneNumberWorkIndicator",
            primary=f"{_USE}/TelephoneNumberPrimaryIndicator",
            emergency=f"{_USE}/TelephoneNumberEmergencyIndicator",
            day=f"{_USE}/TelephoneNumberDayIndicator",
            evening=f"{_USE}/TelephoneNumberEveningIndicator",
            night=f"{_USE}/TelephoneNumberNightIndicator",
            unspecified=f"{_USE}/TelephoneNumberUnspecifiedIndicator",
            at_home="~~PersonContactInformationAssociation/ContactInformationIsHomeIndicator",
            at_work="~~PersonContactInformationAssociation/ContactInformationIsWorkIndicator",
            default="ContactMailingAddress/DefaultLocationIndicator",
            preferred="ContactMailingAddress/PreferredLocationIndicator",
        ),
    },
    Position: {
        "latitude": "Location2DGeospatialCoordinate/GeographicCoordinateLatitude/LatitudeDegreeValue",
        "longitude": "Location2DGeospatialCoordinate/GeographicCoordinateLongitude/LongitudeDegreeValue",
        "map_x": "LocationMapLocation/MapHorizontalCoordinateText",
        "map_y": "LocationMapLocation/MapVerticalCoordinateText",
        "altitude": "LocationAltitudeMeasure",
    },
}

CONTACTS = (
    "~ContactInformation|ContactInformation|~ContactMailingAddress|~TelephoneNumber|~EntityEmail|~EntityTelephoneNumber"
    "|OrganizationPrimaryContactInformation|OrganizationLocation/LocationContactInformation|^CaseParticipant/ContactInformation"
)


_ORGANIZATION_ROLES = (
    "EnforcementOfficialUnit",
    "SubscribingOrganization",
    "IdentificationApplicantOrganization",
    "CaseCourt",
    "ArrestAgency",
    "BookingAgency",
    "CitationAgency",
    "CourtOrderIssuingCourt",
    "CourtOrderEnforcementAgency",
    "IssuingAgency",
    "CourtEventCourt",
    "CourtAppearanceCourt",
    "HoldForAgency",
    "NotifyingActivityReportingOrganization",
    "IncidentJurisdictionalOrganization",
)


ORGANIZATION = Shape(
    Organization,
    ("Organization", "EntityOrganization", "Court", "Agency", "EnforcementUnit", *_ORGANIZATION_ROLES),
    {
        "name": "OrganizationName|CourtName|EnforcementUnitName",
        "abbreviation": "OrganizationAbbreviationText",
        "branch": "OrganizationBranchName",
        "unit": "OrganizationUnitName|OrganizationSubUnit/OrganizationName",
        "identifications": (
            way("OrganizationORIIdentification", kind="ori"),
            way("OrganizationIdentification"),
            way("PartyIdentification", kind="party"),
            way("OrganizationOtherIdentification"),
            way(
                f"OrganizationDriverLicense/{_HELD}|^CaseParticipant/OrganizationDriverLicense/{_HELD}",
                kind="driver-license",
            ),
            way("VehicleMotorCarrierIdentification", kind="motor-carrier"),
            way("OrganizationFFLIdentification", kind="firearms-licensee"),
            way("EnforcementUnitNumberIdentification", kind="unit"),
            way("EnforcementUnitBeatIdentification", kind="beat"),
            way("EnforcementUnitIdentification", kind="unit-name"),
            way("EnforcementUnitSectionIdentification", kind="section"),
        ),
        "category_text": "OrganizationCategoryText|OrganizationCategoryNDExCode",
        "categories": "OrganizationCategoryNDExCode",
        "activity": "OrganizationActivityText",
        "description": "OrganizationDescriptionText",
        "jurisdiction": "OrganizationJurisdiction/JurisdictionText",
        "court_category": "CourtCategoryCode",
        "court_division": "CourtDivisionText",
        "location_name": "OrganizationLocation/LocationName",
        "address": "OrganizationLocation|OrganizationPrimaryContactInformation/ContactMailingAddress",
        "contacts": CONTACTS,
        "criminal_justice": "CriminalJusticeOrganizationIndicator",
        "law_enforcement": "LawEnforcementOrganizationIndicator",
    },
)


LOCATION = Shape(
    Location,
    ("Location", "ArrestLocation", "IncidentLocation", "CitationIssuedLocation"),
    {
        "name": "LocationName",
        "address": ".",
        "position": ".",
        "description": "LocationDescriptionText",
        "category_text": "LocationCategoryText|LocationCategoryCode",
        "general_category": "LocationGeneralCategoryCode",
        "sublocation": "LocationSublocationCategoryCode",
        "block": "LocationBlockNumberText",
        "lot": "LocationLotNumberText",
        "identifications": "LocationIdentification",
        "default": "DefaultLocationIndicator",
        "preferred": "PreferredLocationIndicator",
    },
)
