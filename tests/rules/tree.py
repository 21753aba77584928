"""What the rules read: the package's modules, parsed, and every text that git tracks or would track."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNTRACKED = {".git", ".venv", "build", "dist", "node_modules", "__pycache__", ".comity"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A Python file: its path within the repository, its dotted name, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        dotted = self.path.removeprefix("src/").removesuffix(".py").replace("/", ".")
        return dotted.removesuffix(".__init__")

    @property
    def part(self) -> str:
        """The folder or file directly under comity that this module stands in; "" for the package itself."""
        return (*self.name.split("."), "")[1]

    @property
    def functions(self) -> list[Function]:
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]

    def at(self, node: ast.expr | ast.stmt | ast.excepthandler | ast.arg) -> str:
        return f"{self.path}:{node.lineno}"


def module(path: str, text: str) -> Module:
    return Module(path, text, ast.parse(text))


@cache
def modules(folder: str = "src/comity") -> tuple[Module, ...]:
    """Every Python file under a folder; files that were not saved whole are an error here, not a silence."""
    found = sorted(path for path in tracked() if path.suffix == ".py")
    names = [path.relative_to(ROOT).as_posix() for path in found]
    return tuple(module(name, (ROOT / name).read_text("utf-8")) for name in names if name.startswith(f"{folder}/"))


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is tracked or would be; without git (an unpacked archive), every file that is not made."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\0")
        paths = [ROOT / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        paths = list(_walk(ROOT))
    return tuple(sorted(path for path in paths if path.is_file()))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in UNTRACKED or path.name.endswith((".egg-info", "_cache")):
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def texts(*suffixes: str, under: tuple[str, ...] = ("",)) -> Iterator[tuple[str, str]]:
    """Path and text of every tracked file with one of these suffixes (any, when none is named)."""
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(under) and (not suffixes or path.suffix in suffixes):
            yield name, path.read_text("utf-8", errors="replace")


def report(problems: list[str], how_to_mend: str) -> None:
    """Fail with every problem on its own line and, last, what to do about them."""
    if problems:
        pytest.fail("\n".join(["", *sorted(set(problems)), f"-> {how_to_mend}"]), pytrace=False)
