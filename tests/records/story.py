"""One case from complaint to sentence, entered step by step, for tests that change one thing in it."""

from dataclasses import dataclass

from comity.records.justice.arrest import Arrest, ArrestGround
from comity.records.justice.booking import Booking, HealthScreen
from comity.records.justice.charge_referral import Accused, ChargeReferral, NotReferred, ReferralOutcome
from comity.records.justice.charges import Charge
from comity.records.justice.charging_decision import ChargeChoice, ChargingDecision, Choice
from comity.records.justice.court_case import CourtCase, Party, PartyRole
from comity.records.justice.court_order import CourtOrder, OrderKind
from comity.records.justice.diary_entry import DiaryEntry, DiaryOutcome
from comity.records.justice.disposition import Disposition, Ending
from comity.records.justice.incident import Incident
from comity.records.justice.sentence import Component, ComponentKind, Sentence
from comity.records.parties.names import PersonName
from comity.records.parties.person import Person
from comity.records.references import Ref
from tests.records.known import KnownForTests

ONE, TWO = "HC-A2026-000001-001", "HC-A2026-000001-002"


@dataclass(frozen=True)
class Story:
    """Ada's case: where each of its records stands, and what knows them all."""

    known: KnownForTests
    ada: Ref[Person]
    diary: Ref[DiaryEntry]
    incident: Ref[Incident]
    arrest: Ref[Arrest]
    referral: Ref[ChargeReferral]
    decision: Ref[ChargingDecision]
    case: Ref[CourtCase]
    disposition: Ref[Disposition]
    sentence: Ref[Sentence]
    booking: Ref[Booking]
    release_order: Ref[CourtOrder]


def told() -> Story:
    """Enter the whole case; the second charge is not referred, the first ends in a conviction."""
    known = KnownForTests()
    ada = known.enter(Person(names=(PersonName(given_name="Ada", surname="Quist"),)))
    diary = known.enter(DIARY)
    incident = known.enter(
        Incident(
            diary_entry=diary, registered_at="2026-03-01T10:00:00Z", investigating_officer="lee", offenses=("13B",)
        )
    )
    arrest = known.enter(_arrest(incident, ada))
    referral = known.enter(_referral(incident, ada, arrest))
    decision = known.enter(
        ChargingDecision(
            referral=referral,
            decided_at="2026-03-05T09:00:00Z",
            choices=(ChargeChoice(charge_tracking_number=ONE, choice=Choice.FILE),),
        )
    )
    case = known.enter(
        CourtCase(
            charging_decision=decision,
            docketed_at="2026-03-06T09:00:00Z",
            parties=(Party(role=PartyRole.DEFENDANT, person=ada),),
        )
    )
    disposition = known.enter(
        Disposition(case=case, charge_tracking_number=ONE, ending=Ending.CONVICTED, disposed_at="2026-06-01T11:00:00Z")
    )
    return Story(
        known, ada, diary, incident, arrest, referral, decision, case, disposition,
        sentence=known.enter(_sentence(disposition)),
        booking=known.enter(Booking(arrest=arrest, booked_at="2026-03-02T16:00:00Z", health=HealthScreen())),
        release_order=known.enter(
            CourtOrder(kind=OrderKind.RELEASE, case=case, subject=ada, issued_at="2026-03-07T10:00:00Z")
        ),
    )  # fmt: skip


DIARY = DiaryEntry(
    occurred_at="2026-03-01T09:30:00Z", outcome=DiaryOutcome.REGISTER, narrative="A fight outside the station."
)


def _arrest(incident: Ref[Incident], ada: Ref[Person]) -> Arrest:
    return Arrest(
        arrest_number="HC-A2026-000001",
        incident=incident,
        subject=ada,
        occurred_at="2026-03-02T14:05:00Z",
        ground=ArrestGround.PROBABLE_CAUSE,
        charges=(Charge(offense="13B"), Charge(offense="90C")),
    ).numbered()


def _referral(incident: Ref[Incident], ada: Ref[Person], arrest: Ref[Arrest]) -> ChargeReferral:
    return ChargeReferral(
        incident=incident,
        outcome=ReferralOutcome.CHARGES_REFERRED,
        referred_at="2026-03-03T09:00:00Z",
        accused=(Accused(serial=1, person=ada, arrest=arrest),),
        not_referred=(NotReferred(charge_tracking_number=TWO, reason="No witness."),),
    )


def _sentence(disposition: Ref[Disposition]) -> Sentence:
    return Sentence(
        dispositions=(disposition,),
        imposed_at="2026-06-01T12:00:00Z",
        components=(Component(kind=ComponentKind.CONFINEMENT, term="P90D"),),
    )
