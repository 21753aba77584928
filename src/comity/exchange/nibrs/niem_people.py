"""The people of a NIBRS message: victims, offenders and arrestees, with what ties them together."""

from collections.abc import Iterator

from comity.errors import Invalid
from comity.exchange.nibrs.niem import Source, along, attribute, pointed
from comity.exchange.nibrs.reports import Arrest, Demographics, Offender, Officer, Victim
from comity.exchange.xml import Element


def victims(source: Source) -> Iterator[Victim]:
    """Give the victims in order, with offenses and relationships out of the associations."""
    return source.built(_victim, "Victim")


def offenders(source: Source) -> Iterator[Offender]:
    """Give the offenders in order."""
    return source.built(_offender, "Subject")


def arrests(source: Source) -> Iterator[Arrest]:
    """Give the arrests in order, each with the arrestee that its association names."""
    return source.built(_arrest, "Arrest")


def _names(role: Element) -> frozenset[str]:
    """Give the ids by which associations may mean a role: its own, or in version 4.0 that of the person."""
    return frozenset(filter(None, (attribute(role, "id"), pointed(role, "RoleOfPerson"))))


def _person(source: Source, role: Element) -> Demographics:
    """Give the person whose role this is; an empty one where the role names nobody."""
    wanted = pointed(role, "RoleOfPerson")
    person = next((p for p in source.each("Person") if attribute(p, "id") == wanted), None)
    if person is None:
        return Demographics()
    return Demographics(
        age=_age(source, person),
        sex=source.code("nibrs-sex", person, "PersonSexCode"),
        race=source.code("nibrs-race", person, "PersonRaceNDExCode"),
        ethnicity=source.code("nibrs-ethnicity", person, "PersonEthnicityCode"),
        resident=source.code("nibrs-resident", person, "PersonResidentCode"),
    )


def _age(source: Source, person: Element) -> str:
    low = source.text(person, "PersonAgeMeasure", "MeasureIntegerRange", "RangeMinimumIntegerValue")
    high = source.text(person, "PersonAgeMeasure", "MeasureIntegerRange", "RangeMaximumIntegerValue")
    if low or high:
        return low.zfill(2) if low == high else f"{low.zfill(2)}-{high.zfill(2)}"
    said = source.codes("nibrs-age", person, "PersonAgeMeasure", "MeasureValueText")
    years = source.text(person, "PersonAgeMeasure", "MeasureIntegerValue")
    return "".join(said) or (years.zfill(2) if years else "")


def _sequence(said: str, name: str) -> int:
    if not said.isdecimal():
        message = f"{name}: {said!r} is no sequence number"
        raise Invalid(message, remedy="Number the people of an incident from 1.", field=name)
    return int(said)


def _victim(source: Source, element: Element) -> Victim:
    named = _names(element)
    return Victim(
        sequence=_sequence(source.text(element, "VictimSequenceNumberText"), "VictimSequenceNumberText"),
        kind=source.code("nibrs-victim-type", element, "VictimCategoryCode"),
        person=_person(source, element),
        offenses=tuple(_offenses(source, named)),
        circumstances=source.codes("nibrs-circumstance", element, "VictimAggravatedAssaultHomicideFactorCode"),
        justifiable=source.code("nibrs-justifiable-homicide", element, "VictimJustifiableHomicideFactorCode"),
        injuries=source.codes("nibrs-injury", element, "VictimInjury", "InjuryCategoryCode"),
        relationships=tuple(_relationships(source, named)),
        officer=_officer(source, pointed(element, "RoleOfPerson")),
    )


def _offenses(source: Source, victim: frozenset[str]) -> Iterator[str]:
    """Give the codes of the offenses that a victim is connected to (data element 24)."""
    wanted = [pointed(a, "Offense") for a in source.each("OffenseVictimAssociation") if pointed(a, "Victim") in victim]
    codes = {
        attribute(o, "id"): (next(along(o, "OffenseUCRCode"), o).text or "").strip() for o in source.each("Offense")
    }
    return (codes[offense] for offense in wanted if offense in codes)


def _relationships(source: Source, victim: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Give how the victim was related to which offender (data elements 34 and 35)."""
    for association in source.each("SubjectVictimAssociation"):
        if pointed(association, "Victim") not in victim:
            continue
        try:
            number = _offender_number(source, pointed(association, "Subject"))
            yield number, source.code("nibrs-relationship", association, "VictimToSubjectRelationshipCode")
        except Invalid as wrong:
            source.pending.pop()
            source.refuse(association, wrong)


def _offender_number(source: Source, subject: str) -> int:
    """Give the sequence number of the offender that an association names; it is read, not taken."""
    found = next((s for s in source.each("Subject") if subject in _names(s)), None)
    said = next((e.text or "" for e in along(found, "SubjectSequenceNumberText")), "")
    return _sequence(said.strip(), "SubjectSequenceNumberText")


def _officer(source: Source, person: str) -> Officer | None:
    for element in source.each("EnforcementOfficial"):
        if person and pointed(element, "RoleOfPerson") == person:
            return Officer(
                source.code("nibrs-officer-activity", element, "EnforcementOfficialActivityCategoryCode"),
                source.code("nibrs-officer-assignment", element, "EnforcementOfficialAssignmentCategoryCode"),
                source.text(
                    element,
                    "EnforcementOfficialUnit",
                    "OrganizationAugmentation",
                    "OrganizationORIIdentification",
                    "IdentificationID",
                ),
            )
    return None


def _offender(source: Source, element: Element) -> Offender:
    said = source.text(element, "SubjectSequenceNumberText")
    return Offender(_sequence(said, "SubjectSequenceNumberText"), _person(source, element))


def _arrest(source: Source, element: Element) -> Arrest:
    named = attribute(element, "id")
    arrestee = next((a for a in source.each("Arrestee") if _arrestee(source, named) in _names(a)), None)
    return Arrest(
        sequence=_sequence(source.text(arrestee, "ArrestSequenceID"), "ArrestSequenceID"),
        number=source.text(element, "ActivityIdentification", "IdentificationID"),
        date=source.text(element, "ActivityDate", "Date"),
        kind=source.code("nibrs-arrest-type", element, "ArrestCategoryCode"),
        offense=source.code("nibrs-offense", element, "ArrestCharge", "ChargeUCRCode"),
        multiple=source.text(arrestee, "ArrestSubjectCountCode") or source.text(element, "ArrestSubjectCountCode"),
        armed_with=source.codes("nibrs-arrestee-weapon", arrestee, "ArresteeArmedWithCode"),
        person=_person(source, arrestee) if arrestee is not None else Demographics(),
        juvenile_disposition=source.text(arrestee, "ArresteeJuvenileDispositionCode"),
    )


def _arrestee(source: Source, arrest: str) -> str:
    found = (a for a in source.each("ArrestSubjectAssociation") if pointed(a, "Activity") == arrest)
    return next((pointed(a, "Subject") for a in found), "")
