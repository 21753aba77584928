"""How charges are laid out, and which of them a referral, a decision or a case is about."""

from collections.abc import Iterable

from comity.exchange.ojbc.outward.forms import Form, count, text, when
from comity.exchange.ojbc.outward.lines import Line, Lines, each, leaf
from comity.exchange.ojbc.outward.sight import Spot, parts, records, values

# From a sentence to its dispositions, or a disposition itself.
DISPOSED = "dispositions|=disposition"
# In the order of NIEM, so that an exchange need only name the fields that it has.
_CHARGE: dict[str, tuple[str, Form]] = {
    "applicability": ("j:ChargeApplicabilityText", text),
    "category_text": ("j:ChargeCategoryDescriptionText", text),
    "count": ("j:ChargeCountQuantity", count),
    "degree": ("j:ChargeDegreeText", text),
    "description": ("j:ChargeDescriptionText", text),
    "filed_on": ("j:ChargeFilingDate", when),
    "highest": ("j:ChargeHighestIndicator", text),
    "number": ("j:ChargeIdentification/nc:IdentificationID", text),
    "ncic_code": ("j:ChargeNCICCode", text),
    "qualifier": ("j:ChargeQualifierText", text),
    "sequence": ("j:ChargeSequenceID", text),
    "severity_level": ("j:ChargeSeverityLevel/j:SeverityLevelDescriptionText", text),
    "severity": ("j:ChargeSeverityText", text),
    "statutes": ("j:ChargeStatute", text),
    "text": ("j:ChargeText", text),
    "charge_tracking_number": ("j:ChargeTrackingIdentification/nc:IdentificationID", text),
}
_STATUTE = {
    "code": "j:StatuteCodeIdentification/nc:IdentificationID",
    "section": "j:StatuteCodeSectionIdentification/nc:IdentificationID",
    "description": "j:StatuteDescriptionText",
    "offense": "j:StatuteOffenseIdentification/nc:IdentificationID",
    "text": "j:StatuteText",
}
# The house writes what somebody is accused of as one code of its table; partners read it where they read a statute.
_OFFENSE = leaf("j:ChargeStatute/j:StatuteCodeIdentification/nc:IdentificationID", "offense")


def charge_lines(fields: str, statute: str = "code") -> Lines:
    """Lay out a charge; ``fields`` are those that the exchange has, ``statute`` those of the law cited."""
    return tuple(line for name in _CHARGE if name in fields.split() for line in _lines(name, statute))


def _lines(name: str, statute: str) -> Iterable[Line]:
    path, form = _CHARGE[name]
    if name != "statutes":
        return (leaf(path, name, form),)
    cited = (leaf(where, field) for field, where in _STATUTE.items() if field in statute.split())
    return _OFFENSE, each(path, name, *cited)


def referred_charges(referral: Spot) -> tuple[Spot, ...]:
    """Give the charges that a referral brings: its own and those of its arrests, without those not referred."""
    left_out = set(values(referral, "not_referred.charge_tracking_number"))
    found = [*parts(referral, "charges"), *parts(referral, "accused.arrest/charges")]
    return tuple(each for each in found if each.fields.get("charge_tracking_number") not in left_out)


def filed_charges(decision: Spot) -> tuple[Spot, ...]:
    """Give the charges that a decision files: as they were referred, with what the prosecutor amended or added."""
    known = {_number(each): each for referral in _referrals(decision) for each in referred_charges(referral)}
    choices = [each for each in parts(decision, "choices") if each.fields.get("choice") != "decline"]
    return tuple(_filed(choice, known.get(_number(choice))) for choice in choices)


def decided_charges(case: Spot) -> tuple[Spot, ...]:
    """Give the charges of a case: those that it lists, or all that its charging decision filed."""
    listed = parts(case, "charges")
    if listed:
        return tuple(_filed(each, _known_to(case).get(_number(each))) for each in listed)
    return tuple(charge for decision in _decisions(case) for charge in filed_charges(decision))


def disposed_charge(disposition: Spot) -> tuple[Spot, ...]:
    """Give the charge that a disposition ends: as it stood in the case, with what the disposition says of it."""
    number = disposition.fields.get("charge_tracking_number")
    before = [
        each for case in records(disposition, "case") for each in decided_charges(case) if _number(each) == number
    ]
    said = {**(before[0].fields if before else {}), **(disposition.fields.get("charge") or {})}
    said |= {"charge_tracking_number": number} if number else {}
    return (Spot(disposition.view, disposition.around, said, "charge."),) if said else ()


def disposed_charges(decided: Spot) -> tuple[Spot, ...]:
    """Give the charges that a disposition ends, or all those of a sentence's dispositions."""
    return tuple(charge for each in records(decided, DISPOSED) for charge in disposed_charge(each))


def _known_to(case: Spot) -> dict[object, Spot]:
    return {_number(each): each for decision in _decisions(case) for each in filed_charges(decision)}


def _filed(choice: Spot, before: Spot | None) -> Spot:
    """Put what a later stage says of a charge over what the earlier one said."""
    said = choice.fields.get("amended") or {}
    own = {name: value for name, value in choice.fields.items() if name not in _OF_THE_CHOICE}
    return Spot(choice.view, choice.around, {**(before.fields if before else {}), **said, **own}, choice.place)


# What stands in a choice beside the charge that it is about.
_OF_THE_CHOICE = ("choice", "amended", "reason", "ends_cycle")


def _number(charge: Spot) -> object:
    return charge.fields.get("charge_tracking_number")


def _referrals(decision: Spot) -> list[Spot]:
    return records(decision, "referral")


def _decisions(case: Spot) -> list[Spot]:
    return records(case, "charging_decision")
