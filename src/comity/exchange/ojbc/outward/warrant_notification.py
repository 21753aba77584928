"""Warrant notification: a subscriber is told that a warrant is out for somebody."""

from comity.exchange.ojbc.outward.exchange import OutwardExchange
from comity.exchange.ojbc.outward.lines import group, inside, leaf, must, refer, thing
from comity.exchange.ojbc.outward.notified import INVOLVED, PERSON, ROOT, SYSTEM
from comity.exchange.ojbc.outward.people import NAMED
from comity.exchange.ojbc.outward.spaces import NOTIFICATION

WARRANT = OutwardExchange(
    "ojbc-warrant-notification",
    ("warrant",),
    ROOT,
    NOTIFICATION,
    (
        thing(
            "notfm-ext:NotifyingWarrant",
            ".",
            SYSTEM,
            group(
                "j:Warrant",
                must("nc:ActivityIdentification/nc:IdentificationID", "warrant_number"),
                leaf("nc:ActivityDescriptionText", "description"),
                refer("j:CourtOrderDesignatedSubject/nc:RoleOfPersonReference", "subject"),
                inside("j:CourtOrderEnforcementAgency", "agency", NAMED),
            ),
        ),
        INVOLVED,
        thing("j:Person", "subject", *PERSON),
    ),
)

OUTWARD = (WARRANT,)
