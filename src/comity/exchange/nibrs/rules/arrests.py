"""Rules on arrests, of both groups: the numbers 6xx with an incident, the same things as 7xx without one."""

from collections.abc import Callable

from comity.exchange.nibrs.reports import Arrest, GroupAIncident, GroupBArrest
from comity.exchange.nibrs.rules import facts
from comity.exchange.nibrs.rules.numbers import are_different, day, is_clean, is_embedded, last_day, stands_alone
from comity.exchange.nibrs.rules.rule import (
    Rule,
    Weight,
    arrest_of_group_b,
    each_arrest,
    whole,
)
from comity.exchange.nibrs.rules.victims import begins_unknown, is_age, is_turned

LONGEST = 12
ADULT = 18
OVER_98 = "99"
Grouped = GroupAIncident | GroupBArrest


def _of_both(
    numbers: str, element: str, remedy: str, weight: Weight = Weight.ERROR
) -> Callable[[Callable[[Grouped, Arrest], bool]], tuple[Rule, Rule]]:
    """Make a rule that has two numbers, such as 605 and 705: of arrests with an incident, and of those without."""
    with_incident, alone = numbers.split()

    def made(holds: Callable[[Grouped, Arrest], bool]) -> tuple[Rule, Rule]:
        return (
            each_arrest(with_incident, element, remedy, weight)(holds),
            arrest_of_group_b(alone, element, remedy, weight)(holds),
        )

    return made


@_of_both("601 701", "41", "Enter the number of the arrest.")
def an_arrest_has_a_number(_: Grouped, arrest: Arrest) -> bool:
    """The number of the arrest is there."""
    return bool(arrest.number)


@_of_both("601 701", "42", "Enter the date of the arrest.")
def an_arrest_has_a_date(_: Grouped, arrest: Arrest) -> bool:
    """The date of the arrest is there."""
    return bool(arrest.date)


@_of_both("601 701", "43", "Enter the type of the arrest.")
def an_arrest_has_a_type(_: Grouped, arrest: Arrest) -> bool:
    """The type of the arrest is there."""
    return bool(arrest.kind)


@each_arrest("601", "44", "Enter how the arrest is counted; N where it clears one incident.")
def an_arrest_is_counted(_: GroupAIncident, arrest: Arrest) -> bool:
    """It is said how the arrest is counted where it clears several incidents."""
    return bool(arrest.multiple)


@_of_both("601 701", "45", "Enter the offense for which the arrest was made.")
def an_arrest_has_an_offense(_: Grouped, arrest: Arrest) -> bool:
    """The offense for which the arrest was made is there."""
    return bool(arrest.offense)


@_of_both("601 701", "46", "Say what the arrestee was armed with; 01 for unarmed.")
def an_arrest_tells_of_arms(_: Grouped, arrest: Arrest) -> bool:
    """It is said what the arrestee was armed with, or that they were unarmed."""
    return bool(arrest.armed_with)


@_of_both("601 701", "47", "Enter the age; 00 where it is unknown.")
def an_arrestee_has_an_age(_: Grouped, arrest: Arrest) -> bool:
    """Of the arrestee the age is told, or that it is unknown."""
    return bool(arrest.person.age)


@_of_both("601 701", "48", "Enter the sex.")
def an_arrestee_has_a_sex(_: Grouped, arrest: Arrest) -> bool:
    """Of the arrestee the sex is told."""
    return bool(arrest.person.sex)


@_of_both("601 701", "49", "Enter the race; U where it is unknown.")
def an_arrestee_has_a_race(_: Grouped, arrest: Arrest) -> bool:
    """Of the arrestee the race is told, or that it is unknown."""
    return bool(arrest.person.race)


@_of_both("605 705", "42", "Correct the date of the arrest, or report it in its month.")
def an_arrest_is_of_the_month(found: Grouped, arrest: Arrest) -> bool:
    """The date of the arrest is one, and not after the month that is reported."""
    at, last = day(arrest.date), last_day(found.submission.month)
    return not arrest.date or (at is not None and (last is None or at <= last))


@_of_both("606 706", "46", "Take the repetition out.")
def arms_differ(_: Grouped, arrest: Arrest) -> bool:
    """No weapon is said twice."""
    return are_different([weapon for weapon in arrest.armed_with if not weapon.endswith("A")])


@_of_both("607 707", "46", "Take 01 out, or the others.")
def unarmed_stands_alone(_: Grouped, arrest: Arrest) -> bool:
    """That the arrestee was unarmed stands alone."""
    return stands_alone(frozenset({"01"}), arrest.armed_with)


