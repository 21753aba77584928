"""Whoever left, and whoever is behind a relay, is told exactly what to destroy; outside, the owner is told of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from comity.acts import agree
from comity.acts.recall import tell_recipients
from comity.following.recalling import recall
from comity.policy.clauses import HandlingClass
from comity.records.codec import encode
from comity.records.governance.recall_notice import Recall
from comity.store.node import Node
from tests.recall.worlds import (
    CANARY,
    OUTSIDE,
    OWNER,
    PAIRED,
    PARTNERS,
    amend,
    dice,
    enter_known,
    found_by,
    notices,
    pass_on,
    show,
    signing,
    tasks,
    told,
)

pytestmark = pytest.mark.anyio

SEEDS = (1, 2, 3)
Told = set[tuple[str, UUID]]


@dataclass
class Model:
    """Who was shown what, worked out beside the platform: own reads, and what was passed on by whom, in order."""

    read: Told = field(default_factory=set)
    passed: list[tuple[str, str, UUID]] = field(default_factory=list)
    outside: list[tuple[str, UUID]] = field(default_factory=list)

    def all(self) -> Told:
        return self.read | {(to, id) for _, to, id in self.passed} | set(self.outside)

    def of(self, leaver: str) -> Told:
        handed = {(to, id) for by, to, id in self.passed if by == leaver}
        return {(agency, id) for agency, id in self.all() if agency == leaver} | handed

    def told(self, start: Told, seeing: Sequence[str]) -> Told:
        keeping = {(agency, id) for agency, id in self.read if agency in seeing}
        reached = start - keeping
        for by, to, id in self.passed:
            if (by, id) in reached and (to, id) not in keeping:
                reached.add((to, id))
        return reached

    def behind(self, reached: Told) -> int:
        return sum((by, id) in reached for by, id in self.outside)


async def lived(node: Node, seed: int) -> Model:
    """Let eleven agencies read, search and pass on at random."""
    chance, model = dice(seed), Model()
    ids = [await enter_known(node) for _ in range(6)]
    for _ in range(40):
        agency, id = chance.choice(PARTNERS), chance.choice(ids)
        match chance.choice(("read", "read", "pass", "pass", "pass", "outside", "search")):
            case "read":
                await show(node, agency, id)
                model.read.add((agency, id))
            case "search" if chance.random() < 0.2:
                model.read |= {(agency, found) for found in await found_by(node, agency)}
            case "pass":
                to = chance.choice([each for each in PARTNERS if each != agency])
                await pass_on(node, agency, id, to)
                model.passed.append((agency, to, id))
            case "outside":
                await pass_on(node, agency, id, OUTSIDE)
                model.outside.append((agency, id))
            case _:
                continue
    return model


async def told_of(node: Node, effect: Recall) -> Told:
    found = await told(node)
    assert all(CANARY not in encode(notice).decode() and OUTSIDE not in encode(notice).decode() for _, notice in found)
    pairs = [(agency, ref.id) for agency, notice in found if notice.effect is effect for ref in notice.records]
    assert len(set(pairs)) == len(pairs)
    return set(pairs)


async def reported(node: Node) -> int:
    found = [(owner, task) for owner, task in await tasks(node) if task.rule == "recall_cannot_reach_outside"]
    assert {owner for owner, _ in found} <= {OWNER}
    assert all(OUTSIDE not in encode(task).decode() for _, task in found)
    return len(found)


@pytest.mark.parametrize("seed", SEEDS)
async def test_an_agency_that_leaves_is_told_and_whoever_has_it_through_that_agency(world: Node, seed: int) -> None:
    model, leaver = await lived(world, seed), PARTNERS[4 + seed]
    await agree.leave(world, signing(world, leaver), "net", "The council ended it.")
    seeing = [each for each in PARTNERS if each != leaver]
    expected = model.told(model.of(leaver), seeing)
    assert await told_of(world, Recall.WITHDRAWN) == expected
    assert expected
    assert await reported(world) == model.behind(expected)


async def test_who_leaves_keeps_what_another_agreement_lets_it_see(world: Node) -> None:
    id = await enter_known(world)
    await show(world, PAIRED[0], id)
    await agree.leave(world, signing(world, PAIRED[0]), "net", "One agreement is enough.")
    assert await told_of(world, Recall.WITHDRAWN) == set()


@pytest.mark.parametrize("seed", SEEDS)
async def test_when_the_owner_leaves_everybody_gives_back_but_who_sees_it_otherwise(world: Node, seed: int) -> None:
    model = await lived(world, seed)
    await agree.leave(world, signing(world, OWNER), "net", "Names were read aloud.")
    expected = model.told(model.all(), PAIRED)
    assert await told_of(world, Recall.WITHDRAWN) == expected
    assert await reported(world) == model.behind(expected)


@pytest.mark.parametrize("seed", SEEDS)
async def test_what_came_under_a_suspended_agreement_is_kept_apart_until_it_is_resumed(world: Node, seed: int) -> None:
    model = await lived(world, seed)
    await agree.suspend(world, signing(world, OWNER), "net", "Names were read aloud.")
    expected = model.told(model.all(), PAIRED)
    assert await told_of(world, Recall.SUSPENDED) == expected
    await agree.resume(world, signing(world, OWNER), "net")
    await recall(world)
    assert {(a, ref.id) for a, n in await notices(world) if n.effect is Recall.RESUMED for ref in n.records} == expected


async def test_when_all_have_ended_it_everybody_gives_back(world: Node) -> None:
    model = await lived(world, 4)
    for party in (OWNER, *PARTNERS):
        await agree.end(world, signing(world, party), "net")
    expected = model.told(model.all(), PAIRED)
    assert await told_of(world, Recall.WITHDRAWN) == expected


@pytest.mark.parametrize("seed", SEEDS)
async def test_what_is_marked_so_that_nobody_may_see_it_is_to_be_destroyed_by_all_who_got_it(
    world: Node, seed: int
) -> None:
    model = await lived(world, seed)
    marked = sorted({id for _, id in model.all()})[:3]
    for id in marked:
        await amend(world, id, 1, markings=["sensitive"])
    expected = {(agency, id) for agency, id in model.all() if id in marked}
    assert await told_of(world, Recall.RESTRICTED) == expected
    assert await reported(world) == sum(id in marked for _, id in model.outside)


async def test_a_further_correction_of_what_was_taken_away_is_told_to_nobody(world: Node) -> None:
    id = await enter_known(world)
    await show(world, PARTNERS[0], id)
    await amend(world, id, 1, markings=["sensitive"])
    await amend(world, id, 2)
    assert await told_of(world, Recall.CORRECTED) == set()
    assert await told_of(world, Recall.RESTRICTED) == {(PARTNERS[0], id)}
    assert HandlingClass("person", OWNER, ("sensitive",)) in world.classes.all().values()


@pytest.mark.parametrize("effect", [Recall.SEALED, Recall.EXPUNGED, Recall.REVOKED])
async def test_what_an_order_or_a_consent_takes_away_is_told_to_all_who_got_it_and_outside_is_reported(
    world: Node, effect: Recall
) -> None:
    model = await lived(world, 5)
    ids = sorted({id for _, id in model.all()})[:2]
    await tell_recipients(world, ids, ids[0], effect=effect)
    expected = {(agency, id) for agency, id in model.all() if id in ids}
    assert await told_of(world, effect) == expected
    assert await reported(world) == sum(id in ids for _, id in model.outside)
