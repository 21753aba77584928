"""Random matrices and questions, and Cedar, which answers them from the exported policies."""

import json
from collections.abc import Sequence
from random import Random
from typing import TypeVar

import cedarpy
import msgspec
from msgspec import Struct

from comity.policy.cedar import exported
from comity.policy.cedar_requests import asked, profile_entity, record_entity
from comity.policy.clauses import Clause, Exemption, Grantee, HandlingClass, Needs, Obligations, Operation
from comity.policy.directory import Agency, Directory
from comity.policy.grounds import Cover, Sort
from comity.policy.matrix import Matrix, Rule
from comity.policy.sessions import Profile
from comity.records.categories import Category
from comity.records.pillars import Pillar

AGENCIES = ("north-police", "south-police", "court", "jail", "clinic", "shelter")
PILLARS = (Pillar.POLICE, Pillar.POLICE, Pillar.COURT, Pillar.JAIL, Pillar.HEALTH, Pillar.VICTIM_SERVICES)
ROLES = ("officer", "clerk", "health")
KINDS = ("arrest", "incident", "booking", "court-case", "disclosure", "consent")
MARKINGS = ("sensitive", "juvenile", "sealed", "part2", "amended", "tlp:amber")
CERTIFICATES = ("intel23", "privacy")
FORMS = ("part2", "vawa")
PURPOSES = ("investigation", "adjudication", "care")
LABELS = tuple(category.label for category in Category)
HEED = "heed"
Option = TypeVar("Option")


class Question(Struct, frozen=True):
    """May this profile do this with a record of this class, which these grounds cover?"""

    profile: Profile
    handling: HandlingClass
    operation: Operation
    covers: tuple[Cover, ...]


class Answer(Struct, frozen=True):
    """What Cedar says of one category: whether it is allowed, and which policies decided so."""

    allowed: bool
    because: frozenset[str]


def world(chance: Random) -> Matrix:
    """Give a directory, and up to two dozen rules of every form; some know nothing of one of the agencies."""
    there = AGENCIES[: chance.randint(5, len(AGENCIES))]
    agencies = tuple(
        Agency(key=key, name=key, pillar=pillar) for key, pillar in zip(AGENCIES, PILLARS, strict=True) if key in there
    )
    directory = Directory(origin="test.example/log", agencies=agencies, members=(), clauses=())
    rules = tuple(_rule(chance, f'agreement "{n % 3}"\\{n}') for n in range(chance.randint(0, 30)))
    return Matrix(directory, rules)


def question(chance: Random) -> Question:
    """Give a question of anybody about anything."""
    profile = Profile(
        chance.choice(AGENCIES),
        tuple(sorted(_some(chance, ROLES, 2))),
        chance.choice(PURPOSES),
        tuple(sorted(_some(chance, CERTIFICATES, 2))),
        chance.random() < 0.5,
        chance.random() < 0.3,
    )
    markings = tuple(sorted(_some(chance, MARKINGS, 2))) if chance.random() < 0.5 else ()
    handling = HandlingClass(chance.choice(KINDS), chance.choice(AGENCIES), markings)
    covers = tuple(_cover(chance, n) for n in range(chance.choice((0, 1, 2, 3, 4))))
    return Question(profile, handling, chance.choice(tuple(Operation)), covers)


def answers(matrix: Matrix, questions: Sequence[Question]) -> list[dict[Category, Answer]]:
    """Let Cedar answer, category by category."""
    return _answered(matrix, questions, [question.operation for question in questions])


def obligations(matrix: Matrix, questions: Sequence[Question]) -> list[dict[Category, Answer]]:
    """Let Cedar say which obligations come with each category."""
    return _answered(matrix, questions, [HEED] * len(questions))


