"""Rules on victims among offenses and offenders (numbers 4xx, second part)."""

from comity.exchange.nibrs.reports import Demographics, GroupAIncident, Victim
from comity.exchange.nibrs.rules import facts
from comity.exchange.nibrs.rules.rule import each_victim, whole

LEAST_AGE_OF_SPOUSE = 14
ADULT = 18
PEOPLE_IN_A_BRAWL = 2
UNKNOWN_NUMBER = 0


def _related_as(victim: Victim, code: str) -> tuple[int, ...]:
    return tuple(number for number, said in victim.relationships if said == code)


def _offender(found: GroupAIncident, number: int) -> Demographics | None:
    return next((each.person for each in found.offenders if each.sequence == number), None)


@each_victim("450", "26", "Correct the age or the relationship.")
def a_spouse_is_fourteen(_: GroupAIncident, victim: Victim) -> bool:
    """A victim who is a spouse is at least 14 years old."""
    span = facts.years(victim.person.age)
    return not _related_as(victim, "SE") or span is None or span[1] >= LEAST_AGE_OF_SPOUSE


@each_victim("459", "34", "Take the offenders out, or connect the victim to the offense that was done to them.")
def only_the_harmed_are_related(_: GroupAIncident, victim: Victim) -> bool:
    """Only who suffered a crime against a person or a robbery is related to offenders."""
    return not victim.relationships or facts.harms_somebody(victim.offenses)


@each_victim("460", "35", "Enter the relationship; RU where it is unknown.")
def a_related_offender_has_a_relationship(_: GroupAIncident, victim: Victim) -> bool:
    """To each known offender the relationship is told."""
    return all(code for number, code in victim.relationships if number != UNKNOWN_NUMBER)


@each_victim("462", "31", "Correct the circumstances.")
def circumstances_fit_an_aggravated_assault(_: GroupAIncident, victim: Victim) -> bool:
    """The circumstances of an aggravated assault are those of one."""
    if "13A" not in victim.offenses or set(victim.offenses) & facts.HOMICIDES:
        return True
    return set(victim.circumstances) <= facts.CIRCUMSTANCES["13A"]


@each_victim("463", "31", "Enter 20 or 21.")
def circumstances_fit_a_justifiable_homicide(_: GroupAIncident, victim: Victim) -> bool:
    """The circumstances of a justifiable homicide are 20 or 21."""
    return "09C" not in victim.offenses or set(victim.circumstances) <= facts.CIRCUMSTANCES["09C"]


@each_victim("464", "25", "Correct the type of victim to I or L, or the offense.")
def people_suffer_crimes_against_people(_: GroupAIncident, victim: Victim) -> bool:
    """Crimes against a person are done to individuals and officers."""
    return victim.kind in facts.INDIVIDUALS or not set(victim.offenses) & facts.PERSON


@each_victim("465", "25", "Correct the type of victim to S, or the offense.")
def society_suffers_crimes_against_society(_: GroupAIncident, victim: Victim) -> bool:
    """Crimes against society are done to society."""
    return victim.kind == facts.SOCIETY_ITSELF or not set(victim.offenses) & facts.SOCIETY


@each_victim("466", "24", "Enter the offense, or disconnect the victim from it.")
def connected_offenses_are_there(found: GroupAIncident, victim: Victim) -> bool:
    """Each offense that a victim is connected to is in the incident."""
    return set(victim.offenses) <= facts.codes(found)


@each_victim("467", "25", "Correct the type of victim: somebody owned the property.")
def society_owns_no_property(_: GroupAIncident, victim: Victim) -> bool:
    """Crimes against property are not done to society."""
    return victim.kind != facts.SOCIETY_ITSELF or not set(victim.offenses) & facts.PROPERTY


@each_victim("468", "35", "Take the relationship out, or number the offender.")
def nobody_is_related_to_the_unknown(_: GroupAIncident, victim: Victim) -> bool:
    """To offender 00, of whom nothing is known, no relationship is told."""
    return not any(code for number, code in victim.relationships if number == UNKNOWN_NUMBER)


@each_victim("469", "27", "Enter the sex of the victim as M or F.")
def the_sex_is_known_in_rape(_: GroupAIncident, victim: Victim) -> bool:
    """Of a victim of rape or statutory rape the sex is known."""
    return not {"11A", "36B"} & set(victim.offenses) or victim.person.sex in {"M", "F"}


@whole("470", "35", "Enter the other victim and offender, or correct the relationship.")
def whoever_was_also_offender_was_not_alone(found: GroupAIncident) -> bool:
    """Where a victim was also an offender, there are two victims and two offenders."""
    also = any(_related_as(victim, "VO") for victim in found.victims)
    return not also or min(len(found.victims), len(found.offenders)) >= PEOPLE_IN_A_BRAWL


