"""An independent judge, who reads every clause for every single category, as its docstring says and nothing cleverer.

It shares no code with what it checks: it knows the shapes of clauses and questions, and the categories.
"""

from collections.abc import Iterator

from msgspec import Struct

from comity.policy.clauses import Clause, Exemption, Grantee, HandlingClass, Needs
from comity.policy.grounds import Cover
from comity.policy.matrix import Matrix, Rule
from comity.policy.sessions import Profile
from comity.records.categories import Category
from comity.records.registry import kinds

HIDDEN_UNLESS_NAMED = ("sensitive", "juvenile", "sealed", "part2", "intel23", "vsp")


class Case(Struct, frozen=True):
    """Everything that a question is about, with the one category."""

    matrix: Matrix
    profile: Profile
    handling: HandlingClass
    operation: str
    covers: tuple[Cover, ...]
    category: Category

    @property
    def brings(self) -> bool:
        return self.operation in ("enter", "import")

    @property
    def markings(self) -> tuple[str, ...]:
        return () if self.brings else self.handling.markings


class Verdict(Struct, frozen=True):
    """What the judge finds for one category, with the names of the rules and grounds that bear on it."""

    allowed: bool
    permits: frozenset[str]
    prohibits: frozenset[str]
    obliges: frozenset[str]
    grounds: frozenset[str]


def verdict(case: Case) -> Verdict:
    if not agency_there(case) or not kind_may_be_brought(case):
        return Verdict(False, *[frozenset[str]()] * 4)
    permits = [rule for rule in case.matrix.rules if permitted_by(rule, case)]
    prohibits = [rule for rule in case.matrix.rules if prohibited_by(rule, case)]
    obliges = [rule for rule in case.matrix.rules if obliged_by(rule, case)]
    return Verdict(
        bool(permits) and not prohibits,
        frozenset(rule.name for rule in permits),
        frozenset(rule.name for rule in prohibits) if permits else frozenset(),
        frozenset() if case.brings else frozenset(rule.name for rule in obliges),
        frozenset(rested_on(case, permits)),
    )


def rested_on(case: Case, permits: list[Rule]) -> Iterator[str]:
    """Name the grounds without which a permission or an exemption would not hold for this category."""
    for rule in permits:
        yield from (cover.name for cover in case.covers if serves(cover, rule.clause.needs, case))
    for rule in case.matrix.rules:
        if case.operation in rule.clause.prohibit and speaks_of(rule, case) and strikes(rule, case):
            for each in rule.clause.unless:
                if exempts(each, case):
                    yield from (cover.name for cover in case.covers if serves(cover, each.needs, case))


def serves(cover: Cover, needs: Needs, case: Case) -> bool:
    if case.category not in Category(cover.mask):
        return False
    if cover.sort == "consent":
        return needs.consent is not None and (needs.consent in ("any", cover.form) or cover.form == "any")
    return needs.order if cover.sort == "order" else needs.assigned


def agency_there(case: Case) -> bool:
    return any(agency.key == case.profile.agency for agency in case.matrix.directory.agencies)


def pillar(case: Case) -> str:
    return next(agency.pillar for agency in case.matrix.directory.agencies if agency.key == case.profile.agency)


def kind_may_be_brought(case: Case) -> bool:
    enterers = kinds()[case.handling.kind].kind.entered_by
    if case.operation == "enter":
        return pillar(case) in enterers
    return len(enterers) > 0 if case.operation == "import" else True


def permitted_by(rule: Rule, case: Case) -> bool:
    clause = rule.clause
    if case.operation not in clause.permit or not speaks_of(rule, case):
        return False
    for marking in case.markings:
        if marking in HIDDEN_UNLESS_NAMED and marking not in clause.markings:
            return False
    if not case.brings and "*" not in clause.categories and case.category.label not in clause.categories:
        return False
    return needs_met(clause.needs, case)


def prohibited_by(rule: Rule, case: Case) -> bool:
    if case.operation not in rule.clause.prohibit or not speaks_of(rule, case) or not strikes(rule, case):
        return False
    return not any(exempts(exemption, case) for exemption in rule.clause.unless)


def obliged_by(rule: Rule, case: Case) -> bool:
    return rule.clause.oblige is not None and speaks_of(rule, case) and strikes(rule, case)


def strikes(rule: Rule, case: Case) -> bool:
    """No marking named is every record; no category named is every category."""
    clause: Clause = rule.clause
    if clause.markings and not set(clause.markings) & set(case.markings):
        return False
    return not clause.categories or "*" in clause.categories or case.category.label in clause.categories


def speaks_of(rule: Rule, case: Case) -> bool:
    clause = rule.clause
    if rule.parties is not None and not {case.profile.agency, case.handling.owner} <= rule.parties:
        return False
    if rule.owners is not None and case.handling.owner not in rule.owners:
        return False
    return grantee(clause.to, case) and reaches(clause, case)


def reaches(clause: Clause, case: Case) -> bool:
    if clause.owner == "self" and case.handling.owner != case.profile.agency:
        return False
    if clause.owner not in ("self", "*", case.handling.owner):
        return False
    if "*" not in clause.kinds and case.handling.kind not in clause.kinds:
        return False
    return "*" in clause.purposes or case.profile.purpose in clause.purposes


def grantee(to: Grantee, case: Case) -> bool:
    if to.pillar is not None and to.pillar != pillar(case):
        return False
    if to.agency is not None and to.agency != case.profile.agency:
        return False
    return to.role is None or to.role in case.profile.roles


def exempts(exemption: Exemption, case: Case) -> bool:
    if not grantee(exemption.to, case):
        return False
    if exemption.own and case.handling.owner != case.profile.agency:
        return False
    if "*" not in exemption.purposes and case.profile.purpose not in exemption.purposes:
        return False
    return needs_met(exemption.needs, case)


def needs_met(needs: Needs, case: Case) -> bool:
    def covered(sort: str) -> bool:
        return any(cover.sort == sort and serves(cover, needs, case) for cover in case.covers)

    return (
        (needs.certificate is None or needs.certificate in case.profile.certificates)
        and (case.profile.second_factor or not needs.second_factor)
        and (case.profile.emergency or not needs.emergency)
        and (needs.consent is None or covered("consent"))
        and (not needs.order or covered("order"))
        and (not needs.assigned or covered("assignment"))
    )
