"""When a sign-in locks, must be renewed or has ended, and when an account may no longer sign in: to the second.

The rules are the CJIS Security Policy's (5.9.5); their lengths are clocks of the jurisdiction profile. Every boundary
is exact: what lasts 30 minutes has ended when 30:00 is on the clock.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from comity.records.profiles import Profile, clock

# AC-7: the fifth failed logon in a row locks the account.
MOST_FAILURES = 5


class Workstation(StrEnum):
    """Where somebody sits; dispatch in a secure location is never locked, for nobody there may wait (AC-11)."""

    OFFICE = "office"
    DISPATCH = "dispatch"


class Standing(StrEnum):
    """How a sign-in stands: what it may still do, or why it may do nothing more."""

    GOOD = "good"
    LOCKED = "locked"
    DISCONNECTED = "disconnected"
    RENEWAL_DUE = "renewal-due"


class Limits(Struct, frozen=True, kw_only=True):
    """The lengths of the rules at one place.

    ``lock`` and ``disconnect`` count from the last request, ``renewal`` from the sign-in, ``window`` from each failed
    logon, ``inactivity`` from the last sign-in, ``temporary`` from the making of a temporary account.
    """

    lock: timedelta
    disconnect: timedelta
    renewal: timedelta
    window: timedelta
    inactivity: timedelta
    temporary: timedelta


def limits_of(here: Profile) -> Limits:
    """Give the limits of a jurisdiction; Invalid where its profile lacks one of the clocks."""
    return Limits(
        lock=clock(here, "session-lock").length,
        disconnect=clock(here, "network-disconnect").length,
        renewal=clock(here, "session-renewal").length,
        window=clock(here, "failed-logon-window").length,
        inactivity=clock(here, "account-inactivity").length,
        temporary=clock(here, "emergency-account").length,
    )


def standing(
    limits: Limits, workstation: Workstation, *, signed_in_at: datetime, last_request: datetime, now: datetime
) -> Standing:
    """Tell how a sign-in stands: AC-11 (lock), SC-10 (disconnect) and IA-5(j) at AAL2 (renewal), the gravest first."""
    idle = now - last_request
    exempt = workstation is Workstation.DISPATCH
    if now - signed_in_at >= limits.renewal:
        return Standing.RENEWAL_DUE
    if idle >= limits.disconnect and not exempt:
        return Standing.DISCONNECTED
    if idle >= limits.lock and not exempt:
        return Standing.LOCKED
    return Standing.GOOD


def failures_that_count(limits: Limits, failures: Sequence[datetime], now: datetime) -> tuple[datetime, ...]:
    """Give the failed logons since the last good one that still count: those less than the window ago."""
    return tuple(at for at in failures if now - at < limits.window)[-MOST_FAILURES:]


def too_many_failures(limits: Limits, failures: Sequence[datetime], now: datetime) -> bool:
    """Tell whether these failed logons lock the account until an administrator releases it (AC-7)."""
    return len(failures_that_count(limits, failures, now)) >= MOST_FAILURES


def inactive(limits: Limits, last_active: datetime, now: datetime) -> bool:
    """Tell whether an account was left for so long that it is disabled (AC-2(3))."""
    return now - last_active >= limits.inactivity


def temporary_until(limits: Limits, made_at: datetime) -> datetime:
    """Give when a temporary or emergency account made now is removed (AC-2(2))."""
    return made_at + limits.temporary


def outlived(until: datetime | None, now: datetime) -> bool:
    """Tell whether a temporary account has had its time; None is an account that is not temporary."""
    return until is not None and now >= until
