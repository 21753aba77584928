"""That an agency works on somebody, so that another that does too may learn that the two should talk."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import AgencyKey, Instant, Member, Narrative
from comity.records.parties.person import Person
from comity.records.pillars import Pillar
from comity.records.references import Ref

# Whoever works on longer says so again: what nobody renews brings nobody together.
LONGEST_INTEREST = timedelta(days=180)


class InterestPurpose(StrEnum):
    """For which of the purposes that clauses name somebody is worked on."""

    PATROL = "patrol"
    INVESTIGATION = "investigation"
    PROSECUTION = "prosecution"
    SUPERVISION = "supervision"


@check("ends_at", remedy="Correct the times of the interest.")
def interest_ends_after_it_begins(interest: "CaseInterest", known: Known) -> bool:
    """An interest ends after it begins."""
    del known
    return interest.ends_at > interest.begins_at


@check("ends_at", remedy="Set the end at most 180 days ahead; correct it then if you still work on the person.")
def interest_ends_within_180_days(interest: "CaseInterest", known: Known) -> bool:
    """An interest ends at most 180 days after it is entered or renewed."""
    return interest.ends_at <= known.now + LONGEST_INTEREST


class CaseInterest(Record):
    """A member's agency works on a person, for a time; ``contact`` is the member whom another agency should call.

    To renew it, or to end it sooner, correct ``ends_at``. Whoever entered its newest version stands for the agency when
    clauses are asked. Nobody else is shown any of it by being told that they should talk.
    """

    entered_by = (Pillar.POLICE, Pillar.PROSECUTION, Pillar.PROBATION, Pillar.FUSION, Pillar.CYBER)
    checks = (interest_ends_after_it_begins, interest_ends_within_180_days)

    person: Ref[Person]
    contact: Member
    purpose: Annotated[InterestPurpose, Category.STATUS]
    begins_at: Instant
    ends_at: Instant
    reason: Narrative

    def runs(self, at: datetime) -> bool:
        """Tell whether it has begun at a moment and not ended."""
        return self.begins_at <= at < self.ends_at


class DeconflictionNotice(Record):
    """Tells an agency that another works on the same person as it does, and whom to call there; nothing more.

    It belongs to the agency that is told. ``interest`` is its own; of the other's it says neither the record, nor the
    person, the reason or the time, nor how alike the two persons are.
    """

    entered_by = ()

    interest: Ref[CaseInterest]
    with_agency: AgencyKey
    contact: Member
    told_at: Instant
