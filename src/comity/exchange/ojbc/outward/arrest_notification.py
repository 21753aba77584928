"""Arrest notification: a subscriber is told that somebody was arrested, by whom, when and for what."""

from comity.exchange.ojbc.outward.exchange import OutwardExchange
from comity.exchange.ojbc.outward.forms import when
from comity.exchange.ojbc.outward.lines import each, first, group, inside, leaf, must, refer, thing
from comity.exchange.ojbc.outward.notified import CHARGE, INVOLVED, PERSON, ROOT, SYSTEM
from comity.exchange.ojbc.outward.people import CITY, NAMED, POSTAL_CODE, STATE, STREET, named
from comity.exchange.ojbc.outward.spaces import NOTIFICATION

_ADDRESS = "nc:LocationAddress/nc:StructuredAddress"

ARREST = OutwardExchange(
    "ojbc-arrest-notification",
    ("arrest",),
    ROOT,
    NOTIFICATION,
    (
        thing(
            "notfm-ext:NotifyingArrest",
            ".",
            SYSTEM,
            group(
                "j:Arrest",
                leaf("nc:ActivityIdentification/nc:IdentificationID", "arrest_number"),
                leaf("nc:ActivityCategoryText", "category_text"),
                must("nc:ActivityDate", "occurred_at", when),
                leaf("nc:ActivityDescriptionText", "description"),
                leaf("j:ArrestAgency/nc:OrganizationName", "agency/name|agency_name"),
                each("j:ArrestCharge", "charges", *CHARGE),
                inside("j:ArrestOfficial", "officials", refer("nc:RoleOfPersonReference", ".")),
                refer("j:ArrestSubject/nc:RoleOfPersonReference", "subject"),
            ),
            inside(
                "j:Incident",
                "incident",
                leaf("nc:ActivityIdentification/nc:IdentificationID", "incident_number"),
                leaf("nc:ActivityCategoryText", "category_text"),
                leaf("nc:ActivityDate", "occurred_at", when),
                leaf("nc:ActivityDescriptionText", "description"),
                inside(
                    "nc:IncidentLocation",
                    "location",
                    first(
                        _ADDRESS,
                        "address",
                        *STREET,
                        CITY,
                        leaf("nc:LocationStateUSPostalServiceCode", "state", STATE),
                        POSTAL_CODE,
                    ),
                ),
                inside("nc:IncidentJurisdictionalOrganization", "organization", NAMED),
            ),
        ),
        INVOLVED,
        thing("j:Person", "subject", *PERSON),
        thing("j:Person", "officials", named()),
    ),
)

OUTWARD = (ARREST,)
