"""Which records the node itself takes for one person, from all that it holds: for work that shows nothing of it."""

from collections.abc import Collection, Iterable
from uuid import UUID

from comity.acts.judgments import Judged, Ruling, in_force
from comity.acts.neighborhood import MOST_MET, Pair, ordered
from comity.linkage.clustering import Verdict, bounds_of, clusters
from comity.policy.clauses import HandlingClass
from comity.records.categories import Category
from comity.records.declaration import kind_name
from comity.records.judgments import ON_PERSONS, Judgment, named_in
from comity.records.parties.person import Person
from comity.records.reach import pointing_at
from comity.records.rules import SEALED
from comity.store.comparing import NEVER_LINKED
from comity.store.entries import Stored
from comity.store.link_reading import around
from comity.store.node import Node
from comity.store.pointing import carrying
from comity.store.sealing import record_of
from comity.store.tokens import token

PERSON = kind_name(Person)
# What is sealed is as if it had never been, and a patient's record is used against nobody (42 CFR 2.12(d)(1)).
_LEADS_NOWHERE = NEVER_LINKED | {SEALED, "part2"}
_ROUNDS = 6
_MOST_PAIRS = 2000
_MOST_NEIGHBORS = 20_000


async def taken_for_one(node: Node, id: UUID) -> frozenset[UUID]:
    """Give a person's record with all that the machine or people have linked with it, but for who is judged apart.

    What the law keeps from any use joins nobody with anybody, unless it is the record that was asked about.
    """
    met, edge = {id}, {id}
    bits: dict[Pair, float] = {}
    judged: dict[Pair, Judged] = {}
    for _ in range(_ROUNDS):
        if not edge or len(met) > MOST_MET:
            break
        judged.update({each.pair: each for each in await _judgments(node, edge)})
        found = await _linked(node, edge, _MOST_PAIRS)
        bits.update(found)
        edge = await _leading_on(node, {*found, *_same(judged.values())}, edge, met)
        met |= edge
    # Whoever was met last may have been judged apart from those before.
    judged.update({each.pair: each for each in await _judgments(node, edge)})
    edges = [(one, other, weight) for (one, other), weight in bits.items()]
    verdicts = [(each.one, each.other, each.verdict) for each in judged.values()]
    together = clusters(met, edges, verdicts, bounds=bounds_of(node.linking.model(PERSON)))
    return next(frozenset(members) for members in together if id in members)


async def neighbors(node: Node, ids: Collection[UUID]) -> set[UUID]:
    """Give some persons' records with those that the machine linked with any of them."""
    return {id for pair in await _linked(node, ids, _MOST_NEIGHBORS) for id in pair} | {*ids}


async def _linked(node: Node, ids: Collection[UUID], limit: int) -> dict[Pair, float]:
    """Give the links of some records with those that lead on, with their bits."""
    model = node.linking.model(PERSON)
    people = [n for n, handling in node.classes.all().items() if handling.kind == PERSON and _leads_on(handling)]
    found = await around(node.pool, people, ids, least=model.link - model.prior, limit=limit)
    return {ordered(pair.one, pair.other): pair.bits + model.prior for pair in found}


async def _judgments(node: Node, ids: Iterable[UUID]) -> list[Judged]:
    """Give the judgments in force on pairs of which one is among some records."""
    words = [token(node.keyring.token_key, pointing_at(Category.REFERENCE, id)) for id in ids]
    found = await carrying(
        node.pool, node.classes, words, lambda each: each.kind == ON_PERSONS and SEALED not in each.markings
    )
    return in_force(_ruling(node, stored) for stored in found)


def _ruling(node: Node, stored: Stored) -> Ruling:
    said = record_of(node.keyring, stored)
    assert isinstance(said, Judgment)  # noqa: S101 - found by its kind
    before = said.supersedes.id if said.supersedes else None
    return Ruling(stored.id, stored.seq, said.outcome, named_in(said), before)


def _same(judged: Iterable[Judged]) -> set[Pair]:
    return {each.pair for each in judged if each.verdict is Verdict.SAME}


async def _leading_on(node: Node, pairs: Iterable[Pair], edge: Collection[UUID], met: Collection[UUID]) -> set[UUID]:
    """Give who is newly met by some pairs, unless nobody may be joined through them."""
    new = {id for pair in pairs if not {*pair}.isdisjoint(edge) for id in pair} - {*met}
    held = await node.holding.held(new) if new else {}
    return {id for id, stored in held.items() if stored.handling.kind == PERSON and _leads_on(stored.handling)}


def _leads_on(handling: HandlingClass) -> bool:
    return _LEADS_NOWHERE.isdisjoint(handling.markings)
