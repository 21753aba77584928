"""``python -m bench``: measure everything, print a table and write build/bench.json; or only what is named.

``--scale 0.1`` measures everything shorter and smaller, to see that it runs. Other work on the machine changes even
the ratios: each row says how far its runs spread, so measure again when they do.
"""

import argparse
import os
import platform
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import monotonic

import uvloop
from rich.console import Console

from bench import (
    browsing,
    bulk,
    handing,
    keeping,
    linking,
    linking_entry,
    linking_things,
    pages,
    policy,
    posting,
    sealing,
    searching,
    streaming,
)
from bench.place import Place, prepared
from bench.profiling import Profile, profiled
from bench.rows import Results, Row, show, write

Measure = Callable[[Place], Awaitable[list[Row]]]
MEASUREMENTS: dict[str, Measure] = {
    "posting": posting.measure,
    "sealing": sealing.measure,
    "streaming": streaming.measure,
    "bulk": bulk.measure,
    "pages": pages.measure,
    "keeping": keeping.measure,
    "policy": policy.measure,
    "linking": linking.measure,
    "linking_entry": linking_entry.measure,
    "linking_things": linking_things.measure,
    "searching": searching.measure,
    "handing": handing.measure,
    "browsing": browsing.measure,
}
PROFILE = "profile"
NAMES = (*MEASUREMENTS, PROFILE)
RESULTS = Path(__file__).parents[1] / "build" / "bench.json"


async def measured(names: list[str], scale: float, console: Console) -> Results:
    """Measure what is named, one after the other, on one database server."""
    began = monotonic()
    rows: list[Row] = []
    profile = Profile((), "")
    async with prepared(scale) as place:
        for name in names:
            console.print(f"measuring {name} …", style="dim")
            if name == PROFILE:
                profile = await profiled(place)
            else:
                rows.extend(await MEASUREMENTS[name](place))
    return Results(
        machine=f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}",
        seconds=round(monotonic() - began, 1),
        rows=tuple(rows),
        profile=profile.lines,
        next=profile.sentence,
    )


def main(arguments: list[str]) -> int:
    """Measure, show and write; the exit code is 0 whether or not the goals are met."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; all without one")
    parser.add_argument("--scale", type=float, default=1.0, help="how long and how large; 1.0 is the whole")
    chosen = parser.parse_args(arguments)
    if unknown := [name for name in chosen.names if name not in NAMES]:
        parser.error(f"there is no measurement {unknown[0]!r}")
    console = Console()
    results = uvloop.run(measured(chosen.names or list(NAMES), chosen.scale, console))
    show(results, console)
    write(results, RESULTS)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
