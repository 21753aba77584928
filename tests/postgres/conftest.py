import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.store.postgres.binaries import wheel_binaries
from tests.postgres.processes import Sharer, kill_all, wait_for_end

SYSTEM_BINARIES = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every user may enter, as pytest's own temporary folders are closed to the server's account."""
    place = Path(tempfile.mkdtemp(prefix="comity-test-"))
    place.chmod(0o711)
    yield place
    for folder in {one.parent for one in place.glob("**/data")}:
        kill_all(folder)
        wait_for_end(folder)
    shutil.rmtree(place)


@pytest.fixture
def system_binaries() -> Path:
    if not SYSTEM_BINARIES.is_dir():
        pytest.skip(f"this machine has no {SYSTEM_BINARIES}")
    return SYSTEM_BINARIES


@pytest.fixture
def as_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")


@pytest.fixture
def sharer() -> Iterator[Sharer]:
    """Start a process of its own that shares a folder; end its input and it leaves."""
    started: list[subprocess.Popen[str]] = []

    def start(folder: Path, *, user: str = "") -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "sharer.py"), str(folder), str(wheel_binaries()), user],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "HOME": str(folder.parent)},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
