"""A node under load whose processes are killed: the server, the database, one of its backends, or all at once."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from comity.following.running import run_app
from comity.settings import Settings
from comity.store.postgres.starting import living_in
from tests.worlds import SMALL, session_of

REPOSITORY = Path(__file__).resolve().parents[2]
SERVE = "from comity.cli import main; main()"
LONGEST_RECOVERY = 60.0


@dataclass
class Site:
    """One home with its server process and its load; ``recoveries`` are the seconds from a kill to the next ack."""

    home: Path
    port: int
    bearer: str
    chance: Random
    server: "subprocess.Popen[bytes] | None" = None
    recoveries: dict[str, list[float]] = field(default_factory=dict)

    @property
    def journal(self) -> Path:
        return self.home.parent / "journal"

    @property
    def errors(self) -> Path:
        """What the server says on its standard error, all starts in one file."""
        return self.home.parent / "server.log"

    def start(self) -> None:
        command = [sys.executable, "-c", SERVE, "serve", "--home", str(self.home), "--port", str(self.port)]
        environment = os.environ | {"COMITY_CHECKPOINT_SECONDS": "0.1"}
        with self.errors.open("ab") as errors:
            self.server = subprocess.Popen(command, env=environment, stdout=errors, stderr=errors)

    def stop(self) -> int:
        """End the server as an operator does, and give its exit code."""
        assert self.server is not None
        self.server.send_signal(signal.SIGTERM)
        return self.server.wait(60)

    def kill_server(self) -> None:
        assert self.server is not None
        self.server.kill()
        self.server.wait()

    def kill_database(self) -> None:
        _kill(self._living())

    def kill_postmaster(self) -> None:
        with suppress(FileNotFoundError, ValueError):
            _kill([int((self._data / "postmaster.pid").read_text().splitlines()[0])])

    def kill_backend(self) -> None:
        if living := self._living():
            _kill([self.chance.choice(living)])

    def kill_both(self) -> None:
        self.kill_database()
        self.kill_server()

    def _living(self) -> tuple[int, ...]:
        return living_in(self._data) or ()

    @property
    def _data(self) -> Path:
        return self.home.resolve() / "postgres" / "data"

    @property
    def kills(self) -> dict[str, Callable[[], None]]:
        return {
            "server": self.kill_server,
            "database": self.kill_database,
            "postmaster": self.kill_postmaster,
            "backend": self.kill_backend,
            "both": self.kill_both,
        }

    async def kill(self, what: str) -> None:
        """Kill, start again what nobody else starts, and wait until the load is acknowledged again."""
        began = time.monotonic()
        await asyncio.to_thread(self.kills[what])
        if self.server is not None and self.server.poll() is not None:
            self.start()
        await self.until_acknowledged()
        self.recoveries.setdefault(what, []).append(time.monotonic() - began)

    async def until_acknowledged(self) -> None:
        """Wait for acknowledgements that are given from now on; those of all connections may still be on their way."""
        seen, until = self.journal.stat().st_size, time.monotonic() + LONGEST_RECOVERY
        while self.journal.stat().st_size - seen < 10_000:
            assert time.monotonic() < until, f"no acknowledgement in {LONGEST_RECOVERY} s"
            assert self.server is not None
            assert self.server.poll() is None, self.errors.read_text()[-2000:]
            await asyncio.sleep(0.01)


def _kill(processes: list[int] | tuple[int, ...]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def prepared(home: Path, port: int, seed: int) -> Site:
    """Set a node up, with a token for Lee."""
    async with run_app(Settings(home)) as app:
        await app.node.directories.activate(SMALL)
        lee = session_of(app.node, "lee")
        bearer = await app.node.access.issue("hart-pd", "lee", lee.purpose, timedelta(days=1))
    return Site(home, port, bearer, Random(seed))


@asynccontextmanager
async def load_on(site: Site, connections: int) -> AsyncIterator[None]:
    """Keep the load up within the block; at the end every request is seen through."""
    site.journal.touch()
    command = [sys.executable, "-m", "tests.durability.load", str(site.port), site.bearer, str(site.journal)]
    load = subprocess.Popen([*command, str(connections)], cwd=REPOSITORY, stdin=subprocess.PIPE)
    try:
        yield
        assert load.poll() is None, "the load has died"
        await asyncio.to_thread(load.communicate, timeout=120)
        assert load.returncode == 0
    finally:
        load.kill()
        load.wait()
