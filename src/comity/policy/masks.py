"""The decision: what a session may do with a class of records, or one of them. All else calls these functions.

Prohibitions outrank permissions, and what nobody granted is not there. Nothing here waits, and nothing looks anywhere
but at its arguments: the same question always gets the same answer.
"""

from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct

from comity.policy.clauses import (
    BRINGING,
    EVERYTHING,
    NOTHING,
    RESTRICTED,
    Clause,
    Decision,
    Exemption,
    Grantee,
    HandlingClass,
    Needs,
    Operation,
    mask_of,
)
from comity.policy.directory import Agency
from comity.policy.grounds import ANY_FORM, Cover, Sort
from comity.policy.matrix import Matrix, Rule
from comity.policy.sessions import Profile
from comity.records.registry import kind_named

_MOST_COVERED = 1024
# What would be if every consent, order and assignment that can be thought of were there.
ALL_COVERS = tuple(Cover(sort, ANY_FORM, EVERYTHING, "") for sort in Sort)


class Lens(Struct, frozen=True, dict=True):
    """The rules that concern one profile and one operation, picked once for all classes."""

    agency: Agency | None
    profile: Profile
    operation: Operation
    permits: tuple[Rule, ...]
    prohibits: tuple[Rule, ...]
    obliges: tuple[Rule, ...]

    @cached_property
    def near(self) -> "dict[tuple[str, tuple[str, ...]], Lens]":
        """The lenses through which kinds with some markings were looked at, with the rules that speak of them."""
        return {}

    @cached_property
    def covered(self) -> "dict[tuple[HandlingClass, tuple[Cover, ...]], Decision]":
        """The decisions on records that grounds cover: many records of a class are covered by the same."""
        return {}


def lens(matrix: Matrix, profile: Profile, operation: Operation) -> Lens:
    """Pick the rules that concern a profile and an operation."""
    agency = matrix.directory.agency.get(profile.agency)
    if agency is None:
        # It has left since the session was opened: it is granted nothing, and the others' streams go on.
        return Lens(None, profile, operation, (), (), ())
    return Lens(
        agency,
        profile,
        operation,
        _concerning(matrix.permitting[operation], agency, profile),
        _concerning(matrix.prohibiting[operation], agency, profile),
        _concerning(matrix.obliging, agency, profile),
    )


def decide(
    matrix: Matrix, profile: Profile, handling: HandlingClass, operation: Operation, *, covers: tuple[Cover, ...] = ()
) -> Decision:
    """Tell what a profile may do with a record of a class, for which categories, and by which clauses.

    ``covers`` are the grounds that bear on the one record; without them the answer is for any record of the class.
    """
    return through(lens(matrix, profile, operation), handling, covers)


def through(seen: Lens, handling: HandlingClass, covers: tuple[Cover, ...] = ()) -> Decision:
    """Decide on a class of records, or one of them, for the profile and operation of a lens."""
    if not covers:
        return _judged(seen, handling, covers)
    found = seen.covered.get((handling, covers))
    if found is None:
        if len(seen.covered) > _MOST_COVERED:
            seen.covered.clear()
        found = seen.covered[handling, covers] = _judged(seen, handling, covers)
    return found


def _judged(seen: Lens, handling: HandlingClass, covers: tuple[Cover, ...]) -> Decision:
    if seen.agency is None or not _declared(seen, seen.agency, handling):
        return NOTHING
    near = _near(seen, handling)
    if not near.permits:
        return NOTHING
    granted = [
        (rule, mask)
        for rule in near.permits
        if _reaches(rule, seen.profile, handling)
        if (mask := _given(rule.clause, seen, covers))
    ]
    mask = 0
    for _, categories in granted:
        mask |= categories
    if not mask:
        return NOTHING
    mask, against = _kept(near, handling, covers, mask)
    if not mask:
        return Decision(0, (), against=against)
    return Decision(
        mask,
        tuple(rule.name for rule, categories in granted if categories & mask),
        _rested_on(granted, near, handling, covers, mask=mask) if covers else (),
        () if seen.operation in BRINGING else _obliged(near, handling, mask),
        against,
    )


