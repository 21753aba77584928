"""One launch of the server, what its dead predecessor left behind, and whether anybody answers."""

import os
import signal
from contextlib import suppress
from enum import Enum
from pathlib import Path

import asyncpg

from comity.errors import Unavailable
from comity.store.postgres.accounts import Account, run
from comity.store.postgres.binaries import Programs
from comity.store.postgres.places import Places
from comity.store.postgres.settings import PORT

# Recovery replays at most max_wal_size twice over; ten minutes are long for that on a slow disk.
LONGEST_RECOVERY = 600
LONGEST_STOP = 60

# What a start says while a killed server's children still hold its memory, or its process id is not yet reaped.
PASSING = ("lock file", "shared memory block", "shared memory segment")

# What asyncpg raises when the server goes away under it, at whichever step that was.
CUT_OFF = (
    asyncpg.CannotConnectNowError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    ConnectionResetError,
    BrokenPipeError,
    TimeoutError,
)


class State(Enum):
    """What a connection met with."""

    SERVING = "serving"
    RECOVERING = "recovering"
    DOWN = "down"


class Launch(Enum):
    """What came of one attempt to start the server."""

    STARTED = "started"
    TOO_EARLY = "too early"


async def probe(dsn: str) -> State:
    """Ask the server whether it serves, making the database where it is missing.

    Raises ``Unavailable`` where it is there and refuses us for good.
    """
    try:
        await (await asyncpg.connect(dsn, timeout=30)).close()
    except asyncpg.InvalidCatalogNameError:
        await _make_database(dsn)
    except asyncpg.TooManyConnectionsError:
        return State.SERVING
    except CUT_OFF:
        return State.RECOVERING
    except (ConnectionRefusedError, FileNotFoundError):
        return State.DOWN
    except (asyncpg.PostgresError, OSError) as wrong:
        raise Unavailable(
            f"The embedded PostgreSQL refuses us: {wrong}",
            remedy="Start as the user who owns its folder, or as root.",
        ) from wrong
    return State.SERVING


def launch(places: Places, programs: Programs, account: Account) -> Launch:
    """Start the server, detached from us, and wait until it serves or gives up.

    Raises ``Unavailable`` with its own words where trying again cannot help.
    """
    places.start_log.unlink(missing_ok=True)
    pg_ctl: list[str | Path] = [programs.folder / "pg_ctl", "start", "--wait", f"--timeout={LONGEST_RECOVERY}"]
    done = run(account, [*pg_ctl, "--pgdata", places.data, "--log", places.start_log], folder=places.root)
    if done.returncode == 0:
        return Launch.STARTED
    said = places.start_log.read_text(errors="replace").strip() if places.start_log.exists() else done.stderr
    if any(words in said for words in PASSING):
        return Launch.TOO_EARLY
    raise Unavailable(
        f"PostgreSQL did not start: {said[-500:]}", remedy=f"Read the newest file in {places.log}, then start again."
    )


def halt(places: Places, programs: Programs, account: Account) -> None:
    """End the server after a checkpoint; connections still open are cut.

    A server that does not end so in a minute is ended at once, and recovers when it next starts: nothing is lost.
    """
    living = living_in(places.data)
    # The id in a dead server's file may be another's by now: who is not seen in the folder is sent no signal.
    if not postmaster_id(places) or (living is not None and postmaster_id(places) not in living):
        return
    # PostgreSQL 18 can wait for ever when the wish to stop comes while it recovers from a crash (seen with 18.6).
    for mode, patience in (("fast", LONGEST_STOP), ("immediate", LONGEST_RECOVERY)):
        pg_ctl: list[str | Path] = [programs.folder / "pg_ctl", "stop", f"--mode={mode}", f"--timeout={patience}"]
        done = run(account, [*pg_ctl, "--pgdata", places.data], folder=places.root)
        if done.returncode == 0 or not living_in(places.data):
            return
    raise Unavailable(
        f"PostgreSQL did not stop: {done.stderr.strip()}", remedy="Wait for it; its data are safe meanwhile."
    )


def bury(places: Places, socket: Path) -> None:
    """Clear what a killed server left: first its children, then, when none lives, its lock files.

    PostgreSQL itself gives way to any process that got the dead one's id, and to a dead one that nobody reaped; only
    who sees that no server works in the folder may say more. Does nothing where processes cannot be seen (no /proc).
    """
    living = living_in(places.data)
    if living is None or postmaster_id(places) in living:
        return
    for orphan in living:
        with suppress(ProcessLookupError):
            os.kill(orphan, signal.SIGQUIT)
    if not living:
        for leftover in (places.data / "postmaster.pid", socket / f".s.PGSQL.{PORT}.lock"):
            leftover.unlink(missing_ok=True)


def postmaster_id(places: Places) -> int:
    """The process id that the server wrote down, alive or not; 0 for none."""
    with suppress(FileNotFoundError, ValueError, IndexError):
        return int((places.data / "postmaster.pid").read_text().splitlines()[0])
    return 0


def living_in(data: Path) -> tuple[int, ...] | None:
    """The server processes at work in ``data``; None where the system does not show them."""
    processes = Path("/proc")
    if not (processes / "self" / "cwd").is_symlink():
        return None
    return tuple(int(one.name) for one in processes.iterdir() if one.name.isdigit() and _works_in(one, data))


def _works_in(process: Path, data: Path) -> bool:
    # A process may end while we look, and those of other people are closed to us.
    with suppress(FileNotFoundError, PermissionError, ProcessLookupError):
        return (process / "cwd").readlink() == data and (process / "exe").readlink().name.startswith("postgres")
    return False


async def _make_database(dsn: str) -> None:
    connection = await asyncpg.connect(dsn, database="postgres", timeout=30)
    try:
        with suppress(asyncpg.DuplicateDatabaseError):
            await connection.execute(CREATE_DATABASE)
    finally:
        await connection.close()


# The one database of a node, in the encoding and order that initdb was given.
CREATE_DATABASE = "create database comity"
