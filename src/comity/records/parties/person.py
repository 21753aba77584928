"""A person, as the agency that enters them knows them."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import BirthDate, Code
from comity.records.meaning import Codes, Link, Niem
from comity.records.parties.names import PersonName


class Person(Record):
    """A person as one agency knows them; linkage says which persons are the same."""

    niem = "nc:Person"

    names: tuple[PersonName, ...] = ()
    birth_date: BirthDate | None = None
    sex: Annotated[Code | None, Codes("nibrs-sex"), Link.SEX, Niem("nc:PersonSexCode"), Category.IDENTITY] = None
