"""The probation desk: supervision on an order, contacts, and violations that the court hears of."""

from comity.desks.desk import Desk, Queue, Start, Step
from comity.records.declaration import Record
from comity.records.justice.arrest import Arrest
from comity.records.justice.court_order import CourtOrder, OrderKind
from comity.records.justice.sentence import ComponentKind, Sentence
from comity.records.justice.supervision import Supervision, SupervisionKind
from comity.records.justice.supervision_event import SupervisionEvent
from comity.records.pillars import Pillar


def _supervision(start: Start) -> Supervision:
    kind = SupervisionKind.PROBATION if isinstance(start.record, Sentence) else SupervisionKind.PRETRIAL
    return Supervision(
        subject=getattr(start.record, "subject", None),
        order=start.ref,
        kind=kind,
        starts_on=start.now[:10],
        officer=start.member,
    )


def _event(start: Start) -> SupervisionEvent:
    return SupervisionEvent(supervision=start.ref, occurred_at=start.now, officer=start.member)


def _supervises(basis: Record) -> bool:
    match basis:
        case Sentence():
            return any(each.kind is ComponentKind.PROBATION for each in basis.components)
        case CourtOrder():
            return basis.kind in (OrderKind.SUPERVISION, None)
        case _:
            return False


DESK = Desk(
    name="probation",
    title="Probation desk",
    pillars=frozenset({Pillar.PROBATION}),
    queues=(
        Queue("Sentences to begin", Sentence, "Begin the supervision.", (Supervision,), _supervises),
        Queue("Orders to begin", CourtOrder, "Begin the supervision where it is ordered.", (Supervision,), _supervises),
        Queue("Newest arrests", Arrest, "Whoever is supervised may be among them."),
        Queue("Supervised", Supervision, "Whom this office supervises."),
    ),
    steps=(
        Step(CourtOrder, Supervision, _supervision),
        Step(Sentence, Supervision, _supervision),
        Step(Supervision, SupervisionEvent, _event),
    ),
    asked={
        Supervision: (
            "subject", "order", "kind", "level", "starts_on", "ends_on", "conditions.text", "officer",
        ),
        SupervisionEvent: ("supervision", "occurred_at", "kind", "officer", "narrative"),
    },
)  # fmt: skip
