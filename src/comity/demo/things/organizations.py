"""Organizations: companies, schools, clinics and agencies, under long, short and official names.

Beside them stand the other branches of a company, whoever is at the same address, and those whose name begins alike.
"""

from dataclasses import dataclass, replace

from comity.demo.chance import Chance, Weighed
from comity.demo.happenings import BEATS, STREETS
from comity.demo.mistakes import slipped
from comity.demo.population import read_names
from comity.demo.things.entered import Entered, lost, misread, times_entered
from comity.demo.things.lines import dialed, new_number
from comity.demo.things.places import Spot, spots, written
from comity.records.parties.contacts import Contact
from comity.records.parties.identifications import Identification
from comity.records.parties.organization import Organization

_TRADES = (
    "Towing Plumbing Bakery Motors Pharmacy Storage Roofing Market Laundry Electric Printing Hardware Florist Diner "
    "Dental Insurance Realty Trucking Security Fitness Flooring Landscaping Upholstery Glass Imports".split()
)
_PUBLIC = (
    "{} Police Department", "{} Fire Department", "{} Elementary School", "{} Community Hospital", "{} Health Center",
    "{} County Sheriff's Office", "{} Municipal Court",
)  # fmt: skip
# How each ending and each long word is written; the first is the true one.
_ENDINGS = {
    "Inc.": (", Inc.", " Inc.", " Inc", " Incorporated", ""),
    "LLC": (" LLC", ", LLC", " L.L.C.", ""),
    "Co.": (" Co.", " Company", " Co", ""),
    "Corp.": (" Corp.", " Corporation", " Corp", ""),
    "": ("",),
}
_SHORTER = (
    (" & ", " and "), ("Brothers", "Bros."), ("Department", "Dept."), ("Police Department", "PD"),
    ("County Sheriff's Office", "County Sheriff"), ("Elementary School", "Elem. School"), ("Hospital", "Hosp."),
    ("Center", "Ctr."), ("Community", "Comm."), ("Municipal", "Mun."), ("Saint", "St."),
)  # fmt: skip
_KIND = Weighed({"company": 0.68, "public": 0.1, "branch": 0.09, "neighbor": 0.08, "namesake": 0.05})
_HEAD_OFFICE = 0.15


@dataclass(frozen=True)
class Body:
    """A true organization; ``number`` is that of its license or agency, ``head`` the telephone of its head office."""

    name: str
    ending: str
    spot: Spot
    telephone: str
    number: str
    sort: str
    head: str = ""
    branch: str = ""


def organizations(chance: Chance, count: int) -> list[Entered]:
    """Give the entries that agencies made of so many organizations."""
    found: list[Entered] = []
    for thing, body in enumerate(_bodies(chance, count)):
        found += (Entered(_entered(chance, body), thing) for _ in range(times_entered(chance)))
    return found


def _bodies(chance: Chance, count: int) -> list[Body]:
    surnames = [name for origin in read_names().origin for name in origin.surnames.split()]
    found: list[Body] = []
    named: set[str] = set()
    houses = dict.fromkeys(replace(spot, flat="") for spot in spots(chance, 3 * count))
    for spot in list(houses)[:count]:
        sort = chance.weighed(_KIND) if found else "company"
        body = _body(chance, sort, spot, surnames, found[-1] if found else None)
        while sort != "branch" and body.name in named:
            body = _body(chance, "company", spot, surnames, None)
        named.add(body.name)
        found.append(body)
    return found


def _body(chance: Chance, sort: str, spot: Spot, surnames: list[str], before: Body | None) -> Body:
    ending = chance.one_of(("Inc.", "Inc.", "LLC", "LLC", "Co.", "Corp.", ""))
    own = Body(_name(chance, surnames), ending, spot, new_number(chance), f"BL{chance.digits(6)}", "business-license")
    match sort:
        case "public":
            name = chance.one_of(_PUBLIC).format(chance.one_of((*BEATS, *STREETS)))
            return replace(own, name=name, ending="", number=f"HA{chance.digits(5)}00", sort="ori")
        case "branch" if before is not None:
            head = before.head or before.telephone
            return replace(own, name=before.name, ending=before.ending, head=head, branch=f"{spot.street} branch")
        case "neighbor" if before is not None:
            return replace(own, spot=replace(before.spot, flat=str(chance.between(100, 399))))
        case "namesake" if before is not None:
            return replace(own, name=f"{before.name.split()[0]} {chance.one_of(_TRADES)}")
        case _:
            return own


def _name(chance: Chance, surnames: list[str]) -> str:
    trade = chance.one_of(_TRADES)
    first, second = chance.one_of(surnames), chance.one_of(surnames)
    patterns = (
        f"{first} {trade}", f"{first} & {second} {trade}", f"{first} Brothers {trade}",
        f"{chance.one_of(STREETS)} {trade}", f"{chance.one_of(BEATS)} {chance.one_of(STREETS)} {trade}",
        f"Saint {first} {trade}",
    )  # fmt: skip
    return chance.one_of(patterns)


def _entered(chance: Chance, body: Body) -> Organization:
    """Give an organization as one agency takes it down; whoever has no number of it gives its place or telephone."""
    telephone = body.head if body.head and chance.happens(_HEAD_OFFICE) else body.telephone
    return Organization(
        name=_called(chance, body),
        branch=body.branch if body.branch and chance.happens(0.3) else None,
        identifications=_numbers(chance, body) if chance.happens(0.25) else (),
        address=written(chance, body.spot) if chance.happens(0.8) else None,
        contacts=(Contact(telephone=dialed(chance, telephone)),) if chance.happens(0.5) else (),
    )


def _called(chance: Chance, body: Body) -> str:
    name = body.name
    for long, short in _SHORTER:
        if long in name and chance.happens(0.35):
            name = name.replace(long, short)
    if chance.happens(0.05):
        name = slipped(chance, name)
    if chance.happens(0.04):
        name = f"The {name}"
    name += chance.one_of(_ENDINGS[body.ending])
    return name.upper() if chance.happens(0.15) else name


def _numbers(chance: Chance, body: Body) -> tuple[Identification, ...]:
    number = body.number
    if chance.happens(0.06):
        number = chance.one_of((misread, lost))(chance, number)
    return (Identification(value=number, kind=body.sort),)
