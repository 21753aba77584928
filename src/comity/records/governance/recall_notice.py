"""Recipients are told what became of what they received: it was sealed, expunged, corrected, withdrawn or linked."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Reads, Record, check
from comity.records.fields import AgencyKey, Count, Instant, StatusText
from comity.records.references import Ref


class Recall(StrEnum):
    """What became of records that an agency holds or received.

    Restricted is what was marked so that whoever received it may not see it any more; withdrawn, what came under an
    agreement that is over or that a party left; suspended, what came under one that is: it is kept apart, unused.
    """

    SEALED = "sealed"
    UNSEALED = "unsealed"
    EXPUNGED = "expunged"
    PURGED = "purged"
    CORRECTED = "corrected"
    REVOKED = "revoked"
    LINKED = "linked"
    PARTED = "parted"
    RESTRICTED = "restricted"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    RESUMED = "resumed"

    @property
    def takes_away(self) -> bool:
        """Whether what was received is to be destroyed, or kept apart from everybody."""
        return self in _TAKING_AWAY


_TAKING_AWAY = frozenset(
    {Recall.SEALED, Recall.EXPUNGED, Recall.PURGED, Recall.REVOKED, Recall.RESTRICTED, Recall.WITHDRAWN}
)


class RecallOutcome(StrEnum):
    """What a recipient did about a notice."""

    DONE = "done"
    NOTHING_KEPT = "nothing-kept"
    KEPT_BY_LAW = "kept-by-law"


class RecallNotice(Record):
    """Tells an agency what became of records that it holds or received: which and what, never their content.

    It belongs to the agency that is told. The disclosure log is the recall list (28 CFR 23.20(h), 42 CFR 2.31(a)(6)).
    Of a correction it says which version the agency was shown last, and which replaces it. ``destroy_by`` is the day
    until which the clauses that the records came under let them be kept; ``passed_on_by`` is the agency that named this
    one as having received them.
    """

    entered_by = ()

    because: Annotated[Ref[Record], Category.REFERENCE]
    effect: Annotated[Recall, Category.STATUS]
    records: Annotated[tuple[Ref[Record], ...], Category.REFERENCE]
    shown_version: Annotated[Count | None, Category.STATUS] = None
    new_version: Annotated[Count | None, Category.STATUS] = None
    destroy_by: Instant | None = None
    passed_on_by: AgencyKey | None = None
    told_at: Instant
    due_at: Instant


@check("notice", remedy="Answer the notices to your own agency.")
def recall_is_answered_by_whom_it_tells(answer: "RecallAnswer", known: Known) -> bool:
    """An agency answers the notices that were sent to itself."""
    return known.held(answer.notice).owner == known.agency


@check("notice", remedy="Correct the answer that was given.", reads=(Reads("recall-answer", "notice"),))
def recall_is_answered_once(answer: "RecallAnswer", known: Known) -> bool:
    """A notice has one answer."""
    del answer
    return known.earlier is not None or not known.referring(RecallAnswer)


class RecallAnswer(Record):
    """What an agency did after it was told; ``passed_to`` are those to whom it had passed the records on."""

    checks = (recall_is_answered_by_whom_it_tells, recall_is_answered_once)

    notice: Ref[RecallNotice]
    outcome: Annotated[RecallOutcome, Category.STATUS]
    passed_to: tuple[AgencyKey, ...] = ()
    note: StatusText | None = None
