"""A month of one agency: which records are reported in it, their messages, and what is left out and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from comity.acts.viewing import View
from comity.errors import Invalid
from comity.exchange.nibrs.assembling import assembled, group_a, submission, until
from comity.exchange.nibrs.outgoing import report_of
from comity.exchange.nibrs.reports import GroupAIncident, GroupBArrest, Report
from comity.exchange.nibrs.rules.book import breaches
from comity.exchange.nibrs.rules.facts import GROUP_A
from comity.exchange.nibrs.rules.months import broken_together
from comity.exchange.nibrs.rules.numbers import last_day
from comity.exchange.nibrs.rules.rule import Breach, Weight
from comity.exchange.nibrs.surroundings import Surroundings
from comity.exchange.nibrs.writing import written
from comity.records.incidents.crime_report import CrimeReport
from comity.records.justice.arrest import Arrest
from comity.records.justice.incident import Incident

KINDS = frozenset({"incident", "arrest", "crime-report"})
BESIDE = frozenset({"offense", "involvement", "person", "organization", "item"})
Around = Mapping[UUID, View]


@dataclass(frozen=True)
class Filed:
    """A message of the month, under the name that its file gets, and the warnings that the FBI would give."""

    name: str
    report: Report
    message: bytes
    warnings: tuple[Breach, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """A record that is not reported: which, the field or data element, the reason, and what to do."""

    kind: str
    record: UUID
    number: str
    field: str
    reason: str
    remedy: str


@dataclass(frozen=True)
class Month:
    """What is filed for a month, and what is not."""

    filed: tuple[Filed, ...]
    left_out: tuple[LeftOut, ...]


def concerns(view: View, month: str) -> bool:
    """Tell cheaply whether a record may have to be reported in a month: it became known, happened or changed in it."""
    fields = view.fields
    match view.kind:
        case "crime-report":
            return fields.get("program") == "NIBRS" and fields.get("month") == month
        case "incident":
            changed = view.version > 1 and view.recorded_at.strftime("%Y-%m") == month
            return changed or str(fields.get("registered_at") or fields.get("occurred_at"))[:7] == month
        case _:
            return str(fields.get("occurred_at"))[:7] == month


def month_of(found: Iterable[tuple[View, Around]], month: str) -> Month:
    """Give the month's messages: what each record has to report, once; what breaks a rule is left out, with reasons."""
    reports: dict[UUID, tuple[View, Report]] = {}
    left: dict[UUID, LeftOut] = {}
    for seed, around in found:
        subject = _subject(seed, around)
        if subject.id in reports and seed.kind != "crime-report":
            continue
        try:
            report = _said(subject, seed, around, month)
        except Invalid as wrong:
            left[subject.id] = _left_out(subject, wrong.field, wrong.message, wrong.remedy)
            continue
        if report is None:
            continue
        if broken := [breach for breach in breaches(report) if breach.weight is Weight.ERROR]:
            left[subject.id] = _left_out(subject, broken[0].element, _lines(broken), broken[0].remedy)
        else:
            reports[subject.id] = subject, report
    for report, breach in list(broken_together(report for _, report in reports.values())):
        subject = next(subject for subject, other in reports.values() if other is report)
        del reports[subject.id]
        left[subject.id] = _left_out(subject, breach.element, breach.line(), breach.remedy)
    return Month(tuple(_filed(report) for _, report in reports.values()), tuple(left.values()))


def _subject(seed: View, around: Around) -> View:
    """Give what a record reports: an incident, an arrest of group B, or itself where that is not seen."""
    if seed.kind == "crime-report":
        meant = seed.fields.get("incident") or seed.fields.get("arrest")
        return around.get(UUID(meant), seed) if meant else seed
    incident = around.get(UUID(seed.fields["incident"])) if seed.fields.get("incident") else None
    if seed.kind == "arrest" and incident and any(code in GROUP_A for code in incident.fields.get("offenses", ())):
        return incident
    return seed


def _said(subject: View, seed: View, around: Around, month: str) -> Report | None:
    if seed.kind == "crime-report":
        return report_of(seed, around)
    if subject.kind == "arrest":
        return report_of(subject, around)
    found = Surroundings(around)
    record = found.seen[subject.id].record
    if not isinstance(record, Incident) or not group_a(record):
        return None
    action = _action(found, subject, record, month)
    if not action:
        return None
    head = submission(found, subject, action=action, month=month, agency=record.reporting_organization)
    last = last_day(month)
    return until(assembled(found, subject.id, record, head), last.isoformat() if last else "")


def _action(found: Surroundings, view: View, incident: Incident, month: str) -> str:
    """Tell how an incident is reported in a month: I when it became known in it, R when an earlier one has news."""
    known = (incident.registered_at or incident.occurred_at or "")[:7]
    if known >= month:
        return "I" if known == month else ""
    arrested = any((a.occurred_at or "")[:7] == month for _, a in found.of(Arrest) if _is_of(a, view.id))
    reported = [
        seen.view.seq
        for seen in found.seen.values()
        if isinstance(seen.record, CrimeReport) and seen.record.incident and seen.record.incident.id == view.id
    ]
    corrected = bool(reported) and max(reported) < view.seq
    return "R" if arrested or corrected else ""


def _is_of(arrest: Arrest, incident: UUID) -> bool:
    return arrest.incident is not None and arrest.incident.id == incident


def _lines(broken: list[Breach]) -> str:
    return "; ".join(breach.line() for breach in broken)


def _left_out(view: View, field: str, reason: str, remedy: str) -> LeftOut:
    number = str(view.fields.get("incident_number") or view.fields.get("arrest_number") or "")
    return LeftOut(view.kind, view.id, number, field, reason, remedy)


def _filed(report: Report) -> Filed:
    head = report.submission
    match report:
        case GroupAIncident():
            what = f"{report.number}_INC"
        case GroupBArrest(arrest=arrest):
            what = f"{arrest.number}-{arrest.sequence:02d}_ARR"
        case _:
            what = "ZERO"
    warnings = tuple(breach for breach in breaches(report) if breach.weight is Weight.WARNING)
    return Filed(f"{head.month}_{head.ori}_{what}_{head.action}.xml", report, written(report), warnings)
