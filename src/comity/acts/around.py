"""Fetch what stands around many records at once: a query for each step, however many records there are.

Only edges that the reader sees are followed, so that nothing hidden is told by what is reached.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from comity.acts.outlooks import tells
from comity.acts.sight import Sight
from comity.acts.viewing import View, views
from comity.desks.awaiting import Here
from comity.desks.deadlines import CONCERNED
from comity.policy.clauses import HandlingClass
from comity.records.parting import ids_at, pointed_at
from comity.records.profiles import profile as profile_named
from comity.records.reach import pointing_at, pointing_categories, pointings
from comity.records.registry import kind_named
from comity.store.entries import Stored
from comity.store.node import Node
from comity.store.reading import Reach
from comity.store.tokens import each_token

# More than a day's docket of a large court has around it.
MOST_AROUND = 20_000


@dataclass
class Around:
    """What one reader has reached so far; ``whole`` tells whether it was all that there is."""

    node: Node
    sight: Sight
    found: dict[UUID, View] = field(default_factory=dict)
    whole: bool = True

    def take(self, stored: Iterable[Stored]) -> list[View]:
        """Add records that were found, and give those that are seen and new."""
        new = [each for each in views(self.node, self.sight, stored) if each.id not in self.found]
        self.found |= {each.id: each for each in new}
        return new

    def of_kinds(self, wanted: frozenset[str]) -> list[View]:
        """Give what was found of some kinds."""
        return [each for each in self.found.values() if each.kind in wanted]

    def pointed(self, meant: str, *, through: frozenset[str]) -> set[UUID]:
        """Give the ids of records of a kind, seen or not, to which records of some kinds refer that are at hand."""
        return {
            id
            for each in self.of_kinds(through)
            for pointing in pointings(kind_named(each.kind).kind)
            if meant in pointing.kinds
            for id in ids_at(each.fields, [pointing.path])
        }

    async def ahead(self, wanted: frozenset[str]) -> list[View]:
        """Fetch, in one query, the records of some kinds to which those at hand refer."""
        ids = {id for each in self.found.values() for id in pointed_at(kind_named(each.kind).kind, each.fields)}
        near = self.sight.of_kinds(wanted, self.node.classes.all())
        missing = ids - self.found.keys()
        return self.take(await self.node.reader.current(near.scope, missing)) if missing else []

    async def behind(self, wanted: frozenset[str], ids: Iterable[UUID]) -> list[View]:
        """Fetch, in one query, the records of some kinds that refer to some records."""
        stored = await pointing_back(self.node, self.sight, wanted, ids)
        self.whole = self.whole and len(stored) < MOST_AROUND
        return self.take(stored)


async def pointing_back(node: Node, sight: Sight, wanted: frozenset[str], ids: Iterable[UUID]) -> list[Stored]:
    """Give the newest records of some kinds that refer to some records, in fields that the reader sees."""
    asked = list(ids)
    near = sight.of_kinds(wanted, node.classes.all())
    groups: list[Reach] = []
    for category in sorted({c for kind in wanted for c in pointing_categories(kind_named(kind).kind)}):
        terms = (each_token(node.keyring.token_key, [pointing_at(category, id) for id in asked]),)
        groups += [Reach(tuple(c), terms, tuple(r)) for c, r in near.by_mask(category).values()]
    return await node.reader.referring(near.scope, groups, MOST_AROUND) if groups and asked else []


def here_of(node: Node, sight: Sight) -> Here:
    """Give where and when somebody looks at a case: the agencies, and of which of them what is seen.

    It is told by the clauses, and not by what happens to be on the record.
    """
    agencies = node.directory.agency
    telling = frozenset(
        (kind, owner)
        for kind in CONCERNED
        for owner in agencies
        if tells(kind, sight.on_class(HandlingClass(kind, owner)).mask)
    )
    profiles = {key: profile_named(agency.profile) for key, agency in agencies.items()}
    return Here(profiles, {key: agency.pillar for key, agency in agencies.items()}, telling, node.clock())
