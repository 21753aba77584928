"""Reports that break no rule, and the small changes that make them break one."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from comity.exchange.nibrs.reports import (
    Arrest,
    Demographics,
    Drug,
    GroupAIncident,
    GroupBArrest,
    Offender,
    Offense,
    Property,
    Submission,
    Victim,
    ZeroReport,
)

HEAD = Submission("I", "2026-11", "ZZ0010000")
ADA = Demographics("34", "F", "W", "N", "R")
SOMEBODY = Demographics("27", "M", "B", "N")
SOCIETY = Victim(1, "S", Demographics(), ("35A",))


def _offense(code: str, **more: Any) -> Offense:
    return Offense(code=code, attempted=False, location="20", suspected_of_using=("N",), bias=("88",), **more)


def _incident(offense: Offense, victim: Victim, *properties: Property) -> GroupAIncident:
    return GroupAIncident(
        submission=HEAD,
        number="26-000123",
        date="2026-11-03",
        time="21:00",
        cleared_exceptionally="N",
        cargo_theft=False,
        offenses=(offense,),
        properties=properties,
        victims=(victim,),
        offenders=(Offender(1, SOMEBODY),),
        arrests=(
            Arrest(
                1, "A26-77", "2026-11-04", "T", offense.code, "N", ("01",), Demographics("27", "M", "B", "N", "R"), ""
            ),
        ),
    )


ASSAULT = _incident(
    _offense("13A", force=("12",), criminal_activity=("N",)),
    Victim(1, "I", ADA, ("13A",), ("01",), "", ("M",), ((1, "AQ"),)),
)
BURGLARY = _incident(
    _offense("220", method_of_entry="F"),
    Victim(1, "I", ADA, ("220",)),
    Property("7", "17", 450),
    Property("7", "20", 60),
)
LARCENY = _incident(_offense("23H"), Victim(1, "I", ADA, ("23H",)), Property("7", "04", 300))
CAR = _incident(_offense("240"), Victim(1, "I", ADA, ("240",)), Property("7", "03", 9000, quantity=1))
DRUGS = _incident(
    _offense("35A", criminal_activity=("P",)),
    SOCIETY,
    Property("6", "10", drugs=(Drug("E", Decimal("1.5"), "GM"), Drug("L", Decimal(2), "DU"))),
)
MURDER = _incident(_offense("09A", force=("12",)), Victim(1, "I", ADA, ("09A",), ("01",), "", (), ((1, "AQ"),)))
JUSTIFIED = replace(
    _incident(_offense("09C", force=("12",)), Victim(1, "I", ADA, ("09C",), ("20",), "C", (), ((1, "ST"),))),
    arrests=(),
)
RAPE = _incident(_offense("11A", force=("40",)), Victim(1, "I", ADA, ("11A",), (), "", ("N",), ((1, "AQ"),)))
BRAWL = replace(
    ASSAULT,
    victims=(*ASSAULT.victims, replace(ASSAULT.victims[0], sequence=2, relationships=((2, "VO"),))),
    offenders=(*ASSAULT.offenders, Offender(2, ADA)),
)
GROUP_B = GroupBArrest(
    Submission("A", "2026-11", "ZZ0010000"),
    Arrest(1, "B26-5", "2026-11-05", "O", "90D", "", ("01",), Demographics("41", "F", "A", "N", "R")),
)
ZERO = ZeroReport(Submission("A", "2026-11", "ZZ0010000"))
CLEAN = (ASSAULT, BURGLARY, LARCENY, CAR, DRUGS, MURDER, JUSTIFIED, RAPE, BRAWL, GROUP_B, ZERO)


def offense(of: GroupAIncident, **changes: Any) -> GroupAIncident:
    """The incident with another first offense, to which victim and arrest belong as before."""
    first = replace(of.offenses[0], **changes)
    if "code" not in changes:
        return replace(of, offenses=(first, *of.offenses[1:]))
    moved = tuple(
        replace(each, offenses=tuple(first.code if code == of.offenses[0].code else code for code in each.offenses))
        for each in of.victims
    )
    return replace(of, offenses=(first, *of.offenses[1:]), victims=moved)


def also(of: GroupAIncident, code: str, **more: Any) -> GroupAIncident:
    """The incident with one more offense, to which the first victim is connected."""
    first = replace(of.victims[0], offenses=(*of.victims[0].offenses, code))
    return replace(of, offenses=(*of.offenses, _offense(code, **more)), victims=(first, *of.victims[1:]))


def thing(of: GroupAIncident, **changes: Any) -> GroupAIncident:
    """The incident with another first property."""
    return replace(of, properties=(replace(of.properties[0], **changes), *of.properties[1:]))


def things(of: GroupAIncident, *properties: Property) -> GroupAIncident:
    """The incident with these properties."""
    return replace(of, properties=properties)


def victim(of: GroupAIncident, **changes: Any) -> GroupAIncident:
    """The incident with another first victim; fields of a person go to the person."""
    return replace(of, victims=(_changed(of.victims[0], changes), *of.victims[1:]))


def offender(of: GroupAIncident, **changes: Any) -> GroupAIncident:
    """The incident with another first offender."""
    return replace(of, offenders=(_changed(of.offenders[0], changes), *of.offenders[1:]))


def arrest(of: GroupAIncident, **changes: Any) -> GroupAIncident:
    """The incident with another first arrest."""
    return replace(of, arrests=(_changed(of.arrests[0], changes), *of.arrests[1:]))


def group_b(**changes: Any) -> GroupBArrest:
    """The arrest of group B, changed."""
    return replace(GROUP_B, arrest=_changed(GROUP_B.arrest, changes))


def _changed(part: Any, changes: dict[str, Any]) -> Any:
    of_person = {name: value for name, value in changes.items() if name in Demographics.__dataclass_fields__}
    others = {name: value for name, value in changes.items() if name not in of_person}
    return replace(part, person=replace(part.person, **of_person), **others)
