"""The commands of the how-to run as they stand, in order."""

import asyncio
import os
import re
import shutil
from pathlib import Path

import pytest

from comity.following.running import App
from tests.api.conftest import token_for

pytestmark = pytest.mark.anyio

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "use-the-api.md"


async def test_the_commands_of_the_how_to_run_as_they_stand(app: App, address: str, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("this machine has no curl")
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 6
    process = await asyncio.create_subprocess_exec(
        "bash",
        "-euo",
        "pipefail",
        "-c",
        "\n".join(blocks),
        cwd=tmp_path,
        env={**os.environ, "COMITY": address, "TOKEN": await token_for(app, "lee")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    text = output.decode()
    assert process.returncode == 0, text
    assert '"entered":1,"refused":1' in text
    assert '"birth_date":"1990"' in text
    assert '"kinds":["arrest"]' in text
