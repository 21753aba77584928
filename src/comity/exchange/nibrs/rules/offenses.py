"""Rules on the offenses of an incident (numbers 2xx)."""

from comity.exchange.nibrs.reports import GroupAIncident, Offense
from comity.exchange.nibrs.rules import facts
from comity.exchange.nibrs.rules.numbers import are_different, stands_alone
from comity.exchange.nibrs.rules.rule import each_offense, whole

MOST_OFFENSES = 10
MOST_PREMISES = 99


@each_offense("201", "8", "Say what the offender is suspected of having used; N for nothing.")
def use_is_told(_: GroupAIncident, offense: Offense) -> bool:
    """It is said what the offender is suspected of having used, or that it was nothing."""
    return bool(offense.suspected_of_using)


@each_offense("201", "8A", "Enter the bias motivation; 88 for none.")
def bias_is_told(_: GroupAIncident, offense: Offense) -> bool:
    """It is said from what bias the offense was committed, or that there was none."""
    return bool(offense.bias)


@each_offense("201", "9", "Enter the type of the location.")
def location_is_told(_: GroupAIncident, offense: Offense) -> bool:
    """The type of the location is there."""
    return bool(offense.location)


@each_offense("204", "10", "Enter 1 to 99 premises.")
def premises_are_counted(_: GroupAIncident, offense: Offense) -> bool:
    """The number of premises entered is 1 to 99."""
    return offense.premises_entered is None or 1 <= offense.premises_entered <= MOST_PREMISES


@each_offense("205", "9", "Correct the location type: this offense does not happen in cyberspace.")
def cyberspace_fits_the_offense(_: GroupAIncident, offense: Offense) -> bool:
    """Cyberspace is the location only of offenses that can happen there."""
    return offense.location != facts.CYBERSPACE or offense.code in facts.IN_CYBERSPACE


@each_offense("206", "8", "Take the repetition out.")
def uses_differ(_: GroupAIncident, offense: Offense) -> bool:
    """What was used is not said twice."""
    return are_different(offense.suspected_of_using)


@each_offense("206", "8A", "Take the repetition out.")
def biases_differ(_: GroupAIncident, offense: Offense) -> bool:
    """No bias is said twice."""
    return are_different(offense.bias)


@each_offense("206", "12", "Take the repetition out.")
def activities_differ(_: GroupAIncident, offense: Offense) -> bool:
    """No activity is said twice."""
    return are_different(offense.criminal_activity)


@each_offense("206", "13", "Take the repetition out.")
def forces_differ(_: GroupAIncident, offense: Offense) -> bool:
    """No weapon is said twice."""
    return are_different([weapon for weapon in offense.force if not weapon.endswith("A")])


@each_offense("207", "8", "Take N out, or the others.")
def no_use_stands_alone(_: GroupAIncident, offense: Offense) -> bool:
    """That nothing was used stands alone."""
    return stands_alone(frozenset("N"), offense.suspected_of_using)


@each_offense("207", "8A", "Take 88 or 99 out, or the others.")
def no_bias_stands_alone(_: GroupAIncident, offense: Offense) -> bool:
    """That there was no bias, or that it is unknown, stands alone."""
    return stands_alone(frozenset({"88", "99"}), offense.bias)


@each_offense("207", "12", "Take N out, or the others.")
def no_gang_stands_alone(_: GroupAIncident, offense: Offense) -> bool:
    """That no gang was involved stands alone."""
    return stands_alone(frozenset("N"), offense.criminal_activity)


@each_offense("207", "13", "Take 99 out, or the others.")
def no_force_stands_alone(_: GroupAIncident, offense: Offense) -> bool:
    """That there was no weapon or force stands alone."""
    return stands_alone(frozenset({"99"}), offense.force)


@each_offense("219", "12", "Take out the activity that this offense cannot have.")
def activity_fits_the_offense(_: GroupAIncident, offense: Offense) -> bool:
    """Each activity is one that the offense can have."""
    return all(offense.code in facts.ACTIVITIES.get(each, {offense.code}) for each in offense.criminal_activity)


@each_offense("220", "12", "Enter the activity.")
def activity_is_told_where_it_must_be(_: GroupAIncident, offense: Offense) -> bool:
    """Forgery, drug, weapon, pornography and cruelty offenses say what was done."""
    return bool(offense.criminal_activity) or offense.code not in facts.WITH_ACTIVITY | {facts.CRUELTY}


@each_offense("221", "13", "Enter the weapon or force; 99 for none.")
def force_is_told_where_it_must_be(_: GroupAIncident, offense: Offense) -> bool:
    """Offenses in which force is used say which weapon or force it was."""
    return bool(offense.force) or offense.code not in facts.WITH_FORCE


