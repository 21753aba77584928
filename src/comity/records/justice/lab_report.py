"""What the laboratory received, did and found."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import Base64, EventText, Member, Narrative, Number
from comity.records.justice.exhibit import Exhibit
from comity.records.justice.lab_request import LabRequest
from comity.records.meaning import Minted, Niem
from comity.records.moments import Occurred, surely_before
from comity.records.pillars import Pillar
from comity.records.references import Ref


@check("signed_at", remedy="Enter a new report, and name this one in its field supersedes.")
def signed_lab_report_is_superseded_not_overwritten(report: "LabReport", known: Known) -> bool:
    """A signed laboratory report is superseded by a new one, never overwritten."""
    return not (isinstance(known.earlier, LabReport) and known.earlier.signed_at) or report == known.earlier


@check("supersedes", remedy="Name a report on the same request.")
def superseded_report_answers_the_same_request(report: "LabReport", known: Known) -> bool:
    """A report supersedes only a report that answers the same request."""
    return report.supersedes is None or known.record(report.supersedes).request == report.request


@check("exhibits", remedy="Name only exhibits that the request sent.")
def lab_report_speaks_of_requested_exhibits(report: "LabReport", known: Known) -> bool:
    """A report speaks only of exhibits that its request sent."""
    return report.request is None or set(report.exhibits) <= set(known.record(report.request).exhibits)


@check("received_at", remedy="Correct the time of receipt.")
def lab_receipt_not_before_request(report: "LabReport", known: Known) -> bool:
    """Exhibits are not received before the request was made."""
    return report.request is None or not surely_before(report.received_at, known.record(report.request).requested_at)


class LabReport(Record):
    """The laboratory's receipt, method and result for one request; once signed it can only be superseded."""

    entered_by = (Pillar.LABORATORY,)
    needed = ("request", "received_at", "analyst")
    follows = ("request",)
    checks = (
        signed_lab_report_is_superseded_not_overwritten,
        superseded_report_answers_the_same_request,
        lab_report_speaks_of_requested_exhibits,
        lab_receipt_not_before_request,
    )

    lab_number: Annotated[Number | None, Minted("lab"), Niem("nc:DocumentIdentification")] = None
    request: Ref[LabRequest] | None = None
    supersedes: Ref["LabReport"] | None = None
    exhibits: Annotated[tuple[Ref[Exhibit], ...], Niem("j:EvidenceItem")] = ()
    received_at: Annotated[Occurred | None, Niem("nc:DocumentReceivedDate")] = None
    analyst: Annotated[Member | None, Niem("nc:DocumentAuthor")] = None
    method: EventText | None = None
    result: Narrative | None = None
    substances: Annotated[tuple[EventText, ...], Category.EVENT] = ()
    signed_by: Member | None = None
    signed_at: Annotated[Occurred | None, Niem("nc:DocumentIssueDate")] = None
    document: Annotated[Base64 | None, Niem("nc:DocumentBinary"), Category.NARRATIVE] = None
