"""How cases end: dispositions, sentences, the closing, and what follows for the person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from comity.demo.cases import CLERKS, Case, order_in
from comity.demo.chance import Weighed
from comity.demo.city import moment
from comity.demo.custody_work import commit, hold, release, take_in
from comity.demo.supervision_work import supervise
from comity.demo.tales import Act, Tale
from comity.records.justice.case_closing import CaseClosing
from comity.records.justice.court_order import CourtOrder, OrderKind
from comity.records.justice.disposition import Disposition, Ending
from comity.records.justice.hearing import Hearing
from comity.records.justice.sentence import Component, ComponentKind, Condition, Sentence
from comity.records.justice.supervision import SupervisionKind
from comity.records.references import Ref

_ENDINGS = Weighed({Ending.CONVICTED: 0.62, Ending.DISMISSED: 0.22, Ending.DIVERTED: 0.1, Ending.ACQUITTED: 0.06})
# Below so many days nobody is confined: a fine does.
_SHORT = 15
_PROBATION = 0.55


@dataclass(frozen=True)
class Passed:
    """A sentence on record: the days of confinement or of probation, 0 where there are none."""

    sentence: Ref[Sentence]
    confined: int
    probation: int


def tell_end(tale: Tale, case: Case, at: datetime, *, held: bool) -> None:
    """Dispose every charge, pass the sentence, close the case, and see to what follows for the person."""
    act = tale.by(tale.chance.one_of(CLERKS))
    heard = Hearing(case=case.case, starts_at=moment(at), judge=case.judge, result="Disposed", results_shared=True)
    act.enter(heard, case.markings)
    ended = _dispose(tale, case, act, at)
    act = tale.by(act.member)
    passed = order = committed = None
    if convicted := ended.get(Ending.CONVICTED):
        passed = _sentence(tale, case, act, at, convicted)
    elif held or Ending.DIVERTED in ended:
        kind = OrderKind.SUPERVISION if Ending.DIVERTED in ended else OrderKind.RELEASE
        order = act.enter(order_in(case, act, kind, at + timedelta(minutes=45)), case.markings)
    closing = CaseClosing(case=case.case, closed_at=moment(at + timedelta(hours=3)), closed_by=act.member)
    if passed and passed.confined:
        committed = act.enter(order_in(case, act, OrderKind.COMMITMENT, at + timedelta(hours=1)), case.markings)
    act.enter(closing, case.markings)
    if passed:
        _serve(tale, case, passed, committed, at, held=held)
    elif order:
        _let_go(tale, case, order, at, held=held, diverted=Ending.DIVERTED in ended)


def _dispose(tale: Tale, case: Case, act: Act, at: datetime) -> dict[Ending, tuple[Ref[Disposition], ...]]:
    """Enter how each charge ended; give the dispositions by their ending."""
    ended: dict[Ending, tuple[Ref[Disposition], ...]] = {}
    for ctn in case.filed.charges:
        ending = tale.chance.weighed(_ENDINGS)
        disposition = Disposition(
            case=case.case,
            charge_tracking_number=ctn,
            ending=ending,
            disposed_at=moment(at + timedelta(minutes=30)),
            judge=case.judge,
        )
        ended[ending] = (*ended.get(ending, ()), act.enter(disposition, case.markings))
    return ended


_TERMS = (Condition(text="Keep every appointment"), Condition(text="Do not leave the county"))


def _sentence(tale: Tale, case: Case, act: Act, at: datetime, convicted: tuple[Ref[Disposition], ...]) -> Passed:
    chance = tale.chance
    days = int(chance.skewed(case.filed.arrested.reported.happening.confinement))
    is_child = "juvenile" in case.markings
    confined = days if days >= _SHORT and not is_child and not chance.happens(_PROBATION) else 0
    probation = chance.between(2, 8) * 90 if days >= _SHORT and not confined else 0
    if confined:
        component = Component(kind=ComponentKind.CONFINEMENT, term=f"P{confined}D")
    elif probation:
        component = Component(kind=ComponentKind.PROBATION, term=f"P{probation}D")
    else:
        component = Component(kind=ComponentKind.FINE, amount=f"{chance.between(2, 20) * 50}", currency="USD")
    sentence = act.enter(
        Sentence(
            sentence_number=act.number("order", at),
            dispositions=convicted,
            case=case.case,
            subject=case.filed.arrested.subject,
            imposed_at=moment(at + timedelta(minutes=50)),
            components=(component,),
            conditions=_TERMS if probation else (),
            judge=case.judge,
        ),
        case.markings,
    )
    return Passed(sentence, confined, probation)


def _serve(
    tale: Tale, case: Case, passed: Passed, committed: Ref[CourtOrder] | None, at: datetime, *, held: bool
) -> None:
    """Have a sentence served: in jail, under supervision, or by paying."""
    arrested = case.filed.arrested
    if committed:
        if held and case.booked:
            hold(tale, case.booked, committed, at + timedelta(hours=2))
        booked = case.booked if held else take_in(tale, arrested, committed, at + timedelta(hours=4))
        credit = min(passed.confined, (at - booked.at).days) if booked and held else 0
        if booked:
            commit(tale, booked, passed.sentence, at + timedelta(hours=4), days=passed.confined, credit=credit)
    else:
        if held and case.booked:
            release(tale, case.booked, passed.sentence, at + timedelta(hours=5), reason="sentenced without confinement")
        if passed.probation:
            supervise(tale, arrested, passed.sentence, at, kind=SupervisionKind.PROBATION, days=passed.probation)


def _let_go(tale: Tale, case: Case, order: Ref[CourtOrder], at: datetime, *, held: bool, diverted: bool) -> None:
    if held and case.booked:
        release(tale, case.booked, order, at + timedelta(hours=4), reason="charges ended")
    if diverted:
        supervise(tale, case.filed.arrested, order, at, kind=SupervisionKind.DIVERSION, days=180)
