"""What clauses reach, compared: whether one leaves anything of another, and whether a draft would widen a statute."""

from collections.abc import Iterable, Iterator

from comity.policy.clauses import BRINGING, EVERYTHING, Clause, Exemption, Grantee, Needs, mask_of
from comity.policy.directory import Directory
from comity.policy.sessions import PURPOSES

_FLAGS = ("order", "assigned", "second_factor", "emergency")


def meant(to: Grantee, parties: Iterable[str], directory: Directory) -> frozenset[str]:
    """Give the parties of whom a clause speaks."""
    return frozenset(
        key
        for key in parties
        if (agency := directory.agency.get(key))
        and (to.agency is None or to.agency == key)
        and (to.pillar is None or to.pillar == agency.pillar)
    )


def spoken_of(clause: Clause) -> int:
    """Give the categories that a clause is about; all, where a prohibition or an obligation names none."""
    bringing = bool(clause.permit) and set(clause.permit) <= {*BRINGING}
    return EVERYTHING if bringing or not clause.categories else mask_of(clause.categories)


def swallows(prohibition: Clause, permission: Clause, parties: Iterable[str], directory: Directory) -> bool:
    """Tell whether a prohibition leaves nothing of a permission."""
    return (
        not prohibition.unless
        and set(permission.permit) <= set(prohibition.prohibit)
        and _grants_within(prohibition.to, permission.to, tuple(parties), directory)
        and prohibition.owner in ("*", permission.owner)
        and _within(permission.kinds, prohibition.kinds)
        and _within(permission.purposes, prohibition.purposes)
        and not spoken_of(permission) & ~spoken_of(prohibition)
        and (not prohibition.markings or set(prohibition.markings) == set(permission.markings))
    )


def opposes(prohibition: Clause, permission: Clause) -> bool:
    """Tell whether two clauses say yes and no of the very same thing."""
    return (
        not prohibition.unless
        and bool(set(permission.permit) & set(prohibition.prohibit))
        and (prohibition.to, prohibition.owner) == (permission.to, permission.owner)
        and spoken_of(prohibition) == spoken_of(permission)
        and all(
            set(getattr(prohibition, name)) == set(getattr(permission, name))
            for name in ("kinds", "purposes", "markings")
        )
    )


def widened(
    permission: Clause, statute: Clause, parties: Iterable[str], directory: Directory
) -> tuple[str, str] | None:
    """Give the first agency and purpose to which a permission would give what a statute forbids them; None if none.

    A permission widens a statute when it names its marking or category and does not itself ask for what the statute
    asks for. One that names all categories means those that the law leaves.
    """
    if not set(permission.permit) & set(statute.prohibit) or not _names(permission, statute):
        return None
    agencies = meant(permission.to, parties, directory) & meant(statute.to, directory.agency, directory)
    purposes = [each for each in _spelled(permission.purposes) if _fits(statute.purposes, each)]
    for agency in sorted(agencies):
        for purpose in purposes:
            if not any(_exempt(each, permission, agency, purpose, directory) for each in statute.unless):
                return agency, purpose
    return None


def ways_out(statute: Clause) -> Iterator[str]:
    """Say, one by one, in which cases a statute does not forbid."""
    for each in statute.unless:
        to, needs = each.to, each.needs
        said = [f'to.{name} = "{value}"' for name in ("pillar", "agency", "role") if (value := getattr(to, name))]
        said += ['owner = "self"'] if each.own else []
        said += [f"needs.{name}" for name in _FLAGS if getattr(needs, name)]
        said += [f'needs.{name} = "{value}"' for name in ("consent", "certificate") if (value := getattr(needs, name))]
        said += [f"purposes {', '.join(each.purposes)}"] if "*" not in each.purposes else []
        yield " with ".join(said)


def _names(permission: Clause, statute: Clause) -> bool:
    kinds = "*" in (*permission.kinds, *statute.kinds) or bool(set(permission.kinds) & set(statute.kinds))
    marked = bool(set(statute.markings) & set(permission.markings))
    named = bool(set(statute.categories) & set(permission.categories))
    return kinds and (marked if statute.markings else named)


def _exempt(exemption: Exemption, permission: Clause, agency: str, purpose: str, directory: Directory) -> bool:
    own = permission.owner == "self" or (permission.owner == agency == permission.to.agency)
    return (
        bool(meant(exemption.to, (agency,), directory))
        and exemption.to.role in (None, permission.to.role)
        and (own or not exemption.own)
        and _fits(exemption.purposes, purpose)
        and _asked(exemption.needs, permission.needs)
    )


def _asked(wanted: Needs, given: Needs) -> bool:
    """Tell whether a permission asks for all that an exemption needs."""
    return (
        (wanted.consent in (None, given.consent) or (wanted.consent == "any" and given.consent is not None))
        and wanted.certificate in (None, given.certificate)
        and all(getattr(given, name) or not getattr(wanted, name) for name in _FLAGS)
    )


def _grants_within(outer: Grantee, inner: Grantee, parties: tuple[str, ...], directory: Directory) -> bool:
    return outer.role in (None, inner.role) and meant(inner, parties, directory) <= meant(outer, parties, directory)


def _within(inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    return "*" in outer or set(inner) <= set(outer)


def _spelled(purposes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(PURPOSES) if "*" in purposes else purposes


def _fits(named: tuple[str, ...], value: str) -> bool:
    return value in named or "*" in named
