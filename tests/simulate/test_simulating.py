"""What a drafter is told: what opens and closes, what was really asked, what never counts, and no small numbers."""

from random import Random
from typing import Any

import pytest

from comity.acts.read import read, read_newest
from comity.acts.simulate import simulate, simulate_text
from comity.errors import Absent, Invalid, Refused
from comity.policy.clauses import Clause, Grantee, Operation
from comity.policy.matrix import Rule
from comity.policy.simulation_told import ForRequest, RecordsChanged, SimulationTold
from comity.records.pillars import Pillar
from comity.store.node import Node
from tests.entering import arrest_fields, enter, enter_arrest, enter_incident, enter_person
from tests.simulate.drafts import BASE, as_clauses, random_clauses
from tests.worlds import session_of

pytestmark = pytest.mark.anyio

WORLD = (
    BASE
    + """
[[member]]
key = "both"
name = "Bo"
agency = "hart-court"
roles = ["signatory", "administrator"]
"""
)
DRAFT = """\
key = "court-police"
title = "What the police shows the court"
tier = "data-sharing-agreement"
version = 1
parties = ["hart-pd", "hart-court"]
begins = 2026-11-01
expires = 2036-11-01
purpose = "The court supervises the police."
governance = "Both sides meet every quarter."

[[clause]]
id = "1"
prose = "The court sees who was arrested, also for administration."
permit = ["see", "copy"]
to = { pillar = "court" }
owner = "hart-pd"
kinds = ["arrest"]
categories = ["event", "charge"]
purposes = ["administration"]

[[clause]]
id = "2"
prose = "The court sees what the police booked, but the police books nobody."
permit = ["see"]
to = { pillar = "court" }
owner = "hart-pd"
kinds = ["booking"]
categories = ["event"]
purposes = ["administration"]
"""
BOTH = frozenset({"hart-pd", "hart-court"})


@pytest.fixture
async def world(node: Node) -> Node:
    """The small world with its drafters, and six arrests."""
    await node.directories.activate(WORLD)
    for _ in range(6):
        await enter_arrest(node)
    return node


def rule(id: str, *, parties: frozenset[str] | None = BOTH, **fields: Any) -> Rule:
    given: dict[str, Any] = {
        "permit": (Operation.SEE,),
        "to": Grantee(pillar=Pillar.COURT),
        "owner": "hart-pd",
        "kinds": ("arrest",),
        "categories": ("event", "charge"),
        "purposes": ("administration",),
    }
    return Rule(Clause(id=id, prose="As agreed.", **(given | fields)), f"court-police {id}", parties)


async def told(node: Node, *rules: Rule, member: str = "dora") -> SimulationTold:
    return await simulate(node, session_of(node, member, "administration"), rules)


async def test_what_opens_is_told_reader_by_reader(world: Node) -> None:
    simulation = await told(world, rule("1"))
    told_of = {(each.roles, each.purposes, each.operations, each.changes) for each in simulation.readers}
    changes = (RecordsChanged(kind="arrest", owner="hart-pd", opened=6, gained=("event", "charge")),)
    roles = (("clerk",), ("drafter",), ("administrator", "signatory"))
    assert told_of == {(each, ("administration",), (Operation.SEE,), changes) for each in roles}
    assert not any(each.emergency for each in simulation.readers), "no rule for them looks at that"


async def test_few_records_of_another_agency_are_as_good_as_none(world: Node) -> None:
    for _ in range(4):
        await enter_arrest(world, markings=["juvenile"])
    juveniles = rule("1", markings=("juvenile",), to=Grantee(pillar=Pillar.POLICE), purposes=("investigation",))
    court, police = [await told(world, juveniles, member=member) for member in ("dora", "max")]
    assert court.readers == ()
    assert {c.opened for each in police.readers for c in each.changes} == {4}, "of its own, each agency is told all"
    assert court.smallest == 5