def is_conditional(seen: Lens, handling: HandlingClass) -> bool:
    """Tell whether a consent, an order or an assignment could open more of a class than is open to all of it."""
    near = _near(seen, handling)
    permits = [rule.clause for rule in near.permits if _reaches(rule, seen.profile, handling)]
    if not permits:
        return False
    strikes = [rule.clause for rule in near.prohibits if _reaches(rule, seen.profile, handling)]
    needs = [clause.needs for clause in permits] + [each.needs for clause in strikes for each in clause.unless]
    if not any(each.of_the_record for each in needs):
        return False
    return _judged(seen, handling, ALL_COVERS).mask != _judged(seen, handling, ()).mask


def _near(seen: Lens, handling: HandlingClass) -> Lens:
    """Give the rules for records of one kind with some markings: of thousands of classes, most differ in the owner."""
    # Who enters a record marks it: the markings bind those who read it.
    markings = () if seen.operation in BRINGING else handling.markings
    found = seen.near.get((handling.kind, markings))
    if found is None:
        found = seen.near[handling.kind, markings] = Lens(
            seen.agency,
            seen.profile,
            seen.operation,
            tuple(rule for rule in seen.permits if _opens(rule.clause, handling.kind, markings)),
            tuple(rule for rule in seen.prohibits if _strikes(rule.clause, handling.kind, markings)),
            tuple(rule for rule in seen.obliges if _strikes(rule.clause, handling.kind, markings)),
        )
    return found


def _declared(seen: Lens, agency: Agency, handling: HandlingClass) -> bool:
    """Tell whether the kind's own declaration lets this profession enter it, or anybody bring it in."""
    if seen.operation is Operation.ENTER:
        return agency.pillar in kind_named(handling.kind).kind.entered_by
    # What only the platform writes, such as a disclosure, no other system can have witnessed.
    return seen.operation is not Operation.IMPORT or bool(kind_named(handling.kind).kind.entered_by)


def _concerning(rules: Iterable[Rule], agency: Agency, profile: Profile) -> tuple[Rule, ...]:
    return tuple(
        rule
        for rule in rules
        if (rule.parties is None or agency.key in rule.parties)
        and _meant(rule.clause.to, agency, profile)
        and _fits(rule.clause.purposes, profile.purpose)
    )


def _meant(to: Grantee, agency: Agency, profile: Profile) -> bool:
    return (
        (to.pillar is None or to.pillar == agency.pillar)
        and (to.agency is None or to.agency == agency.key)
        and (to.role is None or to.role in profile.roles)
    )


def _opens(clause: Clause, kind: str, markings: tuple[str, ...]) -> bool:
    """Tell whether a permission reaches a kind with some markings."""
    return _fits(clause.kinds, kind) and all(each in clause.markings for each in markings if each in RESTRICTED)


def _strikes(clause: Clause, kind: str, markings: tuple[str, ...]) -> bool:
    """Tell whether a prohibition or an obligation reaches a kind with some markings."""
    return _fits(clause.kinds, kind) and (not clause.markings or any(each in clause.markings for each in markings))


def _reaches(rule: Rule, profile: Profile, handling: HandlingClass) -> bool:
    """Tell whether a rule speaks of an owner's records."""
    clause = rule.clause
    owner = profile.agency if clause.owner == "self" else clause.owner
    return (
        owner in ("*", handling.owner)
        and (rule.parties is None or handling.owner in rule.parties)
        and (rule.owners is None or handling.owner in rule.owners)
    )


def _given(clause: Clause, seen: Lens, covers: tuple[Cover, ...]) -> int:
    """Give the categories that a permission gives, as far as its needs are met."""
    asked = EVERYTHING if seen.operation in BRINGING else mask_of(clause.categories)
    return asked & met(clause.needs, seen.profile, covers)


