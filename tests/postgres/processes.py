"""What the tests do to other processes: kill them, wait for their end, start one that shares a cluster."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from comity.store.postgres.starting import living_in

Sharer = Callable[..., "subprocess.Popen[str]"]


def kill_all(folder: Path) -> None:
    """Kill the server in ``folder`` and all its children, as a power cut would."""
    for process in living_in(folder / "data") or ():
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def wait_for_end(folder: Path) -> None:
    until = time.monotonic() + 10
    while living_in(folder / "data") and time.monotonic() < until:
        time.sleep(0.02)
    assert not living_in(folder / "data")


def address(process: "subprocess.Popen[str]") -> str:
    """The address that a sharer said; it serves by then."""
    assert process.stdout is not None
    said = process.stdout.readline().strip()
    assert said.startswith("postgresql://"), said
    return said


def leave(process: "subprocess.Popen[str]") -> None:
    """Let a sharer leave, and wait until it has."""
    process.communicate(timeout=20)
    assert process.returncode == 0
