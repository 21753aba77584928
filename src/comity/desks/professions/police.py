"""The police desk: from the complaint to the charge referral, with exhibits and warrants on the way."""

from comity.desks.desk import Desk, Queue, Start, Step
from comity.desks.unfinished import stands
from comity.records.declaration import Record
from comity.records.justice.arrest import Arrest, ArrestGround
from comity.records.justice.charge_referral import Accused, ChargeReferral, ReferralOutcome
from comity.records.justice.charges import Charge
from comity.records.justice.custody_handoff import CustodyHandoff, holder
from comity.records.justice.diary_entry import DiaryEntry, DiaryOutcome
from comity.records.justice.exhibit import Exhibit
from comity.records.justice.incident import Incident
from comity.records.justice.incident_closing import IncidentClosing
from comity.records.justice.lab_report import LabReport
from comity.records.justice.lab_request import LabRequest
from comity.records.justice.warrant import Warrant
from comity.records.justice.warrant_return import WarrantReturn
from comity.records.parties.person import Person
from comity.records.pillars import Pillar


def _incident_of_diary(start: Start) -> Incident:
    diary = start.record
    offenses = diary.offenses if isinstance(diary, DiaryEntry) else ()
    complainant = diary.complainant if isinstance(diary, DiaryEntry) else None
    return Incident(
        diary_entry=start.ref,
        registered_at=start.now,
        investigating_officer=start.member,
        offenses=offenses,
        complainant=complainant,
    )


def _arrest_of_incident(start: Start) -> Arrest:
    offenses = start.record.offenses if isinstance(start.record, Incident) else ()
    charges = tuple(Charge(offense=offense) for offense in offenses)
    return Arrest(incident=start.ref, occurred_at=start.now, officer=start.member, charges=charges)


def _arrest_on_warrant(start: Start) -> Arrest:
    subject = start.record.subject if isinstance(start.record, Warrant) else None
    return Arrest(
        warrant=start.ref,
        subject=subject,
        occurred_at=start.now,
        officer=start.member,
        ground=ArrestGround.WARRANT,
    )


def _exhibit_of_incident(start: Start) -> Exhibit:
    return Exhibit(incident=start.ref, seized_at=start.now, seized_by=start.member, sealed=True)


def _handoff(start: Start) -> CustodyHandoff:
    exhibit = start.record
    before = tuple(each for _, each in start.all(CustodyHandoff) if each.exhibit == start.ref)
    held_by = holder(exhibit, before) if isinstance(exhibit, Exhibit) else None
    return CustodyHandoff(
        exhibit=start.ref,
        handed_at=start.now,
        from_member=held_by,
        from_agency=start.agency if held_by == start.member else None,
        sealed=exhibit.sealed if isinstance(exhibit, Exhibit) else None,
    )


def _request_of_exhibit(start: Start) -> LabRequest:
    return LabRequest(exhibits=(start.ref,), requested_at=start.now)


def _referral(start: Start) -> ChargeReferral:
    incident = start.ref if isinstance(start.record, Incident) else getattr(start.record, "incident", None)
    arrests = [(ref, arrest) for ref, arrest in start.all(Arrest) if arrest.incident == incident and arrest.subject]
    return ChargeReferral(
        incident=incident,
        outcome=ReferralOutcome.CHARGES_REFERRED,
        referred_at=start.now,
        officer=start.member,
        accused=tuple(
            Accused(serial=n, person=arrest.subject, arrest=ref)
            for n, (ref, arrest) in enumerate(arrests, start=1)
            if arrest.subject
        ),
        exhibits=tuple(ref for ref, exhibit in start.all(Exhibit) if exhibit.incident == incident),
    )


def _closing(start: Start) -> IncidentClosing:
    return IncidentClosing(incident=start.ref, final_report=start.last(ChargeReferral), closed_at=start.now)


def _returned(start: Start) -> WarrantReturn:
    return WarrantReturn(warrant=start.ref, happened_at=start.now, officer=start.member)


def _registers(diary: Record) -> bool:
    return isinstance(diary, DiaryEntry) and diary.outcome in (DiaryOutcome.REGISTER, None)


DESK = Desk(
    name="police",
    title="Police desk",
    pillars=frozenset({Pillar.POLICE}),
    begins=(DiaryEntry, Incident, Person),
    queues=(
        Queue(
            "Diary entries to register", DiaryEntry, "Register the incident, or say why not.", (Incident,), _registers,
        ),
        Queue("Arrests to refer", Arrest, "Refer the charges to the prosecutor.", (ChargeReferral,)),
        Queue("Laboratory reports awaited", LabRequest, "The laboratory has these.", (LabReport,)),
        Queue("Warrants to serve", Warrant, "Serve them, or say what hindered it.", (WarrantReturn, Arrest), stands),
        Queue("Newest incidents", Incident, "What was registered last."),
    ),
    steps=(
        Step(DiaryEntry, Incident, _incident_of_diary),
        Step(Incident, Arrest, _arrest_of_incident),
        Step(Incident, Exhibit, _exhibit_of_incident),
        Step(Incident, ChargeReferral, _referral),
        Step(Arrest, ChargeReferral, _referral),
        Step(Exhibit, LabRequest, _request_of_exhibit),
        Step(Exhibit, CustodyHandoff, _handoff),
        Step(Incident, IncidentClosing, _closing),
        Step(Warrant, Arrest, _arrest_on_warrant),
        Step(Warrant, WarrantReturn, _returned),
    ),
    asked={
        DiaryEntry: ("occurred_at", "complainant", "offenses", "outcome", "narrative"),
        Incident: ("diary_entry", "registered_at", "investigating_officer", "offenses", "location", "narrative"),
        Arrest: (
            "incident", "subject", "occurred_at", "ground", "warrant", "charges.offense", "charges.text", "officer",
            "narrative",
        ),
        Exhibit: (
            "incident", "description", "seized_at", "seized_by", "spot_seizure_reason", "sealed", "seal_number",
            "sha256", "taken_from",
        ),
        CustodyHandoff: (
            "exhibit", "handed_at", "from_member", "from_agency", "to_member", "to_agency", "purpose", "sealed",
            "seal_number",
        ),
        LabRequest: ("exhibits", "requested_at", "laboratory", "question", "priority"),
        ChargeReferral: (
            "incident", "outcome", "referred_at", "accused", "not_referred", "exhibits", "officer", "narrative",
        ),
        Person: ("names.given_name", "names.middle_name", "names.surname", "birth_date", "sex", "race"),
        WarrantReturn: ("warrant", "happened_at", "outcome", "officer", "narrative"),
        IncidentClosing: ("incident", "final_report", "closed_at", "reason"),
    },
    pages=(("/analysis/series", "Series"), ("/analysis/map", "Map"), ("/people/review", "Pairs to compare")),
)  # fmt: skip
