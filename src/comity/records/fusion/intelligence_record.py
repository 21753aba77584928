"""Criminal intelligence about somebody, with what the law asks before it may be kept."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Part, Record, check
from comity.records.fields import AgencyKey, Description, Flag, Instant, Member, Narrative, ReferenceText
from comity.records.governance.training_certificate import TrainingCertificate
from comity.records.moments import Occurred, surely_before
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.pillars import Pillar
from comity.records.references import Ref

COURSE = "28-cfr-23"
LONGEST_RETENTION_YEARS = 5


class SourceReliability(StrEnum):
    """How reliable the source is, from completely (A) to not to be judged (F)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class ContentValidity(StrEnum):
    """How valid the content is, from confirmed by others (1) to not to be judged (6)."""

    CONFIRMED = "1"
    PROBABLE = "2"
    POSSIBLE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    NOT_JUDGED = "6"


class Sensitivity(StrEnum):
    """How far it may go: to all who take part, to those named, or to nobody unless the control official agrees."""

    PARTICIPANTS = "participants"
    NAMED = "named"
    CONTROLLED = "controlled"


class ReasonableSuspicion(Part):
    """Why a trained person suspects somebody of a definable criminal activity; 28 CFR 23.20(c)."""

    category = Category.INTELLIGENCE

    facts: Narrative
    criminal_activity: Description
    author: Member
    certificate: Ref[TrainingCertificate]
    stated_on: Occurred


class NonCriminalInformation(Part):
    """What identifies somebody whom nobody suspects, kept because it leads to the subject, and marked as just that."""

    category = Category.INTELLIGENCE

    person: Ref[Person | Organization] | None = None
    description: Description | None = None
    relevance: Description


@check("suspicion.certificate", remedy="Name the author's own certificate of the course 28-cfr-23, valid on that day.")
def suspicion_is_stated_by_a_trained_author(record: "IntelligenceRecord", known: Known) -> bool:
    """Reasonable suspicion is stated by somebody whose training in 28 CFR Part 23 was valid then."""
    suspicion = record.suspicion
    trained = known.record(suspicion.certificate)
    valid = not surely_before(suspicion.stated_on, trained.issued_on) and not surely_before(
        trained.expires_at, suspicion.stated_on
    )
    return trained.course == COURSE and trained.member == suspicion.author and valid


@check("subjects", remedy="Name the person or organization that is suspected.")
def intelligence_is_about_a_suspect(record: "IntelligenceRecord", known: Known) -> bool:
    """Criminal intelligence is kept about somebody who is suspected."""
    del known
    return bool(record.subjects)


@check(
    "views_tied_to_crime",
    remedy="Say how the views bear directly on the crime, and let a second person enter the record as its approver.",
)
def views_need_a_crime_and_a_second_person(record: "IntelligenceRecord", known: Known) -> bool:
    """Political, religious or social views stand in it only if tied directly to a crime and approved by another."""
    if not record.holds_views:
        return True
    approved = record.approved_by == known.member != record.suspicion.author
    return record.views_tied_to_crime is not None and approved


@check("lawfully_obtained", remedy="Leave out what was not obtained lawfully; nobody may attest what is not so.")
def intelligence_was_obtained_lawfully(record: "IntelligenceRecord", known: Known) -> bool:
    """The submitting agency attests that nothing in it was obtained in violation of a law."""
    del known
    return record.lawfully_obtained


@check("non_criminal", remedy="Put each person either among the subjects or under non_criminal.")
def non_criminal_information_is_told_apart(record: "IntelligenceRecord", known: Known) -> bool:
    """Nobody is a subject and non-criminal identifying information at once."""
    del known
    return not {each.person for each in record.non_criminal} & set(record.subjects)


@check("review_due", remedy="Set the review at most five years ahead.")
def intelligence_is_reviewed_within_five_years(record: "IntelligenceRecord", known: Known) -> bool:
    """It is reviewed or purged at most five years after it was entered."""
    if isinstance(known.earlier, IntelligenceRecord):
        return record.review_due <= known.earlier.review_due
    return known.now < record.review_due <= longest_from(known.now)


def longest_from(moment: datetime) -> datetime:
    """Give the last instant until which intelligence may be kept without a review: five calendar years later."""
    # The anniversary of a leap day is 1 March.
    first = moment.replace(year=moment.year + LONGEST_RETENTION_YEARS, day=1)
    return first + timedelta(days=moment.day - 1)


class IntelligenceRecord(Record):
    """Criminal intelligence on somebody reasonably suspected; purged when its period ends without a review.

    28 CFR 23.3(b)(3) and 23.20(a) to (h). It is apart from case files and tips by its kind and its marking.
    """

    entered_by = (Pillar.POLICE, Pillar.FUSION)
    marked = ("intel23",)
    checks = (
        suspicion_is_stated_by_a_trained_author,
        intelligence_is_about_a_suspect,
        views_need_a_crime_and_a_second_person,
        intelligence_was_obtained_lawfully,
        non_criminal_information_is_told_apart,
        intelligence_is_reviewed_within_five_years,
    )

    suspicion: ReasonableSuspicion
    relevance: Annotated[Description, Category.INTELLIGENCE]
    source_reliability: Annotated[SourceReliability, Category.STATUS]
    content_validity: Annotated[ContentValidity, Category.STATUS]
    sensitivity: Annotated[Sensitivity, Category.STATUS]
    submitting_agency: AgencyKey
    control_official: Member
    supporting_file: ReferenceText
    lawfully_obtained: Flag
    review_due: Annotated[Instant, Category.STATUS]
    subjects: Annotated[tuple[Ref[Person | Organization], ...], Category.INTELLIGENCE] = ()
    non_criminal: Annotated[tuple[NonCriminalInformation, ...], Category.INTELLIGENCE] = ()
    holds_views: Flag = False
    views_tied_to_crime: Annotated[Description | None, Category.INTELLIGENCE] = None
    approved_by: Member | None = None
    text: Annotated[Narrative | None, Category.INTELLIGENCE] = None
