"""Export a case, or one record of it: what would leave is told first; what leaves is written down before it does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec.json import encode

from comity.acts.asked import Asked, noted
from comity.acts.disclose import written_down
from comity.acts.gather import LARGEST_THREAD, followed
from comity.acts.judging import judged
from comity.acts.read import absent
from comity.acts.sight import sight_of
from comity.acts.viewing import View, views
from comity.policy.clauses import Operation
from comity.policy.grounds import Notice
from comity.policy.sessions import Session
from comity.records.categories import labels
from comity.records.governance.disclosure import Channel
from comity.records.registry import kind_named
from comity.records.spec import spec_of
from comity.store.entries import Stored
from comity.store.node import Node


class Extent(StrEnum):
    """How much is exported: the whole thread that a record belongs to, or the record alone."""

    CASE = "case"
    RECORD = "record"


@dataclass(frozen=True)
class Chosen:
    """What of a case is exported: its extent, and the kinds; None for all of them."""

    extent: Extent = Extent.CASE
    kinds: frozenset[str] | None = None

    def takes(self, kind: str) -> bool:
        """Tell whether records of a kind are among what was chosen."""
        return self.kinds is None or kind in self.kinds


@dataclass(frozen=True)
class Portion:
    """What an export would hold of the records of one kind and agency; told without showing any of them.

    ``kept_back`` are records that the reader sees, and of which no clause lets a copy leave the node. ``size`` is
    that of their fields as JSON, in bytes.
    """

    kind: str
    owner: str
    records: int
    kept_back: int
    categories: tuple[str, ...]
    withheld: tuple[str, ...]
    notices: tuple[Notice, ...]
    size: int


@dataclass(frozen=True)
class Preview:
    """What may be exported of a case, by kind and agency; ``whole`` tells whether its thread ends here."""

    portions: tuple[Portion, ...]
    whole: bool


@dataclass(frozen=True)
class Exported:
    """What was exported: the records in the order of their entry, and by whom, when and what for.

    ``kept_back`` counts what was chosen and may not leave; ``whole`` tells whether the thread ends here.
    """

    root: UUID
    at: datetime
    agency: str
    member: str
    purpose: str
    views: tuple[View, ...] = field(repr=False)
    kept_back: int
    whole: bool


@judged
async def preview_case(node: Node, session: Session, id: UUID, extent: Extent = Extent.CASE) -> Preview:
    """Give what an export would hold: how many records of which kinds, and no field of any of them.

    So nothing is written down. Absent when the session may not know of the record.
    """
    thread = await _thread(node, session, id, extent)
    _, copied = await _copied(node, session, thread)
    noted(node, session, Asked(len(copied), Operation.COPY, record=id))
    parts: dict[tuple[str, str], tuple[list[View], list[View]]] = {}
    may = {view.id for view in copied}
    for view in copied:
        parts.setdefault((view.kind, view.owner), ([], []))[0].append(view)
    for view in thread:
        if view.id not in may:
            parts.setdefault((view.kind, view.owner), ([], []))[1].append(view)
    return Preview(tuple(_portion(*key, *parts[key]) for key in sorted(parts)), len(thread) < LARGEST_THREAD)


async def export_case(node: Node, session: Session, id: UUID, chosen: Chosen) -> Exported:
    """Give copies of what was chosen of a case; each agency whose records they are has it on record before.

    Absent when the session may not know of the record. Nothing is left out silently: ``kept_back`` counts it.
    """
    _, exported = await exported_with_entries(node, session, id, chosen)
    return exported


@judged
async def exported_with_entries(
    node: Node, session: Session, id: UUID, chosen: Chosen
) -> tuple[dict[UUID, Stored], Exported]:
    """Give copies of what was chosen as ``export_case`` does, and beside them the entries, for proofs of them."""
    thread = await _thread(node, session, id, chosen.extent)
    wanted = [view for view in thread if chosen.takes(view.kind)]
    stored, copied = await _copied(node, session, wanted)
    await written_down(node, session, Channel.EXPORT, copied)
    noted(node, session, Asked(len(copied), Operation.COPY, record=id))
    return stored, Exported(
        root=id,
        at=node.clock(),
        agency=session.agency.key,
        member=session.member.key,
        purpose=session.purpose,
        views=tuple(copied),
        kept_back=len(wanted) - len(copied),
        whole=len(thread) < LARGEST_THREAD,
    )


async def _thread(node: Node, session: Session, id: UUID, extent: Extent) -> Sequence[View]:
    """Give what the reader sees of the extent; the thread is followed by what is seen, never by what may be copied."""
    if extent is Extent.CASE:
        thread = await followed(node, await sight_of(node, session), id)
    else:
        sight = await sight_of(node, session, among=(id,))
        thread = views(node, sight, await node.reader.current(sight.scope, [id]))
    if not thread:
        noted(node, session, Asked(0, Operation.COPY, record=id))
        raise absent()
    return thread


async def _copied(node: Node, session: Session, thread: Iterable[View]) -> tuple[dict[UUID, Stored], list[View]]:
    """Give what of a thread may leave in copies, in the order of its entry."""
    ids = tuple(view.id for view in thread)
    if not ids:
        return {}, []
    sight = await sight_of(node, session, Operation.COPY, among=ids)
    found = await node.reader.current(sight.scope, ids)
    return {stored.id: stored for stored in found}, sorted(views(node, sight, found), key=lambda view: view.seq)


def _portion(kind: str, owner: str, copied: Sequence[View], kept_back: Sequence[View]) -> Portion:
    mask = 0
    for view in copied:
        mask |= view.mask
    return Portion(
        kind,
        owner,
        len(copied),
        len(kept_back),
        labels(mask & spec_of(kind_named(kind).kind).categories),
        tuple(dict.fromkeys(label for view in copied for label in view.withheld)),
        tuple(dict.fromkeys(notice for view in copied for notice in view.notices)),
        sum(len(encode(view.fields)) for view in copied),
    )
