"""What became of each charge: from the arrest over the prosecutor and the court to the sentence, and what is missing.

A step that the reader may not see is not there (domain, D1, rows 6, 9, 10, 11, 16 and 17).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from comity.desks.awaiting import Gap
from comity.desks.seen import Seen, Thread
from comity.desks.threads import arrests_of, decided_of
from comity.desks.timeline import moment_of
from comity.records.justice.arrest import Arrest
from comity.records.justice.charge_referral import ChargeReferral
from comity.records.justice.charges import Charge, tracking_numbers
from comity.records.justice.charging_decision import ChargingDecision, Choice
from comity.records.justice.court_case import CourtCase
from comity.records.justice.disposition import Disposition
from comity.records.justice.hearing import Hearing
from comity.records.justice.sentence import Component, Sentence
from comity.records.moments import earliest


class Stage(StrEnum):
    """How far a charge has come."""

    ARRESTED = "arrested"
    REFERRED = "referred"
    NOT_REFERRED = "not-referred"
    DECIDED = "decided"
    DOCKETED = "docketed"
    PLEADED = "pleaded"
    DISPOSED = "disposed"
    SENTENCED = "sentenced"


_ORDER = {stage: n for n, stage in enumerate(Stage)}


@dataclass(frozen=True)
class Step:
    """One step of a charge: when (as its owner says it, "" where they do not), by whom, and what was done.

    ``said`` is the choice, the plea, the ending or the number of the case; ``reason`` the ground that was given;
    ``components`` is a sentence, parsed.
    """

    stage: Stage
    record: UUID
    kind: str
    owner: str
    member: str
    at: str
    said: str = ""
    reason: str = ""
    offense: str = ""
    components: tuple[Component, ...] = ()


@dataclass(frozen=True)
class ChargeThread:
    """A charge by its tracking number, what it is now, its steps in their order, and what has not come."""

    number: str
    offense: str
    text: str
    steps: tuple[Step, ...]
    gaps: tuple[Gap, ...]

    @property
    def reached(self) -> Stage | None:
        """How far the charge has come, as far as is seen."""
        return self.steps[-1].stage if self.steps else None

    @property
    def is_overdue(self) -> bool:
        """Whether something that is missing should have come by now."""
        return any(gap.overdue for gap in self.gaps)


class _Found(NamedTuple):
    """A step of the charge of a number, with the charge itself where the record says what it is."""

    number: str
    step: Step
    charge: Charge | None = None


def charge_threads(thread: Thread, missing: Iterable[Gap] = ()) -> list[ChargeThread]:
    """Give the charges of a case in the order of their numbers, each with its steps, and what is missing of it."""
    by_number: dict[str, list[_Found]] = defaultdict(list)
    for found in _found(thread):
        by_number[found.number].append(found)
    lacking: dict[str, list[Gap]] = defaultdict(list)
    for gap in missing:
        lacking[gap.charge].append(gap)
    return [_thread(number, by_number[number], lacking.get(number, ())) for number in sorted(by_number)]


def _thread(number: str, found: Iterable[_Found], missing: Iterable[Gap]) -> ChargeThread:
    ordered = sorted(found, key=_place)
    charges = [each.charge for each in ordered if each.charge]
    offense = next((charge.offense for charge in reversed(charges) if charge.offense), "")
    text = next((said for charge in reversed(charges) if (said := charge.text or charge.description)), "")
    return ChargeThread(number, offense, text, tuple(each.step for each in ordered), tuple(missing))


def _place(found: _Found) -> tuple[int, str, UUID]:
    step = found.step
    return (_ORDER[step.stage], earliest(step.at).isoformat() if step.at else "", step.record)


def _found(thread: Thread) -> Iterator[_Found]:
    yield from _arrested(thread)
    yield from _referred(thread)
    yield from _decided(thread)
    yield from _docketed(thread)
    yield from _pleaded(thread)
    yield from _disposed(thread)
    yield from _sentenced(thread)


def _step(seen: Seen, stage: Stage, said: str | None = "", *, reason: str | None = "", offense: str = "") -> Step:
    at = moment_of(seen)
    return Step(stage, seen.id, seen.kind, seen.owner, seen.recorded_by, at, said or "", reason or "", offense)


def _arrested(thread: Thread) -> Iterator[_Found]:
    for seen, arrest in thread.of_kind(Arrest):
        for charge in arrest.charges:
            if charge.charge_tracking_number:
                step = _step(seen, Stage.ARRESTED, arrest.arrest_number, offense=charge.offense or "")
                yield _Found(charge.charge_tracking_number, step, charge)


def _referred(thread: Thread) -> Iterator[_Found]:
    for seen, referral in thread.of_kind(ChargeReferral):
        said = {charge.charge_tracking_number: charge for charge in referral.charges}
        arrested = {n for _, arrest in arrests_of(referral, thread) for n in tracking_numbers(arrest.charges)}
        reasons = {each.charge_tracking_number: each.reason for each in referral.not_referred}
        for number in sorted((arrested | tracking_numbers(referral.charges)) - reasons.keys()):
            yield _Found(number, _step(seen, Stage.REFERRED, referral.referral_number), said.get(number))
        for number, reason in reasons.items():
            yield _Found(number, _step(seen, Stage.NOT_REFERRED, referral.referral_number, reason=reason))


def _decided(thread: Thread) -> Iterator[_Found]:
    for seen, decision in thread.of_kind(ChargingDecision):
        for each in decision.choices:
            if each.charge_tracking_number:
                changed = each.amended if each.choice in (Choice.AMEND, Choice.ADD) else None
                offense = (changed.offense if changed else None) or ""
                step = _step(seen, Stage.DECIDED, each.choice, reason=each.reason, offense=offense)
                yield _Found(each.charge_tracking_number, step, changed)


def _docketed(thread: Thread) -> Iterator[_Found]:
    for seen, case in thread.of_kind(CourtCase):
        said = {charge.charge_tracking_number: charge for charge in case.charges}
        for number in sorted(decided_of(case, thread)):
            yield _Found(number, _step(seen, Stage.DOCKETED, case.case_number), said.get(number))


def _pleaded(thread: Thread) -> Iterator[_Found]:
    for seen, hearing in thread.of_kind(Hearing):
        for plea in hearing.pleas:
            if plea.charge_tracking_number:
                yield _Found(plea.charge_tracking_number, _step(seen, Stage.PLEADED, plea.plea or plea.description))


def _disposed(thread: Thread) -> Iterator[_Found]:
    for seen, disposition in thread.of_kind(Disposition):
        if disposition.charge_tracking_number:
            step = _step(seen, Stage.DISPOSED, disposition.ending, reason=disposition.reason)
            yield _Found(disposition.charge_tracking_number, step, disposition.charge)


def _sentenced(thread: Thread) -> Iterator[_Found]:
    for seen, sentence in thread.of_kind(Sentence):
        ended = (thread.record(each) for each in sentence.dispositions)
        numbers = {each.charge_tracking_number for each in ended if each} | set(sentence.charge_tracking_numbers)
        for number in sorted(number for number in numbers if number):
            at = moment_of(seen)
            yield _Found(
                number,
                Step(
                    Stage.SENTENCED,
                    seen.id,
                    seen.kind,
                    seen.owner,
                    seen.recorded_by,
                    at,
                    said=sentence.sentence_number or "",
                    components=sentence.components,
                ),
            )
