"""What a measurement comes to: rows for the table and for build/bench.json."""

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from msgspec import Struct
from msgspec.json import decode, encode, format  # noqa: A004 - the library calls it so
from msgspec.structs import replace
from rich.console import Console
from rich.table import Table


class Row(Struct, frozen=True, kw_only=True):
    """One figure of ours beside another's; ``ratio`` is ours over theirs, ``goal`` what it shall be, "" for no goal.

    ``how`` is the command that measures it again; ``note`` says what the figures mean, and how far the runs spread.
    """

    name: str
    ours: float
    other: float | None = None
    ratio: float | None = None
    goal: str = ""
    unit: str
    how: str
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if not self.goal or self.ratio is None:
            return None
        sign, bound = self.goal.split()
        return self.ratio >= float(bound) if sign == ">=" else self.ratio <= float(bound)


class Results(Struct, frozen=True, kw_only=True):
    """Everything that one run measured; ``next`` says where the time of the server goes."""

    machine: str
    seconds: float
    rows: tuple[Row, ...]
    profile: tuple[str, ...] = ()
    next: str = ""


def compared(name: str, ours: Sequence[float], other: Sequence[float], **more: str) -> Row:
    """Give the row of two series measured in turn: medians, the ratio of the medians, and the spread of the ratios."""
    ratios = sorted(a / b for a, b in zip(ours, other, strict=True))
    spread = f"runs from {ratios[0]:.3f} to {ratios[-1]:.3f}"
    note = "; ".join(part for part in (more.pop("note", ""), spread) if part)
    mine, theirs = median(ours), median(other)
    return Row(
        name=name, ours=shortened(mine), other=shortened(theirs), ratio=shortened(mine / theirs), note=note, **more
    )


def shortened(value: float) -> float:
    """Give a figure with the digits that a measurement on a busy machine can mean."""
    return round(value, 3 if value < 10 else 1 if value < 1000 else 0)  # noqa: PLR2004 - digits


def write(results: Results, path: Path) -> None:
    """Write the results where tools look for them; rows that were not measured again stay as they are there."""
    if path.exists():
        earlier = decode(path.read_bytes(), type=Results)
        again = {row.how for row in results.rows}
        kept = tuple(row for row in earlier.rows if row.how not in again)
        profile, sentence = (results.profile, results.next) if results.next else (earlier.profile, earlier.next)
        results = replace(results, rows=(*kept, *results.rows), profile=profile, next=sentence)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(format(encode(results), indent=2) + b"\n")


def show(results: Results, console: Console) -> None:
    """Print the table, then what the profile shows."""
    table = Table("measured", "ours", "other", "ratio", "goal", "", "unit", title=results.machine)
    for row in results.rows:
        verdict = {None: "", True: "[green]met[/]", False: "[red]missed[/]"}[row.met]
        table.add_row(row.name, _figure(row.ours), _figure(row.other), _figure(row.ratio), row.goal, verdict, row.unit)
    console.print(table)
    for line in results.profile:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if results.next:
        console.print(f"Next: {results.next}", markup=False, highlight=False)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:,g}" if value < 1000 else f"{value:,.0f}"  # noqa: PLR2004 - digits
