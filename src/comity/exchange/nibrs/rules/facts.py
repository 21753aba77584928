"""What the edit rules rest on: which offenses, property and codes belong together.

Facts of the NIBRS Technical Specification 2019.1 and of NIBRSEditRules.xlsx, each with the number of the rule that
lists it.
"""

from collections.abc import Iterable

from comity.exchange.nibrs.reports import Demographics, GroupAIncident
from comity.records.codes import code_table

_OFFENSES = code_table("nibrs-offense")


def _against(whom: str) -> frozenset[str]:
    return frozenset(code for code, of in _OFFENSES.extras["against"].items() if of == whom)


GROUP_B = frozenset(code for code, group in _OFFENSES.extras["group"].items() if group == "B")
GROUP_A = frozenset(_OFFENSES.codes) - GROUP_B
PERSON = _against("person") | {"09C"}
PROPERTY = _against("property") - GROUP_B
SOCIETY = _against("society") - GROUP_B
ROBBERY = "120"
LARCENY = frozenset(f"23{letter}" for letter in "ABCDEFGH")
HOMICIDES = frozenset({"09A", "09B", "09C"})
ASSAULTS = frozenset({"13A", "13B", "13C"})
DRUGS = frozenset({"35A", "35B"})
GAMBLING = frozenset({"39A", "39B", "39C", "39D"})
# Rules 074 and 076.
WITH_PROPERTY = PROPERTY | DRUGS | GAMBLING | {"100"}
# Rule 122; the "24H" of its list is 23H, All Other Larceny.
WITH_CARGO = frozenset("120 210 220 23D 23F 23H 240 26A 26B 26C 26E 270 510".split())
# Rule 205.
IN_CYBERSPACE = frozenset(
    "210 250 270 280 290 370 510 26A 26B 26C 26D 26E 26F 26G 39A 39B 39D 13C 35A 35B 520 64A 64B 40A 40B 40C".split()
)
CYBERSPACE = "58"
# Rules 219 and 220: which activity may be named for which offenses.
WITH_ACTIVITY = frozenset("250 280 35A 35B 39C 370 520".split())
WITH_GANG = frozenset("09A 09B 100 11A 11B 11C 11D 120 13A 13B 13C".split())
CRUELTY = "720"
ACTIVITIES = {**dict.fromkeys("BCDEOPTU", WITH_ACTIVITY), **dict.fromkeys("JGN", WITH_GANG)} | dict.fromkeys(
    "AFIS", frozenset({CRUELTY})
)
# Rules 221 and 222.
WITH_FORCE = frozenset("09A 09B 09C 100 11A 11B 11C 11D 120 13A 13B 210 520 64A 64B".split())
# Rules 265 and 269.
SIMPLE_FORCE = frozenset({"40", "90", "95", "99"})
FIREARMS = frozenset({"11", "12", "13", "14", "15"})
LODGINGS = frozenset({"14", "19"})
VEHICLES = frozenset({"03", "05", "24", "28", "37"})
STRUCTURES = frozenset({"29", "30", "31", "32", "33", "34", "35"})
# Rule 081: what may have become of property in a completed offense.
LOSSES = {
    "280": "15",
    **dict.fromkeys(("100", "220", "510"), "1578"),
    **dict.fromkeys(("35A", "35B"), "16"),
    "200": "2",
    "250": "356",
    "290": "4",
    **dict.fromkeys(("120", "210", *LARCENY, "240", "26A", "26B", "26C", "26D", "26E", "26F", "26G", "270"), "57"),
    **dict.fromkeys(GAMBLING, "6"),
}
# Rules 351 and 391.
WORTHLESS = frozenset({"09", "22", "48", "65", "66"})
MAY_BE_WORTHLESS = WORTHLESS | {"77", "99"}
# Rule 390, "would not fit in a purse or pocket" and "cannot be shoplifted".
_LARGE = VEHICLES | STRUCTURES | {"01", "12", "15", "18", "39", "66", "78"}
ILLOGICAL = {
    "220": STRUCTURES,
    "240": STRUCTURES,
    "23A": _LARGE,
    "23B": _LARGE,
    "23C": _LARGE,
    **dict.fromkeys(("23D", "23E", "23F", "23G"), VEHICLES | STRUCTURES),
    "23H": VEHICLES,
}
# Rule 306: measures of one sort.
MEASURES = {
    **dict.fromkeys(("GM", "KG", "OZ", "LB"), "weight"),
    **dict.fromkeys(("ML", "LT", "FO", "GL"), "volume"),
    **dict.fromkeys(("DU", "NP"), "units"),
}
# Rule 419.
WITH_CIRCUMSTANCES = HOMICIDES | {"13A"}
WITH_INJURY = frozenset("100 11A 11B 11C 11D 120 13A 13B 210 64A 64B".split())
MAJOR_INJURIES = frozenset("BILOTU")
# Rules 456, 462, 463 and 477: which circumstances are given for which offense.
CIRCUMSTANCES = {
    "09A": frozenset("01 02 03 04 05 06 07 08 09 10".split()),
    "13A": frozenset("01 02 03 04 05 06 08 09 10".split()),
    "09B": frozenset("30 31 32 33 34".split()),
    "09C": frozenset({"20", "21"}),
}
# Rule 482.
OF_OFFICERS = frozenset({"09A", "13A", "13B", "13C"})
INDIVIDUALS = frozenset({"I", "L"})
# Rule 478: what is part of the offense named, or cannot have happened to the same victim beside it.
_FORCED = frozenset({"13A", "13B", "13C", "11D", "36A", "36B"})
EXCLUDED = {
    "09A": frozenset({"09B", "13A", "13B", "13C"}),
    "09B": frozenset({"09A", "13A", "13B", "13C"}),
    "13A": frozenset({"13B", "13C"}),
    "13B": frozenset({"13C"}),
    "11A": _FORCED,
    "11B": _FORCED,
    "11C": _FORCED,
    "11D": frozenset({"13B", "13C", "36A", "36B"}),
    "120": frozenset({"13A", "13B", "13C", "240"}) | LARCENY,
}
# Rule 554: whether the victim of this relationship is the older of the two.
OLDER_VICTIM = {"CH": False, "GC": False, "PA": True, "GP": True}
UNKNOWN = "U"
SOCIETY_ITSELF = "S"


