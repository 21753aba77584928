"""An import that is killed is taken up again: nothing is lost, nothing doubled."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg

from comity.store.node import Node
from tests.cli.conftest import LEE, Command, OnNode
from tests.cli.test_importing import HEADER
from tests.cli.test_serving import PROGRAM

ROWS = 1500


def counts(on_node: OnNode[Any]) -> dict[str, int]:
    async def count(node: Node) -> dict[str, int]:
        connection = await asyncpg.connect(node.dsn)
        rows = await connection.fetch(
            "select c.kind, count(*) as many from entry e join handling_class c on c.id = e.class_id group by c.kind"
        )
        await connection.close()
        return {row["kind"]: row["many"] for row in rows}

    return dict(on_node(count))


def killed_at(on_node: OnNode[Any], words: list[str], home: Path, size: int) -> int:
    """Start an import, kill it hard when the log has a size, and tell how far the log has come."""

    async def watch(node: Node) -> int:
        connection = await asyncpg.connect(node.dsn)
        importing = subprocess.Popen(words, env={**os.environ, "COMITY_HOME": str(home)}, stdout=subprocess.DEVNULL)
        while importing.poll() is None and await connection.fetchval("select size from log_head") < size:
            await asyncio.sleep(0.002)
        importing.kill()
        importing.wait(30)
        reached: int = await connection.fetchval("select size from log_head")
        await connection.close()
        return reached

    return int(on_node(watch))


def test_a_killed_import_is_taken_up_again(command: Command, home: Path, made: Path, on_node: OnNode[Any]) -> None:
    file = made / "long.csv"
    lines = (f"2026-01-01T10:00:00Z,6D,LARCENY,{n} ELM ST,Old Town,\n" for n in range(ROWS))
    file.write_text(HEADER + "".join(lines), "utf-8")
    words = [sys.executable, "-c", PROGRAM, "import", str(file), *LEE]
    reached = [killed_at(on_node, words, home, size) for size in (1, 800, 1600, 2400)]
    assert reached[0] < ROWS * 3
    ran = command("import", file, *LEE, "--json")
    assert ran.code == 0
    assert ran.answer["already"] >= min(reached[-1], ROWS * 3)
    assert counts(on_node) == {"incident": ROWS, "location": ROWS, "offense": ROWS, "original-message": 1}
    assert command("fsck").code == 0
