"""Clears what the database leaves of rows that are gone: in its pages, its indexes, its statistics and its log.

A deleted row stays readable in the pages until they are written anew, and in the write-ahead log until each of its
segments has been written over. Whoever copies the folder of the database would find its tokens there.
"""

from collections.abc import Callable

import asyncpg

from comity.store.lost import reachable

_FORGET_STATISTICS = """
-- Forget what the planner knows of these tables: of one that has become empty, nothing would take its place.
delete from pg_catalog.pg_statistic
where starelid in ('record'::regclass, 'name_key'::regclass, 'linkable'::regclass, 'link_key'::regclass,
                   'link_edge'::regclass, 'hand_off'::regclass, 'entry'::regclass)
"""
# One after the other, each in a transaction of its own, as VACUUM wants it.
_WRITE_ANEW = (
    "vacuum (full) record",
    "vacuum (full) name_key",
    "vacuum (full) linkable",
    "vacuum (full) link_key",
    "vacuum (full) link_edge",
    "vacuum (full) hand_off",
    "vacuum (full) entry",
    _FORGET_STATISTICS,
    "analyze record",
    "analyze name_key",
    "analyze linkable",
    "analyze link_key",
    "analyze link_edge",
    "analyze hand_off",
    "analyze entry",
    # The most common tokens stand in the planner's statistics.
    "vacuum (full) pg_catalog.pg_statistic",
    "vacuum (full) pg_catalog.pg_statistic_ext_data",
)
_CHECKPOINT = "checkpoint"
_SEGMENT = "select pg_walfile_name(pg_current_wal_lsn())"
# A segment in which nothing was written is not left; when the next is begun, what is left of this one becomes zeros.
_NEXT = """
-- Write something small, and go on to the next segment of the write-ahead log.
select pg_logical_emit_message(false, 'comity', 'cleared'), pg_switch_wal()
"""
_SEGMENTS = "select name from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$' order by name"


async def clear_remains(dsn: str, progress: Callable[[int, int], None]) -> int:
    """Write the tables anew and the write-ahead log over; gives how many segments of the log were written over.

    Readers and writers wait while a table is written anew: do it when few are at work. It needs the rights of the
    database's owner on an embedded database, or of a superuser on another. Copies made before are not reached: backups,
    standbys, archived segments, and what the file system keeps of files that it took away.
    """
    async with reachable():
        connection = await asyncpg.connect(dsn)
        try:
            steps = len(_WRITE_ANEW) + 1
            for done, statement in enumerate(_WRITE_ANEW, 1):
                await connection.execute(statement)
                progress(done, steps)
            written = await _write_over(connection)
            progress(steps, steps)
            return written
        finally:
            await connection.close()


async def _write_over(connection: asyncpg.Connection) -> int:
    """Go on from segment to segment until none is left that was in use before."""
    await connection.execute(_NEXT)
    # Only what comes before a checkpoint is taken up again; it then stands under a name to come.
    await connection.execute(_CHECKPOINT)
    last = (await connection.fetch(_SEGMENTS))[-1]["name"]
    written = 0
    while await connection.fetchval(_SEGMENT) <= last:
        await connection.execute(_NEXT)
        written += 1
    await connection.execute(_CHECKPOINT)
    return written
