"""Which charges a law seals without a petition: computed from how each ended, and told with the reasons."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from comity.records.justice.disposition import Ending
from comity.records.moments import later_by, latest, surely_before
from comity.records.profiles import SlateRule


class Restitution(StrEnum):
    """Whether restitution was ordered, and whether it was paid."""

    NONE = "none"
    OPEN = "open"
    PAID = "paid"


class Ended(Struct, frozen=True, kw_only=True):
    """A charge as a court ended it; ``sentence_ends`` is when the last part of its sentence does."""

    charge: str
    ending: str
    on: str
    severity: str = ""
    offenses: tuple[str, ...] = ()
    sentence_ends: str | None = None
    restitution: Restitution = Restitution.NONE


class Eligibility(Struct, frozen=True):
    """From when on a charge may be sealed without a petition, by which rule; ``on`` is None while it may not be."""

    charge: str
    on: datetime | None
    rule: str
    because: tuple[str, ...]

    @property
    def said(self) -> str:
        """How people read it."""
        return f"from {self.on:%Y-%m-%d}" if self.on else "no"

    def now(self, moment: datetime) -> bool:
        """Tell whether the charge may be sealed at a moment."""
        return self.on is not None and self.on < moment


def eligibility(ended: Ended, history: Sequence[Ended], rules: Sequence[SlateRule]) -> Eligibility:
    """Tell from when on a charge may be sealed, given how all charges of the person ended, and why or why not."""
    rule = next((each for each in rules if _is_meant(each, ended)), None)
    if rule is None:
        grave = f" as {ended.severity}" if ended.severity else ""
        return Eligibility(ended.charge, None, "", (f"No rule seals a charge that was {ended.ending}{grave}.",))
    if rule.restitution_paid and ended.restitution is Restitution.OPEN:
        return Eligibility(ended.charge, None, rule.name, ("Restitution was ordered and is not recorded as paid.",))
    start, because = _start(rule, ended, history)
    return Eligibility(ended.charge, later_by(start, rule.wait), rule.name, (*because, f"{rule.name}: {rule.wait}"))


def _is_meant(rule: SlateRule, ended: Ended) -> bool:
    return (
        ended.ending in rule.endings
        and (not rule.severities or ended.severity.casefold() in rule.severities)
        and not rule.never & set(ended.offenses)
    )


def _start(rule: SlateRule, ended: Ended, history: Sequence[Ended]) -> tuple[str, tuple[str, ...]]:
    """Give the moment from which the wait runs, and why it is not the end of the charge."""
    start, because = ended.on, tuple[str, ...]()
    if ended.sentence_ends is not None and latest(ended.sentence_ends) > latest(start):
        start, because = ended.sentence_ends, (f"The sentence ends {ended.sentence_ends}.",)
    if not rule.clear_of_convictions:
        return start, because
    later = [h.on for h in history if h.ending == Ending.CONVICTED and surely_before(ended.on, h.on)]
    newest = max(later, key=latest, default=start)
    if latest(newest) > latest(start):
        return newest, (f"A later conviction of {newest} began the wait anew.",)
    return start, because
