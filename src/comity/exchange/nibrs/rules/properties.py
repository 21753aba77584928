"""Rules on property (numbers 3xx)."""

from comity.exchange.nibrs.reports import GroupAIncident, Property
from comity.exchange.nibrs.rules import facts
from comity.exchange.nibrs.rules.numbers import are_different, day, last_day
from comity.exchange.nibrs.rules.rule import each_property

NOTHING = frozenset({"1", "8"})
ALL_DRUGS = 3


def _says_something(part: Property) -> bool:
    counted = part.value is not None or part.quantity is not None
    return bool(part.description or part.recovered or counted)


@each_property("301", "14", "Say what became of the property.")
def loss_is_told(_: GroupAIncident, part: Property) -> bool:
    """It is said what became of the property."""
    return bool(part.loss)


@each_property("305", "17", "Correct the date of recovery.")
def recovered_between_incident_and_end_of_month(found: GroupAIncident, part: Property) -> bool:
    """Property is not recovered before the incident, nor after the month that is reported."""
    at, happened, last = day(part.recovered), day(found.date), last_day(found.submission.month)
    if not part.recovered:
        return True
    return at is not None and (happened is None or at >= happened) and (last is None or at <= last)


@each_property("306", "15", "Put what was counted twice together.")
def descriptions_differ(found: GroupAIncident, part: Property) -> bool:
    """No description stands twice under the same loss."""
    alike = [p for p in found.properties if (p.loss, p.description) == (part.loss, part.description)]
    return not part.description or alike[0] is part


@each_property("306", "20", "Put what was counted twice together, or correct the measure.")
def drugs_differ(_: GroupAIncident, part: Property) -> bool:
    """No drug stands twice with measures of the same sort."""
    return are_different([(drug.drug, facts.MEASURES.get(drug.measure, drug.measure)) for drug in part.drugs])


@each_property("351", "16", "Enter the value; 1 dollar where it is not known.")
def property_has_a_value(_: GroupAIncident, part: Property) -> bool:
    """Property is worth something, except documents, cards and what has no price."""
    return part.value != 0 or part.description in facts.MAY_BE_WORTHLESS


@each_property("352", "15", "Take out what was entered of property, or correct its loss.")
def no_loss_has_no_property(found: GroupAIncident, part: Property) -> bool:
    """Where the loss is none or unknown, nothing is said of property but which drug was suspected."""
    drugs_alone = part.loss == "1" and "35A" in facts.codes(found)
    said = _says_something(part) or any(drug.quantity is not None or drug.measure for drug in part.drugs)
    return part.loss not in NOTHING or not (said or (part.drugs and not drugs_alone))


@each_property("353", "16", "Enter a value of 1 dollar until the inventory is made.")
def what_is_not_counted_yet_is_worth_one(_: GroupAIncident, part: Property) -> bool:
    """What awaits inventory has a value of 1 dollar."""
    return part.description != "88" or part.value == 1


@each_property("354", "16", "Say what the property was.")
def what_has_a_value_is_described(_: GroupAIncident, part: Property) -> bool:
    """What has a value is described."""
    return part.value is None or bool(part.description)


@each_property("355", "17", "Take the date out, or correct the loss to 5, Recovered.")
def only_recovered_property_has_its_date(_: GroupAIncident, part: Property) -> bool:
    """Only recovered property has a date of recovery."""
    return not part.recovered or part.loss == "5"


@each_property("356", "17", "Describe what was recovered, and enter its value.")
def what_was_recovered_is_described(_: GroupAIncident, part: Property) -> bool:
    """What has a date of recovery has a description and a value."""
    return not part.recovered or (bool(part.description) and part.value is not None)


@each_property("357", "18", "Count stolen vehicles only in a completed motor vehicle theft.")
def stolen_vehicles_are_of_a_theft(found: GroupAIncident, part: Property) -> bool:
    """Stolen vehicles are counted only in a completed motor vehicle theft."""
    return part.quantity is None or part.loss != "7" or facts.completed(found, "240")


