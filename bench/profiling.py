"""Where the time of the server goes under load: its own profile, by function and by part."""

import pstats
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from bench import posting
from bench.place import Place

_TOP = 10
_PARTS = ("comity/records", "comity/policy", "comity/store", "comity/acts", "comity/api", "comity/following")
_LIBRARIES = ("asyncpg", "starlette", "uvicorn", "asyncio", "cryptography", "msgspec", "json")

Spot = tuple[str, int, str]


@dataclass(frozen=True)
class Profile:
    """What a profile shows: lines to print, and a sentence on what to make faster next."""

    lines: tuple[str, ...]
    sentence: str


async def profiled(place: Place) -> Profile:
    """Put load on a server under cProfile, which counts processor time and not waiting."""
    out = place.folder / "server.profile"
    async with posting.ours(place, str(out)) as target:
        await target.load(place.seconds(5), extra=posting.MINIMAL)
    own, entries = _own_times(out)
    total = sum(own.values())
    parts, functions = _by_part(own)[:_TOP], _largest(own)
    lines = (
        f"Profile of the server under load: {total / max(1, entries) * 1e6:.0f} us a request while profiled, by part:",
        *(f"  {time / total:6.1%}  {part}" for part, time in parts),
        "by function:",
        *(f"  {time / total:6.1%}  {_name(spot)}" for spot, time in functions),
    )
    return Profile(lines, _sentence(parts, functions, total))


def _sentence(parts: list[tuple[str, float]], functions: list[tuple[Spot, float]], total: float) -> str:
    (first, most), (second, less) = parts[:2]
    spot, dearest = functions[0]
    return (
        f"Of the processor time that the server takes under load, {most / total:.0%} is in {first} "
        f"and {less / total:.0%} in {second}; the dearest single function is {_name(spot)} with {dearest / total:.0%}."
    )


def _own_times(out: Path) -> tuple[dict[Spot, float], int]:
    """Give the time of each function by itself, and how many records were entered."""
    stats: dict[Spot, tuple[int, int, float, float, object]] = vars(pstats.Stats(str(out)))["stats"]
    starting = ("run_until_complete", "compile", "exec_module")
    own = {spot: values[2] for spot, values in stats.items() if not any(word in spot[2] for word in starting)}
    return own, next((values[0] for spot, values in stats.items() if spot[2] == "close" and "sealing" in spot[0]), 1)


def _by_part(own: dict[Spot, float]) -> list[tuple[str, float]]:
    parts: dict[str, float] = defaultdict(float)
    for spot, time in own.items():
        parts[_part(spot)] += time
    return sorted(parts.items(), key=lambda item: -item[1])


def _part(spot: Spot) -> str:
    path, _, name = spot
    for part in _PARTS:
        if f"/{part}/" in path:
            return part.replace("/", ".")
    for library in _LIBRARIES:
        if f"/{library}/" in path or (path == "~" and library in name):
            return library
    return "built-in code" if path == "~" else "the rest of Python"


def _largest(own: dict[Spot, float]) -> list[tuple[Spot, float]]:
    return sorted(own.items(), key=lambda item: -item[1])[:_TOP]


def _name(spot: Spot) -> str:
    path, line, name = spot
    return name if path == "~" else f"{Path(path).parent.name}/{Path(path).name}:{line} {name}"
