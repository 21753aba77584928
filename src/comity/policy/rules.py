"""Which rules are in force: statutes of each jurisdiction, agreements, and what the node was founded with."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from comity.policy.agreement_records import certified_from, steps_from, versions_from
from comity.policy.clauses import READING, Clause, Grantee
from comity.policy.directory import Directory
from comity.policy.lifecycle import next_change, rules_in_force
from comity.policy.matrix import Matrix, Rule, founded
from comity.policy.statutes import read_statutes
from comity.policy.weighing import Held, Kept

# Agreements are public: who is bound, by what, and since when. They hold nothing of any person.
_REGISTER = Rule(
    Clause(
        id="public register",
        prose="Every agency of the directory sees every agreement and what became of it.",
        permit=READING,
        to=Grantee(),
        kinds=("agreement", "agreement-step"),
        categories=("reference", "event", "status"),
    ),
    "public register",
)


class InForce(Struct, frozen=True):
    """The matrix in force, and the moment at which time alone may change it; None when it never does."""

    matrix: Matrix
    until: datetime | None


def in_force(
    directory: Directory, kept: Collection[Kept], certificates: Mapping[str, Iterable[Held]], now: datetime
) -> InForce:
    """Give the rules in force at a moment: statutes by profile, active agreements, the founding clauses."""
    versions, steps = tuple(versions_from(kept)), tuple(steps_from(kept))
    certified = tuple(certified_from(certificates, directory))
    agreed = rules_in_force(versions, steps, now, certified=certified)
    rules = (_REGISTER, *statutes_for(directory), *founded(directory), *agreed)
    return InForce(Matrix(directory, rules), next_change(versions, now, certified=certified))


def statutes_for(directory: Directory) -> Iterable[Rule]:
    """Give the statutes of every jurisdiction that an agency of the directory is in, for the records of those there.

    Where all are in one, its statutes speak of every record.
    """
    profiles = sorted({agency.profile for agency in directory.agencies})
    for profile in profiles:
        keys = frozenset(agency.key for agency in directory.agencies if agency.profile == profile)
        there = keys if len(profiles) > 1 else None
        yield from (Rule(rule.clause, rule.name, owners=there) for rule in read_statutes(profile))
