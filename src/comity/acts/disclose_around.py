"""Disclose records each with what stands around it: what a partner's message needs that tells of a whole incident."""

from collections.abc import AsyncIterator, Callable, Mapping
from uuid import UUID

from comity.acts.asked import noted, of_kinds
from comity.acts.disclose import written_down
from comity.acts.judging import judged
from comity.acts.sight import sight_of
from comity.acts.still import StillSeen
from comity.acts.surroundings import all_around
from comity.acts.viewing import View, views
from comity.policy.clauses import Operation
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel
from comity.store.node import Node

PAGE = 100
Around = tuple[View, Mapping[UUID, View]]


async def disclose_around(
    node: Node,
    session: Session,
    kinds: frozenset[str],
    *,
    beside: frozenset[str],
    wanted: Callable[[View], bool],
) -> AsyncIterator[Around]:
    """Give every record of some kinds that is wanted, oldest first, with those of other kinds that stand around it.

    Around stand, of these kinds and those of ``beside``, the records that it refers to, and whatever refers to it or
    to another of ``kinds`` that it refers to.
    Each page is written down before it leaves. One that is corrected meanwhile comes again, in its new version.
    """
    # What is written down on the way is not part of it; what is corrected meanwhile is.
    after, began = -1, await node.reader.size()
    while True:
        still = StillSeen(node, session)
        reached, page = await _disclosed(node, session, kinds, beside=beside, wanted=wanted, span=(after, began))
        if reached == after:
            return
        for seed, around in page:
            # Whoever takes a page slowly must not get what was revoked or sealed, or has expired, meanwhile.
            if not await still.holds(around.values()):
                break
            after = seed.seq
            yield seed, around
        else:
            after = reached


@judged
async def _disclosed(
    node: Node,
    session: Session,
    kinds: frozenset[str],
    *,
    beside: frozenset[str],
    wanted: Callable[[View], bool],
    span: tuple[int, int],
) -> tuple[int, list[Around]]:
    """Give a page of what is wanted, written down with all that stands around it, and the place that it reaches.

    ``span`` holds the place after which the page begins, and that behind which only corrections count.
    """
    after, began = span
    whole = await sight_of(node, session, Operation.COPY)
    sight, near = (whole.of_kinds(some, node.classes.all()) for some in (kinds, kinds | beside))
    found = await node.reader.oldest(sight.scope, after, PAGE)
    old = [stored for stored in found if stored.seq < began or stored.version > 1]
    seeds = [view for view in views(node, sight, old) if wanted(view)]
    page: list[Around] = [(seed, await all_around(node, near, [seed], kinds)) for seed in seeds]
    shown = {view.id: view for _, around in page for view in around.values()}
    await written_down(node, session, Channel.EXPORT, list(shown.values()))
    noted(node, session, of_kinds(kinds, len(shown), Operation.COPY))
    return max((stored.seq for stored in found), default=after), page
