"""The decision: what a session sees of a class of records, and what it may enter. All else calls these functions."""

from functools import lru_cache

from comity.policy.clauses import EVERYTHING, NOTHING, RESTRICTED, Clause, Decision, HandlingClass, Operation
from comity.policy.directory import Agency, Directory
from comity.policy.sessions import Profile
from comity.records.categories import category_named
from comity.records.registry import kind_named


def sight(directory: Directory, profile: Profile, handling: HandlingClass) -> Decision:
    """Tell which categories of a class of records a profile sees, and by which clauses."""
    mask = 0
    because = []
    for clause in _granted(directory, profile, Operation.SEE):
        if _reaches(clause, profile, handling):
            mask |= _categories(clause.categories)
            because.append(clause.id)
    return Decision(mask, tuple(because)) if mask else NOTHING


def entry(directory: Directory, profile: Profile, handling: HandlingClass) -> Decision:
    """Tell whether a profile may enter first-hand records of a class, and by which clauses."""
    if directory.agency[profile.agency].pillar not in kind_named(handling.kind).kind.entered_by:
        return NOTHING
    return _brought(directory, profile, handling, Operation.ENTER)


def importing(directory: Directory, profile: Profile, handling: HandlingClass) -> Decision:
    """Tell whether a profile may bring in what another system holds, whichever profession entered it there."""
    if not kind_named(handling.kind).kind.entered_by:
        # What only the platform writes, such as a disclosure, no other system can have witnessed.
        return NOTHING
    return _brought(directory, profile, handling, Operation.IMPORT)


def _brought(directory: Directory, profile: Profile, handling: HandlingClass, operation: Operation) -> Decision:
    unmarked = HandlingClass(handling.kind, handling.owner)
    granted = _granted(directory, profile, operation)
    because = tuple(clause.id for clause in granted if _reaches(clause, profile, unmarked))
    return Decision(EVERYTHING, because) if because else NOTHING


def _granted(directory: Directory, profile: Profile, operation: Operation) -> tuple[Clause, ...]:
    agency = directory.agency.get(profile.agency)
    if agency is None:
        # It has left since the session was opened: it is granted nothing, and the others' streams go on.
        return ()
    return tuple(
        clause
        for clause in directory.clauses
        if clause.permit == operation and _meant(clause, agency, profile) and _fits(clause.purposes, profile.purpose)
    )


def _meant(clause: Clause, agency: Agency, profile: Profile) -> bool:
    to = clause.to
    return (
        (to.pillar is None or to.pillar == agency.pillar)
        and (to.agency is None or to.agency == agency.key)
        and (to.role is None or to.role in profile.roles)
    )


def _reaches(clause: Clause, profile: Profile, handling: HandlingClass) -> bool:
    owner = profile.agency if clause.owner == "self" else clause.owner
    return (
        _fits(clause.kinds, handling.kind)
        and owner in ("*", handling.owner)
        and all(marking in clause.markings for marking in handling.markings if marking in RESTRICTED)
    )


def _fits(named: tuple[str, ...], value: str) -> bool:
    return value in named or "*" in named


@lru_cache
def _categories(labels: tuple[str, ...]) -> int:
    if "*" in labels:
        return EVERYTHING
    mask = 0
    for label in labels:
        mask |= int(category_named(label))
    return mask
