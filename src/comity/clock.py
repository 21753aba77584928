"""The one place that tells the time, so that tests can hold it still."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """Tell the present instant in UTC, to the microsecond."""
    return datetime.now(UTC)
