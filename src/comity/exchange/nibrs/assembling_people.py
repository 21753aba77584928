"""The people of a report, out of their records: the inverse of ``people`` and ``arrests``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from comity.errors import Invalid
from comity.exchange.nibrs.ages import NOT_KNOWN, age_on
from comity.exchange.nibrs.reports import Arrest, Demographics, Offender, Officer, Victim
from comity.exchange.nibrs.rules import facts
from comity.exchange.nibrs.surroundings import Seen, Surroundings
from comity.exchange.nibrs.words import code, codes, short
from comity.records.codes import code_table
from comity.records.justice.arrest import Arrest as ArrestRecord
from comity.records.justice.arrest import ArrestConduct
from comity.records.justice.incident import Incident
from comity.records.justice.involvement import Involvement, SubjectCategory, VictimDetail
from comity.records.justice.offense import Offense
from comity.records.parties.appearance import Appearance
from comity.records.parties.person import Person
from comity.records.references import Ref

UNKNOWN = "U"
NOBODY = "offender 00"
INJURY = "injury: "
JUSTIFIABLE = "justifiable homicide: "
ACTIVITY, ASSIGNMENT, AGENCY = "officer activity: ", "officer assignment: ", "officer of: "


@dataclass(frozen=True)
class Suspect:
    """Somebody thought to have taken part, under the number that the report gives them."""

    sequence: int
    person: Ref[Person] | None


def suspects_of(found: Surroundings, incident: UUID) -> tuple[Suspect, ...]:
    """Give the suspects of an incident, numbered as they are on record, or in the order of entry."""
    theirs = [part for part in _parts(found, incident) if part.subject_category is SubjectCategory.SUSPECT]
    return tuple(Suspect(_number(part.sequence, n), part.person) for n, part in enumerate(theirs, start=1))


def offenders_of(
    found: Surroundings, suspects: tuple[Suspect, ...], incident: Incident, *, on: str
) -> Iterator[Offender]:
    """Give the offenders with their ages on a day; number 0 where it is on record that nothing is known of any."""
    if not suspects and any(trait.name == NOBODY for trait in incident.traits):
        yield Offender(0, Demographics())
    for suspect in suspects:
        person = demographics(found, suspect.person, on=on)
        # The residence of an offender is no data element.
        yield Offender(suspect.sequence, Demographics(person.age, person.sex, person.race, person.ethnicity))


def victims_of(
    found: Surroundings,
    incident: UUID,
    *,
    offenses: Mapping[UUID, Offense],
    suspects: tuple[Suspect, ...],
    on: str,
) -> Iterator[Victim]:
    """Give the victims, each with the offenses connected to and the relationships to offenders."""
    for n, (id, part) in enumerate(_victims(found, incident), start=1):
        detail = part.victim_detail or VictimDetail()
        connected = tuple(offenses[each.id].offense or "" for each in part.offenses if each.id in offenses)
        if not connected and part.offenses:
            # Only offenses of group B were done to them: those are reported by arrests alone.
            continue
        injuries = _injuries(part, detail)
        _require_injuries(found.seen[id], connected, injuries)
        yield Victim(
            sequence=_number(detail.sequence, n),
            kind=code(detail.category_text),
            person=demographics(found, part.victim, on=on),
            offenses=connected,
            circumstances=tuple(_circumstances(detail)),
            justifiable=_said(detail, JUSTIFIABLE),
            injuries=injuries,
            relationships=tuple(_relationships(detail, suspects)),
            officer=_officer(detail),
        )


def _victims(found: Surroundings, incident: UUID) -> list[tuple[UUID, Involvement]]:
    return [
        (id, part)
        for id, part in found.of(Involvement)
        if part.activity and part.activity.id == incident and part.subject_category is SubjectCategory.VICTIM
    ]


def _injuries(part: Involvement, detail: VictimDetail) -> tuple[str, ...]:
    """Give the injuries as they are on record as such, or as police named them among what made the offense graver."""
    recorded = codes(tuple(injury.category_text or "" for injury in part.injuries))
    named = tuple(code(said.removeprefix(INJURY)) for said in detail.circumstances if said.startswith(INJURY))
    return recorded or named


def _require_injuries(seen: Seen, offenses: tuple[str, ...], injuries: tuple[str, ...]) -> None:
    """Hold the receiver to seeing injuries: withheld ones would be reported as none."""
    if not injuries and seen.hides("medical") and facts.WITH_INJURY & set(offenses):
        raise Invalid(
            "injuries: they are withheld from whoever asks, and a report without them would say that there were none.",
            field="injuries",
            remedy="Export as a member, and for a purpose, to whom a clause shows the injuries of victims.",
        )


def _parts(found: Surroundings, incident: UUID) -> list[Involvement]:
    return [part for _, part in found.of(Involvement) if part.activity and part.activity.id == incident]


def _number(said: str | None, otherwise: int) -> int:
    return int(said) if said and said.isdecimal() else otherwise


def _circumstances(detail: VictimDetail) -> Iterator[str]:
    table = code_table("nibrs-circumstance").codes
    return (code(said) for said in detail.circumstances if code(said) in table)


def _said(detail: VictimDetail, what: str) -> str:
    """Give the code of what is said under its name among the circumstances, "" where it is not."""
    found = (said.removeprefix(what) for said in detail.circumstances if said.startswith(what))
    return code(next(found, ""))


def _officer(detail: VictimDetail) -> Officer | None:
    officer = Officer(_said(detail, ACTIVITY), _said(detail, ASSIGNMENT), _said(detail, AGENCY))
    return officer if officer != Officer() else None


def _relationships(detail: VictimDetail, suspects: tuple[Suspect, ...]) -> Iterator[tuple[int, str]]:
    """Give which offender the victim is related to, and how; those without a record are named in words, and last."""
    numbers = {suspect.person.id: suspect.sequence for suspect in suspects if suspect.person}
    for related, said in zip(detail.related_to, detail.relationships, strict=False):
        if related.id in numbers:
            yield numbers[related.id], code(said)
    for said in detail.relationships[len(detail.related_to) :]:
        number, _, words = said.removeprefix("offender ").partition(":")
        if said.startswith("offender ") and number.isdecimal():
            yield int(number), code(words.strip())


def demographics(found: Surroundings, pointer: Ref[Person] | Ref[object] | None, *, on: str) -> Demographics:
    """Give what statistics ask of a person, with the age on a day.

    What the record does not say is unknown; what is withheld stays empty, because the record may well say it.
    """
    seen = found.seen.get(pointer.id) if pointer else None
    if seen is None or not isinstance(seen.record, Person):
        return Demographics()
    person, hidden = seen.record, seen.hides("identity")
    living = person.circumstances
    return Demographics(
        age=_age(person, on) or ("" if hidden else NOT_KNOWN),
        sex=person.sex or ("" if hidden else UNKNOWN),
        race=person.race or ("" if hidden else UNKNOWN),
        ethnicity=person.ethnicity or "",
        resident=code(living.residence_status) if living else "",
    )


def _age(person: Person, on: str) -> str:
    """Give the age as it was estimated, else as the birth date has it."""
    looks = person.appearance or Appearance()
    if looks.age_text and code(looks.age_text) in code_table("nibrs-age").codes:
        return code(looks.age_text)
    if looks.age is not None:
        low, high = looks.age.minimum, looks.age.maximum
        return f"{low}-{high}" if low and high else (looks.age.value or "").zfill(2)
    return age_on(person.birth_date, on) if person.birth_date else ""


def arrest_of(found: Surroundings, arrest: ArrestRecord, number: int) -> Arrest:
    """Give an arrest with the arrestee, under the number on record or else the one given."""
    conduct = arrest.conduct or ArrestConduct()
    date = (arrest.occurred_at or "")[:10]
    return Arrest(
        sequence=_number(conduct.sequence, number),
        number=short(arrest.arrest_number or ""),
        date=date,
        kind=code(arrest.category_text),
        offense=next((charge.offense or "" for charge in arrest.charges), ""),
        multiple=code(conduct.count_code),
        armed_with=codes(conduct.armed_with),
        person=demographics(found, arrest.subject, on=date),
        juvenile_disposition=code(conduct.juvenile_disposition),
    )
