"""Which rules are in force: statutes, agreements, and what the node was founded with."""

from comity.policy.clauses import Clause, Grantee, Operation
from comity.policy.directory import Directory
from comity.policy.matrix import Rule, founded

# Agreements are public: who is bound, by what, and since when. They hold nothing of any person.
_REGISTER = Rule(
    Clause(
        id="public register",
        prose="Every agency of the directory sees every agreement and what became of it.",
        permit=(Operation.SEE, Operation.COUNT, Operation.SUBSCRIBE, Operation.COPY),
        to=Grantee(),
        kinds=("agreement", "agreement-step"),
        categories=("reference", "event", "status"),
    ),
    "public register",
)


def in_force(directory: Directory) -> tuple[Rule, ...]:
    """Give the rules in force on a node with a directory."""
    return (_REGISTER, *founded(directory))