def codes(found: GroupAIncident) -> frozenset[str]:
    """Give the codes of the offenses of an incident."""
    return frozenset(offense.code for offense in found.offenses)


def completed(found: GroupAIncident, code: str) -> bool:
    """Tell whether an incident has such an offense and it was completed."""
    return any(offense.code == code and not offense.attempted for offense in found.offenses)


def harms_somebody(offenses: Iterable[str]) -> bool:
    """Tell whether one of some offenses is a crime against a person or a robbery: then victims relate to offenders."""
    return any(code in PERSON or code == ROBBERY for code in offenses)


def years(age: str) -> tuple[int, int] | None:
    """Give the least and most years of an age such as "35" or "25-30"; 0 for a baby, None where it is not known."""
    if age in {"NN", "NB", "BB"}:
        return 0, 0
    low, _, high = age.partition("-")
    if not low.isdecimal() or (high and not high.isdecimal()) or low == "00":
        return None
    return int(low), int(high or low)


def mean(age: str) -> float | None:
    """Give the years of an age, of a range their average; None where it is not known."""
    span = years(age)
    return None if span is None else sum(span) / 2


def is_described(person: Demographics) -> bool:
    """Tell whether age, sex and race of somebody are all known."""
    return years(person.age) is not None and UNKNOWN not in {person.sex or UNKNOWN, person.race or UNKNOWN}


def is_unknown(person: Demographics) -> bool:
    """Tell whether none of age, sex and race of somebody is known."""
    return years(person.age) is None and {person.sex or UNKNOWN, person.race or UNKNOWN} == {UNKNOWN}
