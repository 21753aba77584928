"""Mark records as the law of the place asks, so that nobody who enters one has to think of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from msgspec import structs

from comity.policy.sessions import Session
from comity.records.declaration import Record
from comity.records.juveniles import JUVENILE, is_about_minor, subject_of
from comity.records.profiles import profile as profile_named
from comity.records.reach import values_at
from comity.store.entries import Stored
from comity.store.node import Node
from comity.store.sealing import record_of


@dataclass(frozen=True)
class Around:
    """The records that others point at: those that are held, and those that are entered in the same act."""

    held: Mapping[UUID, Stored]
    together: Mapping[UUID, Record]


def marked_juvenile(
    node: Node, session: Session, records: Mapping[UUID, Record], found: Sequence[Stored]
) -> dict[UUID, Record]:
    """Give the records of an act, those about a minor marked, and those that follow one that is.

    They are marked in their order: what follows another of the same act comes after it.
    """
    marked = dict(records)
    around = Around({stored.id: stored for stored in found}, marked)
    for id, record in records.items():
        marked[id] = with_juvenile_marking(node, session, record, around)
    return marked


def with_juvenile_marking(node: Node, session: Session, record: Record, around: Around) -> Record:
    """Give a record with the marking ``juvenile`` where its subject was a minor, or it follows a record so marked."""
    if JUVENILE in record.markings:
        return record
    profile = profile_named(session.agency.profile)
    if _follows_juvenile(record, around) or is_about_minor(record, _subject(node, record, around), profile):
        return structs.replace(record, markings=(*record.markings, JUVENILE))
    return record


def _follows_juvenile(record: Record, around: Around) -> bool:
    return any(
        JUVENILE in _markings(ref.id, around)
        for name in record.follows
        for refs in values_at(record, (name,))
        for ref in (refs if isinstance(refs, tuple) else (refs,))
    )


def _markings(id: UUID, around: Around) -> tuple[str, ...]:
    if id in around.together:
        return around.together[id].markings
    return around.held[id].handling.markings if id in around.held else ()


def _subject(node: Node, record: Record, around: Around) -> Record | None:
    subject = subject_of(record)
    if subject is None:
        return None
    held = around.held.get(subject)
    return around.together.get(subject) or (record_of(node.keyring, held) if held else None)
