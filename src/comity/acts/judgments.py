"""What people have judged of who is the same, as far as a reader sees it: the latest word on each pair counts."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from comity.acts.sight import Sight
from comity.acts.viewing import View, views
from comity.linkage.clustering import Verdict
from comity.records.categories import Category
from comity.records.judgments import JUDGMENTS, NAMED_IN
from comity.records.justice.person_identification import LinkOutcome
from comity.records.reach import pointing_at
from comity.store.node import Node
from comity.store.reading import Reach
from comity.store.tokens import token

# More than so many on one person or thing is no file any more; the newest count.
_MOST = 2000
_VERDICTS = {
    LinkOutcome.LINKED: Verdict.SAME,
    LinkOutcome.REJECTED: Verdict.DIFFERENT,
    LinkOutcome.REVIEW: Verdict.UNSURE,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What somebody judged of two records, and the record in which they did."""

    id: UUID
    one: UUID
    other: UUID
    verdict: Verdict
    seq: int

    @property
    def pair(self) -> tuple[UUID, UUID]:
        """The two, in their order."""
        return self.one, self.other


@dataclass(frozen=True, slots=True)
class Ruling:
    """A record in which somebody judged: whom or what, what it came to, and the ruling that it takes back."""

    id: UUID
    seq: int
    outcome: LinkOutcome | None
    named: tuple[UUID, ...]
    supersedes: UUID | None


async def judgments_on(node: Node, sight: Sight, ids: Collection[UUID]) -> list[Judged]:
    """Give the judgments in force on pairs of which one is among some records, as far as this sight shows them."""
    return in_force(_ruling(view) for view in await _ruled(node, sight, ids))


async def _ruled(node: Node, sight: Sight, ids: Collection[UUID]) -> list[View]:
    words = [token(node.keyring.token_key, pointing_at(Category.REFERENCE, id)) for id in ids]
    rulings = sight.of_kinds(JUDGMENTS, node.classes.all())
    needed = int(Category.REFERENCE | Category.STATUS)
    groups = [
        Reach(tuple(classes), (tuple(words),), tuple(records))
        for mask, (classes, records) in rulings.by_mask(needed).items()
        if mask == needed
    ]
    if not groups or not words:
        return []
    return views(node, sight, await node.reader.referring(rulings.scope, groups, _MOST))


def _ruling(view: View) -> Ruling:
    outcome, supersedes = view.fields.get("outcome"), view.fields.get("supersedes")
    return Ruling(
        view.id,
        view.seq,
        LinkOutcome(outcome) if outcome else None,
        named(view),
        UUID(supersedes) if supersedes else None,
    )


def named(view: View) -> tuple[UUID, ...]:
    """Give the records that a judgment is about, as it is seen."""
    return tuple(map(UUID, view.fields.get(NAMED_IN[view.kind], ())))


def in_force(rulings: Iterable[Ruling]) -> list[Judged]:
    """Give what counts of some rulings: of each pair the latest, and nothing that was undone."""
    latest: dict[tuple[UUID, UUID], Judged] = {}
    undone: set[UUID | None] = set()
    for ruling in sorted(rulings, key=lambda each: -each.seq):
        if ruling.outcome is LinkOutcome.UNDONE:
            undone.add(ruling.supersedes)
        elif ruling.id not in undone:
            for judged in _judged(ruling):
                latest.setdefault(judged.pair, judged)
    return list(latest.values())


def _judged(ruling: Ruling) -> Iterator[Judged]:
    verdict = _VERDICTS.get(ruling.outcome) if ruling.outcome else None
    if verdict is not None:
        for one, other in combinations(sorted(set(ruling.named)), 2):
            yield Judged(ruling.id, one, other, verdict, ruling.seq)
