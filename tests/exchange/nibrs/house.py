"""An incident as the house enters it: a burglary of Ada's home, with the arrest of somebody born in a known year."""

from comity.exchange.connector import Drafted
from comity.exchange.nibrs.drafts import said
from comity.ids import new_id
from comity.records.declaration import Record
from comity.records.justice.arrest import Arrest, ArrestConduct
from comity.records.justice.charges import Charge
from comity.records.justice.incident import Incident
from comity.records.justice.involvement import Involvement, SubjectCategory, VictimDetail
from comity.records.justice.offense import Offense
from comity.records.parties.identifications import Identification
from comity.records.parties.item import Item
from comity.records.parties.measures import Quantity
from comity.records.parties.names import PersonName
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.parties.things import Trait
from comity.records.references import Ref

DEPARTMENT = Organization(name="Hart City Police", identifications=(Identification(value="ZZ0010000", kind="ori"),))
ADA = Person(names=(PersonName(given_name="Ada", surname="Quill"),), birth_date="1990-12-10", sex="F", race="W")
BO = Person(names=(PersonName(given_name="Bo", surname="Reed"),), birth_date="2001", sex="M", race="B", ethnicity="N")


class House:
    """Records entered one after the other, each with its id."""

    def __init__(self) -> None:
        self.drafts: list[Drafted] = []

    def enter(self, record: Record) -> Ref[Record]:
        id = new_id()
        self.drafts.append(Drafted(id, record))
        return Ref(id)


def burglary(
    house: House, *, number: str = "HPD-2026-000123", registered_at: str = "2026-11-03T22:10-06:00"
) -> Ref[Incident]:
    """A burglary of jewelry, reported the same night; gives the incident."""
    department = Ref[Organization](house.enter(DEPARTMENT).id)
    incident = Ref[Incident](
        house.enter(
            Incident(
                incident_number=number,
                registered_at=registered_at,
                occurred_at="2026-11-03T21:40-06:00",
                investigating_officer="lee",
                offenses=("220",),
                reporting_organization=department,
                traits=(Trait(name="cargo theft", value="no"),),
            )
        ).id
    )
    suspect = Ref[Person](house.enter(BO).id)
    house.enter(
        Involvement(activity=Ref(incident.id), person=suspect, subject_category=SubjectCategory.SUSPECT, role="suspect")
    )
    offense = house.enter(
        Offense(
            incident=incident,
            offense="220",
            attempted=False,
            location_category=said("nibrs-location", "20"),
            factors=(said("nibrs-suspected-of-using", "N"),),
            methods_of_entry=(said("nibrs-method-of-entry", "F"),),
            bias=(said("nibrs-bias", "88"),),
        )
    )
    house.enter(
        Involvement(
            activity=Ref(incident.id),
            victim=Ref(house.enter(ADA).id),
            offenses=(offense,),
            subject_category=SubjectCategory.VICTIM,
            role="victim",
            victim_detail=VictimDetail(category_text=said("nibrs-victim-type", "I")),
        )
    )
    _stolen(house, incident)
    return incident


def _stolen(house: House, incident: Ref[Incident]) -> None:
    jewelry = Item(
        category_text=said("nibrs-property", "17"),
        status=said("nibrs-property-loss", "7"),
        quantities=(Quantity(value="449.50", currency="USD"),),
    )
    house.enter(
        Involvement(
            activity=Ref(incident.id),
            thing=Ref(house.enter(jewelry).id),
            subject_category=SubjectCategory.OTHER,
            role="property",
        )
    )


def arrested(
    house: House, incident: Ref[Incident] | None, *, at: str = "2026-11-04T08:00-06:00", code: str = "220"
) -> Ref[Arrest]:
    """The arrest of Bo for it, or for a lesser offense without an incident."""
    return Ref(
        house.enter(
            Arrest(
                arrest_number="HPD-A2026-000077",
                incident=incident,
                subject=Ref(house.enter(BO).id),
                occurred_at=at,
                charges=(Charge(offense=code),),
                agency=Ref(house.enter(DEPARTMENT).id),
                category_text=said("nibrs-arrest-type", "T"),
                conduct=ArrestConduct(
                    armed_with=(said("nibrs-arrestee-weapon", "01"),),
                    count_code=said("nibrs-multiple-arrestee", "N"),
                ),
            )
        ).id
    )
