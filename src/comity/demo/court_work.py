"""What the court enters: the case, its hearings and orders, how each charge ends, and the sentence."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from comity.demo.cases import CLERKS, JUDGES, Case, order_in
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
from comity.records.references import Ref

# How often the court forgets to say that somebody stays in custody, which the jail is to notice.
_FORGOTTEN = 0.015
_OPENS, _SITTINGS, _APART = timedelta(hours=8, minutes=30), 32, timedelta(minutes=15)
_SATURDAY = 5
_RULES_AFTER = timedelta(minutes=20)
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
    at = _sitting(chance.later(case.docketed_at, hours=20))
    kind = chance.weighed(_FIRST_ORDERS) if case.booked else None
    next_at = _weekday(_sitting(at + timedelta(days=chance.between(14, 50))))
    if tale.over(at):
        return False, next_at
    act = tale.by(chance.one_of(CLERKS))
    result = f"Order of {kind}" if kind else "Remains at liberty"
    hearing = act.enter(_heard(case, at, result=result, next_at=next_at, first=True), case.markings)
    if kind is None or case.booked is None:
        return False, next_at
    if kind is OrderKind.REMAND:
        _remand(tale, case, act, hearing, at=at, until=next_at)
        return True, next_at
    order = act.enter(
        replace(
            order_in(case, act, kind, at + _RULES_AFTER),
            hearing=hearing,
            next_hearing_at=moment(next_at),
            bail=BailTerms(amount=f"{chance.between(1, 40) * 250}") if kind is OrderKind.BAIL else None,
        ),
        case.markings,
    )
    release(tale, case.booked, order, chance.later(at + timedelta(hours=1), hours=4), reason=f"order of {kind}")
    if kind is OrderKind.RELEASE and chance.happens(0.4):
        supervise(tale, case.filed.arrested, order, at, kind=SupervisionKind.PRETRIAL, days=90)
    return False, next_at


def _remand(tale: Tale, case: Case, act: Act, hearing: Ref[Hearing], *, at: datetime, until: datetime) -> None:
    """Order that somebody stays in custody until the day after the next hearing; the jail answers."""
    ordered = replace(
        order_in(case, act, OrderKind.REMAND, at + _RULES_AFTER),
        hearing=hearing,
        expires_at=moment(until + timedelta(days=1)),
        next_hearing_at=moment(until),
    )
    order = act.enter(ordered, case.markings)
    if case.booked:
        hold(tale, case.booked, order, at + timedelta(hours=2))


def _sitting(at: datetime) -> datetime:
    """Give when a court sits next, on the quarter hour; the first appearance may be on a weekend."""
    opens = at.replace(hour=0, minute=0) + _OPENS
    turn = (at.hour * 60 + at.minute) % _SITTINGS
    found = opens + turn * _APART
    return found if found >= at else found + timedelta(days=1)


def _weekday(at: datetime) -> datetime:
    """Give the same time on the next day on which offices work."""
    return at + timedelta(days=max(0, 7 - at.weekday()) if at.weekday() >= _SATURDAY else 0)


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
    next_at = _weekday(_sitting(at + timedelta(days=chance.between(20, 70))))
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
    heard = act.enter(_with(hearing, there, () if missing or chance.happens(0.5) else pleas), case.markings)
    if held and not chance.happens(_FORGOTTEN):
        _remand(tale, case, act, heard, at=at, until=next_at)
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
