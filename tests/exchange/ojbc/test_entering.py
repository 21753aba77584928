"""The consortium's valid samples are entered into a node, with every rule of entry in force."""

import pytest

from comity.exchange.connector import Message
from comity.exchange.connectors import connector_named
from comity.exchange.importing import Wish, import_message
from comity.records.pillars import Pillar
from comity.store.node import Node
from tests.exchange.ojbc.samples import Sample, samples
from tests.worlds import SMALL, session_of

pytestmark = [pytest.mark.anyio, pytest.mark.corpus]

IMPORTERS = {
    Pillar.POLICE: "lee",
    Pillar.COURT: "clark",
    Pillar.JAIL: "jo",
    Pillar.PROSECUTION: "pat",
    Pillar.PROBATION: "rae",
    Pillar.HEALTH: "noor",
}
WORLD = SMALL + "".join(
    f"""
[[agency]]
key = "hart-{pillar}"
name = "Hart {pillar}"
pillar = "{pillar}"

[[member]]
key = "{member}"
name = "{member}"
agency = "hart-{pillar}"
roles = ["clerk"]
"""
    for pillar, member in IMPORTERS.items()
    if pillar not in {Pillar.POLICE, Pillar.COURT, Pillar.JAIL}
)


def importer(sample: Sample) -> str | None:
    """Name who may enter every kind in a message; None for a message that speaks for several professions."""
    assert isinstance(sample.became, Message)
    able = set(IMPORTERS)
    for drafted in sample.became.records:
        able &= set(type(drafted.record).entered_by)
    return next((IMPORTERS[pillar] for pillar in IMPORTERS if pillar in able), None)


async def test_the_samples_of_one_profession_are_entered_by_it_without_a_refusal(node: Node) -> None:
    await node.directories.activate(WORLD)
    valid = [sample for sample in samples() if sample.valid]
    entered = 0
    for sample in valid:
        member = importer(sample)
        if member is None:
            continue
        assert isinstance(sample.became, Message)
        imported = await import_message(
            node,
            session_of(node, member, "administration"),
            connector_named(sample.became.connector),
            sample.became.original,
            filename=sample.path.name,
            wish=Wish.WHAT_PASSES,
        )
        assert [str(aside.error) for aside in imported.outcome.refused] == [], sample.path.name
        entered += 1
    print(f"\n{entered} of {len(valid)} valid samples entered whole; the others speak for several professions at once")
    assert entered >= 0.9 * len(valid)