def _kept(seen: Lens, handling: HandlingClass, covers: tuple[Cover, ...], mask: int) -> tuple[int, tuple[str, ...]]:
    """Take away what is prohibited, and name every prohibition that took something, be it alone or among others."""
    kept, against = mask, []
    for rule in seen.prohibits:
        if not _reaches(rule, seen.profile, handling):
            continue
        taken = mask & _stricken(rule.clause)
        for exemption in rule.clause.unless:
            taken &= ~_exempt(exemption, seen, handling, covers)
        if taken:
            kept &= ~taken
            against.append(rule.name)
    return kept, tuple(against)


def _stricken(clause: Clause) -> int:
    """Give the categories that a prohibition or an obligation speaks of: all, when it names none."""
    return mask_of(clause.categories) if clause.categories else EVERYTHING


def _exempt(exemption: Exemption, seen: Lens, handling: HandlingClass, covers: tuple[Cover, ...]) -> int:
    """Give the categories for which a prohibition does not hold."""
    if not may_exempt(exemption, seen) or (exemption.own and handling.owner != seen.profile.agency):
        return 0
    return met(exemption.needs, seen.profile, covers)


def may_exempt(exemption: Exemption, seen: Lens) -> bool:
    """Tell whether an exemption speaks of who looks through a lens, and of what for."""
    return (
        seen.agency is not None
        and _meant(exemption.to, seen.agency, seen.profile)
        and _fits(exemption.purposes, seen.profile.purpose)
    )


def _obliged(seen: Lens, handling: HandlingClass, mask: int) -> tuple[str, ...]:
    return tuple(
        rule.name for rule in seen.obliges if _reaches(rule, seen.profile, handling) and mask & _stricken(rule.clause)
    )


def met(needs: Needs, profile: Profile, covers: tuple[Cover, ...]) -> int:
    """Give the categories for which needs are met; 0 when they are not met at all."""
    if (
        (needs.certificate is not None and needs.certificate not in profile.certificates)
        or (needs.second_factor and not profile.second_factor)
        or (needs.emergency and not profile.emergency)
    ):
        return 0
    mask = EVERYTHING
    if needs.consent is not None:
        mask &= _covered(covers, Sort.CONSENT, needs.consent)
    if needs.order:
        mask &= _covered(covers, Sort.ORDER, ANY_FORM)
    if needs.assigned:
        mask &= _covered(covers, Sort.ASSIGNMENT, ANY_FORM)
    return mask


def _covered(covers: tuple[Cover, ...], sort: Sort, form: str) -> int:
    mask = 0
    for cover in covers:
        if _counts(cover, sort, form):
            mask |= cover.mask
    return mask


def _counts(cover: Cover, sort: Sort, form: str) -> bool:
    return cover.sort is sort and (form in (ANY_FORM, cover.form) or cover.form == ANY_FORM)


def _rested_on(
    granted: Iterable[tuple[Rule, int]], seen: Lens, handling: HandlingClass, covers: tuple[Cover, ...], *, mask: int
) -> tuple[str, ...]:
    """Name the grounds by which a permission or an exemption holds for something in a mask, and no others."""
    asked = [(rule.clause.needs, categories & mask) for rule, categories in granted]
    asked += [
        (exemption.needs, mask & _stricken(rule.clause) & _exempt(exemption, seen, handling, covers))
        for rule in seen.prohibits
        if _reaches(rule, seen.profile, handling)
        for exemption in rule.clause.unless
    ]
    return tuple(
        cover.name
        for cover in covers
        if any(cover.mask & categories and _asks(needs, cover) for needs, categories in asked)
    )


def _asks(needs: Needs, cover: Cover) -> bool:
    return (
        (needs.consent is not None and _counts(cover, Sort.CONSENT, needs.consent))
        or (needs.order and cover.sort is Sort.ORDER)
        or (needs.assigned and cover.sort is Sort.ASSIGNMENT)
    )


def _fits(named: tuple[str, ...], value: str) -> bool:
    return value in named or "*" in named
