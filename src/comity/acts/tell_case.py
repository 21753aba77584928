"""Tell a case whole: its thread as a timeline, charge by charge, by its people and its links, and what has not come."""

from dataclasses import dataclass, field
from uuid import UUID

from comity.acts.around import here_of
from comity.acts.gather import LARGEST_THREAD, gather
from comity.acts.read import read
from comity.acts.sight import outlook
from comity.acts.viewing import View
from comity.desks.awaiting import Gap, gaps
from comity.desks.charge_thread import ChargeThread, charge_threads
from comity.desks.links_chart import Chart, links_chart
from comity.desks.roles import Somebody, people_of
from comity.desks.seen import Thread, thread_of
from comity.desks.timeline import Line, timeline
from comity.policy.sessions import Session
from comity.store.node import Node


@dataclass(frozen=True)
class CaseTold:
    """A case as one reader sees it; ``whole`` tells whether all of its thread was gathered.

    ``root`` is the record that was asked for; ``missing`` holds what has not come, of charges and of records alike.
    """

    root: View
    views: tuple[View, ...] = field(repr=False)
    lines: tuple[Line, ...] = field(repr=False)
    charges: tuple[ChargeThread, ...]
    missing: tuple[Gap, ...]
    whole: bool
    thread: Thread = field(repr=False)

    def people(self) -> list[Somebody]:
        """Give whom the case names, with their roles."""
        return people_of(self.thread)

    def chart(self) -> Chart:
        """Give how its records refer to one another."""
        return links_chart(self.thread)


async def tell_case(node: Node, session: Session, id: UUID) -> CaseTold:
    """Give the case that a record belongs to; Absent when the session may not know of the record.

    Everything that is told of was gathered for it, and so is written down before.
    """
    found = await gather(node, session, id)
    thread = thread_of(found)
    missing = gaps(thread, here_of(node, outlook(node, session)))
    return CaseTold(
        root=next((view for view in found if view.id == id), None) or await read(node, session, id),
        views=tuple(found),
        lines=tuple(timeline(found)),
        charges=tuple(charge_threads(thread, missing)),
        missing=tuple(missing),
        whole=len(found) < LARGEST_THREAD,
        thread=thread,
    )
