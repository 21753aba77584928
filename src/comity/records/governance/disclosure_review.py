"""That somebody has looked at what was disclosed in a week, and what they found."""

from datetime import timedelta

from comity.records.categories import Category
from comity.records.declaration import Known, Part, Record, check
from comity.records.fields import Count, Instant, Label, Narrative, Number

WEEK = timedelta(days=7)


class ReviewedRecipient(Part):
    """How many disclosures a member of an agency got."""

    category = Category.REFERENCE

    agency: Label
    member: Number
    disclosures: Count


@check("recipients", remedy="Have somebody review it who got none of these records.")
def reviewer_is_no_recipient(review: "DisclosureReview", known: Known) -> bool:
    """Nobody reviews disclosures that they got themselves."""
    return known.member not in {recipient.member for recipient in review.recipients}


@check("ends_at", remedy="Review a week that is over, from Monday 00:00 UTC to the next.")
def review_is_of_a_week_that_is_over(review: "DisclosureReview", known: Known) -> bool:
    """A review is of one whole week, Monday to Monday in UTC, that is over."""
    begins = review.begins_at
    at_midnight = not (begins.hour or begins.minute or begins.second or begins.microsecond or begins.utcoffset())
    whole = begins.weekday() == 0 and at_midnight and review.ends_at - begins == WEEK
    return whole and review.ends_at <= known.now


class DisclosureReview(Record):
    """A week's disclosures of the records of an agency were looked at by one of its members, who signs for it.

    CJIS Security Policy, AU-6: audit records are reviewed weekly, and what is found is told.
    """

    # What was counted is the platform's word, so that nobody can sign for other counts than the log's.
    entered_by = ()
    checks = (reviewer_is_no_recipient, review_is_of_a_week_that_is_over)

    begins_at: Instant
    ends_at: Instant
    disclosures: Count
    recipients: tuple[ReviewedRecipient, ...] = ()
    findings: Narrative | None = None
