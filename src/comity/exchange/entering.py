"""Entering what was read elsewhere: in groups that hang together, once each, with what is refused set aside."""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from comity.acts.rehearse import rehearse
from comity.acts.submit import Submission, submit_together
from comity.errors import ComityError, Refused
from comity.policy.sessions import Session
from comity.records.declaration import Record, kind_name
from comity.records.reach import pointers_of
from comity.store.node import Node

# A group this large keeps the writer's batches full, and a refusal in it costs one rehearsal of so many.
GROUP = 200


@dataclass(frozen=True)
class Offered:
    """A record read elsewhere: its id and key are the same on every run, ``place`` tells where it was read.

    Records of one ``bundle``, such as those of one row, are entered all or none; "" for none.
    """

    id: UUID
    record: Record
    key: str
    place: str
    bundle: str = ""

    @property
    def kind(self) -> str:
        """The name of the record's kind."""
        return kind_name(type(self.record))


@dataclass(frozen=True)
class SetAside:
    """What was not entered and why; ``offered`` is None where not even a record could be made.

    Of a table's row there are the column and the cells, as they came.
    """

    place: str
    error: ComityError
    offered: Offered | None = None
    column: str = ""
    cells: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Outcome:
    """What became of what was offered; ``reviews`` are the rules that left review tasks, one each."""

    entered: tuple[Offered, ...] = ()
    reviews: tuple[str, ...] = ()
    refused: tuple[SetAside, ...] = ()

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.entered + other.entered, self.reviews + other.reviews, self.refused + other.refused)


def import_secret(node: Node) -> bytes:
    """Give the node's secret under which imported records get their ids."""
    return hmac.digest(node.keyring.token_key, b"comity/import/v1", hashlib.sha256)


def id_under(secret: bytes, name: str) -> UUID:
    """Give the id for a name: always the same on this node, and random to whoever lacks the secret."""
    return UUID(bytes=hmac.digest(secret, name.encode(), hashlib.sha256)[:16], version=4)


async def present(node: Node, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Tell which records are there already, whoever may see them."""
    return frozenset(await node.holding.held(list(ids)))


def groups(offered: Sequence[Offered]) -> list[tuple[Offered, ...]]:
    """Part records into groups of about ``GROUP``; what refers to one another is never parted."""
    filled: list[list[Offered]] = [[]]
    for together in _hanging_together(offered):
        if filled[-1] and len(filled[-1]) + len(together) > GROUP:
            filled.append([])
        filled[-1] += together
    return [tuple(group) for group in filled if group]


def _hanging_together(offered: Sequence[Offered]) -> list[list[Offered]]:
    """Find what is joined by references, in the order of its first record."""
    above = {each.id: each.id for each in offered}

    def root(id: UUID) -> UUID:
        while above[id] != id:
            above[id] = id = above[above[id]]
        return id

    for each in offered:
        for pointer in pointers_of(each.record):
            if pointer.id in above:
                above[root(pointer.id)] = root(each.id)
    found: dict[UUID, list[Offered]] = defaultdict(list)
    for each in offered:
        found[root(each.id)].append(each)
    return list(found.values())


async def enter_all(node: Node, session: Session, offered: Sequence[Offered]) -> Outcome:
    """Enter records all or none; what is refused stands in the outcome, and then nothing was entered."""
    if not offered:
        return Outcome()
    try:
        return await _enter(node, session, offered)
    except Refused:
        return Outcome(refused=await _refused(node, session, offered))


async def enter_what_passes(node: Node, session: Session, offered: Sequence[Offered]) -> Outcome:
    """Enter the records that pass; what is refused stays out, with all that refers to it."""
    remaining, refused = list(offered), tuple[SetAside, ...]()
    while remaining:
        try:
            return Outcome(refused=refused) + await _enter(node, session, remaining)
        except Refused:
            out = await _refused(node, session, remaining)
            if not out:
                raise
            refused += out
            gone = {aside.offered.id for aside in out if aside.offered}
            remaining = [each for each in remaining if each.id not in gone]
    return Outcome(refused=refused)


async def rehearsed(node: Node, session: Session, offered: Sequence[Offered]) -> Outcome:
    """Tell what entering would come to, and enter nothing."""
    refused = await _refused(node, session, offered)
    gone = {aside.offered.id for aside in refused if aside.offered}
    return Outcome(tuple(each for each in offered if each.id not in gone), (), refused)


async def _enter(node: Node, session: Session, offered: Sequence[Offered]) -> Outcome:
    receipts = await submit_together(node, session, [Submission(each.id, each.record, each.key) for each in offered])
    reviews = tuple(name for receipt in receipts for name in receipt.reviews)
    return Outcome(tuple(offered), reviews)


async def _refused(node: Node, session: Session, offered: Sequence[Offered]) -> tuple[SetAside, ...]:
    """Name what is refused, and all that depends on it."""
    wrong = await rehearse(node, session, [Submission(each.id, each.record) for each in offered])
    found = {each.id: SetAside(each.place, wrong[each.id], each) for each in offered if each.id in wrong}
    by_id = {each.id: each for each in offered}
    while more := _dependents(by_id, found):
        found |= more
    return tuple(found.values())


def _dependents(by_id: Mapping[UUID, Offered], refused: Mapping[UUID, SetAside]) -> dict[UUID, SetAside]:
    bundles = {aside.offered.bundle for aside in refused.values() if aside.offered and aside.offered.bundle}
    return {
        each.id: SetAside(each.place, error, each)
        for each in by_id.values()
        if each.id not in refused and (error := _dependence(each, refused, bundled=each.bundle in bundles))
    }


def _dependence(each: Offered, refused: Mapping[UUID, SetAside], *, bundled: bool) -> Refused | None:
    """Tell why a record cannot stand without those refused; None when it can."""
    needs = next((p for p in pointers_of(each.record) if p.id in refused), None)
    if needs is None:
        remedy = "Correct that one first, then import again."
        return (
            Refused(f"Another record of {each.place} was refused.", rule="one_row", remedy=remedy) if bundled else None
        )
    field = ".".join(step for step in needs.path if step != "*")
    return Refused(
        f"{field}: it refers to {refused[needs.id].place}, which was refused.",
        rule="reference_must_exist",
        field=field,
        remedy="Correct that one first, then import again.",
    )
