"""Rules on the head of an incident, and on what its parts must be together (structure checks and numbers 1xx)."""

from datetime import date

from comity.exchange.nibrs.reports import GroupAIncident, Offense, Property, Victim
from comity.exchange.nibrs.rules import facts
from comity.exchange.nibrs.rules.numbers import day, is_clean, is_embedded, last_day
from comity.exchange.nibrs.rules.rule import each_offense, each_property, each_victim, whole

FIRST_DAY = date(1991, 1, 1)
LAST_HOUR = 23
LONGEST = 12
MANY_OFFENDERS = 3


@each_offense("065", "24", "Connect a victim to the offense, or leave the offense out.")
def an_offense_has_a_victim(found: GroupAIncident, offense: Offense) -> bool:
    """Each offense has at least one victim who is connected to it."""
    return any(offense.code in victim.offenses for victim in found.victims)


@each_victim("070", "34", "Enter the offender, or correct the number.")
def related_offenders_are_there(found: GroupAIncident, victim: Victim) -> bool:
    """Each offender to whom a victim is related is in the incident."""
    return {number for number, _ in victim.relationships} <= {each.sequence for each in found.offenders}


@whole("071", "42", "Correct the date of the arrest or of the clearance; an incident with an arrest is cleared by it.")
def no_arrest_before_exceptional_clearance(found: GroupAIncident) -> bool:
    """An incident that is cleared exceptionally has no arrest up to the day of clearance."""
    cleared = day(found.exceptional_clearance_date)
    if found.cleared_exceptionally in {"", "N"} or cleared is None:
        return True
    return not any((at := day(each.date)) and at <= cleared for each in found.arrests)


@each_property("072", "15", "Report the property as stolen too, or correct what became of it.")
def what_was_recovered_was_stolen(found: GroupAIncident, part: Property) -> bool:
    """Recovered property was reported as stolen, except in forgery and stolen property offenses."""
    if part.loss != "5" or not part.description or facts.codes(found) & {"250", "280"}:
        return True
    stolen = {each.description for each in found.properties if each.loss == "7"}
    return part.description in stolen or (part.description == "38" and bool(stolen & facts.VEHICLES))


@whole("073", "19", "Correct the number of vehicles stolen or recovered.")
def no_more_vehicles_recovered_than_stolen(found: GroupAIncident) -> bool:
    """No more vehicles were recovered than stolen."""
    stolen, recovered = (
        sum(p.quantity or 0 for p in found.properties if p.loss == loss and p.description in facts.VEHICLES)
        for loss in ("7", "5")
    )
    return recovered <= stolen or not stolen or bool(facts.codes(found) & {"280"})


@whole("074", "14", "Say what became of property; if nothing did, enter loss 1, None.")
def property_is_reported_where_it_must_be(found: GroupAIncident) -> bool:
    """Kidnapping, crimes against property, drug and gambling offenses say what became of property."""
    return bool(found.properties) or not facts.codes(found) & facts.WITH_PROPERTY


@whole("075", "6", "Complete the incident: offense, victim and offender; for unknown offenders enter number 00.")
def an_incident_is_whole(found: GroupAIncident) -> bool:
    """An incident has at least one offense, one victim and one offender."""
    return bool(found.offenses and found.victims and found.offenders)


@whole("076", "14", "Leave the property out, or add the offense that it belongs to.")
def property_is_reported_only_where_it_may_be(found: GroupAIncident) -> bool:
    """Property is reported only with kidnapping, crimes against property, drug and gambling offenses."""
    return not found.properties or bool(facts.codes(found) & facts.WITH_PROPERTY)


@each_offense("077", "14", "Enter loss 1, None, or 8, Unknown, for the attempt.")
def an_attempt_has_no_loss(found: GroupAIncident, offense: Offense) -> bool:
    """With an attempted offense there is property of loss 1, None, or 8, Unknown."""
    concerned = offense.attempted and offense.code in facts.WITH_PROPERTY and bool(found.properties)
    return not concerned or any(part.loss in {"1", "8"} for part in found.properties)


@each_offense("078", "14", "Enter what became of property in this offense.")
def a_completed_offense_has_its_loss(found: GroupAIncident, offense: Offense) -> bool:
    """With a completed offense there is property of a loss that fits it."""
    if offense.attempted or offense.code not in facts.LOSSES:
        return True
    return not found.properties or any(part.loss in facts.LOSSES[offense.code] for part in found.properties)


@whole("080", "25", "Leave one victim: Society/Public.")
def society_is_one_victim(found: GroupAIncident) -> bool:
    """Where all offenses are against society, the only victim is society."""
    if not found.offenses or not facts.codes(found) <= facts.SOCIETY:
        return True
    return [victim.kind for victim in found.victims] in ([], [facts.SOCIETY_ITSELF])


@each_property("081", "14", "Correct what became of the property, or add the offense that it belongs to.")
def a_loss_fits_an_offense(found: GroupAIncident, part: Property) -> bool:
    """What became of property fits at least one of the offenses."""
    concerned = [each for each in found.offenses if each.code in facts.WITH_PROPERTY]
    fitting = {loss for each in concerned for loss in ("18" if each.attempted else facts.LOSSES.get(each.code, ""))}
    return not concerned or not part.loss or part.loss in fitting


