"""The end of an investigation."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import Narrative
from comity.records.justice.charge_referral import ChargeReferral
from comity.records.justice.incident import Incident
from comity.records.moments import Occurred
from comity.records.pillars import Pillar
from comity.records.references import Ref


@check("final_report", remedy="File the final report in court, enter the time of filing, and name the report here.")
def close_requires_final_report_in_court(closing: "IncidentClosing", known: Known) -> bool:
    """An incident is closed only on a final report that was filed in court."""
    report = known.record(closing.final_report) if closing.final_report else None
    return report is not None and report.incident == closing.incident and report.filed_in_court_at is not None


class IncidentClosing(Record):
    """Police close an incident on its final report."""

    entered_by = (Pillar.POLICE,)
    needed = ("incident", "final_report", "closed_at")
    follows = ("incident",)
    checks = (close_requires_final_report_in_court,)

    incident: Ref[Incident] | None = None
    final_report: Ref[ChargeReferral] | None = None
    closed_at: Annotated[Occurred | None, Category.STATUS] = None
    reason: Narrative | None = None
