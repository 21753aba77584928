"""A person, as the agency that enters them knows them."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import BirthDate, Code, Money, Narrative
from comity.records.meaning import Codes, Link, Niem
from comity.records.parties.addresses import Address
from comity.records.parties.appearance import Appearance, Biometrics
from comity.records.parties.circumstances import Circumstances, LegalStanding
from comity.records.parties.contacts import Contact
from comity.records.parties.features import Language, MilitaryHistory, PhysicalFeature
from comity.records.parties.identifications import Identification
from comity.records.parties.location import Location
from comity.records.parties.names import AliasIdentity, PersonName
from comity.records.references import Ref


@check(
    "names", remedy="Give a name, a number, a description or a feature; for an unknown person a description is enough."
)
def person_can_be_told(person: "Person", known: Known) -> bool:
    """A person is entered with something by which they can be told: a name, a number, a description or a feature."""
    del known
    return bool(person.names or person.identifications or person.appearance or person.biometrics or person.features)


class Person(Record):
    """A person as one agency knows them; linkage says which persons are the same."""

    niem = "nc:Person"
    checks = (person_can_be_told,)

    names: Annotated[tuple[PersonName, ...], Niem("nc:PersonName")] = ()
    aliases: Annotated[tuple[AliasIdentity, ...], Niem("nc:Identity")] = ()
    birth_date: BirthDate | None = None
    other_birth_dates: tuple[BirthDate, ...] = ()
    birth_place: Annotated[Address | None, Link.BIRTH_PLACE, Niem("nc:PersonBirthLocation"), Category.IDENTITY] = None
    sex: Annotated[Code | None, Codes("nibrs-sex"), Link.SEX, Niem("nc:PersonSexText"), Category.IDENTITY] = None
    race: Annotated[Code | None, Codes("nibrs-race"), Niem("nc:PersonRaceText"), Category.IDENTITY] = None
    ethnicity: Annotated[Code | None, Codes("nibrs-ethnicity"), Niem("nc:PersonEthnicityText"), Category.IDENTITY] = (
        None
    )
    identifications: Annotated[tuple[Identification, ...], Niem("nc:PersonOtherIdentification"), Category.IDENTITY] = ()
    languages: Annotated[tuple[Language, ...], Niem("nc:PersonPrimaryLanguage")] = ()
    appearance: Appearance | None = None
    circumstances: Circumstances | None = None
    military: Annotated[MilitaryHistory | None, Niem("nc:PersonMilitarySummary")] = None
    income: Annotated[Money | None, Category.FINANCE] = None
    standing: LegalStanding | None = None
    cautions: Annotated[tuple[Narrative, ...], Niem("j:PersonCautionInformationText")] = ()
    features: Annotated[tuple[PhysicalFeature, ...], Niem("nc:PersonPhysicalFeature")] = ()
    biometrics: Biometrics | None = None
    contacts: Annotated[tuple[Contact, ...], Niem("nc:ContactInformation")] = ()
    residences: Annotated[tuple[Ref[Location], ...], Link.RESIDENCE] = ()
