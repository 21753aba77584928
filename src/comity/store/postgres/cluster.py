"""One folder of data under PostgreSQL: the first process starts it, the others join, the last one stops it."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from comity.errors import Unavailable
from comity.store.postgres.accounts import Account, account_for, may_enter
from comity.store.postgres.binaries import Programs, programs_in
from comity.store.postgres.initializing import configure, initialize
from comity.store.postgres.places import Places, make_places, socket_folder
from comity.store.postgres.settings import DATABASE, OWNER
from comity.store.postgres.sharing import Share, turn
from comity.store.postgres.starting import LONGEST_RECOVERY, Launch, State, bury, halt, launch, probe


@dataclass(frozen=True)
class _Ready:
    """What a start found out, and what a restart needs again."""

    account: Account
    programs: Programs
    socket: Path

    @property
    def dsn(self) -> str:
        return f"postgresql://{OWNER}@/{DATABASE}?host={quote(str(self.socket), safe='/')}"


class Cluster:
    """The data in ``folder``, served by the programs in ``binaries`` for as long as any process has started it.

    Two processes, or two of these, may start the same folder: each calls ``stop`` for itself. Who is killed counts
    as gone, and takes nobody's database along.
    """

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder = folder.resolve()
        self._binaries = binaries
        self._places = Places(self.folder)
        self._share: Share | None = None
        self._ready: _Ready | None = None

    @property
    def is_started(self) -> bool:
        return self._share is not None

    async def start(self) -> str:
        """The address for asyncpg or psql; when this returns, the database serves.

        Raises ``Unavailable`` for programs or data that will not do, and where recovery takes over ten minutes.
        """
        try:
            account = await asyncio.to_thread(self._enter)
            async with turn(self._places.turn_lock, account):
                return await self._join(account)
        except OSError as wrong:
            raise Unavailable(
                f"The database in {self.folder} cannot be started: {wrong}",
                remedy="Free space, or choose a COMITY_HOME that you may write to, then start again.",
            ) from wrong

    async def stop(self) -> None:
        """Leave; whoever leaves last waits for the server's clean end. Safe to call twice."""
        share, ready = self._share, self._ready
        if share is None or ready is None:
            return
        self._share = None
        try:
            async with turn(self._places.turn_lock, ready.account):
                if share.is_last():
                    await asyncio.to_thread(halt, self._places, ready.programs, ready.account)
        finally:
            share.leave()

    async def revive(self) -> None:
        """See that the server serves, starting it again if it died; does nothing when we have left."""
        if self._ready is None or self._share is None:
            return
        async with turn(self._places.turn_lock, self._ready.account):
            await self._until_serving(self._ready)

    async def _join(self, account: Account) -> str:
        share = self._share or Share(self._places.share_lock, account)
        try:
            self._ready = await asyncio.to_thread(self._prepare, account)
            await self._until_serving(self._ready)
            self._share = share
        finally:
            if self._share is None:
                share.leave()
        return self._ready.dsn

    def _enter(self) -> Account:
        account = account_for(self.folder)
        if not may_enter(account, _nearest(self.folder.parent)):
            raise Unavailable(
                f"PostgreSQL runs as {account.name}, who may not enter {self.folder.parent}.",
                remedy="Choose a COMITY_HOME that everybody may enter, such as /var/lib/comity.",
            )
        make_places(self._places, account)
        return account

    def _prepare(self, account: Account) -> _Ready:
        programs = programs_in(self._binaries, account, cache=self._places.programs)
        initialize(self._places, programs, account)
        return _Ready(account, programs, socket_folder(self._places, account))

    async def _until_serving(self, ready: _Ready) -> None:
        until = time.monotonic() + LONGEST_RECOVERY
        while time.monotonic() < until:
            match await probe(ready.dsn):
                case State.SERVING:
                    return
                case State.RECOVERING:
                    await asyncio.sleep(0.05)
                case State.DOWN:
                    await self._launch(ready)
        raise Unavailable(
            f"PostgreSQL has not come up in {LONGEST_RECOVERY} seconds.",
            remedy=f"Read the newest file in {self._places.log}; if it is still recovering, wait and start again.",
        )

    async def _launch(self, ready: _Ready) -> None:
        places, programs, account = self._places, ready.programs, ready.account
        await asyncio.to_thread(configure, places, programs, account, socket=ready.socket)
        if await asyncio.to_thread(launch, places, programs, account) is Launch.TOO_EARLY:
            await asyncio.to_thread(bury, places, ready.socket)
            await asyncio.sleep(0.1)


def _nearest(folder: Path) -> Path:
    """``folder``, or the nearest folder above it that is there."""
    return next(place for place in (folder, *folder.parents) if place.exists())
