"""Rules on what each victim is and suffered (numbers 4xx, first part)."""

from comity.exchange.nibrs.reports import Demographics, GroupAIncident, Officer, Victim
from comity.exchange.nibrs.rules import facts
from comity.exchange.nibrs.rules.numbers import are_different, is_ori, stands_alone
from comity.exchange.nibrs.rules.rule import each_victim, whole

MOST_VICTIMS = 999
IN_WORDS = frozenset({"NN", "NB", "BB"})
ADULT = 18


def is_age(said: str) -> bool:
    """Tell whether an age is two digits, a range of them, or a word for a baby (data elements 26, 37 and 47)."""
    low, _, high = said.partition("-")
    return said in IN_WORDS or (len(low) == 2 and low.isdecimal() and (not high or high.isdecimal()))  # noqa: PLR2004 - two digits, such as 35


def is_turned(said: str) -> bool:
    """Tell whether the first age of a range is not the lower one."""
    low, _, high = said.partition("-")
    return bool(high) and low.isdecimal() and high.isdecimal() and int(low) >= int(high)


def begins_unknown(said: str) -> bool:
    """Tell whether a range of ages begins with 00, which means unknown."""
    return said.startswith("00-")


@each_victim("401", "23", "Number the victims from 1.")
def victims_are_numbered(_: GroupAIncident, victim: Victim) -> bool:
    """Victims are numbered from 1 to 999."""
    return 1 <= victim.sequence <= MOST_VICTIMS


@each_victim("401", "24", "Connect the victim to an offense.")
def a_victim_is_of_an_offense(_: GroupAIncident, victim: Victim) -> bool:
    """Each victim is connected to an offense."""
    return bool(victim.offenses)


@each_victim("401", "25", "Enter the type of victim.")
def type_is_told(_: GroupAIncident, victim: Victim) -> bool:
    """The type of victim is there."""
    return bool(victim.kind)


@each_victim("401", "34", "Say to which offender the victim is related; 00 where nothing is known of any.")
def whoever_was_harmed_is_related(_: GroupAIncident, victim: Victim) -> bool:
    """Whoever suffered a crime against a person or a robbery is related to an offender."""
    concerned = victim.kind in facts.INDIVIDUALS and facts.harms_somebody(victim.offenses)
    return not concerned or bool(victim.relationships)


@each_victim("404", "26", "Give the age in two digits, as a range, or as NN, NB or BB.")
def age_is_one(_: GroupAIncident, victim: Victim) -> bool:
    """The age is two digits, a range of them, or a word for a baby."""
    return not victim.person.age or is_age(victim.person.age)


@each_victim("404", "25C", "Give the ORI of the other agency: nine letters and digits.")
def an_officers_agency_is_one(_: GroupAIncident, victim: Victim) -> bool:
    """The agency of an officer has an ORI of nine letters and digits."""
    return victim.officer is None or not victim.officer.ori or is_ori(victim.officer.ori)


@each_victim("406", "24", "Take the repetition out.")
def connected_offenses_differ(_: GroupAIncident, victim: Victim) -> bool:
    """No victim is connected to the same offense twice."""
    return are_different(victim.offenses)


@each_victim("406", "31", "Take the repetition out.")
def circumstances_differ(_: GroupAIncident, victim: Victim) -> bool:
    """No circumstance is said twice."""
    return are_different(victim.circumstances)


@each_victim("406", "33", "Take the repetition out.")
def injuries_differ(_: GroupAIncident, victim: Victim) -> bool:
    """No injury is said twice."""
    return are_different(victim.injuries)


@each_victim("406", "34", "Take the repetition out.")
def related_offenders_differ(_: GroupAIncident, victim: Victim) -> bool:
    """No victim is related to the same offender twice."""
    return are_different([number for number, _ in victim.relationships])


@each_victim("407", "33", "Take N out, or the injuries.")
def no_injury_stands_alone(_: GroupAIncident, victim: Victim) -> bool:
    """That there was no injury stands alone."""
    return stands_alone(frozenset("N"), victim.injuries)


