"""``comity relief`` as a clerk and a colleague use it, from the preview to the certificate that verifies offline."""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from comity.cli import main
from comity.following.running import run_app
from comity.settings import Settings
from comity.verify import main as verify
from tests.relief.scenes import WORLD, Case, enter_case, enter_order

CLARK = ("--agency", "hart-court", "--member", "clark")
CORA = ("--agency", "hart-court", "--member", "cora")


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="cmt-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


async def _prepared(home: Path) -> tuple[Case, UUID]:
    async with run_app(Settings(home)) as app:
        await app.node.directories.activate(WORLD)
        await app.node.rulebook.refresh()
        case = await enter_case(app.node)
        return case, await enter_order(app.node, "expunge", scope="arrest", records=[case.arrest])


def test_a_clerk_and_a_colleague_carry_an_order_out_on_the_command_line(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*arguments: object, code: int = 0) -> Any:
        capsys.readouterr()
        assert main(["relief", *map(str, arguments), "--home", str(home), "--json"]) == code
        shown = capsys.readouterr()
        return json.loads((shown.out if code == 0 else shown.err).strip())

    case, order = asyncio.run(_prepared(home))
    assert {each["id"] for each in said("preview", order, *CLARK)["records"]} == {
        str(case.arrest),
        str(case.ada),
        str(case.booking),
    }
    proposal = said("propose", order, *CLARK)["proposal"]
    assert said("confirm", proposal, *CLARK, code=1)["rule"] == "two_pairs_of_eyes_carry_out_relief"
    certificate = said("confirm", proposal, *CORA)["certificate"]
    out = home / "certificate.json"
    assert said("certificate", certificate, *CORA, "--out", out) == {"file": str(out)}
    assert verify([str(out)]) == 0
    assert said("clear")["segments"] >= 0
    assert said("resume") == {"certificates": []}
    assert said("purge") == {"purged": []}
    assert said("overdue") == {"overdue": []}
    assert said("eligibility", case.ben, *CLARK) == {"charges": []}
    assert main(["fsck", "--home", str(home)]) == 0
