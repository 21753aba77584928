"""A vehicle."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Part, Record, check
from comity.records.fields import EventText, Flag, IdentifierValue, Narrative, Plate, ShortText
from comity.records.meaning import Niem
from comity.records.moments import When
from comity.records.parties.identifications import Identification
from comity.records.parties.measures import Quantity
from comity.records.parties.person import Person
from comity.records.parties.things import ThingDetail, Trait
from comity.records.references import Ref


class Registration(Part):
    """A license plate and what it was issued as; NIEM 6 justice, ``j:ConveyanceRegistrationType``."""

    category = Category.IDENTITY

    plate: Annotated[Plate | None, Niem("j:ConveyanceRegistrationPlateIdentification")] = None
    jurisdiction: ShortText | None = None
    category_text: Annotated[ShortText | None, Niem("j:ConveyanceRegistrationPlateCategoryText")] = None
    expires_on: When | None = None
    non_expiring: Flag | None = None
    decal_year: ShortText | None = None
    jointly_registered: Flag | None = None


@check("registrations", remedy="Give a plate, a vehicle identification number or a description.")
def vehicle_can_be_told(vehicle: "Vehicle", known: Known) -> bool:
    """A vehicle is entered with something by which it can be told: a plate, a number or a description."""
    del known
    return any((vehicle.registrations, vehicle.vin, vehicle.detail, vehicle.identifications, vehicle.description))


class Vehicle(Record):
    """A car, boat, aircraft or other vehicle."""

    niem = "nc:Vehicle"
    checks = (vehicle_can_be_told,)

    vin: Annotated[IdentifierValue | None, Niem("nc:VehicleIdentification"), Category.IDENTITY] = None
    registrations: tuple[Registration, ...] = ()
    identifications: Annotated[tuple[Identification, ...], Category.IDENTITY] = ()
    detail: ThingDetail | None = None
    description: Annotated[Narrative | None, Niem("nc:ItemDescriptionText")] = None
    category_text: Annotated[EventText | None, Niem("nc:ItemCategoryText")] = None
    fuel: Annotated[EventText | None, Niem("nc:ConveyanceFuelCategoryText")] = None
    engine_count: Annotated[EventText | None, Niem("nc:ConveyanceEngineQuantity")] = None
    commercial: Annotated[Flag | None, Niem("nc:VehicleCMVIndicator")] = None
    hazardous_materials: Flag | None = None
    quantities: tuple[Quantity, ...] = ()
    traits: tuple[Trait, ...] = ()
    owners: Annotated[tuple[Ref[Person], ...], Niem("nc:ItemOwner"), Category.IDENTITY] = ()
