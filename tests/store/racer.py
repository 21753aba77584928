"""A node in a process of its own, on the same database and keyring as others, that enters arrests as fast as it can.

Arguments: database, keyring, incident, person, keys, racers. It says "ready", waits for its input, enters every key by
every racer at once, and says which entry each got: a JSON list of [key, id, replayed].
"""

import asyncio
import json
import sys
from pathlib import Path
from uuid import UUID

from comity.store.node import open_node
from tests.entering import arrest_fields, enter
from tests.worlds import session_of


async def race(dsn: str, keyring: Path, fields: dict[str, object], keys: int, racers: int) -> None:
    async with open_node(dsn, keyring) as node:
        lee = session_of(node, "lee")
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        asked = [f"key-{n}" for n in range(keys) for _ in range(racers)]
        receipts = await asyncio.gather(*(enter(node, lee, "arrest", key=key, **fields) for key in asked))
        entries = [(key, str(r.entry.id), r.entry.replayed) for key, r in zip(asked, receipts, strict=True)]
    print(json.dumps(entries), flush=True)


if __name__ == "__main__":
    dsn, keyring, incident, person, keys, racers = sys.argv[1:]
    fields = arrest_fields(UUID(incident), UUID(person))
    asyncio.run(race(dsn, Path(keyring), fields, int(keys), int(racers)))
