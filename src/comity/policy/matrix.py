"""The data sharing matrix in force: the agencies and their members, and every rule that binds them."""

from functools import cached_property

from msgspec import Struct

from comity.policy.clauses import Clause, Operation
from comity.policy.directory import Directory


class Rule(Struct, frozen=True):
    """A clause in force: the name by which decisions cite it, and the agencies that it binds (None for all).

    A clause of an agreement gives nobody's records but its ``parties``', and gives them to nobody but its parties. A
    statute of one jurisdiction speaks of the records of the ``owners`` there, whoever asks for them.
    """

    clause: Clause
    name: str
    parties: frozenset[str] | None = None
    owners: frozenset[str] | None = None


class Matrix(Struct, frozen=True, dict=True):
    """What decisions rest on; statutes, agreements and the clauses that the node was founded with, side by side."""

    directory: Directory
    rules: tuple[Rule, ...]

    @cached_property
    def permitting(self) -> dict[Operation, tuple[Rule, ...]]:
        """The rules that permit each operation."""
        return {each: tuple(rule for rule in self.rules if each in rule.clause.permit) for each in Operation}

    @cached_property
    def prohibiting(self) -> dict[Operation, tuple[Rule, ...]]:
        """The rules that prohibit each operation."""
        return {each: tuple(rule for rule in self.rules if each in rule.clause.prohibit) for each in Operation}

    @cached_property
    def obliging(self) -> tuple[Rule, ...]:
        """The rules that oblige whoever receives."""
        return tuple(rule for rule in self.rules if rule.clause.oblige is not None)

    @cached_property
    def named(self) -> dict[str, Rule]:
        """The rules by the names that decisions cite."""
        return {rule.name: rule for rule in self.rules}


def founded(directory: Directory) -> tuple[Rule, ...]:
    """Give the rules that a node was founded with: the clauses of its directory."""
    return tuple(Rule(clause, clause.id) for clause in directory.clauses)