@each_offense("222", "13", "Take the weapon out, or correct the offense.")
def force_is_told_only_where_it_may_be(_: GroupAIncident, offense: Offense) -> bool:
    """A weapon or force is said only of offenses in which it is used."""
    return not offense.force or offense.code in facts.WITH_FORCE


@each_offense("252", "10", "Take the number of premises out, or correct location and offense.")
def premises_are_counted_only_of_lodgings(_: GroupAIncident, offense: Offense) -> bool:
    """Premises are counted only in a burglary of a hotel or of rental storage."""
    lodgings = offense.code == "220" and offense.location in facts.LODGINGS
    return offense.premises_entered is None or lodgings


@each_offense("253", "11", "Say how the building was entered: F or N.")
def a_burglary_has_its_method(_: GroupAIncident, offense: Offense) -> bool:
    """A burglary says whether entry was by force."""
    return offense.code != "220" or bool(offense.method_of_entry)


@each_offense("254", "11", "Take the method of entry out, or correct the offense.")
def only_a_burglary_has_a_method(_: GroupAIncident, offense: Offense) -> bool:
    """How a building was entered is told of burglaries and of nothing else."""
    return offense.code == "220" or not offense.method_of_entry


@each_offense("256", "7", "Mark the offense as completed; an attempted murder is an aggravated assault.")
def assault_and_homicide_are_completed(_: GroupAIncident, offense: Offense) -> bool:
    """Assaults and homicides are completed, never attempted."""
    return not offense.attempted or offense.code not in facts.ASSAULTS | facts.HOMICIDES


@each_offense("257", "10", "Enter the number of premises.")
def premises_of_lodgings_are_counted(_: GroupAIncident, offense: Offense) -> bool:
    """A burglary of a hotel or of rental storage counts the premises entered."""
    lodgings = offense.code == "220" and offense.location in facts.LODGINGS
    return not lodgings or offense.premises_entered is not None


@each_offense("258", "13", "Take the A out, or correct the weapon.")
def only_firearms_are_automatic(_: GroupAIncident, offense: Offense) -> bool:
    """Only a firearm is automatic."""
    return all(weapon[:2] in facts.FIREARMS for weapon in offense.force if weapon.endswith("A"))


@whole("262", "6", "Report the offense once.")
def offenses_differ(found: GroupAIncident) -> bool:
    """No offense is reported twice in one incident."""
    return are_different([offense.code for offense in found.offenses])


@whole("263", "6", "Report ten offenses at most.")
def offenses_are_few(found: GroupAIncident) -> bool:
    """An incident has ten offenses at most."""
    return len(found.offenses) <= MOST_OFFENSES


@each_offense("264", "6", "Report an offense of group B by its arrest alone.")
def offenses_are_of_group_a(_: GroupAIncident, offense: Offense) -> bool:
    """An incident has offenses of group A only."""
    return offense.code not in facts.GROUP_B


@each_offense("265", "13", "Correct the weapon, or report an aggravated assault.")
def simple_assault_has_no_weapon(_: GroupAIncident, offense: Offense) -> bool:
    """A simple assault is done with hands and feet, with something else, unknown or nothing."""
    return offense.code != "13B" or set(offense.force) <= facts.SIMPLE_FORCE


@whole("266", "6", "Report the other offenses as another incident.")
def justifiable_homicide_stands_alone(found: GroupAIncident) -> bool:
    """A justifiable homicide is the only offense of its incident."""
    return "09C" not in facts.codes(found) or len(found.offenses) == 1


@each_offense("267", "13", "Enter the weapon or force; 95 where it is unknown.")
def nobody_is_killed_by_nothing(_: GroupAIncident, offense: Offense) -> bool:
    """A homicide has some weapon or force."""
    return offense.code not in facts.HOMICIDES or "99" not in offense.force


@whole("268", "15", "Report the stolen vehicle as motor vehicle theft, 240, or correct the description.")
def vehicles_are_not_larceny(found: GroupAIncident) -> bool:
    """A stolen vehicle is no larceny."""
    stolen = {part.description for part in found.properties if part.loss == "7"}
    larceny = facts.codes(found) & facts.LARCENY
    return not larceny or "240" in facts.codes(found) or not stolen & facts.VEHICLES


@each_offense("269", "13", "Report an aggravated assault, 13A, or correct the weapon.")
def simple_assault_has_no_firearm(_: GroupAIncident, offense: Offense) -> bool:
    """An assault with a firearm is aggravated."""
    return offense.code != "13B" or not {weapon[:2] for weapon in offense.force} & facts.FIREARMS


@each_offense("270", "8A", "Enter 88, None.")
def justifiable_homicide_has_no_bias(_: GroupAIncident, offense: Offense) -> bool:
    """A justifiable homicide is without bias."""
    return offense.code != "09C" or offense.bias == ("88",)
