"""The court's receipt to the police: the case number and the time of docketing of what was referred and filed.

It is written as Court Case Query Results (NIEM 3), for which there are only samples: no element is written that stands
in none of them. They have no element for a charge tracking number, so these stand among the case's other numbers.
"""

from comity.exchange.ojbc.outward.charges import charge_lines, decided_charges
from comity.exchange.ojbc.outward.exchange import OutwardExchange
from comity.exchange.ojbc.outward.forms import day, moment
from comity.exchange.ojbc.outward.lines import Each, each, inside, leaf, must, refer, thing
from comity.exchange.ojbc.outward.people import BORN, COURT_NAMED, named, number
from comity.exchange.ojbc.outward.sight import Spot, parts, spot_of, values
from comity.exchange.ojbc.outward.spaces import COURT_CASE

# How the receipt says which sort of number each of the case's other numbers is.
REFERRED, TRACKED = "charge referral", "charge tracking number"
_CASE = "j:CaseAugmentation"


def _other_numbers(case: Spot) -> tuple[Spot, ...]:
    """Give the numbers under which others know a case: of its referral, of its charges, and those that it lists."""
    referred = [(number, REFERRED) for number in values(case, "charging_decision/referral/referral_number")]
    charges = [charge.fields.get("charge_tracking_number") for charge in decided_charges(case)]
    tracked = [(number, TRACKED) for number in charges if number]
    known = spot_of(case.view, case.around)
    return (
        *(
            Spot(known.view, known.around, {"value": value, "category_text": sort}, "charging_decision.")
            for value, sort in dict.fromkeys([*referred, *tracked])
        ),
        *parts(case, "identifications"),
    )


DOCKETING = OutwardExchange(
    "ojbc-docketing",
    ("court-case",),
    "ccq-res-doc:CourtCaseQueryResults",
    COURT_CASE,
    (
        leaf("nc:DocumentCreationDate", "@recorded_at", moment),
        leaf("nc:DocumentIdentification/nc:IdentificationID", "@id"),
        leaf("intel:SystemIdentification/nc:SystemName", "@owner"),
        thing(
            "nc:Case",
            ".",
            each(
                "nc:ActivityStatus",
                "statuses",
                leaf("nc:StatusCommentText", "comment"),
                leaf("nc:StatusDate", "since", day),
                leaf("nc:StatusDescriptionText", "text"),
            ),
            leaf("nc:CaseCategoryText", "sub_category"),
            leaf("nc:CaseGeneralCategoryText", "category_text"),
            must("nc:CaseTrackingID", "case_number"),
            leaf("nc:CaseDocketID", "docket_number"),
            must("nc:CaseFiling/nc:DocumentCreationDate", "docketed_at", moment),
            Each(
                f"{_CASE}/j:CaseCharge",
                decided_charges,
                charge_lines("count description filed_on sequence statutes"),
                {},
            ),
            inside(f"{_CASE}/j:CaseCourt", "court", COURT_NAMED),
            each(f"{_CASE}/j:CaseDefendantParty", "parties", refer("nc:EntityPerson", "person"), role="defendant"),
            leaf(f"{_CASE}/j:CaseDomesticViolenceIndicator", "domestic_violence"),
            each(
                f"{_CASE}/j:CaseOtherIdentification",
                _other_numbers,
                leaf("nc:IdentificationID", "value"),
                leaf("nc:IdentificationCategoryDescriptionText", "category_text"),
            ),
        ),
        thing(
            "nc:Person",
            "parties.person",
            BORN,
            leaf("nc:PersonEthnicityText", "ethnicity"),
            named("given_name middle_name surname suffix full_name"),
            leaf("nc:PersonRaceText", "race"),
            leaf("nc:PersonSexText", "sex"),
            number("nc:PersonSSNIdentification", "ssn"),
            number("j:PersonAugmentation/j:DriverLicense/j:DriverLicenseIdentification", "driver-license"),
            number("j:PersonAugmentation/j:PersonFBIIdentification", "fbi"),
            number("j:PersonAugmentation/j:PersonStateFingerprintIdentification", "state-id"),
        ),
        leaf("ccq-res-ext:SourceSystemNameText", "@owner"),
    ),
)

OUTWARD = (DOCKETING,)
