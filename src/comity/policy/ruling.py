"""Rules told as rows: the data sharing matrix as people read it."""

from msgspec import Struct

from comity.policy.clauses import Clause, Exemption, Grantee, Needs
from comity.policy.differences import spoken
from comity.policy.matrix import Rule


class RuleTold(Struct, frozen=True, kw_only=True):
    """One row of the matrix: the name of a rule, what it does, to whom, with whose records, on which condition."""

    rule: str
    does: str
    to: str
    owner: str
    kinds: str
    categories: str
    purposes: str
    markings: str
    condition: str


def rule_told(rule: Rule) -> RuleTold:
    """Tell a rule in words."""
    clause = rule.clause
    return RuleTold(
        rule=rule.name,
        does=_does(clause),
        to=_whom(clause.to, rule.parties),
        owner=_whose(clause, rule.owners),
        kinds=_listed(clause.kinds),
        categories=_listed(clause.categories or ("*",)),
        purposes=_listed(clause.purposes),
        markings=", ".join(clause.markings),
        condition=_condition(clause),
    )


def _does(clause: Clause) -> str:
    if clause.oblige is not None:
        return f"obliges: {spoken(clause.oblige)}"
    verb, operations = ("permits", clause.permit) if clause.permit else ("prohibits", clause.prohibit)
    return f"{verb} to {', '.join(operations)}"


def _whom(to: Grantee, parties: frozenset[str] | None) -> str:
    among = f"among {', '.join(sorted(parties))}" if parties is not None else ""
    if to == Grantee():
        return among or "everyone"
    return f"{spoken(to)}{f' ({among})' if among else ''}"


def _whose(clause: Clause, owners: frozenset[str] | None) -> str:
    said = {"*": "anyone", "self": "their own"}.get(clause.owner, clause.owner)
    return said if owners is None else f"{said} (among {', '.join(sorted(owners))})"


def _condition(clause: Clause) -> str:
    if clause.needs != Needs():
        return f"needs {spoken(clause.needs)}"
    return f"unless {'; or '.join(_exempt(each) for each in clause.unless)}" if clause.unless else ""


def _exempt(exemption: Exemption) -> str:
    said = [f"to {spoken(exemption.to)}"] if exemption.to != Grantee() else []
    said += ["with their own"] if exemption.own else []
    said += [f"for {', '.join(exemption.purposes)}"] if "*" not in exemption.purposes else []
    said += [f"with {spoken(exemption.needs)}"] if exemption.needs != Needs() else []
    return " ".join(said) or "always"


def _listed(names: tuple[str, ...]) -> str:
    return "all" if "*" in names else ", ".join(names)
