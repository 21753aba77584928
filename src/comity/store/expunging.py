"""Expunges: keys first, then what the database still holds, so that the log verifies and says nothing any more.

Key and blind of an expunged entry are gone, so its commitment confirms nothing; its place in the log stays. What was
destroyed stands in the keyring's ledger, apart from the database: an older database is scrubbed again at opening.
"""

import asyncio
from collections.abc import Collection, Iterator
from uuid import UUID

import asyncpg

from comity.records.codec import build
from comity.records.declaration import kind_name
from comity.records.governance.expungement import Expungement
from comity.records.parting import plain_fields
from comity.store.entries import Stored
from comity.store.keyring import Keyring
from comity.store.lost import reachable

_SLOTS = "select distinct slot from entry where record = any($1::uuid[]) and class_id <> 0"
_ALLOW = "select set_config('comity.expunging', 'yes', true)"
_HOLD_HEAD = "select size from log_head for update"
_KNOWN = "select slot from expunged"

_FORGET = """
-- Take the records of these slots out of the current state and of linkage, and what was owed of them to anybody.
with gone as (select seq, record from entry where slot = any($1::bigint[]) and class_id <> 0),
     unnamed as (delete from name_key where seq in (select seq from gone)),
     owed as (delete from hand_off where seq in (select seq from gone) and number is null),
     given as (update hand_off set salt = null, digest = '' where record in (select record from gone)),
     waited as (delete from expecting where record in (select record from gone)),
     parted as (delete from linkable where record in (select record from gone) returning number, keys),
     one as (delete from link_edge e using parted p where e.one = p.number),
     other as (delete from link_edge e using parted p where e.other = p.number),
     unkeyed as (delete from link_key k using parted p where k.number = p.number and k.key = any(p.keys))
delete from record where id in (select record from gone)
"""
_SCRUB = """
-- Leave of the entries of these slots their places, and nothing of what they said.
update entry set class_id = 0, facts = '{}', sealed = '', request_digest = null
where slot = any($1::bigint[]) and class_id <> 0
"""
_NOTE = "insert into expunged (slot) select unnest($1::bigint[]) on conflict do nothing"
_MOVE = """
-- Have every process judge anew, and let go of what it has at hand.
with moved as (update policy_epoch set epoch = epoch + 1 returning epoch)
select pg_notify('comity_policy', '') from moved
"""


def named_by(stored: Stored) -> Iterator[UUID]:
    """Give the records that an entry of the log says were expunged: nothing, unless it is an expungement."""
    if stored.handling.kind == kind_name(Expungement):
        yield from (ref.id for ref in build(Expungement, plain_fields(stored.facts)).records)


async def slots_of(pool: asyncpg.Pool, records: Collection[UUID]) -> list[int]:
    """Give the key slots of records that are not expunged yet; [] for those that never were."""
    async with reachable():
        return [row["slot"] for row in await pool.fetch(_SLOTS, list(records))]


async def destroy(pool: asyncpg.Pool, keyring: Keyring, slots: Collection[int]) -> int:
    """Destroy the keys of these slots, then scrub their entries; gives how many entries lost their content.

    When this returns, nobody can read them any more, with whatever copy of the database. If the process dies in
    between, opening the node goes on with it.
    """
    if not slots:
        return 0
    await asyncio.to_thread(keyring.destroy, slots)
    async with reachable(), pool.acquire() as connection:
        return await _scrub(connection, sorted(slots))


async def scrub_again(connection: asyncpg.Connection, keyring: Keyring) -> int:
    """Scrub whatever the keyring's ledger names and this database still holds; gives how many entries that were.

    An older database that was restored, or one whose scrubbing was cut off, is brought to what it must be.
    """
    destroyed = await asyncio.to_thread(keyring.destroyed)
    known = {row["slot"] for row in await connection.fetch(_KNOWN)} if destroyed else frozenset()
    left = sorted(destroyed - known)
    return await _scrub(connection, left) if left else 0


async def _scrub(connection: asyncpg.Connection | asyncpg.pool.PoolConnectionProxy, slots: list[int]) -> int:
    async with connection.transaction():
        # Nobody may append a correction of what is being scrubbed.
        await connection.fetchval(_HOLD_HEAD)
        await connection.execute(_ALLOW)
        await connection.execute(_FORGET, slots)
        done = await connection.execute(_SCRUB, slots)
        await connection.execute(_NOTE, slots)
        await connection.execute(_MOVE)
    return int(done.rpartition(" ")[2])
