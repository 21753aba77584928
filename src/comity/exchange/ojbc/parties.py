"""Where persons, organizations, places and things stand in NIEM messages."""

from comity.exchange.ojbc.paths import dated, either
from comity.exchange.ojbc.shapes import Shape, Table, joined, spoken, way
from comity.records.declaration import Part
from comity.records.parties.addresses import Address
from comity.records.parties.appearance import Appearance, Biometrics, FingerMark
from comity.records.parties.circumstances import Circumstances, LegalStanding
from comity.records.parties.contacts import Contact
from comity.records.parties.features import Language, MilitaryHistory, PhysicalFeature
from comity.records.parties.identifications import Identification
from comity.records.parties.location import Location, Position
from comity.records.parties.measures import Measure
from comity.records.parties.names import AliasIdentity, PersonName
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.parties.statuses import StatusNote

_NAME_CODE = "PersonNameAugmentation/@personNameCategoryCode"
_FEATURE = "PhysicalFeatureImage/PhysicalFeatureDescriptionDetail|PhysicalFeatureDescriptionDetail"
_HELD = "DriverLicenseIdentification"
_LICENSE = "DriverLicense/DriverLicenseIdentification|PersonDriverLicense/DriverLicenseIdentification"

_AMERICAN = ("TelephoneAreaCodeID", "TelephoneExchangeID", "TelephoneLineID")
_USE = "~~EntityTelephoneNumberAssociation"

NUMBERS = (
    way("PersonSSNIdentification", kind="ssn"),
    way("PersonTaxIdentification", kind="tax"),
    way("PersonFBIIdentification", kind="fbi"),
    way("PersonStateFingerprintIdentification", kind="state-id"),
    way("PersonStateIdentification", kind="state-id"),
    way(_LICENSE, kind="driver-license"),
    way("PersonPassportIdentification", kind="passport"),
    way("PersonTrackingIdentification|IdentifiedPersonTrackingIdentification", kind="tracking"),
    way("PersonSystemIdentification", kind="system"),
    way("PersonInmateIdentification|^BookingSubject/SubjectIdentification", kind="inmate"),
    way("SubjectCorrectionsIdentification|PersonDepartmentOfCorrectionsIdentification", kind="corrections"),
    way("SubjectIdentification", kind="inmate"),
    way("StudentIdentification", kind="student"),
    way("PersonRecordIdentification", kind="record"),
    way("PersonPatientIdentification", kind="patient"),
    way("PersonIndexIdentification", kind="index"),
    way("PersonPersistentIdentification", kind="persistent"),
    way("PersonMiscellaneousRecordIdentification", kind="miscellaneous"),
    way("PersonEmployeeIdentification", kind="employee"),
    way("PersonNCICIdentification", kind="ncic"),
    way("PersonDEAIdentification", kind="dea"),
    way("PersonFishAndWildlifeLicenseIdentification", kind="fish-and-wildlife"),
    way("PersonConcealedFirearmPermitIdentification", kind="firearm-permit"),
    way("EnforcementOfficialBadgeIdentification", kind="badge"),
    way("EnforcementOfficialIdentification", kind="officer"),
    way("CaseworkerStaffIdentification", kind="staff"),
    way("JudicialOfficialBarMembership/JudicialOfficialBarIdentification", kind="bar"),
    way("IdentityIdentification", kind="identity"),
    way("RegisteredOffenderIdentification", kind="registered-offender"),
    way("PersonOtherIdentification"),
)

