"""A node in a process of its own that reads in every way, again and again, and says when what it was shown was asked.

Arguments: home, database, reader, the ids of the records. It says "ready" once all has been shown, and then a line for
each reading that shows anything: the moment at which it began and its name, until its input ends.
"""

import asyncio
import sys
import time
from pathlib import Path
from uuid import UUID

from comity.acts.subscribe import owed, subscribe
from comity.following.running import App, run_app
from comity.following.streaming import Stream
from comity.policy.sessions import Session
from comity.settings import Settings
from tests.judging.bites import PERSON, READINGS, Scene, utc_now

Line = tuple[float, str]


async def look(app: App, session: Session, people: list[UUID], stream: Stream, standing: UUID) -> list[Line]:
    """Read once in every way, and give what showed anything, with the moment at which it began."""
    shown: list[Line] = []
    for reading in READINGS:
        begun, found = time.time(), reading(app.node, session, people)
        while True:
            try:
                await anext(found)
            except StopAsyncIteration:
                break
            shown.append((begun, reading.__name__))
            # The next of it is asked for now: a cursor and an export go on while things change.
            begun = time.time()
            await asyncio.sleep(0)
    begun = time.time()
    if await owed(app.node, session, standing):
        shown.append((begun, "owed"))
    begun = time.time()
    while not stream.arrived.empty():
        arrived = stream.arrived.get_nowait()
        if arrived and await app.streaming.still_seen(stream, arrived):
            shown.append((begun, "stream"))
    return shown


async def follow(home: Path, dsn: str, reader: str, people: list[UUID]) -> None:
    async with run_app(Settings(home, dsn)) as app:
        session = Scene(app.node, utc_now(), utc_now()).session(reader)
        standing = await subscribe(app.node, session, sorted(PERSON))
        stream = app.streaming.open(session, PERSON)
        print("ready", flush=True)
        ended = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
        while not ended.done():
            for begun, name in await look(app, session, people, stream, standing.id):
                print(begun, name, flush=True)
            await asyncio.sleep(0.01)


if __name__ == "__main__":
    home, dsn, reader, *people = sys.argv[1:]
    asyncio.run(follow(Path(home), dsn, reader, [UUID(id) for id in people]))
