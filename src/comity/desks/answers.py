"""What is expected of whoever a court or the police asks: custody's answer, a recall acknowledged, a report, a link.

Rows 5, 14 and 17 to 19 of the domain's table of the case flow.
"""

from comity.desks.expected import Began, Ended, Expected, Looking, Whom, begun, ended, told
from comity.desks.threads import added, arrests_of, investigator, key
from comity.records.justice.arrest import Arrest
from comity.records.justice.booking import Booking
from comity.records.justice.charges import tracking_numbers
from comity.records.justice.commitment import Commitment
from comity.records.justice.court_order import CourtOrder, OrderKind
from comity.records.justice.custody_movement import CustodyMovement
from comity.records.justice.disposition import Disposition
from comity.records.justice.lab_report import LabReport
from comity.records.justice.lab_request import LabRequest
from comity.records.justice.release import Release
from comity.records.justice.sentence import ComponentKind, Sentence
from comity.records.justice.warrant import Warrant
from comity.records.justice.warrant_return import WarrantOutcome, WarrantReturn
from comity.records.moments import When
from comity.records.pillars import Pillar
from comity.records.references import Ref

_TO_CUSTODY = frozenset(
    {OrderKind.RELEASE, OrderKind.BAIL, OrderKind.REMAND, OrderKind.DETENTION, OrderKind.COMMITMENT}
)
_NOTHING: Ended = Ended(frozenset())


def _one(since: When | None, due: When | None = None) -> Began:
    """Expect one thing of a record: what answers it refers to it."""
    return Began({"": frozenset()}, since, due)


def _to(*refs: Ref[CourtOrder | Sentence] | Ref[CourtOrder] | Ref[Sentence] | None) -> Ended:
    return Ended(frozenset(ref.id.hex for ref in refs if ref))


def _order(order: CourtOrder, look: Looking) -> Began | None:
    del look
    is_meant = order.kind in _TO_CUSTODY and order.recalled_at is None
    return _one(order.issued_at) if is_meant else None


ORDER_ANSWERED = Expected(
    name="order_is_answered_by_custody",
    sentence="Custody answers every order to hold or to release somebody.",
    lacking="Custody has not answered this order",
    remedy="Carry the order out, and enter the release or the movement with the order named in it.",
    clock="custody-answer",
    begins=begun(CourtOrder, _order),
    ends=(
        ended(Release, lambda release, _: _to(release.order)),
        ended(CustodyMovement, lambda movement, _: _to(movement.order)),
        ended(Booking, lambda booking, _: _to(booking.order)),
    ),
    role="intake",
    named=told(CourtOrder, lambda order, _: (order.judge,)),
    falls_to=Pillar.JAIL,
)


def _sentence(sentence: Sentence, look: Looking) -> Began | None:
    del look
    confines = any(part.kind is ComponentKind.CONFINEMENT for part in sentence.components)
    return _one(sentence.imposed_at) if confines else None


COMMITTED = Expected(
    name="sentence_is_answered_by_custody",
    sentence="Custody acknowledges every sentence to confinement and computes the day of release.",
    lacking="Custody has not acknowledged this sentence to confinement",
    remedy="Enter the commitment, with the day of release.",
    clock="custody-answer",
    begins=begun(Sentence, _sentence),
    ends=(
        ended(Commitment, lambda commitment, _: _to(commitment.sentence)),
        ended(Release, lambda release, _: _to(release.order)),
    ),
    role="intake",
    named=told(Sentence, lambda sentence, _: (sentence.judge,)),
    falls_to=Pillar.JAIL,
)


def _recalled(warrant: Warrant, look: Looking) -> Began | None:
    del look
    return _one(warrant.recalled_at) if warrant.recalled_at else None


def _returned(back: WarrantReturn, look: Looking) -> Ended:
    del look
    done = back.outcome in (WarrantOutcome.RECALL_ACKNOWLEDGED, WarrantOutcome.RETURNED)
    return Ended(frozenset({key(back.warrant)})) if done and back.warrant else _NOTHING


RECALL_ACKNOWLEDGED = Expected(
    name="recalled_warrant_is_acknowledged",
    sentence="Every holder of a warrant acknowledges that the court recalled it.",
    lacking="The recall of this warrant was not acknowledged",
    remedy="Take the warrant out of every list, then enter the return: recall acknowledged. Arrest nobody on it.",
    clock="recall-acknowledgment",
    begins=begun(Warrant, _recalled),
    ends=(ended(WarrantReturn, _returned),),
    role="officer",
    named=told(Warrant, lambda _, __: ()),
    falls_to=Pillar.POLICE,
    whom=Whom.EVERY,
    escalation="recall-escalation",
)


def _disposed(disposition: Disposition, look: Looking) -> Began | None:
    number, case = disposition.charge_tracking_number, look.record(disposition.case)
    if number is None:
        return Began({"": frozenset()}, disposition.disposed_at)
    decision = look.record(case.charging_decision) if case else None
    arrests = [arrest for _, arrest in arrests_of(look.record(decision.referral) if decision else None, look)]
    carried = {n for arrest in arrests for n in tracking_numbers(arrest.charges)}
    if number in carried or (arrests and number in added(decision)):
        return None
    return Began({number: frozenset({number})}, disposition.disposed_at)


def _arrested(arrest: Arrest, look: Looking) -> Ended:
    del look
    return Ended(tracking_numbers(arrest.charges))


def _who_docketed(disposition: Disposition, look: Looking) -> tuple[str | None, ...]:
    return (look.entered_by(disposition.case), disposition.judge)


LINKED = Expected(
    name="disposition_is_linked_to_an_arrest",
    sentence="Every disposition belongs to a charge of an arrest.",
    lacking="This disposition belongs to no charge of an arrest that is known here",
    remedy="Correct the charge tracking number, or have the arrest entered that it belongs to.",
    clock="unlinked-disposition",
    begins=begun(Disposition, _disposed),
    ends=(ended(Arrest, _arrested),),
    role="analyst",
    named=told(Disposition, _who_docketed),
    falls_to=Pillar.IDENTIFICATION,
    before=(Arrest,),
)


def _reported(report: LabReport, look: Looking) -> Ended:
    del look
    return Ended(frozenset({key(report.request)})) if report.signed_at and report.request else _NOTHING


def _who_asked(request: LabRequest, look: Looking) -> tuple[str | None, ...]:
    exhibits = (look.record(each) for each in request.exhibits)
    return tuple(investigator(exhibit.incident, look) for exhibit in exhibits if exhibit)


REPORTED = Expected(
    name="lab_request_is_reported",
    sentence="The laboratory answers every request with a signed report.",
    lacking="The laboratory has not reported on this request",
    remedy="Enter the signed report, or tell the officer by when it will come.",
    clock="lab-report",
    begins=begun(LabRequest, lambda request, _: _one(request.requested_at, request.due)),
    ends=(ended(LabReport, _reported),),
    role="examiner",
    named=told(LabRequest, _who_asked),
    falls_to=Pillar.LABORATORY,
    agency=lambda request: getattr(request, "laboratory", None),
)
