"""Where it stands who had which part in an event: subjects, victims, witnesses, officials."""

from comity.exchange.ojbc.paths import dated
from comity.exchange.ojbc.shapes import Shape, Table
from comity.records.declaration import Part
from comity.records.justice.involvement import Injury, Involvement, VictimDetail

PARTS: dict[type[Part], Table] = {
    Injury: {
        "category_text": "InjuryCategoryCode|InjuryCategoryText",
        "description": "InjuryLocationText|InjuryLocationCode",
        "severity": "InjurySeverityText",
    },
    VictimDetail: {
        "category_text": "VictimCategoryCode",
        "sequence": "VictimSequenceNumberText",
        "relationships": "~~SubjectVictimAssociation/VictimToSubjectRelationshipCode",
        "related_to": "~~SubjectVictimAssociation/SubjectPersonReference",
        "circumstances": "VictimAggravatedAssaultHomicideFactorCode|VictimAggravatedAssaultHomicideFactorText"
        "|VictimJustifiableHomicideFactorCode|VictimSeeksRestitutionDescriptionText",
    },
}

INVOLVEMENT = Shape(
    Involvement,
    ("ActivityInvolvedPersonAssociation", "IncidentSubjectPersonAssociation"),
    {
        "activity": "ActivityReference|Activity",
        "person": "PersonReference|Person",
        "text": "PersonActivityInvolvementText",
    },
)

_ROLE: Table = {
    "activity": "~Incident|~Offense|~Arrest|~ServiceCall|~MissingPersonOccurrence|~Case",
    "person": ".",
    "role": "name()",
    "account": "WitnessAccountDescriptionText|MissingPersonCircumstanceText|RegisteredOffenderDescription",
    "began_at": dated("WitnessDate", "MissingPersonLastSeenDate"),
    "ended_at": dated("MissingPersonDeclarationDate", "RegisteredOffenderEndDate"),
    "sequence": "SubjectSequenceNumberText|WitnessSequenceNumberText",
    "text": "EnforcementOfficialActivityCategoryCode|EnforcementOfficialActivityCategoryText"
    "|RegisteredOffenderReportingCriteriaText|RegisteredOffenderConditionsText",
    "method_codes": "SubjectMOActionCode|SubjectMOActionText|SubjectMOGeneralLifestyleCode"
    "|SubjectMOGeneralLifestyleText|SubjectMOObservationCode|SubjectMOObservationText"
    "|SubjectMOSexualPracticesCode|SubjectMOSexualPracticesText|EnforcementOfficialAssignmentCategoryCode"
    "|LEOKACircumstanceCategoryCode|RegisteredOffenderCategoryCode",
}
_VICTIM_METHODS = tuple(
    f"VictimMO{what}"
    for what in (
        "ActionCode",
        "ActionText",
        "ApproachedCode",
        "ApproachedText",
        "BindingsCode",
        "BindingsText",
        "FoundClothedCode",
        "FoundClothedDescriptionText",
        "FoundClothedText",
        "GeneralLifestyleCode",
        "GeneralLifestyleText",
        "RecoveryCode",
        "RecoveryDescriptionText",
        "RecoveryText",
        "ReleaseDisposalCode",
        "ReleaseDisposalText",
        "SubjectContactConclusionCode",
        "SubjectContactConclusionText",
    )
)
_VICTIM: Table = {
    "activity": "~Incident|~Offense",
    "victim": ".",
    "role": "name()",
    "method_codes": "|".join(_VICTIM_METHODS),
    "injuries": "VictimInjury",
    "sequence": "VictimVICAPCaseNumberText",
    "victim_detail": ".",
}

ROLES = (
    Shape(Involvement, ("Victim",), _VICTIM, {"subject_category": "victim"}),
    Shape(Involvement, ("Witness", "MissingPersonLastSeenWitness"), _ROLE, {"subject_category": "witness"}),
    Shape(Involvement, ("Subject", "Suspect", "ArrestSubject"), _ROLE, {"subject_category": "suspect"}),
    Shape(
        Involvement,
        ("MissingPerson", "RegisteredOffender", "EnforcementOfficial"),
        _ROLE,
        {"subject_category": "other"},
    ),
)
