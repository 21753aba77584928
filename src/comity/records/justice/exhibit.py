"""An exhibit: a thing seized or collected as evidence."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import EventText, Flag, Member, Narrative, Number, ReferenceText, Sha256
from comity.records.justice.incident import Incident
from comity.records.meaning import Minted, Niem
from comity.records.moments import Occurred, surely_before
from comity.records.parties.item import Item
from comity.records.parties.location import Location
from comity.records.parties.person import Person
from comity.records.parties.phone_account import PhoneAccount
from comity.records.parties.vehicle import Vehicle
from comity.records.parties.weapon import Weapon
from comity.records.pillars import Pillar
from comity.records.references import Ref


@check("seized_at", remedy="Correct the time, or give the reason why it was seized on the spot before registration.")
def seizure_not_before_registration_without_reason(exhibit: "Exhibit", known: Known) -> bool:
    """Evidence is not seized before the incident is registered unless a reason for seizure on the spot is given."""
    if exhibit.spot_seizure_reason or exhibit.incident is None:
        return True
    return not surely_before(exhibit.seized_at, known.record(exhibit.incident).registered_at)


class Exhibit(Record):
    """A thing seized or collected as evidence; hand-offs say who has held it since."""

    niem = "j:Evidence"
    entered_by = (Pillar.POLICE,)
    needed = ("incident", "description", "seized_at", "seized_by")
    follows = ("incident",)
    checks = (seizure_not_before_registration_without_reason,)

    exhibit_number: Annotated[Number | None, Minted("exhibit"), Niem("j:EvidenceNumberIdentification")] = None
    incident: Ref[Incident] | None = None
    thing: Annotated[Ref[Item | Weapon | Vehicle | PhoneAccount] | None, Niem("j:EvidenceItem")] = None
    description: Annotated[Narrative | None, Niem("j:EvidenceItemText")] = None
    quantity: Annotated[EventText | None, Niem("j:EvidenceQuantityText")] = None
    seized_at: Annotated[Occurred | None, Niem("nc:ActivityDate")] = None
    seized_by: Annotated[Member | None, Niem("j:EvidenceCollector")] = None
    spot_seizure_reason: Narrative | None = None
    taken_from: Annotated[Ref[Person] | None, Category.IDENTITY, Niem("j:EvidenceTakenFromEntity")] = None
    taken_at: Annotated[Ref[Location] | None, Niem("j:EvidenceTakenLocation")] = None
    sealed: Flag | None = None
    seal_number: Number | None = None
    sha256: Annotated[Sha256 | None, Category.REFERENCE, Niem("nc:BinaryHash")] = None
    receipt: Annotated[ReferenceText | None, Niem("j:EvidenceReceiptIdentification")] = None
