"""The laboratory's desk: what is asked of it, the receipt of the exhibits, and the signed report."""

from comity.desks.desk import Desk, Queue, Start, Step
from comity.records.justice.custody_handoff import CustodyHandoff, holder
from comity.records.justice.exhibit import Exhibit
from comity.records.justice.lab_report import LabReport
from comity.records.justice.lab_request import LabRequest
from comity.records.pillars import Pillar


def _report(start: Start) -> LabReport:
    exhibits = start.record.exhibits if isinstance(start.record, LabRequest) else ()
    return LabReport(request=start.ref, exhibits=exhibits, received_at=start.now, analyst=start.member)


def _received(start: Start) -> CustodyHandoff:
    exhibit = start.record
    before = tuple(each for _, each in start.all(CustodyHandoff) if each.exhibit == start.ref)
    return CustodyHandoff(
        exhibit=start.ref,
        handed_at=start.now,
        from_member=holder(exhibit, before) if isinstance(exhibit, Exhibit) else None,
        to_member=start.member,
        to_agency=start.agency,
        purpose="examination",
        sealed=exhibit.sealed if isinstance(exhibit, Exhibit) else None,
    )


DESK = Desk(
    name="laboratory",
    title="Laboratory desk",
    pillars=frozenset({Pillar.LABORATORY}),
    queues=(
        Queue("Requests to answer", LabRequest, "Receive the exhibits, then report.", (LabReport,)),
        Queue("Newest reports", LabReport, "What was reported last."),
    ),
    steps=(Step(LabRequest, LabReport, _report), Step(Exhibit, CustodyHandoff, _received)),
    asked={
        LabReport: (
            "request", "exhibits", "received_at", "analyst", "method", "result", "substances", "signed_by", "signed_at",
        ),
        CustodyHandoff: ("exhibit", "handed_at", "from_member", "to_member", "to_agency", "purpose", "sealed"),
    },
)  # fmt: skip
