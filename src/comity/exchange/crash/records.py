"""From a crash message to records: the people, the places and the crash that refers to them.

NIEM 6, Crash Driver Report 1.2, and the forms of NIEM 5 whose names differ only in where people stand.
"""

from collections.abc import Iterator
from uuid import UUID

from comity.errors import Invalid
from comity.exchange.crash.people import Message, along
from comity.exchange.crash.places import SOURCE, locations
from comity.exchange.leaves import local
from comity.exchange.xml import Element
from comity.ids import new_id
from comity.records.declaration import Record
from comity.records.incidents.crash import Crash, CrashCharge, CrashInjury, CrashPerson
from comity.records.parties.contacts import Contact
from comity.records.parties.identifications import Identification
from comity.records.parties.names import PersonName
from comity.records.parties.person import Person
from comity.records.references import Ref

Drafts = list[tuple[UUID, Record]]
LICENSE = ("DriverLicense", "DriverLicenseCardIdentification", "IdentificationID")
EMAILS = (
    ("DriverLicense", "ContactInformation", "ContactEmailID"),
    ("DriverLicense", "LicenseAugmentation", "ContactInformation", "ContactEmailID"),
)


def records_of(message: Message) -> Drafts:
    """Give every record of a crash message with its id; Invalid when it has no crash or no date."""
    crash = next(along(message.root, "Crash"), None)
    when = message.text(crash, "ActivityDate", "Date") or message.text(crash, "ActivityDate", "DateTime")
    if crash is None or when is None:
        raise Invalid("The message has no crash with a date.", remedy="Give j:Crash an nc:ActivityDate.", field="Crash")
    described = message.described()
    places: Drafts = [(new_id(), place) for place in locations(message, crash)]
    people: Drafts = [(found, _person(message, elements)) for found, elements in described.items()]
    record = Crash(
        provenance=SOURCE,
        crash_number=message.text(crash, "ActivityIdentification", "IdentificationID"),
        occurred_at=when,
        locations=tuple(Ref(found) for found, _ in places),
        people=tuple(_in_crash(message, crash, found, elements) for found, elements in described.items()),
        injuries=tuple(_injuries(message, crash)),
        charges=tuple(_charges(message)),
        criminal_information=_loose(message, "CriminalInformationIndicator"),
        intelligence_information=_loose(message, "IntelligenceInformationIndicator"),
        privacy=_loose_privacy(message),
    )
    return [*people, *places, (new_id(), record)]


def _person(message: Message, elements: list[Element]) -> Person:
    """Put together what all elements of one identity say of a person."""
    first = _First(message, elements)
    licenses = [said for e in elements for said in message.texts(e, *LICENSE)]
    emails = [said for e in elements for path in EMAILS for said in message.texts(e, *path)]
    return Person(
        provenance=SOURCE,
        names=tuple(_name(message, name) for e in elements for name in along(e, "PersonName")),
        birth_date=first.text("PersonBirthDate", "Date"),
        identifications=tuple(Identification(value=said, kind="driver-license") for said in licenses),
        contacts=tuple(Contact(email=said) for said in emails),
    )


class _First:
    """The first answer that any of a person's elements gives."""

    def __init__(self, message: Message, elements: list[Element]) -> None:
        self.message = message
        self.elements = elements

    def text(self, *path: str) -> str | None:
        return next((said for e in self.elements if (said := self.message.text(e, *path))), None)

    def flag(self, *path: str) -> bool | None:
        said = self.text(*path)
        return None if said is None else said in {"true", "1"}


def _name(message: Message, element: Element) -> PersonName:
    comment = message.taker.attribute(element, "personNameCommentText")
    message.taker.take([comment])
    return PersonName(
        given_name=message.text(element, "PersonGivenName"),
        middle_name=" ".join(message.texts(element, "PersonMiddleName")) or None,
        surname=message.text(element, "PersonSurName"),
        comment=message.taker.look(comment),
    )


def _in_crash(message: Message, crash: Element, found: UUID, elements: list[Element]) -> CrashPerson:
    first = _First(message, elements)
    vehicles = list(along(crash, "CrashVehicle"))
    driven = [n for n, v in enumerate(vehicles, start=1) if any(e in elements for e in along(v, "CrashDriver"))]
    return CrashPerson(
        person=Ref(found),
        drove_vehicle=driven[0] if driven else None,
        adult=first.flag("PersonAugmentation", "PersonAdultIndicator"),
        thrown_out=first.flag("PersonDefenestrationIndicator"),
        fictional=first.flag("PersonFictionalCharacterIndicator"),
    )


def _injuries(message: Message, crash: Element) -> Iterator[CrashInjury]:
    for hurt in along(crash, "CrashPerson"):
        person: Ref[Person] = Ref(message.person_id(hurt))
        for injury in along(hurt, "CrashPersonInjury"):
            yield CrashInjury(
                person=person,
                description=message.text(injury, "InjuryDescriptionText"),
                severity=message.text(injury, "InjurySeverityCode"),
                privacy=tuple(said for e in injury.iter() if local(e) == "PrivacyCode" for said in message.texts(e)),
            )


def _charges(message: Message) -> Iterator[CrashCharge]:
    """Give each charge with the person whom an association ties it to, and the metadata that it points at."""
    associations = {
        message.identity(c): a for a in along(message.root, "PersonChargeAssociation") for c in along(a, "Charge")
    }
    for charge in along(message.root, "Charge"):
        association = associations.get(message.identity(charge))
        people = [Ref[Person](message.person_id(p)) for p in along(association, "Person")]
        about = _metadata(message, charge, association)
        yield CrashCharge(
            person=people[0] if people else None,
            description=message.text(charge, "ChargeDescriptionText"),
            felony=message.flag(charge, "ChargeFelonyIndicator"),
            juvenile_as_adult=message.flag(association, "JuvenileAsAdultIndicator"),
            criminal_information=_indicator(message, about, "CriminalInformationIndicator"),
            intelligence_information=_indicator(message, about, "IntelligenceInformationIndicator"),
        )


def _metadata(message: Message, *sources: Element | None) -> list[Element]:
    """Give the metadata that elements point at, and the elements themselves, which may hold indicators of their own."""
    here = [source for source in sources if source is not None]
    names = set()
    for source in here:
        place = message.taker.attribute(source, "metadataRef")
        message.taker.take([place])
        names |= set((message.taker.look(place) or "").split())
    return here + [
        m for m in along(message.root, "Metadata") if m.attrib and str(next(iter(m.attrib.values()))) in names
    ]


def _indicator(message: Message, about: list[Element], name: str) -> bool | None:
    found = [message.texts(e) for element in about for e in element.iter() if local(e) == name]
    return None if not found else any("true" in said for said in found)


def _loose(message: Message, name: str) -> bool | None:
    """Give an indicator of metadata that nothing points at: it is said of the message as a whole."""
    untaken = [e for e in message.root.iter() if local(e) == name and not message.has_taken(e)]
    return _indicator(message, untaken, name)


def _loose_privacy(message: Message) -> tuple[str, ...]:
    untaken = [e for e in message.root.iter() if local(e) == "PrivacyCode" and not message.has_taken(e)]
    return tuple(said for e in untaken for said in message.texts(e))
