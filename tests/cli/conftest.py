"""Commands run as people run them: through ``main``, on a node of their own with the small world in force."""

import json
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
import uvloop

from comity.cli import main
from comity.settings import Settings
from comity.store.node import Node, open_node
from comity.store.postgres.opening import opened
from tests.worlds import SMALL

T = TypeVar("T")
# As the small world, but that the court brings in messages and places only: so something is refused by a clause.
EVERYTHING_BY_ALL = """permit = "import"
to = {}
kinds = ["*"]
"""
COURT_IMPORTS_LITTLE = """permit = "import"
to = { pillar = "police" }
kinds = ["*"]

[[clause]]
id = "1.1.2"
prose = "The court brings in messages, and the places that they name."
permit = "import"
to = { pillar = "court" }
kinds = ["original-message", "location"]
"""
WORLD = SMALL.replace(EVERYTHING_BY_ALL, COURT_IMPORTS_LITTLE)
LEE = ("--agency", "hart-pd", "--member", "lee", "--purpose", "investigation/2026-1")
CLARK = ("--agency", "hart-court", "--member", "clark", "--purpose", "adjudication")


@dataclass(frozen=True)
class Ran:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """The answers of a command with --json."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def answer(self) -> Any:
        """The one answer of a command with --json."""
        (line,) = self.lines
        return line


Command = Callable[..., Ran]
OnNode = Callable[[Callable[[Node], Awaitable[T]]], T]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process, where a terminal is not."""

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture(scope="module")
def made(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder with a node in it, made by ``comity init``, for the tests of one file."""
    place = Path(tempfile.mkdtemp(prefix="cmt-"))
    place.chmod(0o711)
    (place / "directory.toml").write_text(WORLD, "utf-8")
    assert main(["init", "--home", str(place / "node"), "--directory", str(place / "directory.toml")]) == 0
    yield place
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def home(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The node's folder, as COMITY_HOME."""
    monkeypatch.setenv("COMITY_HOME", str(made / "node"))
    monkeypatch.delenv("COMITY_DATABASE_URL", raising=False)
    return made / "node"


@pytest.fixture
def on_node(home: Path) -> OnNode[Any]:
    """Do something with the node itself, as another process would."""

    async def within(work: Callable[[Node], Awaitable[T]]) -> T:
        settings = Settings(home)
        async with opened(home=home, url=None) as dsn, open_node(dsn, settings.keyring) as node:
            return await work(node)

    def run(work: Callable[[Node], Awaitable[T]]) -> T:
        return uvloop.run(within(work))

    return run
