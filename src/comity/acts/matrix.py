"""Show the whole data sharing matrix: every rule in force, now or at any moment that has been."""

from collections.abc import Sequence
from datetime import datetime

from comity.errors import Absent
from comity.policy.matrix import Matrix
from comity.policy.rules import in_force
from comity.policy.weighing import Kept, certificates_from
from comity.store.node import Node
from comity.store.past_directories import directory_at


async def matrix(node: Node, at: datetime | None = None) -> Matrix:
    """Give the matrix as it stands, or stood at a moment; Absent before the node had any.

    It is public to whoever works with the record: it names agencies, kinds and purposes, and nobody served.
    """
    await node.rulebook.refresh()
    if at is None or at >= node.rulebook.now():
        return node.rulebook.matrix
    return await _then(node, at, [each for each in node.rulebook.kept().values() if each.recorded_at <= at])


async def matrix_at(node: Node, place: int) -> Matrix:
    """Give the matrix as it stood with the entry at a place in the log; Absent for a place that the log has not."""
    await node.rulebook.refresh()
    found = await node.holding.since(place - 1, place, 1)
    if not found:
        raise Absent(f"The log has no place {place}.", remedy="Name an earlier one.")
    kept = [each for each in node.rulebook.kept().values() if each.seq <= place]
    return await _then(node, found[0].recorded_at, kept)


async def _then(node: Node, at: datetime, kept: Sequence[Kept]) -> Matrix:
    directory = await directory_at(node.pool, at)
    if directory is None:
        raise Absent("There was no matrix yet.", remedy="Name a later moment.")
    return in_force(directory, kept, certificates_from(kept), at).matrix
