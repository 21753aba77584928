"""How often one source, and one name, may try to come in: exact counts over a sliding minute, the same for any name."""

import hashlib
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

from comity.api.problems import TOO_MANY, Turned
from comity.clock import Clock

WINDOW = timedelta(minutes=1)
MOST_BY_NAME = 10
MOST_BY_SOURCE = 60
_MOST_KNOWN = 20_000


class Paces:
    """Counts attempts in one process; names are kept as digests, whether or not anybody has them."""

    def __init__(self, clock: Clock, *, most_known: int = _MOST_KNOWN) -> None:
        self._clock = clock
        self._most_known = most_known
        self._attempts: dict[bytes, deque[datetime]] = {}

    def hold(self, source: str, name: str) -> None:
        """Take note of an attempt; Turned with 429 when there were too many from this source or at this name."""
        now = self._clock()
        # Before anything is counted: else what was begun for this name would be forgotten in the middle.
        if len(self._attempts) >= self._most_known:
            self._forget(now)
        pairs = (("name", name, MOST_BY_NAME), ("source", source, MOST_BY_SOURCE))
        counted = [(self._recent(kind, value, now), most) for kind, value, most in pairs if value]
        if waits := [recent[0] + WINDOW - now for recent, most in counted if len(recent) >= most]:
            raise _too_many(waits)
        for recent, _ in counted:
            recent.append(now)

    def _recent(self, kind: str, value: str, now: datetime) -> deque[datetime]:
        key = hashlib.sha256(f"{kind}\0{value}".encode()).digest()
        recent = self._attempts.setdefault(key, deque())
        while recent and now - recent[0] >= WINDOW:
            recent.popleft()
        return recent

    def _forget(self, now: datetime) -> None:
        """Forget names that nobody tries any more; if all are being tried, forget nothing that still counts."""
        over = [key for key, at in self._attempts.items() if not at or now - at[-1] >= WINDOW]
        for key in over:
            del self._attempts[key]


def _too_many(waits: Sequence[timedelta]) -> Turned:
    seconds = max(1, -(-max(waits) // timedelta(seconds=1)))
    return Turned(
        TOO_MANY,
        "There were too many attempts.",
        remedy=f"Wait {seconds} seconds, then try again.",
        headers={"Retry-After": str(seconds)},
    )
