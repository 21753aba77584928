"""Tells open streams that the tokens they rest on have ended: one question for all of them, twice a second."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from comity.errors import Unavailable
from comity.store.accounts import digest_of
from comity.store.lost import LOST
from comity.store.node import Node
from comity.store.postgres.cancelling import end_if_cancelled

# Half of the second within which an ending must bite; the question itself takes the rest.
_EVERY_SECONDS = 0.4

Wake = Callable[[], None]


class Endings:
    """Watches tokens as long as anybody rests on them."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._waiting: dict[bytes, list[Wake]] = {}
        self._watching: asyncio.Task[None] | None = None
        self.ended: set[bytes] = set()

    @contextmanager
    def watched(self, bearer: str, wake: Wake) -> Iterator[None]:
        """Call ``wake`` within the block when a token ends, in whichever process that was done."""
        digest = digest_of(bearer)
        self._waiting.setdefault(digest, []).append(wake)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            self._waiting[digest].remove(wake)
            if not self._waiting[digest]:
                del self._waiting[digest]
                self.ended.discard(digest)

    async def _watch(self) -> None:
        while self._waiting:
            await asyncio.sleep(_EVERY_SECONDS)
            try:
                alive = await self._node.sign_ins.alive(self._waiting.keys(), self._node.clock())
            except (*LOST, Unavailable):
                end_if_cancelled()
                # Nothing can be shown either while the database is away.
                continue
            for digest in self._waiting.keys() - alive.keys() - self.ended:
                self.ended.add(digest)
                for wake in self._waiting[digest]:
                    wake()
