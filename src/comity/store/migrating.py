"""Brings a database to the schema of this release, one numbered file after another."""

import re
from importlib.resources import files

import asyncpg

from comity.errors import Unavailable

# Two processes may start at once: the lock lets one migrate and the other find it done.
_LOCK = "select pg_advisory_xact_lock(4021976)"
_TABLE = (
    "create table if not exists migration (number int primary key, name text not null, at timestamptz default now())"
)
_DONE = "select number from migration order by number"
_MARK = "insert into migration (number, name) values ($1, $2)"


def migrations() -> dict[int, tuple[str, str]]:
    """Give every migration by its number: its file name and its SQL."""
    folder = files("comity.store") / "migrations"
    named = sorted(item.name for item in folder.iterdir() if re.fullmatch(r"\d{4}_\w+\.sql", item.name))
    return {int(name[:4]): (name, (folder / name).read_text()) for name in named}


async def migrate(connection: asyncpg.Connection) -> list[str]:
    """Apply what is missing, all or nothing, and name it; Unavailable when the database is of a newer release."""
    async with connection.transaction():
        await connection.execute(_LOCK)
        await connection.execute(_TABLE)
        done = {row["number"] for row in await connection.fetch(_DONE)}
        known = migrations()
        if unknown := done - known.keys():
            raise Unavailable(
                f"The database has migrations of a newer release: {sorted(unknown)}.", remedy="Start the newer release."
            )
        applied = [(number, *known[number]) for number in known if number not in done]
        for number, name, sql in applied:
            await connection.execute(sql)
            await connection.execute(_MARK, number, name)
    return [name for _, name, _ in applied]
