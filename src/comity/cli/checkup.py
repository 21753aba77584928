"""What ``comity doctor`` looks at: the machine first, then the node on it; every finding says what to do."""

import os
import shutil
import stat
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import asyncpg
from msgspec import Struct

from comity.clock import now
from comity.errors import ComityError
from comity.settings import Settings
from comity.store.migrating import migrations
from comity.store.node import Node

GIB = 1 << 30
# No clock that is right shows an instant before this was written.
WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)
LAG = timedelta(seconds=60)
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on"}
PRIVATE = stat.S_IRWXG | stat.S_IRWXO

_SETTINGS = "select name, setting from pg_settings where name = any($1::text[])"
_DATABASE_CLOCK = "select clock_timestamp()"
_MIGRATIONS = "select count(*) from migration"
_LAST_SLOT = "select max(slot) from entry"
_HEAD_FREE = "select size from log_head for update nowait"
_HEAD = "select size from log_head"
_UNSIGNED = """
-- When the oldest entry was recorded that no signed head covers.
select recorded_at from entry where seq = coalesce((select max(size) from checkpoint), 0)
"""
_ROWS = """
-- How much there is.
select (select size from log_head) as entries, (select count(*) from record) as records,
       (select count(*) from access_token where revoked_at is null and expires_at > now()) as tokens,
       (select count(*) from hand_off where received_at is null and dead_at is null) as owed
"""


class State(StrEnum):
    """How a finding is meant."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Finding(Struct, frozen=True):
    """What one look found, and the next thing to do where it is not well."""

    what: str
    state: State
    said: str
    remedy: str = ""


def look_at_place(settings: Settings) -> Iterator[Finding]:
    """Look at the machine: disk, clock, and the keyring's files."""
    yield _disk(settings.home)
    moment = now()
    right = moment >= WRITTEN
    remedy = "" if right else "Set the machine's clock, and keep it by NTP."
    yield Finding("clock", State.OK if right else State.FAIL, f"{moment:%Y-%m-%d %H:%M:%S} UTC", remedy)
    yield _keyring(settings.keyring)


def _disk(home: Path) -> Finding:
    place = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(place).free / GIB
    state = State.FAIL if free < 1 else State.WARN if free < 5 else State.OK  # noqa: PLR2004 - GiB, as the remedy says
    remedy = (
        "" if state is State.OK else "Make room: a full disk stops all entries. Below 5 GiB is short, below 1 is late."
    )
    return Finding("disk", state, f"{free:.1f} GiB free at {place}", remedy)


def _keyring(folder: Path) -> Finding:
    if not (folder / "slots").is_file():
        remedy = "Name the right folder with --home or COMITY_HOME; a new node is made by comity init."
        return Finding("keyring", State.FAIL, f"{folder} holds no keys", remedy)
    try:
        open_to_others = [p.name for p in (folder, *folder.iterdir()) if p.stat().st_mode & PRIVATE]
    except OSError as wrong:
        return Finding("keyring", State.FAIL, f"cannot be read: {wrong}", "Run as the user who runs the node.")
    if folder.stat().st_uid != os.geteuid():
        return Finding("keyring", State.WARN, f"{folder} is another user's", "Run as the user who runs the node.")
    if open_to_others:
        said = f"others may read {', '.join(open_to_others)}"
        return Finding("keyring", State.FAIL, said, f"chmod -R go= {folder}; think about who may have copied the keys.")
    return Finding("keyring", State.OK, f"{folder}, closed to others")


async def look_at_node(node: Node) -> AsyncIterator[Finding]:
    """Look at the node at work: database, keys, directory, writer, checkpoints, rows."""
    yield await _database(node)
    yield await _clocks(node)
    yield await _reach(node)
    yield _directory(node)
    yield await _writer(node)
    yield await _checkpoint(node)
    (row,) = await node.pool.fetch(_ROWS)
    said = ", ".join(f"{count} {name}" for name, count in row.items())
    yield Finding("rows", State.OK, said)


async def _database(node: Node) -> Finding:
    async with node.pool.acquire() as connection:
        found = {row["name"]: row["setting"] for row in await connection.fetch(_SETTINGS, ["server_version", *DURABLE])}
        applied = await connection.fetchval(_MIGRATIONS)
    said = f"PostgreSQL {found['server_version']}, {applied} of {len(migrations())} migrations"
    unsafe = [f"{name} = {found.get(name)}" for name, wanted in DURABLE.items() if found.get(name) != wanted]
    if not unsafe:
        return Finding("database", State.OK, f"{said}, durable, checksums on")
    state = State.WARN if unsafe == ["data_checksums = off"] else State.FAIL
    remedy = "Set it back to on (checksums: pg_checksums --enable): acknowledged entries must survive a power cut."
    return Finding("settings", state, f"{said}; {', '.join(unsafe)}", remedy)


async def _clocks(node: Node) -> Finding:
    before = node.clock()
    theirs = await node.pool.fetchval(_DATABASE_CLOCK)
    apart = max(before - theirs, theirs - node.clock(), timedelta())
    state = State.OK if apart < timedelta(seconds=2) else State.WARN
    remedy = "" if state is State.OK else "Keep both machines' clocks by NTP."
    return Finding("database clock", state, f"{apart.total_seconds():.1f} s from ours", remedy)


async def _reach(node: Node) -> Finding:
    last = await node.pool.fetchval(_LAST_SLOT)
    if last is None:
        return Finding("keys", State.OK, "no entry needs one yet")
    try:
        node.keyring.secret(last)
    except ComityError as wrong:
        return Finding("keys", State.FAIL, wrong.message, wrong.remedy)
    return Finding("keys", State.OK, f"reach to slot {last}, the last in use")


def _directory(node: Node) -> Finding:
    try:
        directory = node.directory
    except ComityError as wrong:
        return Finding("directory", State.FAIL, wrong.message, wrong.remedy)
    said = f"version {node.directories.version} of {directory.origin}, {len(directory.agencies)} agencies"
    return Finding("directory", State.OK, said)


async def _writer(node: Node) -> Finding:
    """Take the head of the log for a moment, as every writer must, and let it go unchanged."""
    try:
        async with node.pool.acquire() as connection, connection.transaction():
            size = await connection.fetchval(_HEAD_FREE)
    except asyncpg.LockNotAvailableError:
        return Finding("writer", State.OK, "another process is writing at this moment")
    return Finding("writer", State.OK, f"can append at {size}")


async def _checkpoint(node: Node) -> Finding:
    oldest = await node.pool.fetchval(_UNSIGNED)
    latest = await node.log.latest()
    said = f"signed up to {latest.size if latest else 0} of {await node.pool.fetchval(_HEAD)} entries"
    if oldest is None or node.clock() - oldest < LAG:
        return Finding("checkpoint", State.OK, said)
    waited = (node.clock() - oldest).total_seconds()
    return Finding("checkpoint", State.WARN, f"{said}, waiting for {waited:.0f} s", "Start comity serve: it signs.")
