"""The court's desk: filings to docket, hearings and orders, an ending for each charge, the sentence, warrants."""

from collections.abc import Iterator

from comity.desks.desk import Desk, Queue, Start, Step
from comity.desks.unfinished import files, stands, violates
from comity.records.justice.arrest import Arrest
from comity.records.justice.booking import Booking
from comity.records.justice.case_closing import CaseClosing
from comity.records.justice.charges import tracking_numbers
from comity.records.justice.charging_decision import ChargingDecision, filed
from comity.records.justice.court_case import CourtCase, Party, PartyRole
from comity.records.justice.court_order import CourtOrder
from comity.records.justice.custody_movement import CustodyMovement
from comity.records.justice.disposition import Disposition, Ending
from comity.records.justice.hearing import Hearing
from comity.records.justice.lab_report import LabReport
from comity.records.justice.lab_request import LabRequest
from comity.records.justice.release import Release
from comity.records.justice.sentence import Sentence
from comity.records.justice.supervision_event import SupervisionEvent
from comity.records.justice.warrant import Warrant
from comity.records.justice.warrant_return import WarrantReturn
from comity.records.parties.person import Person
from comity.records.pillars import Pillar
from comity.records.references import Ref


def _case(start: Start) -> CourtCase:
    parties = tuple(Party(role=PartyRole.DEFENDANT, person=person) for person in _accused(start))
    return CourtCase(charging_decision=start.ref, docketed_at=start.now, parties=parties)


def _accused(start: Start) -> Iterator[Ref[Person]]:
    """Give whoever was arrested on a filed charge, each once: a court does not see the referral between."""
    numbers = filed(start.record) if isinstance(start.record, ChargingDecision) else frozenset()
    arrested = (arrest for _, arrest in start.all(Arrest) if numbers & tracking_numbers(arrest.charges))
    yield from dict.fromkeys(arrest.subject for arrest in arrested if arrest.subject)


def _defendant(start: Start) -> Ref[Person] | None:
    case = start.record if isinstance(start.record, CourtCase) else start.at(getattr(start.record, "case", None))
    parties = case.parties if isinstance(case, CourtCase) else ()
    return next((party.person for party in parties if party.role is PartyRole.DEFENDANT), None)


def _case_of(start: Start) -> Ref[CourtCase] | None:
    return start.ref if isinstance(start.record, CourtCase) else getattr(start.record, "case", None)


def _hearing(start: Start) -> Hearing:
    case = start.record
    judge = case.judge if isinstance(case, CourtCase) else None
    first = not any(hearing.case == start.ref for _, hearing in start.all(Hearing))
    return Hearing(case=start.ref, judge=judge, first_appearance=first or None)


def _order(start: Start) -> CourtOrder:
    hearing = start.ref if isinstance(start.record, Hearing) else start.last(Hearing)
    judge = getattr(start.record, "judge", None)
    return CourtOrder(
        case=_case_of(start), hearing=hearing, subject=_defendant(start), issued_at=start.now, judge=judge
    )


def _disposition(start: Start) -> Disposition:
    """Take the first charge of the case that has no ending yet."""
    case = start.record
    decision = start.at(case.charging_decision) if isinstance(case, CourtCase) else None
    numbers = sorted(filed(decision)) if isinstance(decision, ChargingDecision) else []
    ended = {each.charge_tracking_number for _, each in start.all(Disposition) if each.case == start.ref}
    left = next((number for number in numbers if number not in ended), None)
    return Disposition(
        case=start.ref,
        charge_tracking_number=left,
        disposed_at=start.now,
        subject=_defendant(start),
        judge=getattr(case, "judge", None),
    )


def _sentence(start: Start) -> Sentence:
    case = _case_of(start)
    sentenced = {ref for _, each in start.all(Sentence) for ref in each.dispositions}
    convicted = [
        (ref, each)
        for ref, each in start.all(Disposition)
        if each.case == case and each.ending in (Ending.CONVICTED, Ending.DIVERTED) and ref not in sentenced
    ]
    return Sentence(
        dispositions=tuple(ref for ref, _ in convicted),
        case=case,
        subject=_defendant(start),
        imposed_at=start.now,
        charge_tracking_numbers=tuple(e.charge_tracking_number for _, e in convicted if e.charge_tracking_number),
    )


def _warrant(start: Start) -> Warrant:
    return Warrant(case=_case_of(start), subject=_defendant(start), issued_on=start.now)


def _closing(start: Start) -> CaseClosing:
    return CaseClosing(case=start.ref, closed_at=start.now, closed_by=start.member)


DESK = Desk(
    name="court",
    title="Court desk",
    pillars=frozenset({Pillar.COURT}),
    queues=(
        Queue(
            "Filings to docket", ChargingDecision, "Docket each filing; its number goes back at once.", (CourtCase,),
            files,
        ),
        Queue("Violations", SupervisionEvent, "Each may ask for a warrant or a hearing.", waits=violates),
        Queue("Warrants out", Warrant, "Not yet served; recall each that no longer stands.", (WarrantReturn,), stands),
        Queue("Newest cases", CourtCase, "What was docketed last."),
    ),
    steps=(
        Step(ChargingDecision, CourtCase, _case),
        Step(CourtCase, Hearing, _hearing),
        Step(CourtCase, CourtOrder, _order),
        Step(CourtCase, Disposition, _disposition),
        Step(CourtCase, Sentence, _sentence),
        Step(CourtCase, Warrant, _warrant),
        Step(CourtCase, CaseClosing, _closing),
        Step(Hearing, CourtOrder, _order),
        Step(Disposition, Sentence, _sentence),
    ),
    asked={
        CourtCase: ("charging_decision", "docketed_at", "parties.role", "parties.person", "judge", "category_text"),
        Hearing: (
            "case", "starts_at", "category_text", "courtroom", "judge", "first_appearance", "result",
            "next_hearing_at", "minutes",
        ),
        CourtOrder: (
            "kind", "case", "hearing", "subject", "issued_at", "expires_at", "bail.amount", "conditions.text", "judge",
        ),
        Disposition: ("case", "charge_tracking_number", "ending", "disposed_at", "subject", "judge"),
        Sentence: (
            "dispositions", "subject", "imposed_at", "components.kind", "components.term", "components.amount",
            "components.credit_days", "conditions.text", "judge",
        ),
        Warrant: (
            "subject", "case", "issued_on", "category_text", "offense_text", "bail", "recalled_at", "recall_reason",
        ),
        CaseClosing: ("case", "closed_at", "closed_by"),
    },
    pages=(("/docket", "Docket"),),
    watches=(Booking, CustodyMovement, LabReport, LabRequest, Release),
)  # fmt: skip
