"""The outward connector for NIBRS: an incident, an arrest or a report on record becomes one message of the FBI's.

NIBRS IEPD 2019.1; the edit rules are those of the Technical Specification 2019.1 that one report can be held to.
"""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from comity.acts.viewing import View
from comity.errors import Invalid
from comity.exchange.nibrs.assembling import assembled, group_a, reported, submission
from comity.exchange.nibrs.assembling_people import arrest_of
from comity.exchange.nibrs.reports import GroupBArrest, Report
from comity.exchange.nibrs.rules.book import breaches
from comity.exchange.nibrs.rules.facts import GROUP_B
from comity.exchange.nibrs.rules.rule import Weight
from comity.exchange.nibrs.surroundings import Surroundings
from comity.exchange.nibrs.writing import written
from comity.records.incidents.crime_report import CrimeReport
from comity.records.justice.arrest import Arrest
from comity.records.justice.incident import Incident
from comity.records.parties.organization import Organization
from comity.records.references import Ref

NAME = "nibrs-2019.1"


class NibrsReport:
    """Writes one NIBRS report; refused with the first edit rule that it breaks."""

    name = NAME
    media_type = "application/xml"

    def writes(self, view: View) -> bool:
        """Tell by the kind, and for arrests by the offense, whether a NIBRS report begins with a record."""
        match view.kind:
            case "crime-report":
                return view.fields.get("program") == "NIBRS"
            case "incident":
                return any(code not in GROUP_B for code in view.fields.get("offenses", ()))
            case "arrest":
                return any(charge.get("offense") in GROUP_B for charge in view.fields.get("charges", ())[:1])
            case _:
                return False

    def write(self, view: View, around: Mapping[UUID, View]) -> bytes:
        """Give the message; Invalid with the data element, the rule and the remedy where it would be refused."""
        report = report_of(view, around)
        for breach in breaches(report):
            if breach.weight is Weight.ERROR:
                raise Invalid(breach.line(), field=breach.element, remedy=breach.remedy)
        return written(report)


def report_of(view: View, around: Mapping[UUID, View]) -> Report:
    """Give what the report of a record says, held to no rule; of the month in which its newest part happened."""
    found = Surroundings({**around, view.id: view})
    record = found.seen[view.id].record
    match record:
        case CrimeReport():
            return reported(found, view, record)
        case Incident() if group_a(record):
            return _of_incident(found, view, record)
        case Arrest():
            head = submission(
                found,
                view,
                action="A",
                month=(record.occurred_at or "")[:7],
                agency=record.agency or _agency(found, record),
            )
            return GroupBArrest(head, arrest_of(found, record, 1))
        case _:
            raise Invalid(
                f"A {view.kind} without an offense of group A is no report of NIBRS.",
                field="offenses",
                remedy="Report the arrest for it, if one was made.",
            )


def _of_incident(found: Surroundings, view: View, record: Incident) -> Report:
    known = (record.registered_at or record.occurred_at or "")[:7]
    head = submission(found, view, action="I", month=known, agency=record.reporting_organization)
    report = assembled(found, view.id, record, head)
    months = [known, *(arrest.date[:7] for arrest in report.arrests), *(p.recovered[:7] for p in report.properties)]
    if (newest := max(months)) == known:
        return report
    return replace(report, submission=replace(head, action="R", month=newest))


def _agency(found: Surroundings, arrest: Arrest) -> Ref[Organization] | None:
    incident = found.get(arrest.incident, Incident)
    return incident.reporting_organization if incident else None
