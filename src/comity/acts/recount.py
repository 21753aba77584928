"""Count anew how common names and other values are, when a node has grown so much that the counts it weighs by are old.

What was trained stays: only how often values are found, and how many records there are, is brought up to date. It is
entered like a trained model, by the platform, for the agency that says who is who.
"""

import msgspec

from comity.acts.recall import by_platform, once
from comity.linkage.columns import columns_of
from comity.linkage.features import LINKED
from comity.linkage.frequencies import shares
from comity.linkage.model import Model, coarse_population
from comity.linkage.scoring import sources_of
from comity.records.governance.linkage_model import LinkageModel
from comity.records.pillars import Pillar
from comity.store.comparable import comparable
from comity.store.node import Node

# Among fewer, most names are found so seldom that counts say less than those that are shipped.
LEAST_RECORDS = 10_000
_GROWN = 2


async def recount(node: Node, *, least: int = LEAST_RECORDS) -> list[str]:
    """Enter new counts for each kind of which the records have doubled, or halved, since the last; names the kinds.

    ``least`` is among how many records it is worth the while. Nothing is counted where no agency says who is who.
    """
    owner = next((a.key for a in node.directory.agency.values() if a.pillar is Pillar.IDENTIFICATION), None)
    if owner is None:
        return []
    due = [kind for kind in sorted(LINKED) if _is_due(node, kind, least)]
    for kind in due:
        model = await _recounted(node, kind)
        record = LinkageModel(
            compares=kind,
            trained_at=node.clock(),
            trained_by="counted anew",
            document=msgspec.json.encode(model).decode(),
        )
        key = once("recount", kind, node.clock().date())
        await node.writer.append([by_platform(record, owner, key)])
    if due:
        await node.rulebook.refresh()
    return due


def _is_due(node: Node, kind: str, least: int) -> bool:
    count, then = node.linking.population(kind), node.linking.trained(kind).population
    now = coarse_population(max(1, count))
    return count >= least and (now >= then * _GROWN or now * _GROWN <= then)


async def _recounted(node: Node, kind: str) -> Model:
    model, held = node.linking.trained(kind), await comparable(node, kind)
    columns = columns_of(held.features, sources_of(model))
    common, rare = shares(columns, model)
    return msgspec.structs.replace(
        model, frequencies=common, rare=rare, population=coarse_population(len(held.records))
    )
