"""What the police enter: complaints, incidents with who and what was involved, exhibits, arrests, referrals."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from comity.demo.city import moment
from comity.demo.happenings import FURTHER, HOURS, SURROUNDINGS, Happening, happenings
from comity.demo.mistakes import DESK, STREET
from comity.demo.police_details import conduct_of, department, describe, detail_of, harmed, suffered, traits_of
from comity.demo.population import Human
from comity.demo.tales import Act, Tale
from comity.exchange.nibrs.drafts import said
from comity.records.justice.arrest import SUMMONED, Arrest, ArrestGround, Intoxication
from comity.records.justice.charge_referral import Accused, ChargeReferral, NotReferred, ReferralOutcome
from comity.records.justice.charges import Charge
from comity.records.justice.diary_entry import DiaryEntry, DiaryOutcome
from comity.records.justice.exhibit import Exhibit
from comity.records.justice.incident import Incident
from comity.records.justice.involvement import Involvement, SubjectCategory
from comity.records.parties.person import Person
from comity.records.profiles import profile, sensitive_because
from comity.records.references import Ref

OFFICERS = ("lee", "reyes", "novik", "osei", "byrne", "hadad", "pell", "wren")
_US = profile("us")
_ADULT_DAYS = 18 * 365.25
_DIARY_ONLY = (
    "Caller reports noise; quiet on arrival.",
    "Found property handed in at the desk.",
    "Welfare check; the person was well.",
    "Parking complaint; the vehicle had left.",
    "Asked for advice about a neighbor; advice given.",
)


@dataclass(frozen=True)
class Reported:
    """An incident on record, with who is suspected of it."""

    happening: Happening
    incident: Ref[Incident]
    registered_at: datetime
    officer: str
    markings: tuple[str, ...]
    suspect: Human | None
    suspect_on_record: Ref[Person] | None
    victim: Human | None
    exhibits: tuple[Ref[Exhibit], ...]
    place: int


@dataclass(frozen=True)
class Arrested:
    """An arrest on record: the charges are tracking numbers with their offense codes."""

    reported: Reported
    arrest: Ref[Arrest]
    at: datetime
    subject: Ref[Person]
    human: Human
    charges: tuple[tuple[str, str], ...]


def when(tale: Tale) -> datetime:
    """Give a moment of the years that are told, at an hour at which people call."""
    since, until = tale.city.since, tale.city.until
    day = tale.chance.between(0, (until - since).days - 1)
    return since + timedelta(days=day, hours=tale.chance.weighed(HOURS), minutes=tale.chance.between(0, 59))


def write_in_diary(tale: Tale) -> None:
    """Enter what is written down and goes no further."""
    act = tale.by(tale.chance.one_of(OFFICERS))
    at = when(tale)
    act.enter(
        DiaryEntry(
            diary_number=act.number("diary", at),
            occurred_at=moment(at),
            received_by=act.member,
            location=act.place(tale.chance.between(0, tale.city.homes)),
            outcome=DiaryOutcome.RECORD_ONLY,
            narrative=tale.chance.one_of(_DIARY_ONLY),
        )
    )


def report(tale: Tale) -> Reported:
    """Enter an incident: the complaint, the place, who suffered, who is suspected, and what was secured."""
    chance = tale.chance
    happening, at = chance.weighed(happenings()), when(tale)
    act = tale.by(chance.one_of(OFFICERS))
    suspect = tale.city.somebody_active() if chance.happens(happening.suspect) else None
    victim = _somebody_else(tale, happening, suspect) if chance.happens(happening.victim) else None
    markings = ("sensitive",) if sensitive_because(_US, [happening.code]) else ()
    if suspect is not None and is_child(suspect, at):
        markings = (*markings, "juvenile")
    where = chance.between(0, tale.city.homes)
    registered_at = chance.later(at, hours=1.5)
    complainant = act.person(victim, DESK) if victim else None
    detail = detail_of(chance, happening)
    registered = _incident(tale, act, happening, (at, registered_at), where, (complainant, markings))
    statistical = replace(registered, reporting_organization=department(act), traits=traits_of(detail, suspect))
    incident = act.enter(statistical, markings)
    named = act.person(suspect, STREET, _of_child(markings)) if suspect else None
    if named:
        act.enter(_involved(incident, named), markings)
    offenses = describe(act, chance, incident, detail, markings=markings)
    if who := suffered(act, detail, complainant):
        act.enter(harmed(chance, incident, detail, who, offenses=offenses, suspect=named), markings)
    exhibits = _secured(tale, act, happening, incident, registered_at, markings)
    return Reported(happening, incident, registered_at, act.member, markings, suspect, named, victim, exhibits, where)


def _somebody_else(tale: Tale, happening: Happening, suspect: Human | None) -> Human:
    """Give somebody of the city; a victim of rape who is not of the suspect's sex (NIBRS, rule 560)."""
    somebody = tale.city.somebody()
    while suspect and (somebody is suspect or (happening.code == "11A" and somebody.sex == suspect.sex)):
        somebody = tale.city.somebody()
    return somebody


def is_child(human: Human, at: datetime) -> bool:
    """Tell whether somebody was a minor then."""
    return (at.date() - human.born).days < _ADULT_DAYS


