"""That somebody works on a case."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import Instant, Label, Member
from comity.records.references import Ref


@check("member", remedy="Have somebody else, who answers for the case, enter the assignment.")
def nobody_assigns_himself(assignment: "CaseAssignment", known: Known) -> bool:
    """Nobody gives themselves a case, for with it comes what may be seen of it."""
    return assignment.member != known.member


@check("ends_at", remedy="Correct the times of the assignment.")
def assignment_ends_after_it_begins(assignment: "CaseAssignment", known: Known) -> bool:
    """An assignment ends after it begins."""
    del known
    return assignment.ends_at is None or assignment.ends_at > assignment.begins_at


class CaseAssignment(Record):
    """A member of an agency works on cases, people or other records, in a role and for a time.

    ``to`` are the records that they are assigned to; what refers to one of them is part of the assignment.
    """

    needed = ("to",)
    decisive = True
    checks = (nobody_assigns_himself, assignment_ends_after_it_begins)

    member: Member
    to: Annotated[tuple[Ref[Record], ...], Category.REFERENCE] = ()
    role: Label
    begins_at: Instant
    ends_at: Annotated[Instant | None, Category.STATUS] = None