@each_property("358", "18", "Enter how many vehicles were stolen; 00 where it is not known.")
def stolen_vehicles_are_counted(found: GroupAIncident, part: Property) -> bool:
    """In a completed motor vehicle theft the stolen vehicles are counted."""
    if part.loss != "7" or not facts.completed(found, "240"):
        return True
    first = next(each for each in found.properties if each.loss == "7")
    return part is not first or any(p.quantity is not None for p in found.properties if p.loss == "7")


@each_property("359", "15", "Describe the vehicles, or take their number out.")
def only_vehicles_are_counted(_: GroupAIncident, part: Property) -> bool:
    """A number of vehicles stands with vehicles."""
    return not part.quantity or part.description in facts.VEHICLES


@each_property("360", "19", "Count recovered vehicles only in a completed motor vehicle theft.")
def recovered_vehicles_are_of_a_theft(found: GroupAIncident, part: Property) -> bool:
    """Recovered vehicles are counted only in a completed motor vehicle theft."""
    return part.quantity is None or part.loss != "5" or facts.completed(found, "240")


@each_property("361", "19", "Enter how many vehicles were recovered; 00 where it is not known.")
def recovered_vehicles_are_counted(found: GroupAIncident, part: Property) -> bool:
    """In a motor vehicle theft recovered vehicles are counted."""
    concerned = part.loss == "5" and part.description in facts.VEHICLES and facts.completed(found, "240")
    return not concerned or any(p.quantity is not None for p in found.properties if p.loss == "5")


@each_property("362", "20", "Enter the two drugs of which there was most beside X.")
def more_than_three_drugs_name_two(found: GroupAIncident, part: Property) -> bool:
    """With X, over three drug types, two drugs are named."""
    under_the_loss = [drug for each in found.properties if each.loss == part.loss for drug in each.drugs]
    return "X" not in {drug.drug for drug in part.drugs} or len(under_the_loss) >= ALL_DRUGS


@each_property("363", "21", "Take quantity and measure of X out.")
def more_than_three_drugs_are_not_measured(_: GroupAIncident, part: Property) -> bool:
    """X, over three drug types, has no quantity and no measure."""
    return all(drug.quantity is None and not drug.measure for drug in part.drugs if drug.drug == "X")


@each_property("364", "21", "Enter quantity and measure of the drug; measure XX until the laboratory has answered.")
def seized_drugs_are_measured(found: GroupAIncident, part: Property) -> bool:
    """A drug seized in a drug violation has a quantity and a measure."""
    concerned = part.loss == "6" and part.description == "10" and "35A" in facts.codes(found)
    return not concerned or all(d.quantity is not None and d.measure for d in part.drugs if d.drug != "X")


@each_property("365", "20", "Name a drug only where drugs were seized in a drug violation.")
def drugs_are_of_a_drug_violation(found: GroupAIncident, part: Property) -> bool:
    """A drug is named only in a drug violation, where drugs were seized or nothing was."""
    seized = part.loss == "6" and part.description == "10"
    return not part.drugs or ("35A" in facts.codes(found) and (seized or part.loss == "1"))


@each_property("366", "21", "Enter drug and measure with the quantity.")
def a_quantity_has_its_measure(_: GroupAIncident, part: Property) -> bool:
    """A quantity stands with its drug and its measure."""
    return all(drug.drug and drug.measure for drug in part.drugs if drug.quantity is not None)


@each_property("367", "22", "Correct drug or measure: only E, G and K are counted in plants.")
def plants_are_of_drugs_that_grow(_: GroupAIncident, part: Property) -> bool:
    """Only marijuana, opium and other hallucinogens are counted in plants."""
    return all(drug.drug in {"E", "G", "K"} for drug in part.drugs if drug.measure == "NP")


@each_property("368", "22", "Enter drug and quantity with the measure.")
def a_measure_has_its_quantity(_: GroupAIncident, part: Property) -> bool:
    """A measure stands with its drug and its quantity."""
    return all(drug.drug and drug.quantity is not None for drug in part.drugs if drug.measure)


