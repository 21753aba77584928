"""Says who may do what with a record, by which clauses and on which grounds, and what would open more of it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from uuid import UUID

from msgspec import structs

from comity.policy.clauses import ON_RECORDS, Decision, HandlingClass, Operation
from comity.policy.explanation import Citing, Group, Missing, Reason, Seen, Why
from comity.policy.grounds import Cover, covering
from comity.policy.masks import Lens, lens, through
from comity.policy.matrix import Matrix
from comity.policy.readers import Reader
from comity.policy.wishing import wishes
from comity.records.categories import Category, labels
from comity.records.registry import kind_named
from comity.records.spec import spec_of

_Told = tuple[Group, frozenset[str]]


def explained(
    matrix: Matrix, readers: Iterable[Reader], handling: HandlingClass, *, about: Collection[UUID], citing: Citing
) -> tuple[Group, ...]:
    """Say what readers may do with a record of a class that is, or is about, some records; those alike together."""
    told = [(_group(matrix, reader, handling, about, citing), frozenset(reader.members)) for reader in readers]
    found = [each for each in told if each[0].seen or each[0].missing]
    by_purpose = _merged(found, lambda group: structs.replace(group, purposes=()))
    by_role = _merged(by_purpose, lambda group: structs.replace(group, roles=()))
    return tuple(structs.replace(group, members=len(members)) for group, members in by_role)


def reasoned(
    seen: Lens, handling: HandlingClass, covers: tuple[Cover, ...], *, decision: Decision, citing: Citing
) -> Why:
    """Say to a reader, category by category, why it is shown or withheld.

    ``decision`` is what was decided on the record, which may be less than what its class alone would let be seen.
    """
    hoped = list(wishes(seen, handling, covers, citing=citing))
    reasons = []
    for category in _categories_of(handling.kind):
        if category & decision.mask:
            because = (*_granting(seen, handling, covers, category), *decision.grounds)
            reasons.append(Reason(category=category.label, shown=True, because=because, reason=""))
            continue
        opening = [wish.said for wish in hoped if wish.mask & category]
        against = tuple(_named(seen, through(seen, handling, covers).against, citing))
        reason = _withheld(category, seen, against=against, opening=opening)
        reasons.append(Reason(category=category.label, shown=False, because=(), reason=reason))
    return Why(
        kind=handling.kind,
        owner=handling.owner,
        purpose=seen.profile.purpose,
        reasons=tuple(reasons),
        obliged=decision.obliged,
    )


def covers_of(reader: Reader, handling: HandlingClass, about: Collection[UUID]) -> tuple[Cover, ...]:
    """Give the grounds of a reader that bear on a record of a class."""
    return covering(reader.grounds, handling.owner, about)


def _group(matrix: Matrix, reader: Reader, handling: HandlingClass, about: Collection[UUID], citing: Citing) -> Group:
    covers = covers_of(reader, handling, about)
    lenses = [lens(matrix, reader.profile, operation) for operation in ON_RECORDS]
    return Group(
        agency=reader.profile.agency,
        roles=(reader.profile.roles,),
        members=0,
        purposes=reader.purposes,
        seen=tuple(_seen(lenses, handling, covers, citing)),
        missing=tuple(_missing(lenses, handling, covers, citing)),
    )


def _seen(lenses: Sequence[Lens], handling: HandlingClass, covers: tuple[Cover, ...], citing: Citing) -> Iterator[Seen]:
    alike: dict[Decision, list[Operation]] = defaultdict(list)
    for seen in lenses:
        decision = through(seen, handling, covers)
        if decision.allowed:
            against = tuple(_named(seen, decision.against, citing))
            alike[structs.replace(decision, against=against)].append(seen.operation)
    for decision, operations in alike.items():
        yield Seen(
            operations=tuple(operations),
            categories=_labels(handling.kind, decision.mask),
            because=decision.because,
            grounds=decision.grounds,
            obliged=decision.obliged,
            against=decision.against,
        )


def _missing(
    lenses: Sequence[Lens], handling: HandlingClass, covers: tuple[Cover, ...], citing: Citing
) -> Iterator[Missing]:
    alike: dict[tuple[str, tuple[str, ...]], list[Operation]] = defaultdict(list)
    for seen in lenses:
        for wish in wishes(seen, handling, covers, citing=citing):
            if gained := _labels(handling.kind, wish.mask):
                alike[wish.said, gained].append(seen.operation)
    for (needs, categories), operations in alike.items():
        yield Missing(needs=needs, operations=tuple(dict.fromkeys(operations)), categories=categories)


def _merged(told: Iterable[_Told], without: Callable[[Group], Group]) -> list[_Told]:
    """Put those together that are alike but for their purposes or roles."""
    alike: dict[Group, list[_Told]] = defaultdict(list)
    for each in told:
        alike[without(each[0])].append(each)
    return [_one(found) for found in alike.values()]


def _one(found: Sequence[_Told]) -> _Told:
    purposes = tuple(dict.fromkeys(purpose for group, _ in found for purpose in group.purposes))
    roles = tuple(dict.fromkeys(role for group, _ in found for role in group.roles))
    members = frozenset().union(*(members for _, members in found))
    return structs.replace(found[0][0], purposes=purposes, roles=roles), members


def _granting(seen: Lens, handling: HandlingClass, covers: tuple[Cover, ...], category: Category) -> tuple[str, ...]:
    """Name the clauses that give one category."""
    return tuple(
        rule.name
        for rule in seen.permits
        if through(structs.replace(seen, permits=(rule,)), handling, covers).mask & category
    )


def _withheld(category: Category, seen: Lens, *, against: tuple[str, ...], opening: Sequence[str]) -> str:
    struck = [name for name in against if _strikes(seen, name, category)]
    words = [f"{', '.join(struck)} keeps it from you" if struck else "No clause gives it to you"]
    words.append(f"for {seen.profile.purpose}.")
    if opening:
        words.append(f"It would be shown with {'; or with '.join(opening)}.")
    return " ".join(words)


def _strikes(seen: Lens, name: str, category: Category) -> bool:
    clauses = (rule.clause for rule in seen.prohibits if rule.name == name)
    return any(not clause.categories or {"*", category.label} & {*clause.categories} for clause in clauses)


def _named(seen: Lens, names: Iterable[str], citing: Citing) -> Iterator[str]:
    """Keep the prohibitions that may be named."""
    told = {rule.name for rule in seen.prohibits if citing(rule)}
    return (name for name in names if name in told)


def _categories_of(kind: str) -> Iterator[Category]:
    held = spec_of(kind_named(kind).kind).categories
    return (category for category in Category if category & held)


def _labels(kind: str, mask: int) -> tuple[str, ...]:
    return labels(mask & spec_of(kind_named(kind).kind).categories)
