"""Who there is to read: the members of all agencies, those alike together, for the purposes that make no difference."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct, structs

from comity.policy.clauses import Needs
from comity.policy.directory import Member
from comity.policy.grounds import Ground
from comity.policy.matrix import Rule
from comity.policy.sessions import PURPOSES, Profile

Grounds = Mapping[str, tuple[Ground, ...]]


class Reader(Struct, frozen=True):
    """Members whom policy cannot tell apart: their profile, the purposes for which it holds, and their grounds.

    The profile names the first of the purposes; decisions for the others are the same.
    """

    profile: Profile
    purposes: tuple[str, ...]
    members: tuple[str, ...]
    grounds: tuple[Ground, ...] = ()


def readers_of(
    members: Iterable[Member],
    rules: Iterable[Rule],
    certificates: Callable[[str], tuple[str, ...]],
    grounds: Callable[[Member], Grounds],
) -> Iterator[Reader]:
    """Give everybody once, signed in with two factors and in no emergency.

    ``grounds`` tells what a member may rest on, by purpose.
    """
    named = _named_purposes(rules)
    alike: dict[tuple[object, ...], tuple[Reader, list[str]]] = {}
    for member in members:
        roles, held = tuple(sorted(member.roles)), certificates(member.key)
        for purposes, serving in _alike(named, grounds(member)):
            reader = Reader(Profile(member.agency, roles, purposes[0], held, second_factor=True), purposes, (), serving)
            key = (reader.profile, purposes, tuple(each.id for each in serving))
            alike.setdefault(key, (reader, []))[1].append(member.key)
    for reader, keys in alike.values():
        yield structs.replace(reader, members=tuple(keys))


def in_circumstances(readers: Iterable[Reader], rules: Iterable[Rule]) -> Iterator[Reader]:
    """Give readers also with one factor only, and in an emergency, where a rule looks at that."""
    asked = [needs for rule in rules for needs in _needs_of(rule)]
    factors = (True, False) if any(needs.second_factor for needs in asked) else (True,)
    emergencies = (False, True) if any(needs.emergency for needs in asked) else (False,)
    for reader in readers:
        for factor in factors:
            for emergency in emergencies:
                profile = structs.replace(reader.profile, second_factor=factor, emergency=emergency)
                yield structs.replace(reader, profile=profile)


def _needs_of(rule: Rule) -> tuple[Needs, ...]:
    return (rule.clause.needs, *(exemption.needs for exemption in rule.clause.unless))


def _named_purposes(rules: Iterable[Rule]) -> frozenset[str]:
    clauses = [rule.clause for rule in rules]
    return frozenset(
        purpose
        for clause in clauses
        for named in (clause.purposes, *(exemption.purposes for exemption in clause.unless))
        for purpose in named
    )


def _alike(named: frozenset[str], grounds: Grounds) -> Iterator[tuple[tuple[str, ...], tuple[Ground, ...]]]:
    """Group purposes that no rule and no ground tells apart."""
    groups: dict[tuple[str, tuple[object, ...]], list[str]] = defaultdict(list)
    for purpose in PURPOSES:
        by = purpose if purpose in named else ""
        groups[by, tuple(each.id for each in grounds.get(purpose, ()))].append(purpose)
    for purposes in groups.values():
        yield tuple(purposes), grounds.get(purposes[0], ())