@_of_both("610 710", "47", "Turn the two ages around.")
def an_age_range_rises(_: Grouped, arrest: Arrest) -> bool:
    """The first age of a range is the lower one."""
    return not is_turned(arrest.person.age)


@_of_both("615 715", "41", "Take the blanks out of the number.")
def a_number_has_no_gap(_: Grouped, arrest: Arrest) -> bool:
    """The number of the arrest has no blank within it."""
    return not is_embedded(arrest.number)


@_of_both("617 717", "41", "Use capital letters, digits and hyphens, twelve at most.")
def a_number_is_spelled_as_allowed(_: Grouped, arrest: Arrest) -> bool:
    """The number of the arrest has at most twelve capital letters, digits and hyphens."""
    return is_clean(arrest.number) and len(arrest.number) <= LONGEST


@_of_both("622 722", "47", "Give the whole range, or 00 alone.")
def an_age_range_begins_known(_: Grouped, arrest: Arrest) -> bool:
    """A range of ages does not begin with 00."""
    return not begins_unknown(arrest.person.age)


@_of_both("641 741", "47", "Make sure that the arrestee is over 98 years old; 00 stands for unknown.", Weight.WARNING)
def hardly_anybody_is_over_98(_: Grouped, arrest: Arrest) -> bool:
    """An arrestee is seldom over 98 years old."""
    return arrest.person.age != OVER_98


@_of_both("652 752", "52", "Enter the disposition: H for handled within the department, R for referred.")
def a_juvenile_has_a_disposition(_: Grouped, arrest: Arrest) -> bool:
    """Of an arrestee under 18 the disposition is told."""
    span = facts.years(arrest.person.age)
    return span is None or span[1] >= ADULT or bool(arrest.juvenile_disposition)


@_of_both("653 753", "52", "Take the disposition out, or correct the age.")
def an_adult_has_no_juvenile_disposition(_: Grouped, arrest: Arrest) -> bool:
    """Of an adult no disposition of a juvenile is told."""
    span = facts.years(arrest.person.age)
    return not arrest.juvenile_disposition or span is None or span[0] < ADULT


@_of_both("655 755", "46", "Take the A out, or correct the weapon.")
def only_firearms_are_automatic(_: Grouped, arrest: Arrest) -> bool:
    """Only a firearm is automatic."""
    return all(weapon[:2] in facts.FIREARMS for weapon in arrest.armed_with if weapon.endswith("A"))


@whole("656", "40", "Enter the other offenders, or correct the number of arrests.")
def no_more_arrested_than_offenders(found: GroupAIncident) -> bool:
    """No more people are arrested than are known as offenders."""
    known = [offender for offender in found.offenders if offender.sequence]
    return len({arrest.sequence for arrest in found.arrests}) <= len(known)


@whole("661", "40", "Give each arrestee a number of their own.")
def arrestees_differ(found: GroupAIncident) -> bool:
    """No two arrestees have the same number."""
    return are_different([arrest.sequence for arrest in found.arrests])


@_of_both("664 757", "47", "Give the age in two digits, or as a range; 00 where it is unknown.")
def age_is_one(_: Grouped, arrest: Arrest) -> bool:
    """The age of an arrestee is in digits."""
    age = arrest.person.age
    return not age or (is_age(age) and age[0].isdecimal())


@each_arrest("665", "42", "Correct the date of the arrest or of the incident.")
def nobody_is_arrested_before_it_happened(found: GroupAIncident, arrest: Arrest) -> bool:
    """Nobody is arrested before the incident happened."""
    at, happened = day(arrest.date), day(found.date)
    return at is None or happened is None or at >= happened


@_of_both("667 758", "48", "Enter the sex of the arrestee as M or F.")
def the_sex_of_an_arrestee_is_known(_: Grouped, arrest: Arrest) -> bool:
    """The sex of an arrestee is known."""
    return arrest.person.sex in {"", "M", "F"}


@whole("669", "6", "Take the arrest out, or correct the offense.")
def nobody_is_arrested_for_justifiable_homicide(found: GroupAIncident) -> bool:
    """Nobody is arrested in a justifiable homicide."""
    return not found.arrests or "09C" not in facts.codes(found)


@each_arrest("670", "45", "Correct the offense.")
def justifiable_homicide_is_no_reason_for_arrest(_: GroupAIncident, arrest: Arrest) -> bool:
    """Nobody is arrested for a justifiable homicide."""
    return arrest.offense != "09C"


@arrest_of_group_b("760", "45", "Report the offense as an incident, or correct it.")
def the_offense_is_of_group_b(_: GroupBArrest, arrest: Arrest) -> bool:
    """An arrest without an incident is for an offense of group B."""
    return arrest.offense not in facts.GROUP_A