@each_victim("410", "26", "Turn the two ages around.")
def an_age_range_rises(_: GroupAIncident, victim: Victim) -> bool:
    """The first age of a range is the lower one."""
    return not is_turned(victim.person.age)


@each_victim("419", "31", "Take the circumstances out, or correct the offense.")
def circumstances_are_of_assault_or_homicide(_: GroupAIncident, victim: Victim) -> bool:
    """Circumstances are told only of homicides and aggravated assaults."""
    return not victim.circumstances or bool(set(victim.offenses) & facts.WITH_CIRCUMSTANCES)


@each_victim("419", "33", "Take the injuries out, or correct the offense.")
def injuries_are_of_offenses_that_injure(_: GroupAIncident, victim: Victim) -> bool:
    """Injuries are told only of offenses that can injure."""
    return not victim.injuries or bool(set(victim.offenses) & facts.WITH_INJURY)


@each_victim("422", "26", "Give the whole range, or 00 alone.")
def an_age_range_begins_known(_: GroupAIncident, victim: Victim) -> bool:
    """A range of ages does not begin with 00."""
    return not begins_unknown(victim.person.age)


@whole("451", "23", "Give each victim a number of their own.")
def victims_differ(found: GroupAIncident) -> bool:
    """No two victims have the same number."""
    return are_different([victim.sequence for victim in found.victims])


def _has(person: Demographics, name: str) -> bool:
    return bool(getattr(person, name))


@each_victim("453", "26", "Enter the age; 00 where it is unknown.")
def an_individual_has_an_age(_: GroupAIncident, victim: Victim) -> bool:
    """Of an individual the age is told, or that it is unknown."""
    return victim.kind != "I" or _has(victim.person, "age")


@each_victim("453", "27", "Enter the sex; U where it is unknown.")
def an_individual_has_a_sex(_: GroupAIncident, victim: Victim) -> bool:
    """Of an individual the sex is told, or that it is unknown."""
    return victim.kind != "I" or _has(victim.person, "sex")


@each_victim("453", "28", "Enter the race; U where it is unknown.")
def an_individual_has_a_race(_: GroupAIncident, victim: Victim) -> bool:
    """Of an individual the race is told, or that it is unknown."""
    return victim.kind != "I" or _has(victim.person, "race")


@each_victim("454", "25A", "Enter the officer's activity and assignment, age, sex and race.")
def an_officer_is_described(_: GroupAIncident, victim: Victim) -> bool:
    """Of an officer activity, assignment, age, sex and race are told."""
    officer, person = victim.officer or Officer(), victim.person
    return victim.kind != "L" or all((officer.activity, officer.assignment, person.age, person.sex, person.race))


@each_victim("455", "32", "Enter the additional circumstances of the justifiable homicide.")
def a_justifiable_homicide_has_its_circumstances(_: GroupAIncident, victim: Victim) -> bool:
    """Where a criminal was killed, the additional circumstances are told."""
    return not {"20", "21"} & set(victim.circumstances) or bool(victim.justifiable)


@each_victim("456", "31", "Leave circumstances of one category; 10 alone.")
def circumstances_are_of_one_category(_: GroupAIncident, victim: Victim) -> bool:
    """Circumstances are of one category; that they are unknown stands alone."""
    of_one = any(set(victim.circumstances) <= some for some in facts.CIRCUMSTANCES.values())
    return stands_alone(frozenset({"10"}), victim.circumstances) and (not victim.circumstances or of_one)


@each_victim("457", "32", "Take the additional circumstances out, or enter 20 or 21.")
def additional_circumstances_have_their_killing(_: GroupAIncident, victim: Victim) -> bool:
    """Additional circumstances stand with a criminal who was killed."""
    return not victim.justifiable or bool({"20", "21"} & set(victim.circumstances))


@each_victim("458", "25", "Correct the type of victim to I or L, or take out what is told of a person.")
def only_people_are_described(_: GroupAIncident, victim: Victim) -> bool:
    """Age, sex, race, injuries and offenders are told only of people."""
    told = victim.person != Demographics() or bool(victim.injuries or victim.relationships)
    return victim.kind in facts.INDIVIDUALS or not told