@each_victim("471", "35", "Leave one offender who was the victim.")
def a_victim_was_one_offender(_: GroupAIncident, victim: Victim) -> bool:
    """A victim was at most one of the offenders."""
    return len(_related_as(victim, "VO")) <= 1


@each_victim("472", "35", "Enter RU, or what is known of the offender.")
def relationship_to_an_unknown_offender_is_unknown(found: GroupAIncident, victim: Victim) -> bool:
    """To an offender whose age, sex and race are unknown, the relationship is unknown."""
    strange = {each.sequence for each in found.offenders if each.sequence and facts.is_unknown(each.person)}
    return all(code == "RU" for number, code in victim.relationships if number in strange and code)


def _meant_twice(found: GroupAIncident, code: str) -> bool:
    """Tell whether two victims are related to the same offender in this way."""
    meant = [number for victim in found.victims for number in set(_related_as(victim, code))]
    return len(set(meant)) < len(meant)


@whole("474", "35", "Correct the relationship of one of the victims.")
def an_offender_was_one_victim(found: GroupAIncident) -> bool:
    """An offender was at most one of the victims."""
    return not _meant_twice(found, "VO")


@each_victim("475", "35", "Correct one of the relationships.")
def a_victim_has_one_spouse(_: GroupAIncident, victim: Victim) -> bool:
    """A victim is the spouse of at most one offender."""
    return len(_related_as(victim, "SE")) <= 1


@whole("476", "35", "Correct the relationship of one of the victims.")
def an_offender_has_one_spouse(found: GroupAIncident) -> bool:
    """An offender is the spouse of at most one victim."""
    return not _meant_twice(found, "SE")


@each_victim("477", "31", "Enter circumstances of the table that go with the offense.")
def circumstances_are_told_of_homicide_and_assault(_: GroupAIncident, victim: Victim) -> bool:
    """Homicides and aggravated assaults have circumstances, and those are among the ones permitted for them."""
    concerned = [facts.CIRCUMSTANCES[code] for code in victim.offenses if code in facts.CIRCUMSTANCES]
    fitting = any(set(victim.circumstances) <= some for some in concerned)
    return not concerned or (bool(victim.circumstances) and fitting)


@each_victim("478", "24", "Report only the graver of the two offenses against this victim.")
def offenses_can_have_happened_together(_: GroupAIncident, victim: Victim) -> bool:
    """No offense is part of another against the same victim, or excludes it."""
    return not any(facts.EXCLUDED.get(code, frozenset()) & set(victim.offenses) for code in victim.offenses)


@each_victim("479", "33", "Report an aggravated assault, or correct the injury.")
def a_simple_assault_does_not_injure_gravely(_: GroupAIncident, victim: Victim) -> bool:
    """A simple assault leaves no major injury."""
    others = (set(victim.offenses) & facts.WITH_INJURY) - {"13B"}
    return "13B" not in victim.offenses or bool(others) or not set(victim.injuries) & facts.MAJOR_INJURIES


@each_victim("480", "31", "Enter the other felony, or correct the circumstances.")
def another_felony_is_there(found: GroupAIncident, victim: Victim) -> bool:
    """Where another felony was involved, there is another offense or another individual victim."""
    individuals = [each for each in found.victims if each.kind in facts.INDIVIDUALS]
    return "08" not in victim.circumstances or len(found.offenses) > 1 or len(individuals) > 1


@each_victim("481", "26", "Correct the age, or the offense.")
def a_victim_of_statutory_rape_is_young(_: GroupAIncident, victim: Victim) -> bool:
    """A victim of statutory rape is under 18."""
    span = facts.years(victim.person.age)
    return "36B" not in victim.offenses or span is None or span[0] < ADULT


@each_victim("482", "25", "Correct the type of victim, or the offense.")
def officers_are_assaulted_or_killed(_: GroupAIncident, victim: Victim) -> bool:
    """A victim is reported as an officer only in murder and assault."""
    return victim.kind != "L" or bool(set(victim.offenses) & facts.OF_OFFICERS)


@each_victim("483", "25A", "Correct the type of victim to L, or take out what is told of an officer.")
def only_officers_have_duties(_: GroupAIncident, victim: Victim) -> bool:
    """An officer's activity, assignment and agency are told only of officers."""
    return victim.officer is None or victim.kind == "L"


@each_victim("490", "3", "Enter the hour of the incident.")
def the_hour_of_an_assault_on_an_officer_is_known(found: GroupAIncident, victim: Victim) -> bool:
    """Where an officer was assaulted or killed, the hour of the incident is there."""
    return victim.kind != "L" or not set(victim.offenses) & facts.OF_OFFICERS or bool(found.time)
