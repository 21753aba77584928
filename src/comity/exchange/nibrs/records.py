"""From what a submission says to records: the incident, its offenses, people, property and arrests, and the report."""

from comity.exchange.nibrs.arrests import add_arrest
from comity.exchange.nibrs.drafts import Drafts, all_said, said
from comity.exchange.nibrs.people import add_offenders, add_victim
from comity.exchange.nibrs.reports import GroupAIncident, GroupBArrest, Offense, Report, Submission, ZeroReport
from comity.exchange.nibrs.things import add_property
from comity.records.incidents.crime_report import CrimeReport
from comity.records.justice.incident import Clearance, Incident
from comity.records.justice.offense import Offense as OffenseRecord
from comity.records.parties.things import Trait
from comity.records.references import Ref

PROGRAM = "NIBRS"
VOID = "D"


def add_report(report: Report, drafts: Drafts) -> None:
    """Add the records that a report gives; one that voids an earlier report gives nothing but itself."""
    match report:
        case GroupAIncident(submission=submission) if submission.action == VOID:
            drafts.add(
                _reported(submission, "group A incident", drafts, void_number=report.number, void_on=report.date)
            )
        case GroupAIncident():
            incident = add_incident(report, drafts)
            drafts.add(_reported(report.submission, "group A incident", drafts, incident=incident))
        case GroupBArrest(submission=submission, arrest=arrest) if submission.action == VOID:
            drafts.add(
                _reported(
                    submission,
                    "group B arrest",
                    drafts,
                    void_number=arrest.number,
                    void_sequence=f"{arrest.sequence:02d}",
                    void_on=arrest.date,
                )
            )
        case GroupBArrest():
            agency = report.submission.ori
            found = add_arrest(report.arrest, None, drafts, f"{agency}/{report.arrest.number}", agency=agency)
            drafts.add(_reported(report.submission, "group B arrest", drafts, arrest=found))
        case ZeroReport():
            drafts.add(_reported(report.submission, "zero report", drafts))


def _reported(submission: Submission, sort: str, drafts: Drafts, **about: object) -> CrimeReport:
    return CrimeReport(
        provenance=drafts.from_source(f"{submission.ori}/{submission.month}"),
        program=PROGRAM,
        sort=sort,
        action=submission.action,
        month=submission.month or None,
        organization=drafts.agency(submission.ori),
        city_indicator=submission.city or None,
        message_number=submission.message_number or None,
        message_sent=submission.message_sent or None,
        message_version=submission.version or None,
        submitter=drafts.agency(submission.submitter),
        **{name: value for name, value in about.items() if value},  # type: ignore[arg-type]  # the names and types are those of the three callers above
    )


def add_incident(report: GroupAIncident, drafts: Drafts) -> Ref[Incident]:
    """Add an incident with all that belongs to it, and give the reference to it."""
    number = f"{report.submission.ori}/{report.number}"
    incident: Ref[Incident] = Ref(drafts.add(_incident(report, drafts, number)))
    offenses = {o.code: Ref[OffenseRecord](drafts.add(_offense(o, incident, drafts, number))) for o in report.offenses}
    suspects = add_offenders(report.offenders, incident, drafts, number)
    for victim in report.victims:
        add_victim(victim, incident, offenses=offenses, suspects=suspects, drafts=drafts, number=number)
    for found in report.properties:
        if found.description or found.drugs:
            add_property(found, incident, drafts, number)
    for arrest in report.arrests:
        add_arrest(arrest, incident, drafts, number, agency=report.submission.ori)
    return incident


def _incident(report: GroupAIncident, drafts: Drafts, number: str) -> Incident:
    """Give the incident; the time is local to the agency and stays without a zone (data element 3)."""
    when = f"{report.date}T{report.time}" if report.time else report.date
    return Incident(
        provenance=drafts.from_source(number),
        incident_number=report.number,
        occurred_at=None if report.is_report_date else when,
        registered_at=when if report.is_report_date else None,
        offenses=tuple(offense.code for offense in report.offenses),
        reporting_organization=drafts.agency(report.submission.ori),
        clearance=_clearance(report),
        traits=_traits(report),
    )


def _clearance(report: GroupAIncident) -> Clearance | None:
    if not report.cleared_exceptionally and not report.exceptional_clearance_date:
        return None
    return Clearance(
        exceptional=said("nibrs-exceptional-clearance", report.cleared_exceptionally) or None,
        exceptional_on=report.exceptional_clearance_date or None,
    )


def _traits(report: GroupAIncident) -> tuple[Trait, ...]:
    """Give what no field of an incident holds: cargo theft, that no property was lost, that no offender is known."""
    cargo = () if report.cargo_theft is None else (("cargo theft", "yes" if report.cargo_theft else "no"),)
    losses = [
        ("property", said("nibrs-property-loss", p.loss))
        for p in report.properties
        if not p.description and not p.drugs
    ]
    nobody = [("offender 00", "nothing is known of any offender") for o in report.offenders if not o.sequence]
    return tuple(Trait(name=name, value=value) for name, value in (*cargo, *losses, *nobody))


def _offense(offense: Offense, incident: Ref[Incident], drafts: Drafts, number: str) -> OffenseRecord:
    premises = offense.premises_entered
    return OffenseRecord(
        provenance=drafts.from_source(number),
        incident=incident,
        offense=offense.code,
        attempted=offense.attempted,
        location_category=said("nibrs-location", offense.location) or None,
        factors=all_said("nibrs-suspected-of-using", offense.suspected_of_using),
        structures_entered=None if premises is None else str(premises),
        methods_of_entry=all_said("nibrs-method-of-entry", tuple(filter(None, [offense.method_of_entry]))),
        criminal_activity=all_said("nibrs-criminal-activity", offense.criminal_activity),
        force=all_said("nibrs-force", offense.force),
        bias=all_said("nibrs-bias", offense.bias),
    )
