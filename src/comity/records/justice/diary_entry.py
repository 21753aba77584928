"""A complaint or an entry in the station's diary (in India: the general diary)."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import Code, Count, Member, Narrative, Number
from comity.records.meaning import Codes, Minted, Niem, Search
from comity.records.moments import Occurred
from comity.records.parties.location import Location
from comity.records.parties.person import Person
from comity.records.pillars import Pillar
from comity.records.profiles import is_non_cognizable
from comity.records.references import Ref


class DiaryOutcome(StrEnum):
    """What follows from a diary entry."""

    REGISTER = "register"
    RECORD_ONLY = "record-only"
    NON_COGNIZABLE = "non-cognizable"
    REFER = "refer"


@check("outcome", remedy="Set the outcome to register, and register the incident.")
def missing_child_requires_registration(entry: "DiaryEntry", known: Known) -> bool:
    """A report of a missing child leads to registration, never to a diary entry alone."""
    child = entry.missing_person_age is not None and entry.missing_person_age < known.profile.majority.years
    return not child or entry.outcome is DiaryOutcome.REGISTER


@check("offenses", remedy="Name the sections and the complainant, and write down the complaint.")
def non_cognizable_must_be_recorded(entry: "DiaryEntry", known: Known) -> bool:
    """A complaint on which police may not act by themselves is recorded with its sections, complainant and text."""
    apart = entry.outcome is DiaryOutcome.NON_COGNIZABLE or is_non_cognizable(known.profile, entry.offenses)
    return not apart or bool(entry.offenses and entry.complainant and entry.narrative)


class DiaryEntry(Record):
    """A complaint, or another entry in a police station's diary."""

    entered_by = (Pillar.POLICE,)
    needed = ("occurred_at", "outcome", "narrative")
    checks = (missing_child_requires_registration, non_cognizable_must_be_recorded)

    diary_number: Annotated[Number | None, Minted("diary"), Niem("nc:ActivityIdentification")] = None
    occurred_at: Annotated[Occurred | None, Niem("nc:ActivityDate")] = None
    received_by: Member | None = None
    complainant: Annotated[Ref[Person] | None, Category.VICTIM] = None
    location: Annotated[Ref[Location] | None, Niem("nc:ActivityLocation")] = None
    offenses: Annotated[tuple[Annotated[Code, Codes("offense"), Search.CODE], ...], Category.CHARGE] = ()
    missing_person: Annotated[Ref[Person] | None, Category.VICTIM] = None
    missing_person_age: Count | None = None
    outcome: Annotated[DiaryOutcome | None, Category.STATUS] = None
    outcome_reason: Narrative | None = None
    narrative: Annotated[Narrative | None, Niem("nc:ActivityNarrative")] = None
