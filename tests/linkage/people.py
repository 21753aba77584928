"""Persons for the tests of linkage, in few words: the standing cast, and those who look like them."""

from comity.linkage.features import Features, features_of
from comity.linkage.model import Model, default_model, rescaled
from comity.linkage.scoring import score
from comity.records.parties.addresses import Address
from comity.records.parties.contacts import Contact
from comity.records.parties.identifications import Identification
from comity.records.parties.names import PersonName
from comity.records.parties.person import Person

HOME = Address(street="12 Oak Street", city="Harbor", postal_code="62704")


def model(records: int = 20_000) -> Model:
    """The shipped model of persons, for a county's population."""
    return rescaled(default_model("person"), records)


def person(
    given: str | None = None,
    surname: str | None = None,
    born: str | None = None,
    *,
    middle: str | None = None,
    sex: str | None = None,
    ssn: str | None = None,
    home: Address | None = None,
    phone: str | None = None,
    called: tuple[PersonName, ...] = (),
) -> Person:
    """A person as an agency enters them."""
    name = PersonName(given_name=given, middle_name=middle, surname=surname)
    contacts = (Contact(mailing_address=home),) if home else ()
    return Person(
        names=(*((name,) if given or surname or middle else ()), *called),
        birth_date=born,
        sex=sex,
        identifications=(Identification(value=ssn, kind="ssn"),) if ssn else (),
        contacts=(*contacts, Contact(telephone=phone)) if phone else contacts,
    )


def features(entered: Person) -> Features:
    """What is compared of a person, of whom something must be known."""
    found = features_of(entered)
    assert found is not None
    return found


def bits(one: Person, other: Person, *, records: int = 20_000) -> float:
    """The score of two persons in a population."""
    return float(score(model(records), features(one), [features(other)])[0])


def linked(one: Person, other: Person, *, records: int = 20_000) -> bool:
    """Whether the machine links two persons by itself."""
    return bits(one, other, records=records) >= model(records).link


def asked(one: Person, other: Person) -> bool:
    """Whether two persons are at least put before somebody."""
    return bits(one, other) >= model().review
