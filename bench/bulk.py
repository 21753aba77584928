"""Bulk import: records in groups that refer to one another, beside COPY of the same bytes."""

import asyncio
from time import perf_counter
from uuid import UUID

import asyncpg

from bench.place import Place, node_in, settle
from bench.rows import Row, compared
from bench.world import arrest, directory, incident, made, officer, person
from comity.acts.submit import Submission, submit_together
from comity.ids import new_id
from comity.store.node import Node

GROUP = 60
_AT_ONCE = 4
_TABLE = "create table copied (id uuid primary key, body text not null)"

Body = tuple[str, UUID, bytes]


def group(n: int) -> list[Body]:
    """Give the bodies of a group: incidents, persons and the arrests that refer to them, with their ids."""
    found: list[Body] = []
    for m in range(GROUP // 3):
        incident_id, person_id = new_id(), new_id()
        found.append(("incident", incident_id, incident()))
        found.append(("person", person_id, person(n * GROUP + m)))
        found.append(("arrest", new_id(), arrest(incident_id, person_id)))
    return found


async def entered(node: Node, groups: list[list[Body]]) -> float:
    """Enter groups, four at once, each all or nothing; give records a second."""
    session, waiting = officer(node), iter(groups)
    began = perf_counter()

    async def entering() -> None:
        for bodies in waiting:
            await submit_together(node, session, [Submission(id, made(kind, body)) for kind, id, body in bodies])

    await asyncio.gather(*(entering() for _ in range(_AT_ONCE)))
    return len(groups) * GROUP / (perf_counter() - began)


async def copied(dsn: str, groups: list[list[Body]]) -> float:
    """Copy the same bytes into a plain table; give records a second."""
    rows = [(id, body.decode()) for bodies in groups for _, id, body in bodies]
    connection = await asyncpg.connect(dsn)
    began = perf_counter()
    await connection.copy_records_to_table("copied", records=rows)
    took = perf_counter() - began
    await connection.close()
    return len(rows) / took


async def measure(place: Place) -> list[Row]:
    """Measure in turn, three times: groups through the acts, and COPY."""
    plain = await place.new_database()
    connection = await asyncpg.connect(plain)
    await connection.execute(_TABLE)
    await connection.close()
    through: list[float] = []
    copies: list[float] = []
    async with node_in(place, directory()) as node:
        await entered(node, [group(0)])
        for _ in range(3):
            groups = [group(n) for n in range(place.count(100))]
            through.append(await entered(node, groups))
            copies.append(await copied(plain, groups))
            await settle(place.dsn)
    return [
        compared(
            "bulk import beside COPY",
            through,
            copies,
            unit="records a second",
            how="python -m bench bulk",
            note=f"groups of {GROUP}: incident, person and arrest in turn; COPY into a table of id and text",
        )
    ]
