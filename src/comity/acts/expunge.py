"""Expunge records for good: say so in the log, destroy their keys, and leave nothing of them but their places."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from comity.acts.recall import by_platform, once
from comity.records.governance.expungement import Expungement
from comity.records.references import Ref
from comity.records.rules import SEALED
from comity.store.expunging import destroy, slots_of
from comity.store.node import Node


async def expunge(node: Node, ids: Collection[UUID], because: UUID, *, ground: str) -> int:
    """Expunge records because of an order or a purge; gives how many entries lost their content.

    It is written into the log first. Nothing brings the records back, not even a backup of the database. If the process
    dies, calling it again, or opening the node, goes on with it.
    """
    owners: dict[str, list[UUID]] = defaultdict(list)
    for stored in (await node.holding.held(ids)).values():
        owners[stored.handling.owner].append(stored.id)
    drafts = [
        by_platform(
            Expungement(
                because=Ref(because),
                ground=ground,
                at=node.clock(),
                records=tuple(map(Ref, sorted(theirs))),
                markings=(SEALED,),
            ),
            owner,
            once("expungement", because, owner, *sorted(theirs)),
        )
        for owner, theirs in sorted(owners.items())
    ]
    if drafts:
        await node.writer.append(drafts)
    return await finish(node, ids)


async def finish(node: Node, ids: Collection[UUID]) -> int:
    """Destroy and scrub what is left of records whose expungement is in the log.

    Call it once more after the next entry: a correction that was on its way when they went has found its end by then.
    """
    expunged = await destroy(node.pool, node.keyring, await slots_of(node.pool, ids))
    if expunged:
        await node.spellings.forget()
    return expunged
