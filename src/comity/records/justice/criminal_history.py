"""A criminal history record (rap sheet), as a repository answered with it."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part, Record
from comity.records.fields import Base64, Description, Flag, Number, ShortText
from comity.records.moments import When
from comity.records.parties.person import Person
from comity.records.references import Ref


class Caveat(Part):
    """A warning that must be read with the record. Interstate Criminal History Transmission Specification 4.1."""

    text: Description | None = None
    on: When | None = None
    authority: ShortText | None = None


class HistoryCycle(Part):
    """One cycle of the record: an arrest and all that followed."""

    tracking_number: ShortText | None = None
    earliest_on: When | None = None
    incident_on: When | None = None
    events: tuple[Ref[Record], ...] = ()
    alerts: tuple[ShortText, ...] = ()


class CriminalHistory(Record):
    """What a repository says of a person's arrests, prosecutions, court actions, sentences and supervision.

    Joint Task Force on Rap Sheet Standardization, Interstate Criminal History Transmission Specification 4.1.
    """

    subject: Annotated[Ref[Person] | None, Category.REFERENCE] = None
    purpose: Annotated[ShortText | None, Category.REFERENCE] = None
    attention: Annotated[ShortText | None, Category.REFERENCE] = None
    requested: Annotated[Ref[Person] | None, Category.REFERENCE] = None
    reported_on: Annotated[tuple[When, ...], Category.EVENT] = ()
    reported_by: Annotated[tuple[ShortText, ...], Category.REFERENCE] = ()
    source_numbers: Annotated[tuple[Number, ...], Category.REFERENCE] = ()
    comments: Annotated[tuple[Description, ...], Category.NARRATIVE] = ()
    format_version: Annotated[ShortText | None, Category.REFERENCE] = None
    index_status: Annotated[ShortText | None, Category.STATUS] = None
    caveats: Annotated[tuple[Caveat, ...], Category.NARRATIVE] = ()
    cycles: Annotated[tuple[HistoryCycle, ...], Category.EVENT] = ()
    tracking_number: Annotated[Number | None, Category.IDENTITY] = None
    state_number: Annotated[Number | None, Category.IDENTITY] = None
    federal_documents: Annotated[tuple[Base64, ...], Category.SOURCE] = ()
    state_documents: Annotated[tuple[Base64, ...], Category.SOURCE] = ()
    alternate_number_at_arrest: Flag | None = None
    no_arrest_found: Flag | None = None
    state_number_at_arrest: Flag | None = None
    corrected: Flag | None = None
