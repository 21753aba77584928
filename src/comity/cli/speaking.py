"""How commands speak: to people in lines and tables, to programs in JSON, and of what went wrong with what to do next.

Answers go to standard output, everything else to standard error, so that answers can be piped on.
"""

import json as to_json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from comity.errors import ComityError, Unavailable, Unverified

Advance = Callable[[int, int], None]


class Exit(IntEnum):
    """What the exit code of a command says."""

    OK = 0
    REFUSED = 1
    USAGE = 2
    NOT_VERIFIED = 3
    UNAVAILABLE = 4
    INTERRUPTED = 130


@dataclass(frozen=True)
class Voice:
    """One command's way to speak: ``json`` answers are JSON objects, one a line, and nothing else is said."""

    json: bool

    def say(self, line: str) -> None:
        """Tell a person something on standard output."""
        if not self.json:
            _answering().print(line, markup=False)

    def note(self, line: str) -> None:
        """Tell a person something beside the answer, on standard error."""
        if not self.json:
            _beside().print(line, markup=False)

    def give(self, answer: object) -> None:
        """Give a program the answer: one JSON object on one line."""
        if self.json:
            sys.stdout.write(msgspec.json.encode(answer, enc_hook=str).decode() + "\n")
            sys.stdout.flush()

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Show rows: as a table on a terminal, else with a tab between cells."""
        if self.json:
            return
        console = _answering()
        # A row is a line, whatever stands in its cells: a program reads them line by line.
        lines = [[" ".join(str(cell).split()) for cell in row] for row in rows]
        if console.is_terminal:
            shown = Table(*heads, header_style="bold", box=None, pad_edge=False)
            for line in lines:
                shown.add_row(*line)
            console.print(shown, markup=False)
        else:
            for line in lines:
                sys.stdout.write("\t".join(line) + "\n")

    @contextmanager
    def progress(self, doing: str) -> Iterator[Advance]:
        """Show how far long work has come (done, of how many), on a terminal only."""
        console = _beside()
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, disable=self.json or not console.is_terminal) as shown:
            bar = shown.add_task(doing, total=None)
            yield lambda done, total: shown.update(bar, completed=done, total=total or None)


def report_error(wrong: ComityError, *, json: bool) -> Exit:
    """Say what went wrong and what to do next on standard error; give the exit code that belongs to it."""
    if json:
        said = {"error": type(wrong).__name__.lower(), "message": wrong.message, "remedy": wrong.remedy}
        said |= {name: text for name in ("field", "rule") if (text := getattr(wrong, name, ""))}
        sys.stderr.write(to_json.dumps(said) + "\n")
    else:
        console = _beside()
        console.print(wrong.message, style="bold red", markup=False)
        console.print(wrong.remedy, markup=False)
    return exit_of(wrong)


def exit_of(wrong: ComityError) -> Exit:
    """Give the exit code of an error."""
    match wrong:
        case Unverified():
            return Exit.NOT_VERIFIED
        case Unavailable():
            return Exit.UNAVAILABLE
        case _:
            return Exit.REFUSED


def _answering() -> Console:
    return Console(file=sys.stdout, highlight=False, soft_wrap=True)


def _beside() -> Console:
    return Console(file=sys.stderr, highlight=False, soft_wrap=True)