def _answered(matrix: Matrix, questions: Sequence[Question], actions: Sequence[str]) -> list[dict[Category, Answer]]:
    policies = exported(matrix).policies
    entities = [
        entity
        for n, each in enumerate(questions)
        for entity in (profile_entity(matrix, each.profile, str(n)), record_entity(each.handling, str(n)))
    ]
    requests = [
        {
            "principal": f'Profile::"{n}"',
            "action": f'Action::"{action}"',
            "resource": f'Record::"{n}"',
            "context": msgspec.json.encode(asked(each.profile.purpose, category, each.covers)).decode(),
        }
        for n, (each, action) in enumerate(zip(questions, actions, strict=True))
        for category in Category
    ]
    parsed = cedarpy.PolicySet.from_str(policies)
    known = cedarpy.Entities.from_json_str(msgspec.json.encode(entities).decode())
    given = iter(cedarpy.is_authorized_batch(requests, parsed, known))
    return [{category: _answer(next(given)) for category in Category} for _ in questions]


def _answer(result: cedarpy.AuthzResult) -> Answer:
    errors = result.diagnostics.errors
    assert not errors, json.dumps(errors)
    return Answer(result.allowed, frozenset(result.diagnostics.id_annotations_by_reason.values()))


def _rule(chance: Random, name: str) -> Rule:
    clause = _clause(chance, name)
    parties = frozenset(_some(chance, AGENCIES, 6)) if chance.random() < 0.3 else None
    owners = frozenset(_some(chance, AGENCIES, 5)) if chance.random() < 0.15 else None
    return Rule(clause, name, parties, owners)


def _clause(chance: Random, id: str) -> Clause:
    says = chance.choices(("permit", "prohibit", "oblige"), (9, 4, 2))[0]
    operations = tuple(_some(chance, tuple(Operation), len(Operation))) or (Operation.SEE,)
    return Clause(
        id=id,
        prose="As “signed”:\n\tword for word.",
        permit=operations if says == "permit" else (),
        prohibit=operations if says == "prohibit" else (),
        oblige=Obligations(notice="Do not pass it on.", no_redisclosure=True) if says == "oblige" else None,
        to=_grantee(chance),
        owner=chance.choice((*AGENCIES, *("self",) * 3, *("*",) * 12)),
        kinds=_named(chance, KINDS),
        categories=_named(chance, chance.choice((LABELS, LABELS[5:8]))) if chance.random() < 0.9 else (),
        purposes=_named(chance, PURPOSES),
        markings=tuple(_some(chance, MARKINGS, 6)) if chance.random() < 0.5 else (),
        needs=_needs(chance),
        unless=tuple(_exemption(chance) for _ in range(chance.choice((0, 1, 2, 3)))),
        authority=chance.choice(("", "42 CFR 2.31(a)")),
    )


def _grantee(chance: Random) -> Grantee:
    return Grantee(
        pillar=chance.choice((None,) * 6 + PILLARS[1:4]),
        agency=chance.choice((None,) * 24 + AGENCIES),
        role=chance.choice((None,) * 9 + ROLES),
    )


def _needs(chance: Random) -> Needs:
    sort = chance.random()
    if sort < 0.5:
        return Needs()
    if sort < 0.7:
        return Needs(consent=chance.choice(("any", *FORMS)))
    return Needs(
        consent=chance.choice((None, None, "any", *FORMS)),
        order=chance.random() < 0.15,
        assigned=chance.random() < 0.15,
        certificate=chance.choice((None, None, None, *CERTIFICATES)),
        second_factor=chance.random() < 0.2,
        emergency=chance.random() < 0.15,
    )


def _exemption(chance: Random) -> Exemption:
    return Exemption(
        to=_grantee(chance), own=chance.random() < 0.3, purposes=_named(chance, PURPOSES), needs=_needs(chance)
    )


def _cover(chance: Random, n: int) -> Cover:
    mask = sum(Category) if chance.random() < 0.6 else sum(_some(chance, tuple(Category), 9))
    return Cover(chance.choice(tuple(Sort)), chance.choice((*FORMS, "any", "lead")), int(mask), f"ground {n}")


def _named(chance: Random, options: tuple[str, ...]) -> tuple[str, ...]:
    """Name some, or everything; now and then everything among others, and now and then nothing at all."""
    draw = chance.random()
    if draw < 0.55:
        return ("*",)
    return (*_some(chance, options, 6), "*") if draw < 0.6 else tuple(_some(chance, options, 6))


def _some(chance: Random, options: tuple[Option, ...], most: int) -> list[Option]:
    return chance.sample(options, chance.randint(0, min(most, len(options))))
