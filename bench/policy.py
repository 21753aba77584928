"""What policy costs: decisions beside Cedar's, judging anew after a change, and acts under many clauses beside one."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from statistics import median
from time import perf_counter

import cedarpy
import msgspec

from bench.place import Place, node_in, settle
from bench.policy_world import Work, governed, permitting_all, prepared, profiles
from bench.rows import Row, compared, shortened
from bench.world import made, officer
from comity.acts.read import read_newest
from comity.acts.search import carrying
from comity.acts.sight import decided_for
from comity.acts.submit import submit
from comity.policy.cedar import exported
from comity.policy.cedar_requests import asked, profile_entity, record_entity
from comity.policy.clauses import HandlingClass, Operation
from comity.policy.masks import decide, lens, through
from comity.policy.matrix import Matrix
from comity.policy.sessions import Profile
from comity.records.categories import Category
from comity.records.registry import kinds
from comity.store.node import Node

CLASSES = 2000
PROFILES = 200
AT_ONCE = 32
PAGE = 50
_HOW = "python -m bench policy"
_ADD_CLASSES = """
-- Classes as a large county would have them.
insert into handling_class (kind, owner, markings) select k, o, '{}' from unnest($1::text[], $2::text[]) t (k, o)
on conflict do nothing
"""

Question = tuple[Profile, HandlingClass]
Act = Callable[[], Awaitable[None]]


async def measure(place: Place) -> list[Row]:
    """Measure decisions, then what follows a change, then entry, list and search."""
    async with node_in(place, governed()) as node, node_in(place, permitting_all()) as bare:
        rows = await _acts(place, node, bare)
        classes = await _classes(node, place.count(CLASSES, 100))
        questions = _questions(classes, place.count(4000, 40))
        rows += _decisions(node.rulebook.matrix, questions)
        rows += await _anew(node, place.count(PROFILES, 4))
    return rows


def _decisions(matrix: Matrix, questions: Sequence[Question]) -> list[Row]:
    runs = [(_ours(matrix, questions), _whole(matrix, questions), _cedar(matrix, questions)) for _ in range(3)]
    note = f"{len(matrix.rules)} rules; other answers for one category, parsed beforehand, ours for all {len(Category)}"
    ours, whole, cedar = ([run[n] for run in runs] for n in range(3))
    return [
        compared("decisions beside Cedar", ours, cedar, goal=">= 10", unit="a second", how=_HOW, note=note),
        compared(
            "the same, with the rules picked anew each time", whole, cedar, unit="a second", how=_HOW, note="as for one"
        ),
    ]


def _ours(matrix: Matrix, questions: Sequence[Question]) -> float:
    """Give decisions a second, the rules that concern a profile having been picked once, as the acts do."""
    lenses = {profile: lens(matrix, profile, Operation.SEE) for profile, _ in questions}
    began = perf_counter()
    for profile, handling in questions:
        through(lenses[profile], handling)
    return len(questions) / (perf_counter() - began)


def _whole(matrix: Matrix, questions: Sequence[Question]) -> float:
    began = perf_counter()
    for profile, handling in questions:
        decide(matrix, profile, handling, Operation.SEE)
    return len(questions) / (perf_counter() - began)


def _cedar(matrix: Matrix, questions: Sequence[Question]) -> float:
    """Give Cedar's decisions a second, policies and entities parsed beforehand; each must be the one that we make."""
    policies = cedarpy.PolicySet.from_str(exported(matrix).policies)
    subjects = {profile: f"{n}" for n, profile in enumerate({profile for profile, _ in questions})}
    records = {handling: f"{n}" for n, handling in enumerate({handling for _, handling in questions})}
    known = [profile_entity(matrix, profile, id) for profile, id in subjects.items()]
    known += [record_entity(handling, id) for handling, id in records.items()]
    entities = cedarpy.Entities.from_json_str(msgspec.json.encode(known).decode())
    categories = [list(Category)[n % len(Category)] for n in range(len(questions))]
    requests = [
        {
            "principal": f'Profile::"{subjects[profile]}"',
            "action": 'Action::"see"',
            "resource": f'Record::"{records[handling]}"',
            "context": msgspec.json.encode(asked(profile.purpose, category, ())).decode(),
        }
        for (profile, handling), category in zip(questions, categories, strict=True)
    ]
    began = perf_counter()
    answers = cedarpy.is_authorized_batch(requests, policies, entities)
    took = perf_counter() - began
    for (profile, handling), category, answer in zip(questions, categories, answers, strict=True):
        if answer.allowed != bool(decide(matrix, profile, handling, Operation.SEE).mask & category):
            raise RuntimeError(f"Cedar decides otherwise on {category.label} of {handling} for {profile}")
    return len(questions) / took


