"""The load generator, a process of its own: asks without pause, and writes down every acknowledgement it was given.

Arguments: port, bearer token, journal, how many connections. It asks until its input ends, then sees every request
through, however often that takes, and leaves. Each line of the journal is one thing that the server said:

    sent KEY OPERATION RECORD      before the first attempt; RECORD is what a correction is of, or -
    ack KEY ID VERSION             an answer of success, to a first attempt or a retry
    head NOTE                      a checkpoint, as JSON text
    wrong KEY STATUS BODY          an answer that should not be
"""

import asyncio
import json
import os
import sys
from collections import deque
from pathlib import Path
from random import Random
from typing import Any, TextIO

from tests.durability.asking import Answer, Cut, Line

# Not carried out now: sent again under the same key until it is.
AGAIN = {503}
RECENT = 400
PAUSE = 0.05


class Load:
    """The connections of one run, and what they have been told so far."""

    def __init__(self, port: int, bearer: str, journal: TextIO) -> None:
        self.port = port
        self.bearer = bearer
        self.journal = journal
        self.over = asyncio.Event()
        self.uncorrected: deque[str] = deque(maxlen=RECENT)
        self.done: deque[tuple[str, str, dict[str, Any]]] = deque(maxlen=RECENT)

    def write(self, *words: object) -> None:
        self.journal.write(" ".join(map(str, words)) + "\n")
        self.journal.flush()

    async def work(self, seed: int) -> None:
        chance, line = Random(seed), Line(self.port, self.bearer)
        while not self.over.is_set():
            if self.done and chance.random() < 0.05:
                key, record, request = chance.choice(self.done)
            else:
                key, record, request = self._next(chance)
            await self._see_through(line, key, record, request)

    def _next(self, chance: Random) -> tuple[str, str, dict[str, Any]]:
        key, record = os.urandom(12).hex(), "-"
        if self.uncorrected and chance.random() < 0.1:
            record = self.uncorrected.popleft()
            request = correction(record, chance)
        elif chance.random() < 0.3:
            request = entry(
                "diary-entry",
                {"occurred_at": "2026-01-02T09:00:00Z", "outcome": "record-only", "narrative": "Heard."},
            )
        else:
            name = {"given_name": f"Given{chance.randrange(1000)}", "surname": f"Surname{chance.randrange(1000)}"}
            request = entry("person", {"names": [name], "birth_date": "1990-02-03"})
        self.write("sent", key, request["path"], record)
        return key, record, request

    async def _see_through(self, line: Line, key: str, record: str, request: dict[str, Any]) -> None:
        while True:
            try:
                answer = await line.ask(**request, Idempotency_Key=key, Prefer="return=minimal")
            except Cut:
                await asyncio.sleep(PAUSE)
                continue
            if answer.status not in AGAIN:
                self._told(answer, key, record, request)
                return
            await asyncio.sleep(PAUSE)

    def _told(self, answer: Answer, key: str, record: str, request: dict[str, Any]) -> None:
        if answer.status not in {200, 201}:
            self.write("wrong", key, answer.status, json.dumps(answer.body))
            return
        self.write("ack", key, answer.body["id"], answer.body["version"])
        self.done.append((key, record, request))
        if "person" in request["path"] and not answer.body["replayed"]:
            self.uncorrected.append(answer.body["id"])

    async def watch_heads(self) -> None:
        """Ask for the newest checkpoint again and again, as a partner does."""
        line, last = Line(self.port, self.bearer), ""
        while not self.over.is_set():
            try:
                answer = await line.ask("GET", "/v1/log/checkpoint")
            except Cut:
                answer = Answer(503, "")
            if answer.status == 200 and answer.body != last:
                last = answer.body
                self.write("head", json.dumps(last))
            await asyncio.sleep(0.1)


def entry(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    body = json.dumps(fields).encode()
    return {"method": "POST", "path": f"/v1/records/{kind}", "body": body, "Content_Type": "application/json"}


def correction(record: str, chance: Random) -> dict[str, Any]:
    body = json.dumps({"birth_date": f"19{chance.randint(10, 99)}-01-01"}).encode()
    headers = {"Content_Type": "application/merge-patch+json", "If_Match": '"v1"'}
    return {"method": "PATCH", "path": f"/v1/records/{record}", "body": body, **headers}


async def run(port: int, bearer: str, journal: Path, connections: int) -> None:
    with journal.open("a") as file:
        load = Load(port, bearer, file)
        workers = [asyncio.create_task(load.work(seed)) for seed in range(connections)]
        watching = asyncio.create_task(load.watch_heads())
        await asyncio.to_thread(sys.stdin.read)
        load.over.set()
        await asyncio.gather(*workers, watching)


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])))
