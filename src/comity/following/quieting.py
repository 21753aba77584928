"""When a mail may be sent: after its digest is full, and outside the hours in which its reader is to be left alone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from comity.records.governance.subscription import QuietHours, Subscription


def due_at(wish: Subscription, oldest: datetime) -> datetime:
    """Give when what has waited since a moment may be sent."""
    due = oldest + timedelta(minutes=wish.digest_minutes)
    return due if wish.quiet is None else _after(wish.quiet, due)


def _after(quiet: QuietHours, at: datetime) -> datetime:
    """Give a moment itself, or the end of the quiet hours that it lies in."""
    local = at.astimezone(ZoneInfo(quiet.zone))
    starts, ends = _minutes(quiet.starts), _minutes(quiet.ends)
    now = local.hour * 60 + local.minute
    is_quiet = starts <= now < ends if starts < ends else now >= starts or now < ends
    if starts == ends or not is_quiet:
        return at
    end = local.replace(hour=ends // 60, minute=ends % 60, second=0, microsecond=0)
    return end if now < ends else end + timedelta(days=1)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
