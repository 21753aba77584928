"""Show the whole data sharing matrix: every rule in force, now or at any moment that has been."""

from datetime import datetime

from comity.errors import Absent
from comity.policy.matrix import Matrix
from comity.policy.rules import in_force
from comity.policy.weighing import certificates_from
from comity.store.node import Node
from comity.store.past_directories import directory_at


async def matrix(node: Node, at: datetime | None = None) -> Matrix:
    """Give the matrix as it stands, or stood at a moment; Absent before the node had any.

    It is public to whoever works with the record: it names agencies, kinds and purposes, and nobody served.
    """
    await node.rulebook.refresh()
    if at is None or at >= node.rulebook.now():
        return node.rulebook.matrix
    directory = await directory_at(node.pool, at)
    if directory is None:
        raise Absent("There was no matrix yet.", remedy="Name a later moment.")
    kept = [each for each in node.rulebook.kept().values() if each.recorded_at <= at]
    return in_force(directory, kept, certificates_from(kept), at).matrix
