"""Rules on the offenders of an incident (numbers 5xx)."""

from comity.exchange.nibrs.reports import Demographics, GroupAIncident, Offender
from comity.exchange.nibrs.rules import facts
from comity.exchange.nibrs.rules.numbers import are_different
from comity.exchange.nibrs.rules.rule import each_offender, whole
from comity.exchange.nibrs.rules.victims import begins_unknown, is_age, is_turned

LEAST_AGE_OF_SPOUSE = 10


@each_offender("501", "37", "Enter the age of the offender; 00 where it is unknown.")
def an_offender_has_an_age(_: GroupAIncident, offender: Offender) -> bool:
    """Of a numbered offender the age is told, or that it is unknown."""
    return not offender.sequence or bool(offender.person.age)


@each_offender("501", "38", "Enter the sex of the offender; U where it is unknown.")
def an_offender_has_a_sex(_: GroupAIncident, offender: Offender) -> bool:
    """Of a numbered offender the sex is told, or that it is unknown."""
    return not offender.sequence or bool(offender.person.sex)


@each_offender("501", "39", "Enter the race of the offender; U where it is unknown.")
def an_offender_has_a_race(_: GroupAIncident, offender: Offender) -> bool:
    """Of a numbered offender the race is told, or that it is unknown."""
    return not offender.sequence or bool(offender.person.race)


@each_offender("510", "37", "Turn the two ages around.")
def an_age_range_rises(_: GroupAIncident, offender: Offender) -> bool:
    """The first age of a range is the lower one."""
    return not is_turned(offender.person.age)


@each_offender("522", "37", "Give the whole range, or 00 alone.")
def an_age_range_begins_known(_: GroupAIncident, offender: Offender) -> bool:
    """A range of ages does not begin with 00."""
    return not begins_unknown(offender.person.age)


def _to(found: GroupAIncident, offender: Offender, code: str) -> list[Demographics]:
    """Give the victims who are related to an offender in this way."""
    return [victim.person for victim in found.victims if (offender.sequence, code) in victim.relationships]


@each_offender("550", "37", "Correct the age or the relationship.")
def a_spouse_is_ten(found: GroupAIncident, offender: Offender) -> bool:
    """An offender who is a spouse is at least 10 years old."""
    span = facts.years(offender.person.age)
    return not _to(found, offender, "SE") or span is None or span[1] >= LEAST_AGE_OF_SPOUSE


@whole("551", "36", "Give each offender a number of their own.")
def offenders_differ(found: GroupAIncident) -> bool:
    """No two offenders have the same number."""
    return are_different([offender.sequence for offender in found.offenders])


@each_offender("552", "37", "Number the offender, or take out what is told of them.")
def nothing_is_told_of_the_unknown(_: GroupAIncident, offender: Offender) -> bool:
    """Of offender 00 nothing is told."""
    person = offender.person
    return bool(offender.sequence) or not (person.age or person.sex or person.race)


@each_offender("554", "35", "Correct the relationship, or one of the ages.")
def ages_fit_the_relationship(found: GroupAIncident, offender: Offender) -> bool:
    """Parents and grandparents are older than their children and grandchildren."""
    mine = facts.mean(offender.person.age)
    for code, older in facts.OLDER_VICTIM.items():
        for victim in _to(found, offender, code):
            theirs = facts.mean(victim.age)
            if mine is not None and theirs is not None and (theirs > mine if older else theirs < mine) is False:
                return False
    return True


@whole("555", "36", "Take offender 00 out, or the others.")
def the_unknown_offender_stands_alone(found: GroupAIncident) -> bool:
    """Offender 00 stands alone."""
    numbers = [offender.sequence for offender in found.offenders]
    return 0 not in numbers or len(numbers) == 1


@each_offender("556", "37", "Give the age in two digits, or as a range; 00 where it is unknown.")
def age_is_one(_: GroupAIncident, offender: Offender) -> bool:
    """The age of an offender is in digits."""
    age = offender.person.age
    return not age or (is_age(age) and age[0].isdecimal())


@whole("557", "36", "Enter the offender, or take the exceptional clearance out.")
def an_exceptional_clearance_has_its_offender(found: GroupAIncident) -> bool:
    """Where an incident was cleared exceptionally, an offender is known."""
    nobody = any(offender.sequence == 0 for offender in found.offenders)
    return found.cleared_exceptionally in {"", "N"} or not nobody


@whole("558", "37", "Enter age, sex and race of an offender, or take the exceptional clearance out.")
def an_exceptional_clearance_describes_an_offender(found: GroupAIncident) -> bool:
    """Where an incident was cleared exceptionally, age, sex and race of an offender are known."""
    numbered = [each for each in found.offenders if each.sequence]
    described = any(facts.is_described(each.person) for each in numbered)
    return found.cleared_exceptionally in {"", "N"} or not numbered or described


@whole("559", "37", "Enter age, sex and race of the offender.")
def a_justifiable_homicide_describes_an_offender(found: GroupAIncident) -> bool:
    """In a justifiable homicide age, sex and race of an offender are known."""
    described = any(facts.is_described(each.person) for each in found.offenders)
    return "09C" not in facts.codes(found) or not found.offenders or described


@whole("560", "38", "Correct the sex of victim or offender, or the offense.")
def in_rape_the_sexes_differ(found: GroupAIncident) -> bool:
    """In rape at least one offender is not of the victim's sex."""
    sexes = {each.person.sex for each in found.offenders if each.sequence}
    raped = {victim.person.sex for victim in found.victims if "11A" in victim.offenses}
    return not sexes or not any({sex} == sexes and sex in {"M", "F"} for sex in raped)
