"""What probation enters: supervision before trial and after, and what happens under it."""

from datetime import datetime, timedelta

from comity.demo.chance import Weighed
from comity.demo.city import moment
from comity.demo.police_work import Arrested
from comity.demo.tales import Act, Tale
from comity.records.justice.court_order import CourtOrder
from comity.records.justice.sentence import Sentence
from comity.records.justice.supervision import Supervision, SupervisionKind
from comity.records.justice.supervision_event import SupervisionEvent, SupervisionEventKind
from comity.records.references import Ref

_OFFICERS = ("petra", "grace")
_EVENTS = Weighed(
    {
        SupervisionEventKind.CONTACT: 0.62,
        SupervisionEventKind.TEST: 0.15,
        SupervisionEventKind.MISSED_CONTACT: 0.11,
        SupervisionEventKind.CONDITION_MET: 0.08,
        SupervisionEventKind.VIOLATION: 0.04,
    }
)
_MOST_EVENTS = 8


def supervise(
    tale: Tale, arrested: Arrested, order: Ref[CourtOrder | Sentence], at: datetime, *, kind: SupervisionKind, days: int
) -> None:
    """Enter a supervision of so many days, and what happens under it, as far as it has happened."""
    starts = tale.chance.later(at + timedelta(hours=2), hours=30)
    if tale.over(starts) or "juvenile" in arrested.reported.markings:
        return
    act = tale.by(tale.chance.one_of(_OFFICERS))
    supervision = act.enter(
        Supervision(
            subject=arrested.subject,
            order=order,
            kind=kind,
            level=tale.chance.one_of(("low", "medium", "high")),
            starts_on=starts.date().isoformat(),
            ends_on=(starts + timedelta(days=days)).date().isoformat(),
            officer=act.member,
        ),
        arrested.reported.markings,
    )
    count = min(_MOST_EVENTS, 1 + days // 45)
    for n in range(1, count + 1):
        happened = starts + timedelta(days=n * days // (count + 1), hours=tale.chance.between(8, 16))
        if not tale.over(happened):
            _event(tale, act, supervision, happened, arrested.reported.markings)


def _event(tale: Tale, act: Act, supervision: Ref[Supervision], at: datetime, markings: tuple[str, ...]) -> None:
    kind = tale.chance.weighed(_EVENTS)
    violated = kind is SupervisionEventKind.VIOLATION
    tested = kind is SupervisionEventKind.TEST
    act.enter(
        SupervisionEvent(
            supervision=supervision,
            kind=kind,
            occurred_at=moment(at),
            officer=act.member,
            warrant_requested=violated or None,
            test_result=("positive" if tale.chance.happens(0.2) else "negative") if tested else None,
            narrative="Left the county without leave." if violated else None,
        ),
        markings,
    )
