"""Processes of their own: the servers that are measured, and the load that is put on them."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_PATIENCE = 60.0


def free_port() -> int:
    """Give a port of the loopback that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


@asynccontextmanager
async def running(module: str, *arguments: str, port: int, environment: Mapping[str, str]) -> AsyncIterator[None]:
    """Run ``python -m module`` until the end of the block, and wait until it listens on the port."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, cwd=_ROOT, env={**os.environ, **environment}
    )
    try:
        await _listening(child, port)
        yield
    finally:
        if child.returncode is None:
            child.send_signal(signal.SIGTERM)
        await asyncio.wait_for(child.wait(), _PATIENCE)


async def asked(module: str, *arguments: str, given: bytes = b"") -> bytes:
    """Run ``python -m module`` to its end with something on its input, and give what it printed."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        cwd=_ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await child.communicate(given)
    if child.returncode:
        raise RuntimeError(f"{module} ended with {child.returncode}")
    return printed


async def _listening(child: asyncio.subprocess.Process, port: int) -> None:
    async with asyncio.timeout(_PATIENCE):
        while child.returncode is None:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
    raise RuntimeError("the server ended before it listened")