def _of_child(markings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(marking for marking in markings if marking == "juvenile")


def _incident(
    tale: Tale,
    act: Act,
    happening: Happening,
    times: tuple[datetime, datetime],
    where: int,
    about: tuple[Ref[Person] | None, tuple[str, ...]],
) -> Incident:
    """Make the incident, and the diary entry that it rests on."""
    (at, registered_at), (complainant, markings) = times, about
    place = act.place(where)
    diary = act.enter(
        DiaryEntry(
            diary_number=act.number("diary", at),
            occurred_at=moment(at),
            received_by=act.member,
            complainant=complainant,
            location=place,
            offenses=(happening.code,),
            outcome=DiaryOutcome.REGISTER,
            narrative=f"{happening.name} reported.",
        ),
        markings,
    )
    return Incident(
        incident_number=act.number("incident", registered_at),
        diary_entry=diary,
        registered_at=moment(registered_at),
        occurred_at=moment(at - timedelta(minutes=tale.chance.between(5, 240))),
        location=place,
        offenses=(happening.code,),
        investigating_officer=act.member,
        category_text=happening.name,
        weather=tale.chance.weighed(SURROUNDINGS),
        narrative=happening.story.format(suspect="the suspect", thing=tale.chance.one_of(happening.things)),
    )


def _involved(incident: Ref[Incident], suspect: Ref[Person]) -> Involvement:
    return Involvement(
        activity=incident, person=suspect, subject_category=SubjectCategory.SUSPECT, role="suspect", sequence="01"
    )


def _secured(
    tale: Tale, act: Act, happening: Happening, incident: Ref[Incident], at: datetime, markings: tuple[str, ...]
) -> tuple[Ref[Exhibit], ...]:
    if not tale.chance.happens(happening.exhibit):
        return ()
    count = 2 if tale.chance.happens(0.2) else 1
    return tuple(
        act.enter(
            Exhibit(
                exhibit_number=act.number("exhibit", at),
                incident=incident,
                description=tale.chance.one_of(happening.things),
                seized_at=moment(at + timedelta(minutes=5 + n)),
                seized_by=act.member,
                sealed=True,
                seal_number=tale.chance.digits(6),
            ),
            markings,
        )
        for n in range(count)
    )


def arrest(tale: Tale, reported: Reported) -> Arrested | None:
    """Enter the arrest of the suspect, if there is one and it has happened."""
    if reported.suspect is None or reported.suspect_on_record is None:
        return None
    chance, happening = tale.chance, reported.happening
    later = not chance.happens(0.6)
    at = chance.later(reported.registered_at, hours=240 if later else 0.3)
    if tale.over(at) or not chance.happens(happening.arrest / happening.suspect):
        return None
    act = tale.by(reported.officer)
    number = act.number("arrest", at)
    codes = (happening.code, *((chance.one_of(FURTHER),) if chance.happens(0.35) else ()))
    charges = tuple((f"{number}-{n:03d}", code) for n, code in enumerate(codes, start=1))
    child = is_child(reported.suspect, at)
    drunk = happening.code == "90D" or chance.happens(0.12)
    ref = act.enter(
        Arrest(
            arrest_number=number,
            incident=reported.incident,
            subject=reported.suspect_on_record,
            occurred_at=moment(at),
            ground=ArrestGround.PROBABLE_CAUSE,
            charges=tuple(Charge(charge_tracking_number=ctn, offense=code) for ctn, code in charges),
            officer=act.member,
            narrative=happening.story.format(suspect="The person arrested", thing="the exhibit"),
            agency=department(act),
            category_text=SUMMONED if child else said("nibrs-arrest-type", "T" if later else "O"),
            conduct=conduct_of(chance, child=child),
            intoxication=Intoxication(intoxicant_involved=True) if drunk else None,
        ),
        reported.markings,
    )
    return Arrested(reported, ref, at, reported.suspect_on_record, reported.suspect, charges)


def refer(
    tale: Tale, arrested: Arrested, since: datetime
) -> tuple[Ref[ChargeReferral], datetime, tuple[str, ...]] | None:
    """Enter the referral of the charges; gives it, its time and the tracking numbers referred; None if not yet made."""
    reported, chance = arrested.reported, tale.chance
    at = chance.later(since, hours=30)
    if tale.over(at):
        return None
    act = tale.by(reported.officer)
    numbers = tuple(ctn for ctn, _ in arrested.charges)
    left = numbers[1:] if len(numbers) > 1 and chance.happens(0.1) else ()
    ref = act.enter(
        ChargeReferral(
            referral_number=act.number("referral", at),
            incident=reported.incident,
            outcome=ReferralOutcome.CHARGES_REFERRED,
            referred_at=moment(at),
            accused=(Accused(serial=1, person=arrested.subject, arrest=arrested.arrest),),
            not_referred=tuple(
                NotReferred(charge_tracking_number=ctn, reason="Part of the first charge.") for ctn in left
            ),
            juvenile="juvenile" in reported.markings or None,
            exhibits=reported.exhibits,
            narrative=f"Summary of the investigation: {reported.happening.name}.",
        ),
        reported.markings,
    )
    return ref, at, tuple(ctn for ctn in numbers if ctn not in left)
