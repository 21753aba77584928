"""Searches all files below a folder for thousands of byte strings at once."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

SHORTEST = 8


def found_in(folder: Path, needles: Iterable[bytes], scratch: Path) -> set[tuple[str, bytes]]:
    """Give the files below a folder, and the needles that stand in them; no needle may hold a line's end or a NUL."""
    wanted = set(needles)
    assert all(len(needle) >= SHORTEST and not {0, 10} & set(needle) for needle in wanted)
    scratch.write_bytes(b"\n".join(sorted(wanted)))
    command = ["grep", "-raoFZ", "-f", str(scratch), str(folder)]
    done = subprocess.run(command, capture_output=True, env=os.environ | {"LC_ALL": "C"}, check=False)
    assert done.returncode < 2, done.stderr
    lines = (line.partition(b"\0") for line in done.stdout.split(b"\n") if line)
    return {(str(Path(os.fsdecode(name)).relative_to(folder)), needle) for name, _, needle in lines}


def found_plainly(folder: Path, needles: Iterable[bytes]) -> set[tuple[str, bytes]]:
    """The same for few needles, of any bytes."""
    wanted = list(needles)
    files = [path for path in folder.rglob("*") if path.is_file()]
    contents = ((str(path.relative_to(folder)), path.read_bytes()) for path in files)
    return {(name, needle) for name, content in contents for needle in wanted if needle in content}
