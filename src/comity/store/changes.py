"""Changes of accounts that one administrator asked for and another must settle."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import asyncpg

from comity.store.access import Scope
from comity.store.accounts import Sort

_ASK = """
-- Keep what was asked for, until somebody else settles it.
insert into account_change
    (id, act, member, agency, sort, temporary, subject, half, purpose, scopes, days, roles, asked_by, asked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
"""
_FIND = "select * from account_change where id = $1 and outcome = 'open'"
_OPEN = """
-- What waits to be settled, of an agency or of all, oldest first.
select * from account_change where outcome = 'open' and ($1::text is null or agency = $1) order by asked_at, id
"""
_SETTLE = """
-- Settle a change once; none that was settled before.
update account_change set outcome = $2, settled_by = $3, settled_at = $4, half = null
where id = $1 and outcome = 'open' and asked_by <> $3 and member <> $3 returning id
"""


class Act(StrEnum):
    """What is to be done to an account.

    To recover is to invite anew, with nothing of what was registered before; to appoint is to give roles, and no others
    than those.
    """

    INVITE = "invite"
    ENABLE = "enable"
    RECOVER = "recover"
    ISSUE_KEY = "issue-key"
    APPOINT = "appoint"


@dataclass(frozen=True)
class Change:
    """What was asked for, and by whom.

    ``half`` is the digest of the asker's half of an invitation; purpose, scopes and days are a key's.
    """

    id: UUID
    act: Act
    member: str
    agency: str
    sort: Sort
    temporary: bool
    subject: str | None
    half: bytes | None
    purpose: str
    scopes: tuple[Scope, ...]
    days: int
    roles: tuple[str, ...]
    asked_by: str
    asked_at: datetime


class Changes:
    """Keeps what was asked for."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def ask(self, change: Change) -> None:
        """Keep what was asked for."""
        c = change
        await self._pool.execute(
            _ASK,
            c.id,
            c.act,
            c.member,
            c.agency,
            c.sort,
            c.temporary,
            c.subject,
            c.half,
            c.purpose,
            list(c.scopes),
            c.days,
            list(c.roles),
            c.asked_by,
            c.asked_at,
        )

    async def find(self, id: UUID) -> Change | None:
        """Give a change that waits to be settled."""
        row = await self._pool.fetchrow(_FIND, id)
        return None if row is None else _change(row)

    async def open_of(self, agency: str | None) -> list[Change]:
        """Give what waits to be settled, of an agency or of all."""
        return [_change(row) for row in await self._pool.fetch(_OPEN, agency)]

    async def approve(self, id: UUID, by: str, at: datetime) -> bool:
        """Approve a change, and tell whether it was still to be settled and by them."""
        return await self._pool.fetchval(_SETTLE, id, "approved", by, at) is not None

    async def decline(self, id: UUID, by: str, at: datetime) -> bool:
        """Decline a change, and tell whether it was still to be settled and by them."""
        return await self._pool.fetchval(_SETTLE, id, "declined", by, at) is not None


def _change(row: asyncpg.Record) -> Change:
    return Change(
        row["id"],
        Act(row["act"]),
        row["member"],
        row["agency"],
        Sort(row["sort"]),
        row["temporary"],
        row["subject"],
        row["half"],
        row["purpose"],
        tuple(map(Scope, row["scopes"])),
        row["days"],
        tuple(row["roles"]),
        row["asked_by"],
        row["asked_at"],
    )
