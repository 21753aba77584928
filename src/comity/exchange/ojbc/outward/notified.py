"""What the notifications share: who is told of, and for which system (Subscription Notification 1.0, NIEM 2.1)."""

from comity.exchange.ojbc.outward.charges import charge_lines
from comity.exchange.ojbc.outward.lines import leaf, refer, tie
from comity.exchange.ojbc.outward.people import BORN, RACE, SEX, aliases, named, number

ROOT = "notfm-doc:NotificationMessage"
SYSTEM = leaf("notfm-ext:NotifyingActivityReportingSystemNameText", "@owner")
PERSON = (
    aliases("nc:PersonAlternateName"),
    BORN,
    named(),
    leaf("nc:PersonRaceCode", "race", RACE),
    leaf("nc:PersonSexCode", "sex", SEX),
    number("nc:PersonSSNIdentification", "ssn"),
    number("j:PersonAugmentation/nc:DriverLicense/nc:DriverLicenseIdentification", "driver-license"),
    number("j:PersonAugmentation/j:PersonFBIIdentification", "fbi"),
    number("j:PersonAugmentation/j:PersonStateFingerprintIdentification", "state-id"),
)
INVOLVED = tie(
    "nc:ActivityInvolvedPersonAssociation", refer("nc:ActivityReference", "."), refer("nc:PersonReference", "subject")
)
CHARGE = charge_lines("description number severity statutes charge_tracking_number", "code text")
