"""From records to what a report says of them: the inverse of ``records``.

What is withheld from the receiver, and what nobody entered, is left empty; the edit rules then say what is missing.
"""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from comity.acts.viewing import View
from comity.errors import Invalid
from comity.exchange.nibrs.assembling_people import arrest_of, offenders_of, suspects_of, victims_of
from comity.exchange.nibrs.assembling_things import properties_of
from comity.exchange.nibrs.reports import (
    Arrest,
    GroupAIncident,
    GroupBArrest,
    Offense,
    Report,
    Submission,
    ZeroReport,
)
from comity.exchange.nibrs.rules.facts import GROUP_A
from comity.exchange.nibrs.surroundings import Surroundings
from comity.exchange.nibrs.words import code, codes, short
from comity.records.incidents.crime_report import CrimeReport
from comity.records.justice.arrest import Arrest as ArrestRecord
from comity.records.justice.incident import Incident
from comity.records.justice.offense import Offense as OffenseRecord
from comity.records.parties.organization import Organization
from comity.records.references import Ref

VERSION = "2019"
SORTS = ("group A incident", "group B arrest", "zero report")


def group_a(incident: Incident) -> bool:
    """Tell whether an incident has an offense of group A, and is reported as a whole."""
    return any(offense in GROUP_A for offense in incident.offenses)


def ori(found: Surroundings, agency: Ref[Organization] | None) -> str:
    """Give the ORI of an agency, "" where none is seen."""
    organization = found.get(agency, Organization)
    return next((each.value for each in organization.identifications if each.kind == "ori"), "") if organization else ""


def submission(
    found: Surroundings, view: View, *, action: str, month: str, agency: Ref[Organization] | None
) -> Submission:
    """Give the head of a report that no record of it exists of yet: its message is numbered after the log."""
    own = ori(found, agency)
    sent = view.recorded_at.strftime("%Y-%m-%dT%H:%M:%S")
    return Submission(action, month, own, "", str(view.seq), sent, VERSION, own)


def reported(found: Surroundings, view: View, record: CrimeReport) -> Report:
    """Give a report that is on record: with its incident or arrest, or of what it voids."""
    head = Submission(
        action=record.action,
        month=record.month or "",
        ori=ori(found, record.organization),
        city=record.city_indicator or "",
        message_number=record.message_number or str(view.seq),
        message_sent=record.message_sent or view.recorded_at.strftime("%Y-%m-%dT%H:%M:%S"),
        version=record.message_version or VERSION,
        submitter=ori(found, record.submitter) or ori(found, record.organization),
    )
    match record.sort:
        case "group A incident":
            return _incident_reported(found, record, head)
        case "group B arrest":
            return _arrest_reported(found, record, head)
        case "zero report":
            return ZeroReport(head)
        case _:
            raise Invalid(
                f"sort: {record.sort!r} is no report of NIBRS.",
                field="sort",
                remedy=f"Name one of: {', '.join(SORTS)}.",
            )


def _incident_reported(found: Surroundings, record: CrimeReport, head: Submission) -> Report:
    if record.void_number:
        return GroupAIncident(head, short(record.void_number), (record.void_on or "")[:10])
    incident = found.get(record.incident, Incident)
    if incident is None or record.incident is None:
        raise _unseen("incident")
    return assembled(found, record.incident.id, incident, head)


def _arrest_reported(found: Surroundings, record: CrimeReport, head: Submission) -> Report:
    if record.void_number:
        sequence = int(record.void_sequence or "1")
        return GroupBArrest(head, Arrest(sequence, short(record.void_number), (record.void_on or "")[:10]))
    arrest = found.get(record.arrest, ArrestRecord)
    if arrest is None:
        raise _unseen("arrest")
    return GroupBArrest(head, arrest_of(found, arrest, 1))


def _unseen(field: str) -> Invalid:
    return Invalid(
        f"{field}: the report names none that its receiver may see.",
        field=field,
        remedy=f"Name the {field}, or export as somebody who sees it.",
    )


