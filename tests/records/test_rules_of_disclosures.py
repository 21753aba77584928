"""Who may sign for a week of disclosures, and how long somebody may keep them from the person they are about."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from comity.ids import new_id
from comity.records.governance.accounting_suspension import AccountingSuspension
from comity.records.governance.disclosure_review import WEEK, DisclosureReview, ReviewedRecipient
from comity.records.references import Ref
from tests.records.known import NOW, KnownForTests

MONDAY = datetime(2026, 11, 9, tzinfo=UTC)
REVIEW = DisclosureReview(begins_at=MONDAY, ends_at=MONDAY + WEEK, disclosures=3)
SPOKEN = AccountingSuspension(
    subjects=(Ref(new_id()),), stated_at=NOW, until=NOW + timedelta(days=30), written=False, reason="It would warn him."
)


def got_by(member: str) -> DisclosureReview:
    return replace(REVIEW, recipients=(ReviewedRecipient(agency="hart-court", member=member, disclosures=3),))


def test_reviewer_is_no_recipient_lets_others_sign(known: KnownForTests) -> None:
    assert not known.broken(got_by("clark"))


def test_reviewer_is_no_recipient_refuses_whoever_got_some(known: KnownForTests) -> None:
    assert "reviewer_is_no_recipient" in known.broken(got_by(known.member))


def test_review_is_of_a_week_that_is_over_lets_the_week_before_pass(known: KnownForTests) -> None:
    assert not known.broken(REVIEW)


@pytest.mark.parametrize("begins, ends", [
    (MONDAY + WEEK, MONDAY + 2 * WEEK),
    (MONDAY, MONDAY + timedelta(days=6)),
    (MONDAY + timedelta(days=1), MONDAY + timedelta(days=8)),
    (MONDAY + timedelta(hours=1), MONDAY + WEEK + timedelta(hours=1)),
])  # fmt: skip
def test_review_is_of_a_week_that_is_over_refuses_any_other_time(
    known: KnownForTests, begins: datetime, ends: datetime
) -> None:
    review = replace(REVIEW, begins_at=begins, ends_at=ends)
    assert "review_is_of_a_week_that_is_over" in known.broken(review)


def test_oral_suspension_lasts_30_days_lets_what_is_short_or_written_pass(known: KnownForTests) -> None:
    written = replace(SPOKEN, written=True, until=NOW + timedelta(days=300))
    assert not any(known.broken(each) for each in (SPOKEN, written))


@pytest.mark.parametrize("stated_at", [NOW, None])
def test_oral_suspension_lasts_30_days_refuses_a_longer_one(known: KnownForTests, stated_at: datetime | None) -> None:
    longer = replace(SPOKEN, stated_at=stated_at, until=NOW + timedelta(days=30, seconds=1))
    assert "oral_suspension_lasts_30_days" in known.broken(longer)
