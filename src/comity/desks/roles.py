"""The people of a case with their roles: whom each record names, in which field, and as what.

A role is what the record says beside the name (a party's role, an involvement's), else the field in which it stands.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, get_args
from uuid import UUID

from comity.desks.seen import Seen, Thread
from comity.desks.titles import title_of
from comity.records.fields import Member
from comity.records.reach import pointings
from comity.records.registry import kind_named

_MEMBER = get_args(Member)[1]
_BESIDE = ("role", "subject_category")
_PERSON = "person"


@dataclass(frozen=True)
class Role:
    """What somebody is in one record: ``name`` as the record says it, ``field`` where they are named."""

    name: str
    field: str
    kind: str
    record: UUID
    owner: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class Somebody:
    """Somebody named in a case: a person by their record, or a member of an agency; ``name`` is "" where not seen."""

    person: UUID | None
    member: str
    agency: str
    name: str
    roles: tuple[Role, ...]


class _Naming(NamedTuple):
    """A path at which a kind names somebody, and whether that is a member and no person on the record."""

    path: tuple[str, ...]
    member: bool


def people_of(thread: Thread) -> list[Somebody]:
    """Give whom the records of a case name, in the order in which they are first named; members come last."""
    people: dict[UUID, list[Role]] = {}
    members: dict[tuple[str, str], list[Role]] = {}
    for seen in thread.seen.values():
        for naming, value, beside in _named(seen):
            role = _role(seen, naming, beside)
            if naming.member:
                members.setdefault((seen.owner, value), []).append(role)
            elif _is_person(thread, naming, seen, UUID(value)):
                people.setdefault(UUID(value), []).append(role)
    known = [Somebody(id, "", "", _name(thread, id), tuple(_once(roles))) for id, roles in people.items()]
    return known + [
        Somebody(None, member, agency, member, tuple(_once(roles))) for (agency, member), roles in members.items()
    ]


def _named(seen: Seen) -> Iterator[tuple[_Naming, str, object]]:
    for naming in _namings(seen.kind):
        for value, beside in _standing(seen.fields, naming.path, seen.fields):
            yield naming, value, beside


@cache
def _namings(kind: str) -> tuple[_Naming, ...]:
    spec = kind_named(kind)
    people = (each.path for each in pointings(spec.kind) if not each.kinds or _PERSON in each.kinds)
    leaves = (leaf for each in spec.fields for leaf in each.leaves)
    members = (leaf.path for leaf in leaves if _MEMBER in leaf.metadata)
    return (*(_Naming(path, member=False) for path in people), *(_Naming(path, member=True) for path in members))


def _standing(value: object, path: tuple[str, ...], beside: object) -> Iterator[tuple[str, object]]:
    """Give what stands at a path, each with the part in which it stands."""
    if not path:
        yield str(value), beside
    elif isinstance(value, Mapping):
        if path[0] in value:
            yield from _standing(value[path[0]], path[1:], value)
    elif isinstance(value, Sequence) and path[0] == "*":
        for item in value:
            yield from _standing(item, path[1:], item if isinstance(item, Mapping) else beside)


def _role(seen: Seen, naming: _Naming, beside: object) -> Role:
    field = next(step for step in reversed(naming.path) if step != "*")
    said = "" if naming.member or not isinstance(beside, Mapping) else _said(beside)
    return Role(said or field.replace("_", " "), ".".join(naming.path), seen.kind, seen.id, seen.owner, seen.because)


def _said(beside: Mapping[str, str]) -> str:
    return next((text for name in _BESIDE if (text := beside.get(name))), "")


def _is_person(thread: Thread, naming: _Naming, seen: Seen, id: UUID) -> bool:
    """Tell whether a reference means a person: by what it may mean alone, or else by what is seen of its target."""
    meant = next(each.kinds for each in pointings(kind_named(seen.kind).kind) if each.path == naming.path)
    target = thread.seen.get(id)
    return target.kind == _PERSON if target else meant == (_PERSON,)


def _name(thread: Thread, id: UUID) -> str:
    seen = thread.seen.get(id)
    return title_of(seen.kind, seen.fields) if seen else ""


def _once(roles: Iterable[Role]) -> Iterator[Role]:
    """Give each role of each record once."""
    yield from {(role.name, role.record): role for role in roles}.values()
