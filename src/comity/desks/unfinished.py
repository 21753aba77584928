"""Of which records something is left to be done, where more than one desk waits for it."""

from comity.records.declaration import Record
from comity.records.justice.charging_decision import ChargingDecision, filed
from comity.records.justice.supervision_event import SupervisionEvent, SupervisionEventKind
from comity.records.justice.warrant import Warrant


def files(decision: Record) -> bool:
    """Tell whether a charging decision files anything: what is declined is never docketed."""
    return isinstance(decision, ChargingDecision) and bool(filed(decision))


def stands(warrant: Record) -> bool:
    """Tell whether a warrant may still be served."""
    return isinstance(warrant, Warrant) and warrant.recalled_at is None and warrant.served_on is None


def violates(event: Record) -> bool:
    """Tell whether an event under supervision is a violation, which a court is to hear of."""
    return isinstance(event, SupervisionEvent) and event.kind in (SupervisionEventKind.VIOLATION, None)
