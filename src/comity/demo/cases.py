"""A case before the court, as the stories of the court pass it on."""

from dataclasses import dataclass
from datetime import datetime

from comity.demo.city import moment
from comity.demo.custody_work import Booked
from comity.demo.prosecution_work import Filed
from comity.demo.tales import Act
from comity.records.justice.court_case import CourtCase
from comity.records.justice.court_order import CourtOrder, OrderKind
from comity.records.references import Ref

CLERKS = ("clark", "finch")
JUDGES = ("judith", "mbeki")


@dataclass(frozen=True)
class Case:
    """A case on record, before which judge, and the booking while its defendant is in custody."""

    filed: Filed
    case: Ref[CourtCase]
    docketed_at: datetime
    judge: str
    booked: Booked | None

    @property
    def markings(self) -> tuple[str, ...]:
        """The markings of the whole story."""
        return self.filed.arrested.reported.markings


def order_in(case: Case, act: Act, kind: OrderKind, at: datetime) -> CourtOrder:
    """Give an order about the defendant of a case, as its judge makes it."""
    return CourtOrder(
        order_number=act.number("order", at),
        kind=kind,
        case=case.case,
        subject=case.filed.arrested.subject,
        issued_at=moment(at),
        judge=case.judge,
    )
