"""Have a stated emergency reviewed afterwards by those whose records were opened by it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from comity.acts.viewing import View
from comity.ids import new_id
from comity.policy.clauses import Clause, HandlingClass
from comity.policy.sessions import Session
from comity.records.governance.review_task import ReviewTask
from comity.records.references import Ref
from comity.store.entries import Draft
from comity.store.node import Node

RULE = "emergency_is_reviewed_after"


def review_after(node: Node, session: Session, seen: Sequence[View], *, about: UUID, by: str) -> list[Draft]:
    """Give the owner of some records a task to review an act that an emergency opened; none where it opened nothing.

    ``about`` is the record to begin with, ``by`` whoever enters the task.
    """
    if not session.emergency or not _opened_by_emergency(node, seen):
        return []
    task = ReviewTask(
        about=Ref(about),
        member=session.member.key,
        rule=RULE,
        sentence=f"A member of {session.agency.key} opened records in a stated emergency.",
        remedy="Read what they stated; ask them and their agency; write down what you found.",
    )
    id, owner = new_id(), seen[0].owner
    handling = HandlingClass("review-task", owner)
    return [Draft(id, task, handling, owner, by)]


def _opened_by_emergency(node: Node, seen: Iterable[View]) -> bool:
    matrix = node.rulebook.matrix
    emptied = [rule.clause for rule in matrix.rules if rule.clause.prohibit and _yields_to_emergency(rule.clause)]
    return any(
        any(rule.clause.needs.emergency for name in each.because if (rule := matrix.named.get(name)))
        or any(_speaks_of(clause, each) for clause in emptied)
        for each in seen
    )


def _yields_to_emergency(clause: Clause) -> bool:
    return any(exemption.needs.emergency for exemption in clause.unless)


def _speaks_of(clause: Clause, view: View) -> bool:
    if not {"*", view.kind} & {*clause.kinds} or clause.owner not in ("*", "self", view.owner):
        return False
    # Who does not see the markings may be shown what carries one: then it is reviewed rather once too often.
    carried = clause.markings if "status" in view.withheld else view.fields.get("markings", ())
    return not clause.markings or bool({*clause.markings} & {*carried})
