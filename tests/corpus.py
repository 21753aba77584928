"""Where the foreign test data stands: beside the repository, never in it."""

from pathlib import Path

import pytest

STANDARDS = Path(__file__).resolve().parents[2] / "shared" / "standards"


def corpus(name: str) -> Path:
    """The folder of one standard's samples, such as ``nibrs``; where it is missing the test is skipped and says so."""
    folder = STANDARDS / name
    if not folder.is_dir():
        pytest.skip(f"no samples at ../shared/standards/{name}: this test has not been run")
    return folder
