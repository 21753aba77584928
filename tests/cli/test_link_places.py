"""``comity link train --spark`` and ``batch --spark`` where Spark is not installed: what to do is said."""

import subprocess
import sys

import pytest

# As on a machine without the extra, whether or not this one has it.
WITHOUT = "import sys; sys.modules['pyspark'] = None; from comity.cli import main; sys.exit(main(sys.argv[1:]))"
BO = ("--agency", "hart-bureau", "--member", "bo")


@pytest.mark.parametrize("words", [("batch",), ("train", "person", *BO)])
def test_spark_that_is_not_installed_is_named_with_the_extra_that_brings_it(words: tuple[str, ...]) -> None:
    command = [sys.executable, "-c", WITHOUT, "link", *words, "--spark", "local[2]"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 4
    assert "This needs pyspark, which is not installed." in said.stderr
    assert "pip install 'comity[spark]'" in said.stderr
