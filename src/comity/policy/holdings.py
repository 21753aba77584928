"""What an agency still holds of a record that it was shown, and whether a correction of it is told to that agency.

It follows from the log alone: what was shown, what was told and what was answered, each at its place. So everybody who
works it out, however often, comes to the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from comity.records.governance.recall_notice import Recall, RecallOutcome


@dataclass(frozen=True)
class WasShown:
    """A record was shown to an agency, at a place in the log; ``version`` is 0 where it was not written down."""

    seq: int
    version: int


@dataclass(frozen=True)
class WasTold:
    """An agency was told what became of a record; ``version`` is the one that replaces what it holds, if one does."""

    seq: int
    notice: UUID
    effect: Recall
    version: int = 0
    answered: int | None = None
    outcome: RecallOutcome | None = None

    def was_open(self, seq: int) -> bool:
        """Tell whether it had no answer yet at a place in the log."""
        return self.answered is None or self.answered >= seq


class Held(StrEnum):
    """How an agency holds a record now."""

    HELD = "held"
    OUTDATED = "outdated"
    TO_DESTROY = "to-destroy"
    APART = "apart"
    KEPT_BY_LAW = "kept-by-law"
    GONE = "gone"


def correction_owed(shown: Sequence[WasShown], told: Sequence[WasTold], seq: int, version: int) -> int | None:
    """Give the version that a correction replaces for an agency, 0 where it is not known; None when it is not told.

    Told is whoever holds an earlier version. While an earlier correction is unanswered, and nothing was fetched since,
    a further one adds nothing: whoever does as they were told fetches the newest.
    """
    before = [each for each in shown if each.seq < seq and each.version < version]
    if not before:
        return None
    last, newest = max(each.seq for each in before), max(each.version for each in before)
    for each in told:
        is_earlier = each.version < version if each.version else each.seq < seq
        if is_earlier and _settles(each, last, newest, seq):
            return None
    return newest


def _settles(told: WasTold, last: int, newest: int, seq: int) -> bool:
    """Tell whether an agency that was told this has nothing, or knows already that what it has is outdated."""
    since = told.version > newest if told.version else told.seq > last
    if not since:
        return False
    if told.effect.takes_away or told.outcome is RecallOutcome.NOTHING_KEPT:
        return told.outcome is not RecallOutcome.KEPT_BY_LAW
    return told.effect is Recall.CORRECTED and told.was_open(seq)


def held_now(shown: Sequence[WasShown], told: Sequence[WasTold], version: int) -> Held:
    """Tell how an agency that was shown a record holds it, of which ``version`` is the current one."""
    last = max(each.seq for each in shown)
    newest = max(each.version for each in shown)
    held = Held.OUTDATED if newest < version else Held.HELD
    for each in sorted((each for each in told if each.seq > last), key=lambda each: each.seq):
        held = _after(held, each)
    return held


def _after(held: Held, told: WasTold) -> Held:
    if told.outcome is RecallOutcome.NOTHING_KEPT:
        return Held.GONE
    if told.effect.takes_away:
        gone = {None: Held.TO_DESTROY, RecallOutcome.DONE: Held.GONE}
        return gone.get(told.outcome, Held.KEPT_BY_LAW)
    return {Recall.SUSPENDED: Held.APART, Recall.RESUMED: Held.HELD}.get(told.effect, held)