PARTS: dict[type[Part], Table] = {
    PersonName: {
        "given_name": "PersonGivenName",
        "middle_name": "PersonMiddleName",
        "surname": "PersonSurName",
        "prefix": "PersonNamePrefixText",
        "suffix": "PersonNameSuffixText",
        "full_name": "PersonFullName|AliasAlternateName",
        "use": f"AliasAlternateNameTypeCode|{_NAME_CODE}",
        "comment": "@personNameCommentText",
    },
    AliasIdentity: {
        "name": "IdentityPersonRepresentation/PersonName|PersonName|.",
        "birth_date": dated("IdentityPersonRepresentation/PersonBirthDate"),
        "sex": "IdentityPersonRepresentation/PersonSexCode|IdentityPersonRepresentation/PersonSexText",
        "identifications": way("IdentityPersonRepresentation/PersonSSNIdentification", kind="ssn"),
    },
    Identification: {
        "value": "IdentificationID|.",
        "category_text": "IdentificationCategoryText|IdentificationCategoryDescriptionText",
        "source": "IdentificationSourceText",
        "jurisdiction": "IdentificationJurisdictionText|IdentificationJurisdiction/JurisdictionText"
        "|IdentificationJurisdiction/JurisdictionNCICLISCode|IdentificationJurisdiction/LocationStateNCICLISCode"
        "|IdentificationJurisdictionNCICLISCode|IdentificationJurisdictionNCICLSTACode"
        "|IdentificationJurisdictionNCICRESCode|DrivingJurisdictionAuthorityNCICLSTACode"
        "|IdentificationJurisdictionFIPS10-4Code",
        "issued_on": dated("IdentificationEffectiveDate", "^DriverLicense/DriverLicenseIssueDate"),
        "expires_on": dated("IdentificationExpirationDate", "^DriverLicense/DriverLicenseExpirationDate"),
        "status": "IdentificationStatus/StatusDescriptionText",
        "issued_for_civil": "FingerprintIdentificationIssuedForCivilPurposeIndicator",
        "issued_for_criminal": "FingerprintIdentificationIssuedForCriminalPurposeIndicator",
        "commercial": "^DriverLicense/DriverLicenseCDLIndicator|^PersonDriverLicense/DriverLicenseCDLIndicator",
        "license_class": "^DriverLicense/DriverLicenseNonCommercialClassText",
        "commercial_class": "^DriverLicense/DriverLicenseCommercialClassText",
    },
    StatusNote: {
        "text": "StatusText|StatusDescriptionText|IncidentStatusCode|.",
        "since": dated("StatusDate"),
        "comment": "StatusCommentText|StatusDescriptionText",
    },
    Measure: {
        "value": "MeasureValueText|MeasurePointValue|MeasureText|.",
        "unit": "MeasureUnitText|LengthUnitCode|WeightUnitCode|TimeUnitCode|PrenatalAgeUnitCode"
        "|SubstanceUnitCode|EngineDisplacementUnitCode",
        "minimum": "MeasureRangeValue/RangeMinimumValue",
        "maximum": "MeasureRangeValue/RangeMaximumValue",
    },
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
    PhysicalFeature: {
        "kind": "PhysicalFeatureCategoryCode|PhysicalFeatureCategoryText",
        "general_kind": f"PhysicalFeatureGeneralCategoryText|{either(_FEATURE, 'PhysicalFeatureCategoryCode')}",
        "design": either(_FEATURE, "PhysicalFeatureClassCode"),
        "design_detail": either(_FEATURE, "PhysicalFeatureSubClassCode"),
        "description": either(_FEATURE, "PhysicalFeatureDescriptionText"),
        "location": "PhysicalFeatureLocationText",
        "color": either(_FEATURE, "PhysicalFeatureColorDetail/PhysicalFeaturePrimaryColorCode"),
        "second_color": either(_FEATURE, "PhysicalFeatureColorDetail/PhysicalFeatureSecondaryColorCode"),
        "words": either(_FEATURE, "PhysicalFeatureAlphanumericsText"),
        "height": "PhysicalFeatureImage/PhysicalFeatureSize/PhysicalFeatureHeightMeasure"
        "|PhysicalFeatureSize/PhysicalFeatureHeightMeasure",
        "width": "PhysicalFeatureImage/PhysicalFeatureSize/PhysicalFeatureWidthMeasure"
        "|PhysicalFeatureSize/PhysicalFeatureWidthMeasure",
        "size": "PhysicalFeatureImage/PhysicalFeatureSize/PhysicalFeatureSizeDescriptionText"
        "|PhysicalFeatureSize/PhysicalFeatureSizeDescriptionText",
    },
    Language: {
        "name": "LanguageName|LanguageCode",
        "rank": "name()",
        "speaks": "PersonSpeaksLanguageIndicator",
        "reads": "PersonReadsLanguageIndicator",
        "writes": "PersonWritesLanguageIndicator",
        "comprehends": "PersonComprehendsSpokenLanguageIndicator",
    },
    MilitaryHistory: {
        "branch": "MilitaryBranchName",
        "status": "MilitaryServiceStatusCode",
        "veteran": "MilitaryStatus/VeteranStatusIndicator",
        "rank": "MilitaryHighRankText",
        "skill": "MilitaryWorkSkillText",
        "country": "MilitaryCountryFIPS10-4Code",
        "enlisted_on": dated("MilitaryEnlistmentDate"),
        "discharged_on": dated("MilitaryDischargeDate"),
        "discharge": "MilitaryDischargeCategoryCode",
    },
    Appearance: {
        "description": "PersonDescriptionText",
        "age": "PersonAgeMeasure|PersonPrenatalAgeMeasure",
        "age_text": "PersonAgeDescriptionText",
        "heights": "PersonHeightMeasure",
        "weights": "PersonWeightMeasure",
        "eye_colors": "PersonEyeColorCode|PersonEyeColorText",
        "hair_colors": "PersonHairColorCode|PersonHairColorText",
        "hair_length": "PersonHairLengthCode|PersonHairLengthText",
        "hair_style": "PersonHairStyleCode|PersonHairStyleText",
        "hair_appearance": "PersonHairAppearanceText",
        "facial_hair": "PersonFacialHairCode|PersonFacialHairText",
        "skin_tones": "PersonSkinToneCode|PersonSkinToneText",
        "build": "PersonBuildCode|PersonBuildText",
        "complexion": "PersonComplexionText",
        "eyewear": "PersonEyewearCode|PersonEyewearDescriptionText",
        "speech": "PersonSpeechDescriptionCode|PersonSpeechDescriptionText",
        "handedness": "PersonHandednessCode",
        "dental": "PersonDentalCharacteristicCode|PersonDentalCharacteristicText",
    },
    FingerMark: {"finger": ".", "code": "name()"},
    Biometrics: {
        "photographs": "PersonDigitalImage/Base64BinaryObject"
        "|~~PersonBiometricsAssociation/PersonBiometrics/PersonDigitalImage/BinaryBase64Object",
        "finger_marks": "|".join(
            f"PersonPhysicalFeature/{sort}FingerPositionCode"
            for sort in (
                "Missing",
                "Mole",
                "NeedleMark",
                "Tattoo",
                "Scar",
                "Discolored",
                "Fractured",
                "HealedFractured",
                "Crippled",
            )
        ),
        "dna_collected": "DNACollectedIndicator",
        "dna_required": "PersonDNACollectionRequiredIndicator",
        "dna_status": "DNACollectionStatusText",
        "codis_number": "CODISNumberText",
        "dental_records_available": "PersonDentalRecordsAvailableIndicator",
        "dental_xray_available": "PersonDentalXRayAvailableIndicator",
    },
    Circumstances: {
        "marital_status": "MaritalStatusCode|PersonMaritalStatusText",
        "occupations": "EmployeeOccupationCategoryText|EmployeeOccupationCategoryCode|EmployeePositionName"
        "|JudicialOfficialCategoryText|SupervisorCategoryText",
        "education": "PersonEducationLevelText",
        "religion": "PersonReligionText|ReligionCategoryCode",
        "sexual_orientation": "PersonSexualOrientationText|PersonSexualOrientationCode",
        "residence_status": "PersonResidentText|PersonResidentCode",
        "housing_status": "PersonHousingStatus/StatusDescriptionText",
        "employment_status": "PersonEmploymentStatus/StatusDescriptionText",
        "citizenships": "PersonCitizenshipText|PersonCitizenshipFIPS10-4Code",
        "us_citizen": "PersonUSCitizenIndicator",
        "foreign_national": "PersonForeignNationalIndicator",
        "immigration_query": "PersonImmigrationAlienQueryIndicator|PersonIllegalAlienIndicator",
        "living": "PersonLivingIndicator",
    },
    LegalStanding: {
        "juvenile": "PersonJuvenileIndicator",
        "treated_as_adult": "TreatAsAdultIndicator",
        "emancipated": "^JuvenileCaseJuvenile/PersonEmancipatedIndicator|PersonEmancipatedIndicator",
        "confidential": "PersonConfidentialIndicator",
        "on_probation": "PersonProbationerIndicator",
        "on_parole": "PersonParoleeIndicator",
        "incarcerated": "PersonIncarceratedIndicator",
        "registered_offender": "PersonRegisteredOffenderIndicator"
        "|~PersonCriminalHistorySummary/RegisteredSexualOffenderIndicator",
        "concealed_firearm_permit_holder": "PersonConcealedFirearmPermitHolderIndicator",
        "firearm_sales_disqualified": "PersonFirearmSalesDisqualifiedCode",
        "protection_order_petitioner": "PersonProtectionOrderPetitionerIndicator",
        "protection_order_respondent": "PersonProtectionOrderRespondentIndicator",
        "protection_order_conditions": "PersonProtectionOrderConditionsText",
    },
    Position: {
        "latitude": "Location2DGeospatialCoordinate/GeographicCoordinateLatitude/LatitudeDegreeValue",
        "longitude": "Location2DGeospatialCoordinate/GeographicCoordinateLongitude/LongitudeDegreeValue",
        "map_x": "LocationMapLocation/MapHorizontalCoordinateText",
        "map_y": "LocationMapLocation/MapVerticalCoordinateText",
        "altitude": "LocationAltitudeMeasure",
    },
}

