"""A traffic crash, as the officer who took it up reports it."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part, Record
from comity.records.fields import Code, Flag, Narrative, Number, ShortText
from comity.records.meaning import Niem
from comity.records.moments import Occurred
from comity.records.parties.location import Location
from comity.records.parties.person import Person
from comity.records.pillars import Pillar
from comity.records.references import Ref


class CrashPerson(Part):
    """Somebody in the crash: the driver of which vehicle, or anybody else, and what the form asks about them."""

    category = Category.EVENT

    person: Annotated[Ref[Person], Niem("j:CrashPerson")]
    drove_vehicle: Annotated[int | None, Niem("j:CrashDriver")] = None
    adult: Annotated[Flag | None, Niem("j:PersonAdultIndicator")] = None
    thrown_out: Flag | None = None
    fictional: Flag | None = None


class CrashInjury(Part):
    """An injury and its severity: 1 fatal, 2 incapacitating, 3 evident, 4 possible, 5 none, 9 unknown (AAMVA D20)."""

    category = Category.MEDICAL

    person: Ref[Person]
    description: Annotated[ShortText | None, Niem("nc:InjuryDescriptionText")] = None
    severity: Annotated[Code | None, Niem("j:InjurySeverityCode")] = None
    privacy: tuple[ShortText, ...] = ()


class CrashCharge(Part):
    """What somebody is charged with after the crash."""

    category = Category.CHARGE

    person: Annotated[Ref[Person] | None, Niem("j:PersonChargeAssociation")] = None
    description: Annotated[ShortText | None, Niem("j:ChargeDescriptionText")] = None
    felony: Annotated[Flag | None, Niem("j:ChargeFelonyIndicator")] = None
    juvenile_as_adult: Annotated[Flag | None, Niem("j:JuvenileAsAdultIndicator")] = None
    criminal_information: Annotated[Flag | None, Niem("j:CriminalInformationIndicator")] = None
    intelligence_information: Annotated[Flag | None, Niem("j:IntelligenceInformationIndicator")] = None


class Crash(Record):
    """A crash on a road: who drove, who was hurt, where it was, and what somebody is charged with.

    NIEM 6 justice, ``j:CrashType``.
    """

    niem = "j:Crash"
    entered_by = (Pillar.POLICE, Pillar.EMERGENCY)

    crash_number: Annotated[Number | None, Niem("nc:ActivityIdentification")] = None
    occurred_at: Annotated[Occurred, Niem("nc:ActivityDate")]
    locations: Annotated[tuple[Ref[Location], ...], Category.REFERENCE, Niem("nc:ActivityLocation")] = ()
    people: tuple[CrashPerson, ...] = ()
    injuries: tuple[CrashInjury, ...] = ()
    charges: tuple[CrashCharge, ...] = ()
    criminal_information: Annotated[Flag | None, Niem("j:CriminalInformationIndicator")] = None
    intelligence_information: Annotated[Flag | None, Niem("j:IntelligenceInformationIndicator")] = None
    privacy: Annotated[tuple[ShortText, ...], Category.STATUS] = ()
    narrative: Narrative | None = None
