"""Where persons stand in NIEM messages: their names, numbers, looks and circumstances."""

from comity.exchange.ojbc.paths import dated, either
from comity.exchange.ojbc.places import CONTACTS
from comity.exchange.ojbc.shapes import Shape, Table, way
from comity.records.declaration import Part
from comity.records.parties.appearance import Appearance, Biometrics, FingerMark
from comity.records.parties.circumstances import Circumstances, LegalStanding
from comity.records.parties.features import Language, MilitaryHistory, PhysicalFeature
from comity.records.parties.identifications import Identification
from comity.records.parties.measures import Measure
from comity.records.parties.names import AliasIdentity, PersonName
from comity.records.parties.person import Person
from comity.records.parties.statuses import StatusNote

_NAME_CODE = "PersonNameAugmentation/@personNameCategoryCode"
_FEATURE = "PhysicalFeatureImage/PhysicalFeatureDescriptionDetail|PhysicalFeatureDescriptionDetail"
_HELD = "DriverLicenseIdentification"
_LICENSE = "DriverLicense/DriverLicenseIdentification|PersonDriverLicense/DriverLicenseIdentification"

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
}

PERSON = Shape(
    Person,
    (
        "Person",
        "EntityPerson",
        "RoleOfPerson",
        "RapSheetPerson",
        "Probationer",
        "UserPersonName",
        "Subject",
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
        "languages": (way("PersonPrimaryLanguage", rank="primary"), way("PersonSecondaryLanguage", rank="secondary")),
        "appearance": ".",
        "circumstances": ".",
        "military": "PersonMilitarySummary",
        "income": "PersonIncomeText",
        "standing": ".",
        "cautions": "SubjectCautionInformationText|SubjectCautionInformationCode|PersonCautionCodeText",
        "features": "PersonPhysicalFeature",
        "biometrics": ".",
        "contacts": CONTACTS,
        "residences": "~Location",
    },
)
