"""What a simulation says is exactly what happens when the draft comes in force: for everybody and every question."""

from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random
from uuid import UUID

import pytest

from comity.acts.read import NEWEST
from comity.acts.sight import may_enter, profile_now, sight_of
from comity.acts.simulate import LOOKED_BACK, weighed
from comity.policy.clauses import BRINGING, ON_RECORDS, HandlingClass, Operation
from comity.policy.masks import lens
from comity.policy.matrix import Matrix, Rule
from comity.policy.readers import Reader
from comity.policy.requests import Request
from comity.policy.simulation import Draft, Shift, Simulation
from comity.store.node import Node
from tests.simulate.drafts import (
    CIRCUMSTANCES,
    KINDS,
    PURPOSES,
    World,
    as_clauses,
    document,
    grown,
    random_clauses,
    session_in,
)

pytestmark = pytest.mark.anyio

DRAFTS = 200

Asker = tuple[str, str, Operation]
# What each sees of each record: the mask of its categories, with the record's kind and owner.
Entered = set[tuple[str, str, Operation, str]]
Snapshot = dict[Asker, dict[UUID, tuple[str, str, int]]]


async def snapshot(node: Node) -> Snapshot:
    """See what everybody sees now, through the queries and decisions that every reading act goes through."""
    seen: Snapshot = {}
    for member in CIRCUMSTANCES:
        for purpose in PURPOSES:
            for operation in ON_RECORDS:
                sight = await sight_of(node, session_in(node, member, purpose), operation)
                page = await node.reader.page(sight.scope, NEWEST, 10_000)
                seen[member, purpose, operation] = {
                    s.id: (s.handling.kind, s.handling.owner, sight.on_stored(s).mask) for s in page
                }
    return seen


def entered(node: Node) -> Entered:
    """Give who may enter or bring in what now."""
    return {
        (member, purpose, operation, kind)
        for member in CIRCUMSTANCES
        for purpose in PURPOSES
        for operation in BRINGING
        for kind in KINDS
        if may_enter(
            node,
            profile_now(node, session := session_in(node, member, purpose)),
            HandlingClass(kind, session.agency.key),
            operation,
        ).allowed
    }


def drafted(node: Node, number: int, chance: Random) -> tuple[Draft, str]:
    """Make a draft that takes the place of the one before, and the directory that puts it in force."""
    clauses = random_clauses(chance, number)
    rules = tuple(Rule(clause, clause.id) for clause in as_clauses(clauses))
    before = node.rulebook.matrix
    kept = tuple(rule for rule in before.rules if not rule.name.startswith("draft-"))
    return Draft(before, Matrix(before.directory, (*kept, *rules)), rules), document(clauses)


def is_theirs(member: str, reader: Reader, operation: Operation, draft: Draft) -> bool:
    """Tell whether a reader is a member in their own circumstances; those that no rule looks at are not told apart."""
    factor, emergency = CIRCUMSTANCES.get(member, (True, ""))
    lenses = [lens(matrix, reader.profile, operation) for matrix in (draft.before, draft.after)]
    rules = [rule for seen in lenses for rule in (*seen.permits, *seen.prohibits)]
    needs = [needs for r in rules for needs in (r.clause.needs, *(each.needs for each in r.clause.unless))]
    here = (
        factor or not any(each.second_factor for each in needs),
        bool(emergency) and any(each.emergency for each in needs),
    )
    return (reader.profile.second_factor, reader.profile.emergency) == here


def compare_readers(simulation: Simulation, draft: Draft, before: Snapshot, after: Snapshot) -> int:
    """Hold what was foretold for each reader to what happened; gives how many readers saw a change."""
    foretold: dict[Asker, Counter[tuple[str, str, int, int]]] = {}
    for each in simulation.readers:
        for member in each.reader.members:
            if is_theirs(member, each.reader, each.operation, draft):
                counted = _summed(each.shifts)
                foretold |= {(member, purpose, each.operation): counted for purpose in each.reader.purposes}
    changed = 0
    for asker in before:
        happened = _happened(before[asker], after[asker])
        assert foretold.get(asker, Counter()) == happened, asker
        changed += bool(happened)
    return changed


def _happened(
    before: dict[UUID, tuple[str, str, int]], after: dict[UUID, tuple[str, str, int]]
) -> Counter[tuple[str, str, int, int]]:
    happened: Counter[tuple[str, str, int, int]] = Counter()
    for id in before.keys() | after.keys():
        kind, owner, _ = before.get(id) or after[id]
        masks = before.get(id, ("", "", 0))[2], after.get(id, ("", "", 0))[2]
        if masks[0] != masks[1]:
            happened[kind, owner, *masks] += 1
    return happened


def compare_requests(simulation: Simulation, asked: Sequence[Request], before: Snapshot, after: Snapshot) -> int:
    """Hold what was foretold for each question to what happened; gives how many were answered otherwise."""
    foretold = {each.counted.request: each.shifts for each in simulation.changed}
    for request in asked:
        asker = (request.member, request.profile.purpose, request.operation)
        was, now = (_wanted(seen[asker], request) for seen in (before, after))
        shifts = foretold.get(request, ())
        assert _summed(shifts) == _happened(was, now), request
    return len(foretold)


def _summed(shifts: Iterable[Shift]) -> Counter[tuple[str, str, int, int]]:
    counted: Counter[tuple[str, str, int, int]] = Counter()
    for shift in shifts:
        counted[shift.handling.kind, shift.handling.owner, shift.before, shift.after] += shift.records
    return counted


def _wanted(seen: dict[UUID, tuple[str, str, int]], request: Request) -> dict[UUID, tuple[str, str, int]]:
    kinds, record = request.kinds, request.record
    return {
        id: found
        for id, found in seen.items()
        if (kinds is None or found[0] in kinds) and (record is None or id == record)
    }


def compare_entering(simulation: Simulation, draft: Draft, before: Entered, after: Entered) -> None:
    opened, closed = set(), set()
    for each in simulation.entering:
        for member in each.reader.members:
            if is_theirs(member, each.reader, each.operation, draft):
                asked = [(member, p, each.operation) for p in each.reader.purposes]
                opened |= {
                    (*who, kind) for who in asked for kind in each.opened if member in CIRCUMSTANCES and kind in KINDS
                }
                closed |= {
                    (*who, kind) for who in asked for kind in each.closed if member in CIRCUMSTANCES and kind in KINDS
                }
    looked_at = {(m, p, operation, k) for m in CIRCUMSTANCES for p in PURPOSES for operation in BRINGING for k in KINDS}
    assert opened & looked_at == after - before
    assert closed & looked_at == before - after


async def test_what_is_foretold_is_exactly_what_happens(node: Node) -> None:
    world: World = await grown(node)
    chance = Random("drafts")
    before, could = await snapshot(world.node), entered(node)
    asked = [each.request for each in await node.requests.since(node.clock() - LOOKED_BACK)]
    readers = requests = 0
    for number in range(DRAFTS):
        draft, text = drafted(node, number, chance)
        simulation = await weighed(node, draft)
        await node.directories.activate(text)
        after, can = await snapshot(node), entered(node)
        assert node.rulebook.matrix.rules == draft.after.rules
        readers += compare_readers(simulation, draft, before, after)
        requests += compare_requests(simulation, asked, before, after)
        compare_entering(simulation, draft, could, can)
        before, could = after, can
    assert readers > DRAFTS
    assert requests > DRAFTS
