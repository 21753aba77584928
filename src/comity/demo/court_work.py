"""What the court enters: the case, its hearings and orders, how each charge ends, and the sentence."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from comity.demo.cases import CLERKS, JUDGES, Case
from comity.demo.chance import Weighed
from comity.demo.city import moment
from comity.demo.court_endings import tell_end
from comity.demo.custody_work import Booked, bring_to_court, hold, release
from comity.demo.prosecution_work import Filed
from comity.demo.supervision_work import supervise
from comity.demo.tales import Act, Tale
from comity.records.justice.charges import Plea
from comity.records.justice.court_case import CourtCase, Party, PartyRole
from comity.records.justice.court_order import BailTerms, CourtOrder, OrderKind
from comity.records.justice.hearing import Appearance, Hearing
from comity.records.justice.supervision import SupervisionKind
from comity.records.justice.warrant import Warrant
from comity.records.justice.warrant_return import WarrantOutcome, WarrantReturn

_FIRST_ORDERS = Weighed({OrderKind.RELEASE: 0.5, OrderKind.BAIL: 0.28, OrderKind.REMAND: 0.22})
_ROOMS = ("1", "2A", "2B", "3")


def hear(tale: Tale, filed: Filed, booked: Booked | None) -> None:
    """Tell a case from its docketing to its end, as far as that has happened."""
    case = _open(tale, filed, booked)
    if case is None:
        return
    held, next_at = _first_appearance(tale, case)
    for _ in range(tale.chance.between(0, 3)):
        if tale.over(next_at):
            _set(tale, case, next_at)
            return
        next_at = _hearing(tale, case, next_at, held=held)
    if tale.over(next_at):
        _set(tale, case, next_at)
        return
    tell_end(tale, case, next_at, held=held)


def _open(tale: Tale, filed: Filed, booked: Booked | None) -> Case | None:
    at = tale.chance.later(filed.at, hours=4)
    if tale.over(at):
        return None
    judge = tale.chance.one_of(JUDGES)
    act = tale.by(tale.chance.one_of(CLERKS))
    parties = (
        Party(role=PartyRole.DEFENDANT, person=filed.arrested.subject, court_appointed=tale.chance.happens(0.7)),
    )
    case = act.enter(
        CourtCase(
            case_number=act.number("case", at),
            charging_decision=filed.decision,
            parties=parties,
            docketed_at=moment(at),
            judge=judge,
            category_text="criminal",
        ),
        filed.arrested.reported.markings,
    )
    return Case(filed, case, at, judge, booked)


def _first_appearance(tale: Tale, case: Case) -> tuple[bool, datetime]:
    """Hold the first hearing; tell whether the defendant stays in custody, and when the next hearing is."""
    chance = tale.chance
    at = chance.later(case.docketed_at, hours=20)
    kind = chance.weighed(_FIRST_ORDERS)
    next_at = at + timedelta(days=chance.between(14, 50))
    if tale.over(at):
        return False, next_at
    act = tale.by(chance.one_of(CLERKS))
    hearing = act.enter(_heard(case, at, result=f"Order of {kind}", next_at=next_at, first=True), case.markings)
    order = act.enter(
        CourtOrder(
            order_number=act.number("order", at),
            kind=kind,
            case=case.case,
            hearing=hearing,
            subject=case.filed.arrested.subject,
            issued_at=moment(at + timedelta(minutes=20)),
            expires_at=moment(at + timedelta(days=60)) if kind is OrderKind.REMAND else None,
            next_hearing_at=moment(next_at),
            bail=BailTerms(amount=f"{chance.between(1, 40) * 250}") if kind is OrderKind.BAIL else None,
            judge=case.judge,
        ),
        case.markings,
    )
    if case.booked is None:
        return False, next_at
    if kind is OrderKind.REMAND:
        hold(tale, case.booked, order, at + timedelta(hours=2))
        return True, next_at
    release(tale, case.booked, order, chance.later(at + timedelta(hours=1), hours=4), reason=f"order of {kind}")
    if kind is OrderKind.RELEASE and chance.happens(0.4):
        supervise(tale, case.filed.arrested, order, at, kind=SupervisionKind.PRETRIAL, days=90)
    return False, next_at


def release_uncharged(tale: Tale, filed: Filed, booked: Booked) -> None:
    """Let somebody go against whom nothing was filed: nobody leaves the jail without an order."""
    at = tale.chance.later(filed.at, hours=6)
    if tale.over(at):
        return
    act = tale.by(tale.chance.one_of(CLERKS))
    order = act.enter(
        CourtOrder(
            order_number=act.number("order", at),
            kind=OrderKind.RELEASE,
            subject=filed.arrested.subject,
            issued_at=moment(at),
            judge=tale.chance.one_of(JUDGES),
        ),
        filed.arrested.reported.markings,
    )
    release(tale, booked, order, tale.chance.later(at + timedelta(minutes=30), hours=3), reason="no charge was filed")


def _set(tale: Tale, case: Case, at: datetime) -> None:
    """Enter that a hearing is set; it has not been held yet."""
    hearing = Hearing(
        case=case.case,
        starts_at=moment(at),
        category_text="hearing",
        courtroom=_ROOMS[at.minute % len(_ROOMS)],
        judge=case.judge,
    )
    tale.by(tale.chance.one_of(CLERKS)).enter(hearing, case.markings)


def _heard(case: Case, at: datetime, *, result: str, next_at: datetime | None = None, first: bool = False) -> Hearing:
    return Hearing(
        case=case.case,
        starts_at=moment(at),
        ended_at=moment(at + timedelta(minutes=15)),
        category_text="first appearance" if first else "hearing",
        courtroom=_ROOMS[at.minute % len(_ROOMS)],
        judge=case.judge,
        first_appearance=first or None,
        result=result,
        results_shared=True,
        next_hearing_at=moment(next_at) if next_at else None,
    )


def _hearing(tale: Tale, case: Case, at: datetime, *, held: bool) -> datetime:
    """Hold one more hearing, at which the defendant may be missing; give when the next one is."""
    chance = tale.chance
    next_at = at + timedelta(days=chance.between(20, 70))
    missing = not held and chance.happens(0.09)
    if held and case.booked:
        bring_to_court(tale, case.booked, at)
    act = tale.by(chance.one_of(CLERKS))
    hearing = _heard(case, at, result="Defendant absent" if missing else "Continued", next_at=next_at)
    there = Appearance(person=case.filed.arrested.subject, role="defendant", present=not missing)
    pleas = tuple(
        Plea(charge_tracking_number=ctn, plea="not guilty", entered_on=at.date().isoformat())
        for ctn in case.filed.charges
    )
    act.enter(_with(hearing, there, () if missing or chance.happens(0.5) else pleas), case.markings)
    if missing:
        _fetch(tale, case, act, at)
    return next_at


def _with(hearing: Hearing, there: Appearance, pleas: tuple[Plea, ...]) -> Hearing:
    return replace(hearing, appearances=(there,), pleas=pleas)


def _fetch(tale: Tale, case: Case, act: Act, at: datetime) -> None:
    """Issue a warrant for somebody who did not appear, and tell what became of it."""
    arrested = case.filed.arrested
    warrant = act.enter(
        Warrant(
            warrant_number=act.number("warrant", at),
            subject=arrested.subject,
            case=case.case,
            category_text="bench warrant",
            issued_on=moment(at + timedelta(hours=1)),
            offense_text="Failure to appear",
        ),
        case.markings,
    )
    served_at = tale.chance.later(at + timedelta(hours=2), hours=24 * 12)
    if not tale.over(served_at):
        tale.by(arrested.reported.officer).enter(
            WarrantReturn(
                warrant=warrant,
                happened_at=moment(served_at),
                outcome=WarrantOutcome.SERVED,
                narrative="Surrendered at the courthouse; a new date was given.",
            ),
            case.markings,
        )
