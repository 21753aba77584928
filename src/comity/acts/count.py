"""Count records without seeing them: how many there are of whose, of which kind or of which month."""

from collections import Counter
from enum import StrEnum

from msgspec import Struct

from comity.acts.asked import noted, of_kinds
from comity.acts.judging import judged
from comity.acts.sight import Sight, sight_of
from comity.policy.cells import USUAL_THRESHOLD, told
from comity.policy.clauses import Operation
from comity.policy.sessions import Session
from comity.records.profiles import profile as profile_named
from comity.store.node import Node


class GroupBy(StrEnum):
    """By what counts are told apart."""

    OWNER = "owner"
    KIND = "kind"
    MONTH = "month"


class Cell(Struct, frozen=True):
    """How many records one group has; None where there are too few to be told, or where telling would tell those."""

    group: str
    records: int | None


class Counts(Struct, frozen=True):
    """How many records a session may count, by group; a number below ``threshold`` is never told."""

    group_by: GroupBy
    cells: tuple[Cell, ...]
    total: int | None
    threshold: int


@judged
async def count(node: Node, session: Session, kinds: frozenset[str], group_by: GroupBy) -> Counts:
    """Count the records of some kinds that a clause lets this session count; what it lets not is not there."""
    sight = (await sight_of(node, session, Operation.COUNT)).of_kinds(kinds, node.classes.all())
    found = await _counted(node, sight, group_by)
    threshold = smallest_cell(session.agency.profile)
    shown = told(found, threshold)
    noted(node, session, of_kinds(kinds, found.total(), Operation.COUNT))
    cells = tuple(Cell(group, records) for group, records in shown.cells.items())
    return Counts(group_by, cells, shown.total, threshold)


def smallest_cell(profile: str) -> int:
    """Give the smallest count that a jurisdiction profile lets be told."""
    here = profile_named(profile).smallest_cell
    return here.records if here else USUAL_THRESHOLD


async def _counted(node: Node, sight: Sight, group_by: GroupBy) -> Counter[str]:
    found: Counter[str] = Counter()
    if not sight.scope.classes and not sight.scope.records:
        return found
    if group_by is GroupBy.MONTH:
        return Counter(await node.reader.monthly(sight.scope))
    classes = node.classes.all()
    for class_id, records in (await node.reader.tally(sight.scope)).items():
        handling = classes[class_id]
        found[handling.owner if group_by is GroupBy.OWNER else handling.kind] += records
    return found
