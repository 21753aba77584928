"""Handling classes as small integers, the same in every process."""

from collections.abc import Mapping

import asyncpg

from comity.policy.clauses import HandlingClass

# What is left of an expunged entry: it is of no kind, nobody's, and no session can bind its class (migration 0007).
EXPUNGED_ID = 0
EXPUNGED = HandlingClass("expunged", "")
# What a number stands for that no class has: nothing was ever committed to under it, so that fsck finds it.
_NONE = HandlingClass("none", "")

_ALL = "select id, kind, owner, markings from handling_class"
_ADD = """
-- Intern a class unless it is, and tell the other processes, which would else not look for records of it.
with added as (
    insert into handling_class (kind, owner, markings) values ($1, $2, $3) on conflict do nothing returning id
)
select pg_notify('comity_class', id::text) from added
"""


class Classes:
    """The interned handling classes: read once, added to when a new one is met, never changed."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._id: dict[HandlingClass, int] = {}
        self._class: dict[int, HandlingClass] = {}

    async def refresh(self) -> None:
        """Read classes that other processes have added."""
        rows = await self._pool.fetch(_ALL)
        self._class = {row["id"]: HandlingClass(row["kind"], row["owner"], tuple(row["markings"])) for row in rows}
        self._id = {handling: id for id, handling in self._class.items()}

    async def id_of(self, handling: HandlingClass) -> int:
        """Give the integer of a class, interning it when it is new."""
        if handling not in self._id:
            await self._pool.execute(_ADD, handling.kind, handling.owner, list(handling.markings))
            await self.refresh()
        return self._id[handling]

    async def named(self, class_id: int) -> HandlingClass:
        """Give the class of an integer that the database holds, also where it is none that there is."""
        if class_id == EXPUNGED_ID:
            return EXPUNGED
        if class_id not in self._class:
            await self.refresh()
        return self._class.get(class_id, _NONE)

    def all(self) -> Mapping[int, HandlingClass]:
        """Give every class known now by its integer; it does not change while you walk it."""
        return self._class
