"""``comity bench``: measure."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from comity.cli.options import AsJson
from comity.errors import Unavailable


def bench(
    *arguments: Annotated[str, Parameter(allow_leading_hyphen=True, help="What the benchmark itself takes.")],
    json: AsJson = False,
) -> int:
    """Run the measurements of the repository in the current folder; the figures go to build/bench.json."""
    if not (Path("bench") / "__main__.py").is_file():
        raise Unavailable(
            "There is no bench folder here.",
            remedy="Run it in a clone of the repository: the package has no benchmark.",
        )
    done = subprocess.run([sys.executable, "-m", "bench", *arguments], check=False, stdout=sys.stderr if json else None)
    figures = Path("build") / "bench.json"
    if json and figures.is_file():
        sys.stdout.write(figures.read_text("utf-8"))
    return done.returncode
