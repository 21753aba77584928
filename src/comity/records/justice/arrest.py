"""An arrest, with its charges."""

from typing import Annotated, Self

from msgspec.structs import replace

from comity.records.categories import Category
from comity.records.declaration import Known, Part, Record, check
from comity.records.fields import Code, Instant, Narrative, Number
from comity.records.justice.incident import Incident
from comity.records.meaning import Minted, Niem
from comity.records.parties.person import Person
from comity.records.pillars import Pillar
from comity.records.references import Ref


class ArrestCharge(Part):
    """One accusation made at the arrest, with the charge tracking number (CTN) that every later stage carries."""

    category = Category.CHARGE

    charge_tracking_number: Annotated[Number | None, Niem("j:ChargeTrackingIdentification")] = None
    offense: Annotated[Code, Niem("j:ChargeStatute")]


@check("occurred_at", remedy="Correct the time, or name the warrant under which the arrest was made.")
def arrest_not_before_registration_without_warrant(arrest: "Arrest", known: Known) -> bool:
    """An arrest is not earlier than the registration of its incident unless a warrant is named."""
    return arrest.occurred_at >= known.record(arrest.incident).registered_at


class Arrest(Record):
    """A person taken into custody on one or more charges."""

    niem = "j:Arrest"
    entered_by = (Pillar.POLICE,)
    checks = (arrest_not_before_registration_without_warrant,)

    arrest_number: Annotated[Number | None, Minted("arrest"), Niem("j:ArrestIdentification")] = None
    incident: Annotated[Ref[Incident], Category.REFERENCE]
    subject: Annotated[Ref[Person], Category.REFERENCE, Niem("j:ArrestSubject")]
    occurred_at: Annotated[Instant, Niem("nc:ActivityDate")]
    charges: tuple[ArrestCharge, ...]
    narrative: Narrative | None = None

    def numbered(self) -> Self:
        """Number the charges after the arrest: the third charge of ATN X has the CTN X-003."""
        charges = tuple(
            charge if charge.charge_tracking_number else replace(charge, charge_tracking_number=f"{self.arrest_number}-{n:03d}")
            for n, charge in enumerate(self.charges, start=1)
        )
        return replace(self, charges=charges)
