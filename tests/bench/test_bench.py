"""Every measurement runs through at a hundredth of its size and gives whole rows; how fast it is, no test may ask."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from bench.__main__ import MEASUREMENTS
from bench.browsing import there as browser_there
from bench.linking_sets import there as labelled_sets_there
from bench.place import Place, prepared
from bench.profiling import profiled
from bench.rows import Results, Row, compared, show, write

ROWS = {"posting": 5, "sealing": 1, "streaming": 4, "bulk": 1, "pages": 3, "keeping": 2, "policy": 7, "searching": 6}
ROWS["handing"] = 4
ROWS["linking_things"] = 4
# Without the labelled sets, linkage measures one thing only.
ROWS["linking"] = 11 if labelled_sets_there() else 1
ROWS["linking_entry"] = 2 if labelled_sets_there() else 0
# Pages are measured in a browser alone.
ROWS["browsing"] = 10 if browser_there() else 0


@pytest.fixture(scope="module")
async def small() -> AsyncIterator[Place]:
    async with prepared(0.01) as place:
        yield place


@pytest.mark.anyio
@pytest.mark.parametrize("name", MEASUREMENTS)
async def test_a_measurement_gives_whole_rows(small: Place, name: str) -> None:
    rows = await MEASUREMENTS[name](small)
    assert len(rows) == ROWS[name]
    for row in rows:
        assert row.name
        assert row.unit
        assert row.ours > 0
        assert row.how == f"python -m bench {name}"
        assert row.other is None or row.ratio is not None
        assert row.ratio is None or row.ratio > 0


@pytest.mark.anyio
async def test_the_profile_says_in_one_sentence_what_comes_next(small: Place) -> None:
    profile = await profiled(small)
    assert profile.lines
    assert profile.sentence.endswith("%.")


def test_a_row_compares_medians_and_tells_how_far_the_runs_spread() -> None:
    row = compared("x", [10, 30, 20], [100, 100, 100], goal=">= 0.2", unit="a second", how="python -m bench x")
    assert (row.ours, row.other, row.ratio, row.met) == (20, 100, 0.2, True)
    assert row.note == "runs from 0.100 to 0.300"


def test_a_goal_may_be_a_least_or_a_most() -> None:
    met = {goal: Row(name="x", ours=1, ratio=10, goal=goal, unit="ms", how="").met for goal in (">= 11", "<= 12", "")}
    assert met == {">= 11": False, "<= 12": True, "": None}


def test_results_are_printed_and_can_be_read_again(tmp_path: Path) -> None:
    row = Row(name="a measured thing", ours=1, unit="ms", how="python -m bench x")
    results = Results(machine="2 processors", seconds=1, rows=(row,), profile=("top",), next="Something.")
    console = Console(record=True, width=200)
    show(results, console)
    write(results, tmp_path / "build" / "bench.json")
    assert "a measured thing" in console.export_text()
    assert msgspec.json.decode((tmp_path / "build" / "bench.json").read_bytes(), type=Results) == results


def test_what_is_measured_alone_takes_only_its_own_place_in_the_file(tmp_path: Path) -> None:
    first = Row(name="a", ours=1, unit="ms", how="python -m bench a")
    other = Row(name="b", ours=2, unit="ms", how="python -m bench b")
    again = Row(name="a", ours=3, unit="ms", how="python -m bench a")
    write(Results(machine="m", seconds=1, rows=(first, other), next="Something."), tmp_path / "bench.json")
    write(Results(machine="m", seconds=1, rows=(again,)), tmp_path / "bench.json")
    kept = msgspec.json.decode((tmp_path / "bench.json").read_bytes(), type=Results)
    assert (kept.rows, kept.next) == ((other, again), "Something.")
