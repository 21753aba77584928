"""What happens in the city, how often, and where: read from the tables beside this file."""

from functools import cache
from importlib.resources import files

from msgspec import Struct, toml

from comity.demo.chance import Weighed


class Happening(Struct, frozen=True, kw_only=True):
    """One sort of offense: shares are 0 to 1 of its incidents (``lab``: of its exhibits); confinement is mean days."""

    code: str
    name: str
    weight: float
    suspect: float
    arrest: float
    victim: float
    exhibit: float
    lab: float = 0.0
    confinement: int
    places: tuple[str, ...]
    things: tuple[str, ...]
    question: str = ""
    finding: str = ""
    story: str


class _Table(Struct, frozen=True):
    offense: tuple[Happening, ...]


@cache
def happenings() -> Weighed[Happening]:
    """Give all sorts of offenses with their weights."""
    table = toml.decode((files("comity.demo") / "hart_city" / "offenses.toml").read_bytes(), type=_Table)
    return Weighed({each: each.weight for each in table.offense})


# The hours of the day at which people call, each with its share of all calls.
HOURS = Weighed(dict(enumerate((5, 4, 3.5, 2.5, 1.5, 1.2, 1.5, 2.5, 3.4, 3.8, 4, 4.2, 4.6, 4.6, 4.8, 5.2, 5.6, 5.8, 5.8,
                                5.6, 5.4, 5.6, 5.6, 5.4))))  # fmt: skip
SURROUNDINGS = Weighed({"Clear": 0.6, "Rain": 0.25, "Fog": 0.05, "Snow": 0.1})
BEATS = ("Riverside", "Old Mill", "Station", "Heights", "Harbor", "University", "Eastgate", "Orchard")
STREETS = tuple(
    "Main Oak Elm Maple Cedar Washington Lake Hill Park Pine River Church Spring Mill Chestnut Walnut Highland "
    "Prospect Franklin Jefferson Lincoln Union School Water Market Harbor Orchard Mulberry Sycamore Juniper".split()
)
WAYS = ("Street", "Avenue", "Road", "Lane", "Boulevard")
FURTHER = ("90C", "90J", "290", "13B", "35B", "280", "90Z", "90E")
