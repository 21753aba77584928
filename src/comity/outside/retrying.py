"""When to try again what did not arrive: at once, then ever later, for about three days.

The schedule is the example of the Standard Webhooks specification 1.0.0, "Deliverability and reliability".
"""

from datetime import timedelta
from random import Random

_JITTER = 0.2
_WAITS = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
TRIES = len(_WAITS)


def next_try(attempts: int, *, chance: Random) -> timedelta | None:
    """Give how long to wait after so many attempts, a fifth more or less; None when it is a dead letter.

    After 0 attempts it is at once. The fifth keeps those who wait for one receiver from coming back all together.
    """
    if attempts >= TRIES:
        return None
    return _WAITS[attempts] * (1 + chance.uniform(-_JITTER, _JITTER))