async def test_a_clause_that_counts_for_few_records_of_others_is_said_to_count_for_none(world: Node) -> None:
    for number in range(4):
        await enter_person(world, f"Bo{number}", by="jo")
    persons = rule("1", kinds=("person",), owner="hart-jail", parties=frozenset({"hart-court", "hart-jail"}))
    assert (await told(world, persons)).unused == ("court-police 1",)
    await enter_person(world, "Bo4", by="jo")
    assert (await told(world, persons)).unused == ()


async def test_unused_clauses_are_named(world: Node) -> None:
    assert (await told(world, rule("1"), rule("2", kinds=("booking",)))).unused == ("court-police 2",)


async def test_a_clause_that_lets_somebody_enter_is_used(world: Node) -> None:
    entering = rule("1", permit=(Operation.IMPORT,), owner="self", categories=())
    assert (await told(world, entering)).unused == ()


async def test_what_prohibitions_strike_is_named_with_the_prohibition(world: Node) -> None:
    for _ in range(6):
        await enter_arrest(world, markings=["sealed"])
    simulation = await told(world, rule("1", markings=("sealed",), categories=("event",)))
    (struck,) = [each for each in simulation.struck if each.prohibition == "State sealing law"]
    assert (struck.clause, struck.categories, struck.kinds) == ("court-police 1", ("event",), ("arrest",))


async def test_what_was_really_asked_is_told_without_telling_who_asked_for_which_record(world: Node) -> None:
    arrests = [(await enter_arrest(world)).entry.id for _ in range(6)]
    clark = session_of(world, "clark", "administration")
    for arrest in arrests:
        with pytest.raises(Absent):
            await read(world, clark, arrest)
    await read_newest(world, clark, frozenset({"arrest"}))
    simulation = await told(world, rule("1"))
    assert simulation.requests == 7
    asked = {each.kinds: each for each in simulation.asked}
    change = RecordsChanged(kind="arrest", owner="hart-pd", opened=6, gained=("event", "charge"))
    assert asked[None] == ForRequest(
        agency="hart-court",
        roles=("clerk",),
        purpose="administration",
        operation=Operation.SEE,
        kinds=None,
        times=6,
        changes=(change,),
    )
    assert asked[("arrest",)].changes[0].opened == 12
    assert str(arrests[0]) not in str(simulation)


async def test_questions_that_were_asked_too_seldom_are_not_counted_for_others(world: Node) -> None:
    await read_newest(world, session_of(world, "clark", "administration"), frozenset({"arrest"}))
    for member, times in (("max", None), ("dora", 1)):
        (asked,) = (await told(world, rule("1"), member=member)).asked
        assert asked.times == times


async def test_only_who_drafts_or_signs_for_a_party_may_simulate(world: Node) -> None:
    for member in ("lee", "clark", "vera", "both"):
        with pytest.raises(Refused):
            await told(world, rule("1"), member=member)
    with pytest.raises(Refused) as refused:
        await told(world, rule("1", parties=frozenset({"hart-pd", "hart-jail"})))
    assert refused.value.rule == "parties_simulate"


async def test_a_text_is_simulated_as_it_is_read(world: Node) -> None:
    dora = session_of(world, "dora", "administration")
    simulation = await simulate_text(world, dora, DRAFT)
    assert {each.operations for each in simulation.readers} == {(Operation.SEE, Operation.COPY)}
    assert simulation.unused == ("court-police 2",)
    with pytest.raises(Invalid):
        await simulate_text(world, dora, DRAFT.replace('"booking"', '"bookings"'))


async def test_no_draft_tells_another_agency_of_a_few_hidden_records(world: Node) -> None:
    incident, person, chance = await enter_incident(world), await enter_person(world), Random("hidden")
    drafts = [tuple(Rule(each, each.id) for each in as_clauses(random_clauses(chance, n))) for n in range(40)]
    without = [await told(world, *draft) for draft in drafts]
    for marking in ("juvenile", "sealed", "part2", "vsp"):
        for _ in range(4):
            fields = arrest_fields(incident, person, markings=[marking])
            await enter(world, session_of(world, "lee"), "arrest", **fields)
    for draft, before in zip(drafts, without, strict=True):
        assert await told(world, *draft) == before
    assert sum(bool(each.readers) for each in without) > 10, "the drafts change something"
