"""Foreign messages are entered into a node, with every rule of entry in force."""

import json
import time
from pathlib import Path

import pytest

from comity.exchange.connectors import connector_for
from comity.exchange.importing import Imported, Wish, import_message
from comity.store.node import Node
from tests.corpus import corpus
from tests.exchange.crash.test_crash_messages import DOCUMENT
from tests.exchange.nibrs.scenes import GROUP_B, INCIDENT, NOTHING, VOID, message, submission
from tests.worlds import session_of

pytestmark = pytest.mark.anyio


async def imported(node: Node, raw: bytes, filename: str) -> Imported:
    session = session_of(node, "lee")
    return await import_message(
        node, session, connector_for(raw, filename), raw, filename=filename, wish=Wish.WHAT_PASSES
    )


async def test_a_submission_is_entered_once(node: Node) -> None:
    raw = submission(*INCIDENT, GROUP_B, NOTHING, VOID)
    first = await imported(node, raw, "november.txt")
    assert [aside.error for aside in first.outcome.refused] == []
    assert first.kinds["crime-report"] == 4
    assert first.kinds["arrest"] == 2
    again = await imported(node, raw, "november.txt")
    assert again.outcome.entered == ()
    assert again.already == len(first.outcome.entered)


async def test_a_message_and_a_crash_are_entered(node: Node) -> None:
    for raw in (message(), json.dumps(DOCUMENT).encode()):
        found = await imported(node, raw, "a message")
        assert [aside.error for aside in found.outcome.refused] == []


CORPORA = [
    "nibrs/test-files/Test-Submission-*.txt",
    "nibrs/flat-xml-pairs/Flatfile-*",
    "nibrs/iepd-2019.1/iep-sample/*.xml",
    "nibrs/iepd-2019.1/impl/xml/hawaii/*.xml",
    "niem/crash-driver-6.0/examples/*.xml",
    "niem/crash-driver-json/training.*",
    "niem/crash-driver-json/CrashDriver.json",
    "calls-for-service/baltimore-*.json",
]
BROKEN = {"nibrs_GroupAReplace_Sample.xml", "training.jschema"}


def paths() -> list[Path]:
    root = corpus("nibrs").parent
    return [path for pattern in CORPORA for path in sorted(root.glob(pattern)) if path.name not in BROKEN]


@pytest.mark.corpus
async def test_every_valid_file_of_the_corpora_is_entered(node: Node) -> None:
    rows = []
    for path in paths():
        raw = path.read_bytes()
        began = time.monotonic()
        found = await imported(node, raw, path.name)
        took = time.monotonic() - began
        unread = [aside for aside in found.outcome.refused if aside.offered is None]
        at_entry = [aside for aside in found.outcome.refused if aside.offered is not None]
        rows.append(
            (path.name, len(found.outcome.entered), found.taken / found.leaves, len(unread), len(at_entry), took)
        )
        assert found.taken / found.leaves > 0.9, path.name
        assert [str(aside.error) for aside in at_entry] == [], path.name
    for row in rows:
        print("| {} | {} | {:.1%} | {} | {} | {:.2f} |".format(*row))
    assert len(rows) == 22