@each_property("084", "16", "Correct the value stolen or recovered.")
def nothing_gains_value(found: GroupAIncident, part: Property) -> bool:
    """What was recovered is worth no more than when it was stolen; parts no more than the vehicles."""
    alike = facts.VEHICLES | {"38"} if part.description == "38" else {part.description}
    stolen = [p.value or 0 for p in found.properties if p.loss == "7" and p.description in alike]
    return part.loss != "5" or not stolen or (part.value or 0) <= max(stolen)


@each_victim("085", "34", "Relate the victim to at least two of the offenders.")
def of_many_offenders_a_victim_is_related_to_two(found: GroupAIncident, victim: Victim) -> bool:
    """Where three or more offenders harmed somebody, each victim is related to at least two of them."""
    if len(found.offenders) < MANY_OFFENDERS or not facts.harms_somebody(victim.offenses):
        return True
    return len({number for number, _ in victim.relationships}) > 1


@whole("101", "3", "Enter the date of the incident, or of the report where it is not known.")
def an_incident_has_a_date(found: GroupAIncident) -> bool:
    """The date of the incident is there."""
    return bool(found.date)


@whole("101", "4", "Say how the incident was cleared exceptionally; N for not at all.")
def clearance_is_told(found: GroupAIncident) -> bool:
    """It is said how the incident was cleared exceptionally, or that it was not."""
    return bool(found.cleared_exceptionally)


@whole("105", "3", "Correct the date.")
def the_date_is_one(found: GroupAIncident) -> bool:
    """The date of the incident is a date of the calendar."""
    return not found.date or day(found.date) is not None


@whole("105", "5", "Correct the date.")
def the_date_of_clearance_is_one(found: GroupAIncident) -> bool:
    """The date of exceptional clearance is a date of the calendar."""
    return not found.exceptional_clearance_date or day(found.exceptional_clearance_date) is not None


@whole("115", "2", "Take the blanks out of the number.")
def the_number_has_no_gap(found: GroupAIncident) -> bool:
    """The incident number has no blank within it."""
    return not is_embedded(found.number)


@whole("117", "2", "Use capital letters, digits and hyphens, twelve at most.")
def the_number_is_spelled_as_allowed(found: GroupAIncident) -> bool:
    """The incident number has at most twelve capital letters, digits and hyphens."""
    return is_clean(found.number) and len(found.number) <= LONGEST


@whole("119", "2A", "Say yes or no to cargo theft.")
def cargo_theft_is_told(found: GroupAIncident) -> bool:
    """With an offense in which cargo is stolen it is said whether it was."""
    return found.cargo_theft is not None or not facts.codes(found) & facts.WITH_CARGO


@whole("122", "2A", "Say no to cargo theft, or add the offense in which cargo was stolen.")
def cargo_is_stolen_in_an_offense(found: GroupAIncident) -> bool:
    """Cargo theft is said only with an offense in which cargo is stolen."""
    return not found.cargo_theft or bool(facts.codes(found) & facts.WITH_CARGO)


@whole("152", "3", "Give the hour as 00 to 23.")
def the_hour_is_one(found: GroupAIncident) -> bool:
    """The hour of the incident is 00 to 23."""
    hour = found.time[:2]
    return not found.time or (hour.isdecimal() and int(hour) <= LAST_HOUR)


@whole("153", "4", "Say how the incident was cleared, or take the date out.")
def a_date_of_clearance_has_its_reason(found: GroupAIncident) -> bool:
    """Where there is a date of exceptional clearance, it is said how the incident was cleared."""
    return not found.exceptional_clearance_date or found.cleared_exceptionally not in {"", "N"}


@whole("155", "5", "Correct the date of clearance or of the incident.")
def cleared_after_it_happened(found: GroupAIncident) -> bool:
    """An incident is not cleared before it happened."""
    cleared, happened = day(found.exceptional_clearance_date), day(found.date)
    return cleared is None or happened is None or cleared >= happened


@whole("156", "5", "Enter the date on which the incident was cleared.")
def an_exceptional_clearance_has_its_date(found: GroupAIncident) -> bool:
    """An incident that was cleared exceptionally has the date on which it was."""
    return found.cleared_exceptionally in {"", "N"} or bool(found.exceptional_clearance_date)


@whole("170", "3", "Report the incident in the month in which it became known, or correct the date.")
def nothing_happens_after_the_month(found: GroupAIncident) -> bool:
    """The incident did not happen after the month that is reported."""
    happened, last = day(found.date), last_day(found.submission.month)
    return happened is None or last is None or happened <= last


@whole("172", "3", "Correct the date.")
def nothing_is_older_than_the_program(found: GroupAIncident) -> bool:
    """The incident did not happen before 1991, when the program began."""
    happened = day(found.date)
    return happened is None or happened >= FIRST_DAY


@whole("175", "3", "Correct the date of the incident and the month of the report.")
def date_and_month_can_be_compared(found: GroupAIncident) -> bool:
    """The date of the incident and the month of the report are valid, so that they can be compared."""
    return day(found.date) is not None and last_day(found.submission.month) is not None
