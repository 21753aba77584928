"""Until when criminal intelligence is kept: by its own date, or by the last review that retained it."""

from collections.abc import Sequence
from datetime import datetime

from comity.records.fusion.intelligence_record import IntelligenceRecord
from comity.records.fusion.intelligence_review import IntelligenceReview, ReviewOutcome


def kept_until(record: IntelligenceRecord, reviews: Sequence[IntelligenceReview]) -> datetime | None:
    """Give the instant until which a record is kept; None when a review destroyed it.

    ``reviews`` are in the order of their entry. A review after the end comes too late: the record is gone by then.
    """
    until = record.review_due
    for review in reviews:
        if review.outcome is ReviewOutcome.DESTROY:
            return None
        if review.next_review_due is not None:
            until = review.next_review_due
    return until


def is_due(record: IntelligenceRecord, reviews: Sequence[IntelligenceReview], now: datetime) -> bool:
    """Tell whether a record must be purged now (28 CFR 23.20(h))."""
    until = kept_until(record, reviews)
    return until is None or now > until
