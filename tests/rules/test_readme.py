"""What README.md shows is run: every ```console or ```python snippet after a line `<!-- run -->`, in order."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.rules.tree import ROOT

SNIPPET = re.compile(r"^<!-- run -->\n+```(?P<language>console|python)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LONGEST = 900


@dataclass(frozen=True)
class Snippet:
    """What is shown: commands with what they print ("..." stands for anything), or a Python program."""

    language: str
    text: str

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Each command with the output shown under it; a program is one command with no output."""
        if self.language == "python":
            return [("python -", "")]
        parts = re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:]
        return [(command, shown.strip()) for command, _, shown in (part.partition("\n") for part in parts)]


def snippets(text: str) -> list[Snippet]:
    return [Snippet(found["language"], found["text"]) for found in SNIPPET.finditer(text)]


def matches(shown: str, printed: str) -> bool:
    """Tell whether the output is as shown; "..." in what is shown stands for any text, over lines too."""
    pattern = ".*?".join(re.escape(piece.strip()) for piece in shown.split("..."))
    squeezed = re.sub(r"[ \t]+", " ", printed)
    return re.search(re.sub(r"(\\[ \t])+", r"\\ ", pattern), squeezed, re.DOTALL) is not None


def run(snippet: Snippet, home: Path) -> None:
    """Run every step where README says that it runs: in the repository, with a record of its own."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "COMITY_HOME": str(home), "NO_COLOR": "1", "COLUMNS": "120"}
    for command, shown in snippet.steps:
        program = snippet.text if snippet.language == "python" else ""
        done = subprocess.run(
            ["bash", "-c", command], input=program, capture_output=True, cwd=ROOT, env=environment,
            text=True, timeout=LONGEST, check=False,
        )  # fmt: skip
        said = f"$ {command}\n{done.stdout}{done.stderr}"
        assert done.returncode == 0, f"{said}\n-> this command of README.md fails"
        assert matches(shown, done.stdout + done.stderr), f"{said}\n-> README.md shows\n{shown}"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readme")


@pytest.mark.timeout(LONGEST)
@pytest.mark.parametrize("snippet", snippets((ROOT / "README.md").read_text("utf-8")))
def test_the_readme_does_what_it_shows(snippet: Snippet, home: Path) -> None:
    run(snippet, home)


def test_the_readme_rule_reads_snippets_that_are_marked_and_no_others() -> None:
    marked = "<!-- run -->\n```console\n$ echo a\na\n$ echo b\n```\n"
    text = marked + "\n```console\n$ false\n```\n<!-- run -->\n```python\nx = 1\n```\n"
    first, second = snippets(text)
    assert first.steps == [("echo a", "a"), ("echo b", "")]
    assert second.language == "python"


def test_the_readme_rule_sees_a_command_that_fails_or_prints_something_else(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        run(Snippet("console", "$ false\n"), tmp_path)
    with pytest.raises(AssertionError):
        run(Snippet("console", "$ echo a\nb\n"), tmp_path)
    with pytest.raises(AssertionError):
        run(Snippet("python", "raise SystemExit(1)"), tmp_path)


def test_the_readme_rule_lets_dots_stand_for_anything(tmp_path: Path) -> None:
    run(
        Snippet("console", "$ printf 'ready in 0.31 s\\nserving  on 8080\\n'\nready in ... s\nserving on ...\n"),
        tmp_path,
    )
    run(Snippet("python", "import os\nassert os.environ['COMITY_HOME']"), tmp_path)