async def _classes(node: Node, count: int) -> list[HandlingClass]:
    wanted = [(kind, agency.key) for agency in node.directory.agencies for kind in sorted(kinds())]
    # More owners than the directory has, where it has too few: they have left, and their records are there.
    wanted += [(kind, f"left-{n}") for n in range(count) for kind in sorted(kinds())]
    async with node.pool.acquire() as connection:
        there = len(node.classes.all())
        some = wanted[: max(0, count - there)]
        await connection.execute(_ADD_CLASSES, [kind for kind, _ in some], [owner for _, owner in some])
    await node.classes.refresh()
    return list(node.classes.all().values())


def _questions(classes: Sequence[HandlingClass], count: int) -> list[Question]:
    asking = profiles(PROFILES)
    return [(asking[n % PROFILES], classes[n * 7 % len(classes)]) for n in range(count)]


async def _anew(node: Node, count: int) -> list[Row]:
    """Change one clause, then decide on every class for every profile, as the next requests of all of them would."""
    taken = []
    for n in range(3):
        await node.directories.activate(governed(n + 1))
        began = perf_counter()
        for profile in profiles(count):
            decided_for(node, profile)
        taken.append(perf_counter() - began)
    classes, took = len(node.classes.all()), median(taken)
    said = f"{classes} classes, {count} profiles, {len(node.rulebook.matrix.rules)} rules"
    return [
        Row(name="judging anew after a change, all profiles", ours=shortened(took), unit="s", how=_HOW, note=said),
        Row(
            name="judging anew, one profile",
            ours=shortened(took / count * 1e3),
            unit="ms",
            how=_HOW,
            note=f"{took / count / classes * 1e6:.2f} us a class, with what a consent or an assignment could open",
        ),
    ]


async def _acts(place: Place, node: Node, bare: Node) -> list[Row]:
    """Measure entry, list and search on both nodes in turn, three times each."""
    works = [(node, await prepared(node)), (bare, await prepared(bare))]
    rows = []
    # Entry comes last: what it enters would be in every later page.
    for name, made_for, goal in (("list", _listing, ""), ("search", _searching, ""), ("entry", _entering, ">= 0.9")):
        ours: list[float] = []
        other: list[float] = []
        for _ in range(3):
            for runs, (on, work) in zip((ours, other), works, strict=True):
                runs.append(await _rate(made_for(on, work), place.seconds(2)))
                await settle(place.dsn)
        rows.append(_overhead(name, ours, other, goal, len(node.rulebook.matrix.rules)))
    return rows


def _overhead(name: str, ours: Sequence[float], other: Sequence[float], goal: str, rules: int) -> Row:
    note = f"{rules} rules, assignments to cases in force; other has one clause that permits all, and the statutes"
    return compared(f"{name} under policy", ours, other, goal=goal, unit="a second", how=_HOW, note=note)


def _entering(node: Node, work: Work) -> Act:
    session, waiting = officer(node), [made("arrest", body) for body in work.bodies]

    async def enter() -> None:
        await submit(node, session, waiting[0])
        waiting.append(waiting.pop(0))

    return enter


def _listing(node: Node, work: Work) -> Act:
    del work
    session = officer(node)

    async def page() -> None:
        found = await read_newest(node, session, frozenset({"arrest"}), limit=PAGE)
        if len(found) != PAGE or any(view.withheld for view in found):
            raise RuntimeError(f"{len(found)} records, of which something is withheld")

    return page


def _searching(node: Node, work: Work) -> Act:
    del work
    session = officer(node)

    async def look() -> None:
        if len(await carrying(node, session, "Quill7", frozenset({"person"}))) != 1:
            raise RuntimeError("the person is not found")

    return look


async def _rate(act: Act, seconds: float) -> float:
    """Give how often an act is done in a second, many at once."""
    done, began = 0, perf_counter()

    async def going() -> None:
        nonlocal done
        while perf_counter() - began < seconds:
            await act()
            done += 1

    await asyncio.gather(*(going() for _ in range(AT_ONCE)))
    return done / (perf_counter() - began)
