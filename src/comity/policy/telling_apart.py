"""What tells two readers apart: all that decisions rest on, so that those who are alike are weighed once."""

from collections.abc import Iterator

from comity.policy.clauses import BRINGING, Needs
from comity.policy.masks import Lens, may_exempt


def told_by(seen: Lens) -> tuple[object, ...]:
    """Give what decisions through a lens rest on: two lenses of one matrix that give the same decide alike on all."""
    profile = seen.profile
    needs = tuple(needs_of(seen))
    certificates = {each.certificate for each in needs}
    return (
        seen.agency.key if seen.agency else "",
        seen.operation if seen.operation in BRINGING else "",
        tuple(id(rule) for rules in (seen.permits, seen.prohibits, seen.obliges) for rule in rules),
        tuple(may_exempt(each, seen) for rule in seen.prohibits for each in rule.clause.unless),
        tuple(course for course in profile.certificates if course in certificates),
        profile.second_factor or not any(each.second_factor for each in needs),
        profile.emergency and any(each.emergency for each in needs),
    )


def is_told_apart(*lenses: Lens) -> bool:
    """Tell whether a reader differs from one with two factors and no emergency in nothing that no rule looks at."""
    profile = lenses[0].profile
    needs = [each for seen in lenses for each in needs_of(seen)]
    factor = profile.second_factor or any(each.second_factor for each in needs)
    return factor and (not profile.emergency or any(each.emergency for each in needs))


def needs_of(seen: Lens) -> Iterator[Needs]:
    """Give all that the rules of a lens look at beside the record and who asks."""
    for rule in (*seen.permits, *seen.prohibits):
        yield rule.clause.needs
        yield from (each.needs for each in rule.clause.unless)
