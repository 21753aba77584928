"""What a message of a record needs beside it: the records that it refers to, as far as its receiver sees them."""

from collections.abc import Sequence
from uuid import UUID

from comity.acts.gather import referring_to
from comity.acts.sight import Sight
from comity.acts.viewing import View, views
from comity.records.parting import pointed_at
from comity.records.registry import kind_named
from comity.store.node import Node

# From a release to the person and the organizations: booking, arrest, incident, person.
_FURTHEST = 5
_MOST = 500


async def surroundings(node: Node, sight: Sight, seeds: Sequence[View]) -> dict[UUID, View]:
    """Give by id what is seen of the records to which some lead along references that are seen, themselves too."""
    found = {view.id: view for view in seeds}
    edge = list(seeds)
    for _ in range(_FURTHEST):
        ahead = {id for view in edge for id in pointed_at(kind_named(view.kind).kind, view.fields)} - found.keys()
        if not ahead or len(found) > _MOST:
            break
        edge = views(node, sight, await node.reader.current(sight.scope, ahead))
        found |= {view.id: view for view in edge}
    return found


async def all_around(node: Node, sight: Sight, seeds: Sequence[View], roots: frozenset[str]) -> dict[UUID, View]:
    """Give by id what some records lead to, and whatever leads to those among them that are of some kinds.

    A case's dispositions and an incident's offenses refer to it, and not it to them.
    """
    ahead = await surroundings(node, sight, seeds)
    behind = await referring_to(node, sight, [view for view in ahead.values() if view.kind in roots])
    return ahead | await surroundings(node, sight, views(node, sight, behind))
