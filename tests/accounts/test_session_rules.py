"""The session rules hold to the second, with the clock held still."""

from datetime import UTC, datetime, timedelta

import pytest

from comity.policy.session_rules import (
    Limits,
    Standing,
    Workstation,
    failures_that_count,
    inactive,
    limits_of,
    outlived,
    standing,
    temporary_until,
    too_many_failures,
)
from comity.records.profiles import profile

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
US = limits_of(profile("us"))
SECOND = timedelta(seconds=1)
TICK = timedelta(microseconds=1)


def stands(
    idle: timedelta, *, since: timedelta | None = None, workstation: Workstation = Workstation.OFFICE
) -> Standing:
    """Tell how a sign-in stands that was last used ``idle`` ago, and made ``since`` ago."""
    now = AT + timedelta(days=1)
    return standing(
        US, workstation, signed_in_at=now - (idle if since is None else since), last_request=now - idle, now=now
    )


@pytest.mark.parametrize(
    "idle,expected",
    [
        (timedelta(0), Standing.GOOD),
        (timedelta(minutes=29, seconds=59), Standing.GOOD),
        (timedelta(minutes=30) - TICK, Standing.GOOD),
        (timedelta(minutes=30), Standing.LOCKED),
        (timedelta(minutes=59, seconds=59), Standing.LOCKED),
        (timedelta(hours=1), Standing.DISCONNECTED),
        (timedelta(hours=11, minutes=59, seconds=59), Standing.DISCONNECTED),
        (timedelta(hours=12), Standing.RENEWAL_DUE),
    ],
)
def test_an_office_locks_after_thirty_minutes_and_is_disconnected_after_an_hour(
    idle: timedelta, expected: Standing
) -> None:
    assert stands(idle) is expected


@pytest.mark.parametrize("idle", [timedelta(minutes=30), timedelta(hours=1), timedelta(hours=12) - SECOND])
def test_dispatch_is_never_locked_and_never_disconnected(idle: timedelta) -> None:
    assert stands(idle, workstation=Workstation.DISPATCH) is Standing.GOOD


@pytest.mark.parametrize("workstation", list(Workstation))
def test_every_sign_in_is_renewed_after_twelve_hours_however_busy(workstation: Workstation) -> None:
    busy = timedelta(seconds=1)
    assert stands(busy, since=timedelta(hours=11, minutes=59, seconds=59), workstation=workstation) is Standing.GOOD
    assert stands(busy, since=timedelta(hours=12) - TICK, workstation=workstation) is Standing.GOOD
    assert stands(busy, since=timedelta(hours=12), workstation=workstation) is Standing.RENEWAL_DUE


def failed(*minutes: float) -> list[datetime]:
    """Give failed logons so many minutes after the first."""
    return [AT + timedelta(minutes=minute) for minute in minutes]


def test_the_fifth_failed_logon_locks_and_the_fourth_does_not() -> None:
    failures = failed(0, 1, 2, 3, 4)
    assert not too_many_failures(US, failures[:4], failures[3])
    assert too_many_failures(US, failures, failures[4])
    assert too_many_failures(US, [*failures, AT + timedelta(minutes=5)], AT + timedelta(minutes=5))


def test_five_failures_lock_only_within_fifteen_minutes() -> None:
    within = [*failed(0, 1, 2, 3), AT + timedelta(minutes=15) - SECOND]
    outside = [*failed(0, 1, 2, 3), AT + timedelta(minutes=15)]
    assert too_many_failures(US, within, within[-1])
    assert not too_many_failures(US, outside, outside[-1])
    assert failures_that_count(US, outside, outside[-1]) == tuple(outside[1:])


def test_an_account_is_inactive_after_ninety_days_and_not_after_eighty_nine() -> None:
    assert not inactive(US, AT, AT + timedelta(days=89))
    assert not inactive(US, AT, AT + timedelta(days=90) - SECOND)
    assert inactive(US, AT, AT + timedelta(days=90))


def test_a_temporary_account_lives_for_seventy_two_hours() -> None:
    until = temporary_until(US, AT)
    assert until == AT + timedelta(hours=72)
    assert not outlived(until, until - TICK)
    assert outlived(until, until)
    assert not outlived(None, until)


def test_the_lengths_come_from_the_profile_and_not_from_the_code() -> None:
    short = Limits(
        lock=timedelta(minutes=5),
        disconnect=timedelta(minutes=6),
        renewal=timedelta(minutes=7),
        window=timedelta(minutes=1),
        inactivity=timedelta(days=1),
        temporary=timedelta(hours=1),
    )
    now = AT + timedelta(minutes=5)
    assert standing(short, Workstation.OFFICE, signed_in_at=AT, last_request=AT, now=now) is Standing.LOCKED
    assert not too_many_failures(short, failed(0, 1, 2, 3, 4), now)
    assert inactive(short, AT, AT + timedelta(days=1))


@pytest.mark.parametrize("key", ["us", "in"])
def test_every_jurisdiction_names_every_clock(key: str) -> None:
    assert limits_of(profile(key)).lock == timedelta(minutes=30)
