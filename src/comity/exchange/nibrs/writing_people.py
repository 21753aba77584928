"""The people of a NIBRS message: each person once, their roles, and what ties them together."""

from collections.abc import Iterator, Sequence

from comity.exchange.nibrs.elements import element, nested, pointing
from comity.exchange.nibrs.reports import Arrest, Demographics, GroupAIncident, Officer, Victim
from comity.exchange.xml import Element
from comity.records.codes import code_table

UNIT = "j:EnforcementOfficialUnit/j:OrganizationAugmentation/j:OrganizationORIIdentification/nc:IdentificationID"


def victims(report: GroupAIncident) -> tuple[list[Element], list[Element], list[Element]]:
    """Give the victims as people, as victims and officers, and in their associations."""
    people, roles, relations = list[Element](), list[Element](), list[Element]()
    numbers = {offense.code: n for n, offense in enumerate(report.offenses, start=1)}
    for victim in report.victims:
        name = f"Victim{victim.sequence}"
        if victim.person != Demographics():
            people.append(_person(victim.person, f"PersonOf{name}"))
        if victim.officer:
            roles.append(_officer(victim.officer, f"PersonOf{name}"))
        roles.append(_victim(victim, name))
        relations += [
            element(
                "j:OffenseVictimAssociation",
                pointing("j:Offense", f"Offense{numbers[code]}"),
                pointing("j:Victim", name),
            )
            for code in victim.offenses
            if code in numbers
        ]
    return people, roles, [*relations, *_relationships(report)]


def offenders(report: GroupAIncident) -> tuple[list[Element], list[Element]]:
    """Give the offenders as people and as subjects; of offender 0 there is no person."""
    people, subjects = list[Element](), list[Element]()
    for offender in report.offenders:
        person = f"PersonOfSubject{offender.sequence}" if offender.person != Demographics() else ""
        if person:
            people.append(_person(offender.person, person))
        subjects.append(
            element(
                "j:Subject",
                pointing("nc:RoleOfPerson", person) if person else None,
                nested("j:SubjectSequenceNumberText", str(offender.sequence)),
                id=f"Subject{offender.sequence}",
            )
        )
    return people, subjects


def arrests(found: Sequence[Arrest]) -> Iterator[Element]:
    """Give the arrests with the arrestees, in the order of the schema."""
    yield from (
        _person(arrest.person, f"PersonOfArrestee{n}")
        for n, arrest in enumerate(found, start=1)
        if arrest.person != Demographics()
    )
    yield from (_arrestee(n, arrest) for n, arrest in enumerate(found, start=1))
    yield from (_arrest(n, arrest) for n, arrest in enumerate(found, start=1))
    for n, _ in enumerate(found, start=1):
        yield element(
            "j:ArrestSubjectAssociation",
            pointing("nc:Activity", f"Arrest{n}"),
            pointing("j:Subject", f"Arrestee{n}"),
        )


def _person(known: Demographics, name: str) -> Element:
    return element(
        "nc:Person",
        _age(known.age),
        nested("j:PersonEthnicityCode", known.ethnicity),
        nested("j:PersonRaceNDExCode", known.race),
        nested("j:PersonResidentCode", known.resident),
        nested("j:PersonSexCode", known.sex),
        id=name,
    )


def _age(age: str) -> Element | None:
    """Give an age in years, as a range, or in the words of the schema for babies and the unknown."""
    words = code_table("nibrs-age").extras["niem"].get(age, "")
    low, _, high = age.partition("-")
    if words:
        return nested("nc:PersonAgeMeasure/nc:MeasureValueText", words)
    if not high:
        return nested("nc:PersonAgeMeasure/nc:MeasureIntegerValue", str(int(low)) if low.isdecimal() else low)
    return element(
        "nc:PersonAgeMeasure",
        element(
            "nc:MeasureIntegerRange",
            nested("nc:RangeMaximumIntegerValue", str(int(high))),
            nested("nc:RangeMinimumIntegerValue", str(int(low))),
        ),
    )


def _victim(victim: Victim, name: str) -> Element:
    return element(
        "j:Victim",
        pointing("nc:RoleOfPerson", f"PersonOf{name}") if victim.person != Demographics() else None,
        nested("j:VictimSequenceNumberText", str(victim.sequence)),
        *(nested("j:VictimInjury/j:InjuryCategoryCode", each) for each in victim.injuries),
        nested("j:VictimCategoryCode", victim.kind),
        *(nested("j:VictimAggravatedAssaultHomicideFactorCode", each) for each in victim.circumstances),
        nested("j:VictimJustifiableHomicideFactorCode", victim.justifiable),
        id=name,
    )


def _officer(officer: Officer, person: str) -> Element:
    return element(
        "j:EnforcementOfficial",
        pointing("nc:RoleOfPerson", person),
        nested("j:EnforcementOfficialActivityCategoryCode", officer.activity),
        nested("j:EnforcementOfficialAssignmentCategoryCode", officer.assignment),
        nested(UNIT, officer.ori),
    )


def _relationships(report: GroupAIncident) -> Iterator[Element]:
    """Give how each victim was related to each offender; to offender 0 none is told, only that it was that one."""
    words = code_table("nibrs-relationship").extras["niem"]
    known = {offender.sequence for offender in report.offenders}
    for victim in report.victims:
        for number, code in victim.relationships:
            if number in known:
                yield element(
                    "j:SubjectVictimAssociation",
                    pointing("j:Subject", f"Subject{number}"),
                    pointing("j:Victim", f"Victim{victim.sequence}"),
                    nested("nibrs:VictimToSubjectRelationshipCode", words.get(code, code)),
                )


def _arrestee(number: int, arrest: Arrest) -> Element:
    return element(
        "j:Arrestee",
        pointing("nc:RoleOfPerson", f"PersonOfArrestee{number}") if arrest.person != Demographics() else None,
        nested("j:ArrestSequenceID", str(arrest.sequence)),
        *(nested("j:ArresteeArmedWithCode", each) for each in arrest.armed_with),
        nested("j:ArresteeJuvenileDispositionCode", arrest.juvenile_disposition),
        nested("j:ArrestSubjectCountCode", arrest.multiple),
        id=f"Arrestee{number}",
    )


def _arrest(number: int, arrest: Arrest) -> Element:
    return element(
        "j:Arrest",
        nested("nc:ActivityIdentification/nc:IdentificationID", arrest.number),
        nested("nc:ActivityDate/nc:Date", arrest.date),
        nested("j:ArrestCharge/nibrs:ChargeUCRCode", arrest.offense),
        nested("j:ArrestCategoryCode", arrest.kind),
        id=f"Arrest{number}",
    )
