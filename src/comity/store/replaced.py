"""Which records were given a new version lately, so that what waits to be sent is judged again before it goes."""

from itertools import islice
from uuid import UUID

# Whoever takes longer than so many corrections to fetch what waits for them has it judged again in any case.
_MOST = 100_000


class Replaced:
    """Remembers the place in the log of the newest version of each record that was corrected, sealed or unsealed."""

    def __init__(self) -> None:
        self._newest: dict[UUID, int] = {}
        self._forgotten = -1

    def note(self, id: UUID, seq: int) -> None:
        """Remember that a record has a new version."""
        if seq > self._newest.get(id, -1):
            self._newest[id] = seq
        if len(self._newest) > _MOST:
            for earliest in list(islice(self._newest, _MOST // 2)):
                self._forgotten = max(self._forgotten, self._newest.pop(earliest))

    def outdates(self, id: UUID, seq: int) -> bool:
        """Tell whether the version of a record at a place in the log has, or may have, been replaced since."""
        return seq < self._forgotten or self._newest.get(id, -1) > seq
