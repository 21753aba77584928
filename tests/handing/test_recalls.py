"""What was handed over and is taken back is told to exactly those who were given it, and nothing of it is said."""

import pytest

from comity.acts.recall import tell_recipients
from comity.acts.seal import seal
from comity.records.governance.recall_notice import Recall
from comity.store.node import Node
from tests.entering import enter_arrest
from tests.handing.conftest import hook
from tests.handing.receivers import Receiver
from tests.handing.test_webhooks import until
from tests.worlds import session_of

pytestmark = pytest.mark.anyio


async def test_a_tombstone_comes_for_what_was_given_and_for_nothing_else(node: Node, receiver: Receiver) -> None:
    await hook(node, session_of(node, "clark"), receiver, "arrest")
    given, kept = (await enter_arrest(node)).entry, (await enter_arrest(node)).entry
    await until(lambda: len(receiver.effects) == 2)
    await seal(node, [given.id])
    await tell_recipients(node, [given.id], kept.id, effect=Recall.SEALED)
    await until(lambda: len(receiver.effects) == 3)
    last = list(receiver.effects.values())[-1]["data"]
    assert (last["event"], last["record"], last["number"]) == ("recalled", str(given.id), 3)
    assert not {"kind", "content", "digest"} & last.keys()


async def test_nobody_is_told_of_the_recall_of_what_they_were_never_given(node: Node, receiver: Receiver) -> None:
    earlier = (await enter_arrest(node)).entry
    await hook(node, session_of(node, "clark"), receiver, "arrest")
    await tell_recipients(node, [earlier.id], earlier.id, effect=Recall.SEALED, holders={"hart-court": [earlier.id]})
    last = (await enter_arrest(node)).entry
    await until(lambda: bool(receiver.effects))
    assert receiver.records == [last.id]
