"""Train what decides who is the same, from the node's own records and without any truth, and link everything anew."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from comity.acts.submit import handling_of, require_clause, submit
from comity.errors import Invalid
from comity.linkage.features import LINKED, Features
from comity.linkage.model import Model, plan
from comity.linkage.populations import Here, Populations
from comity.policy.clauses import Operation
from comity.policy.sessions import Session
from comity.records.governance.linkage_model import LinkageModel
from comity.store.comparable import comparable
from comity.store.node import Node
from comity.store.relinking import Relinked, relink_all

# Fewer records teach nothing: weights would be chance.
LEAST_RECORDS = 500
Training = Callable[[Model, Sequence[Features]], Model]


@dataclass(frozen=True)
class TrainedLinks:
    """The record of the trained model, and what linking everything anew by it came to."""

    model: UUID
    records: int
    relinked: Relinked


async def train_links(
    node: Node, session: Session, kind: str, training: Training, *, populations: Populations = Here
) -> TrainedLinks:
    """Train the model of a kind, enter it for the session's agency, and link all records by it.

    ``populations`` says where pairs are found and scored. Refused unless a clause lets the session enter linkage
    models; Invalid with too few records.
    """
    require_training(node, session, kind)
    held = await comparable(node, kind)
    if len(held.records) < LEAST_RECORDS:
        raise Invalid(
            f"There are {len(held.records)} records of kind {kind}: too few to learn from.",
            field="kind",
            remedy=f"Go on by the model that is shipped until there are {LEAST_RECORDS}.",
        )
    model = training(plan(kind), held.features)
    record = LinkageModel(compares=kind, trained_at=node.clock(), document=msgspec.json.encode(model).decode())
    receipt = await submit(node, session, record)
    return TrainedLinks(receipt.entry.id, len(held.records), await relink_all(node, populations))


def require_training(node: Node, session: Session, kind: str) -> None:
    """Refuse unless a clause lets the session enter linkage models; Invalid for a kind that is not linked."""
    if kind not in LINKED:
        raise Invalid(
            f"Records of kind {kind!r} are not linked.",
            field="kind",
            remedy=f"Name one of {', '.join(sorted(LINKED))}.",
        )
    empty = LinkageModel(compares=kind, trained_at=node.clock(), document="{}")
    require_clause(node, session, handling_of(session, empty), Operation.ENTER)
