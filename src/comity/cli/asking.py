"""What a command asks before it replaces something."""

import sys
from pathlib import Path

from comity.errors import Refused


def may_replace(path: Path, *, yes: bool) -> None:
    """Ask before a file or a filled folder is written over; Refused unless somebody says yes."""
    filled = path.is_file() or (path.is_dir() and any(path.iterdir()))
    if filled:
        require_yes(f"{path} is there already. Replace it?", yes=yes)


def require_yes(question: str, *, yes: bool) -> None:
    """Ask, unless --yes has answered; Refused when the answer is no, or nobody is there to ask."""
    if yes:
        return
    if sys.stdin.isatty():
        sys.stderr.write(f"{question} [y/N] ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().lower() in {"y", "yes"}:
            return
    raise Refused(f"{question} Nobody said yes.", remedy="Give --yes if that is what you want.", rule="ask_first")
