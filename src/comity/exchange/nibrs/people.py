"""The people of a report as records: nameless, because statistics know no names, and therefore never linked."""

from collections.abc import Iterator

from comity.exchange.nibrs.drafts import Drafts, all_said, said
from comity.exchange.nibrs.reports import Demographics, Offender, Officer, Victim
from comity.records.codes import code_table
from comity.records.justice.incident import Incident
from comity.records.justice.involvement import Injury, Involvement, SubjectCategory, VictimDetail
from comity.records.justice.offense import Offense
from comity.records.parties.appearance import Appearance
from comity.records.parties.circumstances import Circumstances
from comity.records.parties.measures import Measure
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.references import Ref

PEOPLE = frozenset({"I", "L"})
UNKNOWN_AGE = "00"


def person(known: Demographics, drafts: Drafts, number: str) -> Person:
    """Give the record of a person of whom only statistics are known."""
    return Person(
        provenance=drafts.from_source(number),
        sex=known.sex or None,
        race=known.race or None,
        ethnicity=known.ethnicity or None,
        appearance=_appearance(known.age),
        circumstances=Circumstances(residence_status=said("nibrs-resident", known.resident))
        if known.resident
        else None,
    )


def _appearance(age: str) -> Appearance:
    """Give the age in years, a range of years, or in the words of the code table (data elements 26, 37 and 47)."""
    if not age or age in code_table("nibrs-age").codes:
        return Appearance(age_text=said("nibrs-age", age or UNKNOWN_AGE))
    low, _, high = age.partition("-")
    if high:
        return Appearance(age=Measure(minimum=low, maximum=high, unit="year"))
    return Appearance(age=Measure(value=low, unit="year"))


def add_offenders(
    offenders: tuple[Offender, ...], incident: Ref[Incident], drafts: Drafts, number: str
) -> dict[int, Ref[Person]]:
    """Add who is thought to have taken part, and tell them by their sequence numbers."""
    found: dict[int, Ref[Person]] = {}
    for offender in offenders:
        if not offender.sequence:
            continue
        suspect: Ref[Person] = Ref(
            drafts.add(person(offender.person, drafts, f"{number}/offender/{offender.sequence}"))
        )
        found[offender.sequence] = suspect
        drafts.add(
            Involvement(
                provenance=drafts.from_source(number),
                activity=Ref(incident.id),
                person=suspect,
                subject_category=SubjectCategory.SUSPECT,
                role="suspect",
                sequence=f"{offender.sequence:02d}",
            )
        )
    return found


def add_victim(
    victim: Victim,
    incident: Ref[Incident],
    *,
    offenses: dict[str, Ref[Offense]],
    suspects: dict[int, Ref[Person]],
    drafts: Drafts,
    number: str,
) -> None:
    """Add a victim: a person, or a body such as a business or society, and what was done to them."""
    drafts.add(
        Involvement(
            provenance=drafts.from_source(number),
            activity=Ref(incident.id),
            victim=_who(victim, drafts, f"{number}/victim/{victim.sequence}"),
            offenses=tuple(Ref(offenses[code].id) for code in victim.offenses if code in offenses),
            subject_category=SubjectCategory.VICTIM,
            role="victim",
            injuries=tuple(Injury(category_text=words) for words in all_said("nibrs-injury", victim.injuries)),
            victim_detail=_detail(victim, suspects),
        )
    )


def _who(victim: Victim, drafts: Drafts, number: str) -> Ref[Person | Organization]:
    if victim.kind in PEOPLE or victim.person != Demographics():
        return Ref(drafts.add(person(victim.person, drafts, number)))
    body = Organization(category_text=said("nibrs-victim-type", victim.kind), provenance=drafts.from_source(number))
    return Ref(drafts.add(body))


def _detail(victim: Victim, suspects: dict[int, Ref[Person]]) -> VictimDetail:
    """Give how the victim relates to whom; those whom no segment describes come last, in words alone."""
    known = [(code, suspects[n]) for n, code in victim.relationships if n in suspects]
    unknown = [(n, code) for n, code in victim.relationships if n not in suspects]
    return VictimDetail(
        sequence=f"{victim.sequence:03d}",
        category_text=said("nibrs-victim-type", victim.kind),
        relationships=(
            *(said("nibrs-relationship", code) for code, _ in known),
            *(f"offender {n:02d}: {said('nibrs-relationship', code)}" for n, code in unknown),
        ),
        related_to=tuple(suspect for _, suspect in known),
        circumstances=tuple(_circumstances(victim)),
    )


def _circumstances(victim: Victim) -> Iterator[str]:
    yield from all_said("nibrs-circumstance", victim.circumstances)
    if victim.justifiable:
        yield f"justifiable homicide: {said('nibrs-justifiable-homicide', victim.justifiable)}"
    if victim.officer:
        yield from _officer(victim.officer)


def _officer(officer: Officer) -> Iterator[str]:
    if officer.activity:
        yield f"officer activity: {said('nibrs-officer-activity', officer.activity)}"
    if officer.assignment:
        yield f"officer assignment: {said('nibrs-officer-assignment', officer.assignment)}"
    if officer.ori:
        yield f"officer of: {officer.ori}"
