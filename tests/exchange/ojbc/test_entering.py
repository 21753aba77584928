"""The consortium's valid samples are imported into a node, with every rule of entry in force."""

import pytest

from comity.exchange.connector import Message
from comity.exchange.connectors import connector_named
from comity.exchange.importing import Wish, import_message
from comity.store.node import Node
from tests.exchange.ojbc.samples import samples
from tests.worlds import session_of

pytestmark = [pytest.mark.anyio, pytest.mark.corpus]


async def test_every_valid_sample_is_imported_without_a_refusal(node: Node) -> None:
    valid = [sample for sample in samples() if sample.valid]
    refused = {}
    for sample in valid:
        assert isinstance(sample.became, Message)
        imported = await import_message(
            node,
            session_of(node, "lee", "administration"),
            connector_named(sample.became.connector),
            sample.became.original,
            filename=sample.path.name,
            wish=Wish.WHAT_PASSES,
        )
        if imported.outcome.refused:
            refused[sample.path.name] = [str(aside.error) for aside in imported.outcome.refused]
    print(f"\n{len(valid) - len(refused)} of {len(valid)} valid samples imported without a refusal")
    assert refused == {}
