"""What is said of disclosures, hand-overs and counts over HTTP is what the contract says."""

from pathlib import Path

import pytest

from comity.following.running import App
from tests.api.conftest import token_for
from tests.api.test_schemathesis import SETTINGS, cases_run

pytestmark = pytest.mark.anyio

OURS = r"^/v1/(disclosures.*|accountings.*|hand-overs|counts)$"


async def test_no_request_about_disclosures_is_answered_beside_the_contract(
    app: App, address: str, tmp_path: Path
) -> None:
    settings = SETTINGS.format(token=await token_for(app, "lee"))
    ours = ("--include-path-regex", OURS, "--phases=coverage,fuzzing")
    made = await cases_run(settings, tmp_path, address, *ours, "--max-examples=20")
    assert made >= 400