_CONTACTS = (
    "~ContactInformation|ContactInformation|~ContactMailingAddress|~TelephoneNumber|~EntityEmail|~EntityTelephoneNumber"
    "|OrganizationPrimaryContactInformation|OrganizationLocation/LocationContactInformation|^CaseParticipant/ContactInformation"
)

PERSON = Shape(
    Person,
    (
        "Person",
        "EntityPerson",
        "RoleOfPerson",
        "IdentityPersonRepresentation",
        "RapSheetPerson",
        "Probationer",
        "UserPersonName",
        "Subject",
        "Employee",
    ),
    {
        "names": "PersonName|.",
        "aliases": "PersonAlternateName|~Identity|~ProbationerIdentity|~~Alias",
        "birth_date": dated("PersonBirthDate"),
        "other_birth_dates": dated("PersonBirthDate"),
        "birth_place": "PersonBirthLocation",
        "sex": "PersonSexCode|PersonSexText",
        "race": "PersonRaceCode|PersonRaceText",
        "ethnicity": "PersonEthnicityCode|PersonEthnicityText",
        "identifications": NUMBERS,
        "languages": "PersonPrimaryLanguage|PersonSecondaryLanguage",
        "appearance": ".",
        "circumstances": ".",
        "military": "PersonMilitarySummary",
        "income": "PersonIncomeText",
        "standing": ".",
        "cautions": "SubjectCautionInformationText|SubjectCautionInformationCode|PersonCautionCodeText",
        "features": "PersonPhysicalFeature",
        "biometrics": ".",
        "contacts": _CONTACTS,
        "residences": "~Location",
    },
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
        "contacts": _CONTACTS,
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
