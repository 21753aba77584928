"""A mail waits for its digest, and for the end of the hours in which its reader is to be left alone."""

from datetime import UTC, datetime, timedelta

import pytest

from comity.following.quieting import due_at
from comity.records.governance.subscription import QuietHours, Subscription

NIGHT = QuietHours(starts="21:00", ends="08:00", zone="America/Chicago")


def wish(quiet: QuietHours | None = None, digest: int = 0) -> Subscription:
    """Give a wish with quiet hours and a digest."""
    return Subscription(member="lee", purpose="patrol", quiet=quiet, digest_minutes=digest)


def at(text: str) -> datetime:
    """Give a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "queued,due",
    [
        ("2026-01-10T20:00", "2026-01-10T20:00"),  # 14:00 in Chicago
        ("2026-01-11T02:59", "2026-01-11T02:59"),  # 20:59, the last minute
        ("2026-01-11T03:00", "2026-01-11T14:00"),  # 21:00, until 08:00
        ("2026-01-11T13:59", "2026-01-11T14:00"),  # 07:59
        ("2026-01-11T14:00", "2026-01-11T14:00"),  # 08:00
    ],
)
def test_a_mail_waits_for_the_end_of_the_quiet_hours(queued: str, due: str) -> None:
    assert due_at(wish(NIGHT), at(queued)) == at(due)


def test_a_digest_that_fills_in_the_quiet_hours_waits_for_their_end() -> None:
    assert due_at(wish(NIGHT, 120), at("2026-01-11T02:00")) == at("2026-01-11T14:00")


def test_without_quiet_hours_only_the_digest_counts() -> None:
    assert due_at(wish(digest=30), at("2026-01-11T02:00")) == at("2026-01-11T02:00") + timedelta(minutes=30)