@each_property("372", "15", "Describe the property, or correct its loss to 1 or 8.")
def a_loss_has_its_property(_: GroupAIncident, part: Property) -> bool:
    """Where something became of property, it is said of which."""
    return part.loss in NOTHING or _says_something(part) or bool(part.drugs)


@each_property("375", "15", "Describe the property.")
def a_loss_has_its_description(_: GroupAIncident, part: Property) -> bool:
    """Where something became of property, it is described."""
    return part.loss in NOTHING or not part.loss or bool(part.description)


@each_property("382", "16", "Enter the value, or add the drug violation, 35A.")
def drugs_without_value_are_of_a_drug_violation(found: GroupAIncident, part: Property) -> bool:
    """Drugs have no value only in a drug violation."""
    return part.description != "10" or part.value is not None or "35A" in facts.codes(found)


@each_property("383", "16", "Take the value of the drugs out.")
def drugs_alone_have_no_value(found: GroupAIncident, part: Property) -> bool:
    """Where the only offense is a drug violation, the drugs have no value."""
    return part.description != "10" or not part.value or facts.codes(found) != {"35A"}


@each_property("384", "21", "Enter 1 as the quantity until the laboratory has answered.")
def what_is_not_measured_yet_counts_one(_: GroupAIncident, part: Property) -> bool:
    """A drug whose measure is not reported yet, XX, has the quantity 1."""
    return all(drug.quantity == 1 for drug in part.drugs if drug.measure == "XX")


@each_property("387", "15", "Add the other drug offense, or correct the description.")
def what_is_seized_fits_the_drug_offense(found: GroupAIncident, part: Property) -> bool:
    """With a drug violation alone no equipment is seized, with an equipment violation alone no drug."""
    other = {"35A": "11", "35B": "10"}
    (alone, *more) = sorted(facts.codes(found)) or [""]
    return bool(more) or part.loss != "6" or part.description != other.get(alone, "-")


def _is_short(found: GroupAIncident, part: Property, loss: str) -> bool:
    """Tell whether fewer vehicles are counted than are described; 0 stands for an unknown number."""
    alike = [p for p in found.properties if p.loss == loss and p.description in facts.VEHICLES]
    counted = sum(p.quantity or 0 for p in alike)
    return part.loss == loss and part.quantity is not None and 0 < counted < len(alike)


@each_property("388", "18", "Correct the number of vehicles, or what they were.")
def no_fewer_vehicles_stolen_than_described(found: GroupAIncident, part: Property) -> bool:
    """No fewer vehicles are counted as stolen than are described."""
    return not _is_short(found, part, "7")


@each_property("389", "19", "Correct the number of vehicles, or what they were.")
def no_fewer_vehicles_recovered_than_described(found: GroupAIncident, part: Property) -> bool:
    """No fewer vehicles are counted as recovered than are described."""
    return not _is_short(found, part, "5")


@each_property("390", "15", "Correct the description, or the offense.")
def property_is_logical_for_an_offense(found: GroupAIncident, part: Property) -> bool:
    """Property can be what it is in at least one of the offenses."""
    concerned = facts.codes(found) & facts.WITH_PROPERTY
    logical = any(part.description not in facts.ILLOGICAL.get(code, ()) for code in concerned)
    return not concerned or logical


@each_property("391", "16", "Enter a value of 0.")
def what_has_no_price_has_no_value(_: GroupAIncident, part: Property) -> bool:
    """Cards, documents and identities have the value 0."""
    return part.description not in facts.WORTHLESS or not part.value


@each_property("392", "20", "Name the drug that was suspected.")
def no_loss_in_a_drug_violation_names_the_drug(found: GroupAIncident, part: Property) -> bool:
    """Where nothing was seized in a drug violation, the suspected drug is named."""
    return part.loss != "1" or facts.codes(found) != {"35A"} or bool(part.drugs)
