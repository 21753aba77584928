"""Ada's case as a receiver may see it: invented records of police, prosecutor, court and jail, shown as views."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from comity.acts.viewing import View
from comity.records.categories import Category
from comity.records.declaration import Record, kind_name
from comity.records.justice.arrest import Arrest, ArrestGround
from comity.records.justice.booking import Booking, HealthScreen
from comity.records.justice.charge_referral import Accused, ChargeReferral, NotReferred, ReferralOutcome
from comity.records.justice.charges import Charge
from comity.records.justice.charging_decision import ChargeChoice, ChargingDecision, Choice
from comity.records.justice.court_case import CourtCase, Party, PartyRole
from comity.records.justice.custody_movement import CustodyMovement, CustodyStanding, MovementKind, Quarters
from comity.records.justice.disposition import Disposition, Ending
from comity.records.justice.incident import Incident
from comity.records.justice.release import Release
from comity.records.justice.sentence import Component, ComponentKind, Condition, Sentence
from comity.records.justice.statutes import StatuteCited
from comity.records.justice.warrant import Extradition, Warrant
from comity.records.parties.addresses import Address
from comity.records.parties.appearance import Appearance
from comity.records.parties.features import PhysicalFeature
from comity.records.parties.identifications import Identification
from comity.records.parties.location import Location
from comity.records.parties.measures import Measure
from comity.records.parties.names import AliasIdentity, PersonName
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.parties.statuses import StatusNote
from comity.records.parting import parted, plain_fields, protected_fields, visible, withheld
from comity.records.references import Ref

EVERYTHING = sum(Category)
ONE, TWO = "CTN-7701-001", "CTN-7701-002"
KEPT = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)


def identity(number: int) -> UUID:
    """An id that is the same on every run."""
    return UUID(f"00000000-0000-4000-8000-{number:012d}")


@dataclass(frozen=True)
class Entered:
    """A record with its id and owner, in the order of entry."""

    seq: int
    record: Record
    owner: str

    @property
    def id(self) -> UUID:
        return identity(self.seq)

    def seen(self, mask: int = EVERYTHING) -> View:
        """Show it as somebody may see it who is granted the categories of a mask."""
        kind = type(self.record)
        facts, protected = parted(self.record)
        return View(
            seq=self.seq,
            id=self.id,
            kind=kind_name(kind),
            owner=self.owner,
            version=1,
            recorded_at=KEPT,
            recorded_by="lee",
            fields=visible(kind, plain_fields(facts.decode()), protected_fields(protected) if protected else {}, mask),
            withheld=withheld(kind, mask),
            because=("2.1",),
            mask=mask,
        )


PD, DA, COURT, JAIL = "hart-pd", "hart-da", "hart-court", "hart-jail"
ADA, LEE, POLICE, BENCH, HOME, INCIDENT, WARRANT, ARREST, REFERRAL, DECISION, CASE = range(1, 12)
DISPOSITION, SENTENCE, BOOKING, MOVE, RELEASE, SCENE = range(12, 18)


def ref(number: int) -> Ref[Any]:
    """Point at a record of the scene."""
    return Ref(identity(number))


_PEOPLE: dict[int, tuple[str, Record]] = {
    ADA: (
        PD,
        Person(
            names=(PersonName(given_name="Ada", middle_name="M", surname="Quist"),),
            aliases=(AliasIdentity(name=PersonName(given_name="Adi", surname="Quirk")),),
            birth_date="1990-02-03",
            sex="F",
            race="W",
            ethnicity="N",
            identifications=(
                Identification(value="000-00-0001", kind="ssn"),
                Identification(value="D-778899", kind="driver-license"),
                Identification(value="F-445566", kind="fbi"),
                Identification(value="HC-SID-1", kind="state-id"),
            ),
            appearance=Appearance(
                eye_colors=("green",),
                hair_colors=("auburn",),
                heights=(Measure(value="5-07", unit="ft-in"),),
                weights=(Measure(value="151", unit="pounds"),),
            ),
            features=(PhysicalFeature(description="Anchor on the left arm."),),
            cautions=("Carries a boat hook.",),
            residences=(ref(HOME),),
        ),
    ),
    LEE: (PD, Person(names=(PersonName(given_name="Lee", surname="Park"),))),
    POLICE: (
        PD,
        Organization(name="Hart City Police", identifications=(Identification(value="HC0010000", kind="ori"),)),
    ),
    BENCH: (
        COURT,
        Organization(name="Hart Superior Court", identifications=(Identification(value="HC0010001", kind="ori"),)),
    ),
    HOME: (PD, Location(address=Address(street="1 Elm Street", city="Quayside", state="CA", postal_code="99999"))),
    SCENE: (PD, Location(address=Address(street="9 Dock Road", city="Quayside", state="CA", postal_code="99998"))),
}

_POLICE: dict[int, tuple[str, Record]] = {
    INCIDENT: (
        PD,
        Incident(
            incident_number="HC-I2026-000007",
            registered_at="2026-03-01T10:00:00Z",
            occurred_at="2026-03-01T08:15:00Z",
            investigating_officer="lee",
            offenses=("13B",),
            location=ref(SCENE),
            organization=ref(POLICE),
            category_text="Assault",
            description="A fight at the dock.",
        ),
    ),
    ARREST: (
        PD,
        Arrest(
            arrest_number="HC-A2026-000001",
            incident=ref(INCIDENT),
            subject=ref(ADA),
            occurred_at="2026-03-02T14:05:00Z",
            ground=ArrestGround.PROBABLE_CAUSE,
            charges=(
                Charge(
                    charge_tracking_number=ONE,
                    number="C-1",
                    sequence="1",
                    count="1",
                    description="Simple assault",
                    severity="Misdemeanor",
                    category_text="Misdemeanor",
                    highest=True,
                    statutes=(StatuteCited(code="PC 240", description="Assault"),),
                ),
                Charge(charge_tracking_number=TWO, number="C-2", sequence="2", description="Disorderly conduct"),
            ),
            officials=(ref(LEE),),
            agency=ref(POLICE),
            location=ref(SCENE),
            category_text="On view",
            description="Found at the dock.",
            narrative="Canary: told by a neighbor.",
        ),
    ),
    REFERRAL: (
        PD,
        ChargeReferral(
            referral_number="HC-R2026-000003",
            incident=ref(INCIDENT),
            outcome=ReferralOutcome.CHARGES_REFERRED,
            referred_at="2026-03-03T09:00:00Z",
            accused=(Accused(serial=1, person=ref(ADA), arrest=ref(ARREST)),),
            not_referred=(NotReferred(charge_tracking_number=TWO, reason="No witness."),),
            narrative="Canary: the neighbor's account.",
        ),
    ),
}

_COURT: dict[int, tuple[str, Record]] = {
    DECISION: (
        DA,
        ChargingDecision(
            decision_number="HC-D2026-000004",
            referral=ref(REFERRAL),
            decided_at="2026-03-05T09:00:00Z",
            choices=(ChargeChoice(charge_tracking_number=ONE, choice=Choice.FILE),),
            note="Canary: counsel's view.",
        ),
    ),
    CASE: (
        COURT,
        CourtCase(
            case_number="HSC-2026-00012",
            docket_number="26-12",
            charging_decision=ref(DECISION),
            docketed_at="2026-03-06T09:00:00Z",
            court=ref(BENCH),
            title="State v. Quist",
            category_text="Criminal",
            general_category="Misdemeanor",
            parties=(Party(role=PartyRole.DEFENDANT, person=ref(ADA)),),
            domestic_violence=False,
        ),
    ),
    WARRANT: (
        COURT,
        Warrant(
            warrant_number="HSC-W-0005",
            subject=ref(ADA),
            case=ref(CASE),
            category_text="Bench warrant",
            level="Misdemeanor",
            status=StatusNote(text="Active"),
            issued_on="2026-03-08",
            expires_on="2027-03-08",
            court=ref(BENCH),
            agency=ref(POLICE),
            jurisdiction="Hart County",
            bail="2500.00",
            extradition=Extradition(extradites=True, limit_code="1", pickup_radius="500"),
            entry_category="1",
            broadcast_area="Statewide",
            description="Failed to appear.",
            comment="Known at the dock.",
            charges=(Charge(text="Simple assault"),),
        ),
    ),
    DISPOSITION: (
        COURT,
        Disposition(
            case=ref(CASE),
            charge_tracking_number=ONE,
            ending=Ending.CONVICTED,
            disposed_at="2026-06-01T11:00:00Z",
            number="HSC-DI-1",
            subject=ref(ADA),
            court=ref(BENCH),
            docket_number="26-12",
        ),
    ),
    SENTENCE: (
        COURT,
        Sentence(
            dispositions=(ref(DISPOSITION),),
            case=ref(CASE),
            subject=ref(ADA),
            imposed_at="2026-06-01T12:00:00Z",
            components=(Component(kind=ComponentKind.CONFINEMENT, term="P90D", life=False),),
            conditions=(Condition(text="Keep away from the dock.", fee="100.00", restitution="250.00"),),
            grouping="Concurrent",
            docket_number="26-12",
        ),
    ),
}

_JAIL: dict[int, tuple[str, Record]] = {
    BOOKING: (
        JAIL,
        Booking(
            booking_number="HCJ-B-0009",
            arrest=ref(ARREST),
            subject=ref(ADA),
            subject_number="J-55",
            booked_at="2026-03-02T16:00:00Z",
            facility_name="Main jail",
            agency=ref(POLICE),
            health=HealthScreen(note="Canary: asthma."),
        ),
    ),
    MOVE: (
        JAIL,
        CustodyMovement(
            booking=ref(BOOKING),
            kind=MovementKind.TRANSFER,
            moved_at="2026-03-03T07:00:00Z",
            category_text="Transfer",
            quarters=Quarters(area="B", cell="12", bed="2"),
            status=StatusNote(text="Pretrial"),
            standing=CustodyStanding(
                release_eligible_on="2026-05-01",
                immigration_hold=False,
                work_release=True,
                worker=True,
                allows_account_deposit=True,
            ),
            conditions=(Condition(text="Alone in the cell."),),
        ),
    ),
    RELEASE: (
        JAIL,
        Release(booking=ref(BOOKING), released_at="2026-05-30T10:00:00Z", reason="Served"),
    ),
}

ALL = {
    number: Entered(number, record, owner)
    for number, (owner, record) in sorted((_PEOPLE | _POLICE | _COURT | _JAIL).items())
}


def seen(
    number: int, others: Iterable[int] = ALL, masks: Mapping[str, int] | None = None
) -> tuple[View, dict[UUID, View]]:
    """Show one record with what is around it; ``masks`` say by kind what the receiver may see, everything otherwise."""
    masks = masks or {}

    def shown(each: Entered) -> View:
        return each.seen(masks.get(kind_name(type(each.record)), EVERYTHING))

    around = {ALL[other].id: shown(ALL[other]) for other in others if other != number}
    return shown(ALL[number]), around
