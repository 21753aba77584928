"""What national statistics ask of each sort of offense: read from the table beside this file."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct, toml

from comity.demo.chance import Weighed

Shares = Mapping[str, float]
Spans = Mapping[str, tuple[int, int]]


class Sort(Struct, frozen=True, kw_only=True):
    """One sort of offense of NIBRS group A; empty where nothing is asked."""

    code: str
    attempted: float = 0.0
    force: Shares = {}
    activity: Shares = {}
    circumstances: Shares = {}
    injuries: Shares = {}
    entry: Shares = {}
    using: Shares = {}
    loss: str = ""
    counted: bool = False
    goods: Spans = {}
    drugs: Spans = {}


class Table(Struct, frozen=True):
    """All sorts, the types of places, who suffers where no person does, and how people know one another."""

    offense: tuple[Sort, ...]
    places: Mapping[str, str]
    owners: Mapping[str, tuple[str, str]]
    relationships: Shares


@cache
def table() -> Table:
    """Read the table."""
    return toml.decode((files("comity.demo") / "hart_city" / "statistics.toml").read_bytes(), type=Table)


@cache
def sort_of(code: str) -> Sort | None:
    """Give what is asked of an offense; None for one of group B, of which only arrests are counted."""
    return next((each for each in table().offense if each.code == code), None)


@cache
def relationships() -> Weighed[str]:
    """Give how victims know offenders, each with its share."""
    return Weighed(table().relationships)
