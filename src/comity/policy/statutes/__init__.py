"""Statutes as built-in agreements: one file a jurisdiction profile, with the sections as the names of its clauses.

They prohibit and oblige, and never permit: what the law allows, partners may agree on. (V) was read at the source; (K)
is common knowledge, to be confirmed by a reviewer who knows the law of the place. Nothing here is legal advice.
"""

from functools import cache
from importlib.resources import files

from msgspec import Struct, toml

from comity.policy.clauses import Clause
from comity.policy.matrix import Rule


class Statutes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The statutes of one jurisdiction profile."""

    profile: str
    clause: tuple[Clause, ...]


@cache
def read_statutes(profile: str) -> tuple[Rule, ...]:
    """Give the statutes that bind whoever is of a jurisdiction profile; () for a profile that has none."""
    file = files(__name__) / f"{profile}.toml"
    if not file.is_file():
        return ()
    return tuple(Rule(clause, clause.id) for clause in toml.decode(file.read_bytes(), type=Statutes).clause)
