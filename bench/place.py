"""Where measurements happen: one embedded server for ours and theirs, a database of its own for each."""

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from comity.store.node import Node, open_node
from comity.store.postgres.opening import opened


@dataclass(frozen=True)
class Place:
    """A running database server and a folder; ``scale`` shrinks every measurement, 1.0 being the whole one."""

    dsn: str
    folder: Path
    scale: float
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def seconds(self, whole: float) -> float:
        """Give how long to measure what takes ``whole`` seconds at full scale."""
        return max(0.3, whole * self.scale)

    def count(self, whole: int, least: int = 4) -> int:
        """Give how many things to measure with, where there are ``whole`` at full scale."""
        return max(least, int(whole * self.scale))

    async def new_database(self) -> str:
        """Make an empty database, and give its address."""
        name = f"bench_{next(self._numbers)}"
        connection = await asyncpg.connect(self.dsn)
        try:
            await connection.execute(f"create database {name}")
        finally:
            await connection.close()
        address, _, options = self.dsn.partition("?")
        return f"{address.rpartition('/')[0]}/{name}?{options}"

    def new_home(self) -> Path:
        """Make the folder of a node's keys."""
        home = self.folder / f"home-{next(self._numbers)}"
        home.mkdir()
        return home


@asynccontextmanager
async def prepared(scale: float) -> AsyncIterator[Place]:
    """Give a place that is gone at the end, with everything in it."""
    folder = _new_folder()
    try:
        async with opened(home=folder, url=None) as dsn:
            yield Place(dsn, folder, scale)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def _new_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="comity-bench-"))
    # The account that runs the database for root must be able to pass.
    folder.chmod(0o711)
    return folder


@asynccontextmanager
async def node_in(place: Place, directory: str) -> AsyncIterator[Node]:
    """Give a node at work on a database of its own, without a server, with a directory in force."""
    async with open_node(await place.new_database(), place.new_home() / "keyring") as node:
        await node.directories.activate(directory)
        yield node


async def settle(dsn: str) -> None:
    """Write out what the last measurement left behind, so that the next does not pay for it."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("checkpoint")
    finally:
        await connection.close()
