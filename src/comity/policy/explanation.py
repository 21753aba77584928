"""Explanations, as values: who may do what with a record, and why a reader sees what they see of it."""

from collections.abc import Callable

from msgspec import Struct

from comity.policy.clauses import Operation
from comity.policy.matrix import Rule

# Which rules may be named to whoever asks: one that names a marking tells that the record carries it.
Citing = Callable[[Rule], bool]


class Seen(Struct, frozen=True, kw_only=True):
    """Which operations are allowed for which categories; because of which clauses, on which grounds.

    ``obliged`` are the clauses whose obligations come with it, ``against`` the prohibitions that took something away.
    """

    operations: tuple[Operation, ...]
    categories: tuple[str, ...]
    because: tuple[str, ...]
    grounds: tuple[str, ...] = ()
    obliged: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


class Missing(Struct, frozen=True, kw_only=True):
    """What would open more: for these operations, these categories beside."""

    needs: str
    operations: tuple[Operation, ...]
    categories: tuple[str, ...]


class Group(Struct, frozen=True, kw_only=True):
    """Members of an agency with any of these sets of roles, for any of these purposes: all of them may do the same."""

    agency: str
    roles: tuple[tuple[str, ...], ...]
    members: int
    purposes: tuple[str, ...]
    seen: tuple[Seen, ...]
    missing: tuple[Missing, ...] = ()


class Explanation(Struct, frozen=True, kw_only=True):
    """Who may do what with a record, or could under some condition; whoever is not named sees nothing of it.

    Everybody is taken to have signed in with two factors, and nobody to state an emergency. ``markings`` is null where
    whoever asks does not see them.
    """

    kind: str
    owner: str
    markings: tuple[str, ...] | None
    readers: tuple[Group, ...]


class Reason(Struct, frozen=True, kw_only=True):
    """Why a category is shown, by which clauses and on which grounds, or why it is withheld, in words."""

    category: str
    shown: bool
    because: tuple[str, ...]
    reason: str


class Why(Struct, frozen=True, kw_only=True):
    """Clause by clause, why a reader sees what they see of a record for a purpose, and why not the rest."""

    kind: str
    owner: str
    purpose: str
    reasons: tuple[Reason, ...]
    obliged: tuple[str, ...]


def anything(rule: Rule) -> bool:
    """Name every rule: to whoever may know how the record is marked."""
    del rule
    return True


def unmarked(rule: Rule) -> bool:
    """Name only rules that tell nothing of how the record is marked."""
    return not rule.clause.markings