def assembled(found: Surroundings, id: UUID, incident: Incident, head: Submission) -> GroupAIncident:
    """Give the report of an incident with all that belongs to it."""
    when = incident.occurred_at or incident.registered_at or ""
    offenses = _offenses_of(found, id)
    suspects = suspects_of(found, id)
    clearance = incident.clearance
    date = when[:10]
    report = GroupAIncident(
        submission=head,
        number=short(incident.incident_number or ""),
        date=date,
        # Data element 3 has the hour, and no more.
        time=f"{when[11:13]}:00" if when[11:13] else "",
        is_report_date=incident.occurred_at is None,
        cleared_exceptionally=(code(clearance.exceptional) if clearance else "") or "N",
        exceptional_clearance_date=(clearance.exceptional_on or "")[:10] if clearance else "",
        cargo_theft=_cargo_theft(incident),
        offenses=tuple(_offense(offense) for offense in offenses.values()),
        properties=tuple(properties_of(found, id, incident)),
        victims=tuple(victims_of(found, id, offenses=offenses, suspects=suspects, on=date)),
        offenders=tuple(offenders_of(found, suspects, incident, on=date)),
        arrests=tuple(_arrests_of(found, id)),
    )
    _require_details(incident, report)
    return report


def _require_details(incident: Incident, report: GroupAIncident) -> None:
    """Hold an incident to its offenses: each of group A has been described."""
    lacking = {offense for offense in incident.offenses if offense in GROUP_A} - {o.code for o in report.offenses}
    if lacking:
        raise Invalid(
            f"offenses: nothing is told of {', '.join(sorted(lacking))} but the code.",
            field="offenses",
            remedy="Enter an offense record for it: where, how, with what, and whether it was completed.",
        )


def _cargo_theft(incident: Incident) -> bool | None:
    said = next((trait.value for trait in incident.traits if trait.name == "cargo theft"), None)
    return None if said is None else said == "yes"


def _offenses_of(found: Surroundings, incident: UUID) -> dict[UUID, OffenseRecord]:
    """Give the offenses of group A of an incident; those of group B are reported by their arrests alone."""
    return {
        id: offense
        for id, offense in found.of(OffenseRecord)
        if offense.incident and offense.incident.id == incident and offense.offense in GROUP_A
    }


def _offense(offense: OffenseRecord) -> Offense:
    if offense.attempted is None and offense.completed is None:
        raise Invalid(
            f"attempted: nothing is told of {offense.offense}.",
            field="attempted",
            remedy="Say whether the offense was attempted or completed.",
        )
    premises = offense.structures_entered
    return Offense(
        code=offense.offense or "",
        attempted=bool(offense.attempted) or offense.completed is False,
        location=code(offense.location_category),
        suspected_of_using=codes(offense.factors),
        premises_entered=int(premises) if premises and premises.isdecimal() else None,
        method_of_entry=next(iter(codes(offense.methods_of_entry)), ""),
        criminal_activity=codes(offense.criminal_activity),
        force=codes(offense.force),
        bias=codes(offense.bias),
    )


def _arrests_of(found: Surroundings, incident: UUID) -> Iterator[Arrest]:
    theirs = [a for _, a in found.of(ArrestRecord) if a.incident and a.incident.id == incident]
    return (arrest_of(found, arrest, n) for n, arrest in enumerate(theirs, start=1))


def until(report: GroupAIncident, last: str) -> GroupAIncident:
    """Give the report as it stood on the last day of its month: later arrests, recoveries and clearances come later."""
    cleared = report.exceptional_clearance_date
    later = bool(cleared) and cleared > last
    return replace(
        report,
        cleared_exceptionally="N" if later else report.cleared_exceptionally,
        exceptional_clearance_date="" if later else cleared,
        arrests=tuple(arrest for arrest in report.arrests if arrest.date <= last),
        properties=tuple(part for part in report.properties if part.recovered <= last),
    )
